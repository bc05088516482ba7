WITH fact AS (
    SELECT *, released_at::DATE AS released, registered_at::DATE AS registered, handled_at::DATE AS handled,
        deadline(due_on) AS last_day_allowed, secrecy = 'none' AS is_open,
        worked_between(signed_at::DATE, released_at::DATE) AS days_to_release,
        worked_between(registered_at::DATE, handled_at::DATE) AS days_to_handle
    FROM document
), place_fact AS (
    SELECT member.scope, member.unit_code, fact.* FROM fact JOIN member USING (agency_code)
), went_out AS (
    SELECT frame.period_type, frame.period, scope, unit_code, count(*) AS outgoing,
        count(*) FILTER (NOT is_open) AS outgoing_secret,
        count(*) FILTER (is_open AND form = 'electronic') AS electronic,
        count(*) FILTER (is_open AND form = 'electronic' AND is_signed_by_leader) AS signed_by_leader,
        count(*) FILTER (is_open AND form = 'electronic' AND is_signed_by_organisation) AS signed_by_organisation,
        count(*) FILTER (is_open AND form = 'electronic' AND is_signed_by_leader AND is_signed_by_organisation)
            AS signed_by_both,
        count(*) FILTER (is_open) AS sendable,
        count(*) FILTER (is_open AND channel = 'platform') AS via_platform,
        count(*) FILTER (days_to_release <= CASE urgency WHEN 'normal' THEN 1 ELSE 0 END) AS released_in_time
    FROM place_fact JOIN frame USING (scope, unit_code)
    WHERE direction = 'out' AND released BETWEEN first_day AND last_day
    GROUP BY ALL
), came_in AS (
    SELECT frame.period_type, frame.period, scope, unit_code, count(*) AS incoming,
        count(*) FILTER (NOT is_open) AS incoming_secret,
        count(*) FILTER (is_open AND channel = 'platform') AS incoming_via_platform
    FROM place_fact JOIN frame USING (scope, unit_code)
    WHERE direction = 'in' AND registered BETWEEN first_day AND last_day
    GROUP BY ALL
), was_done AS (
    SELECT frame.period_type, frame.period, scope, unit_code, count(*) AS handled,
        count(due_on) AS handled_with_deadline,
        count(*) FILTER (handled <= last_day_allowed) AS handled_in_time,
        count(*) FILTER (handled > last_day_allowed) AS handled_late,
        sum(days_to_handle) AS days
    FROM place_fact JOIN frame USING (scope, unit_code)
    WHERE direction = 'in' AND handled BETWEEN first_day AND last_day
    GROUP BY ALL
), was_open AS (
    SELECT frame.period_type, frame.period, scope, unit_code, count(*) AS open,
        count(*) FILTER (last_day_allowed < last_day) AS overdue
    FROM place_fact JOIN frame USING (scope, unit_code)
    WHERE direction = 'in' AND registered <= last_day AND (handled IS NULL OR handled > last_day)
    GROUP BY ALL
)
SELECT frame.* EXCLUDE (first_day, last_day),
    coalesce(outgoing, 0) AS outgoing, coalesce(outgoing_secret, 0) AS outgoing_secret,
    coalesce(electronic, 0) AS electronic, coalesce(signed_by_leader, 0) AS signed_by_leader,
    coalesce(signed_by_organisation, 0) AS signed_by_organisation, coalesce(signed_by_both, 0) AS signed_by_both,
    coalesce(sendable, 0) AS sendable, coalesce(via_platform, 0) AS via_platform,
    coalesce(released_in_time, 0) AS released_in_time, coalesce(incoming, 0) AS incoming,
    coalesce(incoming_secret, 0) AS incoming_secret, coalesce(incoming_via_platform, 0) AS incoming_via_platform,
    coalesce(handled, 0) AS handled, coalesce(handled_with_deadline, 0) AS handled_with_deadline,
    coalesce(handled_in_time, 0) AS handled_in_time, coalesce(handled_late, 0) AS handled_late,
    coalesce(open, 0) AS open, coalesce(overdue, 0) AS overdue,
    pct(signed_by_both, electronic) AS signed_by_both_pct, pct(via_platform, sendable) AS via_platform_pct,
    pct(released_in_time, outgoing) AS released_in_time_pct,
    pct(handled_in_time, handled_with_deadline) AS handled_in_time_pct,
    average(days, handled) AS processing_days_mean
FROM frame
LEFT JOIN went_out USING (period_type, period, scope, unit_code)
LEFT JOIN came_in USING (period_type, period, scope, unit_code)
LEFT JOIN was_done USING (period_type, period, scope, unit_code)
LEFT JOIN was_open USING (period_type, period, scope, unit_code)
