"""A registration by file: compared with what is registered, taken over whole or not at all."""

from io import BytesIO

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from openpyxl import load_workbook

from campaigns.models import Line, Registration, RegistrationFile
from campaigns.papers.registration import build
from campaigns.papers.registration_sheet import sheet
from campaigns.reading.grid import GridError
from campaigns.services import register_sheet
from campaigns.services.register_sheet import (
    CHANGED,
    NEW,
    REMOVED,
    SAME,
    UNCLEAR,
    UNMARKED,
    WRONG,
    ChangedMeanwhile,
)
from campaigns.services.registering import candidates, start
from campaigns.states import RegistrationState
from emulation.organization.models import NomineeKind, Role, UnitKind
from emulation.papers.word import to_docx
from emulation.uploads import checked
from emulation.workflow import TransitionNotAllowed
from tests.campaigns.sheets import SEED, TITLES, seed_rows, table, upload, xlsx
from tests.make import (
    make_authority,
    make_award_type,
    make_campaign,
    make_group,
    make_offer,
    make_person,
    make_unit,
    make_user,
)

pytestmark = pytest.mark.django_db


def loaded(registration):
    return Registration.objects.with_lines().get(pk=registration.pk)


@pytest.fixture
def season(period, village, unit_clerk):
    """The village's registration, begun: its own row without a mark."""

    class Season:
        registration = start(period, village, by=unit_clerk)
        person_offer, unit_offer = period.campaign.offers.order_by("column")
        clerk = unit_clerk
        unit = village
        en = make_person(unit=village, full_name="Lê Thị Én", position="Trưởng thôn")

        def compare(self, *rows, chosen=None, content=None):
            return register_sheet.compare(
                loaded(self.registration), content or table(*rows), "xlsx", chosen
            )

        def apply(self, *rows, content=None, by=None, drop=False, chosen=None, seen=None):
            content = content or table(*rows)
            found = self.compare(content=content, chosen=chosen)
            return register_sheet.apply(
                loaded(self.registration), checked(upload(content)), "thon-ngoc.xlsx",
                seen=seen or found.seen, drop_absent=drop, by=by or self.clerk, chosen=chosen,
            )  # fmt: skip

        def stored(self):
            return {
                str(line): (sorted(line.marked), line.targets)
                for line in loaded(self.registration).lines.all()
            }

    return Season()


UNIT_ROW = ("1", "Thôn Ngọc", "", "x", "Không có đơn thư")
PERSON_ROWS = (("II", "Cá nhân"), ("1", "Lê Thị Én, Trưởng thôn", "x", "", "100% văn bản"))


def states(found):
    return [(row.entry.name, row.state) for row in found.rows]


def test_a_file_adds_marks_and_rows_with_their_targets(season):
    season.apply(("I", "Tập thể"), UNIT_ROW, *PERSON_ROWS)
    assert season.stored() == {
        "Thôn Ngọc": ([season.unit_offer.pk], "Không có đơn thư"),
        "Lê Thị Én": ([season.person_offer.pk], "100% văn bản"),
    }


def test_the_preview_says_old_and_new_and_changes_nothing(season):
    season.apply(UNIT_ROW)
    found = season.compare(("1", "Thôn Ngọc", "", "", "Thu đủ quỹ"), *PERSON_ROWS)
    assert states(found) == [("Thôn Ngọc", CHANGED), ("Lê Thị Én, Trưởng thôn", NEW)]
    assert found.rows[0].changes == [
        ("Đăng ký", TITLES[1], "(trống)"),
        ("Nội dung, chỉ tiêu", "Không có đơn thư", "Thu đủ quỹ"),
    ]
    assert Line.objects.count() == 1


def test_the_same_file_again_changes_nothing(season):
    season.apply(UNIT_ROW, *PERSON_ROWS)
    found = season.compare(UNIT_ROW, *PERSON_ROWS)
    assert {row.state for row in found.rows} == {SAME}
    assert not found.changes_something


