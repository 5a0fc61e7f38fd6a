"""What a review says, and what it has to be told about the paper beforehand."""

from dataclasses import dataclass, field
from datetime import date as Date
from typing import Literal

from .tables import Law

Severity = Literal["error", "warning", "note"]
SEVERITIES: dict[Severity, str] = {
    "error": "Lỗi cần sửa",
    "warning": "Nên sửa",
    "note": "Lưu ý",
}
WHOLE = "toàn văn bản"


@dataclass(frozen=True)
class Finding:
    """One fault: what kind, how grave, where, the words in question, and what to do.

    An "error" makes the paper wrong (a law that no longer holds, a section that is not there), a
    "warning" breaks the decree's form or looks like a slip, a "note" is advice. `where` is a line
    of the file ("dòng 12") or a place in the paper ("Mục II, khoản 1"). `source` names the rule.
    """

    code: str
    severity: Severity
    where: str
    excerpt: str
    message: str
    source: str
    line: int | None = None
    order: int = field(default=0, compare=False)


@dataclass(frozen=True)
class Context:
    """What the paper itself may not say: its day, its issuer, whether it is said to be final.

    `date` counts when the paper has no full date of its own (a draft). `kind` is what the issuing
    commune is: "xã", "phường", "thị trấn" or "đặc khu"; left empty, the paper's issuer decides.
    `names` are names of places whose spelling is known to be right; several that differ by a mark
    only are different places. `final=None` takes a Paper at its word and a text for a draft.
    `laws` are the texts of the law as the office keeps them; None takes the shipped table.
    """

    date: Date | None = None
    kind: str = ""
    names: tuple[str, ...] = ()
    final: bool | None = None
    laws: tuple[Law, ...] | None = None


def excerpt(text: str, start: int = 0, end: int | None = None, room: int = 30) -> str:
    """Return the words of `text` from `start` to `end` with some of what stands around them."""
    end = min(len(text), start + 2 * room) if end is None else end
    left, right = max(0, start - room), min(len(text), end + room)
    # Whole words only, so that the excerpt reads.
    while left > 0 and not text[left - 1].isspace():
        left -= 1
    while right < len(text) and not text[right].isspace():
        right += 1
    shown = " ".join(text[left:right].split())
    return f"{'… ' if left else ''}{shown}{' …' if right < len(text) else ''}"
