"""Who already qualifies: people and collectives of an authority against the law's titles."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from awards.facts import Outcome
from campaigns.assessing.judging import why
from campaigns.assessing.qualifying import Qualifying, periods_of, qualifying
from campaigns.models import Campaign, Period
from emulation.organization.exports import table_to_xlsx
from emulation.organization.models import OVERSEERS, NomineeKind, Role, Unit
from emulation.vietnamese import search_key

from .eligibility import PER_PAGE, candidate_url
from .proofs import profile_of

QUALIFIED, ALL = "qualified", "all"
SHOWN = {QUALIFIED: "Đã đủ điều kiện", **dict(Outcome.choices), ALL: "Tất cả"}
REGISTERED = {"no": "Chưa đăng ký", "yes": "Đã đăng ký"}
YEARS_BACK = 3


class Asked:
    """What the address asks for: authority, year, this or the next one, filters."""

    def __init__(self, request) -> None:
        query, today = request.GET, timezone.localdate()
        self.authorities = list(overseen(request.user))
        if not self.authorities:
            raise Http404
        chosen = query.get("authority", "")
        fitting = [unit for unit in self.authorities if str(unit.pk) == chosen]
        if chosen and not fitting:
            raise Http404
        self.authority = (fitting or self.authorities)[0]
        self.years = [today.year - back for back in range(YEARS_BACK)]
        year = query.get("year", "")
        self.year = int(year) if year in map(str, self.years) else today.year
        self.ahead = query.get("ahead") == "1"
        self.code, self.unit = query.get("award", ""), query.get("unit", "")
        self.shown = query.get("shown") if query.get("shown") in SHOWN else QUALIFIED
        self.registered = query.get("registered", "")
        self.words = search_key(query.get("q", "")).split()
        self.asked_year = self.year + self.ahead
        self.rows = qualifying(self.authority, self.year, today, ahead=self.ahead)

    @property
    def filtered(self) -> list[Qualifying]:
        """Return the rows asked for, by award, then by given name."""
        return [
            row
            for row in _ordered(self.rows)
            if (not self.code or row.title.code == self.code)
            and (not self.unit or str(row.unit.pk) == self.unit)
            and self._is_shown(row)
            and (not self.registered or bool(row.registered) == (self.registered == "yes"))
            and all(word in row.nominee.search_key for word in self.words)
        ]

    def _is_shown(self, row: Qualifying) -> bool:
        if self.shown == QUALIFIED:
            return row.prospect.qualifies
        return self.shown == ALL or row.prospect.assessment.outcome == self.shown


def overseen(user: Any) -> Iterable[Unit]:
    """Return the authorities whose eligibility `user` may read as a whole."""
    if user.is_superuser:
        return Unit.objects.authorities()
    return Unit.objects.under(*user.member_units_as(*OVERSEERS)).authorities()


def qualifying_list(request):
    """List who qualifies already, registered or not, with the way to the registration."""
    asked = Asked(request)
    rows = asked.filtered
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    open_periods = _open_periods(asked)
    starts = _starts(request.user, asked, open_periods)
    context = {
        "asked": asked,
        "supposed": (
            f"Giả định năm {asked.year} ai cũng đạt danh hiệu đã đăng ký, năm {asked.asked_year} "
            "đạt lại các danh hiệu đó và giữ được mức xếp loại gần nhất. Không giả định có thêm "
            "sáng kiến."
        ),
        "page": page,
        "groups": _groups(page.object_list, starts),
        "shown": len(rows),
        "awards": _awards(asked.rows),
        "units": _units(asked.rows),
        "counts": _counts(asked),
        "shown_choices": SHOWN.items(),
        "registered_choices": REGISTERED.items(),
        "open_periods": open_periods,
        "query": request.GET,
        "records_url": reverse("awards:profile_list"),
        "export_url": reverse("campaigns:qualifying_export"),
    }
    return render(request, "campaigns/eligibility_qualifying.html", context)


def _open_periods(asked: Asked) -> list[Period]:
    if asked.ahead:
        return []
    today = timezone.localdate()
    found = periods_of(asked.authority, asked.year)
    return [period for period in found if period.takes_registrations(today)]


def _starts(user: Any, asked: Asked, periods: Iterable[Period]) -> dict[tuple[str, int], str]:
    """Return where a unit can still be put down for an award, by code and unit; for the office."""
    if not user.is_superuser and Role.OFFICE not in user.roles_at(asked.authority):
        return {}
    today = timezone.localdate()
    by_campaign = {period.campaign_id: period for period in periods}
    campaigns = Campaign.objects.filter(pk__in=by_campaign).prefetch_related(
        "offers__award_type", "offers__also", "participants__group__authority",
        "participants__group__within",
    )  # fmt: skip
    every = {row.unit.pk: row.unit for row in asked.rows}
    return {
        (award_type.code, unit.pk): reverse(
            "campaigns:registration_start", args=[by_campaign[campaign.pk].pk, unit.pk]
        )
        for campaign in campaigns
        for unit in campaign.units_on(today, every.values())
        for offer in campaign.offers.all()
        if offer.column is not None
        for award_type in offer.types
    }


def _groups(rows: Iterable[Qualifying], starts: dict[tuple[str, int], str]) -> list[dict[str, Any]]:
    """Return the rows of a page under the names of the awards, with the pages that they lead to."""
    return [
        {
            "title": title,
            "rows": [
                {
                    "row": row,
                    "profile": profile_of(row.nominee),
                    "label": Outcome(row.prospect.assessment.outcome).label,
                    "why": why(row.prospect.assessment),
                    "url": candidate_url(row.registered) if row.registered else "",
                    "start": starts.get((row.title.code, row.unit.pk), ""),
                }
                for row in group
            ],
        }
        for title, group in groupby(rows, key=lambda row: row.title.name)
    ]


def qualifying_export(request):
    """Return the list as .xlsx, filtered as on the page."""
    asked = Asked(request)
    return table_to_xlsx(
        [
            "Họ tên, tên tập thể",
            "Đối tượng",
            "Đơn vị",
            "Danh hiệu, hình thức",
            "Đã đủ điều kiện",
            "Nhận xét",
            "Còn phải xác nhận",
            "Đã đăng ký",
        ],
        [
            [
                str(row.nominee),
                NomineeKind(row.title.subject).label,
                str(row.unit),
                row.title.name,
                row.prospect.qualifies,
                row.prospect.assessment.summary,
                "\n".join(finding.rule.text for finding in row.prospect.to_confirm),
                row.registered is not None,
            ]
            for row in asked.filtered
        ],
        f"Ai đã đủ điều kiện {asked.year + asked.ahead}",
    )


def _ordered(rows: Iterable[Qualifying]) -> list[Qualifying]:
    places: dict[str, int] = {}
    rows = list(rows)
    for row in rows:
        places.setdefault(row.title.code, len(places))
    return sorted(
        rows, key=lambda row: (places[row.title.code], row.title.subject, row.nominee.sort_key)
    )


def _awards(rows: Iterable[Qualifying]) -> list[tuple[str, str]]:
    return list({row.title.code: row.title.name for row in rows}.items())


def _units(rows: Iterable[Qualifying]) -> list[tuple[str, str]]:
    units = {row.unit.pk: row.unit for row in rows}
    ordered = sorted(units.values(), key=lambda unit: unit.sort_key)
    return [(str(unit.pk), str(unit)) for unit in ordered]


def _counts(asked: Asked) -> list[dict[str, Any]]:
    """Return, award by award, how many qualify and how many of these are not put down."""
    able, silent = Counter(), Counter()
    for row in asked.rows:
        if row.prospect.qualifies:
            able[row.title.code] += 1
            silent[row.title.code] += row.registered is None
    address = {"authority": asked.authority.pk, "year": asked.year}
    if asked.ahead:
        address["ahead"] = 1
    return [
        {
            "label": name,
            "count": able[code],
            "url": f"?{urlencode(address | {'award': code})}",
            "note": f"{silent[code]} chưa đăng ký" if silent[code] else "",
        }
        for code, name in _awards(asked.rows)
        if able[code]
    ]
