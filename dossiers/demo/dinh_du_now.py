"""Đình Dù today: registration is open whatever the day, and something waits for every role."""

import datetime as dt

from awards.services.criteria import keep
from campaigns.models import Campaign, CampaignKind, Period, Registration, Route
from campaigns.services.filing import outline
from campaigns.states import CONFIRM, RETURN, WITHDRAW
from emulation.organization.models import NomineeKind, Unit

from . import accounts, following, places
from . import dinh_du_now_text as text
from .building import Entered, Offered, Run, enter, fill, issue, moment, send, step
from .people import households_of, people_of

NUMBER = "97"
OFFICE = "UBND xã (qua Văn phòng UBND xã)"
OFFERS = (
    *(
        Offered(code, Route.OWN, text=words, components=parts, copies=1, sent_to=OFFICE)
        for code, (words, parts) in text.TITLES.items()
    ),
    Offered(
        "GK_XA",
        Route.OWN,
        heading="Giấy khen của Chủ tịch UBND xã",
        text=text.OWN_AWARD,
        components=text.OWN_COMPONENTS,
        copies=1,
        sent_to=OFFICE,
    ),
    Offered(
        "BK_TINH",
        Route.SUPERIOR,
        heading="Bằng khen của Chủ tịch UBND tỉnh",
        text=text.PROVINCE_AWARD,
        components=text.PROVINCE_COMPONENTS,
        copies=1,
        sent_to=OFFICE,
    ),
)


def ago(run: Run, days: int) -> dt.date:
    """Return the day that many days before today."""
    return run.today - dt.timedelta(days=days)


REGISTRATION_DAYS, DRAFT_DAYS = 12, 30


def last_day(run: Run, ahead: int = REGISTRATION_DAYS) -> dt.date:
    """Return the last day of the year in which a registration `ahead` days from now ends.

    That is the current year but for its last days, when offices open the next one.
    """
    return dt.date(ago(run, -ahead).year, 12, 31)


def dossier_before(run: Run, ahead: int = REGISTRATION_DAYS) -> dt.date:
    """Return the first day too late for a dossier: 10 December, or soon after registration."""
    end = last_day(run, ahead)
    return min(max(end.replace(day=10), ago(run, -ahead - 7)), end)


def build(run: Run) -> Campaign:
    """File and issue this year's movement, register some units, and leave a second one a draft."""
    commune = places.authority(places.DINH_DU)
    campaign = issue(
        run, _file(run, commune), number=NUMBER, dated=ago(run, 20), by=accounts.user("chutich")
    )
    _Registering(run, campaign.periods.get(), commune).everybody()
    following.build(run, campaign)
    _keep_criteria(campaign)
    _file_draft(run, commune)
    return campaign


def season() -> Campaign:
    """Return this year's movement once it is there."""
    return Campaign.objects.get(
        authority__name=places.DINH_DU, plan__number=NUMBER, kind=CampaignKind.REGULAR
    )


def _keep_criteria(campaign: Campaign) -> None:
    """Keep this year's criteria in the library, for next year's movement."""
    for owned in campaign.criterion_sets.exclude(subject=NomineeKind.HOUSEHOLD):
        name = f"Tiêu chuẩn {owned.get_subject_display().lower()} hằng năm"
        keep(owned, name=name, by=accounts.user("vanphong"))


def _file(run: Run, commune: Unit) -> Campaign:
    groups, end, start = places.groups_of(commune), last_day(run), ago(run, 30)
    year = end.year
    plan = {name: value.format(year=year) for name, value in text.PLAN.items()}
    superior = text.SUPERIOR_DOCUMENT.format(year=year)
    return fill(
        Campaign(
            authority=commune,
            name=text.NAME.format(year=year),
            theme="phong trào thi đua yêu nước",
            kind=CampaignKind.REGULAR,
            superior_document=superior,
            starts_on=start,
            ends_on=end,
            registration_sent_to=OFFICE,
            created_by=accounts.user("vanphong"),
        ),
        periods=[
            Period(
                name=f"Năm {year}",
                starts_on=start,
                ends_on=end,
                registration_before=ago(run, -REGISTRATION_DAYS),
                dossier_before=dossier_before(run),
            )
        ],
        participants=[
            (groups[places.ALL_UNITS], text.COLLECTIVES),
            (groups[places.EVERYBODY], text.INDIVIDUALS),
            (groups[places.HOUSEHOLDS], text.HOUSEHOLDS),
        ],
        criteria={
            NomineeKind.COLLECTIVE: text.rules(text.COLLECTIVE_CRITERIA, year),
            NomineeKind.INDIVIDUAL: text.rules(text.INDIVIDUAL_CRITERIA, year),
            NomineeKind.HOUSEHOLD: text.rules(text.HOUSEHOLD_CRITERIA, year),
        },
        offers=OFFERS,
        plan={**plan, "bases": f"{text.bases_on(ago(run, 20))}\nThực hiện {superior}"},
        at=moment(ago(run, 27), "09:00"),
    )


