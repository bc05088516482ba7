"""Text in every encoding that Vietnamese offices have used is converted exactly, or refused."""

from __future__ import annotations

import unicodedata

import pytest

from data_contract.reading import vietnamese
from data_contract.reading.encodings import LEGACY

from .workbooks import xlsx

VOWELS = "aăâeêioôơuưy"
TONES = ("", *vietnamese.TONES)
LOWER = [unicodedata.normalize("NFC", vowel + tone) for vowel in VOWELS for tone in TONES] + ["đ"]
UPPER = [letter.upper() for letter in LOWER]
TABLE = (
    "Mã;Đơn vị;Địa chỉ\n"
    "1;Sở Y tế;Số 12, đường Lê Lợi\n"
    "2;Ủy ban nhân dân huyện Đông Hưng;Thị trấn Đông Hưng, tỉnh Thái Bình\n"
    "3;Văn phòng Đăng ký đất đai;Phường Bồ Xuyên, thành phố Thái Bình\n"
    "4;Trường Trung học phổ thông Nguyễn Đức Cảnh;Kỳ Bá – “khu mới” quỹ đất\n"
)
PLAIN = TABLE.translate(str.maketrans("ỦủÊỆ", "UuEE")).replace("–", "-").replace("“", "'").replace("”", "'")


def windows_1258(text: str) -> bytes:
    return b"".join(_of_1258(letter) for letter in unicodedata.normalize("NFC", text))


def _of_1258(letter: str) -> bytes:
    """The page has a vowel with its circumflex, breve or horn as one byte, and its tone as another."""
    try:
        return letter.encode("cp1258")
    except UnicodeEncodeError:
        marks = unicodedata.normalize("NFD", letter)
        tones = "".join(mark for mark in marks if mark in vietnamese.TONES)
        base = unicodedata.normalize("NFC", "".join(mark for mark in marks if mark not in vietnamese.TONES))
        return (base + tones).encode("cp1258")


def tcvn3(text: str) -> bytes:
    bytes_of = {letter: byte for byte, letter in {**vietnamese.TCVN3, **vietnamese.PUNCTUATION}.items()}
    return bytes(bytes_of.get(letter) or ord(letter) for letter in text)


def vni(text: str) -> bytes:
    return b"".join(map(_of_vni, text))


def _of_vni(letter: str) -> bytes:
    single = {letter: byte for byte, letter in {**vietnamese.VNI_LETTERS, **vietnamese.PUNCTUATION}.items()}
    if letter.isascii() or letter in single:
        return bytes([single.get(letter) or ord(letter)])
    marks = unicodedata.normalize("NFD", letter)
    base = unicodedata.normalize("NFC", "".join(mark for mark in marks if mark in ("\u031b", marks[0])))
    wanted = unicodedata.normalize("NFC", letter.lower())
    mark = next(
        byte
        for byte, combining in vietnamese.VNI_MARKS.items()
        if unicodedata.normalize("NFC", base.lower() + combining) == wanted
        and (byte < 0xE0) == letter.isupper()
    )
    return bytes([single.get(base) or ord(base), mark])


ENCODERS = {"windows-1258": windows_1258, "TCVN3 (ABC)": tcvn3, "VNI": vni}


class TestTables:
    @pytest.mark.parametrize("letter", LOWER + UPPER)
    @pytest.mark.parametrize("encoding", ["windows-1258", "VNI"])
    def test_every_letter_comes_back(self, encoding, letter):
        """All 134 Vietnamese letters survive the way there and back."""
        assert LEGACY[encoding](ENCODERS[encoding](letter)) == letter

    @pytest.mark.parametrize("letter", [*LOWER, *"ĂÂÊÔƠƯĐ"])
    def test_every_letter_of_tcvn3_comes_back(self, letter):
        """TCVN3 has all letters in lower case, and capitals without tone."""
        assert LEGACY["TCVN3 (ABC)"](tcvn3(letter)) == letter

    @pytest.mark.parametrize(
        ("encoding", "seen", "meant"),
        [
            ("TCVN3 (ABC)", "Céng hßa x· héi chñ nghÜa ViÖt Nam", "Cộng hòa xã hội chủ nghĩa Việt Nam"),
            ("TCVN3 (ABC)", "§éc lËp - Tù do - H¹nh phóc", "Độc lập - Tự do - Hạnh phúc"),
            ("VNI", "Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam", "Cộng hòa xã hội chủ nghĩa Việt Nam"),
            ("VNI", "ÑOÄC LAÄP - TÖÏ DO - HAÏNH PHUÙC", "ĐỘC LẬP - TỰ DO - HẠNH PHÚC"),
        ],
    )
    def test_known_sentences(self, encoding, seen, meant):
        """What is seen where the font is missing is what the table says."""
        assert LEGACY[encoding](seen.encode("latin-1")) == meant

    @pytest.mark.parametrize("decode", [vietnamese.decode_tcvn3, vietnamese.decode_vni])
    def test_byte_without_a_letter(self, decode):
        """A byte that the table does not have is an error, not a letter."""
        with pytest.raises(UnicodeDecodeError):
            decode(b"a\x81b")


