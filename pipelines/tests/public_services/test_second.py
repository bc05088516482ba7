"""Every published statistic against a second computation in plain SQL on the same records."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import duckdb
import polars as pl
import pytest
from polars.testing import assert_frame_equal

from pipelines.pipeline import Frames
from pipelines.public_services import PIPELINE, index_set, periods
from pipelines.simulation import public_services as simulated
from pipelines.simulation.model import Simulation
from pipelines.tests.public_services.conftest import CALENDAR, UNITS, context

SQL = Path(__file__).with_name("second.sql")
AS_OF = "2025-02-20"
RECORDS = {
    kind: frame.with_columns(pl.col(pl.Datetime("us", "Asia/Ho_Chi_Minh")).dt.replace_time_zone(None))
    for kind, frame in simulated.records(
        Simulation(11, dt.date(2024, 5, 1), dt.date.fromisoformat(AS_OF), 12_000, UNITS, CALENDAR)
    ).items()
}
KEYS = ["period_type", "period", "unit_code"]


@pytest.fixture(scope="module")
def published() -> Frames:
    there = context(AS_OF)
    tables = PIPELINE.tables(PIPELINE.count(RECORDS, there), there)
    return {name: table.drop("unit_name", "unit_name_en", strict=False) for name, table in tables.items()}


@pytest.fixture(scope="module")
def second() -> duckdb.DuckDBPyConnection:
    database = duckdb.connect()
    days = pl.DataFrame({"day": pl.date_range(CALENDAR.first, CALENDAR.last, eager=True)})
    given = RECORDS | {
        "unit": periods.levelled(UNITS),
        "day": days.with_columns(worked=(~pl.col("day").is_in(list(CALENDAR.off))).cast(pl.Int64)),
        "index_set": index_set.load().frame(),
        "today": pl.DataFrame({"as_of": [dt.date.fromisoformat(AS_OF)]}),
    }
    for name, frame in given.items():
        database.register(f"given_{name}", frame.to_arrow())
        database.execute(f"CREATE TABLE {name} AS SELECT * FROM given_{name}")
    database.execute(SQL.read_text(encoding="utf-8"))
    return database


def same(found: pl.DataFrame, database: duckdb.DuckDBPyConnection, query: str, keys: list[str]) -> None:
    other = database.sql(query).pl()
    whole = found.with_columns(pl.col(pl.Int64, pl.Int32, pl.UInt32).cast(pl.Int64))
    other = other.select(pl.col(name).cast(whole.schema[name]) for name in whole.columns)
    assert len(found)
    assert_frame_equal(whole.sort(keys), other.sort(keys), check_exact=True)


def test_scores(published: Frames, second: duckdb.DuckDBPyConnection):
    """Numerator, denominator, ratio, points and what is missing are equal to the last digit."""
    query = """
        SELECT period_type, period, unit_code, indicator, n AS numerator, d AS denominator, ratio_pct, points,
          max AS max_points, round((max - coalesce(points, 0)) * 100) / CAST(100 AS DOUBLE) AS points_missing,
          CASE WHEN d > 0 THEN greatest(CAST(ceil(d * target / 100) AS BIGINT) - n, 0) END AS items_missing,
          is_own
        FROM pointed"""
    same(published["public-service-index/scores"], second, query, [*KEYS, "indicator"])


def test_groups(published: Frames, second: duckdb.DuckDBPyConnection):
    """Groups are sums of the rounded points."""
    query = """
        SELECT period_type, period, unit_code, "group", max_points, points,
          fix2(100 * points / max_points) AS ratio_pct
        FROM (SELECT period_type, period, unit_code, "group", sum(max) AS max_points,
                CAST(coalesce(sum(CAST(points AS DECIMAL(9, 2))), 0) AS DOUBLE) AS points
              FROM pointed GROUP BY ALL)"""
    same(published["public-service-index/groups"], second, query, [*KEYS, "group"])


def test_ranking(published: Frames, second: duckdb.DuckDBPyConnection):
    """Ranks within a level, by all points and by those that the unit can influence."""
    query = """
        SELECT *, rank() OVER (PARTITION BY period_type, period, level ORDER BY points DESC) AS rank,
          rank() OVER (PARTITION BY period_type, period, level ORDER BY own_pct DESC) AS own_rank,
          count(*) OVER (PARTITION BY period_type, period, level) AS ranked_units
        FROM (SELECT *, fix2(100 * own_points / own_max_points) AS own_pct FROM (
          SELECT period_type, period, unit_code, level,
            CAST(coalesce(sum(CAST(points AS DECIMAL(9, 2))), 0) AS DOUBLE) AS points,
            CAST(coalesce(sum(CAST(points AS DECIMAL(9, 2))) FILTER (is_own), 0) AS DOUBLE) AS own_points,
            sum(max) FILTER (is_own) AS own_max_points
          FROM pointed GROUP BY ALL))"""
    same(published["public-service-index/ranking"], second, query, KEYS)


def test_procedures(published: Frames, second: duckdb.DuckDBPyConnection):
    """Dossiers of each procedure, with its mean handling time."""
    query = """
        SELECT period_type, period, procedure_code, limit_unit AS handling_time_unit, count(*) AS received,
          count(*) FILTER (on_time) AS on_time, pct(count(*) FILTER (on_time), count(*)) AS on_time_pct,
          count(*) FILTER (finished) AS finished, count(*) FILTER (NOT finished) AS impossible,
          count(*) FILTER (due_at IS NULL AND limit_unit IS NULL) AS no_deadline,
          fix2(CAST(sum(took) FILTER (finished) AS DOUBLE) / nullif(count(*) FILTER (finished)
            * any_value(CASE WHEN limit_unit = 'hour' THEN 60 ELSE 1 END), 0)) AS mean_handling_time,
          count(*) FILTER (way = 2) AS online, pct(count(*) FILTER (way = 2), count(*)) AS online_pct,
          count(*) FILTER (result AND paper) AS result_file,
          pct(count(*) FILTER (result AND paper), count(*) FILTER (paper)) AS result_file_pct,
          pct(count(*) FILTER (has_component_file AND (result OR NOT paper)), count(*)) AS digitised_pct,
          pct(count(*) FILTER (reuses_data), count(*)) AS reused_pct,
          pct(count(*) FILTER (uses_population_data), count(*)) AS population_pct,
          count(*) FILTER (owes) AS owing, count(*) FILTER (owes AND online_payment IN (1, 2)) AS paid_online,
          pct(count(*) FILTER (owes AND online_payment IN (1, 2)), count(*) FILTER (owes)) AS paid_online_pct
        FROM judged GROUP BY period_type, period, procedure_code, limit_unit"""
    keys = ["period_type", "period", "procedure_code"]
    same(published["public-service-use/procedures"], second, query, keys)


def test_petitions(published: Frames, second: duckdb.DuckDBPyConnection):
    """Petitions received by class; a class without any in a period in which it was handled shows 0."""
    query = """
        SELECT *, coalesce(pct(received_petitions,
          sum(received_petitions) OVER (PARTITION BY period_type, period, unit_code)), 0) AS share_pct
        FROM (SELECT period_type, period, b.ancestor AS unit_code, petition_class,
                count(*) FILTER (is_received) AS received_petitions
              FROM petition_judged JOIN below b USING (unit_code) GROUP BY ALL)"""
    same(published["public-service-use/petitions"], second, query, [*KEYS, "petition_class"])


def test_channels(published: Frames, second: duckdb.DuckDBPyConnection):
    """Ways of filing, online payment and contacts."""
    query = """
        SELECT p.period_type, p.period, p.unit_code, coalesce(s.received, 0) AS received,
          coalesce(s.received - s.online - s.post, 0) AS direct, coalesce(s.online, 0) AS online,
          coalesce(s.post, 0) AS post, pct(s.online, s.received) AS online_pct, coalesce(s.owing, 0) AS owing,
          coalesce(s.paid_online, 0) AS paid_online, pct(s.paid_online, s.owing) AS paid_online_pct,
          coalesce(s.owed_vnd, 0) AS owed_vnd, coalesce(s.paid_vnd, 0) AS paid_vnd,
          pct(s.paid_vnd, s.owed_vnd) AS paid_vnd_pct,
          coalesce(c.counter, 0) AS counter_contacts,
          coalesce(c.vneid, 0) AS vneid_contacts, coalesce(c.call, 0) AS call_contacts,
          coalesce(c.sms, 0) AS sms_contacts, coalesce(c.answered, 0) AS answered_calls,
          pct(c.vneid, c.counter) AS vneid_per_100_counter_visits,
          pct(c.answered, c.call) AS answered_calls_pct
        FROM place p LEFT JOIN dossier_sum s USING (period_type, period, unit_code)
        LEFT JOIN (
          SELECT period_type, period, b.ancestor AS unit_code,
            sum(contacts) FILTER (contact_channel = 'counter') AS counter,
            sum(contacts) FILTER (contact_channel = 'vneid') AS vneid,
            sum(contacts) FILTER (contact_channel = 'call') AS call,
            sum(contacts) FILTER (contact_channel = 'sms') AS sms,
            sum(answered) FILTER (contact_channel = 'call') AS answered
          FROM contact JOIN below b USING (unit_code)
          JOIN period ON contact_date BETWEEN first_day AND last_day
          GROUP BY ALL) c USING (period_type, period, unit_code)"""
    same(published["public-service-use/channels"], second, query, KEYS)
