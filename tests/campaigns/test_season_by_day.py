"""A season of 60 units and 400 people day by day: what waits for whom, which mails went."""

import datetime as dt
from collections import Counter
from itertools import groupby

import pytest
import time_machine
from django.core import mail
from django.core.management import call_command
from django.utils import timezone

from campaigns.models import (
    ChaseLetter,
    Extension,
    Message,
    Period,
    Registration,
    Reminder,
    Result,
    Subscription,
)
from campaigns.services import chasing, extending, filing, registering, reminding, verifying
from campaigns.services.sending import send_message
from campaigns.states import (
    ACCEPT_LATE,
    CLOSE,
    CONFIRM,
    RETURN,
    RETURN_RESULT,
    CampaignState,
    MessageState,
    RegistrationState,
    ResultState,
)
from campaigns.todo import work_for
from emulation.organization.issuing import without_papers
from emulation.organization.models import Membership, User
from emulation.workflow import TransitionNotAllowed, move
from tests.campaigns.crowd import Crowd

pytestmark = pytest.mark.django_db

SILENT = 59  # never answers, and nobody there can be written to


def at(day, hour=8):
    return timezone.make_aware(dt.datetime.combine(day, dt.time(hour)))


class Diary(Crowd):
    """The season from 1 March to 15 April on a frozen clock.

    Each day the timer runs, people act, and the office lets its letters go. `due` says what fell
    due, `mails` how many went, `waiting` what waited at night for whom.
    """

    def __init__(self):
        super().__init__(
            state=CampaignState.DRAFT,
            registration_before=dt.date(2026, 3, 17),
            results_before=dt.date(2026, 4, 4),
            report_before=dt.date(2026, 4, 15),
        )
        self.due, self.mails, self.waiting = {}, {}, {}
        Membership.objects.filter(user=self.clerks[SILENT]).delete()
        Subscription.objects.create(user=self.clerks[58], wants_mail=False)

    def live(self):
        """Live through all days."""
        day = dt.date(2026, 3, 1)
        while day <= dt.date(2026, 4, 15):
            with time_machine.travel(at(day), tick=False):
                known = set(Reminder.objects.values_list("pk", flat=True))
                call_command("remind", verbosity=0)
                fresh = Reminder.objects.exclude(pk__in=known)
                self.due[day] = Counter(f"{one.kind} {one.stage}" for one in fresh)
                happened = getattr(self, f"on_{day:%m_%d}", None)
                if happened:
                    happened()
                self.mails[day] = self.post()
                # On quiet days the office alone is asked, which sees them all.
                for who, user in self.watched(happened or self.due[day]).items():
                    titles = tuple(work.title for work in work_for(user))
                    self.waiting.setdefault(who, []).append((day, titles))
            day += dt.timedelta(days=1)

    def post(self):
        """Have the office let go what waits, and the worker carry it; how many letters went."""
        before = len(mail.outbox)
        reminding.release_all(self.commune, by=self.desk())
        for message in Message.objects.filter(state=MessageState.RELEASED):
            send_message.func(message.pk)
        return len(mail.outbox) - before

    def watched(self, busy):
        """Who is looked at: the office, and on busy days one returned to, one with more time."""
        units = {"returned": 20, "extended": 57} if busy else {}
        return {"office": self.desk()} | {who: self.clerk(n) for who, n in units.items()}

    def desk(self):
        return User.objects.get(pk=self.office.pk)

    def standing(self, place):
        fresh = Registration.objects.with_lines()
        return fresh.get(period=self.period, unit=self.units[place])

    def confirm_all(self):
        """Confirm one by its step, and the others of the day as rows."""
        sent = Registration.objects.filter(state=RegistrationState.SUBMITTED)
        first = Registration.objects.with_lines().filter(pk__in=sent)[0]
        with without_papers():
            registering.take(first, CONFIRM, by=self.desk())
        sent.update(state=RegistrationState.CONFIRMED)

    def extend(self, before, reason, unit=None):
        period = Period.objects.get(pk=self.period.pk)
        extending.extend(
            period, "registration", before=before, reason=reason, by=self.desk(), unit=unit
        )
        self.period = Period.objects.get(pk=self.period.pk)

    # --- what happens ---------------------------------------------------------------------------

    def on_03_02(self):
        with without_papers():
            filing.issue(self.campaign, number="7", dated=dt.date(2026, 3, 2), by=self.desk())
        self.period = Period.objects.get(pk=self.period.pk)

    def on_03_04(self):
        self.sent_by_many(range(19))
        self.send(19)

    def on_03_06(self):
        self.send(20)
        registering.take(self.standing(20), RETURN, by=self.desk(), note="Thiếu chỉ tiêu.")
        self.confirm_all()

    def on_03_09(self):
        """Somebody sends while the reminder lies in the outbox."""
        self.send(21)

    def on_03_10(self):
        self.send(20)
        self.sent_by_many(range(22, 50))
        self.confirm_all()

    def on_03_16(self):
        """The last day, to its last minute."""
        with time_machine.travel(at(dt.date(2026, 3, 16), 23), tick=False):
            self.send(50)

    def on_03_17(self):
        with pytest.raises(TransitionNotAllowed, match="hết ngày 16/03/2026"):
            self.send(51)
        self.send(51, ACCEPT_LATE, by=self.desk(), note="Mất điện ngày 16/03.")
        self.confirm_all()

    def on_03_18(self):
        self.extend(dt.date(2026, 3, 24), "Bão lũ, mất liên lạc.")

    def on_03_20(self):
        self.sent_by_many(range(52, 57))
        self.extend(dt.date(2026, 3, 28), "Trưởng đơn vị nằm viện.", unit=self.units[57])
        self.confirm_all()

    def on_03_24(self):
        with pytest.raises(TransitionNotAllowed, match="hết ngày 23/03/2026"):
            self.send(58)
        self.send(58, ACCEPT_LATE, by=self.desk(), note="Văn thư nghỉ ốm.")

    def on_03_25(self):
        self.confirm_all()
        reminding.chase(self.period, "registration", by=self.desk())
        letter = chasing.draft(self.period, "registration", by=self.desk())
        with without_papers():
            chasing.issue(letter, number="12", dated=dt.date(2026, 3, 25), by=self.desk())

    def on_03_27(self):
        self.send(57)
        self.confirm_all()

    def on_03_28(self):
        self.reported_by_many(range(20))
        self.report(20)
        self.reported_by_many(range(21, 30))

    def on_03_29(self):
        """All of them are looked at; one has to say more on one criterion."""
        asked = Result.objects.get(unit=self.units[20], criterion=self.criteria[0])
        verifying.judge(asked, RETURN_RESULT, by=self.desk(), note="Ghi rõ số liệu.")
        self.verify_all()

    def verify_all(self):
        """Verify one unit's results by their step, and the others of the day as rows."""
        waiting = Result.objects.filter(state=ResultState.REPORTED)
        first = list(waiting.with_nominee().select_related("criterion")[:3])
        assert len(verifying.verify_all(first, by=self.desk()).done) == 3
        waiting.update(state=ResultState.VERIFIED, is_met=True)

    def on_04_02(self):
        self.reported_by_many(range(30, 57))

    def on_04_04(self):
        """The last day is over: not for what was returned, and the office keys in for one."""
        with pytest.raises(Exception, match="hết ngày 03/04/2026"):
            self.report(57)
        self.report(20, text="Thu 100% quỹ", criteria=self.criteria[:1])
        self.report(57, by=self.desk(), note="Báo cáo giấy ngày 03/04.")
        self.verify_all()

    def on_04_13(self):
        extending.set_reported(
            Period.objects.get(pk=self.period.pk), on=dt.date(2026, 4, 13), by=self.desk()
        )

    def on_04_14(self):
        self.campaign.refresh_from_db()
        move(self.campaign, CLOSE, by=self.desk(), note="Hết đợt thi đua.")


