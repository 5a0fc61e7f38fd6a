"""The head of a paper: from the issuer to the line that leads into its text."""

import re
from dataclasses import dataclass, field, replace

from emulation.papers.paper import PaperDate, PaperError
from emulation.papers.reading import words
from emulation.papers.reading.outline import is_labelled
from emulation.papers.reading.values import Fact, Finding, Line
from emulation.papers.text import END_MARK

Lines = list[tuple[int, Line]]
# A head is never longer than this many lines.
LONGEST_HEAD = 60
LONGEST_TITLE = 300
SUBJECT_LINE = 160
SUBJECT_LINES = 6
# What somebody's power issues: his office stands above the bases.
DECIDING = ("QUYẾT ĐỊNH", "NGHỊ QUYẾT", "CHỈ THỊ")

_NUMBER = re.compile(
    r"^(?i:số)\s*[:.]?\s*(?P<number>\d{1,5}[a-zđ]?)?[\s.…_]{0,60}"
    r"(?:[/-]\s*(?P<symbol>[^\W\d_][\w/]*(?:\s?[-–/]\s?[^\W_]+)*|\d{4}/[\w/-]+))?"
)
_BLANK = r"[\s.…_]{0,60}"
_DATE = re.compile(
    rf"^(?P<place>[^,\d]{{0,60}}?)[,.]?\s*ngày{_BLANK}(?P<day>\d{{1,2}})?{_BLANK}tháng{_BLANK}"
    rf"(?P<month>\d{{1,2}})?{_BLANK}năm{_BLANK}(?P<year>\d{{4}})?",
    re.IGNORECASE,
)


@dataclass
class Head:
    """What was found above the text; `rest` are the lines that follow."""

    parent: tuple[str, ...] = ()
    issuer: tuple[str, ...] = ()
    number: str | None = None
    symbol: str | None = None
    place: str = ""
    date: PaperDate | None = None
    type_name: str | None = None
    subject: str = ""
    addressees: tuple[str, ...] = ()
    decided_by: str = ""
    draft: bool = False
    facts: list[Fact] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    rest: Lines = field(default_factory=list)

    def note(self, name: str, text: str, *places: int) -> None:
        """Remember where something was found."""
        self.facts.append(Fact(name, text, places))


def type_of(line: Line) -> tuple[str, str] | None:
    """Return the type of paper that a line names, with what else it says, or None."""
    if len(line.text) > LONGEST_TITLE:
        return None
    text = line.text.rstrip(" :.")
    capitals = text.upper()
    if capitals in words.TYPES and (text.isupper() or len(text.split()) < 4):
        return capitals, ""
    for name in words.TYPES:
        if capitals.startswith(f"{name} ") and text[: len(name)].isupper():
            return name, line.text[len(name) :].strip()
    return None


def read(found: Lines) -> Head:
    """Read the head of a paper; what is missing is named in the findings."""
    head = Head()
    place = _title(found)
    if place is None:
        # Without a type name the head ends where neither letterhead nor number nor date goes on.
        place = _letter_start(found)
        _letterhead(head, found[:place])
        head.findings.append(Finding("Không tìm thấy tên loại văn bản (ví dụ KẾ HOẠCH)."))
        head.rest = found[place:]
    else:
        _letterhead(head, found[:place])
        index, line = found[place]
        name, more = type_of(line) or _sentence_type(line)
        head.type_name = name
        head.note("type", line.text[: len(name)], index)
        head.rest = _subject(head, found[place + 1 :], more, found[place])
        head.rest = _decided_by(head, head.rest)
    head.rest = _addressees(head, head.rest)
    _name_missing(head)
    return head


def _title(found: Lines) -> int | None:
    """Return where the line with the type name stands: the first one in the head."""
    for place, (_, line) in enumerate(found[:LONGEST_HEAD]):
        if line.table or words.BASIS.match(line.key) or line.text.endswith(END_MARK):
            return None
        if type_of(line) or _sentence_type(line):
            return place
        if re.match(r"[IVX]+\.\s|Điều \d", line.full):
            return None
    return None


def _sentence_type(line: Line) -> tuple[str, str] | None:
    """Recognise "Kế hoạch phát động …" as a title: one short line, no sentence."""
    match = re.match(r"(Kế hoạch|Kế Hoạch)\s+(?!này|số)(.+)", line.text)
    if match and len(line.text) <= SUBJECT_LINE and not line.text.endswith((".", ";", ":", ",")):
        return "KẾ HOẠCH", match[2]
    return None


