"""Facts about nominees, however many, in a constant number of queries."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import Count, F, Model, Q, QuerySet

from awards.facts import (
    AwardFact,
    BarFact,
    ClaimFact,
    Facts,
    IndexFact,
    InitiativeFact,
    MemberFact,
    Proof,
    RatingFact,
    RegistrationFact,
)
from awards.models import Award, Basis
from campaigns.models import Campaign, Period, Result
from campaigns.states import ResultState
from emulation.organization.models import (
    CONFIDENTIAL,
    NOMINEE_FIELDS,
    AnnualRating,
    Bar,
    Employment,
    IndexScore,
    Initiative,
    NomineeKind,
    Person,
    Transfer,
    Unit,
)
from emulation.vietnamese import search_key

from .candidates import Nominee, Ref, ref_of

Rows = Mapping[Ref, list]
ROOTS = 40  # more subtrees than this are not asked for one by one


def gather(
    nominees: Iterable[Nominee],
    *,
    day: dt.date,
    period: Period | None = None,
    registrations: Mapping[Ref, Sequence[RegistrationFact]] | None = None,
    confidential: bool = True,
) -> dict[Ref, Facts]:
    """Return the facts about each nominee; members of collectives are those of `day`.

    Records are found by nominee and not by authority: they follow who moves. Claims are those of
    `period`. Without `confidential`, matters under verification are left out: a unit is not told
    of them (Luật Tố cáo 2018 Điều 8). Nine queries at most, whatever the number of nominees.
    """
    nominees = list(nominees)
    units = [n for n in nominees if isinstance(n, Unit)]
    members = members_on(units, day)
    ids: dict[str, set[int]] = {kind: set() for kind in NomineeKind.values}
    for kind, pk in map(ref_of, nominees):
        ids[kind].add(pk)
    named = {kind: set(pks) for kind, pks in ids.items()}
    ids[NomineeKind.INDIVIDUAL] |= {person.pk for found in members.values() for person in found}
    ratings = _ratings(ids)
    bars = _bars(ids, confidential)
    awards = _awards(ids)
    initiatives = _initiatives(named)
    indexes = _indexes(named)
    claims = _claims(named, period) if period else {}
    registrations = registrations or {}

    def member(person: Person) -> MemberFact:
        ref = (str(NomineeKind.INDIVIDUAL), person.pk)
        return MemberFact(str(person), tuple(ratings[ref]), tuple(bars[ref]), tuple(awards[ref]))

    return {
        ref: Facts(
            subject=ref[0],
            name=str(nominee),
            ratings=tuple(ratings[ref]),
            bars=tuple(bars[ref]),
            initiatives=tuple(initiatives[ref]),
            indexes=tuple(indexes[ref]),
            awards=tuple(awards[ref]),
            claims=tuple(claims.get(ref, ())),
            registrations=tuple(registrations.get(ref, ())),
            members=(
                tuple(member(person) for person in members[nominee.pk])
                if isinstance(nominee, Unit)
                else None
            ),
            has_index=_has_index(nominee, indexes[ref]),
        )
        for nominee in nominees
        for ref in (ref_of(nominee),)
    }


def _has_index(nominee: Nominee, scores: Sequence[IndexFact]) -> bool:
    """An authority is always scored; parts of it only where somebody scores them (domain.md 6)."""
    return bool(scores) or (isinstance(nominee, Unit) and nominee.is_authority)


# --- members of collectives ----------------------------------------------------------------------


def members_on(units: Sequence[Unit], day: dt.date) -> dict[int, list[Person]]:
    """Return who worked in each unit, or below it, on `day`: moves since then are taken back.

    Residents are no members of the collective that works for them. Two queries.
    """
    if not units:
        return {}
    placed = [
        (person, person.unit.path)
        for person in _people_in("unit", units)
        .active_on(day)
        .exclude(employment=Employment.RESIDENT)
        .select_related("unit")
        .order_by("sort_key", "pk")
    ]
    before: dict[int, Transfer] = {}
    moves = Transfer.objects.filter(
        _inside("from_unit", units), moved_on__gt=day, person__isnull=False
    ).exclude(person__employment=Employment.RESIDENT)
    for move in moves.select_related("person", "from_unit").order_by("moved_on", "pk"):
        before.setdefault(move.person_id, move)
    placed = [(person, path) for person, path in placed if person.pk not in before]
    placed += [(move.person, move.from_unit.path) for move in before.values()]
    return {
        unit.pk: [person for person, path in placed if path.startswith(unit.path)] for unit in units
    }


def _people_in(field: str, units: Sequence[Unit]) -> Any:
    return Person.objects.filter(_inside(field, units))


def _inside(field: str, units: Sequence[Unit]) -> Q:
    """Return the condition that `field` lies in one of the subtrees."""
    roots = [unit for unit in units if not any(o.pk != unit.pk and o.contains(unit) for o in units)]
    if len(roots) > ROOTS:
        return Q(**{f"{field}__authority__in": {unit.authority_id for unit in roots}})
    condition = Q()
    for root in roots:
        condition |= Q(**{f"{field}__path__startswith": root.path})
    return condition


# --- records -------------------------------------------------------------------------------------


def _about(records: QuerySet, ids: Mapping[str, set[int]]) -> QuerySet:
    """Return the records about nominees of these kinds and ids."""
    condition = Q(pk__in=[])
    for kind, field in NOMINEE_FIELDS.items():
        if ids[kind]:
            condition |= Q(**{f"{field}__in": ids[kind]})
    return records.filter(condition)


def _grouped(records: Iterable[Any], fact: Any) -> Rows:
    """Return one fact for each record, by the nominee whom the record is about."""
    found: dict[Ref, list] = defaultdict(list)
    for record in records:
        for kind, field in NOMINEE_FIELDS.items():
            if pk := getattr(record, f"{field}_id"):
                found[str(kind), pk].append(fact(record))
    return found


def proof_of(record: Model, text: str | None = None) -> Proof:
    """Return the proof that `record` is: its document unless other words are given."""
    return Proof(record.source if text is None else text, record._meta.label_lower, record.pk)


def _ratings(ids: Mapping[str, set[int]]) -> Rows:
    return _grouped(
        _about(AnnualRating.objects.all(), ids),
        lambda r: RatingFact(r.year, r.level, proof_of(r), r.months_counted),
    )


def _bars(ids: Mapping[str, set[int]], confidential: bool) -> Rows:
    bars = Bar.objects.all()
    if not confidential:
        bars = bars.exclude(kind__in=sorted(CONFIDENTIAL))
    return _grouped(
        _about(bars, ids),
        lambda b: BarFact(
            b.kind, b.starts_on, b.last_day, proof_of(b), b.severity, b.lifted_on is not None
        ),
    )


def _awards(ids: Mapping[str, set[int]]) -> Rows:
    standing = Award.objects.standing().annotate(code=F("award_type__code"))
    awards = list(_about(standing, ids))
    campaigns = _campaigns_of(awards)
    return _grouped(
        awards,
        lambda a: AwardFact(
            a.code,
            a.year,
            a.basis,
            proof_of(a),
            a.award_name,
            a.years,
            a.document_date,
            campaigns.get(a.pk),
            a.movement,
            a.with_initiative,
        ),
    )


def _campaigns_of(awards: Iterable[Award]) -> dict[int, int]:
    """Return the campaigns that awards were won in, by the award's id (one query at most).

    The register names the movement and knows no campaign: one of the same name, of the giver or of
    the recipient's authority, that was on in the year.
    """
    themed = [award for award in awards if award.basis == Basis.MOVEMENT]
    owners = {owner for award in themed for owner in (award.authority_id, award.issued_by_id)}
    named: dict[tuple[int | None, str], list[Campaign]] = defaultdict(list)
    for campaign in Campaign.objects.filter(authority__in=owners - {None}):
        named[campaign.authority_id, search_key(campaign.name)].append(campaign)
    found = {}
    for award in themed:
        for owner in (award.issued_by_id, award.authority_id):
            for campaign in named[owner, search_key(award.movement)]:
                last = campaign.ends_on.year if campaign.ends_on else award.year
                if campaign.starts_on.year <= award.year <= last:
                    found.setdefault(award.pk, campaign.pk)
    return found


def held_in(period: Period) -> dict[Ref, set[str]]:
    """Return the codes that the register of the authority holds for the year, by nominee."""
    given = Award.objects.standing().filter(
        authority=period.campaign.authority_id, year=period.year
    )
    rows = _grouped(given.annotate(code=F("award_type__code")), lambda award: award.code)
    return {ref: set(codes) for ref, codes in rows.items()}


def _initiatives(ids: Mapping[str, set[int]]) -> Rows:
    """Initiatives of the nominees and those that people have a share in (two queries)."""

    def fact(record: Initiative) -> InitiativeFact:
        text = f"«{record.name}»" + (f", {record.source}" if record.source else "")
        return InitiativeFact(record.year, record.recognition, record.level, proof_of(record, text))

    found = _grouped(_about(Initiative.objects.all(), ids), fact)
    shared = Initiative.co_authors.through.objects.filter(
        person__in=ids[NomineeKind.INDIVIDUAL]
    ).select_related("initiative")
    for row in shared.order_by("initiative__year", "pk"):
        if row.initiative.person_id != row.person_id:
            found[str(NomineeKind.INDIVIDUAL), row.person_id].append(fact(row.initiative))
    return found


def _indexes(ids: Mapping[str, set[int]]) -> Rows:
    found: dict[Ref, list] = defaultdict(list)
    for score in IndexScore.objects.filter(unit__in=ids[NomineeKind.COLLECTIVE]):
        found[str(NomineeKind.COLLECTIVE), score.unit_id].append(
            IndexFact(
                score.year,
                proof_of(score),
                score.score,
                score.maximum,
                score.rating,
                score.rank,
                score.rank_of,
                score.name,
            )
        )
    return found


def _claims(ids: Mapping[str, set[int]], period: Period) -> Rows:
    """What was reported; what a unit is still writing is not reported yet."""
    results = (
        Result.objects.filter(period=period)
        .exclude(state=ResultState.DRAFT)
        .annotate(files=Count("evidence"))
    )
    return _grouped(
        _about(results, ids),
        lambda r: ClaimFact(
            r.criterion_id,
            proof_of(r, f"báo cáo kết quả, {r.get_state_display().lower()}"),
            r.claims_met,
            r.is_met,
            r.points,
            r.files > 0,
        ),
    )
