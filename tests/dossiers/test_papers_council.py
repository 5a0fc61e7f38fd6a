"""Papers of a session: minutes, ballot count, ballots, agenda pack; one rule a test."""

import io

import pikepdf
import pytest
from django.urls import reverse

from awards.citing import known_laws
from campaigns.models import Route
from dossiers.models import AgendaItem
from dossiers.papers import agenda_pack, ballot, ballot_count, minutes
from dossiers.states import SessionState
from emulation.organization.issuing import word_of
from emulation.organization.models import Role
from emulation.papers.catalogue import all_kinds
from emulation.papers.paper import PaperDate, PaperError, Table
from emulation.papers.pdf import missing_libraries
from emulation.papers.review import Context, review_paper
from emulation.papers.text import number
from tests.make import make_user

from .seasons import ATTENDING, Season

pytestmark = pytest.mark.django_db
needs_pdf = pytest.mark.skipif(bool(missing_libraries()), reason="no PDF libraries (pango)")


@pytest.fixture
def season():
    return Season()


def lines(paper):
    """Every line of a body as printed, the cells of tables joined by " | "."""
    found = []
    for one in number(paper.printed_body, end_mark=paper.end_mark):
        if isinstance(one.block, Table):
            found += [" | ".join(row.cells) for row in one.block.rows]
        else:
            found.append(one.line)
    return found


def text(paper):
    return "\n".join(lines(paper))


def tables(paper):
    return [one.block for one in number(paper.printed_body) if isinstance(one.block, Table)]


def reviewed(paper):
    found = review_paper(paper, Context(kind="xã", laws=known_laws()))
    return [(f.code, f.where, f.message, f.excerpt) for f in found]


# --- minutes -----------------------------------------------------------------------------------


def test_minutes_carry_the_council_above_the_title_and_its_own_number(season):
    session = season.meet(season.usual())
    season.word("minutes", session, number="3", is_place_dated=False)
    paper = minutes.build(session)
    assert paper.parent == ("ỦY BAN NHÂN DÂN XÃ ĐÌNH DÙ",)
    assert paper.issuer == ("HỘI ĐỒNG THI ĐUA - KHEN THƯỞNG",)
    assert (paper.number_text, paper.symbol) == ("03", "BB-HĐTĐKT")


def test_minutes_have_no_line_of_place_and_date_of_their_own(season):
    paper = minutes.build(season.meet(season.usual()))
    assert (paper.place, paper.date) == ("", None)


def test_minutes_dated_by_the_office_have_the_day_of_the_meeting(season):
    session = season.meet(season.usual())
    season.word("minutes", session, number="3")
    assert minutes.build(session).date == PaperDate(2025, 12, 15)


def test_minutes_say_when_the_session_began_and_ended(season):
    said = lines(minutes.build(season.meet(season.usual())))
    assert said[0] == "Thời gian bắt đầu: 08 giờ 00 phút, ngày 15 tháng 12 năm 2025."
    assert said[-1] == "Phiên họp kết thúc vào 10 giờ 05 phút, ngày 15 tháng 12 năm 2025./."


def test_secretary_signs_left_and_chair_right(season):
    signed = minutes.build(season.meet(season.usual())).signatures
    assert [(s.position, s.name) for s in signed] == [
        ("THƯ KÝ", "Ngô Văn Minh"),
        ("CHỦ TỌA", "Lê Văn Chung"),
    ]


def test_the_absent_are_named_with_their_reason(season):
    session = season.meet(season.usual())
    season.absent("Bùi Thị Lan", reason="Nghỉ thai sản")
    assert "- Bùi Thị Lan, Bí thư Đoàn Thanh niên xã: nghỉ thai sản." in lines(
        minutes.build(session)
    )


def test_who_was_absent_and_wrote_is_said_to_have_written(season):
    session = season.meet(season.usual())
    season.absent("Bùi Thị Lan", written=True)
    assert "đi công tác, đã gửi ý kiến bằng văn bản." in text(minutes.build(session))


def test_attendance_adds_up(season):
    session = season.meet(season.usual())
    season.absent("Bùi Thị Lan")
    season.absent("Vũ Văn Khánh")
    assert (
        "1. Hội đồng có 09 thành viên; có mặt 07, vắng mặt 02; bảo đảm số thành viên dự họp tối "
        "thiểu 2/3." in lines(minutes.build(session))
    )


