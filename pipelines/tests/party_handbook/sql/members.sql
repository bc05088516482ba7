SELECT frame.* EXCLUDE (first_day, last_day), sum(members)::BIGINT AS members,
    sum(members_using)::BIGINT AS members_using, pct(sum(members_using), sum(members)) AS members_using_pct
FROM frame
JOIN member USING (scope, unit_code)
JOIN cell_month ON cell_month.agency_code = member.agency_code
    AND last_day((month || '-01')::DATE) = frame.last_day
WHERE scope <> 'agency'
GROUP BY ALL
