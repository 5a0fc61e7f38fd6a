"""Pages of results: a unit reports, the office verifies; files, sheets, examples; query counts."""

import io
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from campaigns.models import Evidence, Example, FieldCheck, ReportRound, Result
from campaigns.services import reporting, verifying
from campaigns.services.reporting import Claim
from campaigns.states import RETURN_RESULT, ResultState
from campaigns.todo import work_for
from dossiers.papers import examples_broadcast
from emulation.organization.models import Role
from tests.campaigns.reported import Reported, safe_file, said
from tests.emulation.test_uploads import pdf
from tests.make import make_index_score, make_line, make_person, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def season():
    return Reported()


def page_of(season, nominee=None):
    nominee = nominee or season.village
    return reverse(
        "campaigns:period_results_nominee", args=[season.period.pk, "tap-the", nominee.pk]
    )


def list_of(season, name="period_results"):
    return reverse(f"campaigns:{name}", args=[season.period.pk])


def typed(season, *texts, **more):
    """What the browser posts: each criterion's text, with the mark of what is stored."""
    stored = reporting.results_of(season.period, season.village)
    data = {}
    for criterion, text in zip(season.criteria, texts, strict=False):
        prefix = f"c{criterion.pk}"
        data |= {
            f"{prefix}-seen": Claim.of(stored.get(criterion.pk)).seen,
            f"{prefix}-text": text,
        }
    return data | more


# --- the unit ------------------------------------------------------------------------------------


def test_a_unit_saves_files_and_reports_in_one_go(client, season):
    client.force_login(season.clerk)
    first = f"c{season.criteria[0].pk}"
    data = typed(season, "120 hộ", "", action="report", round="end")
    data |= {
        f"{first}-claims_met": "yes",
        f"{first}-number": "98,5",
        f"{first}-files": [
            SimpleUploadedFile("bien ban.pdf", pdf()),
            SimpleUploadedFile("danh sách.pdf", pdf(pages=2)),
        ],
    }
    response = client.post(page_of(season), data, follow=True)
    assert "Đã gửi văn phòng xác nhận 1 tiêu chuẩn." in response.content.decode()
    result = season.result()
    assert (result.state, result.claims_met, result.number) == ("reported", True, Decimal("98.50"))
    assert [e.name for e in result.evidence.all()] == ["bien ban.pdf", "danh sách.pdf"]


def test_a_bad_card_saves_nothing_and_keeps_what_was_typed(client, season):
    client.force_login(season.clerk)
    data = typed(season, "Chữ còn nguyên", "Ô thứ hai")
    data[f"c{season.criteria[1].pk}-number"] = "nhiều"
    response = client.post(page_of(season), data)
    text = response.content.decode()
    assert response.status_code == 422
    assert "Chữ còn nguyên" in text
    assert "Ô thứ hai" in text
    assert Result.objects.count() == 0


def test_a_hostile_file_is_refused_beside_its_card(client, season):
    client.force_login(season.clerk)
    data = typed(season, "Đã làm")
    data[f"c{season.criteria[0].pk}-files"] = SimpleUploadedFile("anh.pdf", b"MZ\x90 program")
    response = client.post(page_of(season), data)
    assert response.status_code == 422
    assert "anh.pdf: Nội dung tệp không phải PDF" in response.content.decode()
    assert Evidence.objects.count() == Result.objects.count() == 0


def test_reporting_without_anything_says_so(client, season):
    client.force_login(season.clerk)
    response = client.post(page_of(season), typed(season, "", action="report", round="end"))
    assert response.status_code == 422
    assert "hãy nhập kết quả ít nhất một tiêu chuẩn" in response.content.decode()


def test_autosave_hands_back_the_mark_of_what_it_stored(client, season):
    client.force_login(season.clerk)
    url = f"{page_of(season)}luu/"
    answer = client.post(url, typed(season, "Nháp")).json()
    assert answer["fields"] == {f"c{season.criteria[0].pk}-seen": Claim(text="Nháp").seen}
    assert season.result().text == "Nháp"


def test_autosave_tells_of_a_conflict(client, season):
    client.force_login(season.clerk)
    data = typed(season, "Của tôi")
    season.save(said("Của người khác"))
    response = client.post(f"{page_of(season)}luu/", data)
    assert response.status_code == 422
    assert "Có người khác vừa lưu" in response.json()["message"]
    assert season.result().text == "Của người khác"


