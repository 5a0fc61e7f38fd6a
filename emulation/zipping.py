"""A .zip written while it is sent: no file of it is held in memory as a whole.

Files are stored as they are (PDF, pictures and Word files are compressed already), under paths
that the caller made; a path that would leave the folder where it is unpacked is refused.
"""

from __future__ import annotations

import datetime as dt
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

EARLIEST = dt.datetime(1980, 1, 1)


@dataclass(frozen=True)
class Entry:
    """One file of a .zip: its path inside, when it was made, and what gives its bytes."""

    path: str
    made_at: dt.datetime
    chunks: Callable[[], Iterable[bytes]]

    def __post_init__(self) -> None:
        parts = PurePosixPath(self.path).parts
        unsafe = {"..", "."} & set(self.path.split("/")) or set(self.path) & set("\\:\0")
        if not parts or self.path.startswith("/") or unsafe:
            raise ValueError(f"not a path inside the archive: {self.path!r}")


class _Buffer:
    """What zipfile writes to: it can be emptied, and it cannot go back."""

    def __init__(self) -> None:
        self.waiting: list[bytes] = []

    def write(self, data: bytes) -> int:
        self.waiting.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Nothing to do: whoever sends takes what is there."""

    def taken(self) -> bytes:
        found, self.waiting = b"".join(self.waiting), []
        return found


def zipped(entries: Iterable[Entry]) -> Iterator[bytes]:
    """Return the .zip of `entries`, piece by piece."""
    buffer = _Buffer()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for entry in entries:
            moment = max(entry.made_at.replace(tzinfo=None), EARLIEST)
            info = zipfile.ZipInfo(entry.path, moment.timetuple()[:6])
            info.external_attr = 0o644 << 16
            with archive.open(info, "w", force_zip64=True) as target:
                for chunk in entry.chunks():
                    target.write(chunk)
                    yield buffer.taken()
    yield buffer.taken()
