"""Saving the words of a plan: references follow the heading that they name."""

from campaigns.papers.slots import SLOTS
from emulation.papers.following import Change, Followed, follow
from emulation.papers.text import problems

# Named one by one in a message; a text in which more changed is better read as a whole.
MOST_NAMED = 8


def with_references(saved: str, typed: str) -> Followed:
    """Return the typed body with the references of the saved one naming what they named there.

    "Theo mục II" says "mục III" once a mục was put before it (domain.md 5.6). A body whose
    structure is at fault, and one that did not change, come back as typed.
    """
    if saved.splitlines() == typed.splitlines() or problems(typed, SLOTS):
        return Followed(typed, ())
    return follow(saved, typed)


def renamed(changes: tuple[Change, ...]) -> str:
    """Return a sentence that names the references that were changed, "" when none was."""
    found = [
        f"dòng {change.line}: “{change.before}” → “{change.after}”"
        for change in changes
        if change.after is not None
    ]
    return f"Đã sửa {len(found)} viện dẫn theo số mới: {_listed(found)}." if found else ""


def lost(changes: tuple[Change, ...]) -> str:
    """Return a sentence that names the references whose heading is gone, "" when none is."""
    found = [f"dòng {change.line}: “{change.before}”" for change in changes if change.after is None]
    return f"Có viện dẫn chỉ tới phần đã bỏ, cần sửa lại: {_listed(found)}." if found else ""


def _listed(found: list[str]) -> str:
    more = len(found) - MOST_NAMED
    return "; ".join(found[:MOST_NAMED]) + (f"; và {more} chỗ khác" if more > 0 else "")
