"""A ZIP with one data file is read as that file; files are what their bytes say, not their names."""

from __future__ import annotations

import io
import os
from zipfile import ZipFile

import pytest

from data_contract.reading import FORMATS

from .workbooks import ods, parquet, xls, xlsx, zipped

TABLE = "a,b\n1,Sở\n"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(20)
HTML = "<html><head><meta charset='utf-8'></head><table><tr><td>a</td></tr></table></html>"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(22) + b"\x09\0" + bytes(480)


def old_office(stream: str) -> bytes:
    """The start of a compound file with one stream in its directory."""
    return OLE + stream.encode("utf-16-le") + bytes(600)


class TestZip:
    @pytest.mark.parametrize(
        ("members", "text"),
        [
            pytest.param({"data/a.csv": TABLE}, TABLE, id="canonical CSV in a folder"),
            pytest.param({"a.TSV": "a\tb\n1\tSở\n"}, TABLE, id="TSV"),
            pytest.param({"a.xlsx": xlsx(S=[["a", "b"], [1, "Sở"]])}, TABLE, id="workbook"),
            pytest.param({"a.json": '[{"a": 1, "b": "Sở"}]'}, TABLE, id="JSON"),
            pytest.param(
                {"a.csv": TABLE, "__MACOSX/._a.csv": "x", ".DS_Store": "x", "doc.pdf": "x"},
                TABLE,
                id="company",
            ),
        ],
    )
    def test_one_data_file(self, reading, target, members, text):
        """What else a ZIP carries along does not count; the reading names the member."""
        found = reading(zipped(members), "ZIP")
        assert found.path == target
        assert found.path.read_text(encoding="utf-8") == text
        assert found.member == next(iter(members))
        assert set(os.listdir(target.parent)) == {"target.csv", "source"}

    @pytest.mark.parametrize(
        ("members", "rule", "value"),
        [
            pytest.param({}, "zip", None, id="nothing"),
            pytest.param({"a.pdf": "x"}, "zip", None, id="no data"),
            pytest.param(
                {"a.csv": TABLE, "b.xlsx": "x"}, "zip_several", "a.csv, b.xlsx", id="two data files"
            ),
            pytest.param({"a.csv": TABLE, "b.zip": "x"}, "zip_nested", "b.zip", id="archive within"),
            pytest.param({"../a.csv": TABLE}, "zip_path", "../a.csv", id="parent folder"),
            pytest.param({"/etc/a.csv": TABLE}, "zip_path", "/etc/a.csv", id="absolute"),
            pytest.param({"C:\\a.csv": TABLE}, "zip_path", "C:\\a.csv", id="drive"),
            pytest.param({"x\\..\\a.csv": TABLE}, "zip_path", "x\\..\\a.csv", id="parent by backslash"),
        ],
    )
    def test_refused(self, refused, members, rule, value):
        """Anything but one safe data file is refused by name."""
        assert [(problem.rule, problem.value) for problem in refused(zipped(members), "ZIP")] == [
            (rule, value)
        ]

    def test_declared_size(self, refused):
        """A member whose declared size is beyond the limit is never unpacked."""
        found = refused(zipped({"a.csv": "a\n" * 600}), "ZIP", largest=1000)
        assert [(problem.rule, problem.value) for problem in found] == [("zip_bomb", "a.csv")]

    def test_swelling(self, refused):
        """Neither is one that swells beyond reason."""
        assert refused(zipped({"a.csv": bytes(70_000_000)}), "ZIP")[0].rule == "zip_bomb"

    def test_false_size(self, refused):
        """A member that is larger than it declares is refused when it is unpacked."""
        content = zipped({"a.csv": "a\n" * 600})
        declared = (1200).to_bytes(4, "little")
        assert content.count(declared) == 2
        found = refused(content.replace(declared, (10).to_bytes(4, "little")), "ZIP")
        assert [problem.rule for problem in found] == ["damaged"]

    def test_password(self, refused):
        """An encrypted member is refused."""
        content = bytearray(zipped({"a.csv": TABLE}))
        content[content.rindex(b"PK\x01\x02") + 8] |= 1
        assert [problem.rule for problem in refused(bytes(content), "ZIP")] == ["password"]

    def test_many_members(self, refused, source):
        """A directory of endless members is refused."""
        raw = io.BytesIO()
        with ZipFile(raw, "w") as archive:
            for number in range(10_001):
                archive.writestr(f"{number}", b"")
        assert [problem.rule for problem in refused(raw.getvalue(), "ZIP")] == ["zip_bomb"]

    def test_problems_of_the_member(self, refused):
        """The member is judged as if it had come alone."""
        assert [(problem.rule, problem.row) for problem in refused(zipped({"a.csv": 'a\n"x\n'}), "ZIP")] == [
            ("malformed", 2)
        ]


