"""JSON, JSON Lines, GeoJSON and Parquet become the canonical table."""

from __future__ import annotations

import json
from datetime import date, datetime, time
from decimal import Decimal

import polars as pl
import pytest

from .workbooks import parquet

POINT = {"type": "Point", "coordinates": [106.336, 20.446]}


def collection(*properties: dict, **more) -> str:
    features = [{"type": "Feature", "properties": each, "geometry": POINT, **more} for each in properties]
    return json.dumps({"type": "FeatureCollection", "features": features})


def field(**properties) -> dict:
    return {"fields": [{"name": "v", **properties}]}


class TestJson:
    @pytest.mark.parametrize(
        "content",
        [
            pytest.param('[{"a": 1, "b": "x"}, {"b": "y", "c": true}]', id="list"),
            pytest.param('{"data": [{"a": 1, "b": "x"}, {"b": "y", "c": true}], "total": 2}', id="data"),
            pytest.param('{"records": [{"a": 1, "b": "x"}, {"b": "y", "c": true, "a": null}]}', id="records"),
            pytest.param(
                '\ufeff{"items": [{"a": 1, "b": "x"}, {"b": "y", "c": true}]}', id="items, with mark"
            ),
        ],
    )
    def test_list_of_records(self, canonical, content):
        """Columns are all keys in the order of their first use; what is absent is empty."""
        assert canonical(content, "JSON") == "a,b,c\n1,x,\n,y,true\n"

    @pytest.mark.parametrize("format", ["JSONL", "NDJSON"])
    def test_lines(self, canonical, format):
        """JSON Lines give the same table."""
        assert canonical('{"a": 1}\n{"b": "Sở"}\r\n\n', format) == "a,b\n1,\n,Sở\n"

    @pytest.mark.parametrize(
        ("value", "properties", "text"),
        [
            ("1.10", {}, "1.10"),
            ("1e3", {}, "1000"),
            ("12345678901234567890123", {}, "12345678901234567890123"),
            ("1.5", {"type": "number", "decimalChar": ","}, '"1,5"'),
            ("false", {"type": "boolean", "falseValues": ["không"]}, "không"),
            ('"2024-05-01"', {"type": "date"}, "2024-05-01"),
            ('{"k": [1, 1.0, "ở"]}', {"type": "object"}, '"{""k"":[1,1.0,""ở""]}"'),
            ("[]", {"type": "array"}, "[]"),
        ],
    )
    def test_values(self, canonical, value, properties, text):
        """Numbers keep their digits; nested values are JSON where the contract wants it."""
        assert canonical(f'[{{"v": {value}}}]', "JSON", schema=field(**properties)) == f"v\n{text}\n"

    @pytest.mark.parametrize(
        ("content", "rule", "row", "column"),
        [
            ('[{"a": 1},\n {"b": ]', "json_syntax", 2, None),
            ("[1]", "json_record", 2, None),
            ('{"a": 1}', "json_shape", None, None),
            ('{"data": [], "items": []}', "json_shape", None, None),
            ("[]", "empty", None, None),
            ('[{"a": 1, "a": 2}]', "json_duplicate_key", None, "a"),
            ('[{"a": NaN}]', "not_finite", None, None),
            ('[{"a": -Infinity}]', "not_finite", None, None),
            ('[{"a": 1e999}]', "not_finite", 2, "a"),
            ('[{"a": 1}, {"a": {"b": 1}}]', "nested", 3, "a"),
            ('[{"a": "\\u0000"}]', "bad_text", 2, "a"),
            ('[{"a": "\\ud800"}]', "bad_text", 2, "a"),
            ("[" * 100_000, "json_depth", None, None),
            pytest.param('[{"a": ' + "9" * 5000 + "}]", "not_finite", None, None, id="digits"),
        ],
    )
    def test_refused(self, refused, content, rule, row, column):
        """What has no place in a table, or no single meaning, is refused with its place."""
        (problem,) = refused(content, "JSON")
        assert (problem.rule, problem.row, problem.column) == (rule, row, column)

    def test_depth_of_a_nested_value(self, refused):
        """Even a column of JSON has bounds."""
        (problem,) = refused('[{"v": ' + "[" * 70 + "]" * 70 + "}]", "JSON", schema=field(type="array"))
        assert (problem.rule, problem.row) == ("json_depth", 2)

    def test_line_that_breaks_off(self, refused):
        """JSON Lines name the line."""
        (problem,) = refused('{"a": 1}\n{"a": 2\n', "JSONL")
        assert (problem.rule, problem.row) == ("json_syntax", 2)

    def test_list_beyond_memory(self, refused, monkeypatch):
        """A list is read as a whole, so its size has a bound."""
        monkeypatch.setattr("data_contract.reading.records.LARGEST", 10)
        assert [problem.rule for problem in refused('[{"a": "0123456789"}]', "JSON")] == ["too_large"]

    def test_all_bad_values_at_once(self, refused):
        """Every value without a text is named."""
        found = refused('[{"a": [1]}, {"a": 1}, {"a": {}}]', "JSON")
        assert [(problem.rule, problem.row) for problem in found] == [("nested", 2), ("nested", 4)]

    def test_labels_of_the_contract(self, canonical):
        """Keys name columns as labels do."""
        schema = {"fields": [{"name": "b", "title": "Tên"}, {"name": "a"}]}
        assert canonical('[{"A": 1, "tên": 2}]', "JSON", schema=schema) == "b,a\n2,1\n"


