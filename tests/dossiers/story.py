"""A season told day by day: every step through the service behind its page, on a frozen clock.

Units, people and the words of the plans are those of the demo (the two real documents).
"""

import datetime as dt
from io import BytesIO
from zoneinfo import ZoneInfo

from django.utils import timezone
from pypdf import PdfReader

from campaigns.services import filing, overriding, registering
from campaigns.states import CONFIRM, SUBMIT, SUBMIT_FOR_UNIT
from dossiers.demo import accounts, people, places
from dossiers.models import Council, CouncilSession, Dossier, Presence, Seat
from dossiers.services import agenda, appraising, council, nominating
from dossiers.states import CONCLUDE, COUNT, OPEN
from emulation.organization.issuing import content_of
from emulation.organization.models import Person, Role
from emulation.organization.services import records
from emulation.papers.catalogue import all_kinds
from tests.make import make_user

LOCAL = ZoneInfo("Asia/Ho_Chi_Minh")
SUMS = ("issued", "returned", "valid", "invalid", "agree", "disagree", "blank")


def local(year, month, day, hour=9, minute=0):
    return dt.datetime(year, month, day, hour, minute, tzinfo=LOCAL)


class Story:
    """An authority of the demo with its accounts; `clock` is time-machine's traveller."""

    def __init__(self, clock, authority, *, office, chair=None):
        self.clock = clock
        if not Person.objects.exists():
            places.build()
            people.build()
            accounts.build("x")
        self.authority = places.authority(authority)
        self.units = places.units_of(self.authority)
        self.people = {p.full_name: p for p in Person.objects.filter(authority=self.authority)}
        self.office = accounts.user(office)
        if chair:
            self.chair = accounts.user(chair)
        else:
            self.chair = make_user(role=Role.CHAIR, unit=self.authority)
        self.clerks = {}
        self.period = None

    def on(self, year, month, day, hour=9, minute=0):
        self.clock.move_to(local(year, month, day, hour, minute))

    def clerk(self, unit):
        """The account of a unit, by its short name."""
        if unit not in self.clerks:
            self.clerks[unit] = make_user(role=Role.UNIT, unit=self.units[unit])
        return self.clerks[unit]

    def nominee(self, name):
        return self.units.get(name) or self.people.get(name) or self.authority

    # --- plan and registration -------------------------------------------------------------------

    def issue(self, campaign, *, number, dated):
        filing.issue(campaign, number=number, dated=dated, by=self.chair)
        return type(campaign).objects.with_filing().get(pk=campaign.pk)

    def offer(self, code):
        return next(o for o in self.period.campaign.offers.all() if o.award_type.code == code)

    def draft_registration(self, unit, rows, *, by=None):
        """`rows`: name → codes of the awards, targets; the unit's own row is there already."""
        by = by or self.clerk(unit)
        registration = registering.start(self.period, self.units[unit], by=by)
        values = {}
        for name, (codes, targets) in rows.items():
            nominee = self.nominee(name)
            field = "person" if isinstance(nominee, Person) else "unit"
            line = registration.lines.filter(**{field: nominee}).first()
            line = line or registering.add_line(registration, field, nominee.pk, by=by)
            marks = frozenset(self.offer(code).pk for code in codes.split())
            values[line.pk] = (marks, targets)
        registering.save_lines(registration, values, by=by)
        return self.fresh(registration)

    def fresh(self, registration):
        return type(registration).objects.with_lines().get(pk=registration.pk)

    def register(self, unit, rows):
        """The unit sends, the office confirms."""
        registration = self.draft_registration(unit, rows)
        registering.take(registration, SUBMIT, by=self.clerk(unit))
        registering.take(self.fresh(registration), CONFIRM, by=self.office)
        return registration

    def register_on_paper(self, unit, rows):
        """The office keys in what the unit brought, and confirms."""
        registration = self.draft_registration(unit, rows, by=self.office)
        registering.take(registration, SUBMIT_FOR_UNIT, by=self.office, note="Đơn vị nộp bản giấy")
        registering.take(self.fresh(registration), CONFIRM, by=self.office)
        return registration

    # --- records ---------------------------------------------------------------------------------

    def keep(self, *made):
        for record in made:
            records.save(record, by=self.office)

    def conclude(self, code, name, reason="Đã kiểm tra minh chứng"):
        """The office concludes that whatever is open about a nominee is met."""
        offer, nominee, day = self.offer(code), self.nominee(name), timezone.localdate()
        found = overriding.assessment_of(self.period, offer, nominee, day)
        for finding in found.missing:
            overriding.override(
                self.period, offer, nominee, finding.rule.key,
                verdict="met", reason=reason, by=self.office, day=day,
            )  # fmt: skip

    # --- dossiers --------------------------------------------------------------------------------

    def begin(self, unit, route, nominees, *, written=True, by=None):
        """A unit's dossier; `nominees`: name → code of the award."""
        by, place = by or self.clerk(unit), self.units[unit]
        dossier = nominating.begin(self.period, place, route, by=by)
        for name, code in nominees.items():
            nomination = nominating.propose(dossier, self.offer(code), self.nominee(name), by=by)
            if written:
                self.write(nomination, by=by)
        return self.contents(dossier)

    def write(self, nomination, *, by, summary=None, report=None):
        name = nomination.nominee
        texts = {
            "summary": summary or f"{name} hoàn thành 100% nhiệm vụ cải cách hành chính.",
            "report": report or f"1. {name} hoàn thành các chỉ tiêu đã đăng ký.",
        }
        nomination.refresh_from_db()
        nominating.save_texts(nomination, texts, seen=nomination.saved_at, by=by)

    def contents(self, dossier):
        return Dossier.objects.with_contents().get(pk=dossier.pk)

    def nomination(self, name, code):
        nominee = self.nominee(name)
        field = "person" if isinstance(nominee, Person) else "unit"
        return nominating.Nomination.objects.get(
            period=self.period, offer=self.offer(code), **{field: nominee}
        )

    def state(self, name, code):
        return self.nomination(name, code).state

    def judge(self, name, code, step, note=""):
        appraising.judge(self.nomination(name, code), step, by=self.office, note=note)

    # --- council ---------------------------------------------------------------------------------

    def found_council(self, starts_on, *names):
        """A council of these people, the first in the chair, the last its secretary."""
        made = Council.objects.create(authority=self.authority, starts_on=starts_on)
        last = len(names)
        for place, name in enumerate(names, start=1):
            person = self.people[name]
            Seat.objects.create(
                council=made, person=person, name=name, post=person.position, position=place,
                role={1: "chair", last: "secretary"}.get(place, "member"),
            )  # fmt: skip
        return made

    def convene(self, made, nominations, *, title, absent=None):
        """A session now with these on its agenda, opened; `absent`: name → presence, reason."""
        session = CouncilSession.objects.create(
            council=made, title=title, planned_at=timezone.now(), place="Phòng họp tầng 2",
            created_by=self.office,
        )  # fmt: skip
        agenda.prepare(session, by=self.office)
        agenda.put_on_agenda(session, nominations, by=self.office)
        self.attend(session, absent or {})
        return session

    def attend(self, session, absent):
        seats = list(session.council.seats.all())
        rows = {s.pk: absent.get(s.name, (Presence.PRESENT, "")) for s in seats}
        agenda.record_attendance(
            session, rows, presided_by=seats[0], secretary=seats[-1], tellers=seats[1:3],
            by=self.office,
        )  # fmt: skip

    def open(self, session):
        council.take(session, OPEN, by=self.office)

    def count(self, session, agree, **others):
        """The tellers' sums: everybody for, but where `others` says (name: (for, against))."""
        sums = {}
        for item in session.items.all():
            name = str(item.nomination.nominee)
            yes, no = others.get(name, (agree - item.recused.count(), 0))
            votes = yes + no
            sums[item.pk] = dict(zip(SUMS, (votes, votes, votes, 0, yes, no, 0), strict=True))
        council.record_counts(session, sums, by=self.office)

    def finish(self, session):
        council.take(session, COUNT, by=self.office)
        council.take(session, CONCLUDE, by=self.office)

    # --- papers ----------------------------------------------------------------------------------

    def paper(self, slug, subject):
        """The text of a paper's PDF as anybody gets it: the frozen one when it was issued."""
        content = content_of(all_kinds()[slug], type(subject).objects.get(pk=subject.pk))
        pages = PdfReader(BytesIO(content)).pages
        return " ".join(" ".join(page.extract_text() for page in pages).split())