def _letter_start(found: Lines) -> int:
    last = 0
    for place, (_, line) in enumerate(found[:12]):
        if (
            words.NATION in line.key
            or words.PARTY in line.key
            or words.MOTTO.match(line.key)
            or re.match(r"so\b.{0,30}/", line.key)
            or _DATE.match(line.text)
            or line.key.startswith(("v/v", "ve viec"))
        ):
            last = place + 1
    return last


# --- letterhead --------------------------------------------------------------------------------


def _letterhead(head: Head, found: Lines) -> None:
    """Read issuer, number, place and date; the order and the columns do not matter."""
    issuer: Lines = []
    national = any(words.NATION in line.key or words.PARTY in line.key for _, line in found)
    for index, line in found:
        key, text = line.key, line.text
        if words.NATION in key or words.PARTY in key or words.MOTTO.match(key):
            # In one line with the issuer: "UBND XÃ A CỘNG HÒA …" is left, not taken apart.
            continue
        if words.DECORATION.fullmatch(text) or words.URGENCY.match(key):
            continue
        if words.DRAFT.match(key):
            head.draft = True
            head.note("draft", text, index)
        elif re.match(r"so\b ?[:.]?[ .…_]*(\d|/|-|$)", key):
            _number(head, index, text)
        elif len(text) <= LONGEST_TITLE and (match := _DATE.match(text)):
            _date(head, index, match)
        elif key.startswith("v/v") or key.startswith("ve viec"):
            head.subject = text
            head.note("subject", text, index)
        elif issuer and line.joined and not words.PLACES.match(key) and _is_wrapped(line):
            above, first = issuer[-1]
            issuer[-1] = (above, replace(first, text=f"{first.text} {text}"))
        elif _is_body(line, bool(issuer), national):
            issuer.append((index, line))
        else:
            head.findings.append(Finding(f"Chưa rõ dòng “{_short(text)}” ở đầu văn bản.", index))
    _issuer(head, issuer)


def _is_wrapped(line: Line) -> bool:
    """Whether a line after a soft break goes on with a name that was too long for one line."""
    return words.is_capitals(line.text) and not words.BODIES.match(line.key)


def _is_body(line: Line, follows: bool, national: bool) -> bool:
    """Whether a line of the letterhead names an organisation, or goes on with its name."""
    known = words.BODIES.match(line.key) or (follows and words.PLACES.match(line.key))
    if len(line.text) > 120 or line.text.endswith((".", ";", ":")):
        return False
    return bool(known) or (words.is_capitals(line.text) and (national or follows))


def _issuer(head: Head, found: Lines) -> None:
    """Tell the superior's name from the issuer's: by bold letters, else by where names begin."""
    split = 0
    bold = [bool(line.bold) for _, line in found]
    if True in bold and False in bold and bold == sorted(bold):
        split = bold.index(True)
    else:
        for place, (_, line) in enumerate(found):
            if place and words.BODIES.match(line.key):
                split = place
    head.parent = tuple(line.text for _, line in found[:split])
    head.issuer = tuple(line.text for _, line in found[split:])
    for place, (index, line) in enumerate(found):
        head.note("parent" if place < split else "issuer", line.text, index)


def _number(head: Head, index: int, text: str) -> None:
    match = _NUMBER.match(text)
    if not match:
        return
    number, symbol = match["number"], match["symbol"]
    if number and head.number is None:
        head.number = number.lstrip("0") or None
        head.note("number", number, index)
    if symbol and words.is_capitals(symbol) and head.symbol is None:
        head.symbol = re.sub(r"\s*([-–/])\s*", r"\1", symbol).replace("–", "-")
        head.note("symbol", head.symbol, index)
    rest = text[match.end() :].strip()
    if rest and (later := re.search(r"[^\W\d_][^,\d]{0,50},\s*ngày.*", rest)):
        _date(head, index, _DATE.match(later[0]))


def _date(head: Head, index: int, match: re.Match[str] | None) -> None:
    if match is None or head.place or head.date:
        return
    place = match["place"].strip(" ,.")
    if place:
        head.place = place
        head.note("place", place, index)
    if match["year"]:
        parts = (int(match[name]) if match[name] else None for name in ("year", "month", "day"))
        try:
            year, month, day = parts
            head.date = PaperDate(year, month or None, day or None)
            head.note("date", match[0][match.end("place") - match.start() :].strip(" ,"), index)
        except (PaperError, ValueError):
            message = f"Ngày văn bản “{_short(match[0])}” không có trong lịch."
            head.findings.append(Finding(message, index))


