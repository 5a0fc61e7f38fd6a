"""Head, tail and signatures: each check both ways."""

import pytest

from emulation.papers.paper import Paper, PaperDate, Paragraph, Signature
from emulation.papers.review import Context, review_paper

from .typed import DECISION, PLAN, changed, codes, faults

# --- head and tail --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Số: 38/KH-UBND\n", ""),
        ("Số: 38/", "Số: /"),
        ("ngày 16 tháng", "ngày   tháng"),
        ("ỦY BAN NHÂN DÂN\nXÃ ĐÌNH DÙ\n", ""),
        ("Trần Quang Huy\n", ""),
    ],
)
def test_a_final_paper_lacks_nothing_and_a_draft_may(old, new):
    text = changed(old, new)
    found = faults(text, "missing-part", final=True)
    assert found
    assert {f.severity for f in found} == {"error"}
    assert {f.severity for f in faults(text)} <= {"note"}


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("Số: 38 /KH-UBND", "viết liền"),
        ("Số: 38/KH - UBND", "viết liền"),
        ("Số: 38/KH/UBND", "“KH-UBND”"),
        ("Số: 5/KH-UBND", "“05/KH-UBND”"),
        ("Số: 38/QĐ-UBND", "“KH”"),
    ],
)
def test_a_symbol_out_of_form_is_named(line, words):
    (found,) = faults(changed("Số: 38/KH-UBND", line))
    assert found.code == "symbol-form"
    assert words in found.message


def test_symbols_cited_in_the_text_are_looked_at_too():
    text = "Thực hiện Kế hoạch số 15/KH/UBND và số 16/KH - UBND."
    assert [f.code for f in faults(text)] == ["symbol-form", "symbol-form"]
    clean = "Theo số 15/KH-UBND, số 36-HD/VPTW, Hướng dẫn số 956/SNV-TĐKT, 33/2021/QĐ-UBND."
    assert faults(clean) == []


def test_a_blank_number_of_a_draft_is_no_fault():
    assert faults(changed("Số: 38/KH-UBND", "Số:     /KH-UBND")) == []


LETTER = PLAN.replace("KẾ HOẠCH\n", "TỜ TRÌNH\n").replace("/KH-", "/TTr-")


@pytest.mark.parametrize(
    "block",
    [
        "Kính gửi Sở Nội vụ\n",
        "Kính gửi: Sở Nội vụ\n- Sở Tài chính.\n",
        "Kính gửi:\n- Sở Nội vụ;\n- Sở Tài chính;\n",
        "Kính gửi:\n- Sở Nội vụ\n- Sở Tài chính.\n",
        "Kính gửi:\n- Sở Nội vụ.\n",
    ],
)
def test_addressees_out_of_form_are_named(block):
    text = changed("\nCăn cứ Luật", f"\n{block}Căn cứ Luật", LETTER)
    assert codes(text) - {"recipients"} == {"addressees"}


@pytest.mark.parametrize(
    "block", ["Kính gửi: Sở Nội vụ\n", "Kính gửi:\n- Sở Nội vụ;\n- Sở Tài chính.\n"]
)
def test_addressees_in_form_are_no_fault(block):
    text = changed("\nCăn cứ Luật", f"\n{block}Căn cứ Luật", LETTER)
    assert faults(text.replace("- Phòng Nội vụ huyện Văn Lâm (để báo cáo);", "- Như trên;")) == []


def test_a_plan_has_no_addressees():
    text = changed("\nCăn cứ Luật", "\nKính gửi: Sở Nội vụ\nCăn cứ Luật")
    assert "addressees" in codes(text)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Nơi nhận:", "Noi nhận:"),
        ("Nơi nhận:", "Nơi nhận"),
        ("- Lưu: VT.\n", "- Văn phòng.\n"),
        ("- Lưu: VT.", "- Lưu VT."),
        ("- Lưu: VT.", "- Lưu: VT;"),
        ("đoàn thể;\n- Lưu", "đoàn thể\n- Lưu"),
        ("- Các thôn", "Các thôn"),
        ("- Các thôn, ban, ngành, đoàn thể;\n- Lưu: VT.", "- Lưu: VT;\n- Các thôn."),
    ],
)
def test_recipients_out_of_form_are_named(old, new):
    assert codes(changed(old, new)) == {"recipients"}


