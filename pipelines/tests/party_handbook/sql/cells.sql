WITH fact AS (
    SELECT scope, unit_code, cell_month.*, (month || '-01')::DATE AS day
    FROM cell_month JOIN member USING (agency_code)
), over_months AS (
    SELECT frame.period_type, frame.period, scope, unit_code, count(*) AS meetings_expected,
        count(*) FILTER (has_met) AS meetings_held,
        count(*) FILTER (has_met AND is_prepared_in_app) AS meetings_prepared, sum(visits)::BIGINT AS visits
    FROM fact JOIN frame USING (scope, unit_code) WHERE day BETWEEN first_day AND last_day GROUP BY ALL
), at_the_end AS (
    SELECT frame.period_type, frame.period, scope, unit_code, count(*) AS cells,
        count(*) FILTER (members_using > 0) AS cells_using
    FROM fact JOIN frame USING (scope, unit_code) WHERE last_day(day) = last_day GROUP BY ALL
)
SELECT frame.* EXCLUDE (first_day, last_day), coalesce(meetings_expected, 0) AS meetings_expected,
    coalesce(meetings_held, 0) AS meetings_held, coalesce(meetings_prepared, 0) AS meetings_prepared,
    coalesce(visits, 0) AS visits, coalesce(cells, 0) AS cells, coalesce(cells_using, 0) AS cells_using,
    pct(cells_using, cells) AS cells_using_pct, pct(meetings_held, meetings_expected) AS meetings_held_pct,
    pct(meetings_prepared, meetings_held) AS meetings_prepared_pct
FROM frame
LEFT JOIN over_months USING (period_type, period, scope, unit_code)
LEFT JOIN at_the_end USING (period_type, period, scope, unit_code)