def test_after_a_conflict_both_texts_stand_there_and_the_next_save_holds(client, season):
    client.force_login(season.clerk)
    data = typed(season, "Của tôi")
    season.save(said("Của người khác"))
    page = client.post(page_of(season), data).content.decode()
    assert "Của tôi" in page
    assert "Của người khác" in page
    seen = Claim.of(season.result()).seen
    assert f'value="{seen}"' in page
    client.post(page_of(season), data | {f"c{season.criteria[0].pk}-seen": seen})
    assert season.result().text == "Của tôi"


def test_what_was_sent_meanwhile_keeps_the_typed_text_on_the_page(client, season):
    client.force_login(season.clerk)
    season.save(said("Cũ"))
    data = typed(season, "Gõ dở")
    season.report()
    response = client.post(page_of(season), data)
    text = response.content.decode()
    assert response.status_code == 422
    assert "Gõ dở" in text
    assert "đã gửi văn phòng" in text


def test_a_file_is_taken_away_with_what_was_typed_saved(client, season):
    client.force_login(season.clerk)
    given = {season.criteria[0]: [("a.pdf", safe_file())]}
    reporting.attach(season.period, season.village, given, by=season.clerk)
    data = typed(season, "Gõ trước khi bỏ", remove=str(Evidence.objects.get().pk))
    client.post(page_of(season), data)
    assert Evidence.objects.count() == 0
    assert season.result().text == "Gõ trước khi bỏ"


def test_only_the_returned_card_is_open_and_says_why(client, season):
    season.report(said("Một"), said("Hai"))
    verifying.judge(season.result(), RETURN_RESULT, by=season.office, note="Ghi rõ số hộ")
    client.force_login(season.clerk)
    text = client.get(page_of(season)).content.decode()
    first, second, third = (f'name="c{c.pk}-text"' for c in season.criteria)
    assert "Ghi rõ số hộ" in text
    assert first in text
    assert second not in text
    assert third in text


def test_the_list_counts_and_sends_everything(client, season):
    season.save(said("Một"), said("Hai"))
    client.force_login(season.clerk)
    assert "0/3" in client.get(list_of(season)).content.decode()
    client.post(list_of(season, "period_results_report"), {"round": "end"})
    assert "2/3" in client.get(list_of(season)).content.decode()


def test_the_office_keys_in_with_its_ground(client, season):
    client.force_login(season.office)
    refused = client.post(page_of(season), typed(season, "Giấy", action="report", round="end"))
    assert refused.status_code == 422
    assert "Hãy ghi căn cứ nhập thay." in refused.content.decode()
    data = typed(season, "Giấy", action="report", round="end", note="Bản giấy")
    client.post(page_of(season), data)
    assert season.result().state == ResultState.REPORTED


def test_another_village_does_not_see_the_results(client, season):
    result = season.verified()
    client.force_login(make_user(role=Role.UNIT, unit=season.another("Đoài")))
    assert client.get(page_of(season)).status_code == 404
    assert client.get(result.get_absolute_url()).status_code == 404


def test_the_chair_reads_but_does_not_write(client, season):
    client.force_login(make_user(role=Role.CHAIR, unit=season.commune))
    field = f'name="c{season.criteria[0].pk}-text"'
    assert field not in client.get(page_of(season)).content.decode()
    assert client.post(page_of(season), typed(season, "Lén")).status_code == 403


# --- evidence ------------------------------------------------------------------------------------


def test_evidence_comes_as_an_attachment_to_those_who_may_see_it(client, season):
    given = {season.criteria[0]: [("a.pdf", safe_file())]}
    reporting.attach(season.period, season.village, given, by=season.clerk)
    url = reverse("campaigns:evidence_file", args=[Evidence.objects.get().pk])
    client.force_login(season.clerk)
    response = client.get(url)
    assert b"".join(response.streaming_content) == b"%PDF-1.4 minh chung"
    assert response["Content-Disposition"].startswith("attachment")
    assert response["X-Content-Type-Options"] == "nosniff"
    client.force_login(make_user(role=Role.UNIT, unit=season.another("Đoài")))
    assert client.get(url).status_code == 404


# --- the office ----------------------------------------------------------------------------------


def judge(client, season, **data):
    client.force_login(season.office)
    url = reverse("campaigns:result_judge", args=[season.result().pk])
    return client.post(url, {"seen": Claim.of(season.result()).seen} | data)


def test_the_office_verifies_and_goes_on_to_the_next(client, season):
    season.report(said("Một"), said("Hai"))
    response = judge(client, season, verdict="verify_met")
    assert season.result().is_met
    assert response.url == season.result(1).get_absolute_url()


def test_a_return_without_a_reason_keeps_the_page(client, season):
    season.report(said())
    response = judge(client, season, verdict="return_result", note=" ")
    assert response.status_code == 422
    assert "Hãy ghi nội dung cần sửa." in response.content.decode()


