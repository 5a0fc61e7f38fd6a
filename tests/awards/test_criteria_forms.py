"""Criteria as an officer files them: every kind, bad input beside its field, groups and points."""

import datetime as dt
from decimal import Decimal

import pytest

from awards.awards_on import AwardsOn
from awards.forms.criterion_set import CriteriaEditor
from awards.models import CriterionSet, Scoring
from tests.make import make_authority, make_criterion, make_library_set

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 11, 1)


@pytest.fixture
def library(db):
    return make_library_set(criteria=())


def posted(*rows, settings=None, initial=0):
    """What a browser posts: rows as mappings; names of parameters go by the row's kind."""
    data = {"c-TOTAL_FORMS": str(len(rows)), "c-INITIAL_FORMS": str(initial)}
    for index, row in enumerate(rows):
        kind = row.get("kind", "manual")
        plain = {"text": "Tiêu chuẩn", "kind": kind, "place": "mandatory", "scoring": "none",
                 "shown": kind, "ORDER": str(index + 1)} | row.get("plain", {})  # fmt: skip
        data |= {f"c-{index}-{name}": value for name, value in plain.items()}
        for name, value in row.get("given", {}).items():
            data[f"c-{index}-{kind}-{name}"] = value
    return data | {f"c-set-{name}": value for name, value in (settings or {}).items()}


class Posted(dict):
    """A QueryDict's two ways to read: one value, or the list of a multiple choice."""

    def getlist(self, name):
        value = self.get(name, [])
        return value if isinstance(value, list) else [value]


def editor(criterion_set, *rows, **options):
    data = Posted(posted(*rows, **options))
    fresh = CriterionSet.objects.get(pk=criterion_set.pk)
    return CriteriaEditor(fresh, AwardsOn.on(DAY), data, prefix="c")


def saved(criterion_set, *rows, **options):
    made = editor(criterion_set, *rows, **options)
    assert made.is_valid(), (made.rows.errors, made.settings.errors)
    made.save()
    return list(CriterionSet.objects.get(pk=criterion_set.pk).criteria.all())


# --- every kind ----------------------------------------------------------------------------------

HAPPY = [
    ("rating", {"level": "XS", "initiative": "on"}, {"level": "XS", "initiative": True}),
    ("rating_years", {"level": "T", "years": "5"}, {"level": "T", "years": 5}),
    ("index_rating", {"index": "Chỉ số", "rating": "4_good"},
     {"index": "Chỉ số", "rating": "4_good", "rise": False}),
    ("index_rise", {"index": "Chỉ số", "by": "2,5"}, {"index": "Chỉ số", "by": "2.5"}),
    ("rank", {"index": "Chỉ số", "at_most": "5"},
     {"index": "Chỉ số", "at_most": 5, "rise_by": None}),
    ("initiative", {"count": "2", "level": "T", "years": "3"},
     {"count": 2, "level": "T", "years": 3, "beyond": []}),
    ("no_discipline", {"severity": "2_warning", "years": "1"},
     {"severity": "2_warning", "years": 1}),
    ("members_clean", {"severity": "2_warning"}, {"severity": "2_warning"}),
    ("title_years", {"codes": ["CSTDCS"], "times": "3", "within": "0"},
     {"codes": ["CSTDCS"], "times": 3, "within": 0, "before": False}),
    ("meets_award", {"code": "LDTT"}, {"code": "LDTT"}),
    ("award_held", {"codes": ["BK_TINH"], "years_ago": "5"},
     {"codes": ["BK_TINH"], "years_ago": 5}),
    ("member_share", {"codes": ["LDTT"], "percent": "70", "count": "0"},
     {"codes": ["LDTT"], "percent": 70, "above": False, "count": 0}),
    ("member_rating", {"level": "HT", "percent": "100"}, {"level": "HT", "percent": 100}),
    ("service_months", {"months": "10"}, {"months": 10}),
    ("registered", {}, {"late": False}),
    ("manual", {}, {}),
]  # fmt: skip

BAD = [
    ("rating", {"level": "A"}, "level"),
    ("rating", {"level": ""}, "level"),
    ("rating_years", {"level": "T", "years": "ba"}, "years"),
    ("rating_years", {"level": "T", "years": "0"}, "years"),
    ("index_rating", {"index": "", "rating": "4_good"}, "index"),
    ("index_rise", {"index": "Chỉ số", "by": "cao"}, "by"),
    ("rank", {"index": "Chỉ số"}, "at_most"),
    ("initiative", {"count": "", "level": "X", "years": "1"}, "count"),
    ("no_discipline", {"severity": "nặng", "years": "1"}, "severity"),
    ("members_clean", {"severity": ""}, "severity"),
    ("title_years", {"times": "3", "within": "0"}, "codes"),
    ("title_years", {"codes": ["KHONG_CO"], "times": "3", "within": "0"}, "codes"),
    ("meets_award", {"code": "KHONG_CO"}, "code"),
    ("award_held", {"codes": ["KHONG_CO"], "years_ago": "0"}, "codes"),
    ("member_share", {"codes": ["LDTT"], "percent": "0", "count": "0"}, "percent"),
    ("member_share", {"codes": ["LDTT"], "percent": "120", "count": "0"}, "percent"),
    ("member_rating", {"level": "HT", "percent": "-1"}, "percent"),
    ("service_months", {"months": "13"}, "months"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "given", "stored"), HAPPY)
