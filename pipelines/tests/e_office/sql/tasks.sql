WITH fact AS (
    SELECT member.scope, member.unit_code, task.*, deadline(due_on) AS last_day_allowed,
        coalesce(finished_on, withdrawn_on) AS ended_on, worked_between(assigned_on, finished_on) AS days
    FROM task JOIN member USING (agency_code)
), given AS (
    SELECT frame.period_type, frame.period, scope, unit_code, count(*) AS assigned,
        count(*) FILTER (assigned_by = 'central') AS assigned_by_central, sum(extensions) AS extensions
    FROM fact JOIN frame USING (scope, unit_code) WHERE assigned_on BETWEEN first_day AND last_day GROUP BY ALL
), done AS (
    SELECT frame.period_type, frame.period, scope, unit_code, count(*) AS finished,
        count(due_on) AS finished_with_deadline,
        count(*) FILTER (finished_on <= last_day_allowed) AS finished_in_time,
        count(*) FILTER (finished_on < due_on) AS finished_early,
        count(*) FILTER (finished_on BETWEEN due_on AND last_day_allowed) AS finished_on_time,
        count(*) FILTER (finished_on > last_day_allowed) AS finished_late, sum(days) AS days
    FROM fact JOIN frame USING (scope, unit_code) WHERE finished_on BETWEEN first_day AND last_day GROUP BY ALL
), taken_back AS (
    SELECT frame.period_type, frame.period, scope, unit_code, count(*) AS withdrawn
    FROM fact JOIN frame USING (scope, unit_code) WHERE withdrawn_on BETWEEN first_day AND last_day GROUP BY ALL
), left_over AS (
    SELECT frame.period_type, frame.period, scope, unit_code, count(*) AS open,
        count(*) FILTER (last_day_allowed < last_day) AS overdue
    FROM fact JOIN frame USING (scope, unit_code)
    WHERE assigned_on <= last_day AND (ended_on IS NULL OR ended_on > last_day) GROUP BY ALL
)
SELECT frame.* EXCLUDE (first_day, last_day),
    coalesce(assigned, 0) AS assigned, coalesce(assigned_by_central, 0) AS assigned_by_central,
    coalesce(extensions, 0)::BIGINT AS extensions, coalesce(finished, 0) AS finished,
    coalesce(finished_with_deadline, 0) AS finished_with_deadline, coalesce(finished_in_time, 0) AS finished_in_time,
    coalesce(finished_early, 0) AS finished_early, coalesce(finished_on_time, 0) AS finished_on_time,
    coalesce(finished_late, 0) AS finished_late, coalesce(withdrawn, 0) AS withdrawn,
    coalesce(open, 0) AS open, coalesce(overdue, 0) AS overdue,
    pct(finished_in_time, finished_with_deadline) AS finished_in_time_pct,
    average(days, finished) AS processing_days_mean
FROM frame
LEFT JOIN given USING (period_type, period, scope, unit_code)
LEFT JOIN done USING (period_type, period, scope, unit_code)
LEFT JOIN taken_back USING (period_type, period, scope, unit_code)
LEFT JOIN left_over USING (period_type, period, scope, unit_code)
