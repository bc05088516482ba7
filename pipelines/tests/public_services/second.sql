-- The index set once more, in plain SQL and straight from records: every rule as its text says it.
-- Tables given: the kinds of records, unit(unit_code, parent_code, level), day(day, worked), index_set, today(as_of).

CREATE MACRO fix2(x) AS (
  CAST(split_part(format('{:.60f}', x), '.', 1) || substr(split_part(format('{:.60f}', x), '.', 2), 1, 2) AS BIGINT)
  + CASE WHEN substr(split_part(format('{:.60f}', x), '.', 2), 3, 1) >= '5' THEN 1 ELSE 0 END
) / CAST(100 AS DOUBLE);
CREATE MACRO pct(n, d) AS CASE WHEN d > 0 THEN fix2(100 * CAST(n AS DOUBLE) / CAST(d AS DOUBLE)) END;

CREATE TABLE nth AS SELECT day, CAST(sum(worked) OVER (ORDER BY day) AS BIGINT) AS nr FROM day;
CREATE TABLE below AS
  WITH RECURSIVE tree(ancestor, unit_code) AS (
    SELECT unit_code, unit_code FROM unit
    UNION ALL
    SELECT u.parent_code, t.unit_code FROM tree t JOIN unit u ON u.unit_code = t.ancestor WHERE u.parent_code IS NOT NULL
  ) SELECT * FROM tree;

-- 5.2: a petition is being handled from its start to its end
CREATE TABLE step AS
  SELECT p.petition_number, p.unit_code, p.petition_class, p.likes, p.dislikes, p.is_repeated,
    CASE WHEN p.is_direct THEN p.sent_at
         ELSE coalesce(max(e.occurred_at) FILTER (e.status = 'transferred'), p.sent_at) END AS start_at,
    min(e.occurred_at) FILTER (e.status IN ('refused', 'returned_to_sender', 'returned_to_office')) AS refused_at,
    min(e.occurred_at) FILTER (e.status = 'supplement_requested') AS requested_at,
    min(e.occurred_at) FILTER (e.status = 'accepted') AS accepted_at,
    max(e.occurred_at) FILTER (e.status = 'handling') AS handling_at,
    min(e.occurred_at) FILTER (e.status IN ('awaiting_publication', 'published')) AS answered_at,
    min(e.occurred_at) FILTER (e.status = 'published') AS published_at,
    max(e.occurred_at) FILTER (e.status IN ('received_locally', 'supplemented', 'new')) AS waiting_at,
    max_by(e.status, (e.occurred_at, e.status)) AS last_status,
    max(e.occurred_at) AS last_at
  FROM petition p LEFT JOIN petition_event e USING (petition_number)
  GROUP BY p.petition_number, p.unit_code, p.petition_class, p.likes, p.dislikes, p.is_repeated, p.is_direct, p.sent_at;
CREATE TABLE handled AS
  SELECT *, CAST(start_at AS DATE) AS start_day,
    CASE WHEN last_status IN ('returned_to_agency', 'returned_to_office', 'awaiting_publication', 'published',
                              'refused', 'sent_on', 'supplement_requested', 'returned_to_sender')
         THEN CAST(last_at AS DATE) END AS finished_day
  FROM step;

CREATE TABLE months AS
  SELECT DISTINCT strftime(coalesce(received_at, submitted_at), '%Y-%m') AS month FROM dossier
  UNION
  SELECT DISTINCT strftime(d.day, '%Y-%m') FROM handled h JOIN day d
    ON date_trunc('month', d.day) >= date_trunc('month', h.start_day)
   AND (date_trunc('month', d.day) <= date_trunc('month', coalesce(h.finished_day, (SELECT as_of FROM today)))
        OR date_trunc('month', d.day) = date_trunc('month', h.start_day));
CREATE TABLE period AS
  SELECT DISTINCT 'month' AS period_type, month AS period, CAST(month || '-01' AS DATE) AS first_day,
    last_day(CAST(month || '-01' AS DATE)) AS last_day FROM months
  UNION ALL
  SELECT DISTINCT 'quarter', left(month, 4) || '-Q' || quarter(CAST(month || '-01' AS DATE)),
    CAST(date_trunc('quarter', CAST(month || '-01' AS DATE)) AS DATE),
    CAST(date_trunc('quarter', CAST(month || '-01' AS DATE)) + INTERVAL 3 MONTH - INTERVAL 1 DAY AS DATE) FROM months
  UNION ALL
  SELECT DISTINCT 'year', left(month, 4), CAST(left(month, 4) || '-01-01' AS DATE),
    CAST(left(month, 4) || '-12-31' AS DATE) FROM months;

