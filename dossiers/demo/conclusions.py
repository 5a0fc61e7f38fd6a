"""Conclusions of the demo's office where the records alone leave a criterion open."""

from __future__ import annotations

from typing import NamedTuple

from awards.facts import Verdict
from campaigns.assessing.candidates import Candidate
from campaigns.assessing.judging import Assessed, assessments
from campaigns.models import Campaign
from campaigns.services.overriding import override
from campaigns.states import CampaignState
from emulation.organization.models import User

from . import accounts, places
from .building import Run


class Concluded(NamedTuple):
    """A nominee and an award, of the first campaign or of the present one, and why it is met."""

    is_present: bool
    code: str
    nominee: str
    reason: str


CONCLUSIONS = (
    Concluded(
        False,
        "GK_HUYEN",
        "Bộ phận Tiếp nhận và trả kết quả",
        "Mô hình trả kết quả tại nhà cho người cao tuổi, người khuyết tật đã được UBND xã công "
        "nhận; bản giấy lưu trong hồ sơ thi đua tại Văn phòng.",
    ),
    Concluded(
        True,
        "LDTT",
        "Phan Thị Kim Oanh",
        "Biên bản bình xét của Bộ phận Tài chính - Kế toán: toàn bộ thành viên dự họp đồng ý.",
    ),
)


def build(run: Run) -> None:
    """Conclude on what is still open about each nominee named above, where he was put forward."""
    office = accounts.user("vanphong")
    issued = Campaign.objects.filter(authority__name=places.DINH_DU, state=CampaignState.ISSUED)
    issued = list(issued.order_by("starts_on", "pk"))
    for wanted in CONCLUSIONS:
        for campaign in issued[-1:] if wanted.is_present else issued[:1]:
            period = campaign.periods.select_related("campaign__authority", "campaign__plan").get()
            for row in assessments(period, run.today):
                if _is_meant(row.candidate, wanted):
                    _conclude(row, wanted.reason, run, office)


def _is_meant(candidate: Candidate, wanted: Concluded) -> bool:
    return (candidate.award_type.code, str(candidate.nominee)) == (wanted.code, wanted.nominee)


def _conclude(row: Assessed, reason: str, run: Run, office: User) -> None:
    candidate = row.candidate
    for finding in row.missing:
        override(
            candidate.period,
            candidate.offer,
            candidate.nominee,
            finding.rule.key,
            verdict=Verdict.MET,
            reason=reason,
            by=office,
            day=run.today,
        )