def test_minutes_of_too_few_say_so(season):
    session = season.meet(season.usual())
    for seat in season.council.seats.all()[4:8]:
        season.absent(seat.name)
    assert "chưa bảo đảm số thành viên dự họp tối thiểu 2/3" in text(minutes.build(session))


def test_the_result_is_given_in_percent_of_the_base(season):
    (table,) = tables(minutes.build(season.meet([season.usual()[0]], votes=(7, 1, 1))))
    assert [row.cells for row in table.rows] == [
        ("1", "Thôn Ngọc", "Giấy khen", "7/9", "77,7%", "Đạt")
    ]


def test_who_is_proposed_stands_by_award_collectives_first(season):
    nominations = season.usual()
    said = lines(minutes.build(season.meet(nominations[::-1])))
    start = said.index(
        "1. Đề nghị Chủ tịch Ủy ban nhân dân xã Đình Dù tặng Giấy khen cho 02 tập thể, "
        "02 cá nhân, 01 hộ gia đình:"
    )
    assert said[start + 1 : start + 3] == ["- Thôn Xuân Đào;", "- Thôn Ngọc;"]
    assert said[start + 5] == "- Hộ gia đình Trần Văn Nam, Xóm 2, thôn Ngọc."


def test_who_did_not_reach_the_share_is_named_with_the_votes(season):
    said = text(minutes.build(season.meet([season.usual()[0]], votes=(6, 3, 0))))
    assert "- Thôn Ngọc: 6/9 phiếu (66,6%), cần 7 phiếu." in said
    assert "Đề nghị Chủ tịch Ủy ban" not in said


def test_an_award_of_the_superior_is_submitted_to_it(season):
    nomination = season.nominate(season.villages[0], "BK_TINH", Route.SUPERIOR)
    said = text(minutes.build(season.meet([nomination])))
    assert (
        "Trình cấp trên, đề nghị Chủ tịch Ủy ban nhân dân cấp tỉnh xét tặng Bằng khen cho "
        "01 tập thể:" in said
    )


def test_two_awards_are_two_conclusions(season):
    woman = season.person("Nguyễn Thị Mai")
    nominations = [season.nominate(woman), season.nominate(woman, "LDTT")]
    said = text(minutes.build(season.meet(nominations)))
    assert "Hội đồng xét 02 đề nghị khen thưởng (01 cá nhân) trong phong trào" in said
    assert "1. Đề nghị Chủ tịch Ủy ban nhân dân xã Đình Dù tặng Giấy khen cho 01 cá nhân:" in said
    assert "tặng danh hiệu “Lao động tiên tiến” cho 01 cá nhân:" in said


def test_a_lowered_award_is_voted_on_with_its_reason(season):
    nomination = season.nominate(season.villages[0], "TTLDTT")
    session = season.meet([nomination])
    AgendaItem.objects.update(
        lower_to=season.award_type("GK_XA"), lower_note="Chưa đủ tỷ lệ lao động tiên tiến."
    )
    said = text(minutes.build(session))
    assert (
        "- Thôn Ngọc: biểu quyết Giấy khen của Chủ tịch Ủy ban nhân dân cấp xã thay cho danh hiệu "
        "“Tập thể lao động tiên tiến”; lý do: chưa đủ tỷ lệ lao động tiên tiến." in said
    )
    assert "tặng Giấy khen cho 01 tập thể:" in said


def test_the_recused_are_named_with_item_and_reason_and_leave_the_base(season):
    session = season.meet([season.usual()[0]], votes=(8, 0, 0))
    season.recuse(session.items.get(), "Vũ Văn Khánh", "Là chồng của trưởng thôn")
    paper = minutes.build(session)
    assert (
        "- Vũ Văn Khánh không biểu quyết đề nghị về Thôn Ngọc; lý do: là chồng của trưởng thôn."
        in lines(paper)
    )
    assert tables(paper)[0].rows[0].cells[3] == "8/8"


def test_every_rule_of_voting_is_said_once(season):
    session = season.meet(season.usual())
    AgendaItem.objects.filter(position=5).update(percent=50, base=ATTENDING)
    said = [line for line in lines(minutes.build(session)) if "trở lên" in line]
    assert said == [
        "- Giấy khen: đạt từ 70% trở lên tính trên tổng số thành viên Hội đồng;",
        "- Giấy khen: đạt từ 50% trở lên tính trên số thành viên dự họp và được lấy ý kiến.",
    ]


