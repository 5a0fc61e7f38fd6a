"""An issued paper is stored once, with the hash of the very bytes that are served from then on."""

import datetime as dt
import hashlib
from pathlib import Path

import pytest
from django.core.cache import cache

from campaigns.models import Campaign
from emulation.organization import issuing
from emulation.organization.issuing import freeze
from emulation.organization.models import IssuedPaper
from emulation.papers.catalogue import all_kinds
from emulation.papers.paper import PaperError
from emulation.papers.pdf import missing_libraries
from tests.make import make_campaign, make_user
from tests.rules import refused_by

MISSING = missing_libraries()
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(bool(MISSING), reason=f"no PDF libraries (pango): {MISSING}"),
]
DATED = dt.date(2024, 4, 16)


def freeze_plan(campaign, **changes):
    return freeze(
        all_kinds()["plan"],
        Campaign.objects.with_filing().get(pk=campaign.pk),
        **{
            "authority": campaign.authority,
            "number": "38/KH-UBND",
            "dated": DATED,
            "by": make_user(),
        }
        | changes,
    )


def stored_files(media_root):
    return sorted(path for path in Path(media_root).rglob("*") if path.is_file())


def test_the_hash_is_that_of_the_stored_bytes():
    issued = freeze_plan(make_campaign(bare=True))
    content = IssuedPaper.objects.get(pk=issued.pk).read()
    assert hashlib.sha256(content).hexdigest() == issued.sha256


def test_what_is_stored_is_a_pdf():
    assert freeze_plan(make_campaign(bare=True)).read().startswith(b"%PDF-")


def test_the_register_says_what_was_issued_when_and_by_whom():
    campaign, clerk = make_campaign(bare=True), make_user()
    issued = IssuedPaper.objects.get(pk=freeze_plan(campaign, by=clerk).pk)
    assert (issued.slug, issued.subject_id, issued.number, issued.dated, issued.issued_by) == (
        "plan",
        campaign.pk,
        "38/KH-UBND",
        DATED,
        clerk,
    )


def test_the_file_is_named_by_us_under_authority_and_year():
    campaign = make_campaign(bare=True)
    name = freeze_plan(campaign).file.name
    assert name == f"papers/{campaign.authority_id}/2024/plan-{campaign.pk}.pdf"


def test_the_paper_of_a_record_is_found_again():
    campaign = make_campaign(bare=True)
    assert IssuedPaper.of("plan", campaign) is None
    assert freeze_plan(campaign) == IssuedPaper.of("plan", campaign)


def test_a_second_freeze_is_refused():
    campaign = make_campaign(bare=True)
    freeze_plan(campaign)
    with refused_by("organization_issuedpaper_once"):
        freeze_plan(campaign, number="39/KH-UBND")


def test_a_refused_second_freeze_leaves_the_first_as_it_was(media_root):
    campaign = make_campaign(bare=True)
    first = freeze_plan(campaign)
    with refused_by("organization_issuedpaper_once"):
        freeze_plan(campaign, number="39/KH-UBND")
    assert hashlib.sha256(IssuedPaper.objects.get().read()).hexdigest() == first.sha256


def test_the_stored_bytes_do_not_follow_later_changes():
    campaign = make_campaign(bare=True)
    before = freeze_plan(campaign).read()
    campaign.plan.subject = "Một trích yếu khác"
    campaign.plan.save()
    assert IssuedPaper.of("plan", campaign).read() == before


def test_a_paper_that_cannot_be_made_stores_nothing(media_root):
    campaign = make_campaign(bare=True)
    campaign.plan.body = "[[không có chỗ này]]"
    campaign.plan.save()
    with pytest.raises(PaperError, match="không có chỗ này"):
        freeze_plan(campaign)
    assert (IssuedPaper.objects.count(), stored_files(media_root)) == (0, [])


# --- drafts --------------------------------------------------------------------------------------


@pytest.fixture(autouse=True)
def empty_cache():
    cache.clear()


def test_an_unchanged_draft_is_rendered_once(monkeypatch):
    campaign, rendered = make_campaign(state="draft"), []
    monkeypatch.setattr(issuing, "render", lambda paper, **_: rendered.append(paper) or b"%PDF-")
    kind = all_kinds()["plan"]
    issuing.content_of(kind, campaign)
    issuing.content_of(kind, Campaign.objects.get(pk=campaign.pk))
    assert len(rendered) == 1
    campaign.plan.closing = "Trên đây là Kế hoạch đã sửa."
    issuing.content_of(kind, campaign)
    assert len(rendered) == 2
