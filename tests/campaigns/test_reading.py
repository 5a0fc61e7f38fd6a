"""What a plan says: deadlines in every phrasing, criteria, awards, dossiers; nothing is guessed."""

import csv
import datetime as dt
import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st

from campaigns.reading import Known, PlanFacts, as_json, codes, only, understand
from emulation.papers.reader import ReadingError, read
from tests import plans

ROOT = Path(__file__).parents[2]
SEEDS = {path.name[:3]: path for path in (ROOT.parent / "shared" / "seeds").glob("*.txt")}
needs_seeds = pytest.mark.skipif(len(SEEDS) < 2, reason="the two real documents are not here")
patient = examples(deadline=None, suppress_health_check=[HealthCheck.too_slow])

with (ROOT / "awards" / "data" / "award_types.csv").open(encoding="utf-8") as stream:
    ROWS = list(csv.DictReader(stream, delimiter="|"))


def catalogue(day):
    return [
        Known(row["code"], row["name_vi"], row["kind"], row["level"])
        for row in ROWS
        if row["valid_from"] <= day and (not row["valid_to"] or day <= row["valid_to"])
    ]


def facts_of(source, day="2024-04-16"):
    return understand(read(source), catalogue(day))


def plan(*lines, subject="Phát động phong trào thi đua cải cách hành chính năm 2024"):
    return "\n".join((
        "UBND XÃ A", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Số: 1/KH-UBND",
        "A, ngày 16 tháng 4 năm 2024", "", "KẾ HOẠCH", subject, "", *lines,
    ))  # fmt: skip


def texts(quotes):
    return [quote.text for quote in quotes]


def told(deadlines_):
    return [(deadline.year, deadline.before_text) for deadline in deadlines_]


# --- the two real plans ------------------------------------------------------------------------


@needs_seeds
def test_commune_plan():
    facts = facts_of(SEEDS["000"].read_bytes())
    assert told(facts.registration_deadlines) == [(2024, "2024-04-26")]
    assert told(facts.dossier_deadlines) == [(2024, "2024-12-10")]
    assert (len(facts.collective), len(facts.individual)) == (4, 5)
    assert facts.collective[1].text == "Hoàn thành xuất sắc nhiệm vụ được giao trong năm 2024"
    assert [award.code for award in facts.awards] == ["GK_HUYEN", "GK_XA"]
    assert len(facts.components) == 4
    assert facts.dossiers[0].copies == 1
    assert facts.registration_sent_to == "UBND xã qua bộ phận văn phòng"
    assert (facts.name, facts.theme) == (
        "Phong trào thi đua cải cách hành chính năm 2024",
        "cải cách hành chính",
    )
    assert (facts.first_year, facts.last_year, facts.dated) == (2024, 2024, dt.date(2024, 4, 16))
    assert len(facts.participants) == 2
    assert len(facts.recipients) == 8


@needs_seeds
def test_inspectorate_plan():
    facts = facts_of(SEEDS["002"].read_bytes(), "2021-08-16")
    assert told(facts.registration_deadlines) == [(None, "--02-01"), (2021, "2021-08-30")]
    assert facts.dossier_deadlines == ()
    assert facts.dossier_note.startswith("theo Điều 12, Quyết định số 33/2021/QĐ-UBND")
    assert (len(facts.collective), len(facts.individual)) == (6, 2)
    assert [award.code for award in facts.awards] == ["BK_TINH"]
    assert len(facts.components) == 3
    assert facts.ends_on == dt.date(2025, 12, 31)
    assert facts.starts_on is None
    assert facts.is_multi_year
    assert facts.theme == "Cải cách hành chính trên địa bàn tỉnh Lào Cai"
    assert len(facts.recipients) == 7


@needs_seeds
@pytest.mark.parametrize("number", ["000", "002"])
def test_facts_stand_where_they_say(number):
    reading = read(SEEDS[number].read_bytes())
    facts = understand(reading)
    quotes = [*facts.collective, *facts.individual, *facts.awards, *facts.components,
              *facts.participants, *facts.registration_deadlines]  # fmt: skip
    for quote in quotes:
        whole = " ".join(reading.lines[index].text for index in quote.lines)
        assert quote.text[:40] in whole


@needs_seeds
@pytest.mark.parametrize("number", ["000", "002"])
def test_json_has_the_fixed_form(number):
    reading = read(SEEDS[number].read_bytes())
    data = json.loads(json.dumps(as_json(reading, understand(reading))))
    assert list(data) == [
        "parent", "issuer", "number", "symbol", "place", "date", "type", "subject", "addressees",
        "bases", "sections", "recipients", "signatures", "registration_deadlines",
        "dossier_deadlines", "criteria", "awards", "components", "findings",
    ]  # fmt: skip
    assert list(data["criteria"]) == ["collective", "individual"]
    assert data["number"] is None
    assert data["recipients"][-1].startswith("Lưu: VT")
    for section in data["sections"]:
        assert list(section) == ["label", "heading", "blocks"]
        for block in section["blocks"]:
            assert list(block) == ["kind", "label", "text", "children"]


