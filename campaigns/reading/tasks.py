"""Who does what, from the plan's section "Tổ chức thực hiện"."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from campaigns.reading.days import deadlines
from emulation.papers.paper import Block, Bullet, Chapter, Item, Paragraph, Part, Section
from emulation.vietnamese import search_key

HEADING = "to chuc thuc hien"
# "2. Văn phòng đẩy mạnh …": where who ends and what begins, in a sentence that has no colon.
_VERBS = (
    "bám sát|báo cáo|bố trí|căn cứ|chủ động|chủ trì|chỉ đạo|cụ thể hóa|đẩy mạnh|đưa|hướng dẫn|"
    "kiểm tra|lập|nghiêm túc|phát động|phối hợp|quyết tâm|tham mưu|theo dõi|thẩm định|thực hiện|"
    "thường xuyên|tiếp nhận|tổ chức|tổng hợp|triển khai|tuyên truyền|tăng cường|vận động|xây dựng|"
    "có trách nhiệm|chịu trách nhiệm|đăng ký|gửi"
)
_SENTENCE = re.compile(
    r"^(?:Đề nghị|Giao|Yêu cầu|Phân công)?\s*(?P<who>.{3,200}?)\s+(?<!các )(?<!của )"
    rf"(?P<what>(?:{_VERBS})\b.*)$",
    re.IGNORECASE | re.DOTALL,
)
_COLON = re.compile(
    r"^(?:Đề nghị|Giao|Yêu cầu|Phân công)?\s*(?P<who>[^:.;]{3,200}):\s*(?P<what>.*)$", re.DOTALL
)


@dataclass(frozen=True)
class ToldTask:
    """One task as the plan words it; `before` is the first day that is too late, where it says."""

    who: str
    text: str
    before: dt.date | None = None


def tasks_in(blocks: Iterable[Block], *, year: int) -> list[ToldTask]:
    """Read the tasks of a plan's text; a sentence that names nobody is left out, never guessed."""
    found: list[ToldTask] = []
    for section in _sections(blocks):
        for block in section.children:
            if isinstance(block, (Item, Bullet, Paragraph)):
                found += _tasks(block, year)
    return found


def _sections(blocks: Iterable[Block]) -> Iterator[Section | Part | Chapter]:
    for block in blocks:
        if isinstance(block, (Part, Chapter, Section)):
            if HEADING in search_key(block.heading):
                yield block
            else:
                yield from _sections(block.children)


def _tasks(block: Item | Bullet | Paragraph, year: int) -> Iterator[ToldTask]:
    """Yield the tasks below a heading that names who, or the one that a sentence gives."""
    words = block.text.strip()
    parts = [c.text for c in getattr(block, "children", ()) if hasattr(c, "text")]
    if parts:
        if match := _COLON.match(f"{words.rstrip(' :')}:"):
            for text in parts:
                yield _task(match["who"], text, year)
        return
    match = _COLON.match(words)
    if not (match and match["what"]):
        match = _SENTENCE.match(words)
    if match:
        yield _task(match["who"], match["what"], year)


def _task(who: str, what: str, year: int) -> ToldTask:
    what = what.strip().rstrip(" ;.")
    days = [told.deadline.before for told in deadlines(what, year=year) if told.deadline]
    day = next((day for day in days if isinstance(day, dt.date)), None)
    return ToldTask(who.strip(" ,;:"), what[:1].upper() + what[1:], day)
