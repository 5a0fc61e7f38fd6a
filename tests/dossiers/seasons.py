"""A season of Đình Dù to print: a council that voted, and the decision that followed."""

import datetime as dt
from itertools import count
from zoneinfo import ZoneInfo

from awards.models import AwardType, VoteBase
from campaigns.models import Route
from dossiers.models import Attendance, DecisionLine, Presence, Recusal, SeatRole, Wording
from dossiers.states import DecisionState, NominationState, SessionState
from emulation.organization.models import Gender, Role, UnitKind
from tests.make import (
    make_agenda_item,
    make_authority,
    make_campaign,
    make_council,
    make_decision,
    make_dossier,
    make_household,
    make_membership,
    make_nomination,
    make_offer,
    make_period,
    make_person,
    make_seat,
    make_session,
    make_unit,
    make_user,
)

LOCAL = ZoneInfo("Asia/Ho_Chi_Minh")
MET = dt.datetime(2025, 12, 15, 8, 0, tzinfo=LOCAL)
DECIDED = dt.date(2025, 12, 20)
NAMES = (
    ("Lê Văn Chung", "Chủ tịch UBND xã", SeatRole.CHAIR),
    ("Trần Thị Bình", "Chủ tịch Ủy ban MTTQ Việt Nam xã", SeatRole.FIRST_DEPUTY),
    ("Nguyễn Văn Dũng", "Phó Chủ tịch UBND xã", SeatRole.DEPUTY),
    ("Phạm Thị Én", "Trưởng phòng Văn hóa - Xã hội", SeatRole.MEMBER),
    ("Đỗ Văn Giang", "Chỉ huy trưởng Ban Chỉ huy quân sự xã", SeatRole.MEMBER),
    ("Hoàng Thị Hà", "Chủ tịch Hội Liên hiệp Phụ nữ xã", SeatRole.MEMBER),
    ("Vũ Văn Khánh", "Trưởng Công an xã", SeatRole.MEMBER),
    ("Bùi Thị Lan", "Bí thư Đoàn Thanh niên xã", SeatRole.MEMBER),
    ("Ngô Văn Minh", "Chuyên viên Văn phòng HĐND và UBND xã", SeatRole.SECRETARY),
)
SUMMARY = "Giải quyết đúng hạn 98,5% hồ sơ thủ tục hành chính năm 2025."
serial = count(1)