def test_each_kind_is_filed_with_its_parameters(library, kind, given, stored):
    (criterion,) = saved(library, {"kind": kind, "given": given})
    assert (criterion.kind, criterion.parameters) == (kind, stored)


@pytest.mark.parametrize(("kind", "given", "field"), BAD)
def test_what_is_wrong_stands_beside_its_field_and_nothing_is_lost(library, kind, given, field):
    made = editor(library, {"kind": kind, "given": given, "plain": {"text": "Lời tiêu chuẩn"}})
    assert made.is_valid() is False
    row = made.rows.forms[0]
    assert field in row.parameters.errors
    assert (row["text"].value(), row.kind) == ("Lời tiêu chuẩn", kind)
    assert row.parameters[field].value() == given.get(field, row.parameters[field].value())
    assert not library.criteria.exists()


def offered(library, kind):
    given = {"code": "LDTT"} if kind == "meets_award" else {}
    (row,) = editor(library, {"kind": kind, "given": given}).rows.forms
    field = row.parameters.fields["code" if kind == "meets_award" else "codes"]
    return dict(field.choices)


@pytest.mark.parametrize(
    ("kind", "past"),
    [("award_held", True), ("title_years", True), ("member_share", False), ("meets_award", False)],
)
def test_awards_of_the_past_are_offered_where_a_criterion_looks_back(library, kind, past):
    names = offered(library, kind)
    assert {"GK_XA", "LDTT"} <= names.keys()
    assert ("GK_HUYEN" in names) is past
    if past:
        assert names["GK_HUYEN"] == "Giấy khen của Chủ tịch UBND cấp huyện (không còn áp dụng)"


def test_an_award_of_the_past_counts_where_a_criterion_looks_back(library):
    row = {"kind": "award_held", "given": {"codes": ["GK_HUYEN"], "years_ago": "1"},
           "plain": {"text": "Đã được tặng giấy khen cấp huyện"}}  # fmt: skip
    made = editor(library, row)
    assert made.is_valid(), made.rows.errors
    assert made.rows.forms[0].parameters.values["codes"] == ["GK_HUYEN"]


def test_an_award_that_is_gone_is_shown_by_name_and_refused_elsewhere(library):
    criterion = make_criterion(
        criterion_set=library, kind="member_share",
        parameters={"codes": ["GK_HUYEN"], "percent": 50},
    )  # fmt: skip
    row = {"kind": "member_share", "given": {"codes": ["GK_HUYEN"], "percent": "50", "count": "0"},
           "plain": {"id": str(criterion.pk)}}  # fmt: skip
    made = editor(library, row, initial=1)
    assert made.is_valid() is False
    (message,) = made.rows.forms[0].parameters.errors["codes"]
    assert "không có trong danh mục vào ngày 01/11/2026" in message
    assert ("GK_HUYEN", "Giấy khen của Chủ tịch UBND cấp huyện (không còn áp dụng)") in (
        made.rows.forms[0].parameters.fields["codes"].choices
    )


def test_a_kind_chosen_without_seeing_its_fields_is_shown_first(library):
    """What happens without JavaScript: the page comes back with the fields of the new kind."""
    row = {"kind": "rating", "plain": {"shown": "manual"}}
    made = editor(library, row)
    assert made.is_valid() is False
    form = made.rows.forms[0]
    assert form.errors["kind"] == ["Vừa đổi cách xét: hãy xem các ô bên dưới rồi lưu lại."]
    assert list(form.parameters.fields) == ["level", "initiative"]
    assert form.parameters["level"].value() == "T"


def test_a_kind_without_fields_needs_no_second_look(library):
    (criterion,) = saved(library, {"kind": "manual", "plain": {"shown": "rating"}})
    assert criterion.kind == "manual"


def test_a_row_without_text_is_named(library):
    made = editor(library, {"kind": "rating", "given": {"level": "T"}, "plain": {"text": ""}})
    assert made.is_valid() is False
    assert "text" in made.rows.forms[0].errors


def test_a_blank_row_is_no_criterion(library):
    assert saved(library, {"plain": {"text": ""}}) == []


def test_the_sentence_follows_what_was_typed(library):
    (row,) = editor(library, {"kind": "rating", "given": {"level": "XS"}}).rows.forms
    assert row.sentence == "Hệ thống xét: xếp loại năm từ mức Hoàn thành xuất sắc nhiệm vụ."


# --- order and history ---------------------------------------------------------------------------


def test_rows_are_kept_in_the_order_given(library):
    first, second = (make_criterion(criterion_set=library, text=text) for text in "AB")
    rows = [{"plain": {"id": str(c.pk), "text": c.text, "ORDER": order}}
            for c, order in ((first, "2"), (second, "1"))]  # fmt: skip
    assert saved(library, *rows, initial=2) == [second, first]


