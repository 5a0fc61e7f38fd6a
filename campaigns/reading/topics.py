"""What the parts of a plan are about, from their headings: a heading inherits from the one above.

Comparison is without accents and capitals. A heading that names several topics ("HÌNH THỨC VÀ HỒ
SƠ …") says nothing certain of its own text; its sub-headings do.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from emulation.papers.reader import Node
from emulation.vietnamese import search_key

PARTICIPANTS, REWARDED, CRITERIA, REGISTRATION, AWARDS, DOSSIER, DURATION, OTHER = (
    "participants", "rewarded", "criteria", "registration", "awards", "dossier", "duration", "other"
)  # fmt: skip
_TOPICS = (
    (REWARDED, re.compile(r"\bdoi tuong (duoc )?(xet )?khen thuong\b")),
    (PARTICIPANTS, re.compile(r"\b(doi tuong|pham vi)\b(?! (duoc )?(xet )?khen thuong)")),
    (CRITERIA, re.compile(r"\b(tieu chuan|tieu chi|dieu kien)\b")),
    (REGISTRATION, re.compile(r"\bdang ky\b")),
    (AWARDS, re.compile(r"\b(hinh thuc (khen|thi dua|,? ?danh hieu)|cac hinh thuc|hinh thuc va|"
                        r"danh hieu|muc khen|muc thuong|hinh thuc)\b")),
    (DOSSIER, re.compile(r"\b(ho so|thanh phan ho so|thoi (gian|han) (de nghi|nop|gui))\b")),
    (DURATION, re.compile(r"\bthoi gian\b(?! (dang ky|de nghi|nop|gui))|\bto chuc thi dua\b")),
    (OTHER, re.compile(r"\b(muc dich|yeu cau|noi dung|nguyen tac|quy trinh|trinh tu|to chuc thuc "
                       r"hien|kinh phi|nhiem vu|giai phap|phan cong|trach nhiem|bao cao)\b")),
)  # fmt: skip
# "Nguyên tắc, tiêu chuẩn" is about criteria: these decide only when nothing else does.
_WEAK = {OTHER, DURATION}
COLLECTIVE, INDIVIDUAL, HOUSEHOLD = "collective", "individual", "household"
_SUBJECTS = (
    (COLLECTIVE, re.compile(r"\btap the\b|\bcac (don vi|phong|to|thon|chi doan)\b|\bchi bo\b|"
                            r"^(doi voi )?don vi\b|\b(cong doan (co so|bo phan)|to cong doan)\b")),
    (INDIVIDUAL, re.compile(r"\bca nhan\b|\bdoan vien\b|\bdang vien\b|\bgiao vien\b|\bhoc sinh\b")),
    (HOUSEHOLD, re.compile(r"\b(ho )?gia dinh\b|\bho (nong )?dan\b")),
)  # fmt: skip
# A heading is short; a sentence that has children ("… như sau:") may be longer.
LONGEST_HEADING = 200


@dataclass(frozen=True)
class Placed:
    """A node with what the headings above it and its own are about."""

    node: Node
    topics: frozenset[str]
    headings: tuple[str, ...]

    @property
    def is_leaf(self) -> bool:
        """Whether the node is text and no heading."""
        return not self.node.children or not is_heading(self.node)


def topics_of(heading: str) -> frozenset[str]:
    """Return the topics that a heading names."""
    key = search_key(heading)
    found = {topic for topic, pattern in _TOPICS if pattern.search(key)}
    strong = found - _WEAK
    return frozenset(strong or found)


def subjects_of(heading: str) -> frozenset[str]:
    """Return for whom a heading speaks: collectives, individuals, households."""
    key = search_key(heading)
    return frozenset(subject for subject, pattern in _SUBJECTS if pattern.search(key))


def is_heading(node: Node) -> bool:
    """Whether the node stands above others; a closed item may just have a remark below it."""
    closed = node.kind in ("item", "bullet") and node.text.endswith((".", ";"))
    remarked = closed and all(child.kind == "paragraph" for child in node.children)
    return bool(node.children) and node.kind not in ("paragraph", "table") and not remarked


def inline_heading(text: str) -> tuple[str, str]:
    """Split "Đối với tập thể: Hoàn thành …" into heading and text; no heading is ""."""
    heading, colon, rest = text.partition(":")
    if colon and rest.strip() and len(heading) <= 80:
        return heading.strip(), rest.strip()
    return "", text


def placed(
    nodes: tuple[Node, ...],
    topics: frozenset[str] = frozenset(),
    headings: tuple[str, ...] = (),
) -> Iterator[Placed]:
    """Yield every node with its topics, in printing order.

    A text with a heading of its own in the same line ("3. Hồ sơ: …") has that heading's topics.
    """
    for node in nodes:
        heading = node.text if is_heading(node) or node.kind in ("section", "article") else ""
        own = topics_of(heading[:LONGEST_HEADING]) if heading else frozenset()
        if not heading and node.kind != "paragraph":
            own = topics_of(inline_heading(node.text)[0])
        if own == {DURATION} and topics in ({REGISTRATION}, {DOSSIER}):
            # "Thời gian:" below "Đăng ký thi đua" is the time of that.
            own = topics
        here = own or topics
        yield Placed(node, here, headings)
        yield from placed(node.children, here, (*headings, heading) if heading else headings)
