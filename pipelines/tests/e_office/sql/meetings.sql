WITH fact AS (
    SELECT *, starts_at::DATE AS day, status = 'held' AS held, mode <> 'in_person' AS afar,
        date_diff('minute', starts_at, ends_at) AS length
    FROM meeting
), counted AS (
    SELECT frame.* EXCLUDE (first_day, last_day),
        count(*) FILTER (held) AS held, count(*) FILTER (status = 'cancelled') AS cancelled,
        count(*) FILTER (held AND mode = 'in_person') AS in_person, count(*) FILTER (held AND mode = 'online') AS online,
        count(*) FILTER (held AND mode = 'hybrid') AS hybrid, count(*) FILTER (held AND afar) AS at_a_distance,
        count(*) FILTER (held AND is_paperless) AS paperless,
        coalesce(sum(sites) FILTER (held AND afar), 0)::BIGINT AS sites,
        coalesce(sum(length) FILTER (held), 0)::BIGINT AS minutes
    FROM frame JOIN member USING (scope, unit_code)
    LEFT JOIN fact ON fact.agency_code = member.agency_code AND day BETWEEN first_day AND last_day
    GROUP BY ALL
)
SELECT *, pct(at_a_distance, held) AS at_a_distance_pct, pct(paperless, held) AS paperless_pct,
    average(minutes, held) AS minutes_mean
FROM counted
