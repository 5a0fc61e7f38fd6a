"""What a plan says: from a reading of its paper to the facts of a campaign.

Facts are taken where a heading or the sentence itself says what they are; what could be two things
is left out and named in the findings.
"""

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from campaigns.reading import days, lists, topics
from campaigns.reading.awarding import Known
from campaigns.reading.facts import Deadline, PlanFacts, Quote
from campaigns.reading.topics import DOSSIER, DURATION, PARTICIPANTS, REGISTRATION, Placed
from emulation.papers.paper import Paper, Table
from emulation.papers.reader import Node, Reading
from emulation.papers.text import to_text
from emulation.vietnamese import search_key

_LAUNCH = re.compile(
    r"^(?:v/v\s+|về việc\s+|về\s+)?"
    r"(?:(?:phát động|triển khai|tổ chức|thực hiện|hưởng ứng|và|,)\s*)*",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"[“\"]([^”\"]{3,160})[”\"]")
_THEME = re.compile(
    r"phong trào thi đua\s+(?:chuyên đề\s+)?(?:về\s+|trong\s+)?(.+?)"
    r"(?=,|\s+(?:năm|giai đoạn|trên địa bàn|chào mừng|nhân dịp|của|đợt|từ|lập thành tích)\b|$)",
    re.IGNORECASE,
)
_REGISTERS = re.compile(r"\bdang ky\b")
_DOSSIER = re.compile(
    r"\bho so\b|\bde nghi (xet )?khen thuong\b|\bxet khen thuong\b|\bbao cao thanh tich\b"
)
_REPORT = re.compile(r"\bbao cao (ket qua|so ket|tong ket|dinh ky|danh gia)\b")
_BY_OTHER = re.compile(r"\btheo\s+(?:Điều|khoản|quy định|hướng dẫn|thời gian|Quyết định)", re.I)


@dataclass
class _Search:
    """What is gathered while the plan is gone through."""

    year: int | None
    after: dt.date | None
    registration: list[Deadline] = field(default_factory=list)
    dossier: list[Deadline] = field(default_factory=list)
    sent_to: str = ""
    dossier_note: str = ""
    findings: list[str] = field(default_factory=list)


def understand(reading: Reading, catalogue: Iterable[Known] = ()) -> PlanFacts:
    """Return the facts of the plan in `reading`; `catalogue` are the awards on the plan's date."""
    paper = reading.paper
    subject = " ".join(paper.subject.split()).rstrip(" .")
    dated = _full_date(paper)
    first, last = days.years(subject)
    nodes = _inner_nodes(reading)
    everything = list(topics.placed(nodes))
    issued_year = paper.date.year if paper.date else None
    several = PlanFacts(subject=subject, first_year=first, last_year=last).is_multi_year
    search = _Search(None if several else issued_year or first, dated)
    _find_deadlines(everything, search)
    criteria = lists.criteria(nodes)
    awards = lists.awards(everything, criteria.taken, list(catalogue))
    dossiers = lists.dossiers(everything, criteria.taken)
    starts_on, ends_on = _duration(everything, dated)
    name = _name(subject)
    opening, lead_in = _opening(reading)
    body, tables = _body(reading)
    signer = paper.signatures[0] if paper.signatures else None
    facts = PlanFacts(
        name=name,
        theme=_theme(name),
        subject=subject,
        number=paper.number or "",
        symbol=paper.symbol or "",
        place=paper.place,
        dated=dated,
        first_year=first,
        last_year=last,
        starts_on=starts_on,
        ends_on=ends_on,
        opening=opening,
        bases=paper.bases,
        lead_in=lead_in,
        body=body,
        closing=_closing(reading),
        recipients=paper.recipients,
        signer_authority=signer.authority if signer else (),
        signer_position=signer.position if signer else "",
        signer_name=signer.name if signer else "",
        participants=tuple(
            Quote(one.node.text, one.node.lines)
            for one in everything
            if one.is_leaf and one.topics == {PARTICIPANTS} and one.node.kind != "section"
        ),
        registration_deadlines=tuple(search.registration),
        registration_sent_to=search.sent_to,
        dossier_deadlines=tuple(search.dossier),
        dossier_note="" if search.dossier else search.dossier_note,
        collective=criteria.collective,
        individual=criteria.individual,
        household=criteria.household,
        awards=awards,
        dossiers=dossiers,
    )
    findings = [*search.findings, *criteria.findings, *_missing(facts)]
    if tables:
        findings.append(f"Nội dung có {tables} bảng, không đưa vào phần chữ của kế hoạch.")
    return replace(facts, findings=tuple(dict.fromkeys(findings)))


def _full_date(paper: Paper) -> dt.date | None:
    day = paper.date
    return dt.date(day.year, day.month, day.day) if day and day.month and day.day else None


# --- texts -------------------------------------------------------------------------------------


def _inner_nodes(reading: Reading) -> tuple[Node, ...]:
    """The text between the opening and the closing sentences."""
    first, last = len(reading.printed("opening")), len(reading.printed("closing"))
    return reading.nodes[first : len(reading.nodes) - last]


