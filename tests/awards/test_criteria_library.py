"""The library of criteria: versions, copies on write, what differs, and its pages."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from awards.arranging import arranged
from awards.models import CriterionGroup, CriterionSet
from awards.services import criteria as services
from emulation.organization.models import Role
from tests.make import (
    make_authority,
    make_criterion,
    make_criterion_set,
    make_library_set,
    make_unit,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def commune():
    return make_authority()


@pytest.fixture
def officer(commune, client):
    user = make_user(role=Role.OFFICE, unit=commune)
    client.force_login(user)
    return user


@pytest.fixture
def library(commune):
    """A set with everything that has to survive a copy."""
    made = make_library_set(authority=commune, criteria=(), pass_points=50)
    group = CriterionGroup.objects.create(criterion_set=made, text="Một trong hai", position=1)
    make_criterion(criterion_set=made, text="Xếp loại", kind="rating", parameters={"level": "XS"},
                   evidence="Phiếu xếp loại", clause="Điều 1")  # fmt: skip
    make_criterion(criterion_set=made, text="Lựa chọn 1", group=group, mandatory=False)
    make_criterion(criterion_set=made, text="Lựa chọn 2", group=group, mandatory=False)
    make_criterion(criterion_set=made, text="Có điểm", scoring="score", points=60)
    return made


def says(criterion_set):
    """Everything that a copy has to keep."""
    fields = ("text", "kind", "parameters", "mandatory", "evidence", "scoring", "points", "clause")
    return [
        (*(getattr(c, name) for name in fields), c.group and (c.group.text, c.group.needed))
        for c in criterion_set.criteria.select_related("group")
    ]


def version_of(old, **changes):
    made = services.next_version(old, name=old.name)
    made.save()
    services.add_content(old, made)
    made.criteria.update(**changes) if changes else None
    return made


# --- reading -------------------------------------------------------------------------------------


def test_a_group_stands_where_its_first_alternative_stands(library):
    texts = [(entry.text, len(entry.members)) for entry in arranged(library.criteria.all())]
    assert texts == [("Xếp loại", 1), ("Một trong hai", 2), ("Có điểm", 1)]


@pytest.mark.parametrize(
    ("needed", "words"),
    [
        (1, "Đạt ít nhất một trong các tiêu chuẩn sau"),
        (2, "Đạt ít nhất 02 trong 02 tiêu chuẩn sau"),
    ],
)
def test_a_group_without_words_says_how_many_are_needed(library, needed, words):
    library.groups.update(text="", needed=needed)
    assert arranged(library.criteria.select_related("group"))[1].text == words


# --- versions ------------------------------------------------------------------------------------


def test_a_new_version_follows_the_old_and_takes_its_place(library, commune):
    second = version_of(library)
    assert (second.version, second.copied_from) == (2, library)
    assert list(CriterionSet.objects.templates_of(commune).newest()) == [second]


def test_an_old_version_has_no_second_next_one(library):
    version_of(library)
    with pytest.raises(ValidationError, match="phiên bản mới hơn"):
        services.next_version(library, name="Khác")


def test_the_newest_version_is_found_over_several_steps(library):
    third = version_of(version_of(library))
    assert services.newest_of([library, third]) == {library.pk: third, third.pk: third}


@pytest.mark.parametrize("count", [1, 3])
def test_newest_versions_are_found_in_one_query(library, count, django_assert_num_queries):
    newest = library
    for _ in range(count):
        newest = version_of(newest)
    with django_assert_num_queries(1):
        assert services.newest_of([library])[library.pk] == newest


# --- copies --------------------------------------------------------------------------------------


def test_a_copy_keeps_everything_and_touches_nothing(library, commune):
    own = make_criterion_set(authority=commune)
    before = says(library)
    services.replace_content(library, own)
    own.refresh_from_db()
    assert says(own) == says(library) == before
    assert (own.copied_from, own.pass_points) == (library, 50)


def test_changing_a_copy_leaves_the_original(library, commune):
    own = make_criterion_set(authority=commune)
    services.replace_content(library, own)
    before = says(library)
    own.criteria.update(text="Khác")
    own.groups.update(needed=2)
    assert says(library) == before


def test_criteria_added_come_after_those_that_are_there(library, commune):
    own = make_criterion_set(authority=commune, criteria=["Đã có"])
    services.add_content(library, own)
    assert [c.text for c in own.criteria.all()][:2] == ["Đã có", "Xếp loại"]
    assert own.criteria.count() == 5


def test_a_campaigns_set_goes_into_the_library(commune, officer):
    own = make_criterion_set(authority=commune)
    kept = services.keep(own, name="Bộ mới", by=officer)
    assert (kept.is_template, kept.version, kept.authority) == (True, 1, commune)
    assert says(kept) == says(own)
    own.refresh_from_db()
    assert own.copied_from == kept


def test_a_campaigns_set_becomes_the_next_version(library, commune, officer):
    own = make_criterion_set(authority=commune)
    kept = services.keep(own, name=library.name, by=officer, newer_than=library)
    assert (kept.version, kept.copied_from) == (2, library)


def test_a_set_of_others_cannot_be_gone_on_with(commune, officer):
    foreign = make_library_set(authority=make_authority(name="UBND xã Lạc Hồng"))
    with pytest.raises(ValidationError, match="thư viện này"):
        services.keep(make_criterion_set(authority=commune), name="X", by=officer,
                      newer_than=foreign)  # fmt: skip


@pytest.mark.parametrize("role", [Role.UNIT, Role.AUDITOR])
def test_only_office_and_head_write_the_library(commune, role):
    own = make_criterion_set(authority=commune)
    with pytest.raises(PermissionDenied):
        services.keep(own, name="X", by=make_user(role=role, unit=commune))


# --- what differs --------------------------------------------------------------------------------


def test_differences_are_told_one_by_one(library):
    second = version_of(library)
    second.criteria.filter(text="Xếp loại").update(parameters={"level": "T"})
    second.criteria.filter(text="Có điểm").delete()
    make_criterion(criterion_set=second, text="Mới thêm", kind="registered")
    found = {
        (one.after or one.before).text: one.state for one in services.differences(library, second)
    }
    assert found == {
        "Xếp loại": "changed", "Lựa chọn 1": "same", "Lựa chọn 2": "same",
        "Có điểm": "gone", "Mới thêm": "new",
    }  # fmt: skip


def test_a_criterion_reworded_at_its_place_is_changed_and_not_new(library):
    second = version_of(library)
    second.criteria.filter(text="Xếp loại").update(text="Được xếp loại")
    assert [one.state for one in services.differences(library, second)] == [
        "changed", "same", "same", "same",
    ]  # fmt: skip


def test_fewer_needed_of_a_group_is_a_change(library):
    second = version_of(library)
    second.groups.update(needed=2)
    states = [one.state for one in services.differences(library, second)]
    assert states == ["same", "changed", "changed", "same"]


# --- pages ---------------------------------------------------------------------------------------


def rows(*texts, prefix="criteria"):
    data = {f"{prefix}-TOTAL_FORMS": str(len(texts)), f"{prefix}-INITIAL_FORMS": "0"}
    for index, text in enumerate(texts):
        data |= {f"{prefix}-{index}-{name}": value for name, value in {
            "text": text, "kind": "manual", "place": "mandatory", "shown": "manual",
            "scoring": "none", "ORDER": str(index + 1)}.items()}  # fmt: skip
    return data


def edited(criterion_set, **changes):
    """What the edit page posts when one text was changed."""
    data = {"criteria-TOTAL_FORMS": str(criterion_set.criteria.count()),
            "criteria-INITIAL_FORMS": str(criterion_set.criteria.count()),
            "name": criterion_set.name}  # fmt: skip
    for index, c in enumerate(criterion_set.criteria.all()):
        row = {"id": c.pk, "text": changes.get(c.text, c.text), "kind": c.kind,
               "place": "mandatory", "ORDER": index + 1}  # fmt: skip
        data |= {f"criteria-{index}-{name}": str(value) for name, value in row.items()}
    return data


def test_the_office_writes_a_set(client, officer, commune):
    data = {"authority": commune.pk, "name": "Bộ hằng năm", "subject": "I"} | rows("Một", "Hai")
    response = client.post(reverse("awards:criterion_set_create"), data)
    made = CriterionSet.objects.templates_of(commune).get()
    assert response.url == reverse("awards:criterion_set_detail", args=[made.pk])
    assert (made.name, made.subject, [c.text for c in made.criteria.all()]) == (
        "Bộ hằng năm", "I", ["Một", "Hai"],
    )  # fmt: skip


def test_a_set_without_a_name_is_not_half_saved(client, officer, commune):
    data = {"authority": commune.pk, "name": "", "subject": "I"} | rows("Lời đã gõ")
    response = client.post(reverse("awards:criterion_set_create"), data)
    assert response.context["form"].errors["name"]
    assert "Lời đã gõ" in response.content.decode()
    assert not CriterionSet.objects.templates_of(commune).exists()


def test_a_set_that_nothing_was_copied_from_is_changed_in_place(client, officer, commune):
    made = make_library_set(authority=commune, criteria=["Cũ"])
    client.post(reverse("awards:criterion_set_edit", args=[made.pk]), edited(made, Cũ="Mới"))
    assert [c.text for c in made.criteria.all()] == ["Mới"]
    assert CriterionSet.objects.templates_of(commune).count() == 1


def test_a_used_set_goes_on_as_a_new_version_and_copies_stay(client, officer, commune):
    made = make_library_set(authority=commune, criteria=["Cũ"])
    own = make_criterion_set(authority=commune)
    services.replace_content(made, own)
    client.post(reverse("awards:criterion_set_edit", args=[made.pk]), edited(made, Cũ="Mới"))
    newest = CriterionSet.objects.templates_of(commune).newest().get()
    assert (newest.version, [c.text for c in newest.criteria.all()]) == (2, ["Mới"])
    assert [[c.text for c in s.criteria.all()] for s in (made, own)] == [["Cũ"], ["Cũ"]]


def test_a_new_name_leaves_the_old_version_its_own(client, officer, commune):
    made = make_library_set(authority=commune, name="Tên cũ")
    services.replace_content(made, make_criterion_set(authority=commune))
    data = edited(made) | {"name": "Tên mới"}
    client.post(reverse("awards:criterion_set_edit", args=[made.pk]), data)
    names = CriterionSet.objects.filter(authority=commune, is_template=True).order_by("version")
    assert [s.name for s in names] == ["Tên cũ", "Tên mới"]


def test_an_old_version_cannot_be_changed(client, officer, commune):
    made = make_library_set(authority=commune)
    version_of(made)
    response = client.post(reverse("awards:criterion_set_edit", args=[made.pk]), edited(made))
    assert "đã có phiên bản mới hơn" in response.content.decode()
    assert CriterionSet.objects.filter(authority=commune).count() == 2


@pytest.mark.parametrize(("role", "code"), [(Role.CHAIR, 200), (Role.AUDITOR, 403)])
def test_who_may_change_the_library(client, commune, library, role, code):
    client.force_login(make_user(role=role, unit=commune))
    urls = [reverse("awards:criterion_set_create"),
            reverse("awards:criterion_set_edit", args=[library.pk])]  # fmt: skip
    assert [client.get(url).status_code for url in urls] == [code, code]


def test_a_village_reads_the_library_and_changes_nothing(client, commune, library):
    client.force_login(make_user(role=Role.UNIT, unit=make_unit(parent=commune)))
    assert client.get(reverse("awards:criterion_set_detail", args=[library.pk])).status_code == 200
    assert client.get(reverse("awards:criterion_set_edit", args=[library.pk])).status_code == 403


def test_a_campaigns_own_set_is_no_page_of_the_library(client, officer, commune):
    own = make_criterion_set(authority=commune)
    assert client.get(reverse("awards:criterion_set_detail", args=[own.pk])).status_code == 404


def test_the_law_is_no_set_to_edit(client, officer):
    law = CriterionSet.objects.filter(authority__isnull=True).first()
    assert client.get(reverse("awards:criterion_set_edit", args=[law.pk])).status_code == 404


def test_the_page_says_how_each_criterion_is_judged(client, officer, library):
    text = client.get(reverse("awards:criterion_set_detail", args=[library.pk])).content.decode()
    assert "xếp loại năm từ mức Hoàn thành xuất sắc nhiệm vụ" in text
    assert "phải đạt từ 50 điểm" in text


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_a_constant_number_of_queries(
    client, officer, commune, django_assert_num_queries, count
):
    for number in range(count):
        services.replace_content(
            make_library_set(authority=commune, name=f"Bộ {number}"),
            make_criterion_set(authority=commune),
        )
    client.get(reverse("awards:criterion_set_list"))
    with django_assert_num_queries(7):
        client.get(reverse("awards:criterion_set_list"))


def test_sets_are_found_without_accents(client, officer, commune):
    make_library_set(authority=commune, name="Cải cách hành chính")
    make_library_set(authority=commune, name="Chuyển đổi số")
    response = client.get(reverse("awards:criterion_set_list"), {"q": "cai cach"})
    assert [s.name for s in response.context["sets"]] == ["Cải cách hành chính"]


# --- the law -------------------------------------------------------------------------------------


def law(client, **asked):
    response = client.get(reverse("awards:law_list"), asked)
    return [shown["set"] for shown in response.context["sets"]]


def test_the_law_is_looked_up_by_title_names_first(client, officer):
    assert law(client, q="chien si thi dua co so", day="01/11/2026")[0].award_code == "CSTDCS"


def test_the_law_of_another_day_is_another(client, officer):
    then, now = (law(client, q="chiến sĩ thi đua cơ sở", day=day)[0]
                 for day in ("01/06/2022", "01/06/2024"))  # fmt: skip
    assert then.award_code == now.award_code == "CSTDCS"
    assert then != now


def test_the_law_is_looked_up_by_level_and_nominee(client, officer):
    found = law(client, level="T", subject="C", day="01/11/2026")
    assert {s.subject for s in found} == {"C"}
    assert "BK_TINH" in {s.award_code for s in found}
    assert "TTLDTT" not in {s.award_code for s in found}


# --- the fields of a kind ------------------------------------------------------------------------


def preview(client, **asked):
    return client.get(reverse("awards:criterion_preview"), asked).content.decode()


def test_choosing_a_kind_brings_its_fields(client, officer):
    text = preview(client, **{"row": "criteria-C-0", "criteria-C-0-kind": "rank"})
    assert 'name="criteria-C-0-rank-at_most"' in text
    assert 'name="criteria-C-0-shown" value="rank"' in text
    assert "Hãy ghi thứ hạng phải đạt" in text


def test_the_sentence_follows_the_fields(client, officer):
    asked = {"row": "r", "r-kind": "rank", "r-shown": "rank", "r-rank-index": "Chỉ số",
             "r-rank-at_most": "3"}  # fmt: skip
    assert "chỉ số đứng từ thứ 3 trở lên" in preview(client, **asked)


@pytest.mark.parametrize("asked", [{"criteria-kind": "khác"}, {"day": "2026-02-31"}])
def test_what_is_no_kind_and_no_day_does_not_exist(client, officer, asked):
    assert client.get(reverse("awards:criterion_preview"), asked).status_code == 404


def test_awards_are_those_of_the_day_asked_for(client, officer):
    asked = {"row": "r", "r-kind": "member_share"}
    assert "GK_HUYEN" in preview(client, **asked, day="2024-05-01")
    assert "GK_HUYEN" not in preview(client, **asked, day="2026-05-01")
