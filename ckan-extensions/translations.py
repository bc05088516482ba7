"""Message catalogues of the portal's CKAN extensions: one command collects, merges and compiles them.

CKAN lays the catalogues of its extensions over its own, the first extension of `ckan.plugins` on top. That of
ckanext-province-catalogue therefore also carries what CKAN, ckanext-scheming and DataPusher+ leave in
English, and what CKAN says in other words than the glossary. A message that CKAN already translates as
the glossary wants is not repeated.

Run in the portal's CKAN environment, from anywhere:

    python ckan-extensions/translations.py            write .pot, .po and .mo; say what lacks a translation
    python ckan-extensions/translations.py --check    write nothing; end with 1 where something is to be done

The module never invents a translation: a new message waits, empty, in the .po file.
"""

from __future__ import annotations

import argparse
import importlib.util
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import polib
import yaml
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from werkzeug.exceptions import default_exceptions

HERE = Path(__file__).resolve().parent
MAPPING = HERE / "babel.cfg"
PLURAL_FORMS = {"vi": "nplurals=1; plural=0;", "en": "nplurals=2; plural=(n != 1);"}
# Parts of CKAN that the portal does not load: examples for developers and plugins left out of ckan.plugins.
NOT_LOADED = ("ckanext/example_", "ckanext/stats/", "ckanext/tabledesigner/")
# English is CKAN's own language; there the portal only renames CKAN's groups and organizations.
RENAMED_IN_ENGLISH = re.compile(r"(?<!{)\b(groups?|organi[sz]ations?)\b(?!})", re.IGNORECASE)

Key = tuple[str, str]


@dataclass(frozen=True)
class Extension:
    """An extension with catalogues: its distribution's folder, its package, the packages it translates."""

    folder: str
    package: str
    completes: tuple[str, ...] = field(default=())

    @property
    def root(self) -> Path:
        """Folder that holds the package's files."""
        return HERE / self.folder / "ckanext" / self.package

    @property
    def domain(self) -> str:
        """gettext domain; CKAN derives the same name from the plugin's."""
        return f"ckanext-{self.package}"

    def catalogue(self, language: str) -> Path:
        """The .po file of a language; the .mo file lies beside it."""
        return self.root / "i18n" / language / "LC_MESSAGES" / f"{self.domain}.po"


EXTENSIONS = (
    Extension("ckanext-province-catalogue", "province_catalogue", ("scheming", "datapusher_plus")),
    Extension("ckanext-province-ingest", "province_ingest"),
)


def key(entry: polib.POEntry) -> Key:
    """What makes two messages the same one."""
    return entry.msgctxt or "", entry.msgid


def installed(package: str) -> Path:
    """Folder of an installed package; LookupError names the one that is missing."""
    spec = importlib.util.find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise LookupError(f"{package} is not installed; use the portal's CKAN environment")
    return Path(next(iter(spec.submodule_search_locations)))


def extracted(folder: Path, prefix: str) -> Iterator[polib.POEntry]:
    """Messages marked in a package folder; occurrences are `prefix/file`, without line numbers."""
    with MAPPING.open(encoding="utf-8") as mapping:
        methods, options = parse_mapping_cfg(mapping)
    for name, _line, message, _comments, context in extract_from_dir(str(folder), methods, options):
        if name.startswith(("tests/", "2.8_templates/", "public/base/vendor/")):
            continue
        singular, plural = message if isinstance(message, tuple) else (message, "")
        yield polib.POEntry(
            msgid=singular, msgid_plural=plural, msgctxt=context, occurrences=[(f"{prefix}/{name}", "")]
        )


def core_messages() -> Iterator[polib.POEntry]:
    """Messages of CKAN and its plugins: its published template, and its code where the template lags."""
    ckan = installed("ckan")
    for entry in polib.pofile(str(ckan / "i18n" / "ckan.pot")):
        places = [path for path, _line in entry.occurrences if not path.startswith(NOT_LOADED)]
        entry.occurrences = [(path, "") for path in places]
        if entry.occurrences:
            yield entry
    yield from extracted(ckan, "ckan")


def run_time_messages(extension: Extension) -> Iterator[polib.POEntry]:
    """Messages translated by a value known only at run time; names and texts of HTTP errors are some."""
    listed = yaml.safe_load((extension.root / "i18n" / "run_time.yaml").read_text(encoding="utf-8"))
    for error in default_exceptions.values():
        listed.setdefault("werkzeug/exceptions.py", []).extend([error().name, error.description])
    for place, messages in listed.items():
        yield from (polib.POEntry(msgid=message, occurrences=[(place, "")]) for message in messages)


