"""Contracts: what is accepted, and how each broken one names file, field and rule."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path
from typing import Any

import frictionless
import jsonschema
import pytest
import yaml

from data_contract.assertions import Assertion
from data_contract.models import Strict
from data_contract.rules import WATCHERS
from pipelines.contract import json_schema, keywords
from pipelines.contract.model import Contract
from pipelines.findings import Broken
from pipelines.profile import Provinces
from pipelines.tests.conftest import REMOVED, Tree
from pipelines.validation import tree

ROOT = Path(__file__).parents[3]
DECOMPOSED = unicodedata.normalize("NFD", "Văn bản điện tử")
KEPT = tree.folders(ROOT / "datasets")

FIELDS = "resources.0.schema.fields"
SHOWN = "resources[0].schema.fields"
BROKEN = [
    ("title_en", REMOVED, "title_en", "missing"),
    ("title_en", "", "title_en", "string_pattern_mismatch"),
    ("colour", "red", "colour", "extra_forbidden"),
    ("name", "other-name", "name", "folder-name"),
    ("name", "Tên có dấu", "name", "string_pattern_mismatch"),
    ("sector", "y-te", "sector", "folder-sector"),
    ("sector", "y-te", "sector", "sector"),
    ("owner", "nobody", "owner", "owner"),
    ("province", "atlantis", "province", "province"),
    ("licenses.0.name", "my-own", "licenses[0].name", "literal_error"),
    ("licenses", [], "licenses", "too_short"),
    ("keywords.0", "khong-co", "keywords[0]", "keyword"),
    ("keywords.0", "Ký số", "keywords[0]", "string_pattern_mismatch"),
    ("origin", "guessed", "origin", "literal_error"),
    ("origin", "reported", "derived_from", "origin"),
    ("derived_from", REMOVED, "derived_from", "origin"),
    ("sources.0.title_en", REMOVED, "sources[0].title_en", "missing"),
    ("sources.0.date", "12/2024", "sources[0].date", "string_pattern_mismatch"),
    ("frequency", "SOMETIMES", "frequency", "literal_error"),
    ("temporal.start", 2024, "temporal.start", "string_type"),
    ("temporal.end", "2023-12", "temporal.end", "temporal"),
    ("spatial.unit", "galaxy", "spatial.unit", "literal_error"),
    ("contact.email", "nobody", "contact.email", "string_pattern_mismatch"),
    ("privacy.minimum_cell", REMOVED, "privacy.minimum_cell", "privacy"),
    ("privacy", {"class": "personal"}, "access", "privacy"),
    ("privacy", "aggregate", "privacy", "model_type"),
    ("assertions.0.rule", "magic", "assertions[0]", "union_tag_invalid"),
    ("assertions.0", {"rule": "rows"}, "assertions[0]", "assertion-bounds"),
    ("assertions.0.min", 9, "assertions[0].max", "assertion-bounds"),
    ("assertions.0.min", "2", "assertions[0].min", "int_type"),
    ("assertions.0.resource", "yearly", "assertions[0].resource", "assertion-resource"),
    ("assertions.1.key", "year", "assertions[1].key", "column-missing"),
    ("assertions.1.key", "signed_pct", "assertions[1].key", "assertion-type"),
    ("assertions.0", {"rule": "total", "column": "documents_sent_count"}, "assertions[0]",
     "assertion-bounds"),
    ("assertions.0", {"rule": "compare", "left": "month", "op": "<", "right": ["signed_pct"]},
     "assertions[0].right", "assertion-type"),
    ("assertions.0", {"rule": "compare", "left": "signed_pct", "op": "<", "right": ["year"]},
     "assertions[0].right", "column-missing"),
    ("assertions.0", {"rule": "unique_together", "together": ["agency_code", "month"]},
     "assertions[0].together", "assertion-key"),
    ("assertions.0", {"rule": "jump", "column": "agency_name", "period": "month", "factor": 2},
     "assertions[0].column", "assertion-type"),
    ("resources.0.path", "other.csv", "resources[0].path", "file-missing"),
    ("resources.0.path", "../../secret.csv", "resources[0].path", "string_pattern_mismatch"),
    ("resources.0.name", "m" * 60, "resources[0].name", "name-length"),
    ("resources.0.filters", ["year"], "resources[0].filters[0]", "column-missing"),
    ("resources.0.filters", ["month", "month"], "resources[0].filters[1]", "unique-name"),
    ("resources.0.searchable", ["signed_pct"], "resources[0].searchable[0]", "searchable-type"),
    ("resources.0.description", "Một bảng", "resources[0].description_en", "both-languages"),
    ("resources.0.schema.primaryKey", ["id"], "resources[0].schema.primaryKey[0]", "column-missing"),
    (f"{FIELDS}.2.name", "month", f"{SHOWN}[2].name", "unique-name"),
    (f"{FIELDS}.2.name", "Cơ quan", f"{SHOWN}[2].name", "string_pattern_mismatch"),
    (f"{FIELDS}.0.type", "month", f"{SHOWN}[0].type", "literal_error"),
    (f"{FIELDS}.4.unit", "VND", f"{SHOWN}[4].unit", "unit-suffix"),
    (f"{FIELDS}.4.type", "string", f"{SHOWN}[4].type", "unit-suffix"),
    (f"{FIELDS}.3.unit", "percent", f"{SHOWN}[3].name", "unit-suffix"),
    (f"{FIELDS}.4.constraints.maximum", -1, f"{SHOWN}[4].constraints.maximum", "limits"),
    (f"{FIELDS}.3.constraints", {"pattern": "[0-9]"}, "", "schema"),
    (f"{FIELDS}.1.code_list.field", "code", f"{SHOWN}[1].code_list", "code-list"),
    ("title", DECOMPOSED, "title", "unicode-form"),
]  # fmt: skip


@pytest.mark.parametrize(("place", "value", "field", "rule"), BROKEN, ids=lambda value: str(value)[:40])
def test_broken_contract_names_file_field_and_rule(
    samples: Tree, place: str, value: Any, field: str, rule: str
) -> None:
    """Each broken key is found at its place, by its rule, with a message in both languages."""
    samples.edit(place, value)
    (checked,) = samples.check("e-office")
    found = {(finding.file, finding.field, finding.rule): finding for finding in checked.findings}
    finding = found[("noi-vu/e-office/datapackage.yaml", field, rule)]
    assert finding.message.vi
    assert finding.message.en
    assert finding.message.vi != finding.message.en


def test_all_errors_are_named_at_once(samples: Tree) -> None:
    """Two mistakes in one contract are two findings."""
    samples.edit("title_en", REMOVED)
    samples.edit("frequency", "SOMETIMES")
    (checked,) = samples.check("e-office")
    assert {finding.field for finding in checked.findings} == {"title_en", "frequency"}


def test_a_misspelt_key_is_shown_with_the_nearest_one(samples: Tree) -> None:
    """The way out of an unknown key is the key that was probably meant."""
    samples.edit("keyword", ["ky-so"])
    (checked,) = samples.check("e-office")
    assert "'keywords'" in checked.findings[0].message.vi


@pytest.mark.parametrize(
    ("text", "rule", "line"),
    [("name: a\nname: b\n", "repeated-key", 2), ("name: [a\n", "yaml", 2), ("\xff", "encoding", None)],
)
def test_unreadable_yaml_names_its_line(samples: Tree, text: str, rule: str, line: int | None) -> None:
    """A file that is not YAML, repeats a key or is not UTF-8 is refused with its line."""
    (samples.folder / "datapackage.yaml").write_bytes(text.encode("latin-1"))
    (checked,) = samples.check("e-office")
    assert [(finding.rule, finding.line) for finding in checked.findings] == [(rule, line)]


def test_error_points_at_the_line_of_its_key(samples: Tree) -> None:
    """The line is that of the broken key, so that an editor can jump there."""
    path = samples.folder / "datapackage.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("MONTHLY", "SOMETIMES"), encoding="utf-8")
    (checked,) = samples.check("e-office")
    lines = path.read_text(encoding="utf-8").splitlines()
    assert checked.findings[0].line == lines.index("frequency: SOMETIMES") + 1


def test_a_folder_without_contract_is_refused(samples: Tree) -> None:
    """A dataset folder without datapackage.yaml is an error, not overlooked."""
    (samples.folder / "datapackage.yaml").unlink()
    (checked,) = samples.check("e-office")
    assert [finding.rule for finding in checked.findings] == ["file-missing"]


@pytest.mark.parametrize(
    ("text", "field", "rule"),
    [
        ("ky-so: {vi: Ký số}\n", "ky-so.en", "missing"),
        ("Ký số: {vi: Ký số, en: Signing}\n", "Ký số", "string_pattern_mismatch"),
        (None, "", "file-missing"),
    ],
)
def test_a_broken_vocabulary_is_named(samples: Tree, text: str | None, field: str, rule: str) -> None:
    """Each keyword has both names; without the vocabulary no contract is judged."""
    path = samples.datasets / "keywords.yaml"
    path.unlink()
    if text:
        path.write_text(text, encoding="utf-8")
    with pytest.raises(Broken) as broken:
        samples.check("e-office")
    found = [(item.file, item.field, item.rule) for item in broken.value.findings]
    assert found == [("keywords.yaml", field, rule)]


def test_every_kept_keyword_is_used() -> None:
    """The vocabulary has no word that no dataset carries."""
    contracts = (yaml.safe_load((folder / "datapackage.yaml").read_text("utf-8")) for folder in KEPT)
    used = {keyword for contract in contracts for keyword in contract["keywords"]}
    assert used == set(keywords.load(ROOT / "datasets"))


def test_one_name_in_two_sectors_is_refused(samples: Tree) -> None:
    """A dataset's name is unique in the whole tree."""
    other = samples.datasets / "y-te" / "e-office"
    other.parent.mkdir()
    samples.folder.rename(other)
    (samples.datasets / "noi-vu" / "e-office").mkdir()
    assert "unique-name" in {finding.rule for item in samples.check() for finding in item.findings}


