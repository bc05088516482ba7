WITH fact AS (
    SELECT *, answered_at::DATE <= getvariable('as_of') AS done, date_diff('second', started_at, answered_at) AS waited
    FROM conversation
), counted AS (
    SELECT period_type, period, months, channel, count(conversation_id) AS conversations,
        count(*) FILTER (done) AS answered, count(*) FILTER (done AND answered_by = 'bot') AS answered_by_bot,
        count(*) FILTER (done AND waited < 24 * 3600 + 60) AS answered_in_time,
        count(rating) FILTER (done) AS rated, count(*) FILTER (done AND rating IN (4, 5)) AS satisfied,
        coalesce(sum(waited // 60) FILTER (done), 0)::BIGINT AS minutes
    FROM period CROSS JOIN (SELECT DISTINCT channel FROM conversation)
    LEFT JOIN fact USING (channel) WHERE started_at::DATE BETWEEN first_day AND last_day
    GROUP BY ALL
)
SELECT *, pct(answered, conversations) AS answered_pct, pct(answered_in_time, conversations) AS answered_in_time_pct,
    pct(satisfied, rated) AS satisfied_pct, average(minutes, answered) AS minutes_to_answer_mean
FROM counted