def test_a_registered_row_that_the_file_empties_is_taken_out(season):
    season.apply(UNIT_ROW, *PERSON_ROWS)
    rows = (UNIT_ROW, ("II", "Cá nhân"), ("1", "Lê Thị Én"))
    assert season.compare(*rows).count(REMOVED) == 1
    season.apply(*rows)
    assert list(season.stored()) == ["Thôn Ngọc"]


def test_rows_that_the_file_does_not_name_stay_unless_they_are_to_go(season):
    season.apply(UNIT_ROW, *PERSON_ROWS)
    assert [str(line) for line in season.compare(UNIT_ROW).absent] == ["Lê Thị Én"]
    season.apply(UNIT_ROW)
    assert len(season.stored()) == 2
    season.apply(UNIT_ROW, drop=True)
    assert list(season.stored()) == ["Thôn Ngọc"]


def test_names_without_a_mark_and_signatures_are_passed_over(season):
    found = season.compare(UNIT_ROW, ("II", "Cá nhân"), ("1", "Lê Thị Én"), ("", "TRƯỞNG THÔN"))
    assert states(found)[1:] == [("Lê Thị Én", UNMARKED), ("TRƯỞNG THÔN", UNMARKED)]
    assert found.may_save


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (("1", "Lê Thị Én", "", "x"), "chỉ dành cho tập thể"),
        (("1", "Lê Thị Én", "xx"), "Ô C6: «xx» không phải dấu x"),
        (("1", "Trần Văn Không", "x"), "Không có «Trần Văn Không» trong Thôn Ngọc"),
    ],
)
def test_a_wrong_row_is_told_with_its_place_and_nothing_is_saved(season, row, message):
    rows = (UNIT_ROW, ("II", "Cá nhân"), row)
    wrong = [r for r in season.compare(*rows).rows if r.state == WRONG]
    assert message in wrong[0].errors[0]
    with pytest.raises(ValidationError):
        season.apply(*rows)
    assert season.stored() == {"Thôn Ngọc": ([], "")}


def test_somebody_of_another_unit_is_told_where_he_is(season, commune):
    make_person(unit=make_unit(parent=commune, name="Thôn Đoài"), full_name="Vũ Văn Khánh")
    [row] = season.compare(("II", "Cá nhân"), ("1", "Vũ Văn Khánh", "x")).rows
    assert row.errors == ["«Vũ Văn Khánh» thuộc Thôn Đoài, không thuộc Thôn Ngọc."]


def test_a_mark_under_an_award_that_the_movement_lacks_is_told(season):
    head = (("STT", "Tập thể, cá nhân", TITLES[1], "Huân chương các loại"),)
    content = table(("1", "Thôn Ngọc", "x", "x"), head=head)
    [row] = season.compare(content=content).rows
    assert row.errors == ["Ô D2: phong trào không có «Huân chương các loại»."]


def test_a_table_none_of_whose_columns_is_offered_is_refused(season):
    with pytest.raises(GridError, match="Không cột nào"):
        season.compare(content=xlsx([("STT", "Tập thể, cá nhân", "Cờ"), ("1", "Thôn Ngọc", "x")]))


def test_two_people_of_one_name_are_asked_about(season):
    other = make_person(unit=season.unit, full_name="Lê Thị Én", position="Phó trưởng thôn")
    rows = (("II", "Cá nhân"), ("1", "Lê Thị Én", "x"))
    found = season.compare(*rows)
    assert found.rows[0].state == UNCLEAR
    assert {value for value, _ in found.rows[0].choices} == {
        f"person-{season.en.pk}", f"person-{other.pk}",
    }  # fmt: skip
    season.apply(*rows, chosen={5: f"person-{other.pk}"})
    assert Line.objects.get(person__isnull=False).person == other


