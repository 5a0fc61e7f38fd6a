"""A .zip that is written while it is sent."""

import datetime as dt
import io
import zipfile

import pytest

from emulation.zipping import Entry, zipped

DAY = dt.datetime(2025, 12, 18, 9, 30)


def entry(path="thu-muc/tep.pdf", content=b"noi dung", made_at=DAY):
    return Entry(path, made_at, lambda: [content])


def test_the_files_come_out_as_they_went_in():
    content = b"".join(zipped([entry(), entry("khac.txt", b"")]))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        assert {info.filename: archive.read(info) for info in archive.infolist()} == {
            "thu-muc/tep.pdf": b"noi dung",
            "khac.txt": b"",
        }
        assert archive.getinfo("khac.txt").date_time == (2025, 12, 18, 9, 30, 0)


def test_a_file_is_read_when_its_turn_comes():
    read = []

    def chunks():
        read.append("second")
        yield b"2"

    pieces = zipped([entry(content=b"1" * 100), Entry("b.txt", DAY, chunks)])
    assert b"1" * 100 in next(pieces)
    assert read == []
    b"".join(pieces)
    assert read == ["second"]


def test_what_is_older_than_zip_is_dated_with_its_beginning():
    content = b"".join(zipped([entry(made_at=dt.datetime(1970, 1, 1))]))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.infolist()[0].date_time[0] == 1980


@pytest.mark.parametrize(
    "path", ["/etc/passwd", "../len-tren.txt", "a/../../b", "C:\\a.txt", "a\\b", "c:a", "", "a\0b"]
)
def test_no_path_leaves_the_folder(path):
    with pytest.raises(ValueError, match="not a path inside"):
        entry(path)