def _opening(reading: Reading) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Tell the paragraphs before the legal bases from those that lead into the text."""
    bases = [fact.lines[0] for fact in reading.facts if fact.name == "basis"]
    found = [fact for fact in reading.facts if fact.name == "opening"]
    if bases:
        before = [fact for fact in found if fact.lines[0] < bases[0]]
    else:
        before = [fact for fact in found if not fact.text.endswith(":")]
    after = [fact for fact in found if fact not in before]
    return tuple(fact.text for fact in before), tuple(fact.text for fact in after)


def _closing(reading: Reading) -> tuple[str, ...]:
    count = len(reading.printed("closing"))
    blocks = reading.paper.body[len(reading.paper.body) - count :] if count else ()
    return tuple(block.text for block in blocks)


def _body(reading: Reading) -> tuple[str, int]:
    """Return the text in the grammar's spelling, and how many tables it cannot hold."""
    first, last = len(reading.printed("opening")), len(reading.printed("closing"))
    blocks = reading.paper.body[first : len(reading.paper.body) - last]
    tables = sum(node.kind == "table" for node in reading.walk())
    return to_text(_without_tables(blocks)), tables


def _without_tables(blocks: tuple) -> tuple:
    return tuple(
        replace(block, children=_without_tables(block.children))
        if getattr(block, "children", ())
        else block
        for block in blocks
        if not isinstance(block, Table)
    )


def _name(subject: str) -> str:
    """Return "Phong trào thi đua …" out of "Phát động phong trào thi đua …"; else nothing."""
    name = _LAUNCH.sub("", subject, count=1).strip()
    if "thi dua" not in search_key(name):
        return ""
    return name[:1].upper() + name[1:]


def _theme(name: str) -> str:
    """Return what the movement is about: the words in quotation marks, else after its name."""
    if match := _QUOTED.search(name):
        return match[1].strip()
    match = _THEME.search(name)
    return match[1].strip() if match else ""


# --- days --------------------------------------------------------------------------------------


def _find_deadlines(everything: list[Placed], search: _Search) -> None:
    for one in everything:
        if one.node.kind == "table":
            continue
        for sentence in days.sentences(one.node.text):
            _find_in_sentence(one, sentence, search)


def _find_in_sentence(one: Placed, sentence: str, search: _Search) -> None:
    about = _about(sentence, one.topics)
    if about is None:
        return
    told = days.deadlines(sentence, year=search.year, after=search.after, lines=one.node.lines)
    for found in told:
        if found.deadline is None:
            search.findings.append(found.trouble)
            continue
        into = search.registration if about == REGISTRATION else search.dossier
        if all((found.deadline.year, found.deadline.before) != (d.year, d.before) for d in into):
            into.append(found.deadline)
    if told and about == REGISTRATION and not search.sent_to:
        search.sent_to = days.sent_to(sentence)
    other = _BY_OTHER.search(sentence)
    if about == DOSSIER and not told and other and re.search(r"thời (gian|hạn)", sentence, re.I):
        search.dossier_note = search.dossier_note or sentence[other.start() :].rstrip(" .;")


def _about(sentence: str, around: frozenset[str]) -> str | None:
    """Return whether a sentence is about registering or about dossiers; None when neither."""
    key = search_key(sentence)
    registers = [match.start() for match in _REGISTERS.finditer(key)]
    dossier = [match.start() for match in _DOSSIER.finditer(key)]
    if registers and dossier:
        if re.search(r"\bho so dang ky\b", key):
            return REGISTRATION
        named = around & {REGISTRATION, DOSSIER}
        return next(iter(named)) if len(named) == 1 else None
    if registers:
        return REGISTRATION
    if dossier:
        return DOSSIER
    if _REPORT.search(key):
        return None
    named = around & {REGISTRATION, DOSSIER}
    return next(iter(named)) if len(around) == 1 and named else None


def _duration(
    everything: list[Placed], dated: dt.date | None
) -> tuple[dt.date | None, dt.date | None]:
    for one in everything:
        key = search_key(one.node.text)
        says = DURATION in one.topics or re.search(
            r"\bthoi gian (thuc hien|to chuc|thi dua)\b", key
        )
        if says and _about(one.node.text, frozenset()) is None and "dang ky" not in key:
            found = days.span(one.node.text, dated)
            if found:
                return found
    return None, None


def _missing(facts: PlanFacts) -> list[str]:
    """Name what was not found."""
    wanted = (
        (facts.name, "Không tìm thấy tên phong trào trong trích yếu."),
        (facts.registration_deadlines, "Không tìm thấy thời hạn đăng ký."),
        (
            facts.dossier_deadlines,
            f"Thời hạn nộp hồ sơ ghi {facts.dossier_note}, không có ngày cụ thể."
            if facts.dossier_note
            else "Không tìm thấy thời hạn nộp hồ sơ.",
        ),
        (facts.collective, "Không tìm thấy tiêu chuẩn đối với tập thể."),
        (facts.individual, "Không tìm thấy tiêu chuẩn đối với cá nhân."),
        (facts.awards, "Không tìm thấy hình thức khen thưởng."),
        (facts.components, "Không tìm thấy thành phần hồ sơ."),
        (facts.participants, "Không tìm thấy đối tượng thi đua."),
        (facts.starts_on or facts.ends_on or facts.first_year, "Không rõ thời gian thực hiện."),
    )
    return [message for value, message in wanted if not value]
