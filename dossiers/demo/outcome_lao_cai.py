"""Lào Cai's reviews of 2024, answered by the province, and of 2025, still waiting for it."""

from __future__ import annotations

import datetime as dt

from campaigns.models import Review, Route
from dossiers.models import Answer, Nomination, Presence
from dossiers.services.submitting import Reply
from dossiers.states import MARK_ELIGIBLE

from . import accounts
from .building import Run, moment
from .lao_cai import season
from .proceedings import Proceedings, Put

OFFICE, FIRST, SINH = "Văn phòng", "Phòng Nghiệp vụ 1", "Giàng A Sinh"
AWARD = "BK_TINH"
# Days: dossiers, appraisal, session, letter; the number of the letter.
YEARS = {
    2024: ((12, 2), (12, 6), (12, 10), (12, 16), "118"),
    2025: ((12, 1), (12, 5), (12, 9), (12, 15), "124"),
}
DOSSIERS = (
    (FIRST, (
        Put(FIRST, AWARD, "Ban hành 100% kết luận thanh tra đúng thời hạn.", """
1. Thực hiện kế hoạch cải cách hành chính
Hoàn thành 100% nhiệm vụ được giao năm {year}; không có kết luận thanh tra chậm thời hạn.
2. Tuyên truyền, phối hợp
Phối hợp mở 03 lớp bồi dưỡng về tiếp công dân, xử lý đơn cho cán bộ cơ sở.
"""),
        Put(SINH, AWARD, "Có giải pháp rút ngắn thời gian xử lý đơn còn 07 ngày.", """
1. Thực hiện nhiệm vụ
Hoàn thành tốt nhiệm vụ năm {year}.
2. Sáng kiến, giải pháp
Lập danh mục đơn trùng dùng chung, rút ngắn thời gian xử lý đơn từ 10 ngày còn 07 ngày.
"""),
    )),
    (OFFICE, (
        Put(OFFICE, AWARD, "100% văn bản đi được ký số, gửi trên môi trường mạng.", """
1. Thực hiện kế hoạch cải cách hành chính
100% văn bản đi năm {year} được ký số, trừ văn bản mật; 100% báo cáo gửi đúng hạn.
"""),
    )),
)  # fmt: skip
MET = "Đã đối chiếu với kết quả theo dõi hằng quý của Văn phòng"


def build(run: Run) -> None:
    """Hold both reviews and send their letters; the first was answered."""
    for period in season().periods.filter(review=Review.YEARLY):
        if period.year in YEARS:
            _review(Proceedings(run, period, "thanhtra"))


def _review(work: Proceedings) -> None:
    year = work.period.year
    *months, number = YEARS[year]
    sent, appraised, met, signed = (dt.date(year, *month) for month in months)
    dossiers = []
    for unit, nominees in DOSSIERS:
        rows = [put._replace(report=put.report.format(year=year)) for put in nominees]
        dossier = work.write(sent, unit, Route.SUPERIOR, *rows)
        work.send(sent, dossier)
        work.receive(sent, dossier)
        dossiers.append(dossier)
        for put in rows:
            work.judge(appraised, put.name, AWARD, MARK_ELIGIBLE, MET)
    work.close(appraised, *dossiers)
    session = work.convene(
        appraised,
        Nomination.objects.filter(period=work.period).order_by("dossier", "position"),
        planned=moment(met, "14:00"),
        title=f"Họp xét khen thưởng công tác cải cách hành chính năm {year}",
        place="Phòng họp Thanh tra tỉnh",
    )
    work.hold(
        session,
        absent={"Nguyễn Đức Toàn": (Presence.ABSENT, "Đi thanh tra theo kế hoạch")},
        against={SINH: 1},
        until="15:30",
        discussion="Các thành viên nhất trí với báo cáo tổng hợp của Văn phòng.",
        number="2",
    )
    submission = work.propose_upward(signed, number=number, by=accounts.user("thanhtra"))
    if year == min(YEARS):
        answered = dt.date(year + 1, 1, 20)
        document = "Quyết định số 186/QĐ-UBND của Chủ tịch UBND tỉnh Lào Cai"
        given = Reply(Answer.AWARDED, document=document, dated=dt.date(year + 1, 1, 14))
        refused = Reply(Answer.REFUSED, reason="Vượt số lượng tập thể được phân bổ")
        replies = {FIRST: given, SINH: given, OFFICE: refused}
        work.answered(answered, submission, replies)
