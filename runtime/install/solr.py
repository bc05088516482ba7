"""Solr 9 as Maven jars with a small Jetty launcher, and the core's configuration for Vietnamese."""

from __future__ import annotations

import shutil
from pathlib import Path
from xml.etree import ElementTree

from runtime import shell
from runtime.install import cache, distribution, environments
from runtime.settings import ROOT, Settings
from runtime.steps import fingerprint
from runtime.text import t

SOURCE = ROOT / "runtime" / "solr"
CORES = ("ckan", "ckan_test")

#: CKAN's stock analysis stems Vietnamese as if it were English. Here words are normalised to NFC, lower-cased
#: and indexed both as written and without accents: «y te» finds «y tế», and exact accents rank higher.
ANALYSIS = (
    ("charFilter", {"class": "solr.ICUNormalizer2CharFilterFactory", "form": "nfc", "mode": "compose"}),
    ("tokenizer", {"class": "solr.StandardTokenizerFactory"}),
    ("filter", {"class": "solr.LowerCaseFilterFactory"}),
    ("filter", {"class": "solr.ASCIIFoldingFilterFactory", "preserveOriginal": "true"}),
)


def folder(settings: Settings) -> Path:
    """Where this instance keeps its jars, classes and cores."""
    return settings.state / "solr"


def install(settings: Settings) -> None:
    """Fetch the jars once per machine, compile the launcher and copy both here."""
    built = cache.root() / f"solr-{fingerprint([SOURCE / 'pom.xml', SOURCE / 'Launcher.java'])[:12]}"
    if not built.exists():
        _build(built)
    for part in ("lib", "classes"):
        cache.copy_folder(built / part, folder(settings) / part)


def _build(target: Path) -> None:
    work = target.with_name(target.name + ".work")
    shutil.rmtree(work, ignore_errors=True)
    (work / "classes").mkdir(parents=True)
    shell.run(
        [
            distribution.program("mvn"),
            "-q",
            "-B",
            "-f",
            SOURCE / "pom.xml",
            "dependency:copy-dependencies",
            f"-DoutputDirectory={work / 'lib'}",
            "-DincludeScope=runtime",
        ],
        way_out=t(
            "Kiểm tra mạng hoặc kho Maven (~/.m2/settings.xml).",
            "Check the network or Maven's repository (~/.m2/settings.xml).",
        ),
    )
    shell.run(
        [
            distribution.program("javac"),
            "-cp",
            f"{work / 'lib'}/*",
            "-d",
            work / "classes",
            SOURCE / "Launcher.java",
        ]
    )
    work.replace(target)


def configure(settings: Settings) -> None:
    """Write Solr's home: one core for the portal, one for the tests."""
    home = folder(settings) / "home"
    shell.write(home / "solr.xml", "<solr></solr>\n", account=settings.account)
    schema = vietnamese_schema(stock_schema(settings).read_text("utf-8"))
    for core in CORES:
        base = home / core
        shell.write(base / "core.properties", f"name={core}\n", account=settings.account)
        shell.write(base / "conf" / "schema.xml", schema, account=settings.account)
        config = (SOURCE / "solrconfig.xml").read_text("utf-8")
        shell.write(base / "conf" / "solrconfig.xml", config, account=settings.account)
        for name in ("synonyms.txt", "stopwords.txt", "protwords.txt"):
            shell.write(base / "conf" / name, "", account=settings.account)
        for path in (home, base, base / "conf"):
            shell.give(path, settings.account)


def stock_schema(settings: Settings) -> Path:
    """CKAN's own schema, from its installed package."""
    return next(
        environments.folder(settings, "ckan").glob("lib/python3*/site-packages/ckan/config/solr/schema.xml")
    )


def vietnamese_schema(stock: str) -> str:
    """CKAN's schema with the analysis of its text fields replaced by :data:`ANALYSIS`."""
    root = ElementTree.fromstring(stock)
    for kind in root.iter("fieldType"):
        if kind.get("name") not in ("text", "text_general"):
            continue
        for old in list(kind):
            kind.remove(old)
        analyzer = ElementTree.SubElement(kind, "analyzer")
        for tag, attributes in ANALYSIS:
            ElementTree.SubElement(analyzer, tag, attributes)
    return ElementTree.tostring(root, encoding="unicode") + "\n"
