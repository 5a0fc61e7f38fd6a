"""The JSON of `import_plan --json` (design.md section 9): text as printed, nothing guessed."""

from typing import Any

from campaigns.reading.facts import Deadline, PlanFacts
from emulation.papers.reader import Node, Reading

_TITLED = ("part", "chapter", "section", "article")


def as_json(reading: Reading, facts: PlanFacts) -> dict[str, Any]:
    """Return reading and facts as plain data, keys in the order of design.md."""
    paper = reading.paper
    number = reading.printed("number")
    criteria = {"collective": _texts(facts.collective), "individual": _texts(facts.individual)}
    if facts.household:
        criteria["household"] = _texts(facts.household)
    day = paper.date
    whole = day is not None and day.month is not None and day.day is not None
    return {
        "parent": list(paper.parent),
        "issuer": list(paper.issuer),
        "number": number[0] if number else None,
        "symbol": paper.symbol,
        "place": paper.place,
        "date": f"{day.year:04}-{day.month:02}-{day.day:02}" if whole else None,
        "type": paper.type_name,
        "subject": " ".join(paper.subject.split()),
        "addressees": list(reading.printed("addressee")),
        "bases": list(reading.printed("basis")),
        "sections": _sections(reading),
        "recipients": list(reading.printed("recipient")),
        "signatures": [
            {"authority": list(one.authority), "position": one.position, "name": one.name}
            for one in paper.signatures
        ],
        "registration_deadlines": [_deadline(one) for one in facts.registration_deadlines],
        "dossier_deadlines": [_deadline(one) for one in facts.dossier_deadlines],
        "criteria": criteria,
        "awards": _texts(facts.awards),
        "components": _texts(facts.components),
        "findings": [finding.message for finding in reading.findings] + list(facts.findings),
    }


def _texts(quotes: tuple[Any, ...]) -> list[str]:
    return [quote.text for quote in quotes]


def _deadline(one: Deadline) -> dict[str, Any]:
    return {"year": one.year, "before": one.before_text, "text": one.text}


def _sections(reading: Reading) -> list[dict[str, Any]]:
    """Return the sections; text that stands in none (a plan without headings) has no label.

    The paragraphs that lead into the text and close it have no place in this form.
    """
    first, last = len(reading.printed("opening")), len(reading.printed("closing"))
    nodes = reading.nodes[first : len(reading.nodes) - last]
    titled = [node for node in nodes if node.kind in _TITLED]
    loose = [node for node in nodes if node.kind not in _TITLED]
    made = [
        {"label": node.label, "heading": node.text, "blocks": [_block(c) for c in node.children]}
        for node in titled
    ]
    if loose:
        made.insert(0, {"label": None, "heading": "", "blocks": [_block(node) for node in loose]})
    return made


def _block(node: Node) -> dict[str, Any]:
    kind = node.kind if node.kind in ("paragraph", "bullet", "table") else "item"
    return {
        "kind": kind,
        "label": node.label,
        "text": node.text,
        "children": [_block(child) for child in node.children],
    }
