"""Dictionary order of Vietnamese."""

from __future__ import annotations

import itertools
import random
import unicodedata

import pytest
from ckanext.province_catalogue.vietnamese import sort_key

IN_ORDER = [
    "an",
    "ăn",
    "ân",
    "ba",
    "bà",
    "bả",
    "bã",
    "bá",
    "bạ",
    "ban",
    "da",
    "đa",
    "ê",
    "o",
    "ô",
    "ơ",
    "u",
    "ư",
    "y",
]


@pytest.mark.parametrize(("before", "after"), itertools.pairwise(IN_ORDER))
def test_letters_and_tones_follow_the_dictionary(before, after):
    """Letters with breve, circumflex or horn follow their plain letter; tones follow the dictionary."""
    assert sort_key(before) < sort_key(after)


def test_shuffled_words_come_back_in_order():
    """Any order of input gives the same output."""
    words = random.Random(1).sample(IN_ORDER, len(IN_ORDER))
    assert sorted(words, key=sort_key) == IN_ORDER


@pytest.mark.parametrize("word", ["Giáo dục", "ĐƯỜNG", "Ủy ban"])
def test_case_and_composition_do_not_count(word):
    """Capital letters and decomposed text sort like small letters and composed text."""
    assert sort_key(word) == sort_key(unicodedata.normalize("NFD", word.lower()))