-- 2.1: when a dossier ended, how long it was with the citizen
CREATE TABLE request AS
  SELECT dossier_number, occurred_at,
    lead(status) OVER w AS next_status, lead(occurred_at) OVER w AS next_at, status
  FROM status_event WHERE status IN ('supplement_requested', 'supplemented')
  WINDOW w AS (PARTITION BY dossier_number ORDER BY occurred_at, status);
CREATE TABLE pause AS
  SELECT dossier_number, count(*) AS requests,
    max(occurred_at) FILTER (next_status IS NULL) AS waiting_since,
    coalesce(sum(epoch_us(next_at) - epoch_us(occurred_at)) FILTER (next_status = 'supplemented'), 0) AS us,
    coalesce(sum(CAST(next_at AS DATE) - CAST(occurred_at AS DATE)) FILTER (next_status = 'supplemented'), 0) AS days,
    coalesce(sum(n2.nr - n1.nr) FILTER (next_status = 'supplemented'), 0) AS working_days
  FROM request
  JOIN nth n1 ON n1.day = CAST(occurred_at AS DATE)
  LEFT JOIN nth n2 ON n2.day = CAST(next_at AS DATE)
  WHERE status = 'supplement_requested' GROUP BY dossier_number;
CREATE TABLE ended AS
  SELECT d.dossier_number,
    min(occurred_at) FILTER (status = 'done') AS done_at,
    min(occurred_at) FILTER (status = 'returned') AS returned_at,
    min(occurred_at) FILTER (status IN ('stopped', 'refused', 'withdrawn')) AS stopped_at
  FROM dossier d JOIN status_event USING (dossier_number) GROUP BY d.dossier_number;
CREATE TABLE known AS
  SELECT d.*, e.done_at, e.returned_at,
    coalesce(e.done_at, e.returned_at, CASE WHEN e.stopped_at >= d.received_at THEN e.stopped_at END) AS end_at,
    coalesce(p.requests, 0) AS requests, p.waiting_since, CAST(coalesce(p.us, 0) AS BIGINT) AS us, CAST(coalesce(p.days, 0) AS BIGINT) AS days,
    CAST(coalesce(p.working_days, 0) AS BIGINT) AS working_days
  FROM dossier d LEFT JOIN ended e USING (dossier_number) LEFT JOIN pause p USING (dossier_number);
CREATE TABLE measured AS
  SELECT k.*, p.period_type, p.period,
    coalesce(k.end_at, k.waiting_since,
      CAST(least(p.last_day, (SELECT as_of FROM today)) AS TIMESTAMP) + INTERVAL 1 DAY - INTERVAL 1 MICROSECOND
    ) AS till
  FROM known k JOIN period p ON CAST(k.received_at AS DATE) BETWEEN p.first_day AND p.last_day;
CREATE TABLE judged AS
  SELECT m.*,
    NOT (end_at IS NULL AND waiting_since IS NOT NULL AND requests > 1) AND coalesce(CASE
      WHEN due_at IS NOT NULL AND CAST(due_at AS TIME) = TIME '00:00:00' THEN
        CAST(make_timestamp(epoch_us(till) - CASE WHEN coalesce(due_at = original_due_at, true) THEN us ELSE 0 END) AS DATE)
          <= CAST(due_at AS DATE)
      WHEN due_at IS NOT NULL THEN
        epoch_us(till) - CASE WHEN coalesce(due_at = original_due_at, true) THEN us ELSE 0 END <= epoch_us(due_at)
      WHEN limit_unit = 'working_day' THEN t.nr - s.nr - working_days <= limit_value
      WHEN limit_unit = 'day' THEN CAST(till AS DATE) - CAST(received_at AS DATE) - days <= limit_value
      WHEN limit_unit = 'hour' THEN epoch_us(till) - epoch_us(received_at) - us <= limit_value * 3600000000
      WHEN limit_unit = 'month' THEN CAST(till AS DATE) - CAST(days AS INTEGER)
        <= CAST(CAST(received_at AS DATE) + to_months(CAST(limit_value AS INTEGER)) AS DATE)
    END, false) AS on_time,
    returns_paper AS paper, coalesce(has_result_file, false) AS result, coalesce(channel, 1) AS way,
    has_fee AND (fee_vnd IS NULL OR fee_vnd > 0) AS owes,
    CASE WHEN limit_unit = 'hour' THEN (epoch_us(coalesce(done_at, returned_at)) - epoch_us(received_at) - us) // 60000000
         WHEN limit_unit = 'working_day' THEN f.nr - s.nr - working_days
         ELSE CAST(coalesce(done_at, returned_at) AS DATE) - CAST(received_at AS DATE) - days END AS took,
    coalesce(done_at, returned_at) >= received_at AND epoch_us(coalesce(done_at, returned_at)) - epoch_us(received_at) >= us
      AND took >= 0 AS finished
  FROM measured m
  JOIN nth s ON s.day = CAST(received_at AS DATE)
  JOIN nth t ON t.day = CAST(till AS DATE)
  LEFT JOIN nth f ON f.day = CAST(coalesce(done_at, returned_at) AS DATE);

