"""`manage.py review_paper`: one finding a line, the exit code, JSON, Word files, refusals."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from docx import Document

from tests.emulation.papers.typed import PLAN, changed


@pytest.fixture
def run(tmp_path, capsys):
    """Review a text, a Word file or bytes; returns the exit code and the lines printed."""

    def review(content, *options, name="ke-hoach.txt"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        output = StringIO()
        try:
            call_command("review_paper", path, *options, stdout=output)
        except SystemExit as error:
            return error.code, output.getvalue().splitlines()
        return 0, output.getvalue().splitlines()

    return review


def word_file(path, text):
    document = Document()
    for line in text.strip().splitlines():
        document.add_paragraph(line)
    document.save(path)
    return path.read_bytes()


def test_a_clean_paper_ends_with_0(run):
    assert run(PLAN) == (0, ["Không có phát hiện nào."])


def test_a_fault_is_one_line_and_ends_with_1(run):
    code, lines = run(changed("tháng 4", "tháng 04"))
    assert code == 1
    assert len(lines) == 1
    assert lines[0].startswith("dòng 7: [date-form] “tháng 04” ghi là “tháng 4”")


def test_notes_alone_end_with_0(run):
    code, lines = run(changed("Số: 38/KH-UBND\n", ""))
    assert (code, len(lines)) == (0, 1)


def test_json_holds_every_finding(run):
    code, lines = run(changed("tháng 4", "tháng 04"), "--json")
    (finding,) = json.loads(lines[0])
    assert code == 1
    assert (finding["code"], finding["severity"], finding["line"], finding["where"]) == (
        "date-form",
        "warning",
        7,
        "dòng 7",
    )
    assert {"excerpt", "message", "source"} <= finding.keys()
    assert "order" not in finding


def test_what_the_paper_does_not_say_can_be_told(run):
    assert run("Gửi về UBND thị trấn.")[0] == 0
    assert run("Gửi về UBND thị trấn.", "--kind", "xã")[0] == 1
    assert run("Gửi về Phòng Nội vụ.", "--date", "2025-07-01")[0] == 1
    assert run(changed("Trần Quang Huy\n", ""), "--final")[0] == 1


def test_a_word_file_is_reviewed_as_it_was_typed(run, tmp_path):
    clean = word_file(tmp_path / "a.docx", PLAN)
    assert run(clean, name="a.docx") == (0, ["Không có phát hiện nào."])
    faulty = word_file(tmp_path / "b.docx", changed("IV. TỔ", "III. TỔ"))
    code, lines = run(faulty, name="b.docx")
    assert code == 1
    assert [line.partition(": ")[2][:11] for line in lines] == ["[numbering]"]


@pytest.mark.parametrize(
    "content", [b"%PDF-1.7", b"PK\x03\x04xxxx", "văn bản".encode("utf-16-le"), b""]
)
def test_what_is_no_paper_is_refused(run, content):
    with pytest.raises(CommandError):
        run(content)


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(CommandError, match="Không đọc được tệp"):
        call_command("review_paper", tmp_path / "none.txt")