def test_a_row_that_may_mean_either_of_two_leaves_neither_out(season):
    other = make_person(unit=season.unit, full_name="Lê Thị Én", position="Phó trưởng thôn")
    heading = ("II", "Cá nhân")
    both = [("1", f"Lê Thị Én, {place}", "x") for place in ("Trưởng thôn", "Phó trưởng thôn")]
    season.apply(UNIT_ROW, heading, *both)
    assert season.compare(UNIT_ROW, heading, ("1", "Lê Thị Én")).absent == []
    row = ("1", "Lê Thị Én", "x")
    chosen = season.compare(UNIT_ROW, heading, row, chosen={6: f"person-{other.pk}"})
    assert [line.person for line in chosen.absent] == [season.en]


def test_the_position_beside_the_name_tells_two_of_one_name_apart(season):
    other = make_person(unit=season.unit, full_name="Lê Thị Én", position="Phó trưởng thôn")
    [row] = season.compare(("II", "Cá nhân"), ("1", "Lê Thị Én, Phó trưởng thôn", "x")).rows
    assert row.named == ("person", other)


def test_a_mistyped_name_is_asked_about_never_guessed(season):
    [row] = season.compare(("II", "Cá nhân"), ("1", "Lê Thị Ẻm", "x")).rows
    assert (row.state, [text for _, text in row.choices]) == (
        UNCLEAR, ["Lê Thị Én, Trưởng thôn, Thôn Ngọc"],
    )  # fmt: skip


def test_who_stands_in_two_rows_is_told(season):
    found = season.compare(UNIT_ROW, ("2", "thôn ngọc", "", "x"))
    assert found.rows[1].errors == ["Trùng với dòng 4 của tệp."]


def test_a_preview_that_is_out_of_date_saves_nothing(season):
    seen = season.compare(UNIT_ROW).seen
    season.apply(UNIT_ROW)
    with pytest.raises(ChangedMeanwhile):
        season.apply(("1", "Thôn Ngọc", "", "", "Khác"), seen=seen)
    assert season.stored()["Thôn Ngọc"][1] == "Không có đơn thư"


def test_the_file_is_kept_as_it_was_sent(season):
    content = table(UNIT_ROW)
    kept = season.apply(content=content)
    assert (kept.name, kept.size) == ("thon-ngoc.xlsx", len(content))
    assert kept.uploaded_by == season.clerk
    with kept.file.open() as file:
        assert file.read() == content
    assert kept.file.name.startswith(f"registrations/{season.registration.authority_id}/")


def test_the_office_takes_a_file_over_for_a_unit(season, office_clerk):
    season.apply(UNIT_ROW, by=office_clerk)
    assert RegistrationFile.objects.get().uploaded_by == office_clerk


def test_a_chair_takes_nothing_over(season, chair):
    with pytest.raises(PermissionDenied):
        season.apply(UNIT_ROW, by=chair)
    assert not RegistrationFile.objects.exists()


def test_what_was_sent_is_not_overwritten(season):
    season.apply(UNIT_ROW)
    Registration.objects.update(state=RegistrationState.CONFIRMED, submitted_at="2026-01-02T00:00Z")
    with pytest.raises(TransitionNotAllowed):
        season.apply(("1", "Thôn Ngọc", "", "x", "Khác"))
    assert season.stored()["Thôn Ngọc"][1] == "Không có đơn thư"


def test_our_own_table_reads_back_as_the_same_registration(season):
    season.apply(UNIT_ROW, *PERSON_ROWS)
    registration = loaded(season.registration)
    content = sheet(registration, candidates(registration))
    found = season.compare(content=content)
    assert {row.state for row in found.rows} <= {SAME, UNMARKED}
    assert [row.state for row in found.rows].count(SAME) == 2
    assert (found.absent, found.ignored) == ([], [])


def test_our_own_table_names_who_could_be_put_down_with_a_list_of_marks(season):
    registration = loaded(season.registration)
    page = load_workbook(BytesIO(sheet(registration, candidates(registration)))).worksheets[0]
    assert "Lê Thị Én, Trưởng thôn" in [cell.value for cell in page["B"]]
    assert [rule.formula1 for rule in page.data_validations.dataValidation] == ['"x"']
    assert "C7:D7" in map(str, page.merged_cells.ranges)


