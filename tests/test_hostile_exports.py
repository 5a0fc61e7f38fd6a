"""No sheet that the system hands out computes anything, whatever people are called."""

import datetime as dt
import inspect
import re
import zipfile
from io import BytesIO

import pytest
from openpyxl import Workbook, load_workbook

from emulation.organization.exports import plain_cell, table_to_xlsx
from emulation.organization.models import Person, Role
from emulation.organization.sheets.reading import lines_of
from tests.addresses import VIEWS, Neighbours
from tests.hostile_texts import poison
from tests.make import make_user

pytestmark = pytest.mark.django_db
NASTY = '=HYPERLINK("http://x.example","Xem")'
OTHERS = ["+cmd|'/c calc'!A0", "-2+3", "@SUM(A1)", "\t=1+1", "\r=1+1", "\n=1+1", "＝1+1", "%0A=1"]
CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def writes_sheet(view):
    """Whether a view, or a function of its module that it calls, hands out a sheet."""
    module = inspect.getmodule(view)
    sources = {
        name: inspect.getsource(function)
        for name, function in vars(module).items()
        if inspect.isfunction(function) and function.__module__ == module.__name__
    }
    source = inspect.getsource(view)
    called = " ".join(text for name, text in sources.items() if re.search(rf"\b{name}\(", source))
    return bool(re.search(r"table_to_xlsx|CONTENT_TYPE", source + called))


EXPORTS = sorted(
    name
    for name, view in VIEWS.items()
    if inspect.getmodule(view).__name__.startswith(("emulation", "awards", "campaigns", "dossiers"))
    and writes_sheet(inspect.unwrap(view))
    and not name.startswith("campaigns:calendar")
)


@pytest.fixture(scope="module")
def town(standing, client_of):
    """A commune in which everybody and everything is called by a formula, and its office."""

    def build():
        made = Neighbours()
        office = make_user(role=Role.OFFICE, unit=made.authority)
        addresses = made.urls(EXPORTS)
        for name in ("nomination", "result", "decision", "certificate", "paper", "line", "chasing"):
            getattr(made, name)
        assert poison(NASTY) > 60
        return made, client_of(office), addresses

    return standing(build)


def test_the_exports_are_known():
    assert len(EXPORTS) > 20
    assert {"awards:award_export", "dossiers:register_export"} <= set(EXPORTS)
    assert {"campaigns:registration_sheet", "awards:roster_person_template"} <= set(EXPORTS)


def formulas(content):
    """What stands in a sheet as a formula, as openpyxl reads it and as it is written."""
    with zipfile.ZipFile(BytesIO(content)) as package:
        written = [
            name
            for name in package.namelist()
            if "worksheets/" in name and re.search(rb"<f[ >]|t=\"str\"", package.read(name))
        ]
    book = load_workbook(BytesIO(content))
    read = [
        cell.value
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f"
    ]
    return written + read


@pytest.mark.parametrize("name", EXPORTS)
def test_no_cell_of_an_export_is_a_formula(town, name):
    _, office, addresses = town
    more = {"nam": "2025"} if name.endswith("export") else {}
    response = office.get(addresses[name], more)
    if response["Content-Type"] != CONTENT_TYPE:
        response = office.get(addresses[name], {"export": "xlsx", "xuat": "1"})
    assert response.status_code == 200
    assert response["Content-Type"] == CONTENT_TYPE
    assert formulas(response.content) == []


def test_a_formula_as_a_name_stands_in_the_sheet_as_it_was_typed(town):
    made, office, addresses = town
    content = office.get(addresses["awards:roster_person_export"]).content
    cells = [cell for row in load_workbook(BytesIO(content)).active.iter_rows() for cell in row]
    name = Person.objects.filter(unit=made.unit).first().full_name
    (found,) = (cell for cell in cells if cell.value == name)
    assert (found.data_type, found.quotePrefix) == ("s", True)


def test_a_formula_as_a_name_comes_back_unchanged_when_the_sheet_is_read(town):
    made, office, addresses = town
    content = office.get(addresses["awards:roster_person_export"]).content
    names = {cell for _number, cells in lines_of(content) for cell in cells}
    assert set(Person.objects.filter(unit=made.unit).values_list("full_name", flat=True)) <= names


def test_a_hidden_sheet_is_not_what_is_read():
    book, out = Workbook(), BytesIO()
    book.active.title, book.active.sheet_state = "An", "veryHidden"
    book.active.append(["Họ tên giấu"])
    book.create_sheet("Danh sách").append(["Họ tên thật"])
    book.active = 1
    book.save(out)
    assert [cells[0] for _number, cells in lines_of(out.getvalue())] == ["Họ tên thật"]


def test_a_sheet_that_claims_a_million_rows_is_read_as_far_as_it_goes():
    book, out = Workbook(), BytesIO()
    book.active.append(["Họ tên"])
    book.active["A1048576"] = "Cuối"
    book.save(out)
    assert [number for number, _cells in lines_of(out.getvalue())] == [1]


@pytest.mark.parametrize("text", [NASTY, *OTHERS])
def test_a_cell_that_starts_like_a_formula_is_text_and_reads_back_unchanged(text):
    content = table_to_xlsx(["Tên", "Ngày"], [[text, dt.date(2026, 1, 2)]], "Danh sách").content
    assert formulas(content) == []
    cell = load_workbook(BytesIO(content)).active["A2"]
    # XML itself makes one line break of the two kinds.
    assert cell.value.replace("\r", "\n") == text.replace("\r", "\n")
    assert cell.quotePrefix


def test_what_excel_cannot_hold_is_left_out_of_a_cell():
    book = Workbook()
    plain_cell(book.active["A1"], "Lê\x00 Thị\x0b \ud800Én")
    assert book.active["A1"].value == "Lê Thị Én"
