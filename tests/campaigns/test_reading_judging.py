"""How a criterion's own words say it is judged; what is not clear stays with the office."""

import pytest

from awards.kinds import CriterionKind, cleaned
from campaigns.reading.awarding import Known
from campaigns.reading.judging import NO_NUMBER, NOT_CLEAR, SEVERAL, judging

CATALOGUE = [
    Known("LDTT", "Lao động tiên tiến", "title", "X"),
    Known("CSTDCS", "Chiến sĩ thi đua cơ sở", "title", "X"),
    Known("GK_XA", "Giấy khen của Chủ tịch UBND cấp xã", "commendation", "X"),
]

# words → kind and the parameters that are not defaults
CLEAR = [
    ("Hoàn thành xuất sắc nhiệm vụ được giao năm 2026;", "rating", {"level": "XS"}),
    ("Được đánh giá, xếp loại hoàn thành tốt nhiệm vụ trở lên", "rating", {"level": "T"}),
    ("Hoàn thành nhiệm vụ được giao trong năm", "rating", {"level": "HT"}),
    ("Hoàn thành tốt nhiệm vụ được giao, có sáng kiến trong cải cách hành chính", "rating",
     {"level": "T", "initiative": True}),
    ("Hoàn thành xuất sắc nhiệm vụ và có sáng kiến được công nhận", "rating",
     {"level": "XS", "initiative": True}),
    ("Chỉ số cải cách hành chính năm 2026 xếp loại Tốt trở lên", "index_rating",
     {"rating": "4_good"}),
    ("Chỉ số CCHC xếp loại khá; có chỉ số tăng điểm so với năm trước liền kề", "index_rating",
     {"rating": "3_fair", "rise": True}),
    ("Đạt thứ hạng từ 5 trở lên hoặc tăng ít nhất 3 bậc về chỉ số cải cách hành chính", "rank",
     {"at_most": 5, "rise_by": 3}),
    ("Xếp thứ 3 trở lên về chỉ số CCHC", "rank", {"at_most": 3}),
    ("Có sáng kiến, giải pháp mang lại hiệu quả thiết thực", "initiative", {}),
    ("Có ít nhất 02 sáng kiến được công nhận", "initiative", {"count": 2}),
    ("Có sáng kiến cấp tỉnh", "initiative", {"level": "T"}),
    ("Không vi phạm kỷ luật", "no_discipline", {}),
    ("Chấp hành nghiêm kỷ luật, kỷ cương hành chính", "no_discipline", {}),
    ("Không bị kỷ luật từ hình thức cảnh cáo trở lên", "no_discipline",
     {"severity": "2_warning"}),
    ("Không có thành viên bị kỷ luật từ hình thức cảnh cáo trở lên", "members_clean", {}),
    ("Không có cá nhân vi phạm kỷ luật", "members_clean", {"severity": "1_reprimand"}),
    ("Có từ 70% thành viên trở lên đạt danh hiệu “Lao động tiên tiến”", "member_share",
     {"codes": ["LDTT"], "percent": 70}),
    ("Có 03 năm liên tục đạt danh hiệu Chiến sĩ thi đua cơ sở", "title_years",
     {"codes": ["CSTDCS"], "times": 3}),
    ("Có đăng ký thi đua đúng thời hạn", "registered", {"late": False}),
    ("Đã đăng ký thi đua", "registered", {}),
]  # fmt: skip

# words → why the office judges
NOT_CLEARS = [
    ("Có phẩm chất đạo đức tốt, đoàn kết", NOT_CLEAR),
    ("Hoàn thành tốt nhiệm vụ tuyên truyền", NOT_CLEAR),
    ("Không có sáng kiến", NOT_CLEAR),
    ("Đạt thứ hạng cao hoặc vượt bậc so với năm trước", NO_NUMBER),
    ("Xếp thứ 3 trở lên trong cụm thi đua", SEVERAL),
    ("Thứ hạng từ 5 trở lên và tăng ít nhất 2 bậc về chỉ số cải cách hành chính", SEVERAL),
    ("Hoàn thành tốt nhiệm vụ; được Nhân dân tín nhiệm; có đạo đức tốt", SEVERAL),
    ("Hoàn thành tốt nhiệm vụ và có lối sống lành mạnh", SEVERAL),
    ("Hoàn thành tốt nhiệm vụ, có 02 sáng kiến", SEVERAL),
    ("Có sáng kiến và được Nhân dân tín nhiệm", NOT_CLEAR),
    ("Có 03 sáng kiến trong 5 năm", NOT_CLEAR),
    ("Hoàn thành xuất sắc nhiệm vụ hoặc có sáng kiến", NOT_CLEAR),
    ("Có từ 70% thành viên trở lên đạt danh hiệu cao quý", NOT_CLEAR),
    ("Hoàn thành tốt nhiệm vụ\n+ Đúng hạn\n+ Có chất lượng", SEVERAL),
    ("", NOT_CLEAR),
]  # fmt: skip


@pytest.mark.parametrize(("text", "kind", "given"), CLEAR)
def test_clear_words_say_how_they_are_judged(text, kind, given):
    found = judging(text, CATALOGUE)
    assert (found.kind, found.reason) == (kind, "")
    assert found.parameters == cleaned(kind, given)


@pytest.mark.parametrize(("text", "reason"), NOT_CLEARS)
def test_what_is_not_clear_stays_with_the_office_and_is_told(text, reason):
    found = judging(text, CATALOGUE)
    assert (found.kind, found.parameters) == (CriterionKind.MANUAL, {})
    assert found.reason == reason


def test_a_title_that_the_catalogue_does_not_know_is_not_clear():
    found = judging("Có 02 năm liên tục đạt danh hiệu Chiến sĩ thi đua cơ sở", [])
    assert (found.kind, found.reason) == (CriterionKind.MANUAL, NOT_CLEAR)