@pytest.mark.parametrize(
    ("secret", "on_screen", "words"),
    [
        (True, False, "Hội đồng biểu quyết bằng hình thức bỏ phiếu kín."),
        (True, True, "Hội đồng biểu quyết bằng hình thức bỏ phiếu kín trên máy."),
        (False, False, "Hội đồng biểu quyết công khai."),
    ],
)
def test_the_method_of_voting_is_said(season, secret, on_screen, words):
    session = season.meet(season.usual(), on_screen=on_screen)
    session.items.update(is_secret=secret)
    assert f"1. Cách thức biểu quyết: {words}" in lines(minutes.build(session))


def test_what_was_said_is_left_open_until_somebody_writes_it(season):
    said = lines(minutes.build(season.meet(season.usual(), discussion="")))
    assert said[said.index("3. Ý kiến thảo luận") + 1] == "……"


def test_the_offices_words_replace_the_draft_but_not_the_votes(season):
    session = season.meet(season.usual())
    before = tables(minutes.build(session))
    season.word("minutes", session, body="I. DIỄN BIẾN\nHội đồng nghe báo cáo.")
    paper = minutes.build(session)
    assert "Hội đồng nghe báo cáo." in lines(paper)
    assert "3. Ý kiến thảo luận" not in lines(paper)
    assert tables(paper) == before


def test_minutes_are_a_draft_until_the_session_is_concluded(season):
    nominations = season.usual()
    session = season.meet(nominations, state=SessionState.OPENED, closed_at=None)
    paper = minutes.build(session)
    assert paper.draft
    assert "Phiên họp kết thúc vào …… giờ …… phút" in text(paper)


def test_minutes_of_a_session_that_is_only_planned_can_be_made(season):
    session = season.meet(
        season.usual(), state=SessionState.PLANNED, votes=None, opened_at=None, closed_at=None
    )
    paper = minutes.build(session)
    assert "Kết quả kiểm phiếu: ……" in lines(paper)
    assert tables(paper)[0].rows[0].cells[3:] == ("", "", "")


def test_sixty_nominees_are_sixty_rows(season):
    people = [season.person(f"Nguyễn Văn Số {n}") for n in range(60)]
    (table,) = tables(minutes.build(season.meet([season.nominate(p) for p in people])))
    assert table.rows[59].cells[0] == "60"


def test_minutes_ask_the_same_number_of_queries_for_one_and_three(
    season, django_assert_num_queries
):
    nominations = season.usual()
    one, three = season.meet(nominations[:1]), season.meet(nominations[:3])
    with django_assert_num_queries(12):
        minutes.build(type(one).objects.get(pk=one.pk))
    with django_assert_num_queries(12):
        minutes.build(type(three).objects.get(pk=three.pk))


# --- ballot count ------------------------------------------------------------------------------


def test_equal_ballots_are_one_sentence(season):
    said = lines(ballot_count.build(season.meet(season.usual())))
    assert "2. Số phiếu phát ra 09, thu về 09, hợp lệ 09, không hợp lệ 00." in said


def test_ballots_that_differ_are_a_table(season):
    session = season.meet(season.usual())
    session.items.filter(position=2).update(returned=9, valid=8, invalid=1, agree=7)
    table = tables(ballot_count.build(session))[0]
    assert [row.cells[2:] for row in table.rows[:2]] == [
        ("9", "9", "9", "0"),
        ("9", "9", "8", "1"),
    ]


def test_written_opinions_stand_apart_and_count_in_the_end(season):
    session = season.meet([season.usual()[0]], votes=(6, 2, 0))
    season.absent("Bùi Thị Lan", written=True)
    session.items.update(written_agree=1)
    ballots, written, whole = tables(ballot_count.build(session))
    assert ballots.rows[0].cells[3:] == ("6", "2", "0")
    assert written.rows[0].cells[3:] == ("1", "0", "0")
    assert whole.rows[0].cells[3:] == ("7/9", "77,7%", "Đạt")


def test_without_written_opinions_there_is_no_table_of_them(season):
    assert len(tables(ballot_count.build(season.meet(season.usual())))) == 2


def test_those_who_counted_sign(season):
    signed = ballot_count.build(season.meet(season.usual())).signatures
    assert [(s.position, s.name) for s in signed] == [
        ("NGƯỜI KIỂM PHIẾU", "Vũ Văn Khánh"),
        ("NGƯỜI KIỂM PHIẾU", "Bùi Thị Lan"),
    ]


