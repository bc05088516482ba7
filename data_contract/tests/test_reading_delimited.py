"""Text with delimiters becomes the canonical table, or is refused with its place."""

from __future__ import annotations

import pytest

SCHEMA = {
    "fields": [
        {"name": "unit_code", "title": "Mã", "title_en": "Code"},
        {"name": "unit_name", "title": "Tên đơn vị", "title_en": "Unit name"},
    ]
}
TABLE = "a,b\n1,x\n2,y\n"


class TestForm:
    @pytest.mark.parametrize(
        ("content", "format"),
        [
            pytest.param("a;b\n1;x\n2;y\n", "CSV", id="semicolon"),
            pytest.param("a\tb\n1\tx\n2\ty\n", "TSV", id="tab"),
            pytest.param("a\tb\n1\tx\n2\ty\n", "TXT", id="tab in TXT"),
            pytest.param("a|b\n1|x\n2|y\n", "CSV", id="bar"),
            pytest.param("a^b\n1^x\n2^y\n", "TXT", id="caret"),
            pytest.param("a;b\n1;x\n2;y\n", "SSV", id="SSV"),
            pytest.param("sep=;\na;b\n1;x\n2;y\n", "CSV", id="delimiter declared for Excel"),
            pytest.param("a,b\r\n1,x\r\n2,y\r\n", "CSV", id="CRLF"),
            pytest.param("a,b\r1,x\r2,y\r", "CSV", id="CR only"),
            pytest.param("a,b\n1,x\n2,y", "CSV", id="no line end at the end"),
            pytest.param("a,b\n1,x\n2,y\n\n\n,\n\n", "CSV", id="blank end"),
            pytest.param('"a","b"\n"1","x"\n2,"y"\n', "CSV", id="needless quotes"),
            pytest.param(" a , b\n1,x\n2,y\n", "CSV", id="spaces around labels"),
            pytest.param("\n\na,b\n1,x\n2,y\n", "CSV", id="blank start"),
            pytest.param("\ufeffa,b\n1,x\n2,y\n", "CSV", id="byte-order mark"),
        ],
    )
    def test_one_table_has_one_form(self, reading, content, format):
        """Delimiter, quotes, line ends and blank ends of a file do not matter."""
        found = reading(content, format)
        labels, *rows = found.path.read_text(encoding="utf-8-sig").replace('"', "").split()
        assert (labels, rows) == ("a,b", ["1,x", "2,y"])

    @pytest.mark.parametrize(
        ("content", "text"),
        [
            pytest.param("a;b\n1,5;x\n", 'a,b\n"1,5",x\n', id="decimal comma"),
            pytest.param('a;b\n"x\r\ny";1\n', 'a,b\n"x\r\ny",1\n', id="line end in a cell"),
            pytest.param('a;b\n"x ""y""";1\n', 'a,b\n"x ""y""",1\n', id="quotes in a cell"),
            pytest.param("a;b\n1;2\n\n3;4\n", "a,b\n1,2\n\n3,4\n", id="blank row within"),
            pytest.param("a;b\n1\n1;2;3\n", "a,b\n1\n1,2,3\n", id="uneven rows, left to the check"),
            pytest.param("a;b\n ;x\n", "a,b\n ,x\n", id="spaces in cells"),
            pytest.param('a\n""\nx\r\n', 'a\n""\nx\n', id="empty cell of a single column"),
            pytest.param("a,b\nSo\u031b\u0309,1\n", "a,b\nSở,1\n", id="NFD"),
        ],
    )
    def test_cells_stay_what_they_are(self, canonical, content, text):
        """Only the notation of the file changes."""
        assert canonical(content) == text


