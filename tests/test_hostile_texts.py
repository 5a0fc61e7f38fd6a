"""Unicode tricks at every door for text: the form, the address, the cell, the file."""

import io
import unicodedata

import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from emulation.middleware import NormalizeInput
from emulation.organization.models import Person
from emulation.organization.sheets.columns import Column
from emulation.organization.sheets.reading import lines_of
from emulation.papers.reader import ReadingError, read
from emulation.vietnamese import normalize
from tests.make import make_household, make_person, make_unit

TRICKS = st.text(
    st.one_of(
        st.characters(),  # Any letter of Unicode, lone surrogates among them.
        st.sampled_from(
            "Nguyễn Đức\u0301\u0323\u200b\u202e\u2066\ufeff\u00a0\u3164\x00\x85\ud800🎖️"
        ),
    ),
    max_size=60,
)
BAD_KINDS = {"Cc", "Cs", "Zl", "Zp"}


def is_clean(text):
    """Whether a text holds only what can be seen, stored and printed; line ends and tabs may be."""
    return unicodedata.is_normalized("NFC", text) and not any(
        (unicodedata.category(letter) in BAD_KINDS and letter not in "\t\n\r")
        or (unicodedata.category(letter) == "Zs" and letter != " ")
        or letter in "\u200b\u200d\u202e\u2066\ufeff\u00ad\u3164\ufe0f\ufffe"
        for letter in text
    )


@given(TRICKS)
@settings(max_examples=50, deadline=None)
def test_a_normalised_text_is_clean_and_stays_so(text):
    assert is_clean(normalize(text))
    assert normalize(normalize(text)) == normalize(text)
    normalize(text).encode()


@given(TRICKS, TRICKS)
@settings(max_examples=50, deadline=None)
def test_a_view_sees_only_clean_texts_from_forms_and_addresses(name, value):
    seen = {}

    def view(request):
        seen.update(post=request.POST, get=request.GET)
        return HttpResponse()

    name, value = (text.encode("utf-8", "replace").decode() for text in (name, value))
    request = RequestFactory().post("/?" + "q=%E2%80%AE%00a", {f"ten{name}": value})
    middleware = NormalizeInput(view)
    middleware.process_view(request, view, (), {})
    view(request)
    texts = [t for data in seen.values() for key, values in data.lists() for t in (key, *values)]
    assert all(map(is_clean, texts))


def column():
    return Column("full_name", "Họ và tên")


@given(TRICKS)
@settings(max_examples=50, deadline=None)
def test_a_cell_is_read_clean(text):
    try:
        assert is_clean(column().read(text) or "")
    except ValueError:
        assert not normalize(text).strip() or len(text) > 50


def test_a_sheet_with_tricks_is_read():
    book, out = Workbook(), io.BytesIO()
    book.active.append(["Họ\u00a0và tên", "\u202eNguyễn\u200b Văn An"])
    book.save(out)
    ((_number, cells),) = lines_of(out.getvalue())
    assert column().read(cells[1]) == "Nguyễn Văn An"


@given(TRICKS)
@settings(max_examples=25, deadline=None)
def test_a_plan_of_tricks_is_read_or_refused(text):
    plan = f"KẾ HOẠCH\nPhát động\nI. MỤC ĐÍCH\n- {text}\n"
    try:
        found = read(plan)
    except ReadingError:
        return
    "".join(line.text for line in getattr(found, "lines", ())).encode()


@pytest.mark.django_db
@given(TRICKS)
@settings(max_examples=25, deadline=None)
def test_names_of_people_are_kept_clean_whoever_saves_them(text):
    unit = make_unit()
    person = make_person(unit=unit, full_name=f"An {text}"[:90])
    household = make_household(unit=unit, head_name=f"An {text}"[:90])
    assert is_clean(Person.objects.get(pk=person.pk).full_name)
    assert is_clean(household.head_name)


def test_a_megabyte_of_text_is_normalised():
    text = normalize("e\u200b\u0302\u0301" * 250_000)
    assert text == "ế" * 250_000
