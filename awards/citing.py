"""Legal bases: the documents in force on a day, as a paper prints them under "Căn cứ".

Source: Nghị định 30/2020, Phụ lục I mục II.6 (domain.md 5.2, box 6): a law without number and
issuer, anything else with kind, number, date, issuer and subject. The mark at the end of a line is
the Paper's business.
"""

from __future__ import annotations

import datetime as dt

from awards.models import LegalDocument, Topic
from emulation.papers.reviewing.tables import Law
from emulation.vietnamese import long_date

# Which topics a paper of the system cites, in no order: laws come before decrees.
PAPER_TOPICS: dict[str, tuple[Topic, ...]] = {
    "plan": (Topic.ORGANISATION, Topic.GENERAL),
    "registration": (Topic.GENERAL,),
    "submission": (Topic.GENERAL, Topic.COMPETENCE),
    "minutes": (Topic.GENERAL,),
    "council": (Topic.ORGANISATION, Topic.GENERAL),
    "decision": (Topic.ORGANISATION, Topic.GENERAL, Topic.COMPETENCE),
    "payment_list": (Topic.MONEY, Topic.SALARY),
    "rating": (Topic.RATING,),
}
PAPER_NAMES = {
    "plan": "Kế hoạch phát động",
    "registration": "Bản đăng ký thi đua",
    "submission": "Tờ trình đề nghị khen thưởng",
    "minutes": "Biên bản họp Hội đồng",
    "council": "Quyết định thành lập Hội đồng",
    "decision": "Quyết định khen thưởng",
    "payment_list": "Danh sách chi tiền thưởng",
    "rating": "Kết quả đánh giá, xếp loại",
}
LAWS = ("Luật", "Pháp lệnh")
_KINDS = (*LAWS, "Nghị quyết", "Nghị định", "Quyết định", "Thông tư")


def topics_of(document: LegalDocument) -> list[str]:
    """Return what a document is cited for."""
    return [part.strip() for part in document.topics.split(",") if part.strip()]


def documents_on(day: dt.date, *topics: str) -> list[LegalDocument]:
    """Return the documents in force on `day` for any of `topics`, all without topics; one query.

    They stand as papers cite them: laws first, among these the organisation of the state.
    """
    wanted = set(topics)
    found = [
        document
        for document in LegalDocument.objects.valid_on(day)
        if not wanted or wanted & set(topics_of(document))
    ]
    return sorted(found, key=_place)


def _place(document: LegalDocument) -> tuple[int, bool, int]:
    kind = _KINDS.index(document.kind) if document.kind in _KINDS else len(_KINDS)
    return kind, Topic.ORGANISATION not in topics_of(document), document.position


def citation(document: LegalDocument) -> str:
    """Return one document as a line of legal bases, without "Căn cứ"; an unknown date is left out.

    "Luật Thi đua, khen thưởng ngày 15 tháng 6 năm 2022"; "Nghị định số 98/2023/NĐ-CP ngày 31
    tháng 12 năm 2023 của Chính phủ quy định chi tiết …".
    """
    dated = long_date(document.dated) if document.dated else ""
    if document.kind in LAWS:
        return " ".join(filter(None, (document.kind, document.title, dated)))
    issuer = f"của {document.issuer}" if document.issuer else ""
    parts = (f"{document.kind} số {document.number}", dated, issuer, document.title)
    return " ".join(filter(None, parts))


def citations(day: dt.date, *topics: str) -> list[str]:
    """Return the lines that a paper of `day` prints under "Căn cứ" for these topics."""
    return [citation(document) for document in documents_on(day, *topics)]


def bases_of(paper: str, day: dt.date) -> list[str]:
    """Return the lines for a kind of paper (a key of PAPER_TOPICS) on `day`."""
    return citations(day, *PAPER_TOPICS[paper])


def papers_citing(document: LegalDocument) -> list[str]:
    """Return the kinds of papers that cite a document, in words."""
    topics = set(topics_of(document))
    return [PAPER_NAMES[paper] for paper, asked in PAPER_TOPICS.items() if topics & set(asked)]


def known_laws() -> tuple[Law, ...]:
    """Return all documents, as the office keeps them, for the review of papers; one query."""
    return tuple(
        Law(
            document.valid_from,
            document.valid_to,
            document.replaced_by,
            document.source,
            document.verified,
            document.number,
            document.kind,
            document.title,
            document.dated,
            document.issuer,
            document.topics,
        )
        for document in LegalDocument.objects.all()
    )
