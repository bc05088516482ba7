"""A record contract that would mean nothing, or two things, is refused with the place of the error."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from pipelines import records
from pipelines.findings import Broken
from pipelines.tests.records.conftest import FOLDER

BROKEN = [
    ("kind", "file", "kind"),
    ("key.0", "number", "key[0]"),
    ("duplicates.different", "latest:fee_vnd", "duplicates.different"),
    ("duplicates.different", "first", "duplicates.different"),
    ("schema.fields.0.type", "object", "schema.fields[0].type"),
    ("schema.fields.2.format", "%d/%m/%Y", "schema.fields[2].format"),
    ("schema.fields.2.constraints.minimum", "yesterday", ""),
    ("schema.fields.0.constraints.unique", True, "schema.fields[0].constraints.unique"),
    ("rules.0.expression", "finished_at >= begun_at", ""),
    ("rules.0.expression", "fee_vnd + 1", ""),
    ("unknown_columns", "ignore", "unknown_columns"),
    ("max_set_aside_percent", 101, "max_set_aside_percent"),
]


@pytest.mark.parametrize(("place", "value", "told"), BROKEN, ids=[f"{b[0]}={b[1]}" for b in BROKEN])
def test_a_broken_contract_is_refused_at_its_place(tmp_path: Path, place: str, value: Any, told: str) -> None:
    """The finding names the key of the contract."""
    content = yaml.safe_load((FOLDER / "dossier.yaml").read_text("utf-8"))
    *parents, last = (int(part) if part.isdigit() else part for part in place.split("."))
    inner = content
    for part in parents:
        inner = inner[part]
    inner[last] = value
    path = tmp_path / "dossier.yaml"
    path.write_text(yaml.safe_dump(content, allow_unicode=True), "utf-8")
    with pytest.raises(Broken) as refused:
        records.load(path)
    assert refused.value.findings[0].field == told
