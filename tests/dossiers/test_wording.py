"""The words that an office writes for its papers: saved, taken back, locked, issued; pages."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from dossiers.forms.wording import WordingForm
from dossiers.models import Attendance, Wording
from dossiers.papers import decision, minutes, nominee_list, opinion_sheet
from dossiers.papers.frame import Worded
from dossiers.services import wording
from dossiers.states import DecisionState, DossierState, NominationState, SessionState
from emulation.organization.models import IssuedPaper, Role
from emulation.papers.catalogue import all_kinds
from emulation.workflow import TransitionNotAllowed
from tests.make import make_issued_paper, make_membership, make_submission, make_user

from .seasons import DECIDED, Season
from .test_papers_council import needs_pdf, tables, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def season():
    return Season()


@pytest.fixture
def session(season):
    return season.meet(season.usual(), state=SessionState.COUNTED)


def url(name, slug, subject):
    return reverse(f"dossiers:wording_{name}", args=[slug, subject.pk])


def posted(client, slug, subject, **changes):
    """Post the page's form as a browser does: all that it shows, with some fields changed."""
    kind = all_kinds()[slug]
    words = Wording.of(slug, subject)
    form = WordingForm(draft=wording.drafted(kind, subject, words), words=words)
    shown = {name: form[name].value() for name in form.fields}
    data = {name: value for name, value in (shown | changes).items() if value not in (None, False)}
    return client.post(url("edit", slug, subject), data)


def saved(slug, subject, by, **texts):
    return wording.save(all_kinds()[slug], subject, texts, {}, by=by)


def page(response):
    return response.content.decode()


# --- which papers --------------------------------------------------------------------------------


def test_every_paper_with_a_rule_is_one_whose_words_can_be_written():
    kinds = all_kinds()
    assert [slug for slug in wording.RULES if not wording.is_worded(kinds[slug])] == []


def test_papers_that_are_data_alone_have_no_page_of_words(client, season):
    client.force_login(season.clerk())
    made = season.decide(season.usual(), state=DecisionState.DRAFT)
    assert isinstance(all_kinds()["payment_list"].build, Worded)
    assert client.get(url("edit", "payment_list", made)).status_code == 404


# --- what is kept --------------------------------------------------------------------------------


def test_the_page_shows_the_drafted_text_to_write_on(client, season, session):
    client.force_login(season.clerk())
    shown = page(client.get(url("edit", "minutes", session)))
    assert "Các thành viên nhất trí với báo cáo tóm tắt thành tích." in shown
    assert "BB-HĐTĐKT" in shown


def test_saving_what_was_drafted_keeps_no_text_of_ones_own(client, season, session):
    client.force_login(season.clerk())
    assert posted(client, "minutes", session).status_code == 302
    kept = Wording.of("minutes", session)
    assert [name for name in wording.TEXTS if getattr(kept, name)] == []


def test_a_text_that_was_changed_is_printed(client, season, session):
    client.force_login(season.clerk())
    posted(client, "minutes", session, closing="Biên bản đã thông qua.")
    assert "Biên bản đã thông qua." in text(minutes.build(session))


def test_whom_the_paper_names_follows_the_data_after_the_words_were_written(season):
    made = season.decide(season.usual()[:2], state=DecisionState.DRAFT)
    saved("decision", made, season.clerk(), body="Điều 1. Có hiệu lực từ ngày 01/01/2026.")
    made.lines.create(nomination=season.nominate(season.person("Vũ Thị Xuân")), position=9)
    printed = text(decision.build(made))
    assert "Vũ Thị Xuân" in printed
    assert "Có hiệu lực từ ngày 01/01/2026" in printed


def test_a_text_left_alone_while_its_data_changed_follows_the_data(client, season, session):
    clerk = season.clerk()
    client.force_login(clerk)
    kind = all_kinds()["minutes"]
    form = WordingForm(draft=wording.drafted(kind, session, None), words=None)
    typed = {name: form[name].value() for name in form.fields if form[name].value()}
    session.discussion = "Ủy viên thường trực bổ sung ý kiến."
    session.save()
    client.post(url("edit", "minutes", session), typed | {"closing": "Hết."})
    kept = Wording.of("minutes", session)
    assert (kept.body, kept.closing) == ("", "Hết.")


