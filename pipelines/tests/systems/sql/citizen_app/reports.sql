WITH fact AS (
    SELECT *, coalesce(answered_at::DATE <= getvariable('as_of'), false) AS done,
        date_diff('second', received_at, answered_at) // 3600 AS hours
    FROM report
), counted AS (
    SELECT frame.* EXCLUDE (first_day, last_day), count(report_id) AS reports, count(*) FILTER (done) AS answered,
        count(*) FILTER (done OR due_on < getvariable('as_of')) AS due,
        count(*) FILTER (done AND answered_at::DATE <= due_on) AS answered_in_time,
        count(rating) FILTER (done) AS rated, count(*) FILTER (done AND rating IN (4, 5)) AS satisfied,
        coalesce(sum(hours) FILTER (done), 0)::BIGINT AS total
    FROM frame JOIN member USING (scope, unit_code)
    LEFT JOIN fact ON fact.agency_code = member.agency_code AND received_at::DATE BETWEEN first_day AND last_day
    GROUP BY ALL
)
SELECT *, pct(answered, reports) AS answered_pct, pct(answered_in_time, due) AS answered_in_time_pct,
    pct(satisfied, rated) AS satisfied_pct, average(total, answered) AS hours_to_answer_mean
FROM counted