CREATE TABLE petition_period AS
  SELECT h.*, p.period_type, p.period, h.start_day BETWEEN p.first_day AND p.last_day AS is_received,
    greatest(least(p.last_day, (SELECT as_of FROM today)), h.start_day) AS till
  FROM handled h JOIN period p ON h.start_day <= p.last_day
   AND (coalesce(h.finished_day, (SELECT as_of FROM today)) >= p.first_day OR h.start_day >= p.first_day);
CREATE TABLE petition_judged AS
  SELECT p.*,
    coalesce(r.nr - s.nr > 2, false)
    OR coalesce(q.nr - s.nr > 5 AND NOT coalesce(accepted_at <= requested_at, false)
                AND NOT coalesce(handling_at >= requested_at, false), false)
    OR coalesce(a.nr - s.nr > 15, false)
    OR coalesce(coalesce(o.nr, t.nr) - a.nr > 2, false)
    OR (finished_day IS NULL AND t.nr - w.nr > 15) AS late
  FROM petition_period p
  JOIN nth s ON s.day = start_day JOIN nth t ON t.day = till
  LEFT JOIN nth r ON r.day = CAST(refused_at AS DATE) LEFT JOIN nth q ON q.day = CAST(requested_at AS DATE)
  LEFT JOIN nth a ON a.day = CAST(answered_at AS DATE) LEFT JOIN nth o ON o.day = CAST(published_at AS DATE)
  JOIN nth w ON w.day = CAST(coalesce(waiting_at, start_at) AS DATE);

-- numerators and denominators
CREATE TABLE place AS SELECT period_type, period, first_day, last_day, unit_code FROM period CROSS JOIN unit;
CREATE TABLE dossier_sum AS
  SELECT period_type, period, b.ancestor AS unit_code, count(*) AS received, count(*) FILTER (on_time) AS on_time,
    count(*) FILTER (way = 2) AS online, count(*) FILTER (way = 3) AS post,
    count(*) FILTER (result AND paper) AS result_file,
    count(*) FILTER (has_component_file AND (result OR NOT paper)) AS digitised,
    count(*) FILTER (reuses_data) AS reused, count(*) FILTER (uses_personal_store) AS stored,
    count(*) FILTER (uses_population_data) AS population,
    count(*) FILTER (on_time AND NOT coalesce(is_dissatisfied, false)) AS satisfied,
    count(*) FILTER (owes) AS owing, count(*) FILTER (owes AND online_payment IN (1, 2)) AS paid_online,
    coalesce(sum(fee_vnd) FILTER (owes), 0) AS owed_vnd,
    coalesce(sum(fee_vnd) FILTER (owes AND online_payment IN (1, 2)), 0) AS paid_vnd,
    count(*) FILTER (is_synchronised) AS synchronised
  FROM judged JOIN below b USING (unit_code) GROUP BY ALL;
CREATE TABLE petition_sum AS
  SELECT period_type, period, b.ancestor AS unit_code, count(*) AS handled, count(*) FILTER (NOT late) AS in_time,
    count(*) FILTER (is_received) AS received,
    count(*) FILTER (is_received AND NOT late AND dislikes <= likes AND NOT is_repeated) AS satisfied
  FROM petition_judged JOIN below b USING (unit_code) GROUP BY ALL;
