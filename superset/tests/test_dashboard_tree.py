"""The tree of assets is a function of the specification and the published rows."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError

from superset import generate
from superset.provisioning import client, specification, tree

SUPERSET = Path(generate.__file__).parent


def test_the_shipped_tree_is_up_to_date() -> None:
    """``python -m superset.generate`` would change nothing."""
    written = {
        str(path.relative_to(SUPERSET / "assets")): path.read_text("utf-8")
        for path in (SUPERSET / "assets").rglob("*.yaml")
    }
    assert written == generate.files()


def test_the_same_specification_gives_the_same_archive() -> None:
    """Neither time nor machine nor order leaves a trace in what is imported."""
    files = generate.files()
    backwards = dict(reversed(files.items()))
    assert client.bundle(files) == client.bundle(backwards) == client.bundle(generate.files())


def test_uuids_come_from_names() -> None:
    """A name keeps its UUID; kinds do not share one."""
    assert tree.uuid("chart", "a") == tree.uuid("chart", "a")
    assert len({tree.uuid("chart", "a"), tree.uuid("chart", "b"), tree.uuid("dataset", "a")}) == 3


def test_both_languages_have_the_same_charts(assets: tree.Tree) -> None:
    """Every chart has a Vietnamese and an English file that differ in texts and dataset only."""
    charts = {path for path in assets if path.startswith("charts/")}
    assert {path.replace("_vi.", "_en.") for path in charts} == {
        path for path in charts if path.endswith("_en.yaml")
    }
    for path in charts:
        twin = assets[path.replace("_vi.", "_en.")]
        assert assets[path]["viz_type"] == twin["viz_type"]


def test_a_figure_shows_what_its_row_says(assets: tree.Tree) -> None:
    """A number that the source gives as «hơn» carries that word, its place and its source."""
    params = assets["charts/smartphone-adults_vi.yaml"]["params"]
    assert params["metric"]["label"] == "hơn"
    assert params["show_metric_name"] is True
    assert params["subtitle"] == "Tỉnh Thái Bình. Nguồn: TTXVN, 2023"
    assert assets["charts/smartphone-adults_en.yaml"]["params"]["metric"]["label"] == "more than"


def test_a_figure_without_a_published_row_is_refused() -> None:
    """The specification cannot show a figure that nobody published."""
    spec = specification.load(SUPERSET / "dashboards.yaml")
    with pytest.raises(ValueError, match=r"indicator_code \w+: 0"):
        generate.figures(spec, SUPERSET / "views")


def test_an_unknown_key_is_refused(tmp_path: Path) -> None:
    """A slip of the pen in the specification is named."""
    text = (SUPERSET / "dashboards.yaml").read_text("utf-8")
    (tmp_path / "dashboards.yaml").write_text(text.replace("slug_en:", "slug_fr:"), "utf-8")
    with pytest.raises(ValidationError, match="slug_fr"):
        specification.load(tmp_path / "dashboards.yaml")


def test_no_password_and_no_server_in_the_tree(assets: tree.Tree) -> None:
    """The address is put in when the tree is sent, its password masked."""
    sent = tree.with_database(assets, "postgresql://reader:p%40ss@db.example:5544/datastore")
    assert assets[tree.DATABASE_FILE]["sqlalchemy_uri"] == tree.DATABASE_URI
    assert sent[tree.DATABASE_FILE]["sqlalchemy_uri"] == (
        "postgresql+psycopg2://reader:XXXXXXXXXX@db.example:5544/datastore"
    )