# --- plans nobody has seen ---------------------------------------------------------------------


def test_school():
    facts = facts_of(plans.school(), "2025-09-05")
    assert told(facts.registration_deadlines) == [(2025, "2025-09-26")]
    assert told(facts.dossier_deadlines) == [(2026, "2026-05-21")]
    assert (len(facts.collective), len(facts.individual)) == (2, 3)
    # The head of a school is in no catalogue.
    assert [award.code for award in facts.awards] == [None, "GK_XA"]
    assert texts(facts.components) == ["Tờ trình", "Báo cáo thành tích", "Biên bản họp xét."]
    assert facts.registration_sent_to == "Văn phòng"
    assert (facts.first_year, facts.last_year, facts.is_multi_year) == (2025, 2026, False)


def test_ward():
    facts = facts_of(plans.ward(), "2026-01-12")
    assert told(facts.registration_deadlines) == [(None, "--02-15"), (2026, "2026-02-28")]
    assert told(facts.dossier_deadlines) == [(None, "--12-01")]
    assert (facts.starts_on, facts.ends_on) == (dt.date(2026, 1, 15), dt.date(2030, 12, 31))
    assert [len(found) for found in (facts.collective, facts.individual, facts.household)] == [
        2, 1, 2,
    ]  # fmt: skip
    assert [award.code for award in facts.awards] == ["GK_XA", "BK_TINH"]
    assert len(facts.components) == 2
    assert facts.signer_authority == ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH")


def test_trade_union():
    facts = facts_of(plans.trade_union(), "2025-01-01")
    # "trước 17 giờ 00 ngày 15/10": the 15th is still in time.
    assert told(facts.dossier_deadlines) == [(2025, "2025-10-16")]
    assert (len(facts.collective), len(facts.individual)) == (2, 1)
    assert [award.code for award in facts.awards] == [None, None]
    assert len(facts.components) == 2
    assert any("thời hạn đăng ký" in finding for finding in facts.findings)


def test_party():
    facts = facts_of(plans.party(), "2026-02-03")
    assert (len(facts.collective), len(facts.individual)) == (2, 1)
    assert told(facts.registration_deadlines) == [(2026, "2026-02-28")]


def test_articles():
    facts = facts_of(plans.articles(), "2026-01-01")
    assert told(facts.registration_deadlines) == [(2026, "2026-03-31")]
    assert (len(facts.collective), len(facts.individual)) == (2, 1)
    assert [award.code for award in facts.awards] == ["CSTDCS"]
    data = as_json(read(plans.articles()), facts)
    assert [section["label"] for section in data["sections"]] == ["Chương I", "Chương II"]
    assert data["sections"][0]["blocks"][0]["label"] == "Điều 1"


def test_a_table_is_named_as_left_out_of_the_text():
    facts = facts_of(plans.table_between())
    assert "Thuế đất" not in facts.body
    assert any("bảng" in finding for finding in facts.findings)
    block = as_json(read(plans.table_between()), facts)["sections"][0]["blocks"][0]
    assert block["kind"] == "table"
    assert "Thuế đất\t10\t20" in block["text"]


def test_a_plan_without_headings_keeps_its_text():
    reading = read(plan("1. Mục đích", "- Một", "2. Yêu cầu", "- Hai"))
    sections = as_json(reading, understand(reading))["sections"]
    assert [section["label"] for section in sections] == [None]
    assert [block["label"] for block in sections[0]["blocks"]] == ["1", "2"]


# --- criteria ----------------------------------------------------------------------------------


def test_criteria_in_one_line():
    facts = facts_of(plan(
        "I. TIÊU CHUẨN KHEN THƯỞNG",
        "- Đối với tập thể: Hoàn thành tốt nhiệm vụ, đoàn kết.",
        "- Đối với cá nhân: Có sáng kiến.",
    ))  # fmt: skip
    assert texts(facts.collective) == ["Hoàn thành tốt nhiệm vụ, đoàn kết."]
    assert texts(facts.individual) == ["Có sáng kiến."]


def test_a_criterion_keeps_its_parts():
    facts = facts_of(plan(
        "I. TIÊU CHUẨN KHEN THƯỞNG",
        "1. Đối với tập thể",
        "Đạt các tiêu chuẩn sau:",
        "- Có hồ sơ đầy đủ:",
        "+ Kế hoạch;",
        "+ Báo cáo.",
        "- Đoàn kết.",
    ))  # fmt: skip
    assert texts(facts.collective) == ["Có hồ sơ đầy đủ:\n+ Kế hoạch;\n+ Báo cáo.", "Đoàn kết."]
    assert facts.components == ()


def test_criteria_for_nobody_are_not_given_to_anybody():
    facts = facts_of(plan("I. TIÊU CHUẨN KHEN THƯỞNG", "- Hoàn thành tốt.", "- Đoàn kết."))
    assert facts.collective == facts.individual == ()
    assert any("chưa rõ dành cho" in finding for finding in facts.findings)