def test_a_row_taken_out_is_gone(library):
    criterion = make_criterion(criterion_set=library)
    row = {"plain": {"id": str(criterion.pk), "text": criterion.text, "DELETE": "on"}}
    assert saved(library, row, initial=1) == []


def test_saving_unchanged_rows_leaves_no_trace_in_their_history(library):
    criterion = make_criterion(criterion_set=library, text="Tiêu chuẩn")
    before = criterion.history.count()
    saved(library, {"plain": {"id": str(criterion.pk)}}, initial=1)
    assert criterion.history.count() == before


# --- groups --------------------------------------------------------------------------------------


def in_group(number="1", **plain):
    return {"plain": {"place": number} | plain}


def test_alternatives_are_one_group_with_its_lead_in(library):
    settings = {"group_1_text": "Đạt một trong hai", "group_1_needed": "1"}
    first, second = saved(library, in_group(), in_group(), settings=settings)
    assert first.group == second.group
    assert (first.group.text, first.group.needed, first.mandatory) == (
        "Đạt một trong hai",
        1,
        False,
    )


def test_what_is_only_told_is_neither_mandatory_nor_a_choice(library):
    (criterion,) = saved(library, in_group("told"))
    assert (criterion.group, criterion.mandatory) == (None, False)


def test_a_group_needs_a_choice(library):
    made = editor(library, in_group())
    assert made.is_valid() is False
    assert made.rows.forms[0].errors["place"] == [
        "Nhóm 1 mới có một tiêu chuẩn: cần ít nhất hai để lựa chọn."
    ]


def test_more_than_there_is_cannot_be_needed(library):
    made = editor(library, in_group(), in_group(), settings={"group_1_needed": "3"})
    assert made.is_valid() is False
    assert made.settings.errors["group_1_needed"] == ["Nhóm chỉ có 2 tiêu chuẩn."]


def test_a_group_that_nobody_is_in_any_more_goes(library):
    saved(library, in_group(), in_group())
    kept = list(library.criteria.all())
    rows = [{"plain": {"id": str(c.pk), "text": c.text}} for c in kept]
    saved(library, *rows, initial=2)
    assert not library.groups.exists()


# --- points --------------------------------------------------------------------------------------


def scoring(points, how="score"):
    return {"plain": {"scoring": how, "points": points}}


def test_a_set_scores_with_a_mark_to_reach(library):
    settings = {"scores": "on", "pass_points": "50,5"}
    first, bonus = saved(library, scoring("60"), scoring("10", "bonus"), settings=settings)
    library.refresh_from_db()
    assert library.pass_points == Decimal("50.5")
    assert (first.scoring, first.points) == (Scoring.SCORE, Decimal(60))
    assert (bonus.scoring, bonus.points) == (Scoring.BONUS, Decimal(10))


@pytest.mark.parametrize(
    ("row", "field", "message"),
    [
        (scoring(""), "points", "Ghi điểm tối đa, lớn hơn 0."),
        (scoring("0"), "points", "Ghi điểm tối đa, lớn hơn 0."),
        (scoring("-5"), "points", "Ghi điểm tối đa, lớn hơn 0."),
        (scoring("10", "none"), "scoring", "Đã ghi điểm: hãy chọn cách tính điểm."),
    ],
)
def test_points_and_scoring_go_together(library, row, field, message):
    made = editor(library, row, settings={"scores": "on"})
    assert made.is_valid() is False
    assert made.rows.forms[0].errors[field] == [message]


@pytest.mark.parametrize(
    ("mark", "message"),
    [
        ("70", "Cao hơn tổng điểm tối đa (60)."),
        ("0", "Ghi điểm lớn hơn 0, hoặc để trống."),
        ("-1", "Ghi điểm lớn hơn 0, hoặc để trống."),
    ],
)
def test_the_mark_to_reach_can_be_reached(library, mark, message):
    made = editor(library, scoring("60"), settings={"scores": "on", "pass_points": mark})
    assert made.is_valid() is False
    assert made.settings.errors["pass_points"] == [message]


def test_a_set_that_scores_has_points(library):
    made = editor(library, {}, settings={"scores": "on"})
    assert made.is_valid() is False
    assert made.settings.errors["scores"] == ["Chưa tiêu chuẩn nào có điểm."]


def test_a_set_that_no_longer_scores_has_no_points(library):
    (criterion,) = saved(library, scoring("60"), settings={"pass_points": "50"})
    library.refresh_from_db()
    assert (criterion.scoring, criterion.points, library.pass_points) == (Scoring.NONE, None, None)


# --- the catalogue of a day ----------------------------------------------------------------------


@pytest.mark.parametrize(("day", "expected"), [("2025-06-30", True), ("2025-07-01", False)])
def test_the_districts_award_can_be_chosen_until_districts_end(day, expected):
    assert ("GK_HUYEN" in AwardsOn.on(dt.date.fromisoformat(day)).valid) is expected


def test_reading_the_catalogue_is_one_query(django_assert_num_queries):
    make_authority()
    with django_assert_num_queries(1):
        AwardsOn.on(DAY)