def test_an_empty_field_prints_as_drafted(client, season, session):
    client.force_login(season.clerk())
    posted(client, "minutes", session, body="")
    assert "nhất trí với báo cáo" in text(minutes.build(session))


def test_who_signs_is_kept_as_one_thing(season):
    made = season.decide(season.usual(), state=DecisionState.DRAFT)
    saved(
        "decision", made, season.clerk(),
        signer_authority="KT. CHỦ TỊCH", signer_position="PHÓ CHỦ TỊCH", signer_name="Lê Thị Hoa",
    )  # fmt: skip
    (signed,) = decision.build(made).signatures
    assert (signed.authority, signed.position, signed.name) == (
        ("KT. CHỦ TỊCH",), "PHÓ CHỦ TỊCH", "Lê Thị Hoa",
    )  # fmt: skip


def test_another_name_under_the_same_post_is_kept_too(season):
    made = season.decide(season.usual(), state=DecisionState.DRAFT)
    saved(
        "decision", made, season.clerk(),
        signer_authority="", signer_position="CHỦ TỊCH", signer_name="Lê Thị Hoa",
    )  # fmt: skip
    assert decision.build(made).signatures[0].name == "Lê Thị Hoa"


def test_minutes_get_the_line_of_place_and_date_when_the_office_wants_it(client, season, session):
    client.force_login(season.clerk())
    assert minutes.build(session).date is None
    posted(client, "minutes", session, is_place_dated="on", dated="15/12/2025")
    paper = minutes.build(session)
    assert (paper.place, paper.date.day) == ("Đình Dù", 15)


def test_a_list_prints_as_text_when_the_office_wants_it(client, season):
    client.force_login(season.clerk())
    made = season.dossier
    season.nominate(season.villages[0])
    assert tables(nominee_list.build_own(made))
    posted(client, "dossier_list", made, as_text="on")
    assert not tables(nominee_list.build_own(made))


def test_the_drafted_text_can_be_taken_back_the_number_stays(client, season, session):
    client.force_login(season.clerk())
    posted(client, "minutes", session, closing="Câu kết khác.", number="04")
    client.post(url("reset", "minutes", session))
    kept = Wording.of("minutes", session)
    assert (kept.closing, kept.number) == ("", "4")


def test_every_version_of_the_words_is_kept(season, session):
    clerk = season.clerk()
    saved("minutes", session, clerk, closing="Một.")
    kept = saved("minutes", session, clerk, closing="Hai.")
    assert list(kept.history.values_list("closing", flat=True)) == ["Hai.", "Một."]


# --- what is refused -----------------------------------------------------------------------------


def test_bad_structure_is_said_beside_the_field_and_nothing_typed_is_lost(client, season, session):
    client.force_login(season.clerk())
    answer = posted(client, "minutes", session, body="1.\nMột câu", closing="Câu kết mới.")
    assert answer.status_code == 200
    assert "Dòng 1:" in page(answer)
    assert "Câu kết mới." in page(answer)
    assert Wording.of("minutes", session) is None


def test_the_place_of_the_data_must_stay_in_the_text(client, season):
    client.force_login(season.clerk())
    season.nominate(season.villages[0])
    answer = posted(client, "peer_review", season.dossier, body="I. NỘI DUNG\n1. Không có bảng")
    assert "Phải có đúng một dòng [[kết quả]]" in page(answer)


def test_a_number_that_is_taken_is_refused_beside_the_field(client, season, session):
    client.force_login(season.clerk())
    make_issued_paper(authority=season.authority, number="03/BB-HĐTĐKT", dated=DECIDED)
    answer = posted(client, "minutes", session, number="3", dated="15/12/2025")
    assert "Số 3/BB-HĐTĐKT đã dùng trong năm 2025." in page(answer)


def locked(season, slug):
    """A subject whose words may no longer change."""
    if slug == "minutes":
        return season.meet(season.usual()[:1], state=SessionState.CONCLUDED)
    if slug == "decision":
        return season.decide(season.usual()[:1])
    if slug == "submission":
        return make_submission(
            authority=season.authority, period=season.period, state="sent", number="1",
            dated=DECIDED,
        )  # fmt: skip
    if slug == "opinion_sheet":
        season.meet(season.usual()[:1])
        season.absent("Vũ Văn Khánh")
        return Attendance.objects.get(session=season.session, presence="absent")
    nomination = season.nominate(season.villages[0])
    dossier = season.dossier
    dossier.state, dossier.submitted_at = DossierState.SUBMITTED, season.campaign.created_at
    dossier.save()
    return nomination if slug == "achievement_report" else dossier


