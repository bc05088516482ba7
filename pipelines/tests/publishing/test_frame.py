"""Groups and organisations: sent only when a field that the profile gives is another."""

from __future__ import annotations

import pytest

from pipelines.publishing.frame import differs

WANTED = {"name": "so", "title": "Sở", "description": "", "groups": [{"name": "ubnd"}]}


@pytest.mark.parametrize(
    ("present", "different"),
    [
        ({"name": "so", "title": "Sở", "groups": [{"name": "ubnd", "id": "1"}], "image_url": "x"}, False),
        ({"name": "so", "title": "Sở", "description": None, "groups": [{"name": "ubnd"}]}, False),
        ({"name": "so", "title": "Ban", "groups": [{"name": "ubnd"}]}, True),
        ({"name": "so", "title": "Sở", "groups": []}, True),
        ({"name": "so", "title": "Sở", "groups": [{"name": "khac"}]}, True),
        ({"name": "so", "title": "Sở", "description": "cũ", "groups": [{"name": "ubnd"}]}, True),
    ],
)
def test_only_wanted_fields_are_compared(present: dict[str, object], different: bool) -> None:
    """Other fields, ids and the difference between empty and absent do not count."""
    assert differs(WANTED, present) is different