def test_the_word_file_of_the_paper_reads_back_too(season):
    season.apply(UNIT_ROW, *PERSON_ROWS)
    content = to_docx(build(loaded(season.registration)))
    found = register_sheet.compare(loaded(season.registration), content, "docx")
    assert states(found) == [("Thôn Ngọc", SAME), ("Lê Thị Én, Trưởng thôn", SAME)]


@pytest.mark.parametrize("people", [1, 3])
def test_comparing_takes_the_same_number_of_queries_for_any_rows(
    season, people, django_assert_num_queries
):
    named = [f"Lê Văn {letter}" for letter in "ABC"[:people]]
    for name in named:
        make_person(unit=season.unit, full_name=name)
    content = table(UNIT_ROW, ("II", "Cá nhân"), *((i, name, "x") for i, name in enumerate(named)))
    registration = loaded(season.registration)
    with django_assert_num_queries(5):
        register_sheet.compare(registration, content, "xlsx")


@pytest.mark.skipif(not SEED.exists(), reason="the real plan is not on this machine")
def test_the_real_table_becomes_the_consolidated_registration():
    commune = make_authority()
    make_unit(parent=commune, name="Bộ phận Tiếp nhận và Trả kết quả", kind=UnitKind.ONE_STOP)
    villages = [make_unit(parent=commune, name=f"Thôn {name}") for name in ("Ngọc", "Đoài")]
    for name in ("Hội Nông dân", "Đoàn Thanh niên"):
        make_unit(parent=commune, name=name, kind=UnitKind.MASS_ORGANISATION)
    for name in ("Lê Thị Én", "Vũ Văn Khánh"):
        make_person(unit=villages[0], full_name=name)
    make_group(
        authority=commune, name="Các ban, ngành, đoàn thể", unit_kinds=[UnitKind.MASS_ORGANISATION]
    )
    make_group(
        authority=commune, name="Toàn thể cán bộ, công chức, người lao động",
        subject=NomineeKind.INDIVIDUAL,
    )  # fmt: skip
    campaign = make_campaign(authority=commune)
    campaign.offers.all().delete()
    titles = ("Hoàn thành nhiệm vụ", "Lao động tiên tiến", "Chiến sĩ thi đua cơ sở",
              "Chiến sĩ thi đua cấp tỉnh", "Chiến sĩ thi đua toàn quốc",
              "Giấy khen của Chủ tịch UBND huyện", "Bằng khen UBND tỉnh, các Bộ, ngành, đoàn thể TW",  # noqa: E501
              "Bằng khen của Thủ tướng Chính phủ", "Huân chương các loại")  # fmt: skip
    for column, title in enumerate(titles, start=1):
        kind = make_award_type(name=title, subjects="I,C")
        make_offer(campaign=campaign, award_type=kind, column=column)
    office = make_user(role=Role.OFFICE, unit=commune)
    registration = start(campaign.periods.get(), commune, by=office)
    content = xlsx(seed_rows())
    found = register_sheet.compare(loaded(registration), content, "xlsx")
    assert [row.errors for row in found.rows if row.is_asking] == []
    register_sheet.apply(
        loaded(registration), checked(upload(content)), "dinh-du.xlsx",
        seen=found.seen, drop_absent=False, by=office,
    )  # fmt: skip
    marked = {
        str(line): sorted(mark.offer.column for mark in line.marks.all())
        for line in loaded(registration).lines.all()
    }
    assert marked == {
        "UBND xã Đình Dù": [6],
        "Các thôn": [6],
        "Bộ phận Tiếp nhận và Trả kết quả": [6, 7],
        "Các ban, ngành, đoàn thể": [6],
        "Toàn thể cán bộ, công chức, người lao động": [6, 8],
    }
