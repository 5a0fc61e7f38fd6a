"""Reads the table of cases that a lawyer can read: records in short Vietnamese words to facts."""

import datetime as dt
import re
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import NamedTuple

from awards.catalogue import law_sets
from awards.facts import (
    Alternatives,
    AwardFact,
    BarFact,
    ClaimFact,
    Facts,
    IndexFact,
    InitiativeFact,
    MemberFact,
    Occasion,
    Outcome,
    Proof,
    RatingFact,
    RegistrationFact,
    Rule,
    RuleSet,
)

TABLE = Path(__file__).parent / "eligibility_cases.txt"
NAMES = {
    "LDTT": "Lao động tiên tiến",
    "CSTDCS": "Chiến sĩ thi đua cơ sở",
    "CSTDT": "Chiến sĩ thi đua cấp tỉnh",
    "CSTDTQ": "Chiến sĩ thi đua toàn quốc",
    "TTLDTT": "Tập thể lao động tiên tiến",
    "TTLDXS": "Tập thể lao động xuất sắc",
    "GK_XA": "Giấy khen của Chủ tịch UBND cấp xã",
    "GK_HUYEN": "Giấy khen của Chủ tịch UBND cấp huyện",
    "BK_TINH": "Bằng khen của Chủ tịch UBND tỉnh",
    "BK_BO": "Bằng khen của bộ",
    "BK_TTG": "Bằng khen của Thủ tướng Chính phủ",
}
OUTCOMES = {str(label): value for value, label in Outcome.choices}
REACHES = {"cấp xã": "X", "cấp huyện": "H", "cấp tỉnh": "T", "cấp bộ": "B", "toàn quốc": "TW"}
SEVERITIES = {
    "khiển trách": "1_reprimand",
    "cảnh cáo": "2_warning",
    "hạ bậc lương": "3_pay_cut",
    "cách chức": "5_removal",
}
MATTERS = {
    "xem xét kỷ luật": "under_review",
    "thanh tra": "investigation",
    "khiếu nại": "complaint",
    "tố cáo": "denunciation",
    "báo chí nêu": "press_report",
}
INDEXES = {
    "Xuất sắc": "5_excellent",
    "Tốt": "4_good",
    "Khá": "3_fair",
    "Trung bình": "2_average",
    "Yếu": "1_weak",
}


class Row(NamedTuple):
    """One line of the table."""

    line: int
    heading: str
    day: dt.date
    asked: str
    records: str
    outcome: str
    sentence: str


def rows():
    """Return the lines of the table, each under its heading."""
    heading, found = "", []
    for number, line in enumerate(TABLE.read_text(encoding="utf-8").splitlines(), start=1):
        if line.startswith("## "):
            heading = line.removeprefix("## ")
        elif re.match(r"\d\d/\d\d/\d{4} ", line):
            day, asked, records, outcome, sentence = (cell.strip() for cell in line.split("|"))
            found.append(Row(number, heading, day_of(day), asked, records, outcome, sentence))
    return found


def day_of(text):
    return dt.datetime.strptime(text, "%d/%m/%Y").date()


# --- law and campaigns ---------------------------------------------------------------------------


@cache
def law_on(day, subject):
    """Return the shipped conditions of each award that hold on a day, by code."""
    return {
        values["award_code"]: law_ruleset(values, entry)
        for values, entry in law_sets()
        if values["subject"] == subject
        and values["valid_from"] <= day
        and (values["valid_to"] is None or day <= values["valid_to"])
    }


def law_ruleset(values, entry):
    code = values["award_code"]
    return RuleSet(
        key=f"law.{code}",
        name=values["name"],
        rules=tuple(
            Rule(
                key=f"law.{code}.{number}",
                text=row["text"],
                kind=row["kind"],
                clause=row["clause"],
                parameters=row.get("parameters", {}),
                mandatory=row.get("mandatory", True),
                group=f"law.{code}.{row['group']}" if "group" in row else "",
                criterion=number,
                evidence=row.get("evidence", ""),
                verified=values["verified"],
            )
            for number, row in enumerate(entry["criteria"], start=1)
        ),
        groups=tuple(
            Alternatives(f"law.{code}.{row['key']}", row["text"], row["needed"])
            for row in entry.get("groups", ())
        ),
    )


def plan(name, section, *rules, pass_points=None, groups=()):
    """Return the criteria of a plan, numbered: (kind, parameters, more columns of the rule)."""
    return RuleSet(
        key=name,
        name=name,
        rules=tuple(
            Rule(
                key=f"{name}.{number}",
                text=f"Tiêu chuẩn {number}",
                kind=kind,
                clause=f"tiêu chuẩn {number} mục {section} của Kế hoạch",
                parameters=parameters,
                criterion=number,
                **(more[0] if more else {}),
            )
            for number, (kind, parameters, *more) in enumerate(rules, start=1)
        ),
        groups=groups,
        pass_points=pass_points,
    )