# --- title -------------------------------------------------------------------------------------


def _subject(head: Head, found: Lines, more: str, title: tuple[int, Line]) -> Lines:
    """Read the subject below the type name and return what follows it."""
    texts = [(title[0], more)] if more else []
    place = 0
    for place, (index, line) in enumerate(found):
        if len(texts) > SUBJECT_LINES:
            break
        if words.DECORATION.fullmatch(line.text) and not line.table:
            if texts:
                place += 1
                break
            continue
        above = found[place - 1][1] if place else title[1]
        if not _goes_on(line, above, texts, title[1]):
            break
        texts.append((index, line.text))
    else:
        place = len(found)
    if texts:
        # A soft break is the page's; a paragraph of its own is the writer's.
        soft = {index for index, line in found if line.joined}
        breaks = (" " if index in soft else "\n" for index, _ in texts)
        head.subject = "".join(
            f"{gap}{text}" for gap, (_, text) in zip(breaks, texts, strict=True)
        ).strip()
        head.note("subject", " ".join(text for _, text in texts), *(index for index, _ in texts))
    rest = found[place:]
    while rest and not rest[0][1].table and words.DECORATION.fullmatch(rest[0][1].text):
        rest = rest[1:]
    return rest


def _is_power(line: Line) -> bool:
    """Whether a line names whose power a decision uses: "CHỦ TỊCH ỦY BAN NHÂN DÂN XÃ …"."""
    return (
        not line.table
        and line.text.isupper()
        and bool(words.POSITION.match(line.key) or words.BODIES.match(line.key))
    )


def _decided_by(head: Head, found: Lines) -> Lines:
    """Read who decides, between the subject of a decision and its bases (mẫu 1.2)."""
    texts: list[str] = []
    place = 0
    if head.type_name in DECIDING:
        while place < len(found) and found[place][1].text.isupper():
            if not texts and not _is_power(found[place][1]):
                break
            texts.append(found[place][1].text)
            head.note("decided_by", found[place][1].text, found[place][0])
            place += 1
    head.decided_by = " ".join(texts)
    return found[place:]


def _goes_on(line: Line, above: Line, texts: list[tuple[int, str]], title: Line) -> bool:
    """Whether a line below the type name is (still) the subject."""
    if line.table or line.label or line.key.startswith("kinh gui"):
        return False
    # A subject in capitals too is no power: "VỀ VIỆC …" opens with no office.
    if texts and _is_power(line):
        return False
    if is_labelled(line):
        return False
    if not texts:
        return len(line.text) <= LONGEST_TITLE and not words.BASIS.match(line.key)
    if words.BASIS.match(line.key) or len(line.text) > SUBJECT_LINE:
        return False
    if title.centred or (line.centred and above.centred):
        return line.centred
    closed = texts[-1][1].endswith((".", ":", ";")) or line.text.endswith((".", ":", ";"))
    return not closed and not line.gap


def _addressees(head: Head, found: Lines) -> Lines:
    """Read "Kính gửi:" and what it names."""
    if not found or not found[0][1].key.startswith("kinh gui"):
        return found
    index, line = found[0]
    texts = [(index, line.text.partition(":")[2].strip())]
    place = 1
    if not texts[0][1]:
        texts = []
    while place < len(found) and (match := re.match(r"[-–+]\s*(.+)", found[place][1].full)):
        texts.append((found[place][0], match[1]))
        place += 1
    for where, text in texts:
        head.note("addressee", text, where)
    head.addressees = tuple(text.rstrip(" .;,") for _, text in texts)
    return found[place:]


def _name_missing(head: Head) -> None:
    if not head.issuer:
        head.findings.append(Finding("Không tìm thấy tên cơ quan ban hành."))
    if head.symbol is None:
        head.findings.append(Finding("Không tìm thấy số, ký hiệu văn bản."))
    elif head.number is None:
        head.findings.append(Finding("Số văn bản để trống."))
    if not head.place:
        head.findings.append(Finding("Không tìm thấy địa danh."))
    if head.date is None:
        head.findings.append(Finding("Không tìm thấy ngày văn bản."))
    elif not (head.date.day and head.date.month):
        head.findings.append(Finding("Ngày văn bản chưa ghi đủ ngày, tháng."))
    if head.type_name and not head.subject:
        head.findings.append(Finding("Không tìm thấy trích yếu."))


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:57]}…"
