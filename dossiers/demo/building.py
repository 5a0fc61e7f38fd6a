"""What the services do today, done for the demo on a day of the past, by the same rules.

Steps go through `move` and the services' own checks; only the calendar is not asked, and every
moment is set back to the day on which it would have happened.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.utils import timezone

from awards.models import AwardType, Criterion, CriterionGroup, CriterionSet, Scoring
from campaigns.models import (
    AwardOffer,
    Campaign,
    DossierComponent,
    Line,
    Mark,
    Participant,
    Period,
    Plan,
    Registration,
    Route,
)
from campaigns.services.consolidating import rebuild
from campaigns.services.criteria import criterion_set
from campaigns.services.filing import keep_words, missing_to_issue
from campaigns.services.registering import mark_errors, missing_to_submit
from campaigns.states import CONFIRM, ISSUE, SUBMIT, SUBMIT_FOR_UNIT, RegistrationState
from emulation.chaining import SealedRow, redact
from emulation.organization.issuing import freeze
from emulation.organization.models import Group, Household, NomineeKind, Person, Unit
from emulation.papers.catalogue import all_kinds
from emulation.vietnamese import normalize
from emulation.workflow import Transition, move

NOMINEE_FIELDS = {Unit: "unit", Person: "person", Household: "household", Group: "group"}
SUBJECTS = {
    Unit: NomineeKind.COLLECTIVE,
    Person: NomineeKind.INDIVIDUAL,
    Household: NomineeKind.HOUSEHOLD,
}
BACKDATED = "Dữ liệu mẫu: đặt lại thời điểm của mùa thi đua đã qua"


class DemoError(Exception):
    """The demo's own data breaks a rule of the application: a mistake in this package."""


@dataclass(frozen=True)
class Run:
    """What one loading shares: today, whether PDFs are stored, and how progress is told."""

    today: dt.date
    with_papers: bool
    say: Callable[[str], None]


class Rule(NamedTuple):
    """One criterion as the plan prints it, with the way it is judged.

    Those with the same `group`, which is its lead-in, are alternatives: one of them is enough.
    With `points` it scores, as regular points unless `scoring` says otherwise.
    """

    kind: str
    text: str
    parameters: dict[str, Any] = {}
    evidence: str = ""
    mandatory: bool = True
    group: str = ""
    points: int | None = None
    scoring: str = Scoring.SCORE


class Offered(NamedTuple):
    """One award of a campaign; those with `in_table` are the columns, in the order given."""

    code: str
    route: str = Route.REGISTER
    heading: str = ""
    text: str = ""
    also: tuple[str, ...] = ()
    components: tuple[str, ...] = ()
    copies: int | None = None
    sent_to: str = ""
    dossier_note: str = ""
    in_table: bool = True


class Entered(NamedTuple):
    """One row of a registration: who, for which awards (codes), with which targets (lines)."""

    nominee: Unit | Person | Household | Group
    awards: str
    targets: str = ""


def moment(day: dt.date, clock: str) -> dt.datetime:
    """Return local time "HH:MM" of `day`."""
    return timezone.make_aware(dt.datetime.combine(day, dt.time.fromisoformat(clock)))


def backdate(record: Any, **moments: dt.datetime) -> None:
    """Set moments that the model fills in by itself; of what is sealed, by a sealed redaction."""
    if isinstance(record, SealedRow):
        redact(type(record), {record.pk: moments}, reason=BACKDATED)
    else:
        type(record)._base_manager.filter(pk=record.pk).update(**moments)


# --- filing --------------------------------------------------------------------------------------


