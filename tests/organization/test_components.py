"""The shared pieces: the gallery shows them all, they are accessible, Excel gets no formula."""

import datetime as dt
import re
from decimal import Decimal
from html.parser import HTMLParser
from io import BytesIO

import pytest
from django import forms
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from emulation.organization.context import workplace
from emulation.organization.exports import table_to_xlsx
from emulation.organization.gallery import TRANSITIONS
from emulation.organization.models import Role
from emulation.organization.templatetags.components import STATES, days_left, last_day
from tests.conftest import ROOT
from tests.make import make_authority, make_membership, make_superuser, make_unit, make_user

COMPONENTS = sorted(path.name for path in (ROOT / "templates" / "components").glob("*.html"))


class Tags(HTMLParser):
    """All start tags of a page as (name, attributes)."""

    def __init__(self, html):
        super().__init__()
        self.found = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))

    def by_id(self, wanted):
        return next((attrs for _, attrs in self.found if attrs.get("id") == wanted), None)


def component(name, **context):
    return " ".join(render_to_string(f"components/{name}.html", context).split())


@pytest.fixture
def gallery(client, settings):
    settings.DEBUG = True
    return client.get(reverse("gallery"))


# --- the gallery -------------------------------------------------------------------------------


def test_gallery_shows_every_component(gallery):
    shown = {template.name for template in gallery.templates}
    assert [name for name in COMPONENTS if f"components/{name}" not in shown] == []


def test_gallery_shows_every_state(gallery):
    html = gallery.content.decode()
    for _, icon in STATES.values():
        assert f"bi-{icon}" in html


def test_gallery_exists_under_debug_only(client, db):
    response = client.get(reverse("gallery"))
    assert response.status_code == 404
    assert "Không tìm thấy trang này" in response.content.decode()


def test_no_inline_script_or_style(gallery):
    for tag, attrs in Tags(gallery.content.decode()).found:
        assert tag != "style"
        assert tag != "script" or attrs.get("src")
        assert "style" not in attrs
        assert not [name for name in attrs if name.startswith("on")]


def test_ids_are_unique(gallery):
    ids = [attrs["id"] for _, attrs in Tags(gallery.content.decode()).found if "id" in attrs]
    assert len(ids) == len(set(ids))


# --- fields ------------------------------------------------------------------------------------


class NomineeForm(forms.Form):
    name = forms.CharField(label="Họ và tên", help_text="Ghi đủ họ, tên đệm, tên.")
    born_on = forms.DateField(label="Ngày sinh")
    kinds = forms.MultipleChoiceField(
        label="Đối tượng", choices=[("C", "Tập thể")], widget=forms.CheckboxSelectMultiple
    )
    agreed = forms.BooleanField(label="Đồng ý")


def test_field_errors_are_tied_to_their_fields():
    form = NomineeForm({"born_on": "31/02/1990"})
    html = "".join(field.as_field_group() for field in form)
    tags = Tags(html)
    name = tags.by_id("id_name")
    assert name["aria-invalid"] == "true"
    assert name["aria-describedby"].split() == ["id_name_helptext", "id_name_error"]
    for field in ("name", "born_on", "kinds", "agreed"):
        assert tags.by_id(f"id_{field}_error") is not None, field
    fieldset = next(attrs for tag, attrs in tags.found if tag == "fieldset")
    assert fieldset["aria-describedby"] == "id_kinds_error"
    assert 'value="31/02/1990"' in html
    assert tags.by_id("id_name")["class"] == "form-control"
    assert tags.by_id("id_agreed")["class"] == "form-check-input"


def test_every_field_has_a_label():
    tags = Tags("".join(field.as_field_group() for field in NomineeForm()))
    labelled = {attrs.get("for") for tag, attrs in tags.found if tag == "label"}
    inputs = {attrs["id"] for tag, attrs in tags.found if tag == "input"}
    assert inputs <= labelled


def test_a_class_of_the_widget_is_kept():
    widget = forms.TextInput(attrs={"class": "short"})
    assert 'class="form-control short"' in widget.render("x", "")
    assert "class" not in forms.HiddenInput().render("x", "")


def test_summary_of_errors_links_to_the_fields():
    html = component("form_errors", form=NomineeForm({}))
    assert '<a href="#id_name">Họ và tên</a>' in html
    assert component("form_errors", form=NomineeForm()) == ""


# --- pieces ------------------------------------------------------------------------------------


def test_a_state_is_never_colour_alone():
    html = component("state_badge", state="returned", label="Trả lại")
    assert "tone-warn" in html
    assert "bi-arrow-return-left" in html
    assert "Trả lại" in html


def test_an_unknown_state_is_shown_plainly():
    assert "tone-quiet" in component("state_badge", state="mới", label="Mới")