def _file_draft(run: Run, commune: Unit) -> Campaign:
    """File a second movement as far as an officer got: its plan and criteria have gaps."""
    groups, end = places.groups_of(commune), last_day(run, DRAFT_DAYS)
    campaign = Campaign(
        authority=commune,
        name=text.DRAFT_NAME.format(year=end.year),
        theme="chuyển đổi số",
        kind=CampaignKind.THEMATIC,
        starts_on=run.today,
        ends_on=end,
        registration_sent_to=OFFICE,
        created_by=accounts.user("vanphong"),
    )
    return fill(
        campaign,
        periods=[
            Period(
                name=f"Năm {end.year}",
                starts_on=run.today,
                ends_on=end,
                registration_before=ago(run, -DRAFT_DAYS),
                dossier_before=dossier_before(run, DRAFT_DAYS),
            )
        ],
        participants=[(groups[places.VILLAGES], ""), (groups[places.BODIES], "")],
        criteria={NomineeKind.COLLECTIVE: text.DRAFT_CRITERIA},
        pass_points={NomineeKind.COLLECTIVE: text.DRAFT_PASS_POINTS},
        offers=[
            Offered(
                "GK_XA",
                Route.OWN,
                heading="Giấy khen của Chủ tịch UBND xã",
                components=text.OWN_COMPONENTS,
                copies=1,
                sent_to=OFFICE,
            )
        ],
        plan=outline(campaign),
        at=moment(ago(run, 2), "15:00"),
    )


