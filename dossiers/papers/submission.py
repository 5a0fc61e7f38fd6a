"""The letter that proposes awards (Tờ trình, mẫu 01 of Nghị định 98/2023; domain.md 4.3).

One for each competent authority and basis; a unit's own letter to its authority is made likewise.
Law and competence are those of the letter's day; who and how many is data.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from django.utils import timezone

from awards.citing import bases_of
from awards.models import Basis
from campaigns.models import DossierComponent, Route
from dossiers.counting import day_of as met_on
from dossiers.lines import of_day
from dossiers.models import Dossier, Submission, Wording
from dossiers.naming import movement_words, submission_symbol
from emulation.papers.paper import Paragraph
from emulation.vietnamese import long_date

from .decision import MOST_PROPOSERS, minutes_number
from .frame import Draft, Worded, head_signature
from .proposed import (
    Proposed,
    attachments,
    award_words,
    in_dossier,
    in_submission,
    is_draft,
    kinds_words,
    letter_day,
    parent_lines,
    plan_base,
    session_of,
    totals,
    unit_signature,
    units_words,
)
from .words import OPEN, head_title, spelled, unit_words, upper_first

SLUG = "submission"
OWN_SLUG = "dossier_submission"
ITSELF = frozenset({SLUG, OWN_SLUG})
# What a dossier has beside the letter where the campaign names no parts (Luật 2022 Điều 84).
USUAL_PARTS = ("Danh sách trích ngang thành tích", "Báo cáo thành tích", "Biên bản họp xét")
RESPONSIBLE = (
    "{who} chịu trách nhiệm trước pháp luật về tính chính xác của hồ sơ, thành tích của các "
    "{kinds} được đề nghị khen thưởng."
)


def draft(submission: Submission, words: Wording | None) -> Draft:
    """Return the letter to the superior: a draft until it is sent."""
    day = letter_day(submission, words)
    proposed = in_submission(submission, day)
    authority, period = submission.authority, submission.period
    addressee = spelled(submission.addressee.strip())
    return Draft(
        authority=authority,
        symbol=submission_symbol(authority),
        type_name="TỜ TRÌNH",
        subject=_subject(proposed, submission.basis, movement_words(period)),
        addressees=(addressee,),
        bases=bases(submission, proposed, day),
        lead_in=f"{authority.name} kính đề nghị {addressee} xem xét, "
        f"{_asked(submission, proposed)} cho các {kinds_words(proposed)} có thành tích như sau:",
        before=totals(proposed) or (Paragraph(OPEN),),
        body=RESPONSIBLE.format(who=authority.name, kinds=kinds_words(proposed)),
        data=_attached(one.nomination.offer_id for one in proposed),
        closing=f"Kính đề nghị {addressee} xem xét, quyết định.",
        recipients=("Như trên", "Lưu: VT, hồ sơ khen thưởng"),
        signatures=(head_signature(authority, collective=True),),
        year=day.year,
        number=submission.number,
        dated=submission.dated,
        is_draft=is_draft(submission),
        numbered_on_issue=True,
    )


build = Worded(SLUG, draft)


def _asked(submission: Submission, proposed: Sequence[Proposed]) -> str:
    """Say whether the addressee decides himself or hands the proposal on to who does."""
    superior = submission.superior
    levels = {one.nomination.proposed_award.level for one in proposed}
    if superior is None or superior.level in levels:
        return "khen thưởng"
    return f"trình {spelled(submission.decided_by.strip())} khen thưởng"


def bases(submission: Submission, proposed: Sequence[Proposed], day: dt.date) -> tuple[str, ...]:
    """Return the law of the day with the articles, the plan, the minutes, who had proposed."""
    campaign = submission.period.campaign
    found = [f"Căn cứ {text}" for text in bases_of("submission", day)]
    articles = dict.fromkeys(
        part.strip()
        for one in proposed
        for part in of_day(one.nomination.proposed_award, day).legal_basis.split(";")
        if part.strip().startswith(("điểm ", "khoản ", "Điều "))
    )
    found += [f"Căn cứ {text}" for text in articles]
    if campaign.superior_document.strip():
        document = campaign.superior_document.strip().rstrip(" .;")
        is_whole = document.startswith(("Căn cứ", "Thực hiện"))
        found.append(document if is_whole else f"Căn cứ {document}")
    found.append(plan_base(campaign))
    if session := session_of(submission):
        number, council = minutes_number(session), session.council.name
        found.append(f"Căn cứ Biên bản họp{number} {long_date(met_on(session))} của {council}")
    if units := units_words((p.nomination.dossier.unit for p in proposed), MOST_PROPOSERS):
        found.append(f"Xét đề nghị của {units}")
    return tuple(found)


def own_draft(dossier: Dossier, words: Wording | None) -> Draft:
    """Return a unit's letter to its authority: a draft until the dossier is sent."""
    proposed = in_dossier(dossier)
    unit, authority, period = dossier.unit, dossier.authority, dossier.period
    sent = dossier.submitted_at and timezone.localdate(dossier.submitted_at)
    day = sent or timezone.localdate()
    who = upper_first(unit_words(unit))
    if dossier.route == Route.OWN:
        asked = f"{head_title(authority)} xem xét, tặng thưởng"
    else:
        asked = f"{authority.name} xem xét, đề nghị cấp trên tặng thưởng"
    return Draft(
        authority=authority,
        parent=parent_lines(unit),
        issuer=unit.letterhead_lines(),
        place=unit.place,
        symbol=submission_symbol(unit) if unit.symbol else None,
        type_name="TỜ TRÌNH",
        subject=_subject(proposed, dossier.basis, movement_words(period)),
        addressees=(authority.name,),
        bases=(plan_base(period.campaign),),
        lead_in=f"{who} kính đề nghị {asked} cho các {kinds_words(proposed)} có thành tích "
        "như sau:",
        before=totals(proposed) or (Paragraph(OPEN),),
        body=RESPONSIBLE.format(who=who, kinds=kinds_words(proposed)),
        data=_attached(one.nomination.offer_id for one in proposed),
        closing=f"Kính đề nghị {authority.name} xem xét, quyết định.",
        recipients=("Như trên", f"Lưu: {unit}"),
        signatures=(unit_signature(unit),),
        year=day.year,
        dated=sent or None,
        is_draft=is_draft(dossier),
    )


build_own = Worded(OWN_SLUG, own_draft)


def _subject(proposed: Sequence[Proposed], basis: str, movement: str) -> str:
    """Say what is asked for and on which basis (loại hình khen thưởng, Luật 2022 Điều 8)."""
    asked = f"Về việc đề nghị {award_words(proposed)}"
    if basis == Basis.MOVEMENT:
        return f"{asked} cho {kinds_words(proposed)} có thành tích trong {movement}"
    label = Basis(basis).label.lower()
    return f"{asked} cho {kinds_words(proposed)} (khen thưởng {label})"


def _attached(offers: Iterable[int]) -> tuple[Paragraph, ...]:
    """Return what goes with the letter: the parts that the campaign asks for, else the law's."""
    found = DossierComponent.objects.filter(offer__in=set(offers)).exclude(paper__in=ITSELF)
    names = [part.name for part in found if not part.name.lower().startswith("tờ trình")]
    return (Paragraph(attachments(names or USUAL_PARTS)),)
