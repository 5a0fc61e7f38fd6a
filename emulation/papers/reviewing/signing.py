"""Signatures: TM., KT., TL., TUQ., Q. as the decree means them; positions and names."""

import re
from collections.abc import Iterator

from emulation.papers.paper import Signature

from .finding import Finding
from .manuscript import Manuscript, Role

SOURCE = "Nghị định 30/2020/NĐ-CP, Điều 13 và PL I mục II.7 (domain.md 5.2 ô 7)"
_COLLECTIVE = re.compile(
    r"(?:ỦY BAN|UỶ BAN|HỘI ĐỒNG|BAN|ĐOÀN|TẬP THỂ|THƯỜNG TRỰC|CHÍNH PHỦ|BCH|UBND|HĐND|TỔ|ĐẢNG|CHI)\b"
)
_PERSON = re.compile(
    r"(?:CHỦ TỊCH|CHỦ NHIỆM|GIÁM ĐỐC|HIỆU TRƯỞNG|TRƯỞNG|BÍ THƯ|CHÁNH|CỤC TRƯỞNG|"
    r"THỦ TRƯỞNG|BỘ TRƯỞNG|TỔNG)\b"
)
_DEPUTY = re.compile(r"(?:Q\. )?(?:PHÓ|ỦY VIÊN|UỶ VIÊN)\b")
_WRONG_FORM = re.compile(r"(?:T/M|K/T|T/L|T/UQ|TM/|KT/|TL/|(?:TM|KT|TL|TUQ)(?=\s))")
_RIGHT_FORM = {"T/M": "TM.", "K/T": "KT.", "T/L": "TL.", "T/UQ": "TUQ.", "TM": "TM.", "KT": "KT.",
               "TL": "TL.", "TUQ": "TUQ."}  # fmt: skip
# A decision or a letter may be the chairman's own; these are the committee's (domain.md 4.3).
_OF_THE_COLLECTIVE = {"KẾ HOẠCH", "TỜ TRÌNH", "BÁO CÁO", "CHƯƠNG TRÌNH", "NGHỊ QUYẾT"}
_TITLE = re.compile(r"(?:ThS|Ths|TS|PGS|GS|BS|KS|CN|Đ/c|Ông|Bà|NGƯT|NSƯT)\.?\s")


def signature(paper: Manuscript) -> Iterator[Finding]:
    """Check every signature block, one rule after the other."""
    signer = paper.having(Role.SIGNER)
    if not signer:
        return
    for block in paper.signatures:
        lines = [*block.authority, block.position]
        for severity, words, message in (*_prefixes(lines), *_block(paper, block)):
            line = next((line for line in signer if words and words in line.text), signer[0])
            yield line.finding("signature", severity, message, SOURCE)


def _prefixes(lines: list[str]) -> Iterator[tuple]:
    """What follows TM., KT., TL., TUQ., and how they are written."""
    for words in lines:
        if wrong := _WRONG_FORM.match(words):
            right = _RIGHT_FORM[wrong[0].rstrip("/") if wrong[0].endswith("/") else wrong[0]]
            yield "warning", words, f"Ghi “{right}” (có dấu chấm), không ghi “{wrong[0]}”."
            continue
        rest = re.sub(r"^(?:TM|KT|TL|TUQ)\.\s*", "", words)
        if words.startswith("TM.") and _PERSON.match(rest):
            yield (
                "error",
                words,
                (
                    "“TM.” là thay mặt tập thể (ỦY BAN NHÂN DÂN, HỘI ĐỒNG…), không dùng với chức "
                    f"vụ “{rest}”. Cấp phó ký thay thì ghi “KT. {rest}”."
                ),
            )
        if words.startswith("KT.") and _COLLECTIVE.match(rest) and not _PERSON.match(rest):
            yield (
                "error",
                words,
                (
                    "“KT.” là ký thay người đứng đầu (KT. CHỦ TỊCH…); thay mặt "
                    f"“{rest}” thì ghi “TM.”."
                ),
            )


def _block(paper: Manuscript, block: Signature) -> Iterator[tuple]:
    """Whether authority, position and name of one block go together."""
    above, position = list(block.authority), block.position
    by_deputy = any(words.startswith("KT.") for words in above)
    by_order = any(words.startswith(("TL.", "TUQ.")) for words in above)
    collective = any(words.startswith("TM.") for words in above)
    if not position.strip() or position.startswith(("TM.", "KT.", "TL.", "TUQ.")):
        severity = "error" if paper.final else "warning"
        yield severity, position, "Chưa có chức vụ của người ký dưới dòng thẩm quyền ký."
    elif by_deputy and not by_order and not _DEPUTY.match(position):
        yield (
            "error",
            position,
            (
                f"Có “KT.” thì người ký là cấp phó: ghi “PHÓ …” thay cho “{position}”, hoặc bỏ "
                "dòng “KT.”."
            ),
        )
    elif collective and not by_deputy and not by_order and position.startswith("PHÓ CHỦ TỊCH"):
        yield "error", position, "Cấp phó ký thay phải có dòng “KT. CHỦ TỊCH” ở trên chức vụ."
    power = paper.issuer.upper()
    if collective and re.search(r"CHỦ TỊCH (?:ỦY|UỶ) BAN NHÂN DÂN", power):
        yield (
            "error",
            above[0],
            (
                "Văn bản của Chủ tịch Ủy ban nhân dân (thẩm quyền riêng) ký “CHỦ TỊCH”, không ghi "
                "“TM. ỦY BAN NHÂN DÂN”."
            ),
        )
    elif (
        not above
        and position == "CHỦ TỊCH"
        and paper.type_name in _OF_THE_COLLECTIVE
        and re.match(r"(?:ỦY|UỶ) BAN NHÂN DÂN", power)
    ):
        yield (
            "warning",
            position,
            ("Văn bản của Ủy ban nhân dân ký thay mặt tập thể: thêm dòng “TM. ỦY BAN NHÂN DÂN”."),
        )
    if title := _TITLE.match(block.name):
        yield "warning", block.name, f"Không ghi “{title[0].strip()}” trước họ tên người ký."
