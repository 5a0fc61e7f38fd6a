"""The lists of a plan: criteria for whom, awards, what dossiers consist of."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from campaigns.reading import awarding, days, topics
from campaigns.reading.awarding import Known
from campaigns.reading.facts import AwardQuote, Dossier, Quote
from campaigns.reading.topics import AWARDS, CRITERIA, DOSSIER, Placed
from emulation.papers.reader import Node
from emulation.vietnamese import search_key

_FOR_WHOM = re.compile(
    r"^((tieu chuan|tieu chi|dieu kien)\b.*|doi voi\b.*|(cac )?(tap the|ca nhan|ho gia dinh|"
    r"gia dinh|don vi)\b.*|.*\b(doi voi|cho|cua|danh cho|cac) (cac )?(tap the|ca nhan|ho gia dinh)"
    r"\b.*)$"
)
_DOCUMENT = re.compile(
    r"^(\d\d (ban|bo) )?(to trinh|bao cao|bien ban|danh sach|van ban|giay|quyet dinh|anh|tom tat|"
    r"ban (tom tat|sao|danh gia|dang ky|tu|xac nhan|thanh tich|phu)|trich ngang|cong van|phieu|"
    r"chung nhan)\b"
)
_NO_COMPONENT = re.compile(
    r"^(so luong|thoi (gian|han)|han (cuoi|nop|gui)|noi (nhan|nop)|dia (chi|diem)|luu y|moi ho so|"
    r"hinh thuc (nop|gui)|ho so( de nghi| khen thuong)* (duoc |phai |thi dua )?(gui|nop|lap|thuc)|"
    r"cac (don vi|tap the|ca nhan|thon|phong|bo phan))\b"
)
_NO_AWARD = re.compile(
    r"^(tien thuong|muc (tien )?thuong|kinh phi|so luong|chi tieu|ty le|luu y)\b"
)
_COPIES = re.compile(r"\b(\d{1,2})\s*(?:\([^)]{1,20}\)\s*)?bộ\b", re.IGNORECASE)
_PIECES = re.compile(r";\s*")


# --- criteria ----------------------------------------------------------------------------------


@dataclass
class Criteria:
    """The criteria found, and the nodes they were taken from."""

    collective: tuple[Quote, ...] = ()
    individual: tuple[Quote, ...] = ()
    household: tuple[Quote, ...] = ()
    findings: list[str] = field(default_factory=list)
    taken: set[int] = field(default_factory=set)

    def add(self, subjects: Iterable[str], quotes: list[Quote]) -> None:
        """Add criteria for each kind of nominee that their heading names."""
        for subject in subjects:
            setattr(self, subject, (*getattr(self, subject), *quotes))


def criteria(nodes: tuple[Node, ...]) -> Criteria:
    """Find the criteria: below a heading that names for whom, where it is about criteria."""
    found = Criteria()
    for one in topics.placed(nodes):
        if id(one.node) in found.taken or one.node.kind == "table":
            continue
        if one.topics != {CRITERIA}:
            continue
        if topics.is_heading(one.node):
            subjects = _for_whom(one.node.text)
            if subjects and not _has_split(one.node):
                found.add(subjects, _quotes(one.node))
                found.taken |= {id(node) for node in one.node.walk()}
        else:
            heading, rest = topics.inline_heading(one.node.text)
            if subjects := _for_whom(heading):
                found.add(subjects, [Quote(rest, one.node.lines)])
                found.taken.add(id(one.node))
    _name_unclear(nodes, found)
    return found


def _for_whom(heading: str) -> frozenset[str]:
    if not _FOR_WHOM.match(search_key(heading)):
        return frozenset()
    return topics.subjects_of(heading)


def _has_split(node: Node) -> bool:
    """Whether the heading's own children are headings for collectives, individuals …"""
    return any(_splits(child) for child in node.children)


def _splits(child: Node) -> bool:
    if not child.children:
        heading, _ = topics.inline_heading(child.text)
        return search_key(heading).startswith("doi voi")
    if child.kind == "bullet":
        marks = ("doi voi", "tap the:", "ca nhan:", "ho gia dinh:")
        return search_key(child.text).startswith(marks)
    return topics.is_heading(child) and bool(_for_whom(child.text))


def _quotes(heading: Node) -> list[Quote]:
    """Return the criteria below a heading, each as printed; sub-dashes stay with theirs."""
    children = [child for child in heading.children if child.kind != "table"]
    lists = [child for child in children if child.kind in ("bullet", "item", "article")]
    made = []
    for child in lists or children:
        inner = child.walk()[1:]
        text = "\n".join([child.text, *(f"+ {node.text}" for node in inner)])
        lines = child.lines + tuple(line for node in inner for line in node.lines)
        made.append(Quote(text, lines))
    return made


