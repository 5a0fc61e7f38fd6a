"""Opening a .docx without trust: sizes, ratios, encryption, macros, strange zips.

Only the parts that are asked for are ever unpacked, each with a limit that is checked against what
the directory declares and again while unpacking.
"""

import io
import re
import struct
import zipfile
import zlib

from emulation.papers.reading.values import ReadingError

MAX_FILE = 20_000_000
MAX_ENTRIES = 2_000
MAX_DIRECTORY = 1_000_000
MAX_UNPACKED = 200_000_000
MAX_PART = 16_000_000
# XML shrinks some thirty times at most; what shrinks more is made to burst.
MAX_RATIO = 200
RATIO_FREE = 1_000_000
CHUNK = 1 << 16

_END = b"PK\x05\x06"
_ZIP64 = b"PK\x06\x07"
BROKEN = "Tệp .docx bị hỏng hoặc chưa tải xong. Hãy mở bằng Word, lưu lại rồi tải lên lần nữa."
TOO_BIG = "Tệp quá lớn so với một kế hoạch; hãy bỏ hình ảnh, phụ lục rồi lưu lại."
BOMB = "Tệp nén bất thường (có dấu hiệu gây quá tải máy), không mở."
ENCRYPTED = "Tệp có đặt mật khẩu. Hãy bỏ mật khẩu trong Word (Tệp, Thông tin) rồi tải lên lại."
MACROS = "Tệp có chứa macro, không mở. Hãy lưu thành tệp Word thường (.docx) rồi tải lên lại."
_TROUBLE = (
    zipfile.BadZipFile, zlib.error, struct.error, EOFError, NotImplementedError, RuntimeError,
    OSError, ValueError, LookupError, OverflowError, AttributeError, TypeError,
)  # fmt: skip


class Package:
    """The parts of a .docx, each unpacked when asked for."""

    def __init__(self, data: bytes) -> None:
        """Check the directory of the file; raises ReadingError for what is not to be opened."""
        if len(data) > MAX_FILE:
            raise ReadingError(TOO_BIG)
        _check_end(data)
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            self._entries = {}
            for entry in self._zip.infolist():
                name = entry.filename.replace("\\", "/").lstrip("/").casefold()
                if name in self._entries:
                    raise ReadingError(BROKEN)
                self._entries[name] = entry
        except _TROUBLE as error:
            raise ReadingError(BROKEN) from error
        self._check_entries(len(data))
        self._check_macros()

    def _check_entries(self, size: int) -> None:
        entries = self._entries.values()
        total = sum(entry.file_size for entry in entries)
        if len(self._entries) > MAX_ENTRIES or total > MAX_UNPACKED:
            raise ReadingError(BOMB)
        if total > RATIO_FREE and total > MAX_RATIO * size:
            raise ReadingError(BOMB)
        if any(entry.flag_bits & 0x1 for entry in entries):
            raise ReadingError(ENCRYPTED)

    def _check_macros(self) -> None:
        if any(name.endswith(("vbaproject.bin", "vbadata.xml")) for name in self._entries):
            raise ReadingError(MACROS)
        if b"macroenabled" in (self.part("[Content_Types].xml") or b"").lower():
            raise ReadingError(MACROS)

    def part(self, name: str) -> bytes | None:
        """Return one part unpacked, or None when there is none of that name."""
        entry = self._entries.get(name.lstrip("/").casefold())
        if entry is None:
            return None
        if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise ReadingError(BROKEN)
        if entry.file_size > MAX_PART:
            raise ReadingError(TOO_BIG)
        found = bytearray()
        try:
            with self._zip.open(entry) as stream:
                while chunk := stream.read(CHUNK):
                    found += chunk
                    if len(found) > MAX_PART:
                        raise ReadingError(BOMB)
                    if len(found) > RATIO_FREE and len(found) > MAX_RATIO * entry.compress_size:
                        raise ReadingError(BOMB)
        except _TROUBLE as error:
            raise ReadingError(BROKEN) from error
        return bytes(found)

    def names(self) -> list[str]:
        """Return the names of all parts, folded."""
        return list(self._entries)

    def main(self) -> bytes:
        """Return the main document, wherever the package says it is."""
        links = (self.part("_rels/.rels") or b"").decode("utf-8", "replace")
        for link in re.findall(r"<[^<>]{0,2000}/officeDocument\"[^<>]{0,2000}>", links):
            if target := re.search(r'Target="([^"]+)"', link):
                self.folder = target[1].lstrip("/").rpartition("/")[0]
                if found := self.part(target[1]):
                    return found
        self.folder = "word"
        if found := self.part("word/document.xml"):
            return found
        raise ReadingError("Tệp không phải là văn bản Word (.docx).")

    def beside(self, name: str) -> bytes | None:
        """Return a part that stands beside the main document (after `main`)."""
        return self.part(f"{self.folder}/{name}")


def _check_end(data: bytes) -> None:
    """Refuse a directory too large before anything is made of it."""
    place = data.rfind(_END, max(0, len(data) - 65_557))
    if place < 0 or len(data) < place + 22:
        raise ReadingError(BROKEN)
    entries, size = struct.unpack_from("<HI", data, place + 10)
    if entries > MAX_ENTRIES or size > MAX_DIRECTORY or data[place - 20 : place - 16] == _ZIP64:
        raise ReadingError(BOMB)
