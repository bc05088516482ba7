"""Tables and the contracts that they are published under agree."""

from __future__ import annotations

import polars as pl
import pytest
import yaml

from pipelines.e_office import PIPELINE
from pipelines.e_office.tables import TABLES
from pipelines.tests.second import ROOT

TYPES = {"string": pl.String, "integer": pl.Int64, "number": pl.Float64}


def contract(dataset: str) -> dict:
    path = ROOT / "datasets" / "noi-vu" / dataset / "datapackage.yaml"
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def test_every_dataset_of_the_pipeline_has_its_tables():
    """The contracts' resources are the pipeline's tables, and they say who produced them."""
    contracts = [contract(dataset) for dataset in PIPELINE.datasets]
    resources = {f"{each['name']}/{resource['name']}" for each in contracts for resource in each["resources"]}
    assert resources == set(TABLES)
    assert {(each["origin"], each["produced_by"]) for each in contracts} == {("simulated", PIPELINE.name)}


@pytest.mark.parametrize("name", TABLES)
def test_columns_types_and_keys_are_those_of_the_contract(name, tables):
    """In their order; the key names each row, and no mandatory cell is empty."""
    dataset, resource = name.split("/")
    (schema,) = (each["schema"] for each in contract(dataset)["resources"] if each["name"] == resource)
    fields = schema["fields"]
    assert dict(tables[name].schema) == {field["name"]: TYPES[field["type"]] for field in fields}
    assert schema["primaryKey"] == TABLES[name].primary_key()
    assert not tables[name].select(schema["primaryKey"]).is_duplicated().any()
    required = [field["name"] for field in fields if field.get("constraints", {}).get("required")]
    assert tables[name].select(required).null_count().row(0) == (0,) * len(required)
