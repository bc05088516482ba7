-- Units with everything that counts for them, and periods with their first and last day.
CREATE TABLE member AS
WITH RECURSIVE below(unit_code, agency_code) AS (
    SELECT unit_code, unit_code FROM unit
    UNION ALL
    SELECT below.unit_code, unit.unit_code FROM below JOIN unit ON unit.parent_code = below.agency_code
)
SELECT 'agency' AS scope, unit_code, unit_code AS agency_code FROM unit WHERE parent_code IS NOT NULL
UNION ALL
SELECT 'level', level, unit_code FROM unit WHERE parent_code IS NOT NULL
UNION ALL
SELECT 'area', unit_code, agency_code FROM below WHERE unit_code IN (SELECT parent_code FROM unit);

CREATE TABLE place AS
SELECT DISTINCT member.scope, member.unit_code, unit.parent_code,
    coalesce(unit.level, member.unit_code) AS level, unit.name AS unit_name, unit.name_en AS unit_name_en
FROM member LEFT JOIN unit ON unit.unit_code = member.unit_code AND member.scope <> 'level';

CREATE TABLE period AS
WITH month AS (
    SELECT unnest(generate_series(date_trunc('month', getvariable('first')), getvariable('as_of'), INTERVAL 1 MONTH))::DATE AS start
), named AS (
    SELECT 'month' AS period_type, strftime(start, '%Y-%m') AS period, start FROM month
    UNION ALL SELECT 'quarter', strftime(start, '%Y') || '-Q' || quarter(start), start FROM month
    UNION ALL SELECT 'year', strftime(start, '%Y'), start FROM month
    UNION ALL
    SELECT 'year_to_date', strftime(until.start, '%Y-%m'), month.start
    FROM month AS until JOIN month ON year(month.start) = year(until.start) AND month.start <= until.start
)
SELECT period_type, period, count(*)::BIGINT AS months, min(start) AS first_day, last_day(max(start)) AS last_day
FROM named GROUP BY ALL;

CREATE TABLE frame AS
SELECT period_type, period, scope, unit_code, months, parent_code, level, unit_name, unit_name_en, first_day, last_day
FROM period CROSS JOIN place;

CREATE MACRO worked_between(earlier, later) AS
    (SELECT count(*) FROM calendar WHERE worked AND day > earlier AND day <= later);
CREATE MACRO deadline(due) AS (SELECT min(day) FROM calendar WHERE worked AND day >= due);
CREATE MACRO pct(part, whole) AS
    CASE WHEN whole > 0 THEN ((20000 * part::HUGEINT + whole) // (2 * whole))::DECIMAL(18, 0)::DOUBLE / 100 END;
CREATE MACRO average(total, number) AS
    CASE WHEN number > 0 THEN ((200 * total::HUGEINT + number) // (2 * number))::DECIMAL(18, 0)::DOUBLE / 100 END;