class TestCanonicalAlready:
    @pytest.mark.parametrize(
        "content",
        [
            pytest.param(TABLE, id="ASCII"),
            pytest.param("tên,số\nSở Y tế – tỉnh “Hưng Yên”…,1\n", id="Vietnamese"),
            pytest.param('a,b\n"x, ""y"" z","1\n2"\n', id="quotes"),
            pytest.param('a,b\n"""x""",1\n', id="quotes at the edges of a cell"),
            pytest.param("a,b\n1,2\n\n3,4", id="blank row within, no last line end"),
        ],
    )
    def test_file_is_used_as_it_is(self, reading, source, target, content):
        """A file in the canonical form is not written again."""
        assert reading(content).path == source
        assert not target.exists()

    @pytest.mark.parametrize(
        "content",
        [
            pytest.param("a,b\n\u2000,1\n", id="a space that NFC replaces"),
            pytest.param("a,b\n\u212b,1\n", id="a sign that NFC replaces"),
            pytest.param("a,b\nSo\u031b,1\n", id="decomposed letters"),
            pytest.param('a,b\n"",1\n', id="quoted empty cell"),
            pytest.param('a,b\nx"y,1\n', id="quote within a bare cell"),
            pytest.param("a,b\n1,2\r\n", id="CRLF"),
            pytest.param("a,b\n1,2\n,\n", id="blank end"),
            pytest.param("a, b\n1,2\n", id="space before a label"),
        ],
    )
    def test_other_forms_are_written_anew(self, reading, target, content):
        """What differs from the canonical form, if only in one place, is written in it."""
        assert reading(content).path == target

    def test_contract_must_have_the_same_names_in_order(self, reading, source, target):
        """With a contract the header must already be its names."""
        assert reading("unit_code,unit_name\n1,x\n", schema=SCHEMA).path == source
        assert reading("Mã,Tên đơn vị\n1,x\n", schema=SCHEMA).path == target

    def test_blocks_meet_without_a_seam(self, reading, source, monkeypatch):
        """Cells that lie across two blocks of the check are judged as one."""
        monkeypatch.setattr("data_contract.reading.canonical.BLOCK", 7)
        content = "a,b\n" + '"Sở ""Y\ntế"", x",1\n' * 50
        assert reading(content).path == source


class TestRefusals:
    @pytest.mark.parametrize(
        ("content", "rule", "row"),
        [
            pytest.param("", "empty", None, id="empty"),
            pytest.param("\n\n \n", "empty", None, id="only blank lines"),
            pytest.param("a,b\n1,\0\n", "nul", 2, id="NUL"),
            pytest.param('a,b\n1,x\n2,"y\n3,z\n4,v\n', "malformed", 3, id="quote never closed"),
            pytest.param('a,b\n1,"x"y\n', "malformed", 2, id="quote closed too early"),
            pytest.param('a,b\n"x\ny","z\n3,4\n', "malformed", 3, id="second quote of a row of two lines"),
            pytest.param('sep=;\na;b\n1;"x\n', "malformed", 3, id="after a declared delimiter"),
            pytest.param("Sở".encode() * 20 + b"\n1\n\xff\xfe2\n", "encoding", 3, id="byte that is no UTF-8"),
            pytest.param("BÁO CÁO\n\na,b,c\n1,2,3\n4,5,6\n", "title_rows", 1, id="title above the header"),
            pytest.param("UBND TỈNH,CỘNG HOÀ\nx,y,z,t\n1,2,3,4\n", "title_rows", 1, id="two titles abreast"),
        ],
    )
    def test_place_is_named(self, refused, content, rule, row):
        """A refusal names its rule and its line."""
        assert [(problem.rule, problem.row) for problem in refused(content)] == [(rule, row)]

    def test_line_without_end(self, refused, monkeypatch):
        """A line beyond all measure is refused before it fills the memory."""
        monkeypatch.setattr("data_contract.reading.encodings.LONGEST_LINE", 1000)
        assert refused("a;b\n1;" + "x" * 1001)[0].rule == "long_line"

    def test_more_columns_than_postgresql_takes(self, refused, reading):
        """Of its 1 600 columns CKAN takes two; one more is refused with the file's number."""
        assert len(reading(",".join(f"c{n}" for n in range(1598)) + "\n").columns) == 1598
        (problem,) = refused(",".join(f"c{n}" for n in range(1599)) + "\n")
        assert (problem.rule, problem.value) == ("too_many_columns", "1599")