class TestSyllables:
    @pytest.mark.parametrize(
        "word", ["nguyễn", "khuỷu", "quốc", "giếng", "gì", "thuở", "hươu", "bưu", "đắk", "ngoẻo", "ở", "hưu"]
    )
    def test_words(self, word):
        """Vietnamese words follow the spelling."""
        assert vietnamese.is_syllable(word)

    @pytest.mark.parametrize("word", ["café", "für", "hßa", "các̀", "quôc", "hộâi", "đđ", "tậpn"])
    def test_other_words(self, word):
        """Foreign words, two tones, and a stop without rising or heavy tone do not."""
        assert not vietnamese.is_syllable(word)


class TestFiles:
    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
    def test_unicode(self, canonical, encoding):
        """Unicode is recognised with and without its mark."""
        assert canonical(TABLE.encode(encoding)) == canonical(TABLE)

    @pytest.mark.parametrize("encoding", ENCODERS)
    def test_legacy(self, reading, encoding):
        """A file in a legacy table is converted, and the reading says from which."""
        text = PLAIN if encoding == "TCVN3 (ABC)" else TABLE
        expected = reading(text).path.read_text(encoding="utf-8")
        found = reading(ENCODERS[encoding](text))
        assert found.encoding == encoding
        assert found.path.read_text(encoding="utf-8") == expected

    @pytest.mark.parametrize(
        ("content", "named"),
        [
            pytest.param(b"a\nS\xe3\n", "TCVN3", id="one word that several tables know"),
            pytest.param("ville\ncafé, été, hôtel, français\n".encode("latin-1"), "nhận ra", id="French"),
            pytest.param("x\n12 m²\n".encode("latin-1"), "nhận ra", id="a sign alone"),
            pytest.param(b"a\n\x81\x8d\x8f\n", "nhận ra", id="bytes that are no letters"),
        ],
    )
    def test_uncertain(self, refused, content, named):
        """What could be several tables, or none, is refused with what was seen, from which line on."""
        (problem,) = refused(content)
        assert problem.rule == "legacy_encoding"
        assert named in problem.dictize("f")["message"]
        assert "dòng 2" in problem.dictize("f")["message"]

    def test_one_wrong_byte_in_utf_8(self, refused):
        """A file that otherwise is UTF-8 is never taken for a legacy table."""
        (problem,) = refused(TABLE.encode() + b"5;S\xe3;x\n6;y;z\n")
        assert (problem.rule, problem.row) == ("encoding", 6)

    def test_wrong_byte_far_down(self, refused, monkeypatch):
        """The line is counted over all blocks, also where a letter lies across two of them."""
        monkeypatch.setattr("data_contract.reading.encodings.CHUNK", 5)
        (problem,) = refused(TABLE.encode() * 20 + b"\xe1\xbb")
        assert (problem.rule, problem.row) == ("encoding", 101)

    def test_stray_byte_in_a_legacy_file(self, refused):
        """A byte that the recognised table does not have is refused with its line."""
        lines = vni(TABLE) * 200 + b"9;\x81;x\n"
        problems = refused(lines)
        assert (problems[0].rule, problems[0].row) in [("encoding", 1001), ("legacy_encoding", None)]

    def test_utf_16_cut_off(self, refused):
        """Half a character at the end of UTF-16 is named."""
        assert refused(TABLE.encode("utf-16") + b"x")[0].rule == "damaged_text"


class TestFonts:
    @pytest.mark.parametrize("encoding", ["TCVN3 (ABC)", "VNI"])
    @pytest.mark.parametrize(
        "make", [lambda text: text, lambda text: xlsx(S=[[cell] for cell in text.split()])]
    )
    def test_text_typed_in_a_legacy_font(self, refused, encoding, make):
        """Text that is Vietnamese only in its old font is refused with the font's table, in any file."""
        seen = ENCODERS[encoding](PLAIN.replace("–", "-")).decode("latin-1")
        content = make(seen)
        (problem,) = refused(content, "CSV" if isinstance(content, str) else "XLSX")
        assert (problem.rule, problem.details["note"]) == ("legacy_font", encoding)

    @pytest.mark.parametrize(
        "text", ["café,hôtel,français,été\n1,2,3,4\n", "größe,über,straße,schön\n1,2,3,4\n"]
    )
    def test_other_languages(self, canonical, text):
        """Words of other languages are no such text."""
        assert canonical(text) == text
