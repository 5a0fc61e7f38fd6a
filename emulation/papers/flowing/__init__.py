"""Papers of running text, laid out and written by ourselves: what an officer waits for.

Drafts only; WeasyPrint prints what is issued, and whatever is not in this table. Tests hold the
pages of both against each other, dot by dot.

| what is drawn | what is left to WeasyPrint |
|---|---|
| letterhead, number, place, date; "V/v …" | a line of them that is too long for its column |
| name and subject with its rule, "Kính gửi" | addressees longer than a line |
| who decides, legal bases, "QUYẾT ĐỊNH:" | |
| phần, chương, mục, khoản, điểm, điều, dashes, paragraphs | tables, annexes, pages that lie |
| one or more signatures, recipients | recipients that nobody signs |
| page numbers, draft mark, bookmarks, title | tags, PDF/A |
| letters of Vietnamese, usual signs | other letters, combining marks, words wider than a line |
| breaks that are sure | a line or page that fills its room to a hair's breadth |

look.py reads paper.css; letters.py shapes words; lines.py breaks texts; head.py, body.py and
closing.py make elements of the paper; paging.py breaks pages; file.py writes them; writer.py
does all of it.
"""
