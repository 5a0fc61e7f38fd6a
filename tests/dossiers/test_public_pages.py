"""What everybody may see: whether a certificate is genuine, and whom an office honours."""

import datetime as dt

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from dossiers.models import Certificate
from dossiers.services import certifying, deciding, publishing
from dossiers.states import DecisionState
from dossiers.views.public import ATTEMPTS
from emulation.workflow import TransitionNotAllowed
from tests.dossiers.test_deciding import TODAY, WHY, Desk
from tests.make import make_decision, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh_counter():
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def desk():
    return Desk()


def check(client, code):
    return client.get(reverse("dossiers:certificate_check", args=[code]))


def honours(client, desk):
    return client.get(reverse("dossiers:honours", args=[desk.authority.pk]))


def test_a_code_tells_what_stands_on_the_certificate_and_sets_no_cookie(client, desk):
    desk.issue()
    certificate = Certificate.objects.get(number=1)
    response = check(client, certificate.code)
    assert response.context["found"] == {
        "verdict": "valid",
        "recipient": certificate.recipient,
        "award": certificate.award.award_name,
        "number": "05/QĐ-UBND",
        "dated": TODAY,
        "authority": desk.authority.name,
    }
    assert response["X-Robots-Tag"].startswith("noindex")
    assert not response.cookies


def test_a_revoked_award_is_told(client, desk):
    decision = desk.issue()
    deciding.revoke(decision, on=TODAY, by=desk.chair, **WHY)
    response = check(client, Certificate.objects.get(number=1).code)
    assert response.context["found"]["verdict"] == "revoked"
    assert WHY["reason"] not in response.content.decode()


def test_a_certificate_that_was_issued_again_is_told(client, desk):
    desk.issue()
    lost = Certificate.objects.get(number=1)
    again = certifying.reissue(lost, reason="Thất lạc", by=desk.office)
    assert check(client, lost.code).context["found"]["verdict"] == "replaced"
    assert check(client, again.code).context["found"]["verdict"] == "valid"


def test_an_unknown_code_gets_the_same_page(client):
    response = check(client, "ABCDEFGHJKMN")
    assert response.status_code == 200
    assert "Không có bằng, giấy khen nào mang mã này" in response.content.decode()


def test_a_typed_code_is_tidied(client):
    response = client.get(reverse("dossiers:certificate_search"), {"ma": " abcd efgh jkmn "})
    assert response.url == reverse("dossiers:certificate_check", args=["ABCDEFGHJKMN"])


def test_one_address_cannot_try_codes_without_end(client):
    for _ in range(ATTEMPTS):
        assert check(client, "ABCDEFGHJKMN").status_code == 200
    assert check(client, "ABCDEFGHJKMN").status_code == 429


def test_names_are_shown_only_once_the_office_publishes(client, desk):
    decision = desk.issue()
    assert honours(client, desk).status_code == 404
    publishing.publish(decision, at=None, by=desk.office)
    assert desk.village.name in honours(client, desk).content.decode()
    publishing.unpublish(decision, by=desk.office, note="Có khiếu nại")
    assert honours(client, desk).status_code == 404


def test_nothing_is_shown_before_the_hour(client, desk):
    decision = desk.issue()
    publishing.publish(decision, at=timezone.now() + dt.timedelta(hours=1), by=desk.office)
    assert honours(client, desk).status_code == 404


def test_a_revoked_award_is_not_honoured(client, desk):
    decision = desk.issue()
    publishing.publish(decision, at=None, by=desk.office)
    deciding.revoke_award(decision.lines.first(), on=TODAY, by=desk.chair, **WHY)
    assert desk.village.name not in honours(client, desk).content.decode()


def test_a_draft_is_not_published(desk):
    with pytest.raises(TransitionNotAllowed):
        publishing.publish(desk.draft(), at=None, by=desk.office)


def test_what_is_not_public_cannot_be_taken_back(desk):
    decision = make_decision(authority=desk.authority, state=DecisionState.ISSUED, by=make_user())
    with pytest.raises(TransitionNotAllowed, match="chưa công khai"):
        publishing.unpublish(decision, by=desk.office, note="Có khiếu nại")


def test_the_office_publishes_and_withdraws_on_the_page(client, desk):
    decision = desk.issue()
    client.force_login(desk.office)
    client.post(reverse("dossiers:decision_publish", args=[decision.pk]), {"at": ""})
    decision.refresh_from_db()
    assert decision.published_at is not None
    assert "Đang công khai" in client.get(decision.get_absolute_url()).content.decode()
    client.post(
        reverse("dossiers:decision_unpublish", args=[decision.pk]), {"reason": "Có khiếu nại"}
    )
    decision.refresh_from_db()
    assert decision.published_at is None
