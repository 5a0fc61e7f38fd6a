"""The award catalogue and the sets of criteria in the admin."""

import datetime as dt

import pytest
from django.template import engines
from django.urls import reverse

from awards.models import AwardType, Criterion, CriterionSet, Verified
from campaigns.states import CampaignState
from emulation.organization.models import Role
from tests.make import (
    make_authority,
    make_award_type,
    make_campaign,
    make_criterion_set,
    make_superuser,
    make_user,
)

pytestmark = pytest.mark.django_db

CATALOGUE = "/quan-tri/awards/awardtype/"


@pytest.fixture(autouse=True)
def quiet_templates(monkeypatch):
    """Unfold's own templates look into variables that are not there, and mean to."""
    monkeypatch.setattr(engines["django"].engine, "string_if_invalid", "")


@pytest.fixture
def commune():
    return make_authority()


@pytest.fixture
def office(client, commune):
    client.force_login(make_user(role=Role.OFFICE, unit=commune, is_staff=True))
    return client


def change(record):
    return reverse(f"admin:awards_{record._meta.model_name}_change", args=[record.pk])


def test_the_catalogue_says_what_has_not_been_checked_and_with_what_it_was(office):
    make_award_type(verified=Verified.NO, source="OWN")
    make_award_type(verified=Verified.YES, source="S13,S20")
    page = office.get(CATALOGUE).content.decode()
    assert "Chưa đối chiếu" in page
    assert "Đã đối chiếu" in page
    assert "S13, S20" in page
    assert "OWN" not in page


def test_the_catalogue_shows_codes_in_words(office):
    award = make_award_type(subjects="C,I", level="X,T")
    for page in (office.get(CATALOGUE), office.get(change(award))):
        text = page.content.decode()
        assert "tập thể, cá nhân" in text
        assert "C,I" not in text
    assert "Cấp xã; Cấp tỉnh" in office.get(change(award)).content.decode()


def test_the_catalogue_is_narrowed_to_a_day(office):
    old = make_award_type(valid_from=dt.date(2014, 6, 1), valid_to=dt.date(2023, 12, 31))
    new = make_award_type(valid_from=dt.date(2024, 1, 1))
    shown = office.get(CATALOGUE, {"day": "31/12/2023"}).context["cl"].queryset
    assert old in shown
    assert new not in shown
    shown = office.get(CATALOGUE, {"day": "01/01/2024"}).context["cl"].queryset
    assert new in shown
    assert old not in shown


def test_a_day_that_does_not_exist_is_said_so(office):
    page = office.get(CATALOGUE, {"day": "31/02/2024"}).content.decode()
    assert page.count("«31/02/2024» không phải là ngày") == 1


def test_the_law_is_read_by_the_office_and_changed_by_the_superuser(client, office):
    award = make_award_type(subjects="I")
    assert not office.get(change(award)).context["has_change_permission"]
    assert office.post(change(award), {}).status_code == 403
    client.force_login(make_superuser())
    data = {
        "code": award.code, "name": award.name, "kind": "title", "subjects": ["C", "I"],
        "level": ["X", "T"], "decided_by": "Chủ tịch UBND", "valid_from": "01/01/2024",
        "legal_basis": "Luật 2022", "verified": "y", "source": "", "position": "1",
    }  # fmt: skip
    assert client.post(change(award), data).status_code == 302
    award.refresh_from_db()
    assert award.admits == {"C", "I"}
    assert award.level == "X,T"


def test_a_row_that_overlaps_itself_is_refused_beside_the_field(client):
    client.force_login(make_superuser())
    award = make_award_type()
    data = {
        "code": award.code, "name": "Tên khác", "kind": "title", "subjects": ["I"],
        "level": ["X"], "decided_by": "Chủ tịch UBND", "valid_from": "01/01/2024",
        "valid_to": "31/12/2023", "legal_basis": "Luật 2022", "verified": "y", "position": "1",
    }  # fmt: skip
    form = client.post(reverse("admin:awards_awardtype_add"), data).context["adminform"].form
    assert form.errors["valid_from"] == ["Mã này đã có một dòng áp dụng từ ngày đó."]
    assert form.errors["valid_to"] == ["Ngày hết hiệu lực phải sau ngày có hiệu lực."]


def test_an_award_in_use_is_not_deleted(client):
    client.force_login(make_superuser())
    award = make_campaign().offers.first().award_type
    url = reverse("admin:awards_awardtype_delete", args=[award.pk])
    page = client.post(url, {"post": "yes"}, follow=True)
    assert "Không xóa được" in str(next(iter(page.context["messages"])))
    assert AwardType.objects.filter(pk=award.pk).exists()


def test_the_office_writes_a_set_of_criteria(office, commune):
    data = {
        "authority": commune.pk, "name": "Tiêu chuẩn thôn", "subject": "C",
        "criteria-TOTAL_FORMS": 1, "criteria-INITIAL_FORMS": 0, "criteria-0-position": 1,
        "criteria-0-text": "Hoàn thành tốt nhiệm vụ.", "criteria-0-kind": "manual",
    }  # fmt: skip
    assert office.post(reverse("admin:awards_criterionset_add"), data).status_code == 302
    assert CriterionSet.objects.get().authority == commune
    assert Criterion.objects.get().text == "Hoàn thành tốt nhiệm vụ."


def test_a_set_that_a_campaign_uses_is_left_alone(office, commune):
    used = make_criterion_set(authority=commune)
    make_campaign(authority=commune, state=CampaignState.DRAFT).criterion_sets.add(used)
    assert not office.get(change(used)).context["has_change_permission"]
    assert office.post(change(used), {}).status_code == 403
    url = reverse("admin:awards_criterionset_delete", args=[used.pk])
    office.post(url, {"post": "yes"})
    assert CriterionSet.objects.filter(pk=used.pk).exists()


def test_catalogue_is_found_without_accents(office):
    award = make_award_type(name="Thôn, tổ dân phố kiểu mẫu")
    found = office.get(CATALOGUE, {"q": "to dan pho kieu"}).context["cl"].queryset
    assert list(found) == [award]
