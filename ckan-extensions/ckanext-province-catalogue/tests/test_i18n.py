"""Rules of the message catalogues, checked without a running portal: complete, faithful, in one voice."""

from __future__ import annotations

import importlib.util
import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

import ckan
import flask
import flask_babel
import polib
import pytest

EXTENSIONS = Path(__file__).resolve().parents[2]
CATALOGUES = sorted(EXTENSIONS.glob("*/ckanext/*/i18n/*/LC_MESSAGES/*.po"))
VIETNAMESE = [path for path in CATALOGUES if path.parts[-3] == "vi"]
OURS = EXTENSIONS / "ckanext-province-catalogue" / "ckanext" / "province_catalogue" / "i18n"
CORE = Path(ckan.__file__).parent / "i18n"

PLACEHOLDER = re.compile(r"%\(\w+\)[sdr]|%[sdir](?!\w)|\{[\w!]*\}")
TAG = re.compile(r"</?\w+|(?:href|class|id|style|target|rel|data-[\w-]+)=\"[^\"]*\"")
NOT_TEXT = re.compile(r"<[^>]*>|%\(\w+\)[sdr]|%[sdir]|\{[^}]*\}|&\w+;|https?://\S+|\S+@\S+")
# From three letters on: "do", "in" and "an" are Vietnamese too.
LATIN_WORD = re.compile(r"(?<![^\W\d_])[A-Za-z][A-Za-z_.-]+[A-Za-z](?![^\W\d_])")
# Messages in which a term of the glossary means something else.
OTHER_MEANING = (
    "<p>CKAN is the world’s leading",  # companies and user groups all over the world
    "<p><strong>Site Title:</strong>",  # a tag of HTML
    "members",  # part of a file's name, ASCII
)


def entries(path: Path) -> Iterator[tuple[str, str]]:
    """Each message with its translation; of a plural, each form with its English."""
    for entry in polib.pofile(str(path)):
        if entry.msgid_plural:
            forms = [text for _, text in sorted(entry.msgstr_plural.items())]
            english = [entry.msgid, entry.msgid_plural][-len(forms) :]
            yield from zip(english, forms, strict=True)
        else:
            yield entry.msgid, entry.msgstr


def changed(path: Path, property_of: Callable[[str], object]) -> list[tuple[str, str]]:
    """Messages whose translation differs from them in a property that it should keep."""
    return [pair for pair in entries(path) if property_of(pair[0]) != property_of(pair[1])]


def words(text: str) -> set[str]:
    """Words written in plain Latin letters, without markup, placeholders and addresses."""
    return set(LATIN_WORD.findall(NOT_TEXT.sub(" ", text)))


def tool() -> ModuleType:
    """The command that keeps the catalogues."""
    spec = importlib.util.spec_from_file_location("translations", EXTENSIONS / "translations.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def served(language: str, message: str) -> str:
    """What CKAN says for a message when the catalogue extension's texts lie over its own."""
    app = flask.Flask(__name__)
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = f"{CORE};{OURS}"
    app.config["BABEL_DOMAIN"] = "ckan;ckanext-province_catalogue"
    flask_babel.Babel(app, locale_selector=lambda: language)
    with app.test_request_context():
        return flask_babel.gettext(message)


def glossary() -> list[tuple[re.Pattern[str], str, list[str]]]:
    """Rows of the glossary, longest English term first: the term, its Vietnamese, the rivals of that."""
    lines = (OURS / "GLOSSARY.md").read_text(encoding="utf-8").splitlines()
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("| ")]
    found = []
    for english, vietnamese, rivals in sorted(rows[1:], key=lambda row: -len(row[0])):
        stem = english[:-1] + "(?:y|ies)" if english.endswith("y") else english + "s?"
        pattern = re.compile(rf"(?<![\w./-]){stem}(?![\w/-]|\.\w)", re.IGNORECASE)
        found.append((pattern, vietnamese.lower(), [rival for rival in rivals.split(", ") if rival]))
    return found


