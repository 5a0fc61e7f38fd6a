"""Proposals to the superior: grouped by whom they go to, sent, answered line by line."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from awards.models import Award
from dossiers.models import Answer, Submission
from dossiers.services import submitting
from dossiers.services.submitting import Reply
from dossiers.states import NominationState, SubmissionState
from emulation.organization.models import Level, Superior
from emulation.workflow import TransitionNotAllowed
from tests.dossiers.test_deciding import TODAY, Desk
from tests.make import make_authority, make_unit

pytestmark = pytest.mark.django_db
DECIDED = Reply(Answer.AWARDED, document="Quyết định số 90/QĐ-UBND", dated=TODAY)
REFUSED = Reply(Answer.REFUSED, reason="Chưa đủ thành tích")


class Proposer(Desk):
    """A commune under a district until 30/06/2025, then under the province."""

    def __init__(self, **values):
        super().__init__(**{"code": "BK_TINH", "route": "superior"} | values)
        self.district = make_authority(name="Ủy ban nhân dân huyện Văn Lâm", level=Level.DISTRICT)
        self.province = make_authority(name="Ủy ban nhân dân tỉnh Hưng Yên", level=Level.PROVINCE)
        end = dt.date(2025, 6, 30)
        Superior.objects.create(
            unit=self.authority, superior=self.district, valid_to=end,
            valid_from=dt.date(2000, 1, 1),
        )  # fmt: skip
        Superior.objects.create(
            unit=self.authority, superior=self.province, valid_from=end + dt.timedelta(days=1)
        )

    def letter(self, count=2):
        for place in range(count):
            self.nominate(unit=make_unit(parent=self.authority, name=f"Thôn {place}"))
        [batch], _ = submitting.batches(self.authority, TODAY)
        return submitting.draft(self.authority, batch, by=self.office)

    def send(self, submission=None, dated=TODAY):
        submission = submission or self.letter()
        submitting.send(submission, number="4", dated=dated, by=self.chair)
        return submission


@pytest.fixture
def desk():
    return Proposer()


def test_from_passed_nominations_to_the_answer(desk):
    submission = desk.send()
    submission.refresh_from_db()
    assert (submission.state, submission.number) == (SubmissionState.SENT, "4")
    assert submission.superior == desk.province
    first, second = submission.lines.all()
    assert first.nomination.state == NominationState.FORWARDED
    replies = {first.pk: DECIDED, second.pk: REFUSED}
    submitting.record_answers(submission, replies, by=desk.office)
    assert submission.state == SubmissionState.ANSWERED
    first, second = submission.lines.select_related("nomination", "award")
    assert first.nomination.state == NominationState.AWARDED
    assert (first.award.document, first.award.document_date) == (DECIDED.document, TODAY)
    assert first.award.decided_by == "Chủ tịch UBND cấp tỉnh"
    assert second.nomination.state == NominationState.REFUSED
    assert second.reason == REFUSED.reason


def test_an_answer_may_come_in_parts(desk):
    submission = desk.send()
    first, second = submission.lines.all()
    assert submitting.record_answers(submission, {first.pk: DECIDED}, by=desk.office) is None
    assert submission.state == SubmissionState.SENT
    submitting.record_answers(submission, {second.pk: REFUSED}, by=desk.office)
    assert submission.state == SubmissionState.ANSWERED


@pytest.mark.parametrize(
    "reply",
    [
        Reply(Answer.REFUSED, reason=" "),
        Reply(Answer.AWARDED, dated=TODAY),
        Reply(Answer.AWARDED, document="Quyết định số 90/QĐ-UBND"),
        Reply(Answer.AWARDED, document="QĐ 90", dated=TODAY - dt.timedelta(days=1)),
        Reply(Answer.AWARDED, document="QĐ 90", dated=TODAY + dt.timedelta(days=1)),
    ],
)
def test_an_answer_with_a_fault_saves_no_line(desk, reply):
    submission = desk.send()
    first, second = submission.lines.all()
    with pytest.raises(ValidationError) as refused:
        submitting.record_answers(submission, {first.pk: DECIDED, second.pk: reply}, by=desk.office)
    assert list(refused.value.message_dict) == [f"line-{second.pk}"]
    assert not Award.objects.exists()


def test_an_answer_is_recorded_after_sending_only(desk):
    submission = desk.letter()
    with pytest.raises(TransitionNotAllowed):
        submitting.record_answers(submission, {}, by=desk.office)


def test_the_head_does_not_record_the_answer(desk):
    submission = desk.send()
    with pytest.raises(PermissionDenied):
        submitting.record_answers(submission, {submission.lines.first().pk: DECIDED}, by=desk.chair)


# --- to whom -------------------------------------------------------------------------------------


def test_after_30_june_2025_the_province_takes_the_place_of_the_district(desk):
    desk.nominate()
    before, _ = submitting.batches(desk.authority, dt.date(2025, 6, 30))
    after, _ = submitting.batches(desk.authority, dt.date(2025, 7, 1))
    assert [batch.superior for batch in (*before, *after)] == [desk.district, desk.province]


def test_the_districts_certificate_cannot_be_proposed_any_more():
    desk = Proposer(code="GK_HUYEN", on=dt.date(2024, 12, 1))
    desk.nominate()
    letters, refused = submitting.batches(desk.authority, dt.date(2025, 7, 1))
    assert letters == []
    assert "chỉ áp dụng" in refused[0]


def test_a_letter_to_the_district_is_not_sent_after_it_has_ended(desk):
    desk.nominate()
    [batch], _ = submitting.batches(desk.authority, dt.date(2025, 6, 30))
    submission = submitting.draft(desk.authority, batch, by=desk.office)
    with pytest.raises(ValidationError, match="phải trình"):
        desk.send(submission, dated=dt.date(2025, 7, 2))
    assert Submission.objects.get().state == SubmissionState.DRAFT


def test_an_own_award_is_not_proposed():
    desk = Proposer(code="GK_XA")
    desk.nominate()
    letters, refused = submitting.batches(desk.authority, TODAY)
    assert letters == []
    assert "tự quyết định" in refused[0]


# --- pages ---------------------------------------------------------------------------------------


def test_the_office_goes_from_the_list_to_the_answer(client, desk):
    client.force_login(desk.office)
    desk.nominate()
    page = client.get(reverse("dossiers:submission_list"))
    [(unit, [(key, _)], _)] = page.context["desks"]
    answer = client.post(reverse("dossiers:submission_create", args=[unit.pk]), {"batch": key})
    submission = Submission.objects.get()
    assert answer.url == submission.get_absolute_url()
    send = reverse("dossiers:submission_send", args=[submission.pk])
    number = client.get(send).context["form"]["number"].value()
    client.post(send, {"number": number, "dated": f"{TODAY:%d/%m/%Y}"})
    line = submission.lines.get()
    page = client.post(
        reverse("dossiers:submission_answer", args=[submission.pk]),
        {f"line-{line.pk}-answer": "awarded", f"line-{line.pk}-document": "QĐ số 90/QĐ-UBND"},
    )
    assert "Hãy ghi ngày quyết định" in page.content.decode()
    client.post(
        reverse("dossiers:submission_answer", args=[submission.pk]),
        {
            f"line-{line.pk}-answer": "awarded",
            f"line-{line.pk}-document": "QĐ số 90/QĐ-UBND",
            f"line-{line.pk}-dated": f"{TODAY:%d/%m/%Y}",
        },
    )
    submission.refresh_from_db()
    assert submission.state == SubmissionState.ANSWERED
    assert "QĐ số 90/QĐ-UBND" in client.get(submission.get_absolute_url()).content.decode()


def test_a_nominee_is_taken_out_of_a_draft(client, desk):
    client.force_login(desk.office)
    submission = desk.letter()
    line = submission.lines.first()
    client.post(reverse("dossiers:submission_leave_out", args=[submission.pk, line.pk]))
    assert list(submitting.ready(desk.authority)) == [line.nomination]


def test_a_dropped_draft_frees_its_nominations(client, desk):
    client.force_login(desk.office)
    submission = desk.letter()
    client.post(reverse("dossiers:submission_drop", args=[submission.pk]), {"reason": "Lập lại"})
    assert submitting.ready(desk.authority).count() == 2


@pytest.mark.parametrize("count", [1, 3])
def test_a_letter_asks_as_often_for_one_line_as_for_three(
    client, desk, count, django_assert_max_num_queries
):
    client.force_login(desk.office)
    submission = desk.letter(count)
    with django_assert_max_num_queries(18):
        response = client.get(submission.get_absolute_url())
    assert len(response.context["lines"]) == count
