"""The address of a record of one commune for every URL: the URLs, and what stands behind them."""

import re
from base64 import b64decode
from contextlib import suppress
from functools import cached_property

from django.core.files.base import ContentFile
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse

from campaigns.models import Evidence, RegistrationFile
from emulation.organization.models import PrintJob, RegisterBook, Role
from tests.make import (
    days_from_today,
    make_agenda_item,
    make_authority,
    make_award,
    make_bar,
    make_campaign,
    make_certificate,
    make_certificate_sheet,
    make_chase_letter,
    make_council,
    make_decision,
    make_decision_line,
    make_dossier,
    make_household,
    make_index_score,
    make_initiative,
    make_issued_paper,
    make_library_set,
    make_line,
    make_membership,
    make_message,
    make_nomination,
    make_part,
    make_person,
    make_rating,
    make_registration,
    make_result,
    make_roster_sheet,
    make_session,
    make_submission,
    make_task,
    make_transfer_request,
    make_unit,
    make_user,
)

# The smallest PNG: one point.
PICTURE = b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
# The title of whatever carries one, to be looked for in the pages of others.
TITLE = "Phong trào của xã bên"


def patterns(resolver=None, names=()):
    """Yield (full name, pattern) of every URL outside the admin."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            if pattern.app_name != "admin":
                yield from patterns(pattern, (*names, *filter(None, [pattern.namespace])))
        elif isinstance(pattern, URLPattern):
            yield ":".join((*names, pattern.name)), pattern


VIEWS = {name: pattern.callback for name, pattern in patterns()}
URLS = {name: str(pattern.pattern) for name, pattern in patterns()}


class Neighbours:
    """A commune with an issued campaign and a record of every kind, each made when asked for.

    Ask `arguments(name)` for what addresses its record in the URL called `name`.
    """

    def __init__(self):
        self.authority = make_authority()
        self.campaign = make_campaign(authority=self.authority, name=TITLE)
        self.period = self.campaign.periods.get()
        self.unit = make_unit(parent=self.authority)
        self.by = make_user()
        self.registration = make_registration(period=self.period, unit=self.unit, by=self.by)

    @cached_property
    def line(self):
        return make_line(registration=self.registration)

    @cached_property
    def person(self):
        return make_person(unit=self.unit)

    @cached_property
    def records(self):
        """A record of every kind about a person of the village, by the code in the URL's name."""
        proven = {
            "rating": make_rating(person=self.person),
            "bar": make_bar(person=self.person, kind="discipline", severity="1_reprimand"),
            "initiative": make_initiative(person=self.person),
            "index": make_index_score(unit=self.unit),
            "award": make_award(person=self.person),
        }
        for record in proven.values():
            record.attachment.save("a.pdf", ContentFile(b"%PDF-1.7"))
        return proven | {
            "person": self.person,
            "unit": self.unit,
            "household": make_household(unit=self.unit),
            "rostersheet": make_roster_sheet(authority=self.authority, by=self.by),
            "transfer": make_transfer_request(person=self.person, by=self.by),
            "group": self.authority.groups.first(),
            "criterion": make_library_set(authority=self.authority),
        }

    @cached_property
    def council(self):
        return make_council(authority=self.authority, seats=3)

    @cached_property
    def session(self):
        return make_session(council=self.council, title=TITLE, on_screen=True, by=self.by)

    @cached_property
    def dossier(self):
        return make_dossier(period=self.period, unit=self.unit, by=self.by)

    @cached_property
    def nomination(self):
        return make_nomination(dossier=self.dossier, person=self.person)

    @cached_property
    def part(self):
        return make_part(dossier=self.dossier, by=self.by)

    @cached_property
    def result(self):
        return make_result(period=self.period, unit=self.unit)

    @cached_property
    def evidence(self):
        return self.kept(Evidence(result=self.result))

    @cached_property
    def file(self):
        """The registration as it was sent."""
        return self.kept(RegistrationFile(registration=self.registration))

    def kept(self, row):
        """Store a file for the row."""
        row.name, row.size, row.sha256, row.uploaded_by = "a.pdf", 1, "0" * 64, self.by
        row.file.save("a.pdf", ContentFile(b"%PDF-1.7"))
        return row

    @cached_property
    def decision(self):
        return make_decision(authority=self.authority, title=TITLE, by=self.by)

    @cached_property
    def submission(self):
        return make_submission(authority=self.authority, period=self.period, by=self.by)

    @cached_property
    def chasing(self):
        """The reminder, the chase letter and the task, by the code in the URL's name."""
        return {
            "message": make_message(authority=self.authority, subject=TITLE, recipient=self.by),
            "letter": make_chase_letter(period=self.period, units=[self.unit], by=self.by),
            "task": make_task(campaign=self.campaign, unit=self.unit, by=self.by),
        }

    @cached_property
    def certificate(self):
        award = make_award(unit=self.unit)
        passed = make_nomination(dossier=self.dossier, unit=self.unit, state="passed")
        decision = make_decision(authority=self.authority, state="issued", title=TITLE, by=self.by)
        make_decision_line(decision=decision, nomination=passed, award=award)
        return make_certificate(award=award)

    @cached_property
    def sheet(self):
        sheet = make_certificate_sheet(authority=self.authority)
        sheet.emblem.save("emblem.png", ContentFile(PICTURE))
        return sheet

    @cached_property
    def paper(self):
        return make_issued_paper(authority=self.authority, by=self.by)

    @cached_property
    def book(self):
        return RegisterBook.objects.create(authority=self.authority, register="outgoing", year=2025)

    @cached_property
    def account(self):
        return make_user(role=Role.UNIT, unit=self.unit)

    @cached_property
    def deputy(self):
        return make_membership(
            user=self.account,
            role=Role.CHAIR,
            unit=self.authority,
            starts_on=days_from_today(0),
            ends_on=days_from_today(9),
            is_acting=True,
            reason=TITLE,
        )

    @cached_property
    def job(self):
        return PrintJob.objects.create(
            key="k", slug="plan", subject_id=self.campaign.pk, rows=1, created_by=self.by
        )

    # --- addresses -----------------------------------------------------------------------------

    def urls(self, names):
        """Return the addresses of this commune's records by the names of their URLs.

        A name that nothing is known of is left out, so that its own tests fail and no others.
        """
        found = {}
        for name in names:
            with suppress(NoReverseMatch, KeyError, AttributeError):
                found[name] = reverse(name, kwargs=self.arguments(name))
        return found

    def arguments(self, name):
        """Return the arguments that address this commune's record in the URL called `name`."""
        app, _, page = name.partition(":")
        if "<" not in URLS[name]:
            return {}
        return getattr(self, f"_of_{app}")(page, page.partition("_")[0], URLS[name])

    def _of_organization(self, page, code, route):
        if page == "print_job":
            return {"pk": self.job.pk}
        if page == "backup_file":
            return {"name": "thi-dua-khong-co.zip"}
        if page == "accounts_review":
            return {"token": "cua-nguoi-khac"}
        if code in ("account", "deputy"):
            return {"pk": getattr(self, code).pk}
        return {"slug": "plan", "pk": self.campaign.pk}

    def _of_awards(self, page, code, route):
        if page.endswith("_sheet_review"):
            return {"token": "cua-nguoi-khac"}
        return {"pk": self.records[code].pk}

    def _of_campaigns(self, page, code, route):
        if page == "plan_import_review":
            return {"token": "cua-nguoi-khac"}
        if page == "calendar_feed":
            return {"token": "khong-phai-cua-ai"}
        if page == "registration_start":
            return {"period_pk": self.period.pk, "unit_pk": self.unit.pk}
        if page == "evidence_file":
            return {"pk": self.evidence.pk}
        made = self.chasing[code] if code in self.chasing else getattr(self, code)
        nominee = {"kind": "tap-the", "nominee_pk": self.unit.pk}
        found = {"pk": made.pk}
        if "nominee_pk" in route:
            found |= nominee
        elif "slug:kind" in route:
            found["kind"] = "registration"
        for part, value in (
            ("offer_pk", lambda: self.campaign.offers.get(column=2).pk),
            ("line_pk", lambda: self.line.pk),
            ("file_pk", lambda: self.file.pk),
            ("override_pk", lambda: 1),
            ("check_pk", lambda: 1),
            ("token", lambda: "cua-nguoi-khac"),
            ("slug", lambda: "info"),
            ("subject", lambda: "C"),
        ):
            if re.search(rf":{part}>", route):
                found[part] = value()
        return found

    def _of_dossiers(self, page, code, route):
        if page == "dossier_begin":
            return {"pk": self.period.pk, "unit_pk": self.unit.pk, "route": "own"}
        if page == "submission_create":
            return {"pk": self.authority.pk}
        if code == "wording":
            return {"slug": "minutes", "pk": self.session.pk}
        if page == "certificate_check":
            return {"code": "khong-co-to-nay"}
        found = {"pk": self._record_of_dossiers(page, code).pk}
        if "line_pk" in route:
            found["line_pk"] = 1
        if "slug:name" in route:
            found["name"] = "emblem"
        return found

    def _record_of_dossiers(self, page, code):
        """The record that a page of dossiers, the council or the desk is about."""
        if page.startswith("council_seat_edit"):
            return self.council.seats.first()
        if page == "session_create":
            return self.council
        if page == "session_item":
            return make_agenda_item(session=self.session)
        if page.startswith("certificate_sheet_"):
            return self.sheet
        if page.startswith("certificate_"):
            return self.certificate if page == "certificate_detail" else self.decision
        named = {"outgoing": "paper", "register": "book", "honours": "decision"}
        return getattr(self, named.get(code, code))
