"""Pages of the council: who sees them, what is typed stays, a ballot page that keeps secrets."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from dossiers.models import Council, CouncilSession, Seat, SeatRole
from dossiers.states import SessionState
from emulation.organization.models import Role
from tests.dossiers.meetings import Meeting
from tests.make import days_from_today, make_council, make_person, make_seat, make_unit, make_user

pytestmark = pytest.mark.django_db
READ = ("council_list", "council_detail", "session_detail")
WRITE = (
    "council_create", "council_edit", "council_seat_create", "session_create", "session_edit",
    "session_agenda", "session_attendance", "session_course",
)  # fmt: skip


@pytest.fixture
def meeting():
    return Meeting()


def url(name, record=None):
    return reverse(f"dossiers:{name}", args=[record.pk] if record else [])


def page_url(name, meeting):
    if name in ("council_list", "council_create"):
        return url(name)
    of_council = name.startswith("council") or name == "session_create"
    return url(name, meeting.council if of_council else meeting.session)


def text(response):
    return response.content.decode()


def page(client, user, address):
    client.force_login(user)
    return client.get(address)


# --- who may -------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", READ + WRITE)
@pytest.mark.parametrize(
    ("role", "read", "write"),
    [(Role.OFFICE, 200, 200), (Role.CHAIR, 200, 403), (Role.AUDITOR, 200, 403),
     (Role.UNIT, 404, 404)],
)  # fmt: skip
def test_office_edits_chair_and_auditor_read_a_unit_sees_nothing(
    client, meeting, name, role, read, write
):
    unit = make_unit(parent=meeting.authority) if role == Role.UNIT else meeting.authority
    user = make_user(role=role, unit=unit)
    expected = read if name in READ else write
    assert page(client, user, page_url(name, meeting)).status_code == expected


def queries_of(client, meeting, address):
    client.force_login(meeting.office)
    with CaptureQueriesContext(connection) as found:
        assert client.get(address).status_code == 200
    return len(found)


@pytest.mark.parametrize("name", ["session_detail", "session_agenda", "session_count"])
def test_lists_of_a_session_ask_as_often_for_three_items_as_for_one(client, name):
    meeting = Meeting(SessionState.OPENED)
    meeting.item()
    meeting.nominate()
    few = queries_of(client, meeting, url(name, meeting.session))
    for _ in range(2):
        meeting.item()
        meeting.nominate()
    assert queries_of(client, meeting, url(name, meeting.session)) == few


def test_the_list_of_sessions_asks_as_often_for_three_as_for_one(client, meeting):
    few = queries_of(client, meeting, url("council_list"))
    for _ in range(2):
        make_council(authority=meeting.authority, seats=3).sessions.create(
            title="Họp", planned_at=meeting.session.planned_at, place="UBND",
            created_by=meeting.office,
        )  # fmt: skip
    assert queries_of(client, meeting, url("council_list")) == few


# --- council and seats ---------------------------------------------------------------------------


def test_a_council_is_entered_with_the_quorum_of_the_law_offered(client, meeting):
    response = page(client, meeting.office, url("council_create"))
    assert 'name="quorum_numerator" value="2"' in text(response)
    data = {"name": "Hội đồng mới", "symbol": "HĐ", "starts_on": "01/02/2026",
            "quorum_numerator": "4", "quorum_denominator": "5"}  # fmt: skip
    response = client.post(url("council_create"), data)
    council = Council.objects.get(name="Hội đồng mới")
    assert response.url == council.get_absolute_url()
    assert (council.authority, council.quorum_numerator) == (meeting.authority, 4)


def test_a_quorum_of_more_than_all_is_refused_beside_the_field(client, meeting):
    client.force_login(meeting.office)
    data = {"name": "Tên đã gõ", "symbol": "HĐ", "starts_on": "01/02/2026",
            "quorum_numerator": "5", "quorum_denominator": "4"}  # fmt: skip
    response = client.post(url("council_edit", meeting.council), data)
    assert "không quá 1" in text(response)
    assert "Tên đã gõ" in text(response)
    meeting.council.refresh_from_db()
    assert meeting.council.quorum_numerator == 2


def test_a_member_of_the_roster_needs_no_typing(client, meeting):
    person = make_person(
        unit=make_unit(parent=meeting.authority), full_name="Lê Thị Én", position="Chủ tịch MTTQ"
    )
    client.force_login(meeting.office)
    client.post(
        url("council_seat_create", meeting.council), {"role": "member", "person": person.pk}
    )
    seat = meeting.council.seats.get(person=person)
    assert (seat.name, seat.post, seat.position) == ("Lê Thị Én", "Chủ tịch MTTQ", 6)


def test_there_is_one_chair_at_a_time(client, meeting):
    client.force_login(meeting.office)
    address = url("council_seat_create", meeting.council)
    response = client.post(address, {"role": "chair", "name": "Trần Văn Mới"})
    assert "đang là Chủ tịch Hội đồng trong thời gian này" in text(response)
    assert "Trần Văn Mới" in text(response)
    former = meeting.seats[0]
    client.post(
        url("council_seat_edit", former),
        {"role": "chair", "name": former.name, "ends_on": f"{days_from_today(-1):%d/%m/%Y}"},
    )
    client.post(address, {"role": "chair", "name": "Trần Văn Mới",
                          "starts_on": f"{days_from_today(0):%d/%m/%Y}"})  # fmt: skip
    assert meeting.council.seats.filter(role=SeatRole.CHAIR).count() == 2
    assert Seat.objects.get(pk=former.pk).history.count() == 2


def test_one_account_has_one_seat_at_a_time(client, meeting):
    user = make_user(role=Role.UNIT, unit=make_unit(parent=meeting.authority))
    make_seat(council=meeting.council, user=user, name="Lê Văn Cũ")
    client.force_login(meeting.office)
    response = client.post(
        url("council_seat_create", meeting.council),
        {"role": "member", "name": "Mới", "user": user.pk},
    )
    assert "Lê Văn Cũ đang dùng tài khoản này" in text(response)


@pytest.mark.parametrize(("extra", "warned"), [(0, False), (1, True)])
def test_an_even_number_of_members_is_warned_of(client, meeting, extra, warned):
    for _ in range(extra):
        make_seat(council=meeting.council)
    response = page(client, meeting.office, url("council_detail", meeting.council))
    assert ("số chẵn" in text(response)) == warned


# --- planning ------------------------------------------------------------------------------------


def test_a_session_is_planned_and_its_members_entered(client, meeting):
    client.force_login(meeting.office)
    data = {"title": "Họp xét cuối năm", "planned_at": "05/12/2026 08:00", "place": "Hội trường"}
    response = client.post(url("session_create", meeting.council), data)
    session = CouncilSession.objects.get(title="Họp xét cuối năm")
    assert response.url == url("session_agenda", session)
    assert session.attendances.count() == 5
    assert (session.on_screen, session.created_by) == (False, meeting.office)


def test_all_of_an_award_but_some_are_put_on_the_agenda(client, meeting):
    chosen, left = meeting.nominate(), meeting.nominate()
    client.force_login(meeting.office)
    response = client.get(url("session_agenda", meeting.session))
    assert text(response).count('name="nomination"') == 2
    assert "Phải đạt từ" in text(response)
    client.post(url("session_agenda", meeting.session), {"nomination": [chosen.pk]})
    assert [item.nomination for item in meeting.session.items.all()] == [chosen]
    assert f'value="{left.pk}"' in text(client.get(url("session_agenda", meeting.session)))


def test_the_search_of_the_agenda_forgives_missing_accents(client, meeting):
    meeting.nominate(person=make_person(unit=meeting.dossier.unit, full_name="Đỗ Thị Ánh"))
    meeting.nominate(person=make_person(unit=meeting.dossier.unit, full_name="Lê Văn Bình"))
    response = page(
        client, meeting.office, url("session_agenda", meeting.session) + "?q=do+thi+anh"
    )
    assert "Đỗ Thị Ánh" in text(response)
    assert "Lê Văn Bình" not in text(response)


def attendance(meeting, **changes):
    data = {"presided_by": meeting.seats[0].pk, "secretary": meeting.seats[-1].pk,
            "tellers": [meeting.seats[1].pk]}  # fmt: skip
    for seat in meeting.seats:
        data |= {f"seat-{seat.pk}-presence": "present", f"seat-{seat.pk}": ""}
    return data | changes


def test_an_absence_without_reason_comes_back_beside_its_field(client, meeting):
    client.force_login(meeting.office)
    one, two = meeting.seats[1], meeting.seats[2]
    data = attendance(meeting, **{
        f"seat-{one.pk}-presence": "absent",
        f"seat-{two.pk}-presence": "written", f"seat-{two.pk}": "Nằm viện",
    })  # fmt: skip
    response = client.post(url("session_attendance", meeting.session), data)
    assert response.status_code == 422
    assert "Hãy ghi lý do vắng mặt." in text(response)
    assert "Nằm viện" in text(response)
    client.post(url("session_attendance", meeting.session), data | {f"seat-{one.pk}": "Đi họp"})
    assert meeting.session.attendances.get(seat=one).reason == "Đi họp"
    assert list(meeting.session.tellers.all()) == [one]


def test_the_quorum_follows_what_is_typed_and_nothing_is_saved(client, meeting):
    client.force_login(meeting.office)
    changes = {f"seat-{seat.pk}-presence": "absent" for seat in meeting.seats[1:3]}
    response = client.post(
        url("session_attendance", meeting.session), attendance(meeting, **changes),
        headers={"HX-Request": "true"},
    )  # fmt: skip
    assert "<strong>3/5</strong>" in text(response)
    assert "Chưa đủ điều kiện họp" in text(response)
    assert meeting.session.attendances.filter(presence="present").count() == 5


def test_opening_says_what_is_missing_on_the_page(client, meeting):
    client.force_login(meeting.office)
    response = client.post(url("session_transition", meeting.session), {"transition": "open"})
    assert response.status_code == 422
    assert "Chương trình họp chưa có nội dung nào." in text(response)


@pytest.mark.parametrize(("transition", "status"), [("open", 403), ("no_such_step", 404)])
def test_a_step_that_is_not_his_or_not_there(client, meeting, transition, status):
    client.force_login(make_user(role=Role.CHAIR, unit=meeting.authority))
    address = url("session_transition", meeting.session)
    assert client.post(address, {"transition": transition}).status_code == status


def test_a_recusal_and_a_lower_award_are_entered_with_reasons(client):
    meeting = Meeting(SessionState.OPENED)
    item = meeting.item()
    client.force_login(meeting.office)
    address = url("session_item", item)
    missing = client.post(address, {"action": "recuse", "recusal-seat": meeting.seats[1].pk})
    assert missing.status_code == 422
    client.post(address, {"action": "recuse", "recusal-seat": meeting.seats[1].pk,
                          "recusal-reason": "Là chồng của người được xét"})  # fmt: skip
    recusal = item.recusals.get()
    assert recusal.declared_by == meeting.office
    assert "Là chồng của người được xét" in text(client.get(address))
    client.post(address, {"action": "unrecuse", "recusal": recusal.pk})
    assert not item.recusals.exists()
    client.post(address, {"action": "remove"})
    assert not meeting.session.items.exists()


# --- counting ------------------------------------------------------------------------------------


def sums(item, agree=5, disagree=0, blank=0, **more):
    values = {"issued": 5, "returned": 5, "valid": 5, "invalid": 0,
              "agree": agree, "disagree": disagree, "blank": blank} | more  # fmt: skip
    return {f"item-{item.pk}-{name}": value for name, value in values.items()}


@pytest.fixture
def counting():
    meeting = Meeting(SessionState.OPENED)
    meeting.first, meeting.second = meeting.item(), meeting.item()
    return meeting


def test_a_wrong_sum_comes_back_beside_its_field_and_no_typed_number_is_lost(client, counting):
    client.force_login(counting.office)
    address = url("session_count", counting.session)
    data = sums(counting.first, agree=4, blank=1) | sums(counting.second, agree=4)
    response = client.post(address, data)
    assert response.status_code == 422
    assert "Đồng ý 4 + không đồng ý 0 + không có ý kiến 0 = 4" in text(response)
    assert f'name="item-{counting.first.pk}-agree" value="4"' in text(response)
    counting.first.refresh_from_db()
    assert not counting.first.is_counted
    client.post(address, data | sums(counting.second, agree=4, disagree=1))
    counting.first.refresh_from_db()
    counting.second.refresh_from_db()
    assert (counting.first.agree, counting.second.disagree) == (4, 1)


def test_the_same_ballots_fill_every_row_less_the_recused(client, counting):
    counting.second.recusals.create(seat=counting.seats[1], reason="Người nhà")
    client.force_login(counting.office)
    data = {"fill": "1", "same-issued": "5", "same-returned": "5", "same-valid": "4",
            "same-invalid": "1", f"item-{counting.first.pk}-agree": "3"}  # fmt: skip
    found = text(client.post(url("session_count", counting.session), data))
    for name, first, second in (("issued", 5, 4), ("valid", 4, 3), ("invalid", 1, 1)):
        assert f'name="item-{counting.first.pk}-{name}" value="{first}"' in found
        assert f'name="item-{counting.second.pk}-{name}" value="{second}"' in found
    assert f'name="item-{counting.first.pk}-agree" value="3"' in found
    counting.first.refresh_from_db()
    assert counting.first.issued is None


def test_rows_that_are_not_counted_yet_are_left_for_later(client, counting):
    client.force_login(counting.office)
    later = {f"item-{counting.second.pk}-issued": "5"}
    response = client.post(url("session_count", counting.session), sums(counting.first) | later)
    assert "1 nội dung chưa ghi ý kiến" in text(response)
    counting.first.refresh_from_db()
    assert counting.first.agree == 5


@pytest.mark.parametrize("typed", ["-1", "mười", "1000"])
def test_what_is_no_number_of_ballots_is_refused_beside_the_field(client, counting, typed):
    client.force_login(counting.office)
    data = sums(counting.first) | {f"item-{counting.first.pk}-agree": typed}
    response = client.post(url("session_count", counting.session), data)
    assert response.status_code == 422
    assert f'id="id_item-{counting.first.pk}-agree_error"' in text(response)