@pytest.mark.parametrize(
    "slug",
    ["minutes", "decision", "submission", "opinion_sheet", "achievement_report", "dossier_list"],
)
def test_words_are_locked_with_their_record(client, season, slug):
    subject = locked(season, slug)
    clerk = season.clerk()
    client.force_login(clerk)
    assert "Lời văn đã khóa" in page(client.get(url("edit", slug, subject)))
    with pytest.raises(TransitionNotAllowed):
        saved(slug, subject, clerk, closing="Sửa sau.")
    client.post(url("reset", slug, subject))
    assert Wording.of(slug, subject) is None


def test_words_are_locked_once_the_paper_is_kept(client, season):
    made = season.decide(season.usual())
    make_issued_paper(authority=season.authority, slug="invitation", subject_id=made.pk)
    assert wording.lock_of("invitation", made) == wording.STORED


# --- who -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "slug", "status"),
    [
        (Role.UNIT, "dossier_list", 200),
        (Role.UNIT, "achievement_report", 200),
        (Role.AUDITOR, "dossier_list", 403),
        (Role.AUDITOR, "minutes", 403),
        (Role.CHAIR, "minutes", 403),
        (Role.CHAIR, "decision", 200),
        (Role.OFFICE, "decision", 200),
        (Role.UNIT, "decision", 404),
        (Role.UNIT, "minutes", 404),
    ],
)
def test_only_who_may_edit_the_record_writes_its_papers(client, season, role, slug, status):
    nominations = [season.nominate(season.person("Lê Thị Hoa"))]
    subject = {
        "dossier_list": lambda: season.dossier,
        "achievement_report": lambda: nominations[0],
        "minutes": lambda: season.meet(nominations, state=SessionState.COUNTED),
        "decision": lambda: season.decide(nominations, state=DecisionState.DRAFT),
    }[slug]()
    user = make_user()
    unit = season.desk if role == Role.UNIT else season.authority
    make_membership(user=user, role=role, unit=unit)
    client.force_login(user)
    assert client.get(url("edit", slug, subject)).status_code == status
    assert client.post(url("preview", slug, subject)).status_code == status


def test_a_unit_does_not_write_what_the_office_gives_out(season):
    season.dossier.received_at = season.campaign.created_at
    season.dossier.receipt_number, season.dossier.state = 1, DossierState.APPRAISED
    season.dossier.submitted_at = season.campaign.created_at
    season.dossier.save()
    user = make_user(role=Role.UNIT, unit=season.desk)
    with pytest.raises(PermissionDenied):
        saved("result_notice", season.dossier, user, closing="Ghi thay.")


# --- preview -------------------------------------------------------------------------------------


def test_the_preview_shows_the_typed_text_and_saves_nothing(client, season, session):
    client.force_login(season.clerk())
    answer = client.post(
        url("preview", "minutes", session), {"closing": "Kết thúc lúc <b>nào</b>?"}
    )
    assert "Kết thúc lúc &lt;b&gt;nào&lt;/b&gt;?" in page(answer)
    assert "BIÊN BẢN" in page(answer)
    assert Wording.of("minutes", session) is None


def test_the_preview_reviews_the_paper(client, season):
    client.force_login(season.clerk())
    made = season.decide(season.usual(), state=DecisionState.DRAFT)
    answer = client.post(
        url("preview", "decision", made),
        {"body": "Điều 1. Hiệu lực từ ngày 01 tháng 04 năm 2026.", "dated": "20/12/2025"},
    )
    assert "tháng 04" in page(answer)


def test_the_preview_goes_by_the_law_of_the_typed_day(client, season):
    client.force_login(season.clerk())
    made = season.decide(season.usual(), state=DecisionState.DRAFT)
    answer = client.post(url("preview", "decision", made), {"dated": "20/12/2024"})
    assert "98/2023/NĐ-CP" in page(answer)