def fill(
    campaign: Campaign,
    *,
    periods: Iterable[Period],
    participants: Iterable[tuple[Group, str]],
    criteria: dict[str, Sequence[Rule]],
    offers: Iterable[Offered],
    plan: dict[str, str],
    at: dt.datetime,
    pass_points: dict[str, int] | None = None,
) -> Campaign:
    """Save a draft campaign with all its parts; each part passes its model's own checks."""
    _save(campaign)
    for period in periods:
        period.campaign = campaign
        _save(period)
    for position, (group, text) in enumerate(participants, start=1):
        _save(Participant(campaign=campaign, group=group, text=text, position=position))
    for subject, rules in criteria.items():
        owned = criterion_set(campaign, subject)
        owned.pass_points = (pass_points or {}).get(subject)
        _save(owned)
        _add_criteria(owned, rules)
    _add_offers(campaign, offers)
    texts = {name: normalize(text).strip() for name, text in plan.items()}
    _save(Plan(campaign=campaign, **texts))
    backdate(campaign, created_at=at, updated_at=at)
    return campaign


def _add_criteria(owned: CriterionSet, rules: Sequence[Rule]) -> None:
    groups: dict[str, CriterionGroup] = {}
    for position, rule in enumerate(rules, start=1):
        if rule.group and rule.group not in groups:
            group = CriterionGroup(criterion_set=owned, text=rule.group, position=len(groups) + 1)
            _save(group)
            groups[rule.group] = group
        values = rule._asdict() | {
            "group": groups.get(rule.group),
            "mandatory": rule.mandatory and not rule.group,
            "scoring": Scoring.NONE if rule.points is None else rule.scoring,
        }
        _save(Criterion(criterion_set=owned, position=position, **values))


def _save(record: Any) -> None:
    record.full_clean()
    record.save()


def _add_offers(campaign: Campaign, offers: Iterable[Offered]) -> None:
    types = {kind.code: kind for kind in AwardType.objects.valid_on(campaign.starts_on)}
    column = 0
    for position, offered in enumerate(offers, start=1):
        column += offered.in_table
        offer = AwardOffer(
            campaign=campaign,
            award_type=types[offered.code],
            route=offered.route,
            heading=offered.heading,
            text=offered.text,
            copies=offered.copies,
            sent_to=offered.sent_to,
            dossier_note=offered.dossier_note,
            column=column if offered.in_table else None,
            position=position,
        )
        _save(offer)
        offer.also.set(types[code] for code in offered.also)
        for place, name in enumerate(offered.components, start=1):
            _save(DossierComponent(offer=offer, name=name, paper=paper_of(name), position=place))


def paper_of(component: str) -> str:
    """Return the slug of what the system drafts for a component; "" when the unit brings it."""
    if component.startswith("Biên bản"):
        return "minutes" if "Hội đồng" in component else "peer_review"
    starts = {
        "Tờ trình": "submission",
        "Văn bản đề nghị": "submission",
        "Báo cáo thành tích": "achievement_report",
        "Danh sách": "nominee_list",
    }
    return next((slug for words, slug in starts.items() if component.startswith(words)), "")


def issue(
    run: Run, campaign: Campaign, *, number: str, dated: dt.date, by: Any, clock: str = "08:00"
) -> Campaign:
    """Issue the plan as it was issued on `dated`, and return the campaign as the plan prints it."""
    fresh = Campaign.objects.with_filing().get(pk=campaign.pk)
    if missing := missing_to_issue(fresh):
        raise DemoError(f"{campaign}: {'; '.join(problem.message for problem in missing)}")
    at = moment(dated, clock)
    log = move(fresh, ISSUE, by=by, issued_on=dated)
    backdate(log, at=at)
    backdate(fresh, updated_at=at)
    Plan.objects.filter(campaign=fresh).update(number=number, dated=dated)
    keep_words(fresh)
    fresh = Campaign.objects.with_filing().get(pk=campaign.pk)
    _freeze(run, "plan", fresh, number=fresh.plan.full_number, dated=dated, by=by, at=at)
    return fresh


