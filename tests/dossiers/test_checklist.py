"""What a dossier's route asks for: what is there, what is missing, who owes it, what is open."""

import pytest

from campaigns.models import DossierComponent, Route
from dossiers.checklist import checklist, missing_to_send, open_texts, takes_scan
from dossiers.demo.building import paper_of
from dossiers.models import Dossier
from dossiers.states import DossierState, NominationState, SessionState
from tests.make import (
    days_from_today,
    make_agenda_item,
    make_council,
    make_dossier,
    make_nomination,
    make_part,
    make_session,
)

pytestmark = pytest.mark.django_db


def asking(*papers, nominees=1, **values):
    """A dossier whose only award asks for components with these slugs, with its nominations."""
    dossier = make_dossier(**values)
    offer = dossier.period.campaign.offers.first()
    for position, paper in enumerate(papers, start=1):
        DossierComponent.objects.create(
            offer=offer, name=f"Thành phần {position}", paper=paper, position=position
        )
    for _ in range(nominees):
        make_nomination(dossier=dossier, offer=offer)
    return dossier


def read(dossier):
    return Dossier.objects.with_contents().get(pk=dossier.pk)


def entry_of(dossier):
    (entry,) = checklist(read(dossier))
    return entry


def component_of(dossier):
    return DossierComponent.objects.get(offer__campaign=dossier.period.campaign)


# --- what is there -------------------------------------------------------------------------------


def test_a_dossier_without_nominations_lacks_them():
    assert missing_to_send(make_dossier()) == ["Hồ sơ chưa có đề nghị nào."]


def test_a_component_without_a_paper_is_brought_by_the_unit():
    dossier = asking("")
    assert missing_to_send(read(dossier)) == ["Thành phần 1: chưa nộp (đơn vị)"]


def test_a_scan_is_what_was_missing():
    dossier = asking("")
    make_part(dossier=dossier, component=component_of(dossier))
    assert missing_to_send(read(dossier)) == []


def test_an_annex_stands_for_no_component():
    dossier = asking("")
    make_part(dossier=dossier)
    assert entry_of(dossier).missing == "chưa nộp"


def test_what_two_awards_ask_for_is_asked_once():
    dossier = asking("")
    second = dossier.period.campaign.offers.last()
    make_nomination(dossier=dossier, offer=second, unit=dossier.unit)
    DossierComponent.objects.create(offer=second, name="THÀNH PHẦN 1", paper="")
    assert len(checklist(read(dossier))) == 1


def test_a_scan_brought_for_one_award_serves_the_other():
    dossier = asking("")
    second = dossier.period.campaign.offers.last()
    make_nomination(dossier=dossier, offer=second, unit=dossier.unit)
    twin = DossierComponent.objects.create(offer=second, name="Thành phần 1", paper="")
    make_part(dossier=dossier, component=twin)
    assert entry_of(dossier).is_ready


def test_a_report_is_missing_by_name():
    dossier = asking("achievement_report")
    assert entry_of(dossier).missing == f"chưa có của {dossier.nominations.get().nominee}"


def test_a_written_report_is_there():
    dossier = asking("achievement_report")
    dossier.nominations.update(report="Thành tích đạt được")
    assert entry_of(dossier).is_ready


def test_a_scan_of_one_report_does_not_serve_the_other_nominee():
    dossier = asking("achievement_report", nominees=2)
    first, second = dossier.nominations.all()
    make_part(dossier=dossier, component=component_of(dossier), nomination=first)
    assert entry_of(dossier).missing == f"chưa có của {second.nominee}"


def test_a_withdrawn_nomination_owes_nothing():
    dossier = asking("achievement_report", nominees=2)
    first, second = dossier.nominations.all()
    type(first).objects.filter(pk=first.pk).update(report="Thành tích")
    type(first).objects.filter(pk=second.pk).update(state=NominationState.WITHDRAWN)
    assert entry_of(dossier).is_ready


def test_the_list_lacks_a_summary_by_name():
    dossier = asking("nominee_list")
    dossier.nominations.update(summary=" ")
    name = dossier.nominations.get().nominee
    assert entry_of(dossier).missing == f"chưa có tóm tắt thành tích của {name}"


def test_the_list_is_made_of_the_summaries():
    assert entry_of(asking("nominee_list")).is_ready


def test_the_peer_review_is_a_signed_scan():
    assert entry_of(asking("peer_review")).missing == "chưa nộp bản đã ký"


def test_only_papers_that_the_system_drafts_are_linked(monkeypatch):
    monkeypatch.setattr("dossiers.checklist.all_kinds", lambda: {"dossier_list": None})
    dossier = asking("nominee_list", "peer_review")
    papers = [entry.papers for entry in checklist(read(dossier))]
    assert papers == [(("dossier_list", dossier.pk),), ()]


