"""What each kind of criterion admits: defaults, bounds, and the sentence of how it judges."""

import pytest
from django.core.exceptions import ValidationError

from awards.kinds import PARAMETERS, CriterionKind, ParameterError, cleaned
from awards.models import Criterion
from awards.sentences import preview, sentence

NAMES = {"LDTT": "Lao động tiên tiến", "CSTDCS": "Chiến sĩ thi đua cơ sở", "GK_XA": "Giấy khen"}

# kind, given → the sentence that the officer reads
SENTENCES = [
    ("rating", {"level": "XS"}, "xếp loại năm từ mức Hoàn thành xuất sắc nhiệm vụ."),
    ("rating", {"level": "T", "initiative": True},
     "xếp loại năm từ mức Hoàn thành tốt nhiệm vụ và có sáng kiến, giải pháp được công nhận."),
    ("rating_years", {"level": "T", "years": 5},
     "xếp loại Hoàn thành tốt nhiệm vụ trở lên trong 5 năm liên tục."),
    ("index_rating", {"rating": "4_good", "rise": True},
     "chỉ số cải cách hành chính xếp loại từ mức Tốt và điểm cao hơn năm trước."),
    ("index_rise", {}, "điểm chỉ số cải cách hành chính cao hơn so với năm trước."),
    ("index_rise", {"by": "2.50"},
     "điểm chỉ số cải cách hành chính tăng ít nhất 2,5 điểm so với năm trước."),
    ("rank", {"at_most": 5, "rise_by": 3},
     "chỉ số cải cách hành chính đứng từ thứ 5 trở lên hoặc tăng ít nhất 3 bậc so với năm trước."),
    ("initiative", {}, "có ít nhất 1 sáng kiến, giải pháp được công nhận trong năm xét."),
    ("initiative", {"count": 2, "years": 2, "level": "T", "beyond": ["CSTDCS"]},
     "có ít nhất 2 sáng kiến, giải pháp được công nhận trong 2 năm, phạm vi ảnh hưởng từ cấp "
     "tỉnh, ngoài sáng kiến đã dùng để xét «Chiến sĩ thi đua cơ sở»."),
    ("no_discipline", {}, "không bị kỷ luật từ hình thức khiển trách trong năm xét."),
    ("members_clean", {},
     "không thành viên nào bị kỷ luật từ hình thức cảnh cáo trở lên trong năm xét."),
    ("title_years", {"codes": ["CSTDCS"], "times": 3},
     "đạt «Chiến sĩ thi đua cơ sở» 3 lần liên tục, tính đến năm xét."),
    ("title_years", {"codes": ["LDTT", "CSTDCS"], "times": 2, "within": 3, "before": True},
     "đạt «Lao động tiên tiến» hoặc «Chiến sĩ thi đua cơ sở» 2 lần trong 3 năm, trước năm xét."),
    ("meets_award", {}, "đạt đủ điều kiện của danh hiệu «Lao động tiên tiến» theo luật."),
    ("award_held", {"codes": ["GK_XA"], "years_ago": 5},
     "đã được tặng «Giấy khen» từ 5 năm trước."),
    ("member_share", {"codes": ["LDTT"], "percent": 50, "above": True},
     "trên 50% thành viên đạt «Lao động tiên tiến»."),
    ("member_share", {"codes": ["LDTT"], "percent": 70, "count": 1},
     "từ 70% thành viên trở lên và ít nhất 1 thành viên đạt «Lao động tiên tiến»."),
    ("member_rating", {}, "100% thành viên xếp loại Hoàn thành nhiệm vụ trở lên."),
    ("service_months", {},
     "công tác đủ 10 tháng trong năm, tính cả thời gian nghỉ thai sản."),
    ("registered", {}, "đã đăng ký thi đua (kể cả nhận muộn)."),
    ("registered", {"late": False}, "đã đăng ký thi đua đúng hạn."),
    ("manual", {}, "văn phòng xác nhận theo minh chứng."),
]  # fmt: skip