def _freeze(
    run: Run, slug: str, subject: Any, *, number: str, dated: dt.date, by: Any, at: dt.datetime
) -> None:
    if run.with_papers:
        paper = freeze(
            all_kinds()[slug], subject, authority=subject.authority, number=number, dated=dated,
            by=by,
        )  # fmt: skip
        backdate(paper, issued_at=at)


# --- registering ---------------------------------------------------------------------------------


def enter(
    period: Period, unit: Unit, rows: Iterable[Entered], *, by: Any, at: dt.datetime
) -> Registration:
    """Save the draft of a unit's registration."""
    registration = Registration.objects.create(
        period=period, unit=unit, authority=period.campaign.authority, created_by=by
    )
    for position, row in enumerate(rows, start=1):
        add_row(registration, row, position)
    backdate(registration, created_at=at, saved_at=at)
    return registration


def add_row(registration: Registration, row: Entered, position: int) -> None:
    """Add a row with its marks; DemoError when an award is not for such a nominee."""
    nominee = row.nominee
    is_group = isinstance(nominee, Group)
    line = Line.objects.create(
        registration=registration,
        subject=nominee.subject if is_group else SUBJECTS[type(nominee)],
        within=registration.unit if is_group and not registration.is_consolidated else None,
        targets=normalize(row.targets).strip(),
        position=position,
        **{NOMINEE_FIELDS[type(nominee)]: nominee},
    )
    mark(line, row.awards)


def mark(line: Line, awards: str) -> None:
    """Put the row down for the awards of these codes."""
    period = line.registration.period
    offers = {offer.award_type.code: offer for offer in period.campaign.offers.all()}
    marked = [offers[code] for code in awards.split()]
    if errors := mark_errors(line, marked, period.starts_on):
        raise DemoError(" ".join(errors))
    Mark.objects.bulk_create(Mark(line=line, offer=offer) for offer in marked)


def step(
    run: Run,
    registration: Registration,
    transition: Transition,
    *,
    by: Any,
    at: dt.datetime,
    note: str = "",
) -> None:
    """Take the registration through one step of its workflow at a moment of the past."""
    changes: dict[str, Any] = {}
    if transition.target == RegistrationState.SUBMITTED:
        complete = Registration.objects.with_lines().get(pk=registration.pk)
        if missing := missing_to_submit(complete):
            raise DemoError(f"{registration}: {' '.join(missing)}")
        changes = {"submitted_at": at, "dated": timezone.localdate(at)}
    log = move(registration, transition, by=by, note=note, **changes)
    backdate(log, at=at)
    backdate(registration, saved_at=at)
    if transition == CONFIRM:
        fresh = Registration.objects.with_lines().get(pk=registration.pk)
        _freeze(run, "registration", fresh, number="", dated=fresh.dated, by=by, at=at)


def send(
    run: Run,
    registration: Registration,
    *,
    by: Any,
    at: dt.datetime,
    office: Any,
    note: str = "Đơn vị nộp bản giấy có chữ ký của người đứng đầu",
) -> None:
    """Send a registration: by the unit's own account, or keyed in by the office from paper."""
    if by == office:
        step(run, registration, SUBMIT_FOR_UNIT, by=by, at=at, note=note)
    else:
        step(run, registration, SUBMIT, by=by, at=at)


def consolidate(
    run: Run, period: Period, *, by: Any, day: dt.date, own: Entered | None = None
) -> Registration:
    """Build the authority's registration from its units' confirmed ones, send and confirm it.

    `own` is the row by hand in which the office puts the authority itself down, if it does.
    """
    registration = rebuild(period, by=by).registration
    line = registration.lines.get(unit=registration.authority)
    if own:
        mark(line, own.awards)
        Line.objects.filter(pk=line.pk).update(targets=own.targets)
    else:
        line.delete()
    backdate(registration, created_at=moment(day, "15:00"))
    step(run, registration, SUBMIT, by=by, at=moment(day, "15:30"))
    step(run, registration, CONFIRM, by=by, at=moment(day, "16:00"))
    return registration
