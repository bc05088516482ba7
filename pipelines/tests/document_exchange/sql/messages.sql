WITH sent_by AS (
    SELECT from_code AS agency_code, sent_at::DATE AS day FROM message
), answer AS (
    SELECT message.document_id, message.to_code AS agency_code, message.sent_at, message.sent_at::DATE AS day,
        min(status_at) FILTER (status_code IN ('03', '04', '05', '06')) AS accepted_at,
        min(status_at) FILTER (status_code = '02') AS refused_at,
        min(status_at) FILTER (status_code = '06') AS finished_at
    FROM message LEFT JOIN message_status AS status
        ON status.document_id = message.document_id AND status.from_code = message.to_code
    GROUP BY ALL
), judged AS (
    SELECT *, worked_between(sent_at::DATE, accepted_at::DATE) AS days,
        date_diff('minute', sent_at, accepted_at) AS waited
    FROM answer
), went AS (
    SELECT period_type, period, frame.scope, frame.unit_code, count(*) AS sent
    FROM sent_by JOIN member USING (agency_code) JOIN frame USING (scope, unit_code)
    WHERE day BETWEEN first_day AND last_day GROUP BY ALL
), came AS (
    SELECT period_type, period, frame.scope, frame.unit_code, count(*) AS received, count(accepted_at) AS accepted,
        count(*) FILTER (accepted_at IS NOT NULL AND days <= 1) AS accepted_in_time,
        count(*) FILTER (accepted_at IS NULL AND refused_at IS NOT NULL) AS refused, count(finished_at) AS finished,
        count(*) FILTER (accepted_at IS NULL AND refused_at IS NULL) AS unanswered, sum(waited)::BIGINT AS minutes
    FROM judged JOIN member USING (agency_code) JOIN frame USING (scope, unit_code)
    WHERE day BETWEEN first_day AND last_day GROUP BY ALL
)
SELECT frame.* EXCLUDE (first_day, last_day), coalesce(sent, 0) AS sent, coalesce(received, 0) AS received,
    coalesce(accepted, 0) AS accepted, coalesce(accepted_in_time, 0) AS accepted_in_time,
    coalesce(refused, 0) AS refused, coalesce(finished, 0) AS finished, coalesce(unanswered, 0) AS unanswered,
    pct(accepted, received) AS accepted_pct, pct(accepted_in_time, received) AS accepted_in_time_pct,
    pct(refused, received) AS refused_pct, pct(unanswered, received) AS unanswered_pct,
    average(minutes, accepted) AS waiting_minutes_mean
FROM frame
LEFT JOIN went USING (period_type, period, scope, unit_code)
LEFT JOIN came USING (period_type, period, scope, unit_code)