def test_without_a_team_secretary_and_chair_sign(season):
    session = season.meet(season.usual())
    session.tellers.clear()
    signed = ballot_count.build(session).signatures
    assert [s.position for s in signed] == ["THƯ KÝ", "CHỦ TỌA"]


# --- ballots -----------------------------------------------------------------------------------


def test_as_many_ballots_as_members_are_present(season):
    session = season.meet(season.usual())
    season.absent("Bùi Thị Lan")
    ((_, copies, _),) = ballot.build(session).facts
    assert copies == 8


def test_items_with_a_recused_member_stand_on_a_ballot_of_their_own(season):
    session = season.meet(season.usual())
    season.recuse(session.items.get(position=2), "Vũ Văn Khánh")
    everybody, others = ballot.build(session).facts
    assert ([n.name for n in others[0].nominees], others[1]) == (["Thôn Xuân Đào"], 8)
    assert (len(everybody[0].nominees), everybody[1]) == (4, 9)


def test_a_show_of_hands_needs_no_ballot(season):
    session = season.meet(season.usual())
    session.items.filter(position__gt=1).update(is_secret=False)
    ((one, _, _),) = ballot.build(session).facts
    assert [nominee.name for nominee in one.nominees] == ["Thôn Ngọc"]


def test_ballots_are_refused_while_nobody_is_entered(season):
    session = season.meet(season.usual())
    session.attendances.all().delete()
    with pytest.raises(PaperError, match="Chưa ghi thành viên dự họp"):
        ballot.build(session)


@needs_pdf
def test_two_short_ballots_share_a_sheet(season):
    content = ballot.build(season.meet(season.usual())).render()
    assert len(pikepdf.open(io.BytesIO(content)).pages) == 5


@needs_pdf
def test_ballots_of_two_kinds_are_one_file(season):
    session = season.meet(season.usual())
    season.recuse(session.items.get(position=2), "Vũ Văn Khánh")
    content = ballot.build(session).render()
    assert len(pikepdf.open(io.BytesIO(content)).pages) == 5 + 4


def test_ballots_have_no_word_file_and_say_so(season):
    with pytest.raises(PaperError, match="chỉ có bản PDF, không có bản Word"):
        word_of(all_kinds()["ballot"], season.meet(season.usual()))


# --- agenda pack -------------------------------------------------------------------------------


def test_the_pack_has_a_page_for_each_nominee(season):
    paper = agenda_pack.build(season.meet(season.usual()))
    assert [annex.title for annex in paper.annexes][:3] == [
        "Thôn Ngọc",
        "Thôn Xuân Đào",
        "Nguyễn Thị Mai",
    ]


def test_pages_past_the_fortieth_have_roman_numbers_too(season):
    people = [season.person(f"Nguyễn Văn Số {n}") for n in range(49)]
    paper = agenda_pack.build(season.meet([season.nominate(p) for p in people]))
    assert paper.annex_label(49) == "Phụ lục XLIX"


def test_a_nominee_without_summary_has_none_invented(season):
    nomination = season.nominate(season.villages[0], summary="")
    (page,) = agenda_pack.build(season.meet([nomination])).annexes
    assert page.body[-1].text == "Chưa có tóm tắt thành tích."


# --- all of them -------------------------------------------------------------------------------


@pytest.mark.parametrize("slug", ["minutes", "ballot_count", "agenda_pack"])
def test_the_review_finds_nothing_in_a_session_that_was_recorded_in_full(season, slug):
    session = season.meet(season.usual())
    season.absent("Bùi Thị Lan", written=True)
    session.items.update(issued=8, returned=8, valid=8, agree=7, written_agree=1)
    season.recuse(session.items.first(), "Đỗ Văn Giang")
    season.word("minutes", session, number="3", is_place_dated=False)
    paper = all_kinds()[slug].build(session)
    assert not paper.draft
    assert reviewed(paper) == []


@needs_pdf
@pytest.mark.parametrize("slug", ["minutes", "ballot_count", "agenda_pack", "ballot"])
def test_the_office_prints_them(season, client, slug):
    session = season.meet(season.usual()[:2])
    client.force_login(season.clerk())
    response = client.get(reverse("organization:paper", args=[slug, session.pk]))
    assert response.content.startswith(b"%PDF-")


def test_another_commune_does_not_see_them(season, client):
    session = season.meet(season.usual())
    client.force_login(make_user(role=Role.OFFICE))
    response = client.get(reverse("organization:paper", args=["minutes", session.pk]))
    assert response.status_code == 404
