"""Loading the demo: into an empty database only, all of it or nothing, on whatever day."""

import datetime as dt
from io import StringIO

import pytest
from django.contrib.auth.hashers import check_password
from django.core.management import CommandError, call_command
from django.utils import timezone

from campaigns.models import Campaign, Registration
from campaigns.states import CampaignState, RegistrationState
from dossiers.demo import dinh_du_now, lac_hong, loading
from dossiers.demo.building import Run
from dossiers.models import CouncilSession, Decision, Submission
from dossiers.states import SessionState
from emulation.organization import issuing
from emulation.organization.models import IssuedPaper, Unit, User

pytestmark = pytest.mark.django_db
LEAP_DAY = dt.date(2028, 2, 29)


def nothing_is_there():
    return not (Unit.objects.exists() or User.objects.exists() or Campaign.objects.exists())


@pytest.fixture
def only_lac_hong(monkeypatch):
    """The smallest season alone, for tests of the loading itself."""
    monkeypatch.setattr(loading, "SEASONS", (("Lạc Hồng", lac_hong),))
    monkeypatch.setattr(loading, "JUDGED", ())
    monkeypatch.setattr(loading, "OUTCOMES", ())


def test_a_database_with_other_units_is_left_alone():
    Unit.objects.create(kind="authority", level="X", name="Ủy ban nhân dân xã Có Thật")
    with pytest.raises(CommandError, match="đã có đơn vị hoặc tài khoản khác"):
        call_command("demo", stdout=StringIO())
    assert (Unit.objects.count(), User.objects.count()) == (1, 0)


def test_a_database_with_other_accounts_is_left_alone():
    User.objects.create_user("vanphong", password="that")
    with pytest.raises(CommandError, match="đã có đơn vị hoặc tài khoản khác"):
        call_command("demo", stdout=StringIO())
    assert (Unit.objects.count(), User.objects.count()) == (0, 1)


def test_a_failure_leaves_nothing_behind(monkeypatch):
    class Broken:
        @staticmethod
        def build(run):
            raise RuntimeError("broken")

    monkeypatch.setattr(loading, "SEASONS", (("hỏng", Broken),))
    with pytest.raises(RuntimeError, match="broken"):
        call_command("demo", stdout=StringIO())
    assert nothing_is_there()


@pytest.mark.usefixtures("only_lac_hong")
def test_the_password_comes_from_the_environment(monkeypatch):
    monkeypatch.setenv("DEMO_PASSWORD", "mật-khẩu-riêng")
    call_command("demo", "--no-pdf", stdout=StringIO())
    assert check_password("mật-khẩu-riêng", User.objects.get(username="thon1").password)


@pytest.mark.usefixtures("only_lac_hong")
def test_without_the_pdf_libraries_it_loads_and_says_so(monkeypatch):
    monkeypatch.setattr(loading, "missing_libraries", lambda: "Hãy cài thư viện in PDF.")
    output = StringIO()
    call_command("demo", stdout=output)
    assert "CHÚ Ý: chưa lưu bản PDF" in output.getvalue()
    assert not IssuedPaper.objects.exists()
    assert Campaign.objects.get().is_issued


def test_everything_issued_or_confirmed_is_stored_as_of_its_day(monkeypatch):
    """On 29 February too; the printing itself is tested with the papers."""
    monkeypatch.setattr(loading, "missing_libraries", str)
    monkeypatch.setattr(issuing, "render", lambda paper, **_: paper.metadata_title.encode())
    loading.load(password="x", today=LEAP_DAY, say=lambda line: None)
    issued = Campaign.objects.filter(state=CampaignState.ISSUED)
    confirmed = Registration.objects.filter(state=RegistrationState.CONFIRMED)
    stored = {(paper.slug, paper.subject_id): paper for paper in IssuedPaper.objects.all()}
    sessions = CouncilSession.objects.filter(state=SessionState.CONCLUDED)
    frozen = (
        (("plan",), issued),
        (("registration",), confirmed),
        (("minutes", "ballot_count"), sessions),
        (("decision", "payment_list"), Decision.objects.all()),
        (("submission", "nominee_list"), Submission.objects.all()),
    )
    assert {key for key in stored if key[0] != "chase_letter"} == {
        (slug, record.pk) for slugs, records in frozen for record in records for slug in slugs
    }
    for session in sessions:
        assert stored["minutes", session.pk].issued_at == session.log.last().at
        assert stored["minutes", session.pk].dated == timezone.localdate(session.planned_at)
    for record in (*Decision.objects.all(), *Submission.objects.all()):
        slug = type(record).__name__.lower()
        assert stored[slug, record.pk].dated == record.dated
        assert stored[slug, record.pk].issued_at == record.log.order_by("at").first().at
    for campaign in issued:
        paper = stored["plan", campaign.pk]
        assert paper.number == campaign.plan.full_number
        assert paper.dated == campaign.issued_on
        assert paper.issued_at == campaign.log.get().at
    for record in confirmed:
        assert stored["registration", record.pk].issued_at == record.log.last().at
    assert Campaign.objects.get(name="Phong trào thi đua yêu nước năm 2028").issued_on == (
        LEAP_DAY - dt.timedelta(days=20)
    )


@pytest.mark.parametrize(
    "day", [dt.date(2026, 1, 1) + dt.timedelta(days=n) for n in range(0, 800, 7)]
)
def test_todays_dates_stay_in_order_on_any_day(day):
    run = Run(day, False, print)
    for ahead in (dinh_du_now.REGISTRATION_DAYS, dinh_du_now.DRAFT_DAYS):
        start, end = dinh_du_now.ago(run, 30), dinh_du_now.last_day(run, ahead)
        deadline = dinh_du_now.ago(run, -ahead)
        assert start < day < deadline <= dinh_du_now.dossier_before(run, ahead) <= end
        assert end == dt.date(deadline.year, 12, 31)
