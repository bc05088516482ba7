"""Tables and the contracts that they are published under agree; the index set has its words."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
import yaml

from pipelines.public_services import PIPELINE, index_set
from pipelines.public_services.tables import KEYS
from pipelines.tests.public_services.test_laws import COMPUTED

ROOT = Path(__file__).parents[3]
TYPES = {"string": pl.String, "integer": pl.Int64, "number": pl.Float64, "boolean": pl.Boolean}
CONTRACTS = {
    name: yaml.safe_load((ROOT / "datasets/noi-vu" / name / "datapackage.yaml").read_text(encoding="utf-8"))
    for name in PIPELINE.datasets
}
SCHEMAS = {
    f"{name}/{resource['name']}": resource["schema"]
    for name, contract in CONTRACTS.items()
    for resource in contract["resources"]
}


def test_every_table_has_its_contract():
    """Resources of the contracts are the pipeline's tables, and they say who produced them."""
    assert set(SCHEMAS) == set(COMPUTED.tables)
    said = {(contract["origin"], contract["produced_by"]) for contract in CONTRACTS.values()}
    assert said == {("simulated", PIPELINE.name)}


@pytest.mark.parametrize("name", KEYS)
def test_columns_types_and_keys_are_those_of_the_contract(name: str):
    """In their order; the key names each row, and no mandatory cell is empty."""
    table, schema = COMPUTED.tables[name], SCHEMAS[name]
    assert dict(table.schema) == {field["name"]: TYPES[field["type"]] for field in schema["fields"]}
    assert schema["primaryKey"] == KEYS[name]
    assert not table.select(schema["primaryKey"]).is_duplicated().any()
    required = [field["name"] for field in schema["fields"] if field.get("constraints", {}).get("required")]
    assert table.select(required).null_count().row(0) == (0,) * len(required)


@pytest.mark.parametrize(("resource", "column"), [("scores", "indicator"), ("groups", "group")])
def test_codes_are_those_of_the_index_set(resource: str, column: str):
    """The contract lists what the index set has."""
    fields = SCHEMAS[f"public-service-index/{resource}"]["fields"]
    (listed,) = (field["constraints"]["enum"] for field in fields if field["name"] == column)
    index = index_set.load()
    assert listed == [each.id for each in (index.indicators if column == "indicator" else index.groups)]