def test_inline_the_panel_and_the_cell_come_back(client, season):
    season.report(said())
    client.force_login(season.office)
    result = season.result()
    url = reverse("campaigns:result_judge", args=[result.pk])
    text = client.post(
        url, {"verdict": "verify_met"}, headers={"HX-Request": "true"}
    ).content.decode()
    assert f'id="o-{result.pk}" hx-swap-oob="true"' in text
    assert "<html" not in text
    assert "Xác nhận đạt: Thôn Ngọc." in text


def test_the_unit_does_not_judge_itself(client, season):
    season.report(said())
    client.force_login(season.clerk)
    url = reverse("campaigns:result_judge", args=[season.result().pk])
    assert client.post(url, {"verdict": "verify_met"}).status_code == 403


def test_what_changed_is_shown_old_and_new(client, season):
    season.report(said("Chín mươi", number=Decimal(90)))
    verifying.judge(season.result(), RETURN_RESULT, by=season.office, note="Kiểm tra lại")
    season.report(said("Chín mươi lăm", number=Decimal(95)))
    client.force_login(season.office)
    text = client.get(season.result().get_absolute_url()).content.decode()
    assert "<del>90</del> → <b>95</b>" in text
    assert "<del>Chín mươi</del>" in text


def test_bulk_verifying_names_the_exceptions(client, season):
    season.report(said("Tốt"), said("Chưa", claims_met=False))
    client.force_login(season.office)
    ids = [str(result.pk) for result in season.results()]
    url = list_of(season, "period_results_verify")
    text = client.post(url, {"result": ids}, follow=True).content.decode()
    assert "Đã xác nhận đạt 1 kết quả." in text
    assert "đơn vị tự đánh giá chưa đạt" in text


def test_the_grid_filters_by_state_round_and_name(client, season):
    season.another("Đoài")
    season.report(said(), round=ReportRound.Q1)
    season.report(said("Xong"))
    client.force_login(season.office)

    def names(**query):
        response = client.get(list_of(season), query)
        return [str(entry["row"].nominee) for entry in response.context["entries"]]

    assert names() == ["Đoài", "Thôn Ngọc"]
    assert names(state="reported") == ["Thôn Ngọc"]
    assert names(missing="q1") == ["Đoài"]
    assert names(q="ngoc") == ["Thôn Ngọc"]
    assert names(subject="I") == ["Lê Văn Đoài"]


def test_all_waiting_cells_can_be_ticked_at_once_without_script(client, season):
    season.report(said("Một"), said("Hai"))
    client.force_login(season.office)
    text = client.get(list_of(season), {"all": "1"}).content.decode()
    assert text.count('name="result"') == 2
    assert text.count(" checked aria-label") == 2


def test_a_check_is_entered_on_the_page(client, season):
    season.report(said())
    client.force_login(season.office)
    url = reverse("campaigns:result_check", args=[season.result().pk])
    data = {"checked_on": "01/01/2099", "checked_by": "Lê Thị Mai", "finding": "Đúng"}
    assert "không thể sau hôm nay" in client.post(url, data).content.decode()
    client.post(url, data | {"checked_on": "01/02/2024"})
    assert FieldCheck.objects.get().finding == "Đúng"


# --- sheets --------------------------------------------------------------------------------------


def sheet_of(response):
    return list(load_workbook(io.BytesIO(response.content)).active.values)


def test_the_sheet_of_a_unit_holds_its_own_rows_only(client, season):
    season.another("Đoài")
    season.report(said("=CMD"))
    client.force_login(season.clerk)
    rows = sheet_of(client.get(list_of(season, "period_results_export")))
    assert {row[0] for row in rows[1:]} == {"Thôn Ngọc"}
    assert rows[1][3:8] == (
        "Có phong trào tốt", "Chờ văn phòng xác nhận", None, None, "=CMD",
    )  # fmt: skip


def test_the_comparison_sets_targets_results_and_last_year_side_by_side(client, season):
    year = season.period.year
    make_index_score(unit=season.village, year=year - 1, score=80, rank=7, rank_of=11)
    make_index_score(unit=season.village, year=year, score=Decimal("84.5"), rank=4, rank_of=11)
    season.report(said("Thu 100%"))
    client.force_login(season.office)
    text = client.get(list_of(season, "period_results_compare")).content.decode()
    for words in ("Thu đủ quỹ", "Thu 100%", "+4,50 điểm", "7 → 4/11 (tăng 3 bậc)"):
        assert words in text
    rows = sheet_of(client.get(list_of(season, "period_results_compare_export")))
    assert rows[1][:8] == (
        "Thôn Ngọc", "Tập thể", "Thôn Ngọc", "Thu đủ quỹ", "Thu 100%", 3, 1, 0,
    )  # fmt: skip
    assert [float(value) for value in rows[1][10:]] == [80, 84.5, 7, 4]