@pytest.mark.parametrize(
    ("days", "words", "tone"),
    [
        (-2, "đã hết hạn 3 ngày", "tone-bad"),
        (0, "đã hết hạn 1 ngày", "tone-bad"),
        (1, "hôm nay là ngày cuối", "tone-warn"),
        (6, "còn 5 ngày", "tone-warn"),
        (7, "còn 6 ngày", "tone-quiet"),
    ],
)
def test_deadline_counts_to_the_last_day(days, words, tone):
    html = component("deadline", before=timezone.localdate() + dt.timedelta(days=days))
    assert words in html
    assert tone in html


def test_deadline_shows_both_wordings():
    html = re.sub("<[^>]+>", "", component("deadline", before=dt.date(2024, 4, 26)))
    assert "hết ngày 25/04/2024" in html
    assert "trước ngày 26/04/2024" in html
    assert last_day(dt.date(2024, 3, 1)) == dt.date(2024, 2, 29)
    assert days_left(timezone.localdate()) == -1


def test_a_transition_is_a_form_of_its_own():
    html = component("transition_buttons", transitions=TRANSITIONS, action_url="/chuyen/")
    tags = Tags(html)
    sent = [attrs["value"] for _, attrs in tags.found if attrs.get("name") == "transition"]
    assert sent == [step.name for step in TRANSITIONS]
    # Without JavaScript the question and the reason are there as well.
    notes = [attrs for tag, attrs in tags.found if tag == "textarea"]
    assert len(notes) == 2
    assert all("required" in attrs and attrs["name"] == "note" for attrs in notes)
    assert html.count("Ban hành kế hoạch này?") == 2
    assert component("transition_buttons", transitions=[], action_url="/") == ""


def test_a_long_list_shows_its_first_ten_items_and_counts_the_others():
    html = component("long_list", items=[f"việc {n}" for n in range(1, 13)], **{"class": "missing"})
    assert "Và 2 dòng nữa" in html
    assert html.index("việc 10") < html.index("<details") < html.index("việc 11")
    assert "<details" not in component("long_list", items=["việc"] * 10, **{"class": ""})


def test_pieces_do_with_their_required_arguments():
    assert "Chưa có dữ liệu" in component("empty_state")
    assert "đang chạy…" in component("progress", label="Dựng danh sách")
    assert 'value="3" max="12"' in component("progress", label="Đã gửi", value=3, total=12)
    assert 'value="0" max="12"' in component("progress", label="Đã gửi", value=0, total=12)
    assert "Gửi" in component("timeline", entries=[{"label": "Gửi"}])
    assert "—" in component("definition_list", items=[("Kinh phí", "")])
    assert "<dd>0</dd>" in component("definition_list", items=[("Số dòng", 0)])
    assert "12" in component("stat", value=12, label="Đơn vị")
    assert "Ghi chú" in component("callout", tone="info", text="Ghi chú")


def test_sorted_column_says_so(gallery):
    tags = Tags(gallery.content.decode())
    sorts = [attrs["aria-sort"] for tag, attrs in tags.found if "aria-sort" in attrs]
    assert sorts[:4] == ["ascending", "none", "none", "none"]


def test_list_tools_keep_filters_in_the_export(client, settings):
    settings.DEBUG = True
    html = client.get(reverse("gallery"), {"q": "Đình", "sort": "-name"}).content.decode()
    assert "/xuat.xlsx?q=%C4%90%C3%ACnh&amp;sort=-name" in html
    assert '<input type="hidden" name="sort" value="-name">' in html
    assert "Bỏ lọc" in html


# --- the frame ---------------------------------------------------------------------------------


def asked_by(user):
    request = RequestFactory().get("/")
    request.user = user
    return workplace(request)["workplace"]


def test_workplace_takes_one_query_and_only_when_asked(db, django_assert_num_queries):
    commune = make_authority()
    user = make_user(role=Role.UNIT, unit=make_unit(parent=commune, name="Thôn Đình Dù"))
    make_membership(user=user, role=Role.OFFICE, unit=commune)
    with django_assert_num_queries(0):
        place = asked_by(user)
    with django_assert_num_queries(1):
        assert place["authority"] == commune
        assert place["others"] == 1
        assert set(place["roles"]) == {Role.UNIT.label, Role.OFFICE.label}


def test_workplace_of_nobody(db, client):
    request = RequestFactory().get("/")
    assert not workplace(request)["workplace"]
    place = asked_by(make_superuser())
    assert place["unit"] is None
    assert place["role"] == "Quản trị hệ thống"


@pytest.mark.parametrize("name", ["password_change", "password_change_done"])
def test_account_pages_show_the_frame(db, client, name):
    user = make_user(role=Role.OFFICE, full_name="Trần Thị Minh Hòa")
    client.force_login(user)
    html = client.get(reverse(name)).content.decode()
    assert "Trần Thị Minh Hòa" in html
    assert "UBND xã Đình Dù" in html
    assert "Quản trị" not in html


def test_login_page_keeps_the_name_and_says_what_is_wrong(db, client):
    response = client.post(reverse("login"), {"username": "thon1", "password": "sai"})
    html = response.content.decode()
    assert 'value="thon1"' in html
    assert 'role="alert"' in html