# The criteria of the two seeds (domain.md 1.2) as data: code asked for, subject, set.
PLANS = {
    "Đình Dù tập thể": (
        "GK_XA",
        "C",
        plan(
            "Đình Dù tập thể",
            "V.1",
            ("index_rating", {"rating": "4_good", "rise": True}),
            ("rating", {"level": "XS"}),
            ("initiative", {}),
            ("no_discipline", {}),
        ),
    ),
    "Đình Dù cá nhân": (
        "GK_XA",
        "I",
        plan(
            "Đình Dù cá nhân",
            "V.2",
            ("rating", {"level": "XS"}),
            ("manual", {}, {"evidence": "báo cáo kết quả nhiệm vụ cải cách hành chính"}),
            ("manual", {}, {"evidence": "danh mục văn bản đã tham mưu"}),
            ("initiative", {}),
            ("no_discipline", {}),
        ),
    ),
    "Lào Cai tập thể": (
        "BK_TINH",
        "C",
        plan(
            "Lào Cai tập thể",
            "III.2a",
            ("manual", {}, {"evidence": "văn bản chỉ đạo"}),
            ("manual", {}, {"evidence": "kế hoạch phát động thi đua"}),
            ("manual", {}, {"evidence": "tin bài tuyên truyền"}),
            ("manual", {}, {"evidence": "báo cáo tiến độ"}),
            ("rank", {"at_most": 3, "rise_by": 3}),
            ("manual", {}, {"evidence": "báo cáo của đơn vị"}),
        ),
    ),
    "Lào Cai cá nhân": (
        "BK_TINH",
        "I",
        plan(
            "Lào Cai cá nhân",
            "III.2b",
            ("rating", {"level": "T", "initiative": True}),
            ("manual", {}, {"evidence": "nhận xét của đơn vị"}),
        ),
    ),
    "Chấm điểm": (
        "GK_XA",
        "I",
        plan(
            "Chấm điểm",
            "IV",
            ("manual", {}, {"scoring": "score", "points": Decimal(60)}),
            ("manual", {}, {"scoring": "score", "points": Decimal(30)}),
            ("initiative", {}, {"scoring": "bonus", "points": Decimal(10)}),
            ("manual", {}, {"scoring": "penalty", "points": Decimal(20)}),
            pass_points=Decimal(80),
        ),
    ),
    "Đăng ký đúng hạn": (
        "GK_XA",
        "I",
        plan("Đăng ký đúng hạn", "III", ("registered", {"late": False}), ("rating", {})),
    ),
    "Đăng ký": (
        "GK_XA",
        "I",
        plan("Đăng ký", "III", ("registered", {}), ("rating", {})),
    ),
    "Đủ tháng": ("GK_XA", "I", plan("Đủ tháng", "III", ("service_months", {"months": 10}))),
    "Tăng hai điểm": ("GK_XA", "C", plan("Tăng hai điểm", "III", ("index_rise", {"by": "2"}))),
    "Từng có bằng khen": (
        "BK_TTG",
        "I",
        plan("Từng có bằng khen", "III", ("award_held", {"codes": ["BK_TINH"], "years_ago": 5})),
    ),
    "Hai trong ba": (
        "GK_XA",
        "I",
        plan(
            "Hai trong ba",
            "III",
            ("rating", {"level": "XS"}, {"group": "g"}),
            ("initiative", {}, {"group": "g"}),
            ("title_years", {"codes": ["LDTT"]}, {"group": "g"}),
            groups=(Alternatives("g", "Đạt hai trong ba tiêu chuẩn", 2),),
        ),
    ),
}  # fmt: skip


def question(row):
    """Return the rule sets and the occasion of a line."""
    code, subject, own = PLANS.get(row.asked, (row.asked, "", None))
    subject = subject or ("C" if code.startswith("TT") else "I")
    law = law_on(row.day, subject)
    year = row.day.year
    occasion = Occasion(
        code=code,
        award=NAMES[code],
        year=year,
        starts_on=dt.date(year, 1, 1),
        ends_on=dt.date(year, 12, 31),
        day=row.day,
        award_basis="movement" if own and code != "BK_TTG" else "merit",
        law=law,
        names=NAMES,
    )
    return [own or law[code]], occasion


# --- records -------------------------------------------------------------------------------------


def facts(text):
    """Return the facts that the short words tell; an unknown word is an error of the table."""
    found = {
        "ratings": [], "awards": [], "initiatives": [], "bars": [], "indexes": [], "claims": [],
        "registrations": [],
    }  # fmt: skip
    members, has_index = None, True
    for part in filter(None, (part.strip() for part in text.split(";"))):
        if part == "không có chỉ số":
            has_index = False
        elif part.startswith("thành viên: "):
            members = tuple(read_members(part.removeprefix("thành viên: ")))
        elif part != "chưa ghi nhận gì":
            kind, values = read(part)
            found[kind] += values
    return Facts(
        "person.1",
        "Nguyễn Thị Hoa",
        members=members,
        has_index=has_index,
        **{name: tuple(values) for name, values in found.items()},
    )


