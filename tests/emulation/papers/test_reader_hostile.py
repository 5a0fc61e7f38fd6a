"""Files made to harm or merely wrong: refused in words and with little work."""

import contextlib
import io
import struct
import zipfile

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st

from emulation.papers.reader import Reading, ReadingError, read
from emulation.papers.reading import archive, markup, values
from tests import plans

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
patient = examples(deadline=None, suppress_health_check=[HealthCheck.too_slow])


def package(*entries, compression=zipfile.ZIP_DEFLATED):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", compression) as opened:
        for name, data in entries:
            opened.writestr(name, data)
    return stream.getvalue()


def document(xml):
    return package(("[Content_Types].xml", "<Types/>"), ("word/document.xml", xml))


def refused(source, name="plan.docx"):
    with pytest.raises(ReadingError) as caught:
        read(source, name)
    return str(caught.value)


@pytest.fixture
def no_unpacking(monkeypatch):
    """A file that is refused by its directory alone is never unpacked."""
    monkeypatch.setattr(zipfile.ZipExtFile, "read", lambda *_: pytest.fail("unpacked"))


# --- archives ----------------------------------------------------------------------------------


def test_bomb_is_refused_by_what_it_declares(no_unpacking):
    bomb = package(("word/media/image1.bin", b"\0" * 250_000_000))
    assert refused(bomb) == archive.BOMB


def test_bomb_of_ratio_is_refused_by_what_it_declares(no_unpacking):
    assert refused(package(("word/document.xml", b" " * 15_000_000))) == archive.BOMB


def lying(data, size):
    """A zip whose directory declares another size than its content has."""
    made = bytearray(data)
    place = made.rfind(b"PK\x01\x02")
    struct.pack_into("<I", made, place + 24, size)
    return bytes(made)


def test_bomb_that_lies_is_stopped_while_it_is_unpacked(monkeypatch):
    monkeypatch.setattr(archive, "MAX_PART", 1_000_000)
    honest = package(("word/document.xml", plans.document_xml(plans.p("x" * 5_000_000))))
    # What it says is all that is ever unpacked: the rest is a broken file.
    assert refused(lying(honest, 400_000)) == archive.BROKEN


def test_many_entries_are_refused_before_they_are_listed(monkeypatch):
    data = package(*((f"a{number}", "") for number in range(archive.MAX_ENTRIES + 1)))
    monkeypatch.setattr(zipfile, "ZipFile", lambda *_: pytest.fail("opened"))
    assert refused(data) == archive.BOMB


def test_part_larger_than_any_plan(no_unpacking, monkeypatch):
    monkeypatch.setattr(archive, "MAX_PART", 100)
    data = package(("word/document.xml", "x" * 101))
    assert refused(data) == archive.TOO_BIG


def test_file_larger_than_any_plan(monkeypatch):
    monkeypatch.setattr(archive, "MAX_FILE", 10)
    assert refused(plans.school()) == archive.TOO_BIG


@pytest.mark.parametrize("cut", [5, 30, 200, 1000])
def test_truncated_file(cut):
    assert refused(plans.school()[:-cut]) == archive.BROKEN


def test_damaged_content():
    data = bytearray(plans.school())
    place = data.find(b"word/document.xml") + 100
    data[place : place + 200] = bytes(200)
    assert refused(bytes(data)) == archive.BROKEN


def test_the_same_part_twice():
    with pytest.warns(UserWarning, match="Duplicate"):
        data = package(("word/document.xml", "<a/>"), ("word/document.xml", "<b/>"))
    assert refused(data) == archive.BROKEN


def test_unknown_compression():
    data = package(("word/document.xml", plans.document_xml("")), compression=zipfile.ZIP_LZMA)
    assert refused(data) == archive.BROKEN


def test_zip_that_is_no_word_file():
    assert "không phải là văn bản Word" in refused(package(("xl/workbook.xml", "<a/>")))


def test_encrypted_entry():
    data = bytearray(package(("word/document.xml", plans.document_xml(plans.p("a")))))
    place = data.rfind(b"PK\x01\x02")
    data[place + 8] |= 1
    assert refused(bytes(data)) == archive.ENCRYPTED


# --- other kinds of files ----------------------------------------------------------------------


def test_old_word_is_refused_with_advice():
    assert "Lưu thành" in refused(OLE + bytes(2000), "plan.doc")


def test_file_with_a_password():
    assert refused(OLE + bytes(2000) + "EncryptedPackage".encode("utf-16-le")) == archive.ENCRYPTED


@pytest.mark.parametrize(
    "source",
    [
        plans.raw(plans.p("a"), parts=[("word/vbaProject.bin", b"x")]),
        plans.raw(plans.p("a"), types='<Types><Override ContentType="application/vnd.ms-word.'
                  'document.macroEnabled.main+xml"/></Types>'),
    ],
)  # fmt: skip
def test_macros(source):
    assert refused(source) == archive.MACROS


def test_macro_file_by_its_name():
    assert refused(plans.school(), "plan.DOCM") == archive.MACROS


@pytest.mark.parametrize("source", [b"%PDF-1.7\n", b"{\\rtf1 a}", b"\x89PNG\0\0", b"\xc7\xd0\xd6"])
def test_other_files(source):
    assert "Tệp" in refused(source, "plan") or "Unicode" in refused(source, "plan")