class TestContract:
    @pytest.mark.parametrize(
        "header",
        ["unit_name;unit_code", "Tên đơn vị;Mã", "UNIT NAME;code", " tên  ĐƠN vị ;MÃ", "Unit name;unit_code"],
    )
    def test_labels_in_any_order_and_spelling(self, reading, header):
        """A label names its column by name or title, whatever its case and spaces, at any place."""
        found = reading(f"{header}\nSở;1\n", schema=SCHEMA)
        assert found.path.read_text(encoding="utf-8") == "unit_code,unit_name\n1,Sở\n"
        assert found.columns == {"unit_code": 2, "unit_name": 1}

    @pytest.mark.parametrize(
        ("header", "problems"),
        [
            pytest.param(
                "Mã,x,y", [("missing_column", "unit_name"), ("extra_column", None), ("extra_column", None)]
            ),
            pytest.param("Mã,Code,Tên đơn vị", [("duplicate_column", "unit_code")]),
            pytest.param("Mã,,Tên đơn vị", [("blank_column", None)]),
            pytest.param(
                "Mã,x,x",
                [("missing_column", "unit_name"), ("extra_column", None), ("duplicate_column", None)],
            ),
        ],
    )
    def test_all_problems_of_a_header_at_once(self, refused, header, problems):
        """Missing, unknown, repeated and blank labels are all named."""
        found = refused(f"{header}\n1,2,3\n", schema=SCHEMA)
        assert [(problem.rule, problem.column) for problem in found] == problems
        assert {problem.row for problem in found} == {1}

    def test_title_of_two_columns(self, refused):
        """A label that is the title of two columns is not guessed."""
        fields = [{"name": "a", "title": "Số"}, {"name": "b", "title": "Số"}, {"name": "c"}, {"name": "d"}]
        found = refused("c,d,Số,b\n1,2,3,4\n", schema={"fields": fields})
        assert ("ambiguous_column", "Số") in [(problem.rule, problem.value) for problem in found]

    def test_similar_label_is_suggested(self, refused):
        """A label that is nearly right is told its column, in the remedy."""
        (_, extra) = refused("Mã,Tên đon vị\n1,x\n", schema=SCHEMA)
        said = extra.dictize("f")
        assert said["remedy"].endswith("Có phải là cột “unit_name” không?")
        assert said["remedy_en"].endswith("Is column “unit_name” meant?")

    def test_header_below_a_title(self, reading):
        """With a contract the header is found below titles, and rows keep the source's numbers."""
        found = reading("BÁO CÁO;\n\nTên đơn vị;Mã\nSở;1\n", schema=SCHEMA)
        assert (found.first_row, found.source_row(2)) == (3, 4)

    def test_short_row_of_other_order(self, refused):
        """A row too short to be put in order is named with the columns that it lacks."""
        (problem,) = refused("Tên đơn vị,Mã\nSở,1\nBộ\n", schema=SCHEMA)
        assert (problem.rule, problem.row, problem.column) == ("missing_cell", 3, "unit_code")

    def test_extra_cells_of_other_order(self, canonical):
        """Extra cells stay at the end of their row, for the check."""
        assert canonical("Tên đơn vị,Mã\nSở,1,?\n", schema=SCHEMA).endswith("1,Sở,?\n")

    def test_labels_without_a_contract(self, reading):
        """Without a contract double, empty and reserved labels stay for whoever names the columns."""
        assert reading("_id,,x,x\n1,2,3,4\n").path.read_text(encoding="utf-8").startswith("_id,,x,x\n")
