"""The award catalogue and the sets of criteria in the admin."""

import datetime as dt

import pytest
from django.apps import apps
from django.db import connection
from django.template import engines
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from awards.catalogue import SHIPPED
from awards.models import (
    Award,
    AwardType,
    BaseSalary,
    BonusRate,
    Criterion,
    CriterionSet,
    LegalDocument,
    Regime,
    Verified,
)
from campaigns.services.filing import issue, keep_words
from campaigns.states import CampaignState
from emulation.organization.models import IndexBand, IssuedPaper, Role
from tests.make import (
    days_from_today,
    make_authority,
    make_award_type,
    make_campaign,
    make_criterion_set,
    make_group,
    make_offer,
    make_period,
    make_person,
    make_superuser,
    make_unit,
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
        "criteria-0-parameters": "{}", "groups-TOTAL_FORMS": 0, "groups-INITIAL_FORMS": 0,
    }  # fmt: skip
    assert office.post(reverse("admin:awards_criterionset_add"), data).status_code == 302
    made = CriterionSet.objects.get(authority=commune)
    assert made.criteria.get().text == "Hoàn thành tốt nhiệm vụ."


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


# --- the law by date -----------------------------------------------------------------------------

PAGES = ("regime", "legaldocument", "awardtype", "voterule", "basesalary", "bonusrate",
         "bonusrule", "criterionset")  # fmt: skip


def list_url(model):
    return reverse(f"admin:awards_{model}_changelist")


def first_of(model):
    return apps.get_model("awards", model).objects.filter(valid_from__isnull=False).first()


@pytest.mark.parametrize("model", PAGES)
def test_the_office_reads_every_table_of_the_law_and_changes_none(office, model):
    row = first_of(model)
    assert office.get(list_url(model)).status_code == 200
    page = office.get(change(row))
    assert page.status_code == 200
    assert not page.context["has_change_permission"]
    assert office.post(change(row), {}).status_code == 403


@pytest.mark.parametrize("model", PAGES)
def test_the_superuser_opens_every_table_and_its_history(client, model):
    client.force_login(make_superuser())
    row = first_of(model)
    assert client.get(list_url(model)).status_code == 200
    assert client.get(change(row)).context["has_change_permission"]
    history = client.get(reverse(f"admin:awards_{model}_history", args=[row.pk]))
    assert SHIPPED in history.content.decode()


@pytest.mark.parametrize("model", PAGES)
def test_lists_of_the_law_are_narrowed_to_a_day(office, model):
    shown = office.get(list_url(model), {"day": "30/06/2025"}).context["cl"].queryset
    day = dt.date(2025, 6, 30)
    assert shown
    assert all(r.valid_from <= day and (not r.valid_to or day <= r.valid_to) for r in shown)


def test_lists_of_the_law_cost_a_constant_number_of_queries(office):
    def asked():
        with CaptureQueriesContext(connection) as queries:
            office.get(CATALOGUE)
        return len(queries)

    asked()
    before = asked()
    for _ in range(3):
        make_award_type()
    assert asked() == before


def test_an_edit_is_kept_with_who_what_and_from_what(client):
    admin = make_superuser()
    client.force_login(admin)
    salary = BaseSalary.objects.get(amount=2_340_000)
    data = {
        "amount": "2400000", "valid_from": "01/07/2024", "valid_to": "30/06/2026",
        "legal_basis": "Nghị định khác", "verified": "y", "source": "S2, S4",
    }  # fmt: skip
    assert client.post(change(salary), data).status_code == 302
    page = client.get(reverse("admin:awards_basesalary_history", args=[salary.pk]))
    text = page.content.decode()
    for words in ("Nghị định số 73/2024/NĐ-CP", "Nghị định khác", "2340000", "2400000"):
        assert words in text
    assert salary.history.first().history_user == admin


def test_the_history_of_a_set_shows_its_criteria_also_those_taken_out(client):
    client.force_login(make_superuser())
    one = CriterionSet.objects.of_law_on(dt.date(2024, 1, 1)).get(award_code="CSTDCS")
    gone = one.criteria.last()
    words = gone.text
    gone.delete()
    text = client.get(reverse("admin:awards_criterionset_history", args=[one.pk])).content.decode()
    assert words[:60] in text
    assert "Xóa" in text


