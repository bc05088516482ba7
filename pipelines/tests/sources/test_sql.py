"""Databases: all rows from the watermark on, or none, also when the database goes away in between."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from sqlalchemy import Engine, create_engine, event, text
from sqlalchemy.exc import OperationalError

from pipelines.findings import Broken
from pipelines.raw import RawStore
from pipelines.simulation.interfaces import database
from pipelines.sources import sql
from pipelines.sources.settings import Sql
from pipelines.sources.source import Unavailable
from pipelines.tests.sources.conftest import dossiers, rows_of

TABLE = {"table": "dossier", "watermark": "updated_at", "key": ["number"]}
ROWS = 12_000


@pytest.fixture
def source(tmp_path: Path) -> Callable[..., sql.SqlSource]:
    """Opens a source on a database with dossiers, which does not wait between tries."""
    url = f"sqlite:///{tmp_path / 'tthc.sqlite'}"
    database.fill(url, {"dossier": dossiers(ROWS)})
    (tmp_path / "url").write_text(url)
    (tmp_path / "url").chmod(0o600)

    def opened(**change: Any) -> sql.SqlSource:
        described = {"adapter": "sql", "name": "tthc", "url_file": "url", "zone": "Asia/Ho_Chi_Minh"}
        kinds = {"dossier": {**TABLE, **change.pop("kind", {})}}
        return sql.SqlSource(Sql.model_validate({**described, "kinds": kinds, **change}), tmp_path, pause=0)

    return opened


@pytest.fixture
def lost() -> Any:
    """Makes the database go away: the connection breaks after so many batches of rows, so many times."""

    def arm(batches: int, times: int) -> None:
        state = {"times": times}
        real = sql._streamed

        def streamed(connection: Any, query: Any) -> Any:
            for number, row in enumerate(real(connection, query)):
                if state["times"] and number == batches * 1000:
                    state["times"] -= 1
                    raise OperationalError("SELECT", {}, ConnectionResetError("server closed the connection"))
                yield row

        patch.setattr(sql, "_streamed", streamed)

    with pytest.MonkeyPatch.context() as patch:
        yield arm


def test_every_row_with_its_zone(source: Callable[..., sql.SqlSource], raw: RawStore) -> None:
    """All rows arrive once as text; moments without a zone get the one of the settings."""
    opened = source()
    rows = pl.DataFrame(rows_of(opened, opened.fetch(None, None, raw)))
    assert rows["number"].to_list() == dossiers(ROWS)["number"].to_list()
    assert rows["updated_at"][1] == "2025-01-01T00:01:00+07:00"
    assert rows["fee_vnd"][1] == "1000"


def test_only_what_changed_since(source: Callable[..., sql.SqlSource], raw: RawStore) -> None:
    """Reading starts at the watermark less the overlap, for transactions that committed late."""
    opened = source(overlap_minutes=3)
    zone = dt.timezone(dt.timedelta(hours=7))
    since = dt.datetime(2025, 1, 1, tzinfo=zone) + dt.timedelta(minutes=ROWS - 2)
    assert len(rows_of(opened, opened.fetch(None, since, raw))) == 5


def test_named_columns_only(source: Callable[..., sql.SqlSource], raw: RawStore) -> None:
    """Named columns are read, and no other leaves the database's interface."""
    opened = source(kind={"columns": ["number", "fee_vnd"]})
    assert set(rows_of(opened, opened.fetch(None, None, raw))[0]) == {"number", "fee_vnd"}


@pytest.mark.parametrize("times", [1, 2])
def test_database_comes_back(
    source: Callable[..., sql.SqlSource], raw: RawStore, lost: Callable[..., None], times: int
) -> None:
    """Reading goes on after the last row that arrived: none is lost, none comes twice."""
    lost(3, times)
    opened = source()
    rows = rows_of(opened, opened.fetch(None, None, raw))
    assert [row["number"] for row in rows] == dossiers(ROWS)["number"].to_list()


def test_database_stays_away(
    source: Callable[..., sql.SqlSource], raw: RawStore, lost: Callable[..., None]
) -> None:
    """After all tries nothing is kept and the message says what to do."""
    lost(0, 99)
    with pytest.raises(Unavailable, match="no row was taken"):
        source().fetch(None, None, raw)
    assert raw.files() == []
    assert not list(raw.folder.rglob(".*"))


def test_only_select_is_sent(source: Callable[..., sql.SqlSource], raw: RawStore) -> None:
    """The source's database is read and never changed."""
    sent: list[str] = []
    event.listen(Engine, "before_cursor_execute", listener := lambda *call: sent.append(call[2]))
    source().fetch(None, None, raw)
    event.remove(Engine, "before_cursor_execute", listener)
    assert {statement.split()[0] for statement in sent} <= {"SELECT", "PRAGMA"}


def test_a_row_without_watermark(source: Callable[..., sql.SqlSource], raw: RawStore, tmp_path: Path) -> None:
    """A row whose change has no moment would be missed for ever: the reading stops."""
    with create_engine((tmp_path / "url").read_text()).begin() as connection:
        connection.execute(text("update dossier set updated_at = null where number = '00007'"))
    with pytest.raises(Broken, match=r"00007.*fill it at the source"):
        source().fetch(None, dt.datetime(2025, 1, 2, tzinfo=dt.timezone.utc), raw)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"kind": {"table": "nothing"}}, "no such table"),
        ({"kind": {"key": ["number", "month"]}}, "column month.*no such column"),
        ({"url_file": "nowhere"}, "mode 0600"),
    ],
)
def test_wrong_settings_are_named(
    source: Callable[..., sql.SqlSource], raw: RawStore, change: dict[str, Any], said: str
) -> None:
    """What the database does not have is named with the way out."""
    with pytest.raises(Broken, match=said):
        source(**change).fetch(None, None, raw)


@pytest.mark.parametrize("address", ["not an address", "nodriver://host/name"])
def test_an_address_is_not_told(
    source: Callable[..., sql.SqlSource], raw: RawStore, tmp_path: Path, address: str
) -> None:
    """A wrong address may hold a password: the message names its file only."""
    (tmp_path / "url").write_text(address)
    with pytest.raises(Broken, match="write it as") as refused:
        source().fetch(None, None, raw)
    assert address not in str(refused.value)