class Season:
    """The records of one commune's campaign of 2025; `nominate` and `vote` fill a session."""

    def __init__(self, *, name="Ủy ban nhân dân xã Đình Dù"):
        self.authority = make_authority(name=name)
        self.office = make_user()
        self.campaign = make_campaign(
            authority=self.authority,
            bare=True,
            name="Phong trào thi đua cải cách hành chính năm 2025",
            starts_on=dt.date(2025, 1, 10),
            ends_on=dt.date(2025, 12, 31),
            issued_on=dt.date(2025, 1, 10),
        )
        self.period = make_period(campaign=self.campaign, name="Năm 2025")
        self.villages = [
            make_unit(parent=self.authority, name=f"Thôn {name}")
            for name in ("Ngọc", "Xuân Đào", "Thị Trung")
        ]
        self.desk = make_unit(
            parent=self.authority, name="Văn phòng HĐND và UBND xã", kind=UnitKind.OFFICE
        )
        self.dossier = make_dossier(period=self.period, unit=self.desk)
        self.offers = {}
        self.council = make_council(
            authority=self.authority,
            starts_on=dt.date(2025, 7, 1),
            name="Hội đồng Thi đua - Khen thưởng xã",
        )
        for place, (name, post, role) in enumerate(NAMES, start=1):
            make_seat(council=self.council, name=name, post=post, role=role, position=place)
        self.session = None

    def clerk(self):
        """Somebody of the commune's office."""
        user = make_user()
        make_membership(user=user, role=Role.OFFICE, unit=self.authority)
        return user

    def award_type(self, code):
        return AwardType.objects.valid_on(DECIDED).get(code=code)

    def offer(self, code, route=Route.OWN):
        if (code, route) not in self.offers:
            place = len(self.offers) + 1
            self.offers[code, route] = make_offer(
                campaign=self.campaign,
                award_type=self.award_type(code),
                column=place,
                route=route,
            )
        return self.offers[code, route]

    def person(self, name, position="Công chức Tư pháp - Hộ tịch", gender=Gender.FEMALE):
        return make_person(unit=self.desk, full_name=name, position=position, gender=gender)

    def household(self, name="Trần Văn Nam"):
        return make_household(unit=self.villages[0], head_name=name, address="Xóm 2, thôn Ngọc")

    def nominate(self, nominee, code="GK_XA", route=Route.OWN, **values):
        field = {"Unit": "unit", "Person": "person"}.get(type(nominee).__name__, "household")
        dossier = self.dossier
        if route != Route.OWN:
            dossier = make_dossier(
                period=self.period,
                unit=make_unit(parent=self.authority, name=f"Tổ {next(serial)}"),
                route=route,
            )
        return make_nomination(
            dossier=dossier,
            offer=self.offer(code, route),
            **{"state": NominationState.ELIGIBLE, "summary": SUMMARY, field: nominee} | values,
        )

    def usual(self):
        """Two villages, two people and a household, each for a certificate of merit."""
        people = [self.person("Nguyễn Thị Mai"), self.person("Lê Văn Tú", "Tổ trưởng", "M")]
        return [self.nominate(n) for n in (*self.villages[:2], *people, self.household())]

    def meet(self, nominations, *, state=SessionState.CONCLUDED, votes=(8, 1, 0), **values):
        """A session at which all were present and everybody voted alike on every item."""
        values = {
            "council": self.council,
            "title": "Họp xét khen thưởng phong trào thi đua cải cách hành chính năm 2025",
            "place": "Phòng họp tầng 2, trụ sở UBND xã Đình Dù",
            "planned_at": MET,
            "opened_at": MET,
            "closed_at": MET + dt.timedelta(hours=2, minutes=5),
            "discussion": "Các thành viên nhất trí với báo cáo tóm tắt thành tích.",
            "state": state,
        } | values
        self.session = make_session(**values)
        self.session.tellers.set(self.council.seats.all()[6:8])
        for place, nomination in enumerate(nominations, start=1):
            make_agenda_item(
                session=self.session, nomination=nomination, tally=votes, position=place
            )
        return self.session

    def absent(self, name, *, written=False, reason="Đi công tác"):
        """A member who was not there."""
        Attendance.objects.filter(session=self.session, seat__name=name).update(
            presence=Presence.WRITTEN if written else Presence.ABSENT, reason=reason
        )

    def recuse(self, item, name, reason="Là người được đề nghị khen thưởng"):
        seat = self.council.seats.get(name=name)
        return Recusal.objects.create(item=item, seat=seat, reason=reason)

    def decide(self, nominations, *, state=DecisionState.ISSUED, dated=DECIDED, **values):
        """A decision of these nominations, as it is before anything enters the register."""
        issued = {"number": "215", "dated": dated} if state == DecisionState.ISSUED else {}
        decision = make_decision(
            **{
                "authority": self.authority,
                "period": self.period,
                "session": self.session,
                "title": "Khen thưởng thành tích trong phong trào thi đua cải cách hành chính "
                "năm 2025",
                "state": state,
            }
            | issued
            | values
        )
        decision.proposers.set([self.desk])
        for place, nomination in enumerate(nominations, start=1):
            DecisionLine.objects.create(decision=decision, nomination=nomination, position=place)
        if state == DecisionState.DRAFT:
            self.word("decision", decision, dated=dated)
        return decision

    def word(self, slug, subject, **texts):
        """What the office wrote for a paper."""
        return Wording.objects.create(
            authority=self.authority, slug=slug, subject_id=subject.pk, saved_by=self.office,
            **texts,
        )  # fmt: skip


ATTENDING = VoteBase.ATTENDING