def test_a_plan_without_recipients_is_named():
    start, end = PLAN.index("Nơi nhận"), PLAN.index("TM. ỦY BAN")
    assert codes(PLAN[:start] + PLAN[end:]) == {"recipients"}


def test_a_decision_says_first_who_carries_it_out():
    (found,) = faults(changed("- Như Điều 3;", "- Sở Nội vụ;", DECISION))
    assert (found.code, found.severity) == ("recipients", "note")


def test_dashes_typed_into_the_recipients_of_a_paper_are_named():
    paper = Paper(
        issuer=("THÔN",), type_name="KẾ HOẠCH", subject="A", recipients=("- Xã", "Lưu: VT"),
        body=(Paragraph("A"),), draft=True,
    )  # fmt: skip
    assert [f.code for f in review_paper(paper)] == ["recipients"]


# --- signatures -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("block", "severity"),
    [
        ("TM. CHỦ TỊCH\nPHÓ CHỦ TỊCH", "error"),
        ("KT. ỦY BAN NHÂN DÂN\nPHÓ CHỦ TỊCH", "error"),
        ("TM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH\nCHỦ TỊCH", "error"),
        ("TM. ỦY BAN NHÂN DÂN\nPHÓ CHỦ TỊCH", "error"),
        ("T/M ỦY BAN NHÂN DÂN\nCHỦ TỊCH", "warning"),
        ("TM ỦY BAN NHÂN DÂN\nCHỦ TỊCH", "warning"),
        ("TM. ỦY BAN NHÂN DÂN", "warning"),
        ("CHỦ TỊCH", "warning"),
    ],
)
def test_prefixes_misused_are_named(block, severity):
    found = faults(changed("TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH", block))
    assert {f.code for f in found} == {"signature"}
    assert found[0].severity == severity


@pytest.mark.parametrize(
    "block",
    [
        "TM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH",
        "TM. ỦY BAN NHÂN DÂN\nQ. CHỦ TỊCH",
        "TM. HỘI ĐỒNG\nCHỦ TỊCH",
        "TL. CHỦ TỊCH\nCHÁNH VĂN PHÒNG",
        "TL. CHỦ TỊCH\nKT. CHÁNH VĂN PHÒNG\nPHÓ CHÁNH VĂN PHÒNG",
        "TUQ. CHỦ TỊCH\nTRƯỞNG PHÒNG",
    ],
)
def test_prefixes_as_the_decree_means_them_are_no_fault(block):
    assert faults(changed("TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH", block)) == []


def test_a_chairmans_own_decision_is_not_signed_for_the_committee():
    text = changed("\nCHỦ TỊCH\n\nTrần", "\nTM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\n\nTrần", DECISION)
    assert [(f.code, f.severity) for f in faults(text)] == [("signature", "error")]


def test_no_degree_stands_before_the_signers_name():
    assert codes(changed("Trần Quang Huy", "ThS. Trần Quang Huy")) == {"signature"}


def test_a_position_missing_in_a_final_paper_is_an_error():
    paper = Paper(
        issuer=("ỦY BAN NHÂN DÂN", "XÃ ĐÌNH DÙ"), number="1", symbol="KH-UBND", place="Đình Dù",
        date=PaperDate(2024, 4, 16), type_name="KẾ HOẠCH", subject="A",
        body=(Paragraph("A"),), recipients=("Lưu: VT",),
        signatures=(Signature("", "Trần Quang Huy", ("TM. ỦY BAN NHÂN DÂN",)),),
    )  # fmt: skip
    assert [(f.code, f.severity) for f in review_paper(paper)] == [("signature", "error")]
    assert review_paper(paper, Context(final=False))[0].severity == "warning"