def shared_words() -> set[str]:
    """Words that both languages use as they stand."""
    text = (OURS / "GLOSSARY.md").read_text(encoding="utf-8")
    return set(text.partition("## Words that stay as they are")[2].partition("##")[0].split())


def test_every_file_is_up_to_date(capsys: pytest.CaptureFixture[str]) -> None:
    """No message waits for a translation, none is left over, and .pot and .mo files match their sources."""
    assert tool().main(["--check"]) == 0, capsys.readouterr().out


def test_vietnamese_covers_what_ckan_publishes() -> None:
    """Each message of CKAN's template that the portal loads is translated by CKAN or by us."""
    not_loaded = tool().NOT_LOADED
    template = polib.pofile(str(CORE / "ckan.pot"))
    loaded = {e.msgid for e in template if not all(o[0].startswith(not_loaded) for o in e.occurrences)}
    sources = [CORE / "vi/LC_MESSAGES/ckan.po", *VIETNAMESE]
    translated = {e.msgid for path in sources for e in polib.pofile(str(path)).translated_entries()}
    assert len(loaded) > 1000
    assert loaded - translated == set()


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: f"{path.stem}-{path.parts[-3]}")
class TestFaithful:
    """A translation changes words, nothing else."""

    def test_placeholders_are_kept(self, path: Path) -> None:
        """The same placeholders as in English, each as often."""
        assert changed(path, lambda text: Counter(PLACEHOLDER.findall(text))) == []

    def test_markup_is_kept(self, path: Path) -> None:
        """The same HTML tags, links and classes as in English."""
        assert changed(path, lambda text: Counter(TAG.findall(text))) == []

    def test_outer_spaces_are_kept(self, path: Path) -> None:
        """Pages join messages with other text; a space lost at the end glues words together."""
        assert changed(path, lambda text: (text[:1].isspace(), text[-1:].isspace())) == []

    def test_text_is_nfc(self, path: Path) -> None:
        """Composed letters only, so that search and comparison find them."""
        assert unicodedata.is_normalized("NFC", path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", VIETNAMESE, ids=lambda path: path.stem)
class TestVietnamese:
    """The portal speaks one Vietnamese."""

    def test_no_english_is_left(self, path: Path) -> None:
        """No word of the English message survives, except names and what has to be typed."""
        shared = shared_words()
        left = [(message, words(message) & words(text) - shared) for message, text in entries(path)]
        assert [pair for pair in left if pair[1]] == []

    def test_terms_follow_the_glossary(self, path: Path) -> None:
        """An English term is always the same Vietnamese term, and never one of its rivals."""
        wrong, terms = [], glossary()
        for entry in polib.pofile(str(path)):
            if entry.msgid.startswith(OTHER_MEANING) or entry.occurrences[0][0].startswith("werkzeug/"):
                continue
            english = NOT_TEXT.sub(" ", entry.msgid)
            vietnamese = (entry.msgstr or entry.msgstr_plural[0]).lower()
            for pattern, term, rivals in terms:
                english, uses = pattern.subn(" ", english)
                if uses and (term not in vietnamese or any(rival in vietnamese for rival in rivals)):
                    wrong.append((entry.msgid, vietnamese, term))
        assert wrong == []


@pytest.mark.parametrize(
    ("language", "message", "text"),
    [
        pytest.param("vi", "Skip to main content", "Chuyển đến nội dung chính", id="missing in CKAN"),
        pytest.param("vi", "Resources", "Tệp dữ liệu", id="said differently by CKAN"),
        pytest.param("vi", "Cancel", "Hủy", id="left to CKAN"),
        pytest.param("vi", "Next", "Tiếp theo", id="of ckanext-scheming"),
        pytest.param("en", "Groups", "Sectors", id="renamed in English"),
        pytest.param("en", "Cancel", "Cancel", id="English as in the code"),
    ],
)
def test_our_texts_lie_over_those_of_ckan(language: str, message: str, text: str) -> None:
    """CKAN merges catalogues in the order in which it meets them, ours after its own."""
    assert served(language, message) == text
