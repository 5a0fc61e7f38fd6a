"""Records of the demo, all invented: ratings, initiatives, indexes, awards, bars of past years."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from awards.models import Award, AwardType, Basis
from awards.records.defaults import completed
from awards.records.kinds import AWARD, INDEX, KINDS, RATING
from awards.services.records import save_all
from emulation.organization.models import (
    AnnualRating,
    Bar,
    BarKind,
    Employment,
    IndexScore,
    Initiative,
    Level,
    Person,
    RatingLevel,
    Recognition,
    Severity,
    Unit,
    UnitKind,
)
from emulation.organization.models import IndexRating as Rated
from emulation.organization.services import records as keeping

from . import accounts, places
from .building import Run
from .dinh_du_now import ago, last_day

FIRST_YEAR = 2022
STAFF = (Employment.ELECTED_OFFICIAL, Employment.CIVIL_SERVANT, Employment.EMPLOYEE)
RATED_UNITS = (UnitKind.OFFICE, UnitKind.ONE_STOP, UnitKind.DEPARTMENT)
XS, T, HT = RatingLevel.EXCELLENT, RatingLevel.GOOD, RatingLevel.DONE
REASON = "Nhập từ hồ sơ giấy lưu tại Văn phòng"

# Years rated best; everybody else did well but for the year named in MERELY_DONE.
EXCELLENT = {
    "Phạm Minh Đức": (2023, 2024, 2025), "Nguyễn Thị Thu Hằng": (2022, 2023, 2024, 2025),
    "Phan Thị Kim Oanh": (2024, 2025), "Nguyễn Văn Thắng": (2023, 2024),
    "Đào Xuân Trường": (2022, 2025), "Lê Thị Ánh Tuyết": (2023,),
}  # fmt: skip
MERELY_DONE = {"Tạ Thị Hoài Thương": (2023,), "Trịnh Văn Lực": (2022,), "Chu Văn Hậu": (2024,)}
# Of this year: rated before the year is over, as offices do for the proposals of November.
THIS_YEAR = {
    "Phạm Minh Đức": XS, "Phan Thị Kim Oanh": XS, "Vũ Thị Ngọc Lan": T, "Lưu Thị Bích Thủy": T,
    "Nguyễn Văn Thắng": T, "Tạ Thị Hoài Thương": HT, "Vũ Đình Luân": T, "Đinh Thị Thanh Mai": T,
}  # fmt: skip
UNITS_THIS_YEAR = {"Văn phòng UBND xã": XS, "Bộ phận Tiếp nhận và trả kết quả": T}
MATERNITY = ("Vũ Thị Ngọc Lan", 2025, 6)

# Author, co-authors, year from the campaign's (0: this one), name, recognition, number of decision.
INITIATIVES = (
    ("Phạm Minh Đức", ("Vũ Thị Ngọc Lan",), 0,
     "Sổ theo dõi văn bản đến hạn dùng chung, tự nhắc trước ba ngày", Recognition.RECOGNISED, 71),
    ("Phạm Minh Đức", (), -1,
     "Mẫu phiếu kiểm tra thể thức trước khi trình ký", Recognition.RECOGNISED, 64),
    ("Nguyễn Văn Thắng", ("Lưu Thị Bích Thủy", "Đặng Thị Huyền"), -1,
     "Hẹn giờ nộp hồ sơ qua điện thoại cho người cao tuổi", Recognition.RECOGNISED, 65),
    ("Phan Thị Kim Oanh", (), 0,
     "Đối chiếu thu, chi các quỹ hằng tuần với trưởng thôn bằng bảng tính chung",
     Recognition.PENDING, None),
    ("Chu Văn Hậu", (), -1,
     "Lập bản đồ các thửa đất công bằng ảnh chụp từ điện thoại", Recognition.REFUSED, None),
    ("Nguyễn Thị Thu Hằng", (), -2,
     "Lịch công tác tuần gắn với chỉ tiêu thi đua của từng bộ phận", Recognition.RECOGNISED, 58),
)  # fmt: skip

# Year: score, rating, rank, of how many (the district's communes; since 2025 the province's).
COMMUNE_INDEX = {
    2022: ("76.10", Rated.FAIR, 9, 11), 2023: ("78.50", Rated.FAIR, 7, 11),
    2024: ("84.20", Rated.GOOD, 4, 11), 2025: ("86.35", Rated.GOOD, 31, 104),
}  # fmt: skip
PARTS_INDEX = {
    "Bộ phận Tiếp nhận và trả kết quả": ("81.00", "86.50", "89.25"),
    "Văn phòng UBND xã": ("79.50", "83.00", "85.75"),
    "Bộ phận Tư pháp - Hộ tịch": ("77.25", "82.40", "84.00"),
    "Bộ phận Tài chính - Kế toán": ("76.00", "80.50", "81.25"),
    "Bộ phận Văn hóa - Xã hội": ("78.75", "78.00", "80.10"),
    "Bộ phận Địa chính - Xây dựng": ("74.50", "71.25", "76.80"),
}
# Ranks of the inspectorate among the province's agencies, and of its divisions, 2020 to 2025.
INSPECTORATE_RANKS = (14, 13, 11, 9, 6, 5)
AGENCIES = 20
DIVISION_RANKS = {
    "Văn phòng": (2, 1, 1, 2, 1, 1), "Phòng Nghiệp vụ 1": (1, 2, 3, 1, 2, 2),
    "Phòng Nghiệp vụ 2": (4, 5, 4, 4, 3, 3), "Phòng Nghiệp vụ 3": (3, 3, 2, 3, 5, 4),
    "Phòng Nghiệp vụ 4": (5, 4, 5, 5, 4, 5),
}  # fmt: skip


def build(run: Run) -> None:
    """Enter the records of Đình Dù and of Lào Cai's inspectorate, unless some are there."""
    if AnnualRating.objects.exists():
        return
    _Commune(run).everything()
    _inspectorate()


