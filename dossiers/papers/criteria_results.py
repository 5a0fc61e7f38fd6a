"""How a report states results: one heading for each criterion of the campaign (domain.md 4.3)."""

from __future__ import annotations

from awards.models import Criterion
from awards.sentences import number
from campaigns.models import Result
from campaigns.states import ResultState
from dossiers.models import Nomination
from emulation.papers.paper import listed

from .words import OPEN


def headings(nomination: Nomination) -> list[str]:
    """Return the lines of text: each criterion as a heading, below it what was achieved.

    Of alternatives those stand that have a result; without any their common words stand, open.
    A campaign without criteria has one heading for its targets.
    """
    results = {
        result.criterion_id: result
        for result in Result.objects.about(nomination.nominee)
        .filter(period=nomination.period)
        .prefetch_related("evidence")
    }
    found: list[str] = []
    open_groups: dict[int, list[Criterion]] = {}
    criteria = _criteria(nomination)
    for criterion in criteria:
        if criterion.group_id and criterion.pk not in results:
            open_groups.setdefault(criterion.group_id, []).append(criterion)
            continue
        found += [f"1. {_title(criterion.text)}", *achieved(results.get(criterion.pk))]
    answered = {c.group_id for c in criteria if c.pk in results}
    for group, members in open_groups.items():
        if group not in answered:
            found += [f"1. {_title(str(members[0].group))}", OPEN]
    return found or ["1. Kết quả thực hiện mục tiêu, chỉ tiêu của phong trào", OPEN]


def _criteria(nomination: Nomination) -> list[Criterion]:
    sets = nomination.period.campaign.criterion_sets.filter(subject=nomination.subject)
    return [one for owned in sets.with_content() for one in owned.criteria.all()]


def _title(text: str) -> str:
    """Return a criterion as a heading: one line, without a mark at its end."""
    return " ".join(text.split()).rstrip(" .;:,")


def achieved(result: Result | None) -> list[str]:
    """Return what is known of one result as lines; open while nothing was claimed."""
    if result is None:
        return [OPEN]
    verified = result.state == ResultState.VERIFIED
    lines = [line.strip() for line in result.text.splitlines() if line.strip()]
    if result.number is not None:
        lines.append(f"Số liệu đạt được: {number(result.number)}.")
    points = result.points if verified and result.points is not None else result.claimed_points
    if points is not None:
        label = "Điểm được xác nhận" if points is result.points else "Điểm tự chấm"
        lines.append(f"{label}: {number(points)} điểm.")
    if verified and not result.is_met:
        lines.append("Kết quả thẩm định: chưa đạt.")
    elif not lines and (result.is_met or result.claims_met):
        lines.append("Đạt tiêu chuẩn.")
    if names := [evidence.name for evidence in result.evidence.all()]:
        lines.append(f"Minh chứng kèm theo: {listed(('; '.join(names),))[0]}")
    return lines or [OPEN]