# --- XML ---------------------------------------------------------------------------------------

LAUGHS = (
    "<!DOCTYPE x ["
    + '<!ENTITY a0 "ha">'
    + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    + "]>"
)


@pytest.mark.parametrize(
    "xml",
    [
        LAUGHS + "<x>&a9;</x>",
        '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>',
        '<!DOCTYPE x SYSTEM "http://example.com/x.dtd"><x/>',
        '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE x []><x/>'.encode("utf-16"),
    ],
)
def test_document_types_are_refused_unread(xml, monkeypatch):
    monkeypatch.setattr(markup._Walk, "start", lambda *_: pytest.fail("an element was read"))
    assert refused(document(xml)) == markup.HOSTILE


def test_odd_encodings():
    assert refused(document('<?xml version="1.0" encoding="UTF-7"?><x/>')) == archive.BROKEN


def test_deep_nesting():
    assert refused(plans.raw("<w:x>" * 5000 + "</w:x>" * 5000)) == markup.TOO_DEEP


def test_tables_in_tables():
    body = "<w:tbl><w:tr><w:tc>" * 20 + plans.p("a") + "</w:tc></w:tr></w:tbl>" * 20
    assert refused(plans.raw(body)) == markup.TOO_DEEP


def test_elements_without_end(monkeypatch):
    monkeypatch.setattr(markup, "MAX_ELEMENTS", 100)
    assert refused(plans.raw("<w:x/>" * 101)) == markup.TOO_MANY


def test_huge_paragraph():
    assert "đoạn văn dài" in refused(plans.raw(plans.p("a " * values.MAX_LINE)))


def test_too_many_letters():
    body = plans.p("a " * (values.MAX_LINE // 2 - 1)) * 14
    assert "quá nhiều chữ" in refused(plans.raw(body))


def test_too_many_lines(monkeypatch):
    monkeypatch.setattr("emulation.papers.reading.tables.MAX_LINES", 10)
    assert "quá nhiều dòng" in refused(plans.raw(plans.p("a") * 11))


@pytest.mark.parametrize(
    "text", ["a" * (values.MAX_CHARACTERS + 1), "\n" * (values.MAX_LINES + 1), b"a\0b"]
)
def test_text_out_of_all_measure(text):
    assert refused(text, "plan.txt")


# --- arbitrary input ---------------------------------------------------------------------------

PIECES = [
    "KẾ HOẠCH", "I.", "II. ĐĂNG KÝ", "1.", "a)", "-", "+", "*", "Điều 1.", "Phần I", "Chương II",
    "[[x]]", "Nơi nhận:", "TM. ỦY BAN", "CHỦ TỊCH", "./.", "Căn cứ", ";", "“", "(", "trước ngày",
    "1/2", "31/4/2024", "hằng năm", "đăng ký", "hồ sơ", "Đối với tập thể:", "\t", "    ", "|", "**",
    "Phụ lục I", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Số: ", "/KH", "ngày", "tháng", "\n", "\n\n",
    "\ue0000", "Lê Văn A", "năm 2024",
]  # fmt: skip
texts = st.lists(st.sampled_from(PIECES) | st.text(max_size=8), max_size=60).map(" ".join)


@patient
@given(st.text(max_size=300) | texts)
def test_any_text_is_read_or_refused(text):
    with contextlib.suppress(ReadingError):
        assert isinstance(read(text), Reading)


@patient
@given(st.binary(max_size=400), st.sampled_from([b"", b"PK\x03\x04", OLE, b"PK\x05\x06"]))
def test_any_bytes_are_read_or_refused(data, start):
    with contextlib.suppress(ReadingError):
        assert isinstance(read(start + data, "plan.docx"), Reading)


SCHOOL = plans.school()


@patient
@given(st.integers(0, len(SCHOOL) - 1), st.binary(min_size=1, max_size=8))
def test_a_damaged_file_is_read_or_refused(place, junk):
    with contextlib.suppress(ReadingError):
        assert isinstance(read(SCHOOL[:place] + junk + SCHOOL[place + len(junk) :]), Reading)


TAGS = ["p", "r", "t", "tbl", "tr", "tc", "pPr", "rPr", "numPr", "del", "tcPr", "b", "tab", "br"]
ATTRIBUTES = st.sampled_from(["", ' w:val="1"', ' w:val="x"', ' w:ilvl="99"', ' w:w="-1.5"'])


@st.composite
def elements(draw, depth=4):
    tag = draw(st.sampled_from(TAGS))
    inner = draw(st.lists(elements(depth=depth - 1), max_size=4)) if depth else []
    text = draw(st.sampled_from(["", "KẾ HOẠCH", "1.", "trước ngày 1/2"]))
    return f"<w:{tag}{draw(ATTRIBUTES)}>{text}{''.join(inner)}</w:{tag}>"


@patient
@given(st.lists(elements(), max_size=5).map("".join))
def test_any_order_of_elements_is_read_or_refused(body):
    with contextlib.suppress(ReadingError):
        assert isinstance(read(plans.raw(body, numbering=body, styles=body)), Reading)
