WITH fact AS (
    SELECT *, starts_at::DATE AS day, published_at < date_trunc('week', starts_at) AS in_advance FROM calendar_entry
), counted AS (
    SELECT frame.* EXCLUDE (first_day, last_day),
        count(day) AS entries, count(*) FILTER (in_advance) AS published_in_advance, count(changed_at) AS changed,
        count(*) FILTER (status = 'cancelled') AS cancelled, count(*) FILTER (purpose = 'meeting') AS for_meeting,
        count(*) FILTER (purpose = 'field_visit') AS for_field_visit,
        count(*) FILTER (purpose = 'citizen_reception') AS for_citizen_reception,
        count(*) FILTER (purpose = 'other') AS for_other
    FROM frame JOIN member USING (scope, unit_code)
    LEFT JOIN fact ON fact.agency_code = member.agency_code AND day BETWEEN first_day AND last_day
    GROUP BY ALL
)
SELECT *, pct(published_in_advance, entries) AS published_in_advance_pct, pct(changed, entries) AS changed_pct
FROM counted