class TestKinds:
    @pytest.mark.parametrize(
        ("content", "format", "said"),
        [
            pytest.param(b"%PDF-1.7\n", "CSV", "tài liệu PDF", id="PDF"),
            pytest.param(PNG, "CSV", "hình ảnh", id="PNG"),
            pytest.param(PNG, "XLSX", "hình ảnh", id="PNG as XLSX"),
            pytest.param(b"\xff\xd8\xff\xe0" + bytes(20), "JSON", "hình ảnh", id="JPEG"),
            pytest.param(b"MZ" + bytes(100), "CSV", "chương trình", id="Windows program"),
            pytest.param(b"\x7fELF" + bytes(100), "CSV", "chương trình", id="Linux program"),
            pytest.param(b"#!/bin/sh\n", "CSV", "chương trình", id="script"),
            pytest.param(HTML, "CSV", "trang HTML", id="HTML"),
            pytest.param(HTML.encode("utf-16"), "CSV", "trang HTML", id="HTML in UTF-16"),
            pytest.param("<?xml version='1.0'?><a/>", "CSV", "tệp XML", id="XML"),
            pytest.param("{\\rtf1", "TXT", "tài liệu RTF", id="RTF"),
            pytest.param(b"\x1f\x8b" + bytes(20), "CSV", "tệp nén", id="gzip"),
            pytest.param(b"Rar!\x1a\x07", "ZIP", "tệp nén", id="RAR as ZIP"),
            pytest.param(b"SQLite format 3\0", "CSV", "cơ sở dữ liệu", id="SQLite"),
            pytest.param(xlsx(S=[["a"]]), "CSV", "sổ tính Excel (XLSX)", id="XLSX as CSV"),
            pytest.param(xlsx(S=[["a"]]), "XLS", "sổ tính Excel (XLSX)", id="XLSX as XLS"),
            pytest.param(xls(S=[["a"]]), "XLSX", "97–2003", id="XLS as XLSX"),
            pytest.param(ods(S=[["a"]]), "XLSX", "OpenDocument", id="ODS as XLSX"),
            pytest.param(zipped({"word/document.xml": "x"}), "XLSX", "Word (DOCX)", id="DOCX"),
            pytest.param(zipped({"a.csv": TABLE}), "CSV", "tệp nén ZIP", id="ZIP as CSV"),
            pytest.param(old_office("WordDocument"), "XLS", "Word 97–2003", id="DOC"),
            pytest.param(old_office("PowerPoint"), "XLS", "Office đời cũ", id="other Office file"),
            pytest.param("a,b\n1,2\n", "XLSX", "(CSV)", id="CSV as XLSX"),
        ],
    )
    def test_disguise(self, refused, content, format, said):
        """A file of another kind is refused with what it is."""
        (problem,) = refused(content, format)
        assert problem.rule == "wrong_kind"
        assert said in problem.dictize("f")["message"]

    @pytest.mark.parametrize(
        ("content", "format", "said"),
        [
            pytest.param(zipped({"a.csv": TABLE}), "ZIP", "ZIP", id="ZIP"),
            pytest.param(xlsx(S=[["a", "b"], [1, 2]]), "XLSX", "XLSX", id="XLSX"),
            pytest.param(ods(S=[["a", "b"], [1, 2]]), "ODS", "ODS", id="ODS"),
            pytest.param(xls(S=[["a", "b"], [1, 2]]), "XLS", "XLS", id="XLS"),
            pytest.param(parquet(a=[1, 2, 3]), "PARQUET", "Parquet", id="Parquet"),
        ],
    )
    @pytest.mark.parametrize("part", [0.5, 0.9])
    def test_sent_by_half(self, refused, content, format, said, part):
        """A file whose end did not arrive is told to be incomplete, not to be of another kind."""
        (problem,) = refused(content[: int(len(content) * part)], format)
        assert problem.rule == "cut_off"
        told = problem.dictize("f")
        assert said in told["message"]
        assert "Upload the original again" in told["remedy_en"]

    @pytest.mark.parametrize("format", ["XLS", "XLSX"])
    @pytest.mark.parametrize(
        "content",
        [
            HTML,
            f"\ufeff\r\n  {HTML}",
            "<!-- x --><TABLE>",
            '<?xml version="1.0"?>\n<Workbook xmlns="urn:x"/>',
        ],
    )
    def test_html_as_workbook(self, refused, format, content):
        """What e-office systems export as .xls is named, with the way to a true workbook."""
        (problem,) = refused(content, format)
        assert problem.rule == "html_workbook"
        assert "Save As" in problem.dictize("f")["remedy"]

    def test_password(self, refused):
        """A workbook with a password is told apart from other old files."""
        assert [problem.rule for problem in refused(old_office("EncryptedPackage"), "XLSX")] == ["password"]

    @pytest.mark.parametrize("content", ["BM,MZ\n1,2\n", "MZ\n1\n", "PK,a\n1,2\n", "<5 tuổi,a\n1,2\n"])
    def test_labels_like_signatures(self, canonical, content):
        """Letters that only look like a signature are labels."""
        assert canonical(content) == content

    def test_unknown_format(self, refused):
        """A format that cannot be read is named with those that can."""
        (problem,) = refused(b"x", "DOCX")
        assert (problem.rule, problem.value) == ("unsupported_format", "DOCX")
        assert all(format in problem.dictize("f")["remedy_en"] for format in FORMATS)

    @pytest.mark.parametrize("format", FORMATS)
    def test_empty(self, refused, format):
        """A file without a byte is empty, whatever its format."""
        assert [problem.rule for problem in refused(b"", format)] == ["empty"]

    @pytest.mark.parametrize("format", ["csv", ".csv", "Csv"])
    def test_spelling_of_the_format(self, canonical, format):
        """A format may be written as a file's ending."""
        assert canonical(TABLE, format) == TABLE
