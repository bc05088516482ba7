-- Every row of violations and handling once more, straight from records: keys that a table does not have are 'all'.
CREATE TABLE period AS
WITH month AS (
    SELECT unnest(generate_series(DATE '2025-01-01', DATE '2025-03-01', INTERVAL 1 MONTH))::DATE AS start
), named AS (
    SELECT 'month' AS period_type, strftime(start, '%Y-%m') AS period, start FROM month
    UNION ALL SELECT 'quarter', strftime(start, '%Y') || '-Q' || quarter(start), start FROM month
    UNION ALL SELECT 'year', strftime(start, '%Y'), start FROM month
    UNION ALL
    SELECT 'year_to_date', strftime(until.start, '%Y-%m'), month.start
    FROM month AS until JOIN month ON month.start <= until.start
)
SELECT period_type, period, min(start) AS first_day, last_day(max(start)) AS last_day FROM named GROUP BY ALL;

CREATE TABLE fact AS
SELECT occurred_at::DATE AS day, site_code, kind, vehicle_class, weather, fine_vnd, hour(occurred_at) AS hour,
    CASE WHEN kind = 'speeding' THEN CASE
        WHEN speed_kmh - limit_kmh < 5 THEN 'speeding_under_5' WHEN speed_kmh - limit_kmh < 10 THEN 'speeding_5_9'
        WHEN speed_kmh - limit_kmh <= 20 THEN 'speeding_10_20' WHEN speed_kmh - limit_kmh <= 35 THEN 'speeding_21_35'
        ELSE 'speeding_over_35' END END AS band,
    CASE WHEN vehicle_class IN ('car', 'bus', 'truck') THEN 'automobile' ELSE vehicle_class END AS vehicle_group,
    CASE WHEN dismissed_on <= DATE '2025-03-31' THEN 'dismissed' WHEN paid_on <= DATE '2025-03-31' THEN 'paid'
        WHEN fined_on <= DATE '2025-03-31' THEN 'unpaid' WHEN noticed_on <= DATE '2025-03-31' THEN 'noticed'
        ELSE 'awaiting' END AS status
FROM event LEFT JOIN handling USING (event_id);

CREATE TABLE violations AS
WITH narrow AS (
    SELECT *, CASE WHEN hour < 6 THEN 'h00_05' WHEN hour < 9 THEN 'h06_08' WHEN hour < 12 THEN 'h09_11'
        WHEN hour < 16 THEN 'h12_15' WHEN hour < 19 THEN 'h16_18' ELSE 'h19_23' END AS hours
    FROM fact JOIN period ON day BETWEEN first_day AND last_day
)
SELECT period_type, period, coalesce(site_code, 'all') AS site_code, coalesce(kind, 'all') AS violation_kind,
    coalesce(vehicle_class, 'all') AS vehicle_class, coalesce(hours, 'all') AS hour_band,
    coalesce(weather, 'all') AS weather, count(*) AS violations
FROM narrow
GROUP BY period_type, period, CUBE (site_code), GROUPING SETS ((), (kind), (vehicle_class), (hours), (weather));

CREATE TABLE handling_table AS
WITH kinds AS (
    SELECT *, unnest(CASE WHEN band IS NULL THEN ['all', kind] ELSE ['all', kind, band] END) AS violation_kind
    FROM fact JOIN period ON day BETWEEN first_day AND last_day WHERE period_type IN ('quarter', 'year')
)
SELECT period_type, period, violation_kind, coalesce(vehicle_group, 'all') AS vehicle_class, count(*) AS violations,
    count(*) FILTER (status = 'awaiting') AS awaiting, count(*) FILTER (status = 'dismissed') AS dismissed,
    count(*) FILTER (status = 'noticed') AS noticed, count(*) FILTER (status = 'unpaid') AS unpaid,
    count(*) FILTER (status = 'paid') AS paid,
    coalesce(sum(fine_vnd) FILTER (status IN ('unpaid', 'paid')), 0)::BIGINT AS fined_vnd,
    coalesce(sum(fine_vnd) FILTER (status = 'paid'), 0)::BIGINT AS paid_vnd,
    round(((20000::HUGEINT * (noticed + unpaid + paid) + violations) // (2 * violations)) / 100, 2) AS noticed_or_fined_pct,
    CASE WHEN unpaid + paid > 0
        THEN round(((20000::HUGEINT * paid + unpaid + paid) // (2 * (unpaid + paid))) / 100, 2) END AS paid_pct
FROM kinds GROUP BY period_type, period, violation_kind, CUBE (vehicle_group);

CREATE TABLE availability AS
WITH planned AS (
    SELECT period_type, period, first_day, last_day, site_code,
        cameras * (date_diff('day', greatest(first_day, since), last_day) + 1) AS days
    FROM period CROSS JOIN site
), running AS (
    SELECT period_type, period, coalesce(site_code, 'all') AS site_code, sum(days)::BIGINT AS camera_days, sum(up)::BIGINT AS up
    FROM planned JOIN LATERAL (
        SELECT sum(minutes_up) AS up FROM uptime
        WHERE uptime.site_code = planned.site_code AND day BETWEEN first_day AND last_day
    ) ON true
    GROUP BY period_type, period, CUBE (site_code)
)
SELECT period_type, period, site_code, camera_days, up AS minutes_up,
    round(((20000::HUGEINT * up + camera_days * 1440) // (2 * camera_days * 1440)) / 100, 2) AS uptime_pct,
    round(((200::HUGEINT * up + 60) // 120) / 100, 2) AS camera_hours
FROM running;

CREATE TABLE accidents AS
WITH counted AS (
    SELECT site_code, since, count(*) FILTER (occurred_at < since) AS before, count(*) FILTER (occurred_at >= since) AS after
    FROM accident JOIN site USING (site_code) WHERE occurred_at >= DATE '2018-03-01' GROUP BY ALL
)
SELECT coalesce(site_code, 'all') AS site_code, sum(before)::BIGINT AS accidents_before,
    sum(date_diff('day', DATE '2018-03-01', since))::BIGINT AS site_days_before, sum(after)::BIGINT AS accidents_after,
    sum(date_diff('day', since, DATE '2025-04-01'))::BIGINT AS site_days_after
FROM counted GROUP BY CUBE (site_code);

CREATE TABLE violation_rates AS
SELECT violations.*, CASE WHEN violation_kind = 'all' AND vehicle_class = 'all' AND hour_band = 'all' AND weather = 'all'
    THEN round(((1200000::HUGEINT * violations + minutes_up) // (2 * minutes_up)) / 100, 2) END AS violations_per_100_camera_hours
FROM violations JOIN availability USING (period_type, period, site_code);