def test_the_preview_asks_the_same_for_one_and_three(client, season, django_assert_num_queries):
    client.force_login(season.clerk())
    people = [season.nominate(season.person(f"Lê Thị Số {n}")) for n in "ABCD"]
    one = season.decide(people[:1], state=DecisionState.DRAFT)
    three = season.decide(people[1:], state=DecisionState.DRAFT)
    client.post(url("preview", "decision", one))
    with django_assert_num_queries(19):
        client.post(url("preview", "decision", one))
    with django_assert_num_queries(19):
        client.post(url("preview", "decision", three))


# --- issued by themselves ------------------------------------------------------------------------


def appraised(season, *states):
    for place, state in enumerate(states):
        season.nominate(season.person(f"Lê Thị Số {place}"), state=state)
    dossier = season.dossier
    dossier.state, dossier.receipt_number = DossierState.APPRAISED, 1
    dossier.submitted_at = dossier.received_at = season.campaign.created_at
    dossier.save()
    return dossier


def test_a_notice_with_results_still_to_come_is_not_given_out(season):
    dossier = appraised(season, NominationState.FAILED, NominationState.PASSED)
    with pytest.raises(ValidationError, match="1 đề nghị chưa có kết quả"):
        wording.issue(
            all_kinds()["result_notice"], dossier, number="7", dated=DECIDED, by=season.clerk()
        )
    assert Wording.of("result_notice", dossier) is None


@needs_pdf
def test_a_notice_that_is_given_out_is_kept_and_in_the_register(client, season):
    dossier = appraised(season, NominationState.FAILED)
    client.force_login(season.clerk())
    answer = client.post(
        url("issue", "result_notice", dossier), {"number": "07", "dated": "20/12/2025"}
    )
    assert answer.url == dossier.get_absolute_url()
    kept = IssuedPaper.of("result_notice", dossier)
    assert (kept.number, kept.dated, kept.signer) == ("07/TB-UBND", DECIDED, "Lê Văn Chung")
    assert kept.recipients.splitlines()[0] == season.desk.name
    assert wording.lock_of("result_notice", dossier) == wording.STORED
    assert "chưa ghi ngày chuyển" in page(client.get(dossier.get_absolute_url()))


def test_a_number_in_use_is_said_beside_the_field(client, season):
    dossier = appraised(season, NominationState.FAILED)
    make_issued_paper(authority=season.authority, number="07/TB-UBND", dated=DECIDED)
    client.force_login(season.clerk())
    answer = client.post(
        url("issue", "result_notice", dossier), {"number": "7", "dated": "20/12/2025"}
    )
    assert "Số 7/TB-UBND đã dùng trong năm 2025." in page(answer)


def test_an_invitation_without_hour_and_place_is_not_given_out(season):
    made = season.decide(season.usual())
    assert wording.unready("invitation", made) == ["Chưa ghi thời gian, địa điểm của buổi lễ."]
    season.word("invitation", made, body="Thời gian: 8 giờ, ngày 25/12/2025 tại hội trường.")
    assert wording.unready("invitation", made) == []


# --- the opinion of an absent member -------------------------------------------------------------


def test_an_absent_member_is_asked_about_what_he_may_vote_on(season):
    session = season.meet(season.usual(), state=SessionState.PLANNED)
    season.absent("Vũ Văn Khánh", written=True)
    left_out, *_ = session.items.all()
    season.recuse(left_out, "Vũ Văn Khánh")
    asked = Attendance.objects.get(session=session, seat__name="Vũ Văn Khánh")
    paper = opinion_sheet.build(asked)
    (table,) = tables(paper)
    assert len(table.rows) == 4
    assert paper.addressees == ("Ông (bà) Vũ Văn Khánh, Trưởng Công an xã",)
    assert paper.signatures[0].name == "Vũ Văn Khánh"


def test_members_who_are_there_have_no_opinion_sheet(client, season):
    season.meet(season.usual()[:1], state=SessionState.PLANNED)
    client.force_login(season.clerk())
    present = season.session.attendances.first()
    address = reverse("organization:paper_word", args=["opinion_sheet", present.pk])
    assert client.get(address).status_code == 404


def test_the_day_of_a_decisions_words_is_a_calendar_day(client, season):
    client.force_login(season.clerk())
    made = season.decide(season.usual(), state=DecisionState.DRAFT)
    answer = posted(client, "decision", made, dated="31/02/2026")
    assert "is-invalid" in page(answer) or "has-error" in page(answer)
    assert Wording.of("decision", made).dated == dt.date(2025, 12, 20)
