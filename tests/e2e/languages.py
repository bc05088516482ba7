"""What makes a page mixed: English in a Vietnamese page, Vietnamese in an English one, names aside."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import yaml
from playwright.sync_api import Page

from runtime.settings import ROOT
from tests.site import Site

#: Texts that a person reads or hears, without those that are marked as code or as another language.
TEXTS = """() => {
  const hints = ["aria-label", "title", "placeholder", "alt"];
  const skipped = "script, style, code, pre, svg, kbd, [lang]:not(html)";
  const found = [document.title];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
  for (let node = walker.currentNode; node; node = walker.nextNode()) {
    const element = node.nodeType === Node.TEXT_NODE ? node.parentElement : node;
    if (element.closest(skipped)) continue;
    if (node.nodeType === Node.TEXT_NODE) found.push(node.data);
    else for (const name of hints) found.push(node.getAttribute(name));
  }
  return [...new Set(found.map(text => (text || "").replace(/\\s+/g, " ").trim()).filter(Boolean))];
}"""
VIETNAMESE = re.compile("[ăâđêôơưạảãàáặẳẵằắậẩẫầấẹẻẽèéệểễềếịỉĩìíọỏõòóộổỗồốợởỡờớụủũùúựửữừứỵỷỹỳý]", re.I)
#: Frequent English words that are no Vietnamese syllables without accents.
ENGLISH = re.compile(
    r"\b(the|and|of|is|are|for|with|from|this|you|your|not|no|all|add|new|more|dataset|datasets|file|files|"
    r"resource|resources|search|show|view|edit|delete|update|updated|download|upload|sign|name|user|settings|"
    r"language|page|pages|about|home|group|groups|organization|organizations|agency|sector|activity|title|"
    r"description|license|licence|private|public|draft|manage|save|cancel|remove|next|previous|error|found|"
    r"required|must|please|cannot|has|have|been|will|can|select|choose|type|value|column|row|rows)\b",
    re.I,
)
ADDRESS = re.compile(r"\S*(?:://|@|/\w+/)\S*")


def english_texts(value: object, key: str = "") -> Iterator[str]:
    """All texts under keys that end in ``_en``, also inside schemas."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from english_texts(inner, name)
    elif isinstance(value, list):
        for inner in value:
            yield from english_texts(inner, key)
    elif isinstance(value, str) and key == "schema" and value:
        yield from english_texts(json.loads(value))
    elif isinstance(value, str) and key.endswith("_en"):
        yield value


def own_names(site: Site) -> list[str]:
    """What may keep Vietnamese letters on an English page, the longest first.

    The catalogue's English texts, texts that exist in Vietnamese only (names of laws, of contacts, of places
    in a source), and the proper names of the province.
    """
    datasets = site.do("package_search", rows=1000)["results"]
    records = [
        *datasets,
        *site.do("organization_list", all_fields=True, include_extras=True, limit=1000),
        *site.do("group_list", all_fields=True, include_extras=True, limit=1000),
    ]
    names = {text for record in records for text in english_texts(record)}
    for dataset in datasets:
        names |= {act["title"] for act in dataset.get("legal_basis", [])}
        names |= {source.get("place", "") for source in dataset.get("sources", [])}
        names.add(dataset.get("contact_name", ""))
    profile = yaml.safe_load(Path(ROOT / "province" / f"{site.profile}.yaml").read_text("utf-8"))
    names |= set(english_texts(profile)) | {profile["short_name"], "NĐ-CP"}
    return sorted((" ".join(name.split()) for name in names if name), key=len, reverse=True)


def without_names(text: str, names: list[str]) -> str:
    """The text without the names in it, and without its end where a description was cut off."""
    for name in names:
        text = text.replace(name, "")
        if text.endswith("…") or text.endswith("..."):
            beginning = text.rstrip("….")
            text = "" if name.startswith(beginning) else text
    return text


def english_in(page: Page) -> list[str]:
    """Texts of a Vietnamese page with English words; a page without Vietnamese is wrong too."""
    texts = page.evaluate(TEXTS)
    speaks = sum(bool(VIETNAMESE.search(text)) for text in texts) > 10
    left = [text for text in texts if ENGLISH.search(ADDRESS.sub("", text))]
    return left if speaks else ["hardly any Vietnamese", *left]


def vietnamese_in(page: Page, names: list[str]) -> list[str]:
    """Texts of an English page with Vietnamese letters, table cells and ``names`` aside."""
    page.evaluate("document.querySelectorAll('#table tbody').forEach(body => body.remove())")
    texts = page.evaluate(TEXTS)
    speaks = sum(bool(ENGLISH.search(text)) for text in texts) > 5
    left = [text for text in texts if VIETNAMESE.search(without_names(text, names))]
    return left if speaks else ["hardly any English", *left]
