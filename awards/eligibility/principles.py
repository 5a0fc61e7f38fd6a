"""The general principles that hold for every award, and the article that says so, by date.

Source: domain.md section 0 (⚠) and 4.4-1, 4.4-2; what it does not source is marked unverified.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from awards.facts import Rule

PRINCIPLE = "principle"  # the kind of these rules: no criterion that somebody can file
DISCIPLINE_KEY = "principle.discipline"
PENDING_KEY = "principle.pending"


@dataclass(frozen=True)
class Principles:
    """The articles in force from `since`; `themed` is "" where no article is sourced."""

    since: dt.date
    discipline: str
    pending: str
    themed: str
    verified: str


# Newest first.
BY_DATE = (
    Principles(  # Law 06/2026 amends the law; NĐ 152 stays until it is replaced
        dt.date(2026, 10, 1),
        "Điều 4 Nghị định số 152/2025/NĐ-CP",
        "Điều 4 Nghị định số 152/2025/NĐ-CP",
        "Điều 4 Nghị định số 152/2025/NĐ-CP",
        "p",
    ),
    Principles(
        dt.date(2025, 7, 1),
        "Điều 4 Nghị định số 152/2025/NĐ-CP",
        "Điều 4 Nghị định số 152/2025/NĐ-CP",
        "Điều 4 Nghị định số 152/2025/NĐ-CP",
        "y",
    ),
    Principles(
        dt.date(2024, 1, 1),
        "Điều 4 Nghị định số 98/2023/NĐ-CP",
        "khoản 4 Điều 4 Nghị định số 98/2023/NĐ-CP",
        "khoản 3 Điều 4 Nghị định số 98/2023/NĐ-CP",
        "y",
    ),
    Principles(
        dt.date.min,
        "nguyên tắc khen thưởng của Nghị định số 91/2017/NĐ-CP",
        "nguyên tắc khen thưởng của Nghị định số 91/2017/NĐ-CP",
        "",
        "n",
    ),
)


def principles_on(day: dt.date) -> Principles:
    """Return the articles in force on `day`."""
    return next(row for row in BY_DATE if row.since <= day)


def rules_on(day: dt.date) -> tuple[Rule, Rule]:
    """Return the rules on discipline and on matters under verification, as of `day`."""
    row = principles_on(day)
    return (
        Rule(
            DISCIPLINE_KEY,
            "Không trong thời hạn kỷ luật; thành tích chỉ tính từ khi hết thời hạn kỷ luật.",
            PRINCIPLE,
            row.discipline,
            verified=row.verified,
        ),
        Rule(
            PENDING_KEY,
            "Không có việc đang xem xét kỷ luật, điều tra, thanh tra, kiểm tra dấu hiệu vi phạm, "
            "khiếu nại, tố cáo hoặc vấn đề báo chí nêu đang được xác minh.",
            PRINCIPLE,
            row.pending,
            verified=row.verified,
        ),
    )
