"""How papers of this floor name people, awards, numbers and hours.

Capitals after Nghị định 30/2020, Phụ lục II (domain.md 5.6); numbers below ten carry a zero.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable

from django.utils import timezone

from awards.bonus import money
from awards.models import AwardKind, AwardType
from dossiers.models import Nomination
from dossiers.naming import recipient_name
from emulation.organization.models import Gender, NomineeKind, Unit, UnitKind
from emulation.papers.paper import Bullet, listed
from emulation.vietnamese import long_date

# What is not known yet and is written in by hand.
OPEN = "……"
HONORIFICS = {Gender.MALE: "ông", Gender.FEMALE: "bà"}
KIND_WORDS = {
    NomineeKind.COLLECTIVE: "tập thể",
    NomineeKind.INDIVIDUAL: "cá nhân",
    NomineeKind.HOUSEHOLD: "hộ gia đình",
}


def lower_first(text: str) -> str:
    """Go on in the middle of a sentence; an abbreviation ("CCHC") keeps its capitals."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def upper_first(text: str) -> str:
    """Begin a sentence."""
    return text[:1].upper() + text[1:]


def joined(texts: Iterable[str]) -> str:
    """Return "a, b và c"."""
    *first, last = list(texts) or [""]
    return f"{', '.join(first)} và {last}" if first else last


def two_digits(number: int) -> str:
    """Write a count as papers do: "02", "15"."""
    return f"{number:02}"


def head_title(authority: Unit) -> str:
    """Name the head of an authority by office: "Chủ tịch Ủy ban nhân dân xã Đình Dù".

    "Chánh Thanh tra" of "Thanh tra tỉnh Lào Cai" names the body once.
    """
    position, body = authority.head_position.strip(), authority.name.split()
    words = position.lower().split()
    # "CHÁNH THANH TRA" + "Thanh tra tỉnh …": the words that both have stand once.
    shared = next(
        (n for n in range(len(words) - 1, 0, -1) if words[-n:] == [w.lower() for w in body[:n]]), 0
    )
    return upper_first(" ".join([*words[: len(words) - shared], *body]))


def nominee_name(nomination: Nomination) -> str:
    """Return the nominee's name; a village, in a list, with its capital."""
    return recipient_name(nomination)


def nominee_detail(nomination: Nomination) -> str:
    """Return post and unit of a person, address of a household; nothing for a collective."""
    if nomination.person:
        return nomination.person.post
    if household := nomination.household:
        return household.address or str(household.unit)
    return ""


def nominee_words(nomination: Nomination) -> str:
    """Name a nominee in a sentence: "bà Lê Thị Én, Công chức Văn phòng", "thôn Ngọc"."""
    name = nominee_name(nomination)
    if nomination.person:
        name = " ".join(filter(None, (HONORIFICS.get(nomination.person.gender), name)))
    elif nomination.household:
        name = lower_first(name)
    else:
        name = unit_words(nomination.nominee)
    return ", ".join(filter(None, (name, nominee_detail(nomination))))


def unit_words(unit: Unit) -> str:
    """Name a unit in a sentence: a village is no body and has a small letter (PL II)."""
    return lower_first(unit.name) if unit.kind == UnitKind.VILLAGE else unit.name


def counted(nominations: Iterable[Nomination]) -> str:
    """Return "02 tập thể, 03 cá nhân"."""
    numbers = Counter(nomination.subject for nomination in nominations)
    return ", ".join(
        f"{two_digits(numbers[kind])} {word}" for kind, word in KIND_WORDS.items() if numbers[kind]
    )


def each_once(nominations: Iterable[Nomination]) -> list[Nomination]:
    """Return one nomination for each nominee: who is named for two awards counts once."""
    first: dict[tuple[str, int], Nomination] = {}
    for nomination in nominations:
        first.setdefault((nomination.subject, nomination.nominee.pk), nomination)
    return list(first.values())


def by_kind(nominations: Iterable[Nomination]) -> list[tuple[NomineeKind, list[Nomination]]]:
    """Return nominations by kind, collectives first, each in the order given."""
    found = list(nominations)
    groups = ((kind, [n for n in found if n.subject == kind]) for kind in KIND_WORDS)
    return [(kind, group) for kind, group in groups if group]


def spelled(name: str) -> str:
    """Write "UBND" out, as a paper's text does."""
    return name.replace("UBND", "Ủy ban nhân dân")


def own_award(award_type: AwardType, authority: Unit) -> str:
    """Name an award that `authority` itself gives: "Giấy khen của Chủ tịch Ủy ban … xã Đình Dù"."""
    if award_type.kind == AwardKind.TITLE:
        return f"danh hiệu “{award_type.name}”"
    form, of, _ = award_type.name.partition(" của ")
    return f"{form} của {head_title(authority)}" if of else award_type.name


def any_award(award_type: AwardType) -> str:
    """Name an award whoever gives it: "danh hiệu “…”", "Bằng khen của Chủ tịch …"."""
    if award_type.kind == AwardKind.TITLE:
        return f"danh hiệu “{award_type.name}”"
    return spelled(award_type.name)


def hour_words(moment: dt.datetime | None) -> str:
    """Return "08 giờ 05 phút, ngày 20 tháng 11 năm 2026" in local time; open while not known."""
    if moment is None:
        return f"{OPEN} giờ {OPEN} phút, ngày {OPEN} tháng {OPEN} năm {OPEN}"
    local = timezone.localtime(moment)
    return f"{local:%H} giờ {local:%M} phút, {long_date(local.date())}"


def bullets(texts: Iterable[str]) -> tuple[Bullet, ...]:
    """Return the texts as a closed list of dashes."""
    return tuple(Bullet(text) for text in listed(tuple(texts)))


def dong(amount: int | None) -> str:
    """Return "702.000 đồng", open while the amount is not known."""
    return f"{OPEN} đồng" if amount is None else money(amount)