def changes(days):
    """What waited, from which day on; days on which nothing changed are left out."""
    return {
        next(group)[0].strftime("%d/%m"): list(titles)
        for titles, group in groupby(days, key=lambda pair: pair[1])
    }


def told(by_day):
    """What was counted on the days on which there was something."""
    return {f"{day:%d/%m}": count for day, count in by_day.items() if count}


SENDING = "Gửi đăng ký thi đua – Đợt xuân 2026"
RESULTS = "Báo cáo kết quả thi đua – Đợt xuân 2026"
REPORT = "Gửi báo cáo tổng kết – Đợt xuân 2026"


def test_a_season_day_by_day():
    season = Diary()
    season.live()
    assert told(season.due) == {
        "09/03": {"registration week": 40},
        "15/03": {"registration eve": 10},
        "17/03": {"registration late": 9},
        "19/03": {"registration week": 8},  # more time for all, given on the 18th
        "21/03": {"registration week": 1},  # more time for one, given on the 20th
        "22/03": {"registration eve": 2},
        "24/03": {"registration late": 2},
        "26/03": {"registration eve": 1},
        "27/03": {"results week": 58},
        "28/03": {"results week": 1},  # it was confirmed on the 27th
        "02/04": {"results eve": 30},
        "04/04": {"results late": 3},
        "07/04": {"report week": 1},
        "13/04": {"report eve": 1},
    }
    # Two units cannot be written to; what came in on the very day was not chased any more.
    assert told(season.mails) == {
        "09/03": 37,
        "15/03": 8,
        "17/03": 6,
        "19/03": 6,
        "21/03": 1,
        "26/03": 1,
        "27/03": 57,
        "28/03": 1,
        "02/04": 2,
        "07/04": 1,
    }
    assert changes(season.waiting["office"]) == {
        "01/03": ["Hoàn thiện, ban hành «Phong trào thi đua cải cách hành chính»"],
        "02/03": ["60/60 đơn vị chưa gửi xong đăng ký"],
        "04/03": ["40/60 đơn vị chưa gửi xong đăng ký", "Xem và xác nhận 20 bản đăng ký"],
        "06/03": ["40/60 đơn vị chưa gửi xong đăng ký"],
        "09/03": ["39/60 đơn vị chưa gửi xong đăng ký", "Xem và xác nhận 1 bản đăng ký"],
        "10/03": ["10/60 đơn vị chưa gửi xong đăng ký"],
        "16/03": ["9/60 đơn vị chưa gửi xong đăng ký", "Xem và xác nhận 1 bản đăng ký"],
        "17/03": [SENDING],
        "18/03": ["8/60 đơn vị chưa gửi xong đăng ký"],
        "20/03": ["3/60 đơn vị chưa gửi xong đăng ký"],
        "24/03": [SENDING, "Xem và xác nhận 1 bản đăng ký"],
        "25/03": [SENDING],
        "27/03": [SENDING, RESULTS],
        "28/03": [SENDING, RESULTS, "Xem và xác nhận 90 kết quả báo cáo"],
        "29/03": [SENDING, RESULTS],
        "02/04": [SENDING, RESULTS, "Xem và xác nhận 81 kết quả báo cáo"],
        "04/04": [SENDING, RESULTS],
        "07/04": [SENDING, RESULTS, REPORT],
        "13/04": [SENDING, RESULTS],
        "14/04": [],
    }
    assert changes(season.waiting["returned"]) == {
        "02/03": ["Thôn 21: gửi đăng ký thi đua đợt xuân 2026"],
        "06/03": ["Thôn 21: sửa bản đăng ký bị trả lại"],
        "10/03": [],
        "27/03": ["Thôn 21: báo cáo kết quả thi đua – Đợt xuân 2026"],
        "28/03": [],
        "29/03": ["Sửa 1 kết quả văn phòng trả lại"],
        "04/04": [],
    }
    assert changes(season.waiting["extended"]) == {
        "02/03": ["Trường học 01: gửi đăng ký thi đua đợt xuân 2026"],
        "17/03": ["Trường học 01: gửi đăng ký thi đua – Đợt xuân 2026"],  # late, until the 18th
        "18/03": ["Trường học 01: gửi đăng ký thi đua đợt xuân 2026"],
        "27/03": ["Trường học 01: báo cáo kết quả thi đua – Đợt xuân 2026"],
        "04/04": [],
    }
    # What stays of it.
    late = Registration.objects.filter(is_late=True).order_by("pk")
    assert [str(one.unit) for one in late] == ["Phòng chuyên môn 08", "Trường học 02"]
    assert Registration.objects.filter(state=RegistrationState.CONFIRMED).count() == 59
    assert [str(unit) for unit in ChaseLetter.objects.get().units.all()] == ["Trường học 03"]
    assert list(Extension.objects.values_list("old_before", "before", "unit")) == [
        (dt.date(2026, 3, 17), dt.date(2026, 3, 24), None),
        (dt.date(2026, 3, 24), dt.date(2026, 3, 28), season.units[57].pk),
    ]
    assert Result.objects.filter(is_met=True).count() == 58 * 3
    addresses = [message.to[0] for message in mail.outbox]
    assert len(addresses) == Message.objects.filter(state=MessageState.SENT).count()
    assert not {"dv58@dinhdu.example", "dv59@dinhdu.example"} & set(addresses)