CREATE TABLE applies AS
  SELECT DISTINCT p.procedure_code, b.ancestor AS unit_code FROM procedure p
  JOIN unit u ON (p.level IN ('commune', 'district') AND u.level = p.level) OR u.unit_code = p.agency_code
  JOIN below b ON b.unit_code = u.unit_code;
CREATE TABLE in_force AS
  SELECT period_type, period, a.unit_code, p.* FROM period
  JOIN procedure p ON p.public_from <= last_day AND coalesce(p.public_until, last_day) >= first_day
  JOIN applies a USING (procedure_code);
CREATE TABLE used AS
  SELECT period_type, period, b.ancestor AS unit_code, procedure_code,
    bool_or(channel = 2) AS online, bool_or(received_at IS NOT NULL AND uses_population_data) AS population,
    bool_or(is_synchronised AND fee_vnd > 0) AS fee,
    bool_or(received_at IS NOT NULL AND has_fee AND (fee_vnd IS NULL OR fee_vnd > 0) AND online_payment IN (1, 2)) AS paid
  FROM dossier JOIN below b USING (unit_code)
  JOIN period ON CAST(coalesce(received_at, submitted_at) AS DATE) BETWEEN first_day AND last_day
  GROUP BY ALL;
CREATE TABLE national AS
  SELECT period_type, period, b.ancestor AS unit_code, sum(national_received) AS received
  FROM national_report r JOIN below b USING (unit_code)
  JOIN period ON CAST(r.month || '-01' AS DATE) BETWEEN first_day AND last_day GROUP BY ALL;
CREATE TABLE decided AS
  SELECT period_type, period, procedure_code,
    bool_or(what = 'published') AS published, bool_or(what = 'published' AND late) AS published_late,
    bool_or(what = 'disclosed') AS disclosed, bool_or(what = 'disclosed' AND late) AS disclosed_late
  FROM (
    SELECT procedure_code, decided_on AS day, 'published' AS what, e.nr - d.nr < 5 AS late
    FROM procedure_decision JOIN nth d ON d.day = decided_on JOIN nth e ON e.day = effective_on
    UNION ALL
    SELECT procedure_code, unnest([disclosed_on, f.day]), 'disclosed', disclosed_on IS NULL OR disclosed_on > f.day
    FROM procedure_decision JOIN nth d ON d.day = decided_on
    JOIN (SELECT nr, min(day) AS day FROM nth GROUP BY nr) f ON f.nr = d.nr + 5
  ) JOIN period ON day BETWEEN first_day AND last_day
  JOIN procedure p USING (procedure_code)
  WHERE day <= (SELECT as_of FROM today) AND p.public_from <= (SELECT as_of FROM today)
    AND coalesce(p.public_until >= (SELECT as_of FROM today), true)
  GROUP BY ALL;
CREATE TABLE root AS SELECT unit_code FROM unit WHERE parent_code IS NULL;

