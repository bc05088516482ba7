"""REST services: every record once, whatever the service does in between, or nothing and a clear message."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from pipelines.findings import Broken
from pipelines.raw import RawStore
from pipelines.simulation.interfaces.rest import Faults, Service
from pipelines.sources import bundle
from pipelines.sources.rest import RestSource
from pipelines.sources.source import Unavailable
from pipelines.tests.sources.conftest import dossiers, rows_of

Start = Callable[..., tuple[Service, RestSource]]


def numbers(source: RestSource, raw: RawStore, since: dt.datetime | None = None) -> list[str]:
    return [row["number"] for row in rows_of(source, source.fetch(None, since, raw))]


@pytest.mark.parametrize("by", ["page", "cursor"])
@pytest.mark.parametrize("rows", [0, 1, 10, 35])
def test_every_record_once(service: Start, raw: RawStore, by: str, rows: int) -> None:
    """Both ways of paging give all records in the service's order, full last pages included."""
    _, source = service(rows, by=by)
    assert numbers(source, raw) == dossiers(rows)["number"].to_list()


def test_pages_are_kept_as_they_came(service: Start, raw: RawStore) -> None:
    """The raw file holds each answer byte for byte, with the service's own words that it is simulated."""
    _, source = service(25)
    (file,) = source.fetch(None, None, raw)
    pages = [content for _, content in bundle.members(file.path)]
    assert len(pages) == 3
    assert all(b'"origin": "simulated"' in page for page in pages)


def test_nothing_new_keeps_nothing(service: Start, raw: RawStore) -> None:
    """Reading an unchanged list again names what was kept."""
    _, source = service(25)
    assert source.fetch(None, None, raw) == source.fetch(None, None, raw)
    assert len(raw.files()) == 1


def test_only_what_changed_since(service: Start, raw: RawStore) -> None:
    """A moment limits the list to records changed from then on."""
    _, source = service(30)
    since = dt.datetime(2025, 1, 1, 0, 28, tzinfo=dt.timezone(dt.timedelta(hours=7)))
    assert numbers(source, raw, since) == ["00028", "00029"]


NEW = pl.DataFrame(
    {"row_id": ["new"], "number": ["new"], "fee_vnd": ["0"], "updated_at": ["2025-01-01T00:00:00Z"]}
)


def inserted(frame: pl.DataFrame) -> pl.DataFrame:
    return pl.concat([NEW, frame])


def exchanged(frame: pl.DataFrame) -> pl.DataFrame:
    return pl.concat([frame.slice(1), NEW])


@pytest.mark.parametrize("move", [inserted, exchanged, lambda frame: frame.slice(1)])
def test_shifted_pages_are_read_again(
    service: Start, raw: RawStore, move: Callable[..., pl.DataFrame]
) -> None:
    """A record put in, taken out or exchanged while pages are read makes none lost and none come twice."""
    _, source = service(35, Faults(moves=[move]))
    after = move(dossiers(35).with_row_index("row_id").with_columns(pl.all().cast(pl.String)))
    assert numbers(source, raw) == after["number"].to_list()
    assert len(raw.files()) == 1


def test_a_list_that_never_rests(service: Start, raw: RawStore) -> None:
    """When each reading shifts, nothing is kept and the message says what to do."""
    _, source = service(35, Faults(moves=[inserted] * 9), tries=2)
    with pytest.raises(Unavailable, match="page by cursor"):
        source.fetch(None, None, raw)
    assert not raw.files()


def test_token_expires_in_mid_run(service: Start, raw: RawStore) -> None:
    """A token that ends after two pages is renewed, and no record is lost or comes twice."""
    _, source = service(95, Faults(token_requests=2))
    assert len(numbers(source, raw)) == 95


def test_a_right_that_is_missing(service: Start, raw: RawStore) -> None:
    """A service that denies fresh tokens too is asked once more, not for ever."""
    served, source = service(5, Faults(token_requests=0))
    with pytest.raises(Broken, match="denies even a fresh token"):
        source.fetch(None, None, raw)
    assert served.requests == 2


@pytest.mark.parametrize("statuses", [[429], [500], [502, 503], [429, 500, 504, 429]])
def test_busy_answers_are_waited_out(service: Start, raw: RawStore, statuses: list[int]) -> None:
    """429 and 5xx are tried again up to the number of tries."""
    _, source = service(25, Faults(refusals=list(statuses)))
    assert len(numbers(source, raw)) == 25


def test_a_service_that_stays_down(service: Start, raw: RawStore) -> None:
    """After all tries nothing is kept, and the message names address and status."""
    _, source = service(25, Faults(refusals=[500] * 20), tries=3)
    with pytest.raises(Unavailable, match=r"/v1/dossier.*«500».*run again later"):
        source.fetch(None, None, raw)
    assert not raw.files()


def test_answers_that_break_off(service: Start, raw: RawStore) -> None:
    """An answer shorter than announced is asked for again, and one that always is leaves nothing."""
    _, source = service(25, Faults(cut_short=2))
    assert len(numbers(source, raw)) == 25
    _, source = service(25, Faults(cut_short=20))
    with pytest.raises(Unavailable, match="no complete answer"):
        source.fetch(None, None, raw)
    assert len(raw.files()) == 1


def test_answers_have_a_largest_size(service: Start, raw: RawStore) -> None:
    """An answer beyond the limit is refused while it arrives."""
    _, source = service(60_000, largest_page_mb=1, kinds={"dossier": kind(page_size=60_000)})
    with pytest.raises(Broken, match="lower page_size"):
        source.fetch(None, None, raw)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"path": "/v1/nothing"}, "check path"),
        ({"records": "data.items"}, "correct 'records'"),
        ({"total": "meta.total"}, "correct or remove 'total'"),
    ],
)
def test_wrong_settings_are_named(service: Start, raw: RawStore, change: dict[str, Any], said: str) -> None:
    """A list that is not where the settings say is an error with the way out."""
    _, source = service(5, kinds={"dossier": kind(**change)})
    with pytest.raises(Broken, match=said):
        source.fetch(None, None, raw)


def test_no_service(service: Start, raw: RawStore) -> None:
    """An address where nothing listens is told at once."""
    _, source = service(5, url="http://127.0.0.1:9", token_url="http://127.0.0.1:9/token", tries=1)
    with pytest.raises(Unavailable, match="ConnectionError"):
        source.fetch(None, None, raw)


def test_secrets_stay_secret(service: Start, raw: RawStore, tmp_path: Path) -> None:
    """A secret that others can read is refused, a wrong one is not told."""
    served, source = service(5)
    (tmp_path / "client.json").chmod(0o644)
    with pytest.raises(Broken, match="chmod 600"):
        source.fetch(None, None, raw)
    (tmp_path / "client.json").chmod(0o600)
    served.client_secret = "another"
    with pytest.raises(Broken, match="check client_id") as refused:
        source.fetch(None, None, raw)
    assert (tmp_path / "client.json").read_text().split('"')[-2] not in str(refused.value)


def kind(**change: Any) -> dict[str, Any]:
    paging = {"by": "page", "page": "page", "size": "size"}
    usual = {"path": "/v1/dossier", "records": "items", "key": ["row_id"], "paging": paging}
    return {**usual, **change}