def _name_unclear(nodes: tuple[Node, ...], found: Criteria) -> None:
    """Say that there are criteria whose nominees are not named."""
    for one in topics.placed(nodes):
        heading = one.headings[-1] if one.headings else ""
        if (
            one.topics == {CRITERIA}
            and one.is_leaf
            and id(one.node) not in found.taken
            and one.node.kind in ("bullet", "item")
            and "khen thuong" in search_key(" ".join(one.headings))
        ):
            message = f"Tiêu chuẩn ở mục “{heading}” chưa rõ dành cho tập thể hay cá nhân."
            if message not in found.findings:
                found.findings.append(message)


# --- awards ------------------------------------------------------------------------------------


def awards(
    everything: list[Placed], taken: set[int], catalogue: list[Known]
) -> tuple[AwardQuote, ...]:
    """Find the awards: texts that name one, below a heading about awards and nothing else."""
    made = []
    for one in everything:
        if not one.is_leaf or one.topics != {AWARDS} or id(one.node) in taken:
            continue
        if one.node.kind in ("table", "section", "article"):
            continue
        heading, rest = topics.inline_heading(one.node.text)
        text = rest if AWARDS in topics.topics_of(heading) else one.node.text
        key = search_key(text)
        if awarding.AWARD_WORDS.search(key) and not _NO_AWARD.match(key) and not text.endswith(":"):
            made.append(AwardQuote(text, awarding.only(text, catalogue), one.node.lines))
    return tuple(made)


# --- dossiers ----------------------------------------------------------------------------------


def dossiers(everything: list[Placed], taken: set[int]) -> tuple[Dossier, ...]:
    """Find the dossiers: one for each heading that names its awards, or one for all."""
    groups: dict[str, list[Placed]] = {}
    for one in everything:
        if not one.is_leaf or one.topics != {DOSSIER} or id(one.node) in taken:
            continue
        if one.node.kind in ("table", "section", "article"):
            continue
        groups.setdefault(_group(one), []).append(one)
    made = [_dossier(heading, found) for heading, found in groups.items()]
    if len(made) > 1 and not made[0].heading and not made[0].components:
        made = [_shared(made[0], one) for one in made[1:]]
    return tuple(one for one in made if one.components or one.copies or one.sent_to)


def _group(one: Placed) -> str:
    """Return the heading that says for which awards a dossier is; "" for the general one."""
    about = [
        heading for heading in one.headings if DOSSIER in topics.topics_of(heading)
    ]  # fmt: skip
    nearest = one.headings[-1] if one.headings else ""
    if len(about) > 1 and nearest == about[-1] and _is_for_award(nearest):
        return nearest.rstrip(" :")
    return ""


def _is_for_award(heading: str) -> bool:
    key = search_key(heading)
    return bool(
        re.search(r"\b(doi voi|huyen|tinh|xa|phuong|giay khen|bang khen|danh hieu)\b", key)
        and not re.search(r"\bthoi (gian|han)\b", key)
    )


def _shared(general: Dossier, one: Dossier) -> Dossier:
    return Dossier(
        one.components, one.heading, one.copies or general.copies, one.sent_to or general.sent_to
    )


def _dossier(heading: str, found: list[Placed]) -> Dossier:
    parts: list[Quote] = []
    copies, sent_to = None, ""
    for one in found:
        if is_component(one.node):
            parts += _split(one.node)
            continue
        if match := _COPIES.search(one.node.text):
            copies = copies or int(match[1])
        sent_to = sent_to or days.sent_to(one.node.text)
    return Dossier(tuple(parts), heading, copies, sent_to)


def is_component(node: Node) -> bool:
    """Whether a line of a dossier names one of its parts (and not when or where it goes)."""
    heading, _ = topics.inline_heading(node.text)
    if re.search(r"\b(gom|bao gom|thanh phan)\b", search_key(heading)):
        return True
    key = search_key(node.text)
    if _NO_COMPONENT.match(key) or node.text.endswith(":"):
        return False
    if any(told.deadline for told in days.deadlines(node.text, year=2001)):
        return False
    return node.kind != "paragraph" or bool(_DOCUMENT.match(key))


def _split(node: Node) -> list[Quote]:
    """Split "Hồ sơ gồm: Tờ trình; Báo cáo thành tích" into its parts."""
    heading, rest = topics.inline_heading(node.text)
    if re.search(r"\b(gom|bao gom|thanh phan)\b", search_key(heading)):
        pieces = [piece.strip() for piece in _PIECES.split(rest) if piece.strip()]
        return [Quote(piece, node.lines) for piece in pieces]
    return [Quote(node.text, node.lines)]