CREATE TABLE fraction AS
  SELECT period_type, period, unit_code, indicator, n, d FROM (
    SELECT period_type, period, unit_code,
      unnest(['2.1', '3.3', '4.1', '4.2', '4.3', '4.4', '4.5b', '5.4', '6.3']) AS indicator,
      unnest([on_time, online, result_file, digitised, reused, stored, population, satisfied, paid_online]) AS n,
      unnest([received, received, received, received, received, received, received, received, owing]) AS d
    FROM dossier_sum
    UNION ALL
    SELECT period_type, period, unit_code, unnest(['5.2', '5.3']), unnest([in_time, satisfied]), unnest([handled, received])
    FROM petition_sum
    UNION ALL
    SELECT period_type, period, unit_code, '3.2', count(*) FILTER (online), count(*)
    FROM in_force LEFT JOIN used USING (period_type, period, unit_code, procedure_code)
    WHERE online_service <> 'none' GROUP BY ALL
    UNION ALL
    SELECT period_type, period, unit_code, '4.5a', count(*) FILTER (population), count(*)
    FROM in_force LEFT JOIN used USING (period_type, period, unit_code, procedure_code)
    WHERE serves_citizens GROUP BY ALL
    UNION ALL
    SELECT period_type, period, unit_code, unnest(['6.1', '6.2']),
      unnest([count(*) FILTER (fee), count(*) FILTER (paid)]), unnest([count(*), count(*)])
    FROM in_force LEFT JOIN used USING (period_type, period, unit_code, procedure_code)
    WHERE has_fee GROUP BY period_type, period, unit_code
    UNION ALL
    SELECT period_type, period, b.ancestor, '4.6',
      count(*) FILTER (EXISTS (FROM service_offer o WHERE o.unit_code = u.unit_code
        AND o.service = 'chung-thuc-ban-sao-dien-tu' AND o.offered_from <= last_day)), count(*)
    FROM period, unit u JOIN below b USING (unit_code) WHERE u.level = 'commune' GROUP BY ALL
    UNION ALL
    SELECT p.period_type, p.period, p.unit_code, '1.4', coalesce(s.synchronised, 0),
      CASE WHEN greatest(coalesce(s.synchronised, 0), coalesce(n.received, 0)) > 0
           THEN greatest(coalesce(s.synchronised, 0), coalesce(n.received, 0))
           ELSE ceil(coalesce(y.received, 0) / CASE p.period_type WHEN 'month' THEN 12 WHEN 'quarter' THEN 4 ELSE 1 END) END
    FROM place p LEFT JOIN dossier_sum s USING (period_type, period, unit_code)
    LEFT JOIN national n USING (period_type, period, unit_code)
    LEFT JOIN national y ON y.period_type = 'year' AND y.unit_code = p.unit_code
      AND CAST(y.period AS INTEGER) = CAST(left(p.period, 4) AS INTEGER) - 1
    UNION ALL
    SELECT period_type, period, unit_code, unnest(['1.1', '1.2']),
      unnest([count(*) FILTER (published AND NOT published_late), count(*) FILTER (disclosed AND NOT disclosed_late)]),
      unnest([count(*) FILTER (published), count(*) FILTER (disclosed)])
    FROM decided, root GROUP BY period_type, period, unit_code
    UNION ALL
    SELECT period_type, period, unit_code, '1.3', count(*) FILTER (has_all_parts), count(*) FROM period, root, procedure
    WHERE public_from <= (SELECT as_of FROM today) AND coalesce(public_until >= (SELECT as_of FROM today), true)
    GROUP BY ALL
    UNION ALL
    SELECT period_type, period, root.unit_code, '3.1', count(*) FILTER (online_service <> 'none'), count(*)
    FROM root, period JOIN procedure p ON p.public_from <= last_day AND coalesce(p.public_until, last_day) >= first_day
    GROUP BY ALL
  );

-- points
CREATE TABLE plain AS
  SELECT p.period_type, p.period, p.unit_code, u.level, i.indicator, i."group", i.max, i.target, i.empty,
    list_contains(i.influence, u.level) AS is_own, i.elsewhere = 'repeated' OR list_contains(i.influence, u.level) AS is_scored,
    coalesce(f.n, 0) AS n, coalesce(f.d, 0) AS d, pct(coalesce(f.n, 0), coalesce(f.d, 0)) AS ratio
  FROM place p JOIN unit u USING (unit_code) CROSS JOIN index_set i
  LEFT JOIN fraction f ON f.period_type = p.period_type AND f.period = p.period AND f.indicator = i.indicator
    AND f.unit_code = CASE WHEN i.elsewhere = 'repeated' THEN (SELECT unit_code FROM root) ELSE p.unit_code END;
CREATE TABLE score AS
  SELECT s.* EXCLUDE (ratio, n, d),
    CASE WHEN is_scored THEN n END AS n, CASE WHEN is_scored THEN d END AS d,
    CASE WHEN NOT is_scored THEN NULL WHEN s.indicator = '3.3' AND y.ratio IS NOT NULL
         THEN fix2(s.ratio * y.ratio / CAST(100 AS DOUBLE)) ELSE s.ratio END AS ratio_pct
  FROM plain s LEFT JOIN (SELECT period_type, period, unit_code, ratio FROM plain WHERE indicator = '1.4') y
    USING (period_type, period, unit_code);
CREATE TABLE pointed AS
  SELECT *, CASE WHEN NOT is_scored THEN NULL
    WHEN ratio_pct IS NOT NULL THEN fix2(least(max, max * ratio_pct / target))
    WHEN empty = 'zero' THEN 0.0 WHEN empty = 'full' THEN max END AS points
  FROM score;
