WITH counted AS (
    SELECT period_type, period, months, component, count(*) AS checks, count(delay_minutes) AS available,
        count(*) FILTER (delay_minutes BETWEEN 0 AND 15) AS fresh, coalesce(sum(delay_minutes), 0)::BIGINT AS delay
    FROM period JOIN "check" ON checked_at::DATE BETWEEN first_day AND last_day
    GROUP BY ALL
)
SELECT *, pct(available, checks) AS available_pct, pct(fresh, checks) AS fresh_pct,
    average(delay, available) AS delay_minutes_mean
FROM counted
