WITH fact AS (
    SELECT *, acknowledged_at::DATE <= getvariable('as_of') AS seen,
        date_diff('second', raised_at, acknowledged_at) AS waited
    FROM alert
), counted AS (
    SELECT period_type, period, months, alert_type, place_type, count(*) AS alerts,
        count(*) FILTER (seen) AS acknowledged, count(*) FILTER (seen AND waited < 16 * 60) AS acknowledged_in_time,
        count(*) FILTER (seen AND outcome = 'confirmed') AS confirmed,
        count(*) FILTER (seen AND outcome = 'false_alarm') AS false_alarms,
        coalesce(sum(waited // 60) FILTER (seen), 0)::BIGINT AS minutes
    FROM period JOIN fact ON raised_at::DATE BETWEEN first_day AND last_day
    GROUP BY ALL
)
SELECT *, pct(acknowledged_in_time, alerts) AS acknowledged_in_time_pct, pct(false_alarms, alerts) AS false_alarms_pct,
    average(minutes, acknowledged) AS minutes_to_acknowledge_mean
FROM counted
