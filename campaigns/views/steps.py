"""The steps of a campaign's filing: which forms each shows and how each is saved."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db import transaction

from awards.awards_on import AwardsOn
from awards.forms.criterion_set import CriteriaEditor
from campaigns.forms import filing as f
from campaigns.models import Campaign, Route
from campaigns.services import filing
from campaigns.services.criteria import Origin, criterion_set, origin
from emulation.organization.models import Group, NomineeKind, Unit


@dataclass
class Block:
    """A titled part of a step: one form, or rows of forms."""

    title: str
    form: forms.BaseForm | None = None
    rows: Any = None
    help: str = ""
    layout: str = ""
    card_title: str = ""
    source: Origin | None = None

    def is_valid(self) -> bool:
        """Validate the block's forms."""
        return all(part.is_valid() for part in (self.form, self.rows) if part is not None)

    def save(self) -> None:
        """Save the block's forms."""
        for part in (self.form, self.rows):
            if part is not None:
                part.save()


@dataclass(frozen=True)
class Step:
    """One page of the filing."""

    slug: str
    title: str
    intro: str
    blocks: Callable[[Campaign, Any], list[Block]]
    after: Callable[[Campaign], None] = lambda campaign: None
    template: str = "campaigns/campaign_edit.html"

    def save(self, blocks: list[Block], campaign: Campaign) -> None:
        """Save all blocks of the step together, or none."""
        with transaction.atomic():
            for block in blocks:
                block.save()
            self.after(campaign)


def info(campaign: Campaign, data: Any) -> list[Block]:
    """General facts."""
    form = f.CampaignForm(
        data,
        instance=campaign,
        authorities=Unit.objects.filter(pk=campaign.authority_id),
        parents=parents_for(campaign.authority),
    )
    return [Block("", form)]


def parents_for(authority: Unit) -> Any:
    """Return the campaigns of the authority's superiors that it may take up."""
    superiors = [row.superior_id for row in authority.superiors.all()]
    return Campaign.objects.filter(authority__in=superiors).exclude(issued_on=None)


def periods(campaign: Campaign, data: Any) -> list[Block]:
    """Deadlines."""
    return [
        Block("Hạn chung", f.DeadlineRulesForm(data, instance=campaign)),
        Block(
            "Các kỳ",
            rows=f.PeriodRows(data, instance=campaign, prefix="periods"),
            layout="cards",
            card_title="Kỳ",
            help="«Trước ngày 26/04» nghĩa là hạn cuối là hết ngày 25/04. Năm nào có hạn riêng "
            "thì ghi ở dòng của năm đó.",
        ),
    ]


def participants(campaign: Campaign, data: Any) -> list[Block]:
    """Who may compete."""
    groups = Group.objects.filter(authority=campaign.authority)
    rows = f.ParticipantRows(
        data, instance=campaign, prefix="participants", form_kwargs={"groups": groups}
    )
    return [
        Block(
            "Đối tượng thi đua",
            rows=rows,
            help="Thiếu nhóm nào thì thêm ở phần Quản trị, mục «Nhóm đối tượng».",
        )
    ]


def offers(campaign: Campaign, data: Any) -> list[Block]:
    """Awards on offer and their columns."""
    rows = f.OfferRows(
        data,
        instance=campaign,
        prefix="offers",
        form_kwargs={"choices": f.award_choices(campaign)},
    )
    title = "Danh hiệu thi đua, hình thức khen thưởng"
    return [Block(title, rows=rows, layout="cards", card_title="Danh hiệu, hình thức")]


def criteria(campaign: Campaign, data: Any) -> list[Block]:
    """Criteria of each nominee kind, with where they were taken from."""
    awards = AwardsOn.on(campaign.reference_day)
    blocks = []
    for subject in NomineeKind:
        owned = criterion_set(campaign, subject)
        editor = CriteriaEditor(owned, awards, data, prefix=f"criteria-{subject.value}")
        title = f"Đối với {subject.label.lower()}"
        blocks.append(Block(title, rows=editor, source=origin(owned)))
    return blocks


def dossiers(campaign: Campaign, data: Any) -> list[Block]:
    """The dossier of each award that the campaign leads to."""
    blocks = []
    for offer in campaign.offers.exclude(route=Route.REGISTER).select_related("award_type"):
        prefix = f"offer-{offer.pk}"
        blocks.append(
            Block(
                f"{offer.award_type} ({offer.get_route_display().lower()})",
                f.DossierForm(data, instance=offer, prefix=prefix),
                f.ComponentRows(data, instance=offer, prefix=f"{prefix}-components"),
            )
        )
    return blocks


def plan(campaign: Campaign, data: Any) -> list[Block]:
    """Texts of the plan."""
    return [Block("", f.PlanForm(data, instance=campaign.plan))]


STEPS = (
    Step(
        "info", "Thông tin chung", "Phong trào do cơ quan nào phát động, về việc gì, bao lâu.", info
    ),
    Step(
        "periods",
        "Kỳ và thời hạn",
        "Mỗi năm hoặc mỗi đợt là một kỳ, có hạn đăng ký và hạn nộp hồ sơ riêng.",
        periods,
        filing.apply_yearly_rules,
    ),
    Step(
        "participants",
        "Đối tượng thi đua",
        "Các nhóm đơn vị ở đây là những đơn vị phải gửi đăng ký.",
        participants,
    ),
    Step(
        "offers",
        "Khen thưởng",
        "Danh hiệu, hình thức có số cột sẽ là một cột của bảng đăng ký.",
        offers,
    ),
    Step(
        "criteria",
        "Tiêu chuẩn",
        "Mỗi tiêu chuẩn được in trong kế hoạch đúng như ghi ở đây.",
        criteria,
        template="campaigns/campaign_criteria.html",
    ),
    Step(
        "dossiers",
        "Hồ sơ đề nghị",
        "Thành phần, số bộ, nơi nhận và thời hạn nộp hồ sơ.",
        dossiers,
    ),
    Step(
        "plan",
        "Văn bản kế hoạch",
        "Số thứ tự các mục được đánh tự động; phần [[…]] lấy từ dữ liệu đã nhập.",
        plan,
        template="campaigns/campaign_plan.html",
    ),
)


def step_called(slug: str) -> Step | None:
    """Return the step with this slug."""
    return next((step for step in STEPS if step.slug == slug), None)