@pytest.mark.parametrize("model", ["regime", "legaldocument", "basesalary", "bonusrate"])
def test_a_row_that_has_begun_to_hold_is_not_deleted(client, model):
    client.force_login(make_superuser())
    row = first_of(model)
    url = reverse(f"admin:awards_{model}_delete", args=[row.pk])
    page = client.post(url, {"post": "yes"}, follow=True)
    assert "đã áp dụng từ ngày" in str(next(iter(page.context["messages"])))
    assert type(row).objects.filter(pk=row.pk).exists()


def test_a_row_that_is_still_to_come_may_be_deleted(client):
    client.force_login(make_superuser())
    row = BonusRate.objects.create(
        award_code="X", subject="I", multiple=1, valid_from=days_from_today(1), legal_basis="x"
    )
    client.post(reverse("admin:awards_bonusrate_delete", args=[row.pk]), {"post": "yes"})
    assert not BonusRate.objects.filter(pk=row.pk).exists()


def test_codes_are_ticked_and_kept_as_one_text(client):
    client.force_login(make_superuser())
    regime = Regime.objects.get(code="R2026")
    data = {
        "name": regime.name, "code": "R2026", "levels": ["X", "T"], "quorum_numerator": "2",
        "quorum_denominator": "3", "valid_from": "01/10/2026", "verified": "n", "source": "S40",
        "note": regime.note,
    }  # fmt: skip
    assert client.post(change(regime), data).status_code == 302
    regime.refresh_from_db()
    assert regime.level_codes == {"X", "T"}


def test_a_document_says_which_papers_cite_it(office):
    document = LegalDocument.objects.get(number="129/2025/NĐ-CP")
    text = office.get(change(document)).content.decode()
    assert "Quyết định khen thưởng" in text
    assert "Thẩm quyền" in text


def test_the_laws_criteria_are_the_superusers(client, office):
    one = CriterionSet.objects.of_law_on(dt.date(2024, 1, 1)).get(award_code="CSTDCS")
    assert "Hoàn thành xuất sắc nhiệm vụ" in office.get(change(one)).content.decode()
    assert office.post(change(one), {}).status_code == 403
    client.force_login(make_superuser())
    page = client.get(change(one))
    assert page.context["has_change_permission"]
    assert not page.context["has_delete_permission"]


def test_a_group_of_another_set_cannot_be_chosen(client):
    client.force_login(make_superuser())
    one = CriterionSet.objects.of_law_on(dt.date(2024, 1, 1)).get(award_code="CSTDCS")
    formset = client.get(change(one)).context["inline_admin_formsets"][1].formset
    offered = formset.forms[0].fields["group"].queryset
    assert list(offered) == list(one.groups.all())


@pytest.mark.parametrize("is_super", [True, False])
def test_common_bands_are_the_superusers_own_ones_the_offices(client, office, commune, is_super):
    common = IndexBand.objects.filter(authority__isnull=True).first()
    own = IndexBand.objects.create(
        authority=commune, rating="4_good", from_percent=75, valid_from=dt.date(2025, 1, 1)
    )
    if is_super:
        client.force_login(make_superuser())
    may = [
        client.get(reverse("admin:organization_indexband_change", args=[band.pk])).context[
            "has_change_permission"
        ]
        for band in (common, own)
    ]
    assert may == [is_super, True]


def test_an_office_writes_no_common_band(office):
    data = {"rating": "4_good", "from_percent": "70", "valid_from": "01/01/2025", "authority": ""}
    page = office.post(reverse("admin:organization_indexband_add"), data)
    assert "authority" in page.context["adminform"].form.errors


# --- what was decided under the old words --------------------------------------------------------


def edit_name(client, award, name):
    data = {
        "code": award.code, "name": name, "kind": award.kind, "subjects": ["I"], "level": ["X"],
        "decided_by": "Người khác", "valid_from": f"{award.valid_from:%d/%m/%Y}",
        "legal_basis": "Luật", "verified": "y", "source": "", "position": "1",
    }  # fmt: skip
    return client.post(change(award), data, follow=True)