class _Commune:
    """Đình Dù's records up to the campaign's year."""

    def __init__(self, run: Run) -> None:
        self.run, self.year = run, last_day(run).year
        self.commune = places.authority(places.DINH_DU)
        self.units = places.units_of(self.commune)
        self.office = accounts.user("vanphong")
        people = Person.objects.filter(authority=self.commune).select_related("unit__authority")
        self.people = {person.full_name: person for person in people}
        self.types = list(AwardType.objects.all())

    def everything(self) -> None:
        """Enter all kinds of records."""
        ratings = self._ratings()
        self._save(RATING, ratings)
        self._save(INDEX, self._indexes())
        self._save(AWARD, [*self._titles(ratings), *self._commendations()])
        self._initiatives()
        self._bars()

    def _save(self, kind: Any, records: list[Any]) -> None:
        for record in records:
            completed(kind, record)
        save_all(kind, records, by=self.office, reason=REASON)

    def _ratings(self) -> list[AnnualRating]:
        found = []
        staff = [p for p in self.people.values() if p.employment in STAFF]
        for year in range(FIRST_YEAR, self.year):
            proof = _proof("Quyết định số {}/QĐ-UBND của Chủ tịch UBND xã", year, 212)
            found += [
                AnnualRating(person=p, year=year, level=_level(p.full_name, year),
                             **_months(p.full_name, year), **proof)
                for p in staff
            ]  # fmt: skip
            found += [
                AnnualRating(unit=u, year=year, level=XS if u.short_name in EXCELLENT_UNITS else T,
                             **proof)
                for u in self.units.values() if u.kind in RATED_UNITS
            ]  # fmt: skip
        proof = {
            "document": f"Thông báo số {self.year % 100 + 130}/TB-UBND của UBND xã",
            "document_date": ago(self.run, 4),
        }
        found += [
            AnnualRating(person=self.people[name], year=self.year, level=level, months_worked=12,
                         **proof)
            for name, level in THIS_YEAR.items()
        ]  # fmt: skip
        found += [
            AnnualRating(unit=self.units[name], year=self.year, level=level, **proof)
            for name, level in UNITS_THIS_YEAR.items()
        ]
        return found

    def _indexes(self) -> list[IndexScore]:
        found = []
        for year, (score, rating, rank, rank_of) in COMMUNE_INDEX.items():
            giver = "UBND huyện Văn Lâm" if year < 2025 else "UBND tỉnh Hưng Yên"
            proof = _proof(
                "Quyết định số {}/QĐ-UBND của " + giver, year + 1, 310, dt.date(1, 2, 20)
            )
            found.append(
                IndexScore(unit=self.commune, year=year, score=Decimal(score), rating=rating,
                           rank=rank, rank_of=rank_of, **proof)
            )  # fmt: skip
        for name, scores in PARTS_INDEX.items():
            for year, score in enumerate(scores, start=2023):
                others = sorted((Decimal(all_[year - 2023]) for all_ in PARTS_INDEX.values()),
                                reverse=True)  # fmt: skip
                found.append(
                    IndexScore(
                        unit=self.units[name], year=year, score=Decimal(score),
                        rating=_band(Decimal(score)), rank=others.index(Decimal(score)) + 1,
                        rank_of=len(PARTS_INDEX),
                        **_proof("Thông báo số {}/TB-UBND của UBND xã", year, 140),
                    )
                )  # fmt: skip
        return found

    def _award(self, code: str, year: int, **values: Any) -> Award:
        day = values["document_date"]
        kind = next(t for t in self.types if t.code == code and t.is_valid_on(day))
        return Award(award_type=kind, year=year, **values)

    def _titles(self, ratings: list[AnnualRating]) -> list[Award]:
        """Whoever did well was an advanced worker, whoever did best a base-level fighter too."""
        found = []
        for rating in ratings:
            if rating.person is None or rating.year >= self.year or rating.level == HT:
                continue
            proof = _proof("Quyết định số {}/QĐ-UBND", rating.year, 228, dt.date(1, 12, 26))
            for code in ("LDTT", *(["CSTDCS"] if rating.level == XS else [])):
                found.append(self._title(code, rating.year, person=rating.person, **proof))
        return found

    def _title(self, code: str, year: int, **values: Any) -> Award:
        """Return a title as the law of its day has it decided: by the commune or the district."""
        award = self._award(code, year, **values)
        if award.award_type.level == Level.COMMUNE:
            award.issued_by, award.decided_by = self.commune, "Chủ tịch UBND xã Đình Dù"
        else:
            award.decided_by = "Chủ tịch UBND huyện Văn Lâm"
        return award

    def _commendations(self) -> list[Award]:
        themed = {
            "basis": Basis.MOVEMENT, "issued_by": self.commune,
            "movement": "Phong trào thi đua chỉnh trang đường làng, ngõ xóm năm 2025",
            "decided_by": "Chủ tịch UBND xã Đình Dù",
            "document": "Quyết định số 187/QĐ-UBND của Chủ tịch UBND xã",
            "document_date": dt.date(2025, 11, 18),
        }  # fmt: skip
        home = {h.head_name: h for h in self.units["Thôn 2"].household_set.all()}
        return [
            self._award("GK_XA", 2025, unit=self.units["Thôn 2"], register_number=41,
                        achievement="Mở rộng 1,2 km đường ngõ, 100% hộ tham gia", **themed),
            self._award("GK_XA", 2025, person=self.people["Nguyễn Văn Thắng"], register_number=42,
                        achievement="Hướng dẫn thủ tục hiến đất cho 38 hộ", **themed),
            self._award("GK_XA", 2025, household=home["Đặng Đình Lợi"], register_number=43,
                        achievement="Hiến 45 m² đất mở rộng đường ngõ", **themed),
            self._award("GK_XA", 2023, unit=self.units["Hội Liên hiệp Phụ nữ xã"],
                        issued_by=self.commune, decided_by="Chủ tịch UBND xã Đình Dù",
                        register_number=17, achievement="Hoàn thành tốt nhiệm vụ công tác năm 2023",
                        document="Quyết định số 231/QĐ-UBND của Chủ tịch UBND xã",
                        document_date=dt.date(2023, 12, 26)),
            self._award("BK_TINH", 2024, years=2, person=self.people["Nguyễn Thị Thu Hằng"],
                        decided_by="Chủ tịch UBND tỉnh Hưng Yên",
                        achievement="Hoàn thành xuất sắc nhiệm vụ hai năm 2023, 2024",
                        document="Quyết định số 486/QĐ-UBND",
                        document_date=dt.date(2025, 3, 14)),
            self._award("GK_XA", 2025, person=self.people["Chu Văn Hậu"], register_number=44,
                        revoked_on=dt.date(2026, 1, 12),
                        revoke_reason="Xác minh lại: số liệu trong báo cáo thành tích không đúng",
                        revoke_document="Quyết định số 09/QĐ-UBND", **themed),
        ]  # fmt: skip

    def _initiatives(self) -> None:
        for author, others, shift, name, recognition, number in INITIATIVES:
            year = self.year + shift
            proof = {}
            if recognition == Recognition.RECOGNISED:
                day = min(dt.date(year, 11, 5), ago(self.run, 6))
                proof = {
                    "document": f"Quyết định số {number}/QĐ-HĐSK của Hội đồng sáng kiến xã",
                    "document_date": day, "recognised_by": "Hội đồng sáng kiến xã Đình Dù",
                }  # fmt: skip
            record = Initiative(person=self.people[author], name=name, year=year,
                                recognition=recognition, level=Level.COMMUNE, **proof)  # fmt: skip
            keeping.save(record, by=self.office)
            record.co_authors.set(self.people[other] for other in others)

    def _bars(self) -> None:
        for bar in (
            Bar(person=self.people["Chu Văn Hậu"], kind=BarKind.DISCIPLINE,
                severity=Severity.REPRIMAND, summary="Chậm giải quyết hồ sơ đất đai nhiều lần",
                starts_on=dt.date(2024, 3, 11), ends_on=dt.date(2025, 3, 10),
                document="Quyết định số 46/QĐ-UBND của Chủ tịch UBND xã",
                document_date=dt.date(2024, 3, 11)),
            Bar(person=self.people["Vũ Đình Luân"], kind=BarKind.DENUNCIATION,
                summary="Việc chi hỗ trợ giống vụ đông", starts_on=ago(self.run, 18),
                document="Quyết định số 158/QĐ-UBND thụ lý tố cáo",
                document_date=ago(self.run, 18)),
        ):  # fmt: skip
            keeping.save(bar, by=self.office)
        press = keeping.save(
            Bar(person=self.people["Nguyễn Đình Chiến"], kind=BarKind.PRESS_REPORT,
                summary="Bài báo về bãi tập kết vật liệu ở Thôn 5", starts_on=ago(self.run, 90),
                document="Công văn số 77/UBND-VP", document_date=ago(self.run, 90)),
            by=self.office,
        )  # fmt: skip
        # As `lift` does it, on a day that need not have come yet by the real calendar.
        press.lifted_on = ago(self.run, 40)
        press.lift_reason = "Kết quả xác minh: bãi tập kết có giấy phép, báo đã đăng thông tin lại"
        press._change_reason = f"Gỡ bỏ: {press.lift_reason}"
        keeping.save(press, by=self.office)


