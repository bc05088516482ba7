"""The search schema: CKAN's own, with Vietnamese analysis."""

from __future__ import annotations

from xml.etree import ElementTree

from runtime.install.solr import ANALYSIS, vietnamese_schema

STOCK = """<schema name="ckan" version="1.6">
  <fieldType name="string" class="solr.StrField" sortMissingLast="true"/>
  <fieldType name="text" class="solr.TextField" positionIncrementGap="100">
    <analyzer type="index"><tokenizer class="solr.WhitespaceTokenizerFactory"/>
      <filter class="solr.SnowballPorterFilterFactory" language="English"/></analyzer>
    <analyzer type="query"><tokenizer class="solr.WhitespaceTokenizerFactory"/></analyzer>
  </fieldType>
  <fieldType name="text_general" class="solr.TextField" positionIncrementGap="100">
    <analyzer type="index"><tokenizer class="solr.WhitespaceTokenizerFactory"/></analyzer>
  </fieldType>
  <fieldType name="text_ngram" class="solr.TextField" positionIncrementGap="100">
    <analyzer type="index"><tokenizer class="solr.NGramTokenizerFactory" minGramSize="2"/></analyzer>
  </fieldType>
  <field name="title" type="text" indexed="true" stored="true"/>
  <uniqueKey>index_id</uniqueKey>
  <copyField source="title" dest="text"/>
</schema>"""


def kinds(schema: str) -> dict[str, ElementTree.Element]:
    """Field types by name."""
    return {kind.attrib["name"]: kind for kind in ElementTree.fromstring(schema).iter("fieldType")}


def test_both_text_types_get_one_vietnamese_analysis() -> None:
    """Index and query are analysed alike, by the chain that is declared."""
    made = kinds(vietnamese_schema(STOCK))
    for name in ("text", "text_general"):
        [analyzer] = list(made[name])
        assert analyzer.attrib == {}
        assert tuple((step.tag, step.attrib) for step in analyzer) == ANALYSIS
        assert made[name].attrib == kinds(STOCK)[name].attrib


def test_everything_else_is_as_ckan_has_it() -> None:
    """Other types, fields, keys and copies are equal, in their order."""

    def rest(schema: str) -> list[str]:
        items = [
            item
            for item in ElementTree.fromstring(schema)
            if item.get("name") not in ("text", "text_general")
        ]
        for item in items:
            item.tail = None
        return [ElementTree.tostring(item, encoding="unicode") for item in items]

    assert rest(vietnamese_schema(STOCK)) == rest(STOCK)


def test_transformation_is_stable() -> None:
    """Doing it twice is doing it once, so a restart is not caused by it."""
    once = vietnamese_schema(STOCK)
    assert vietnamese_schema(once) == once