class TestGeoJson:
    def test_features(self, canonical):
        """Properties are columns, and the geometry is compact GeoJSON."""
        text = '"{""type"":""Point"",""coordinates"":[106.336,20.446]}"'
        assert canonical(collection({"name": "a"}), "GEOJSON") == f"name,geometry\na,{text}\n"

    def test_identifier(self, canonical):
        """A feature's own id is a column, unless the contract has none."""
        assert canonical(collection({"n": 1}, id=7), "GEOJSON").startswith("id,n,geometry\n7,1,")
        schema = {"fields": [{"name": "n"}, {"name": "geometry", "type": "geojson"}]}
        assert canonical(collection({"n": 1}, id=7), "GEOJSON", schema=schema).startswith("n,geometry\n1,")

    def test_without_geometry(self, canonical):
        """A feature without a place has an empty cell."""
        assert canonical(collection({"n": 1}, geometry=None), "GEOJSON") == "n,geometry\n1,\n"

    def test_property_called_geometry(self, refused):
        """Two values for one column are refused."""
        assert refused(collection({"geometry": 1}), "GEOJSON")[0].rule == "json_duplicate_key"


class TestParquet:
    def test_types(self, canonical):
        """Typed columns are written as texts of the same value."""
        content = parquet(
            whole=[1, None],
            real=[1.0, 2.5],
            short=pl.Series([0.1, 2.0], dtype=pl.Float32),
            exact=[Decimal("1.10"), None],
            day=[date(2024, 5, 1)] * 2,
            moment=[datetime(2024, 5, 1)] * 2,
            hour=[time(7, 30)] * 2,
            yes=[True, False],
            text=["So\u031b", 'q"'],
        )
        assert canonical(content, "PARQUET").splitlines() == [
            "whole,real,short,exact,day,moment,hour,yes,text",
            "1,1,0.1,1.10,2024-05-01,2024-05-01T00:00:00,07:30:00,true,Sơ",
            ',2.5,2,,2024-05-01,2024-05-01T00:00:00,07:30:00,false,"q"""',
        ]

    def test_order_of_the_contract(self, canonical):
        """Columns are put in the contract's order."""
        schema = {"fields": [{"name": "b"}, {"name": "a", "type": "date", "format": "%d/%m/%Y"}]}
        assert (
            canonical(parquet(a=[date(2024, 5, 1)], b=[1]), "PARQUET", schema=schema) == "b,a\n1,01/05/2024\n"
        )

    @pytest.mark.parametrize(
        ("values", "rule"),
        [
            ([1.5, float("nan")], "not_finite"),
            (["x", "\0"], "bad_text"),
            ([[], [1]], "nested"),
            ([None, b"x"], "binary_column"),
        ],
    )
    def test_refused(self, refused, values, rule):
        """Values without a text are refused with row and column."""
        problem = refused(parquet(v=values), "PARQUET")[-1]
        assert (problem.rule, problem.row, problem.column) == (rule, 3, "v")

    def test_damaged(self, refused):
        """A file cut off is refused."""
        assert [problem.rule for problem in refused(parquet(a=[1])[:40], "PARQUET")] == ["cut_off"]