def test_owner_may_be_an_agency_that_was_succeeded(samples: Tree) -> None:
    """``agencies`` is owned by an agency that only ``succeeds`` names, and is sound."""
    (checked,) = samples.check("agencies")
    assert checked.contract is not None
    assert checked.contract.owner == "so-cu"
    assert checked.sound


def test_every_field_of_every_model_is_described() -> None:
    """The JSON Schema explains each key."""
    schema = json.loads(json_schema.text())
    parts = {"Contract": schema, **schema["$defs"]}
    bare = [
        f"{part}.{key}"
        for part, content in parts.items()
        for key, value in content["properties"].items()
        if not value.get("description")
    ]
    assert bare == []


def test_json_schema_is_up_to_date() -> None:
    """The kept file is what ``python -m pipelines schema`` writes."""
    assert (ROOT / "datasets" / "contract.schema.json").read_text(encoding="utf-8") == json_schema.text()


def test_every_assertion_has_its_check() -> None:
    """The rules that contracts know are exactly those that are judged."""
    models = Assertion.__args__[0].__args__  # type: ignore[attr-defined]
    rules = {model.model_fields["rule"].annotation.__args__[0] for model in models}
    assert rules == set(WATCHERS)
    assert all(issubclass(model, Strict) for model in models)


def test_there_are_contracts_to_judge() -> None:
    """The repository keeps at least a dozen datasets."""
    assert len(KEPT) >= 12


@pytest.mark.parametrize("folder", KEPT, ids=lambda folder: folder.name)
def test_kept_contract_is_sound(folder: Path) -> None:
    """Each kept contract passes the JSON Schema and frictionless as it stands."""
    path = folder / "datapackage.yaml"
    descriptor = yaml.safe_load(path.read_text(encoding="utf-8"))
    jsonschema.validate(descriptor, json.loads(json_schema.text()))
    package = frictionless.Package.from_descriptor(str(path))
    if "produced_by" in descriptor:
        # Its files are written by runs, whose own test judges them
        package.to_descriptor(validate=True)
        return
    report = package.validate()
    assert report.valid, report.flatten(["rowNumber", "fieldName", "message"])


def test_kept_tree_is_sound() -> None:
    """Model, rules, rows, assertions and code lists hold for all kept datasets under every profile."""
    checked = tree.check(ROOT / "datasets", Provinces.every(ROOT / "province"))
    found = [finding.said("en") for item in checked for finding in tree.with_assertions(item).findings]
    assert found == []


def test_descriptor_keeps_what_the_contract_says(samples: Tree) -> None:
    """A contract turned into a descriptor and read again is the same contract."""
    contract = samples.contract()
    assert Contract.model_validate(contract.descriptor()) == contract
