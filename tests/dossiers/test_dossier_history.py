"""The printed history of a dossier: every move and change, who, when, why, and the last seal."""

import pytest

from dossiers.models import Nomination
from dossiers.papers import dossier_history
from dossiers.services import appraising, nominating
from dossiers.states import MARK_INELIGIBLE, SUBMIT, DossierState
from dossiers.views.desk import papers_of_dossier
from emulation.chaining import chain_pending
from emulation.organization.issuing import word_of
from emulation.organization.models import Role
from emulation.papers.catalogue import all_kinds
from emulation.verifying import head_of
from emulation.workflow import move
from tests.dossiers.test_papers_council import reviewed
from tests.make import (
    make_dossier,
    make_nomination,
    make_part,
    make_unit,
    make_user,
    make_wording,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def dossier():
    return make_dossier()


@pytest.fixture
def nomination(dossier):
    return make_nomination(dossier=dossier, report="Báo cáo cũ.")


@pytest.fixture
def clerk(dossier):
    return make_user(role=Role.UNIT, unit=dossier.unit, full_name="Trần Văn Thôn")


@pytest.fixture
def office(dossier):
    return make_user(role=Role.OFFICE, unit=dossier.authority, full_name="Nguyễn Thị Văn Phòng")


def printed(dossier):
    """The table's rows without their number, as text."""
    paper = dossier_history.build(type(dossier).objects.get(pk=dossier.pk))
    (table,) = [block for block in paper.body if hasattr(block, "rows")]
    return [row.cells[1:] for row in table.rows]


def row_of(dossier, what):
    (row,) = [row for row in printed(dossier) if row[2] == what]
    return row


def test_a_move_is_told_with_who_as_what_and_what_state_it_led_to(dossier, clerk):
    move(dossier, SUBMIT, by=clerk, submitted_at=dossier.created_at)
    assert row_of(dossier, "Hồ sơ: Gửi hồ sơ")[1::2] == (
        "Trần Văn Thôn (đơn vị đăng ký)", "Trạng thái: Đã gửi",
    )  # fmt: skip


def test_the_next_move_says_from_where_and_why(nomination, dossier, office):
    move(nomination, MARK_INELIGIBLE, by=office, note="Chưa đủ 02 năm liên tục")
    name = f"{nomination.nominee}, {nomination.award_type.name}"
    row = row_of(dossier, f"{name}: Thẩm định: không đủ điều kiện")
    assert row[3] == "Trạng thái: Không đủ điều kiện\nLý do: Chưa đủ 02 năm liên tục"


def test_a_changed_text_is_told_old_and_new(nomination, dossier, clerk):
    nominating.save_texts(
        nomination, {"report": "Báo cáo mới."}, seen=nomination.saved_at, by=clerk
    )
    (row,) = [row for row in printed(dossier) if row[2].endswith(": sửa")]
    assert row[1::2] == ("Trần Văn Thôn", "Báo cáo thành tích: Báo cáo cũ. → Báo cáo mới.")


def test_paper_copies_and_their_shelf_are_told(office):
    dossier = make_dossier(state=DossierState.RECEIVED)
    clerk = make_user(role=Role.OFFICE, unit=dossier.authority, full_name="Lê Văn Thư")
    appraising.file_paper(dossier, sets=0, received_on=None, shelf="Tủ 3", by=clerk)
    assert row_of(dossier, "Hồ sơ: sửa")[1::2] == (
        "Lê Văn Thư", "Nơi lưu bản giấy: (trống) → Tủ 3",
    )  # fmt: skip


def test_a_new_handler_is_told(office):
    dossier = make_dossier(state=DossierState.RECEIVED)
    by = make_user(role=Role.OFFICE, unit=dossier.authority, full_name="Lê Văn Thư")
    appraising.assign(dossier, by, by=by)
    assert "Người thụ lý: (trống) → Lê Văn Thư" in row_of(dossier, "Hồ sơ: sửa")[3]


def test_a_scan_is_told_with_its_hash(dossier, clerk):
    part = make_part(dossier=dossier, by=clerk)
    assert part.sha256[:16] in row_of(dossier, "Nộp tài liệu: Bản quét")[3]


def test_the_words_of_its_papers_are_told(dossier):
    words = make_wording(
        authority=dossier.authority, slug="dossier_submission", subject_id=dossier.pk
    )
    words.closing = "Kính đề nghị xem xét."
    words.save()
    row = row_of(dossier, "Lời văn của «Tờ trình của đơn vị»: sửa")
    assert "Kính đề nghị xem xét." in row[3]


def test_a_second_sending_is_told_by_what_became_different(dossier, nomination, clerk):
    dossier.versions.create(number=1, content={"nominations": [], "parts": []}, sent_by=clerk)
    dossier.versions.create(number=2, content=nominating.content_of(dossier), sent_by=clerk)
    row = row_of(dossier, "Hồ sơ: gửi lần 2")
    assert row[3] == f"Đối tượng: thêm {nomination.nominee}, {nomination.award_type}"


def test_the_rows_stand_in_the_order_of_time(nomination, dossier, clerk):
    make_part(dossier=dossier, by=clerk)
    move(dossier, SUBMIT, by=clerk, submitted_at=dossier.created_at)
    first, *_, last = printed(dossier)
    assert (first[2], last[2]) == ("Hồ sơ: nhập", "Hồ sơ: Gửi hồ sơ")


def test_the_foot_says_how_the_chain_ends(dossier):
    chain_pending()
    position, chain = head_of()
    text = dossier_history.build(dossier).body[-1].text
    assert f"{position}:{chain[:32]}." in text


def test_review_finds_nothing_wrong(nomination, dossier, clerk, office):
    move(dossier, SUBMIT, by=clerk, submitted_at=dossier.created_at)
    move(nomination, MARK_INELIGIBLE, by=office, note="Chưa đủ 02 năm liên tục")
    assert reviewed(dossier_history.build(dossier)) == []


def test_it_has_a_word_file(dossier):
    assert word_of(all_kinds()[dossier_history.SLUG], dossier).startswith(b"PK")


def test_only_who_oversees_the_authority_sees_it(dossier, clerk, office):
    subjects = all_kinds()[dossier_history.SLUG].subjects()
    stranger = make_user(role=Role.OFFICE, unit=make_unit(parent=None))
    assert [subjects.visible_to(user).count() for user in (office, clerk, stranger)] == [1, 0, 0]


def test_nothing_of_a_nomination_is_kept_twice(nomination):
    """What only moves change is in their log; the versions hold what people write."""
    kept = {field.name for field in Nomination.history.model._meta.concrete_fields}
    assert not kept & {"state", "snapshot", "saved_at"}


def test_only_who_may_see_it_is_offered_it(dossier, clerk, office):
    offered = {
        user: [paper["title"] for paper in papers_of_dossier(dossier, user, dossier_history.SLUG)]
        for user in (office, clerk)
    }
    assert offered == {office: ["Lịch sử xử lý hồ sơ"], clerk: []}
