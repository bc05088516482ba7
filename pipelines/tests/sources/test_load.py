"""``source.yaml``: what is accepted, what the operator may replace, and how each error is named."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from pipelines import installed
from pipelines.findings import Broken
from pipelines.sources.load import load

FOLDER: dict[str, Any] = {"adapter": "folder", "name": "tthc", "folder": "in", "kinds": {"dossier": "*.csv"}}
FOLDER |= {"complete": "settled"}
EVENTS = {"adapter": "events", "name": "cameras", "folder": "in", "kind": "violation", "pattern": "*"}
REST: dict[str, Any] = {
    "adapter": "rest",
    "name": "tthc",
    "url": "https://lgsp.example",
    "credentials": "client.json",
}
REST |= {"token_url": "https://lgsp.example/token"}
REST |= {
    "kinds": {
        "dossier": {
            "path": "/v1/dossiers",
            "records": "items",
            "key": ["number"],
            "paging": {"by": "page", "page": "page", "size": "size"},
        }
    }
}
SQL: dict[str, Any] = {"adapter": "sql", "name": "tthc", "url_file": "url"}
SQL |= {"kinds": {"dossier": {"table": "dossier", "watermark": "changed_at", "key": ["number"]}}}


def written(path: Path, *sources: dict[str, Any]) -> Path:
    path.write_text(yaml.safe_dump({"sources": list(sources)}))
    return path


def test_every_kind_has_its_source(tmp_path: Path) -> None:
    """Several sources can feed one pipeline, each kind of record coming from one of them."""
    path = written(tmp_path / "source.yaml", FOLDER, EVENTS)
    found = load(path, tmp_path / "none.yaml", tmp_path)
    assert {kind: source.name for kind, source in found.items()} == {
        "dossier": "tthc",
        "violation": "cameras",
    }


def test_the_operator_replaces_a_source_by_its_name(tmp_path: Path) -> None:
    """The operator's file says where a source really is; other sources stay as the pipeline has them."""
    path = written(tmp_path / "source.yaml", FOLDER, EVENTS)
    found = load(path, written(tmp_path / "mine.yaml", REST), tmp_path)
    assert {type(source).__name__ for source in found.values()} == {"RestSource", "EventSource"}


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ({**FOLDER, "adapter": "fax"}, "sources[0]: [union_tag_invalid]"),
        ({**FOLDER, "colour": "red"}, "sources[0].colour: [extra_forbidden]"),
        ({**FOLDER, "complete": "soon"}, "sources[0].complete: [literal_error]"),
        ({**FOLDER, "settled_seconds": -1}, "sources[0].settled_seconds: [greater_than_equal]"),
        ({**FOLDER, "kinds": {}}, "sources[0].kinds: [too_short]"),
        ({**REST, "url": "http://lgsp.example"}, "sources[0].url: [https]"),
        ({**REST, "token_url": "http://lgsp.example"}, "sources[0].token_url: [https]"),
        ({**SQL, "zone": "Hà Nội"}, "sources[0].zone: [zone]"),
    ],
)
def test_each_error_names_file_and_key(tmp_path: Path, source: dict[str, Any], said: str) -> None:
    """A broken description names its file, its line, its key and the way out."""
    path = written(tmp_path / "source.yaml", source)
    with pytest.raises(Broken) as refused:
        load(path, tmp_path / "none.yaml", tmp_path)
    (finding,) = refused.value.findings
    assert finding.said("en").startswith(f"{path}:")
    assert said in finding.said("en")


def test_one_kind_from_two_sources(tmp_path: Path) -> None:
    """Records of one kind come from one source only, and a name is given once."""
    path = written(tmp_path / "source.yaml", FOLDER, {**FOLDER, "name": "other"})
    with pytest.raises(Broken, match="Two sources, 'tthc' and 'other'"):
        load(path, tmp_path / "none.yaml", tmp_path)
    with pytest.raises(Broken, match="choose another name"):
        load(written(path, FOLDER, EVENTS | {"name": "tthc"}), tmp_path / "none.yaml", tmp_path)


PIPELINES = Path(__file__).parents[2]
DEFAULTS = sorted(PIPELINES / name / "source.yaml" for name in installed.names())


@pytest.mark.parametrize("path", DEFAULTS, ids=[path.parent.name for path in DEFAULTS])
def test_every_default_gives_the_kinds_of_its_pipeline(tmp_path: Path, path: Path) -> None:
    """A pipeline's own ``source.yaml`` is valid and brings each kind that has a record contract."""
    contracts = {record.stem for record in (path.parent / "records").glob("*.yaml")}
    assert set(load(path, tmp_path / "none.yaml", tmp_path)) == contracts
