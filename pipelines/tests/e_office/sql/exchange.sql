WITH fact AS (
    SELECT agency_code, direction, string_split(partner_levels, ' ') AS levels,
        CASE direction WHEN 'out' THEN released_at ELSE registered_at END::DATE AS day
    FROM document WHERE secrecy = 'none'
), direction AS (SELECT unnest(['in', 'out']) AS direction)
SELECT frame.period_type, frame.period, frame.scope, frame.unit_code, direction.direction,
    frame.months, frame.parent_code, frame.level, frame.unit_name, frame.unit_name_en,
    count(day) AS documents,
    count(day) FILTER (list_contains(levels, 'central')) AS with_central,
    count(day) FILTER (list_contains(levels, 'other_province')) AS with_other_province,
    count(day) FILTER (list_contains(levels, 'province')) AS with_province,
    count(day) FILTER (list_contains(levels, 'district')) AS with_district,
    count(day) FILTER (list_contains(levels, 'commune')) AS with_commune,
    count(day) FILTER (list_contains(levels, 'other')) AS with_other
FROM frame CROSS JOIN direction
JOIN member USING (scope, unit_code)
LEFT JOIN fact ON fact.agency_code = member.agency_code AND fact.direction = direction.direction
    AND day BETWEEN first_day AND last_day
GROUP BY ALL
