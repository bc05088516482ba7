"""Drop folders: whole files, each once by its content; half-written ones wait."""

from __future__ import annotations

import io
import os
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from pipelines.findings import Broken
from pipelines.raw import RawStore
from pipelines.sources import dropped
from pipelines.sources.source import Source, Unavailable
from pipelines.tests.sources.conftest import rows_of

Drop = Callable[..., Path]
CSV = "number,received_at\n1,2025-01-31T08:00:00+07:00\n2,2025-02-01T08:00:00+07:00\n"
FOLDER = {"adapter": "folder", "folder": "drop", "kinds": {"dossier": "d-*.*"}, "complete": "settled"}


def fetched(source: Source, raw: RawStore) -> list[str]:
    return [file.source.split(": ")[1].split(" [")[0] for file in source.fetch(None, None, raw)]


def test_two_months_in_one_file(drop: Drop, opened: Callable[..., Source], raw: RawStore) -> None:
    """A file may hold any months: records carry their own dates."""
    drop("d-2025-01.csv", CSV)
    source = opened(**FOLDER)
    rows = rows_of(source, source.fetch(None, None, raw))
    assert [row["received_at"][:7] for row in rows] == ["2025-01", "2025-02"]


def test_kept_byte_for_byte(drop: Drop, opened: Callable[..., Source], raw: RawStore) -> None:
    """The raw file is the dropped one, which stays where it was."""
    path = drop("d-1.csv", CSV.encode("utf-16"))
    (file,) = opened(**FOLDER).fetch(None, None, raw)
    assert file.path.read_bytes() == path.read_bytes()


@pytest.mark.parametrize("name", [".d-1.csv", "d-1.csv.part", "d-1.csv.filepart", "d-1.csv.tmp", "~$d-1.csv"])
def test_names_of_unfinished_files(
    drop: Drop, opened: Callable[..., Source], raw: RawStore, name: str
) -> None:
    """Names that programs give to files that they still write are passed over."""
    drop(name, CSV)
    assert opened(**{**FOLDER, "kinds": {"dossier": "*"}}).fetch(None, None, raw) == []


def test_a_file_that_just_changed_waits(drop: Drop, opened: Callable[..., Source], raw: RawStore) -> None:
    """A file is taken when it has been unchanged for the time that the settings say."""
    drop("d-1.csv", CSV[:40], age_s=20)
    assert opened(**FOLDER).fetch(None, None, raw) == []
    assert fetched(opened(**FOLDER, settled_seconds=10), raw) == ["d-1.csv"]


def test_a_marker_says_that_a_file_is_whole(drop: Drop, opened: Callable[..., Source], raw: RawStore) -> None:
    """With markers, a file without one waits however old it is."""
    source = opened(**{**FOLDER, "complete": "marker"})
    drop("d-1.csv", CSV)
    assert source.fetch(None, None, raw) == []
    drop("d-1.csv.done", "")
    assert fetched(source, raw) == ["d-1.csv"]


def test_a_file_that_grows_while_it_is_read_waits(drop: Drop, raw: RawStore) -> None:
    """Nothing is kept of a file that changed since the folder was looked at."""
    path = drop("d-1.csv", CSV)
    (found,) = dropped.whole(path.parent, "*.csv", 0)
    with path.open("a") as file:
        file.write("3,2025-02-02T08:00:00+07:00\n")
    assert dropped.taken(found, "dossier", "test", raw, dropped.Kept(raw)) is None
    assert raw.files() == []


def test_a_file_is_taken_once(drop: Drop, opened: Callable[..., Source], raw: RawStore) -> None:
    """The same content under another name or with another time is the file that was taken before."""
    source = opened(**FOLDER)
    path = drop("d-1.csv", CSV)
    first = source.fetch(None, None, raw)
    drop("d-copy.csv", CSV, age_s=100)
    os.utime(path)
    os.utime(path, (1e9, 1e9))
    assert source.fetch(None, None, raw) == first == raw.files()


def test_a_changed_file_is_a_new_one(drop: Drop, opened: Callable[..., Source], raw: RawStore) -> None:
    """A corrected file is kept beside the first one."""
    source = opened(**FOLDER)
    drop("d-1.csv", CSV)
    source.fetch(None, None, raw)
    drop("d-1.csv", CSV.replace("1,2025", "9,2025"), age_s=100)
    source.fetch(None, None, raw)
    assert len(raw.files()) == 2


def test_every_kind_of_table(drop: Drop, opened: Callable[..., Source], raw: RawStore) -> None:
    """CSV, XLSX, JSON and JSON Lines with the same records give the same texts."""
    frame = pl.read_csv(io.StringIO(CSV), infer_schema=False)
    workbook = io.BytesIO()
    frame.write_excel(workbook)
    drop("d-1.csv", CSV)
    drop("d-2.xlsx", workbook.getvalue())
    drop("d-3.json", frame.write_json())
    drop("d-4.jsonl", frame.write_ndjson())
    source = opened(**FOLDER)
    tables = [rows_of(source, [file]) for file in source.fetch(None, None, raw)]
    assert len(tables) == 4
    assert all(table == frame.to_dicts() for table in tables)


def test_a_share_that_is_not_mounted(opened: Callable[..., Source], raw: RawStore) -> None:
    """A folder that is missing is an error, not a month without records."""
    with pytest.raises(Unavailable, match="share is mounted"):
        opened(**{**FOLDER, "folder": "nowhere"}).fetch(None, None, raw)


def test_a_workbook_that_was_cut_off(drop: Drop, opened: Callable[..., Source], raw: RawStore) -> None:
    """A file that cannot be read is named with what to do."""
    workbook = io.BytesIO()
    pl.DataFrame({"number": ["1"]}).write_excel(workbook)
    drop("d-1.xlsx", workbook.getvalue()[:-200])
    source = opened(**FOLDER)
    with pytest.raises(Broken, match=r"d-1\.xlsx"):
        rows_of(source, source.fetch(None, None, raw))
