WITH fact AS (
    SELECT *, starts_at::DATE AS day, joined_at IS NOT NULL AS attended,
        date_diff('minute', joined_at, left_at) AS length, joined_at > starts_at + INTERVAL 10 MINUTE AS late
    FROM connection
), counted AS (
    SELECT frame.* EXCLUDE (first_day, last_day),
        count(*) FILTER (is_host) AS sessions, count(day) AS invited, count(*) FILTER (attended) AS attended,
        count(*) FILTER (late) AS joined_late,
        count(*) FILTER (attended AND interruptions > 0) AS interrupted,
        coalesce(sum(interruptions) FILTER (attended), 0)::BIGINT AS interruptions,
        coalesce(sum(length), 0)::BIGINT AS minutes
    FROM frame JOIN member USING (scope, unit_code)
    LEFT JOIN fact ON fact.agency_code = member.agency_code AND day BETWEEN first_day AND last_day
    GROUP BY ALL
)
SELECT *, pct(attended, invited) AS attended_pct, pct(joined_late, attended) AS joined_late_pct,
    pct(interrupted, attended) AS interrupted_pct, average(minutes, attended) AS minutes_mean
FROM counted
