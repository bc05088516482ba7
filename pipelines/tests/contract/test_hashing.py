"""Content hashes: equal content, equal hash; other content, another hash."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from pipelines.contract import hashing

SCALARS = st.none() | st.booleans() | st.integers() | st.text(st.characters(exclude_categories=["Cs"]))
DATA = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text("abcăâ"), inner, max_size=4)
)


def reversed_keys(data: object) -> object:
    """The same data with the keys of every mapping in reverse order."""
    if isinstance(data, dict):
        return {key: reversed_keys(value) for key, value in reversed(data.items())}
    return [reversed_keys(item) for item in data] if isinstance(data, list) else data


@given(DATA)
def test_order_of_keys_does_not_matter(data: object) -> None:
    """The hash is of the content, not of its layout."""
    assert hashing.of_data(reversed_keys(data)) == hashing.of_data(data)


@given(DATA, DATA)
def test_other_content_has_another_hash(one: object, other: object) -> None:
    """Two contents have the same hash exactly when they are the same JSON."""
    same = json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)
    assert (hashing.of_data(one) == hashing.of_data(other)) is same


def test_bytes_are_hashed_by_sha256() -> None:
    """The digest is that of FIPS 180's example."""
    digest = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert hashing.of_bytes(b"abc") == digest
