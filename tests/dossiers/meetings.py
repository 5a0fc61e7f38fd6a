"""A council that meets, for tests: its office, its members, its nominations."""

from dossiers.models import AgendaItem
from dossiers.services import agenda, council, screen_ballot
from dossiers.states import (
    START_VOTING,
    NominationState,
    SessionState,
)
from emulation.organization.models import Role
from tests.make import (
    make_agenda_item,
    make_authority,
    make_campaign,
    make_council,
    make_dossier,
    make_nomination,
    make_session,
    make_user,
)

ALL_FOR = {"issued": 5, "returned": 5, "valid": 5, "invalid": 0,
           "agree": 5, "disagree": 0, "blank": 0}  # fmt: skip
SUMS = ("issued", "returned", "valid", "invalid", "agree", "disagree", "blank")


class Meeting:
    """A council of five with a session of the office, and its nominations."""

    def __init__(self, state=SessionState.PLANNED, **values):
        self.authority = make_authority()
        self.office = make_user(role=Role.OFFICE, unit=self.authority)
        self.council = make_council(authority=self.authority, seats=5)
        self.dossier = make_dossier(
            period=make_campaign(authority=self.authority).periods.get(), state="appraised"
        )
        self.session = make_session(council=self.council, state=state, by=self.office, **values)
        self.seats = list(self.council.seats.all())

    def nominate(self, state=NominationState.ELIGIBLE, **values):
        return make_nomination(dossier=self.dossier, state=state, **values)

    def item(self, **values):
        nomination = values.pop("nomination", None) or self.nominate()
        return make_agenda_item(session=self.session, nomination=nomination, **values)

    def take(self, step, note="", by=None):
        return council.take(self.session, step, by=by or self.office, note=note)

    def count(self, item, **sums):
        """All five voted for, but what is given."""
        council.record_counts(self.session, {item.pk: ALL_FOR | sums}, by=self.office)

    def attend(self, **changes):
        """Members are present but those named `s1=("absent", "Đi học")` by their place."""
        rows = {seat.pk: ("present", "") for seat in self.seats}
        rows |= {self.seats[int(k[1:])].pk: v for k, v in changes.items()}
        agenda.record_attendance(
            self.session, rows, presided_by=self.seats[0], secretary=self.seats[-1], by=self.office
        )


class ScreenMeeting(Meeting):
    """Five members with accounts, one item, the ballot opened unless `started=False`."""

    def __init__(self, *, started=True, items=1):
        super().__init__(SessionState.OPENED, on_screen=True)
        for seat in self.seats:
            seat.user = make_user()
            seat.save()
        self.items = [self.item() for _ in range(items)]
        if started:
            self.take(START_VOTING)

    def vote(self, place, *choices):
        """The member of a place votes: one choice an item, in order."""
        given = {item.pk: choice for item, choice in zip(self.items, choices, strict=True)}
        screen_ballot.cast(self.session, given, by=self.seats[place].user)

    def sums(self, index=0):
        item = AgendaItem.objects.get(pk=self.items[index].pk)
        return {name: getattr(item, name) for name in SUMS}
