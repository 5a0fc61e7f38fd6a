"""Loading the whole demo: only into an empty database, all of it or nothing."""

import datetime as dt
from collections.abc import Callable

from django.db import transaction
from django.utils import timezone

from awards import catalogue
from campaigns.models import Campaign, Registration
from dossiers.models import Nomination
from emulation.organization.models import Household, Person, Unit, User
from emulation.papers.pdf import missing_libraries

from . import (
    accounts,
    conclusions,
    councils,
    dinh_du_2024,
    dinh_du_now,
    lac_hong,
    lao_cai,
    outcome_2024,
    outcome_lao_cai,
    outcome_now,
    people,
    places,
    records,
    results,
)
from .building import Run

# What is shown while loading, and the module that builds it.
SEASONS = (
    ("Đình Dù năm 2024", dinh_du_2024),
    ("Lào Cai giai đoạn 2021-2025", lao_cai),
    ("Đình Dù năm nay", dinh_du_now),
    ("Lạc Hồng", lac_hong),
)
# What was achieved, and what the office concluded.
JUDGED = (results, conclusions)
# How the seasons went on from there.
OUTCOMES = (
    ("Đình Dù năm 2024", outcome_2024),
    ("Lào Cai giai đoạn 2021-2025", outcome_lao_cai),
    ("Đình Dù năm nay", outcome_now),
)


class ForeignData(Exception):
    """The database holds units or accounts that the demo did not make."""


def is_loaded() -> bool:
    """Whether the demo's accounts and authorities are all there."""
    names = [account.username for account in accounts.ACCOUNTS]
    return (
        User.objects.filter(username__in=names).count() == len(names)
        and Unit.objects.filter(name__in=places.AUTHORITIES).count() == len(places.AUTHORITIES)
        and Campaign.objects.filter(starts_on=dinh_du_2024.DAY).exists()
    )


@transaction.atomic
def load(
    *,
    password: str,
    with_papers: bool = True,
    say: Callable[[str], None] = print,
    today: dt.date | None = None,
) -> bool:
    """Load the demo and return True; False when it is there already. Raises ForeignData."""
    if is_loaded():
        return False
    if Unit.objects.exists() or User.objects.exists():
        raise ForeignData
    problem = missing_libraries() if with_papers else ""
    run = Run(today or timezone.localdate(), with_papers and not problem, say)
    catalogue.load()
    places.build()
    people.build()
    accounts.build(password)
    say(
        f"  {Unit.objects.count()} đơn vị, {Person.objects.count()} cá nhân, "
        f"{Household.objects.count()} hộ gia đình, {User.objects.count()} tài khoản"
    )
    records.build(run)
    councils.build()
    for title, season in SEASONS:
        before = Registration.objects.count()
        season.build(run)
        say(f"  {title}: kế hoạch và {Registration.objects.count() - before} bản đăng ký")
    for judged in JUDGED:
        judged.build(run)
    for title, outcome in OUTCOMES:
        before = Nomination.objects.count()
        outcome.build(run)
        say(f"  {title}: {Nomination.objects.count() - before} đề nghị khen thưởng")
    if problem:
        say(f"  CHÚ Ý: chưa lưu bản PDF của văn bản đã ban hành. {problem}")
    return True