def test_who_may_compete_is_no_criterion():
    facts = facts_of(plan(
        "I. ĐỐI TƯỢNG, TIÊU CHÍ THI ĐUA",
        "1. Đối tượng thi đua",
        "a) Tập thể",
        "- Các thôn.",
        "2. Tiêu chí thi đua",
        "- Thi đua hoàn thành tốt.",
    ))  # fmt: skip
    assert facts.collective == ()


# --- awards and dossiers -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "day", "expected"),
    [
        ("Giấy khen của Chủ tịch UBND xã", "2024-04-16", "GK_XA"),
        ("Chủ tịch Ủy ban nhân dân phường tặng Giấy khen", "2026-01-01", "GK_XA"),
        ("Giấy khen của Chủ tịch UBND huyện", "2024-04-16", "GK_HUYEN"),
        # There is no district any more.
        ("Giấy khen của Chủ tịch UBND huyện", "2026-01-01", None),
        ("Bằng khen của Thủ tướng Chính phủ", "2024-04-16", "BK_TTG"),
        ("Bằng khen của Chủ tịch UBND tỉnh", "2024-04-16", "BK_TINH"),
        ("Giấy khen của Giám đốc Sở Nội vụ", "2024-04-16", "GK_SO"),
        ("Danh hiệu “Lao động tiên tiến”", "2024-04-16", "LDTT"),
        ("Danh hiệu “Tập thể lao động tiên tiến”", "2024-04-16", "TTLDTT"),
        ("Chiến sỹ thi đua cấp cơ sở", "2024-04-16", "CSTDCS"),
        ("Giấy khen", "2024-04-16", None),
        ("Giấy khen của Hiệu trưởng", "2024-04-16", None),
        ("Giấy khen của Công đoàn cơ sở", "2024-04-16", None),
        ("Giấy khen, Bằng khen của Chủ tịch UBND tỉnh", "2024-04-16", None),
        ("Giấy khen của Chủ tịch UBND xã, Chủ tịch UBND huyện", "2024-04-16", None),
        ("Tuyên dương trước cờ", "2024-04-16", None),
    ],
)
def test_awards_of_the_catalogue(text, day, expected):
    assert only(text, catalogue(day)) == expected


def test_every_award_of_the_catalogue_is_known_by_its_name():
    known = catalogue("2024-04-16")
    for award in known:
        if award.kind == "title":
            assert award.code in codes(award.name, known), award.name


def test_dossiers_for_different_awards_stay_apart():
    facts = facts_of(plan(
        "I. HỒ SƠ ĐỀ NGHỊ KHEN THƯỞNG",
        "1. Đối với hồ sơ đề nghị huyện khen thưởng:",
        "- Tờ trình; ",
        "- Số lượng: 02 bộ gửi về UBND huyện trước ngày 10/12/2024.",
        "2. Đối với hồ sơ đề nghị xã khen thưởng:",
        "- Danh sách đề nghị.",
    ))  # fmt: skip
    assert [(d.heading, len(d.components), d.copies, d.sent_to) for d in facts.dossiers] == [
        ("Đối với hồ sơ đề nghị huyện khen thưởng", 1, 2, "UBND huyện"),
        ("Đối với hồ sơ đề nghị xã khen thưởng", 1, None, ""),
    ]


# --- plain data --------------------------------------------------------------------------------


@pytest.mark.parametrize("name", plans.UNSEEN)
def test_facts_survive_as_plain_data(name):
    facts = facts_of(plans.UNSEEN[name]())
    assert PlanFacts.from_dict(json.loads(json.dumps(facts.to_dict()))) == facts


def test_corrections_are_checked():
    with pytest.raises(TypeError):
        PlanFacts.from_dict({"nonsense": 1})
    with pytest.raises(ValueError, match="month"):
        PlanFacts.from_dict({"dated": "2024-13-01"})
    deadline = {"before": "--02-30"}
    with pytest.raises(ValueError, match="day"):
        PlanFacts.from_dict({"registration_deadlines": [deadline]})


PIECES = [
    "I. TIÊU CHUẨN", "II. HỒ SƠ", "1. Đối với tập thể", "- Đối với cá nhân: Tốt", "a) Giấy khen",
    "III. HÌNH THỨC", "đăng ký trước ngày 31/12", "hằng năm", "chậm nhất ngày 30/2/2024",
    "gửi về UBND xã", "từ ngày 1/1/2024 đến ngày 1/2/2023", "Hồ sơ gồm: A; B", "năm 9999",
    "trước ngày 31/12/9999", "chậm nhất ngày 31/12/9999", "01 bộ", "[[x]]",
]  # fmt: skip


@patient
@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=10), max_size=30))
def test_any_plan_is_understood_or_left_empty(lines):
    try:
        reading = read(plan(*lines))
    except ReadingError:
        return
    facts = understand(reading, catalogue("2024-04-16"))
    json.dumps(as_json(reading, facts), ensure_ascii=False)
    assert PlanFacts.from_dict(facts.to_dict()) == facts