def test_pages_for_errors_need_no_request():
    for code in ("400", "500"):
        assert f"Lỗi {code}" in render_to_string(f"{code}.html")


# --- Excel -------------------------------------------------------------------------------------


def sheet_of(response):
    return load_workbook(BytesIO(response.content)).active


def test_export_writes_no_formula():
    evil = ['=HYPERLINK("http://x","y")', "+1+1", "-2+3", "@SUM(A1)", "=1"]
    sheet = sheet_of(table_to_xlsx(["=A", *"BCDE"], [evil], "Danh sách"))
    cells = [cell for row in sheet.iter_rows() for cell in row]
    assert [cell.value for cell in cells] == ["=A", *"BCDE", *evil]
    assert {cell.data_type for cell in cells} == {"s"}
    assert all(cell.quotePrefix for cell in sheet[2])


def test_export_keeps_dates_and_numbers():
    moment = dt.datetime(2024, 4, 25, 10, 2, tzinfo=dt.UTC)
    row = [dt.date(2024, 4, 25), moment, 12, Decimal("70.5"), None, True, "Thôn Đình\x07 Dù"]
    sheet = sheet_of(table_to_xlsx(list("abcdefg"), iter([row]), "x"))
    day, at, whole, part, nothing, truth, text = sheet[2]
    assert (day.value.date(), day.number_format) == (dt.date(2024, 4, 25), "dd/mm/yyyy")
    assert at.value == dt.datetime(2024, 4, 25, 17, 2)
    assert (whole.value, part.value, nothing.value) == (12, 70.5, None)
    assert (truth.value, text.value) == ("Có", "Thôn Đình Dù")


def test_export_has_a_fixed_bold_header_and_an_ascii_name():
    title = "Đăng ký thi đua: các đơn vị / xã Đình Dù năm 2024"
    response = table_to_xlsx(["Đơn vị", "Số dòng"], [], title)
    sheet = sheet_of(response)
    assert sheet.freeze_panes == "A2"
    assert sheet["A1"].font.bold
    assert len(sheet.title) <= 31
    disposition = 'attachment; filename="dang-ky-thi-dua-cac-don-vi-xa-dinh-du-nam-2024.xlsx"'
    assert response["Content-Disposition"] == disposition
    assert table_to_xlsx([], [], "???")["Content-Disposition"].endswith('"danh-sach.xlsx"')


# --- in the browser ----------------------------------------------------------------------------


@pytest.mark.browser
@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("name", ["gallery", "login"])
def test_nothing_for_axe_to_find(page, settings, name, width):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    settings.DEBUG = True
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(reverse(name))
    found = axe.run(page)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") == width


@pytest.mark.browser
def test_pieces_at_work(page, settings):
    settings.DEBUG = True
    errors = []
    page.on("pageerror", lambda error: errors.append(error))
    page.goto(reverse("gallery"))

    # A step that needs a reason asks for it in the dialog and posts both.
    page.locator("summary", has_text="Hủy phong trào").click()
    dialog = page.locator("#confirm-dialog")
    dialog.locator("[data-part=ok]").click()
    assert dialog.is_visible()
    dialog.locator("[data-part=note]").fill("Sáp nhập xã")
    with page.expect_request(lambda request: request.method == "POST") as sent:
        dialog.locator("[data-part=ok]").click()
    assert "transition=cancel" in sent.value.post_data
    page.goto(reverse("gallery"))

    # Arrow keys walk over the marks and jump over what is closed; x marks.
    marks = page.locator("table[data-matrix] input:enabled")
    marks.first.focus()
    for key in ("ArrowRight", "x", "End", "ArrowUp", "ArrowDown", "Home"):
        page.keyboard.press(key)
    value = "document.activeElement.value"
    assert page.evaluate(value) == "2-8"
    assert page.locator("input[value='1-9']").is_checked()
    page.locator(".save-status", has_text="Đã lưu nháp lúc").wait_for()

    # Rows: add, move, remove and undo.
    rows = page.locator("[data-formset=criteria]")
    rows.locator("[data-formset-add]").click()
    page.keyboard.type("Có sáng kiến")
    rows.locator("[data-formset-up]").nth(3).click()
    assert rows.locator("[name=criteria-TOTAL_FORMS]").input_value() == "4"
    assert rows.locator("[name=criteria-3-ORDER]").input_value() == "3"
    assert rows.locator("[name=criteria-2-ORDER]").input_value() == "4"
    rows.locator("[data-formset-remove]").first.click()
    assert rows.locator("[name=criteria-0-DELETE]").is_checked()
    rows.locator("[data-formset-remove]").first.click()
    assert not rows.locator("[name=criteria-0-DELETE]").is_checked()

    # Search in a select goes without accents.
    page.locator("#id_new-parent + .ts-wrapper .ts-control").click()
    page.keyboard.type("day manh chuyen doi so")
    page.keyboard.press("Enter")
    assert page.locator("#id_new-parent").input_value() == "3"
    assert errors == []
