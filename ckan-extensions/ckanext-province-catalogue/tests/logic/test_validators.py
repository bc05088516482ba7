"""Rules of metadata fields."""

from __future__ import annotations

import json
from collections import defaultdict

import ckan.plugins.toolkit as tk
import pytest
from ckanext.province_catalogue.logic import validators

pytestmark = pytest.mark.usefixtures("with_request_context")


class TestPeriod:
    """`province_period`."""

    @pytest.mark.parametrize("value", ["2024", "2024-02", "2024-02-29"])
    def test_years_months_and_days_are_accepted(self, value):
        """The value is kept as it was written."""
        assert validators.province_period(value) == value

    @pytest.mark.parametrize(
        "value", ["24", "2024-13", "2023-02-29", "31/05/2024", "2024-5", "2024-05-31T00:00"]
    )
    def test_everything_else_is_refused(self, value):
        """A date that the calendar lacks, or another way of writing it."""
        with pytest.raises(tk.Invalid):
            validators.province_period(value)


class TestPeriodNotBefore:
    """`province_period_not_before`."""

    @pytest.mark.parametrize(
        ("start", "end", "is_refused"),
        [
            ("2024-05", "2024-05", False),
            ("2024-05", "2024", False),
            ("2024", "2024-01-31", False),
            ("", "2024", False),
            ("2024-05", "2024-04", True),
            ("2024", "2023-12-31", True),
        ],
    )
    def test_the_end_is_not_before_the_start(self, start, end, is_refused):
        """Both are compared at the coarser precision."""
        errors = defaultdict(list)
        data = {("start",): start, ("end",): end}
        validators.province_period_not_before("start")(("end",), data, errors, {})
        assert bool(errors[("end",)]) is is_refused


class TestJsonList:
    """`province_json_list`."""

    @pytest.mark.parametrize("value", [[{"rule": "rows"}], '[{"rule": "rows"}]'])
    def test_a_list_is_kept_as_text(self, value):
        """The API may send a list or its JSON text."""
        assert json.loads(validators.province_json_list(value)) == [{"rule": "rows"}]

    @pytest.mark.parametrize("value", ["[", "{}", {"rule": "rows"}, 3])
    def test_what_is_no_list_is_refused(self, value):
        """Not JSON, or something else than a list."""
        with pytest.raises(tk.Invalid):
            validators.province_json_list(value)


class TestTableSchema:
    """`province_table_schema`."""

    def test_an_object_is_kept_as_text(self):
        """The API may send an object; what is stored reads as the same object."""
        schema = {"fields": [{"name": "month", "title": "Tháng"}]}
        assert json.loads(validators.province_table_schema(schema)) == schema

    def test_text_is_kept_as_it_is(self):
        """Spacing and order of a text are its author's."""
        text = '{ "fields": [ {"name": "a"} ] }'
        assert validators.province_table_schema(text) == text

    @pytest.mark.parametrize(
        "value", ["{", "[]", "{}", '{"fields": {}}', '{"fields": [{"title": "no name"}]}']
    )
    def test_what_describes_no_table_is_refused(self, value):
        """Not JSON, no list of fields, or a field without a name."""
        with pytest.raises(tk.Invalid):
            validators.province_table_schema(value)