class _Registering:
    """The units at work: one in every state, and some that have not begun."""

    def __init__(self, run: Run, period: Period, commune: Unit) -> None:
        self.run, self.period = run, period
        self.units = places.units_of(commune)
        self.staff = places.groups_of(commune)[places.ALL_STAFF]
        self.clerks = accounts.clerks_of(places.DINH_DU, "vanphong")
        self.office = self.clerks[""]

    def everybody(self) -> None:
        """Register; Thôn 1 and the units that are not named here have sent nothing yet."""
        self._confirmed("Văn phòng UBND xã", self._office_rows(), days=16)
        self._confirmed("Bộ phận Tiếp nhận và trả kết quả", self._desk_rows(), days=14)
        self._confirmed("Bộ phận Tài chính - Kế toán", self._accounts_rows(), days=12)
        self._confirmed("Hội Liên hiệp Phụ nữ xã", self._women_rows(), days=9)
        self._confirmed("Thôn 2", self._village_rows("Thôn 2", "Đặng Văn Kiên"), days=7)
        self._withdrawn("Thôn 3", self._village_rows("Thôn 3", "Lê Văn Nghĩa")[:1], days=8)
        self._sent("Thôn 3", self._village_rows("Thôn 3", "Lê Văn Nghĩa"), days=3)
        self._sent("Hội Nông dân xã", self._farmers_rows(), days=2)
        self._returned("Bộ phận Văn hóa - Xã hội", self._culture_rows(), days=5)
        self._drafted("Thôn 4", self._village_rows("Thôn 4", "Phan Văn Hưởng")[:2], days=1)

    def _drafted(self, name: str, rows: list[Entered], *, days: int) -> Registration:
        at = moment(ago(self.run, days), "08:20")
        clerk = self.clerks.get(name, self.office)
        return enter(self.period, self.units[name], rows, by=clerk, at=at)

    def _sent(self, name: str, rows: list[Entered], *, days: int) -> Registration:
        registration = self._drafted(name, rows, days=days)
        clerk, at = registration.created_by, moment(ago(self.run, days), "09:40")
        send(self.run, registration, by=clerk, office=self.office, at=at)
        return registration

    def _confirmed(self, name: str, rows: list[Entered], *, days: int) -> None:
        at = moment(ago(self.run, days), "14:30")
        step(self.run, self._sent(name, rows, days=days), CONFIRM, by=self.office, at=at)

    def _returned(self, name: str, rows: list[Entered], *, days: int) -> None:
        note = (
            "Chưa ghi chỉ tiêu thi đua của cá nhân đăng ký Chiến sĩ thi đua cơ sở. "
            "Đề nghị bổ sung chỉ tiêu cụ thể, đo đếm được rồi gửi lại."
        )
        at = moment(ago(self.run, days - 1), "10:15")
        step(self.run, self._sent(name, rows, days=days), RETURN, by=self.office, at=at, note=note)

    def _withdrawn(self, name: str, rows: list[Entered], *, days: int) -> None:
        registration = self._sent(name, rows, days=days)
        note = "Thôn gửi nhầm bản chưa họp bình xét, sẽ gửi bản khác sau khi họp thôn"
        at = moment(ago(self.run, days), "16:00")
        step(self.run, registration, WITHDRAW, by=registration.created_by, at=at, note=note)

    # --- who is put down for what ---------------------------------------------------------------

    def _office_rows(self) -> list[Entered]:
        unit = self.units["Văn phòng UBND xã"]
        people = people_of(unit)
        return [
            Entered(
                unit,
                "TTLDTT BK_TINH",
                "100% nhiệm vụ UBND, Chủ tịch UBND xã giao hoàn thành đúng hạn\n"
                "Tổng hợp, thẩm định hồ sơ khen thưởng không quá 10 ngày làm việc",
            ),
            Entered(
                people["Phạm Minh Đức"],
                "LDTT CSTDCS",
                "Hoàn thành xuất sắc nhiệm vụ\n"
                "Có 01 sáng kiến về quản lý văn bản, hồ sơ điện tử được công nhận",
            ),
            Entered(people["Vũ Thị Ngọc Lan"], "LDTT", "100% văn bản đi, đến xử lý trong ngày"),
        ]

    def _desk_rows(self) -> list[Entered]:
        return [
            Entered(
                self.units["Bộ phận Tiếp nhận và trả kết quả"],
                "TTLDTT GK_XA",
                "Trên 99% hồ sơ thủ tục hành chính giải quyết trước hạn và đúng hạn\n"
                "Từ 85% hồ sơ trở lên nộp trực tuyến toàn trình\n"
                "Từ 95% người dân, doanh nghiệp trở lên hài lòng",
            ),
            Entered(self.staff, "LDTT", "Không để xảy ra phản ánh về thái độ phục vụ"),
        ]

    def _accounts_rows(self) -> list[Entered]:
        unit = self.units["Bộ phận Tài chính - Kế toán"]
        people = people_of(unit)
        return [
            Entered(unit, "TTLDTT", "Thu ngân sách trên địa bàn đạt từ 105% dự toán trở lên"),
            Entered(
                people["Phan Thị Kim Oanh"],
                "LDTT CSTDCS",
                "Hoàn thành quyết toán ngân sách trước thời hạn quy định\n"
                "Có 01 sáng kiến được công nhận cấp cơ sở",
            ),
        ]

    def _women_rows(self) -> list[Entered]:
        unit = self.units["Hội Liên hiệp Phụ nữ xã"]
        return [
            Entered(
                unit,
                "GK_XA",
                "100% chi hội có mô hình phân loại rác tại nguồn\n"
                "Giúp ít nhất 10 hội viên khởi nghiệp, phát triển kinh tế gia đình",
            ),
            Entered(
                people_of(unit)["Đinh Thị Thanh Mai"],
                "LDTT GK_XA",
                "Hoàn thành tốt nhiệm vụ trở lên",
            ),
        ]

    def _farmers_rows(self) -> list[Entered]:
        unit = self.units["Hội Nông dân xã"]
        return [
            Entered(
                unit,
                "GK_XA",
                "Vận động ít nhất 60% hộ nông dân đăng ký sản xuất, kinh doanh giỏi\n"
                "Thành lập 01 tổ hợp tác sản xuất rau an toàn",
            ),
            Entered(people_of(unit)["Vũ Đình Luân"], "LDTT", "Hoàn thành tốt nhiệm vụ trở lên"),
        ]

    def _culture_rows(self) -> list[Entered]:
        unit = self.units["Bộ phận Văn hóa - Xã hội"]
        people = people_of(unit)
        return [
            Entered(
                unit,
                "TTLDTT",
                "100% chế độ, chính sách chi trả đúng đối tượng, đúng thời gian\n"
                "Từ 95% gia đình trở lên đạt danh hiệu Gia đình văn hóa",
            ),
            Entered(people["Đào Xuân Trường"], "LDTT CSTDCS"),
            Entered(people["Tạ Thị Hoài Thương"], "LDTT", "Hoàn thành tốt nhiệm vụ trở lên"),
        ]

    def _village_rows(self, name: str, head: str) -> list[Entered]:
        unit = self.units[name]
        households = list(households_of(unit).values())
        return [
            Entered(
                unit,
                "GK_XA",
                "Từ 98% hộ gia đình trở lên phân loại rác tại nhà\n"
                "Không phát sinh đơn thư khiếu nại, tố cáo vượt cấp",
            ),
            Entered(people_of(unit)[head], "GK_XA", "Vận động Nhân dân đóng góp đủ các loại quỹ"),
            *(
                Entered(household, "GK_XA", "Hiến đất, góp công mở rộng đường ngõ xóm")
                for household in households[:2]
            ),
        ]