# --- examples ------------------------------------------------------------------------------------


def test_an_example_goes_from_the_result_to_the_radio(client, season):
    result = season.verified()
    client.force_login(season.office)
    url = reverse("campaigns:result_praise", args=[result.pk])
    assert client.post(url, {"title": "", "text": "x"}).status_code == 422
    client.post(url, {"title": "Thu quỹ qua điện thoại", "text": "98,5% hộ đã nộp."})
    listed = client.get(reverse("campaigns:example_list")).content.decode()
    assert "Thu quỹ qua điện thoại" in listed
    paper = examples_broadcast.build(season.period)
    said_aloud = [block.text for block in paper.body]
    assert "Thôn Ngọc: Thu quỹ qua điện thoại." in said_aloud
    assert "Chín mươi tám phẩy năm phần trăm hộ đã nộp." in said_aloud
    client.post(reverse("campaigns:result_unpraise", args=[result.pk]))
    assert Example.objects.count() == 0


def test_a_village_reads_the_examples_of_its_commune(client, season):
    verifying.praise(season.verified(), title="Việc hay", text="Tốt", by=season.office)
    client.force_login(make_user(role=Role.UNIT, unit=season.another("Đoài")))
    response = client.get(reverse("campaigns:example_list"), {"q": "viec"})
    assert "Việc hay" in response.content.decode()
    assert season.result().get_absolute_url() not in response.content.decode()


# --- what waits ----------------------------------------------------------------------------------


def titles(user):
    return [work.title for work in work_for(user)]


def test_what_waits_names_results_to_confirm_and_to_correct(season):
    season.report(said("Một"), said("Hai"))
    assert "Xem và xác nhận 2 kết quả báo cáo" in titles(season.office)
    verifying.judge(season.result(), RETURN_RESULT, by=season.office, note="Sửa")
    assert "Sửa 1 kết quả văn phòng trả lại" in titles(season.clerk)
    assert not any("kết quả văn phòng" in one for one in titles(season.office))


# --- one row or three ----------------------------------------------------------------------------

LISTS = ("period_results", "period_results_compare", "period_results_export")


def queries_of(client, url, django_assert_max_num_queries):
    client.get(url)
    with django_assert_max_num_queries(60) as seen:
        assert client.get(url).status_code == 200
    return len(seen)


def three_rows(season):
    for name in ("Đoài", "Thượng"):
        village = season.another(name)
        season.report(said("Xong"), nominee=village, by=season.office, note="Giấy")


@pytest.mark.parametrize("name", LISTS)
def test_lists_ask_the_same_for_one_row_and_for_three(
    client, season, name, django_assert_max_num_queries
):
    season.report(said("Xong"))
    client.force_login(season.office)
    one = queries_of(client, list_of(season, name), django_assert_max_num_queries)
    three_rows(season)
    assert queries_of(client, list_of(season, name), django_assert_max_num_queries) == one


def test_the_units_list_asks_the_same_for_one_row_and_for_three(
    client, season, django_assert_max_num_queries
):
    client.force_login(season.clerk)
    season.report(said("Xong"))
    one = queries_of(client, list_of(season), django_assert_max_num_queries)
    registration = season.period.registrations.get()
    for position, name in enumerate(("Đỗ Thị Ánh", "Lê Văn Bình"), start=2):
        person = make_person(unit=season.village, full_name=name)
        make_line(
            registration=registration, person=person, offers=[season.person_offer],
            position=position,
        )  # fmt: skip
    assert len(client.get(list_of(season)).context["entries"]) == 3
    assert queries_of(client, list_of(season), django_assert_max_num_queries) == one


def test_the_bank_of_examples_asks_the_same_for_one_and_for_three(
    client, season, django_assert_max_num_queries
):
    verifying.praise(season.verified(), title="Một", text="Tốt", by=season.office)
    client.force_login(season.office)
    url = reverse("campaigns:example_list")
    one = queries_of(client, url, django_assert_max_num_queries)
    for name in ("Đoài", "Thượng"):
        village = season.another(name)
        season.report(said("Tốt"), nominee=village, by=season.office, note="Giấy")
        result = season.result(nominee=village)
        verifying.verify_all([result], by=season.office)
        verifying.praise(season.result(nominee=village), title=name, text="Tốt", by=season.office)
    assert queries_of(client, url, django_assert_max_num_queries) == one