# --- who owes it ---------------------------------------------------------------------------------


@pytest.mark.parametrize("slug", ["minutes", "ballot_count"])
def test_the_councils_papers_do_not_keep_from_sending(slug):
    dossier = asking(slug)
    assert entry_of(dossier).line == "Thành phần 1: có sau phiên họp Hội đồng (Hội đồng)"
    assert missing_to_send(read(dossier)) == []


def test_the_councils_papers_are_there_after_its_session():
    dossier = asking("minutes")
    council = make_council(authority=dossier.authority, seats=3)
    session = make_session(council=council, state=SessionState.CONCLUDED)
    make_agenda_item(session=session, nomination=dossier.nominations.get())
    assert entry_of(dossier).is_ready


def test_the_office_submits_to_the_superior():
    dossier = asking("submission", route=Route.SUPERIOR)
    assert entry_of(dossier).line == "Thành phần 1: lập khi trình cấp trên (văn phòng)"
    assert missing_to_send(read(dossier)) == []


@pytest.mark.parametrize(
    ("state", "ready"),
    [
        (NominationState.PASSED, False),
        (NominationState.FORWARDED, True),
        (NominationState.DECIDED, True),
        (NominationState.FAILED, True),
    ],
)
def test_nothing_is_left_to_submit_once_all_is_submitted_or_decided_here(state, ready):
    dossier = asking("submission", route=Route.SUPERIOR)
    dossier.nominations.update(state=state)
    assert entry_of(dossier).is_ready is ready


def test_the_unit_submits_to_its_own_authority(monkeypatch):
    monkeypatch.setattr("dossiers.checklist.all_kinds", dict)
    assert missing_to_send(read(asking("submission"))) == ["Thành phần 1: chưa nộp (đơn vị)"]


def test_a_submission_that_the_system_drafts_is_there():
    dossier = asking("submission")
    assert entry_of(dossier).papers == (("dossier_submission", dossier.pk),)
    assert missing_to_send(read(dossier)) == []


@pytest.mark.parametrize("count", [1, 3])
def test_reading_a_checklist_does_not_depend_on_its_length(django_assert_num_queries, count):
    dossier = asking("achievement_report", "minutes", nominees=count)
    found = read(dossier)
    with django_assert_num_queries(0):
        assert len(missing_to_send(found)) == 1


# --- what is open --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("state", "is_open"),
    [(DossierState.DRAFT, True), (DossierState.SUBMITTED, False), (DossierState.RECEIVED, False)],
)
def test_scans_are_brought_to_a_draft(state, is_open):
    dossier = asking("", state=state)
    assert takes_scan(read(dossier), component_of(dossier)) is is_open


def supplement(*papers, items):
    return read(
        asking(
            *papers,
            state=DossierState.SUPPLEMENT,
            supplement_items=items,
            supplement_before=days_from_today(5),
        )
    )


def test_a_supplement_opens_what_was_named():
    dossier = supplement("", "", items=["Thành phần 2"])
    first, second = DossierComponent.objects.filter(offer__campaign=dossier.period.campaign)
    assert (takes_scan(dossier, first), takes_scan(dossier, second)) == (False, True)


def test_a_supplement_by_component_opens_no_annex():
    assert not takes_scan(supplement("", items=["Thành phần 1"]), None)


def test_a_supplement_in_the_offices_words_opens_annexes_and_texts():
    dossier = supplement("", items=["Giấy xác nhận của thôn"])
    assert takes_scan(dossier, None)
    assert open_texts(dossier) == {"summary", "report"}


@pytest.mark.parametrize(
    ("paper", "texts"),
    [("achievement_report", {"report"}), ("nominee_list", {"summary"}), ("peer_review", set())],
)
def test_a_supplement_opens_the_text_behind_the_component(paper, texts):
    assert open_texts(supplement(paper, items=["thành phần 1"])) == texts


def test_nothing_is_written_in_a_dossier_that_was_sent():
    assert open_texts(read(asking("nominee_list", state=DossierState.SUBMITTED))) == frozenset()


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Tờ trình đề nghị khen thưởng", "submission"),
        ("Báo cáo thành tích có xác nhận của đơn vị", "achievement_report"),
        ("Biên bản họp và kết quả bỏ phiếu của Hội đồng Thi đua - Khen thưởng xã", "minutes"),
        ("Biên bản bình xét của đơn vị", "peer_review"),
        ("Danh sách trích ngang thành tích", "nominee_list"),
        ("Văn bản công nhận sáng kiến", ""),
    ],
)
def test_a_component_of_the_demo_names_the_paper_that_is_drafted_for_it(name, slug):
    assert paper_of(name) == slug