def test_an_issued_campaign_keeps_the_words_of_its_awards(client):
    client.force_login(make_superuser())
    campaign = make_campaign()
    keep_words(campaign)
    offer = campaign.offers.first()
    page = edit_name(client, offer.award_type, "Tên mới")
    said = " ".join(map(str, page.context["messages"]))
    assert "đang dùng ở" in said
    assert "giữ nguyên tên gọi, thẩm quyền khi ban hành" in said
    offer = campaign.offers.get(pk=offer.pk)
    assert offer.award_type.name == "Tên mới"
    assert (offer.title, offer.deciding) == ("Lao động tiên tiến", "Chủ tịch UBND cấp xã")


def test_issuing_keeps_the_words_and_the_frozen_plan_stays(client):
    campaign = ready_to_issue()
    chair = make_user(role=Role.CHAIR, unit=campaign.authority)
    issue(campaign, number="7", dated=campaign.starts_on, by=chair)
    paper = IssuedPaper.of("plan", campaign)
    client.force_login(make_superuser())
    offer = campaign.offers.get()
    edit_name(client, offer.award_type, "Tên mới")
    offer = type(offer).objects.get(pk=offer.pk)
    assert (offer.name, offer.issued_name) == ("Lao động tiên tiến", "Lao động tiên tiến")
    assert IssuedPaper.of("plan", campaign).sha256 == paper.sha256


def ready_to_issue():
    campaign = make_campaign(state=CampaignState.DRAFT, bare=True)
    make_offer(campaign=campaign, award_type=make_award_type(subjects="I"))
    make_period(campaign=campaign)
    campaign.participants.create(group=make_group(authority=campaign.authority))
    campaign.criterion_sets.add(make_criterion_set(authority=campaign.authority))
    campaign.plan.body = (
        "I. TIÊU CHUẨN\n[[tiêu chuẩn tập thể]]\nII. ĐĂNG KÝ\n[[thời hạn đăng ký]]\n"
        "III. ĐỐI TƯỢNG\n[[đối tượng thi đua]]\nIV. KHEN THƯỞNG\n[[hình thức khen thưởng]]"
    )
    campaign.plan.save()
    return type(campaign).objects.with_filing().get(pk=campaign.pk)


def test_a_draft_follows_the_edited_row(client):
    client.force_login(make_superuser())
    offer = make_campaign(state=CampaignState.DRAFT).offers.first()
    edit_name(client, offer.award_type, "Tên mới")
    offer = type(offer).objects.get(pk=offer.pk)
    assert (offer.title, offer.deciding) == ("Tên mới", "Người khác")


def test_a_given_award_keeps_its_name_and_authority(client, commune):
    client.force_login(make_superuser())
    award_type = make_award_type()
    given = Award.objects.create(
        authority=commune, person=make_person(unit=make_unit(parent=commune)),
        award_type=award_type, award_name=award_type.name, recipient="Nguyễn Văn An",
        decided_by=award_type.decided_by, year=2024,
    )  # fmt: skip
    page = edit_name(client, award_type, "Tên mới")
    assert "1 khen thưởng đã tặng" in " ".join(map(str, page.context["messages"]))
    given.refresh_from_db()
    assert (given.award_name, given.decided_by) == ("Lao động tiên tiến", "Chủ tịch UBND cấp xã")


def test_a_campaigns_copy_of_criteria_does_not_follow_the_law(commune):
    law = CriterionSet.objects.of_law_on(dt.date(2024, 1, 1)).get(award_code="LDTT")
    copied = make_criterion_set(
        authority=commune, subject="I", criteria=[c.text for c in law.criteria.all()]
    )
    before = [c.text for c in copied.criteria.all()]
    Criterion.objects.filter(criterion_set=law).update(text="Sửa luật")
    assert [c.text for c in copied.criteria.all()] == before


def test_the_page_of_an_award_says_what_uses_it(client):
    client.force_login(make_superuser())
    award = make_campaign().offers.first().award_type
    assert "1 danh hiệu, hình thức khen thưởng của phong trào" in (
        client.get(change(award)).content.decode()
    )