def core_translations(language: str) -> dict[Key, polib.POEntry]:
    """What CKAN itself already says in a language."""
    path = installed("ckan") / "i18n" / language / "LC_MESSAGES" / "ckan.po"
    return {key(entry): entry for entry in polib.pofile(str(path))} if path.exists() else {}


def merged(entries: Iterable[polib.POEntry]) -> dict[Key, polib.POEntry]:
    """One entry per message, in order of the files that use it, with all its places and no flags."""
    found: dict[Key, polib.POEntry] = {}
    for entry in entries:
        same = found.setdefault(
            key(entry), polib.POEntry(msgid=entry.msgid, msgid_plural="", msgctxt=entry.msgctxt or None)
        )
        same.msgid_plural = same.msgid_plural or entry.msgid_plural
        same.occurrences = sorted({*same.occurrences, *entry.occurrences})
    return dict(sorted(found.items(), key=lambda item: (item[1].occurrences[0], item[0])))


def same_words(ours: polib.POEntry, theirs: polib.POEntry) -> bool:
    """Whether two entries carry the same translation."""
    return (ours.msgstr, ours.msgstr_plural) == (theirs.msgstr, theirs.msgstr_plural)


def wanted(extension: Extension, language: str) -> dict[Key, polib.POEntry]:
    """Messages that the extension's catalogue of a language must hold."""
    own = list(extracted(extension.root, f"ckanext/{extension.package}"))
    if extension.completes:
        for name in extension.completes:
            own += extracted(installed(f"ckanext.{name}"), f"ckanext/{name}")
        own += [*core_messages(), *run_time_messages(extension)]
    messages = merged(own)
    if language == "en":
        return {k: entry for k, entry in messages.items() if RENAMED_IN_ENGLISH.search(entry.msgid)}
    path, core = extension.catalogue(language), core_translations(language)
    kept = {key(entry): entry for entry in polib.pofile(str(path))} if path.exists() else {}
    return {
        k: entry
        for k, entry in messages.items()
        if k not in core
        or not core[k].translated()
        or (k in kept and kept[k].translated() and not same_words(kept[k], core[k]))
    }


def blank(extension: Extension, language: str = "") -> polib.POFile:
    """An empty catalogue; its header carries no dates, so that what did not change stays the same."""
    catalogue = polib.POFile(wrapwidth=110)
    catalogue.metadata = {
        "Project-Id-Version": extension.domain,
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Transfer-Encoding": "8bit",
    }
    if language:
        catalogue.metadata["Plural-Forms"] = PLURAL_FORMS[language]
    return catalogue


def template(extension: Extension) -> polib.POFile:
    """The .pot file: the extension's own messages. CKAN reads from it which ones its JavaScript needs."""
    catalogue = blank(extension)
    catalogue.extend(merged(extracted(extension.root, f"ckanext/{extension.package}")).values())
    return catalogue


def updated(extension: Extension, language: str) -> polib.POFile:
    """The language's catalogue with new messages added, gone ones dropped and translations kept."""
    path, catalogue = extension.catalogue(language), blank(extension, language)
    kept = {key(entry): entry for entry in polib.pofile(str(path))} if path.exists() else {}
    for k, entry in wanted(extension, language).items():
        if k in kept and bool(kept[k].msgid_plural) == bool(entry.msgid_plural):
            entry.msgstr, entry.msgstr_plural = kept[k].msgstr, kept[k].msgstr_plural
        elif entry.msgid_plural:
            entry.msgstr_plural = dict.fromkeys(range(1 if language == "vi" else 2), "")
        catalogue.append(entry)
    return catalogue


def files(extension: Extension) -> Iterator[tuple[Path, bytes, int]]:
    """Each file that should exist, its content, and how many messages it leaves untranslated."""
    own = template(extension)
    if own:
        yield extension.root / "i18n" / f"{extension.domain}.pot", str(own).encode(), 0
    for language in PLURAL_FORMS:
        catalogue = updated(extension, language)
        if not catalogue:
            continue
        path = extension.catalogue(language)
        yield path, str(catalogue).encode(), len(catalogue.untranslated_entries())
        yield path.with_suffix(".mo"), catalogue.to_binary(), 0


def main(arguments: list[str] | None = None) -> int:
    """Write or check all catalogues; 1 when checking finds a stale file or an untranslated message."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--check", action="store_true", help="write nothing, fail where work is left")
    check = parser.parse_args(arguments).check
    open_points = 0
    for extension in EXTENSIONS:
        for path, content, untranslated in files(extension):
            stale = not path.exists() or path.read_bytes() != content
            if stale and not check:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)
            if (stale and check) or untranslated:
                open_points += 1
                state = "not up to date" if stale and check else "written"
                print(f"{path.relative_to(HERE)}: {state}, {untranslated} without translation")
    return 1 if check and open_points else 0


if __name__ == "__main__":
    raise SystemExit(main())
