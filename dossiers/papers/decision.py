"""The decision to commend (Nghị định 30/2020 mẫu 1.2; domain.md 4.3, "Quyết định khen thưởng").

Whom it names, for what and with how much money is data; effect and duties are the office's text.
Power, bases and money are those of the decision's day.
"""

from __future__ import annotations

from awards.citing import PAPER_TOPICS, citations
from dossiers.counting import day_of as met_on
from dossiers.models import CouncilSession, Decision, Wording
from dossiers.naming import decision_symbol, full_number, minutes_symbol
from emulation.organization.models import Unit
from emulation.papers.paper import (
    Annex,
    Article,
    Bullet,
    Column,
    Item,
    Row,
    Table,
    roman,
)
from emulation.papers.text import parse
from emulation.vietnamese import long_date, money_words

from .awarded import Awarded, Awardee, awarded
from .frame import Draft, Worded, head_signature
from .words import (
    KIND_WORDS,
    OPEN,
    bullets,
    by_kind,
    counted,
    dong,
    each_once,
    head_title,
    joined,
    lower_first,
    nominee_detail,
    nominee_name,
    nominee_words,
    two_digits,
    unit_words,
    upper_first,
)

SLUG = "decision"
# So many are named in the text; more stand in an annexed list, unless the office wants them there.
MOST_IN_TEXT = 5
MOST_PROPOSERS = 6
GROUP_TITLES = {kind: upper_first(word) for kind, word in KIND_WORDS.items()}


def draft(decision: Decision, words: Wording | None) -> Draft:
    """Return the decision: a draft until it is issued."""
    facts = awarded(decision, words)
    is_listed = len(facts.awardees) > MOST_IN_TEXT and not (words and words.as_text)
    first = (*awards_article(facts, is_listed=is_listed), *money_article(facts))
    text = duties(facts)
    last = len(first) + sum(isinstance(b, Article) for b in parse((words and words.body) or text))
    subject = decision.title.strip()
    return Draft(
        authority=facts.authority,
        symbol=decision_symbol(facts.authority),
        type_name="QUYẾT ĐỊNH",
        subject=subject if subject.lower().startswith("về ") else f"Về việc {lower_first(subject)}",
        decided_by=head_title(facts.authority).upper(),
        bases=bases(facts),
        verdict="QUYẾT ĐỊNH:",
        before=first,
        body=text,
        recipients=(f"Như Điều {last}", "Lưu: VT, hồ sơ khen thưởng"),
        signatures=(head_signature(facts.authority, collective=False),),
        annexes=annexes(facts) if is_listed else (),
        year=facts.day.year,
        number=decision.number,
        dated=decision.dated,
        is_draft=facts.is_draft,
        numbered_on_issue=True,
        may_be_text=True,
    )


build = Worded(SLUG, draft)


# --- bases ---------------------------------------------------------------------------------------


def bases(facts: Awarded) -> tuple[str, ...]:
    """Return the law of the day, the council's minutes and who proposed."""
    topics = [*PAPER_TOPICS["decision"]]
    if facts.total != 0:
        topics += PAPER_TOPICS["payment_list"]
    found = [f"Căn cứ {text}" for text in citations(facts.day, *topics)]
    if session := facts.decision.session:
        day = long_date(met_on(session))
        number = minutes_number(session)
        found.append(f"Căn cứ Biên bản họp{number} {day} của {session.council.name}")
    if proposal := proposers(facts):
        found.append(f"Theo đề nghị của {proposal}")
    return tuple(found)


def minutes_number(session: CouncilSession) -> str:
    """Return " số 03/BB-HĐTĐKT" when the council gave its minutes a number."""
    words = Wording.of("minutes", session)
    if not (words and words.number):
        return ""
    return f" số {full_number(words.number, words.symbol or minutes_symbol(session))}"


def proposers(facts: Awarded) -> str:
    """Name the units that proposed; many are counted instead."""
    units: list[Unit] = list(facts.decision.proposers.all())
    if len(units) > MOST_PROPOSERS:
        return f"{two_digits(len(units))} đơn vị trình hồ sơ khen thưởng"
    return joined(unit_words(unit) for unit in units)


# --- articles ------------------------------------------------------------------------------------


