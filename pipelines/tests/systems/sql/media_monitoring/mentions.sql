WITH counted AS (
    SELECT period_type, period, months, medium, count(*) AS mentions,
        count(*) FILTER (tone = 'positive') AS positive, count(*) FILTER (tone = 'neutral') AS neutral,
        count(*) FILTER (tone = 'negative') AS negative,
        count(*) FILTER (forwarded_at::DATE <= getvariable('as_of')) AS forwarded,
        count(*) FILTER (handled_at::DATE <= getvariable('as_of')) AS handled,
        count(*) FILTER (handled_at::DATE <= getvariable('as_of')
            AND handled_at < forwarded_at + INTERVAL 72 HOUR + INTERVAL 1 MINUTE) AS handled_in_time
    FROM period JOIN mention ON found_at::DATE BETWEEN first_day AND last_day
    GROUP BY ALL
)
SELECT *, pct(negative, mentions) AS negative_pct, pct(handled_in_time, forwarded) AS handled_in_time_pct
FROM counted