# kind, given → the parameter at fault and what is said
REFUSED = [
    ("rating", {"level": "A"}, "level", "«Từ mức»: giá trị không dùng được."),
    ("rating", {"at_least": "XS"}, "", "Tham số không dùng cho cách xét này: at_least."),
    ("rating", {"initiative": "có"}, "initiative",
     "«Đồng thời có sáng kiến, giải pháp được công nhận»: giá trị không dùng được."),
    ("rating_years", {"years": 31}, "years", "«Số năm liên tục»: phải từ 1 đến 30."),
    ("rating_years", {"years": True}, "years", "«Số năm liên tục»: giá trị không dùng được."),
    ("index_rise", {"by": "nan"}, "by", "«Tăng ít nhất (điểm)»: giá trị không dùng được."),
    ("index_rise", {"by": "một"}, "by", "«Tăng ít nhất (điểm)»: giá trị không dùng được."),
    ("index_rise", {"by": "-1"}, "by", "«Tăng ít nhất (điểm)»: phải từ 0 đến 1000."),
    ("rank", {}, "at_most", "Hãy ghi thứ hạng phải đạt hoặc số bậc phải tăng."),
    ("title_years", {}, "codes", "«Danh hiệu, hình thức»: chưa ghi."),
    ("title_years", {"codes": "LDTT"}, "codes",
     "«Danh hiệu, hình thức»: giá trị không dùng được."),
    ("member_share", {"codes": ["LDTT"]}, "percent",
     "Hãy ghi tỷ lệ hoặc số thành viên phải đạt."),
    ("member_share", {"codes": ["LDTT"], "percent": 101}, "percent",
     "«Tỷ lệ từ (%)»: phải từ 0 đến 100."),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "given", "words"), SENTENCES)
def test_a_sentence_says_how_a_criterion_is_judged(kind, given, words):
    assert sentence(kind, given, NAMES) == f"Hệ thống xét: {words}"


def test_every_kind_has_a_sentence_among_these():
    assert {kind for kind, *_ in SENTENCES} == set(CriterionKind.values) == PARAMETERS.keys()


@pytest.mark.parametrize(("kind", "given", "parameter", "message"), REFUSED)
def test_what_a_kind_does_not_admit_is_named(kind, given, parameter, message):
    with pytest.raises(ParameterError) as refused:
        cleaned(kind, given)
    assert (refused.value.parameter, str(refused.value)) == (parameter, message)


@pytest.mark.parametrize(("kind", "given", "words"), SENTENCES)
def test_cleaning_twice_changes_nothing(kind, given, words):
    once = cleaned(kind, given)
    assert cleaned(kind, once) == once


def test_an_unfinished_criterion_says_what_is_missing():
    assert preview("rank", {}, NAMES) == (
        "Chưa xét được: Hãy ghi thứ hạng phải đạt hoặc số bậc phải tăng."
    )


def test_the_office_judges_what_has_no_kind():
    assert "Văn phòng xem minh chứng" in preview("manual", {}, NAMES)


def test_the_model_refuses_parameters_that_the_kind_does_not_admit():
    criterion = Criterion(text="Xếp loại", kind="rating", parameters={"at_least": "XS"})
    with pytest.raises(ValidationError) as refused:
        criterion.clean()
    assert refused.value.messages == [
        "Xếp loại nhiệm vụ từ mức: Tham số không dùng cho cách xét này: at_least."
    ]


def test_the_model_refuses_parameters_that_are_no_names_and_values():
    with pytest.raises(ValidationError, match="nhóm tên và giá trị"):
        Criterion(text="Xếp loại", kind="rating", parameters=["XS"]).clean()


def test_the_model_fills_in_what_was_left_out():
    criterion = Criterion(text="Xếp loại", kind="rating", parameters={"level": "XS"})
    criterion.clean()
    assert criterion.parameters == {"level": "XS", "initiative": False}