def awards_article(facts: Awarded, *, is_listed: bool) -> tuple[Article, ...]:
    """Return Điều 1: who is awarded what for what, named here or in the annexed lists."""
    groups = facts.by_award()
    if not groups:
        return (Article(f"Tặng {OPEN} cho {OPEN}."),)
    if len(groups) == 1:
        (award, achievement), members = groups[0]
        if len(members) == 1:
            who = nominee_words(members[0].nomination)
            return (Article(f"Tặng {award} cho {who}, {achievement}."),)
        if is_listed:
            return (Article(f"{_given(award, achievement, members)} (có danh sách kèm theo)."),)
        return (Article(f"{_given(award, achievement, members)}, gồm:", _named(members)),)
    items = []
    for count, ((award, achievement), members) in enumerate(groups, start=1):
        said = _given(award, achievement, members)
        if is_listed:
            items.append(Item(f"{said} (danh sách tại Phụ lục {roman(count)})."))
        else:
            items.append(Item(f"{said}, gồm:", _named(members)))
    return (Article(f"Khen thưởng {counted(each_once(facts.nominations))} như sau:", tuple(items)),)


def _given(award: str, achievement: str, members: list[Awardee]) -> str:
    return f"Tặng {award} cho {counted(m.nomination for m in members)} {achievement}"


def _named(members: list[Awardee]) -> tuple[Bullet, ...]:
    names = (upper_first(nominee_words(member.nomination)) for member in members)
    return bullets(names)


def money_article(facts: Awarded) -> tuple[Article, ...]:
    """Return Điều 2: the bonus of each award and kind, the sum, the fund; none where none is due.

    The fund of whoever decides pays (khoản 4 Điều 11 Luật Thi đua, khen thưởng; domain.md 2.3-5).
    """
    if facts.total == 0:
        return ()
    rates: dict[tuple[str, str], Awardee] = {}
    for one in facts.awardees:
        if not one.reason:
            rates.setdefault((one.award_type.name, one.nomination.subject), one)
    said = [
        f"{upper_first(KIND_WORDS[kind])} được tặng {one.form}: {dong(one.amount)}"
        for (_, kind), one in rates.items()
    ]
    unpaid = [one for one in facts.awardees if one.reason]
    if unpaid:
        said.append(
            f"{upper_first(joined(nominee_name(o.nomination) for o in unpaid))}: chỉ nhận một mức "
            "tiền thưởng cao nhất cho cùng một thành tích"
        )
    total = facts.total
    words = f" (bằng chữ: {lower_first(money_words(total))})" if total is not None else ""
    said.append(
        f"Tổng số tiền thưởng: {dong(total)}{words}, chi từ Quỹ thi đua, khen thưởng của "
        f"{facts.authority.name}"
    )
    return (Article("Tiền thưởng kèm theo:", bullets(said)),)


def duties(facts: Awarded) -> str:
    """Draft the articles on effect and on who carries the decision out, for the office to edit."""
    named = [KIND_WORDS[kind] for kind, _ in by_kind(facts.nominations)]
    kinds = ", ".join(named) or "tập thể, cá nhân"
    return "\n".join(
        [
            "Điều 1. Quyết định này có hiệu lực thi hành kể từ ngày ký.",
            f"Điều 2. Thủ trưởng các đơn vị liên quan; các {kinds} có tên tại Điều 1 chịu trách "
            "nhiệm thi hành Quyết định này.",
        ]
    )


# --- annexed lists -------------------------------------------------------------------------------


def annexes(facts: Awarded) -> tuple[Annex, ...]:
    """Return a list of names for each award and achievement, on pages of its own."""
    return tuple(
        Annex(f"Danh sách {_title(members)} được tặng {members[0].form}", (name_table(members),))
        for _, members in facts.by_award()
    )


def _title(members: list[Awardee]) -> str:
    kinds = [KIND_WORDS[kind] for kind, _ in by_kind(m.nomination for m in members)]
    return ", ".join(kinds)


def name_table(members: list[Awardee]) -> Table:
    """Return the names, kind by kind, counted afresh in each."""
    columns = (
        Column("STT", 7, "center"),
        Column("Tập thể, cá nhân, hộ gia đình", 40),
        Column("Chức vụ, đơn vị, địa chỉ", 53),
    )
    groups = by_kind(member.nomination for member in members)
    rows: list[Row] = []
    for count, (kind, nominations) in enumerate(groups, start=1):
        if len(groups) > 1:
            rows.append(Row((roman(count), GROUP_TITLES[kind], ""), "group"))
        rows += [
            Row((str(place), nominee_name(n), nominee_detail(n)))
            for place, n in enumerate(nominations, start=1)
        ]
    return Table(columns, tuple(rows), number_row=False, landscape="no")