EXCELLENT_UNITS = {"Văn phòng UBND xã", "Bộ phận Tiếp nhận và trả kết quả"}


def _level(name: str, year: int) -> str:
    if year in EXCELLENT.get(name, ()):
        return XS
    return HT if year in MERELY_DONE.get(name, ()) else T


def _months(name: str, year: int) -> dict[str, int]:
    if (name, year) == MATERNITY[:2]:
        return {"months_worked": 12 - MATERNITY[2], "maternity_months": MATERNITY[2]}
    return {"months_worked": 12}


def _proof(document: str, year: int, number: int, day: dt.date = dt.date(1, 12, 18)) -> dict:
    """Return a decision of that year with a number of its own."""
    return {
        "document": document.format(number + year % 10),
        "document_date": day.replace(year=year),
    }


def _band(score: Decimal) -> str:
    steps = ((90, Rated.EXCELLENT), (80, Rated.GOOD), (65, Rated.FAIR), (50, Rated.AVERAGE))
    return next((rating for least, rating in steps if score >= least), Rated.WEAK)


def _inspectorate() -> None:
    """Enter the ranks of Lào Cai's inspectorate and its divisions, 2020 to 2025."""
    inspectorate: Unit = places.authority(places.INSPECTORATE)
    units, office = places.units_of(inspectorate), accounts.user("thanhtra")
    found = []
    for place, year in enumerate(range(2020, 2026)):
        proof = _proof("Quyết định số {}/QĐ-UBND của UBND tỉnh Lào Cai", year + 1, 520,
                       dt.date(1, 3, 3))  # fmt: skip
        rank = INSPECTORATE_RANKS[place]
        score = Decimal("92.50") - rank
        found.append(IndexScore(unit=inspectorate, year=year, score=score, rating=_band(score),
                                rank=rank, rank_of=AGENCIES, **proof))  # fmt: skip
        inner = _proof("Thông báo số {}/TB-TT của Thanh tra tỉnh", year, 60)
        for name, ranks in DIVISION_RANKS.items():
            score = Decimal("91.00") - 3 * ranks[place] + Decimal(place) / 2
            found.append(IndexScore(unit=units[name], year=year, score=score, rating=_band(score),
                                    rank=ranks[place], rank_of=len(units), **inner))  # fmt: skip
    save_all(KINDS["index"], found, by=office, reason="Nhập từ hồ sơ giấy lưu tại Văn phòng")