def read(part):
    """Return which kind of record the words are, and the records."""
    words = part.split()
    if match := re.fullmatch(r"xếp loại (\d{4}) (XS|T|HT|KHT)(?: (\d+) tháng)?", part):
        year, level, months = match.groups()
        proof = Proof(f"Quyết định xếp loại năm {year}")
        return "ratings", [RatingFact(int(year), level, proof, int(months) if months else None)]
    if match := re.fullmatch(r"sáng kiến (\d{4})(?: (chờ|không công nhận))?(?: (\D+))?", part):
        year, state, reach = match.groups()
        recognition = {"chờ": "pending", "không công nhận": "refused", None: "recognised"}[state]
        proof = Proof(f"Quyết định công nhận sáng kiến năm {year}" if not state else "")
        level = REACHES[reach] if reach else "X"
        return "initiatives", [InitiativeFact(int(year), recognition, level, proof)]
    if words[0] in NAMES:
        return "awards", read_awards(part, words)
    if match := re.fullmatch(r"kỷ luật (\D+?) (\S+?)-(\S*)( gỡ)?", part):
        form, start, end, lifted = match.groups()
        return "bars", [bar("discipline", start, end, SEVERITIES[form], bool(lifted))]
    if match := re.fullmatch(rf"({'|'.join(MATTERS)}) (\S+?)-(\S*)", part):
        return "bars", [bar(MATTERS[match[1]], match[2], match[3])]
    if match := re.fullmatch(
        r"chỉ số (\d{4})(?: ([\d,]+) điểm)?(?: (Xuất sắc|Tốt|Khá|Trung bình|Yếu))?"
        r"(?: hạng (\d+)/(\d+))?",
        part,
    ):
        year, score, rating, rank, rank_of = match.groups()
        return "indexes", [
            IndexFact(
                int(year),
                Proof(f"Quyết định công bố chỉ số năm {year}"),
                Decimal(score.replace(",", ".")) if score else None,
                rating=INDEXES[rating] if rating else "",
                rank=int(rank) if rank else None,
                rank_of=int(rank_of) if rank_of else None,
            )
        ]
    if match := re.fullmatch(r"tc(\d) (đạt|không đạt|đã báo cáo)(?: ([\d,]+) điểm)?", part):
        number, state, points = match.groups()
        is_met = {"đạt": True, "không đạt": False, "đã báo cáo": None}[state]
        return "claims", [
            ClaimFact(
                int(number),
                Proof("báo cáo của đơn vị"),
                claims_met=True,
                is_met=is_met,
                points=Decimal(points.replace(",", ".")) if points else None,
            )
        ]
    if part in ("đăng ký", "đăng ký muộn"):
        proof = Proof("bản đăng ký thi đua")
        return "registrations", [RegistrationFact("GK_XA", part == "đăng ký", proof)]
    raise ValueError(f"Không đọc được hồ sơ: {part}")


def bar(kind, start, end, severity="", lifted=False):
    return BarFact(
        kind, day_of(start), day_of(end) if end else None, Proof("văn bản thông báo"), severity,
        lifted,
    )  # fmt: skip


def read_awards(part, words):
    code, years = words[0], [int(word) for word in words if re.fullmatch(r"\d{4}", word)]
    rest = " ".join(word for word in words[1:] if not re.fullmatch(r"\d{4}", word))
    basis = {"phong trào": "movement", "đột xuất": "sudden"}.get(rest, "merit")
    if not years or rest not in ("", "phong trào", "đột xuất", "bằng sáng kiến"):
        raise ValueError(f"Không đọc được khen thưởng: {part}")
    return [
        AwardFact(
            code,
            year,
            basis,
            Proof(f"Quyết định tặng {code} năm {year}"),
            NAMES[code],
            with_initiative=True if rest == "bằng sáng kiến" else None,
        )
        for year in years
    ]


def read_members(text):
    """Return members from "7 LDTT 2024, 2 T 2024, 1 trống, 1 cảnh cáo 01/05/2024"."""
    for part in text.split(", "):
        count, what, *rest = part.split(maxsplit=2)
        for number in range(int(count)):
            yield member(f"Thành viên {what} {number + 1}", what, rest[0] if rest else "")


def member(name, what, rest):
    if what == "trống":
        return MemberFact(name)
    if what in NAMES:
        year = int(rest)
        award = AwardFact(what, year, "merit", Proof(""), NAMES[what])
        return MemberFact(name, (RatingFact(year, "T", Proof("")),), awards=(award,))
    if what in ("XS", "T", "HT", "KHT"):
        return MemberFact(name, (RatingFact(int(rest), what, Proof("")),))
    form, start = f"{what} {rest}".rsplit(" ", 1)
    day = day_of(start)
    mild = (RatingFact(day.year, "HT", Proof("")),)
    return MemberFact(name, mild, (bar("discipline", start, "", SEVERITIES[form]),))
