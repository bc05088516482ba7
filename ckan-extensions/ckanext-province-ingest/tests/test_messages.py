"""Every failure of a load can be said in both languages."""

from __future__ import annotations

import re

import pytest
from ckanext.province_ingest import messages
from ckanext.province_ingest.datastore.types import TYPES

from data_contract.messages import type_name


@pytest.mark.parametrize("code", sorted(messages.catalogue()["failures"]))
def test_both_languages_fill_the_same_places(code):
    """A sentence does not lose a fact in translation."""
    texts = messages.catalogue()["failures"][code]
    assert set(re.findall(r"{\w+}", texts["vi"])) == set(re.findall(r"{\w+}", texts["en"]))


@pytest.mark.parametrize("field_type", sorted(TYPES))
def test_every_type_of_the_datastore_has_a_name(field_type):
    """Types are named in everyday words in both languages."""
    name = type_name(field_type)
    assert name.vi
    assert name.en
