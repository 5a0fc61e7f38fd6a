"""One table of transitions per workflow, one function that moves a record, one log row per move."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import models, transaction

from emulation.chaining import SealedRow


class TransitionNotAllowed(Exception):
    """The move is not possible now; the message says why, in Vietnamese, for the user."""


@dataclass(frozen=True)
class Transition:
    """One allowed move of a workflow: a button on the page, a row of README's table, a test.

    `label` is the button's text, `done` what the log and the message say afterwards; `confirm`
    is the question asked before a step that cannot be undone.
    """

    name: str
    label: str
    done: str
    sources: frozenset[str]
    target: str
    roles: frozenset[str]
    needs_note: bool = False
    note_label: str = "Lý do"
    confirm: str = ""
    style: str = "secondary"


class TransitionLog(SealedRow):
    """Abstract insert-only log of a workflow: who moved the record, when, as what and why.

    A row is sealed as it is written and cannot be changed or deleted (emulation/chaining.py).

    A concrete log adds `record = ForeignKey(<record>, PROTECT, related_name="log")`.
    """

    transition = models.CharField("bước", max_length=40)
    from_state = models.CharField("từ trạng thái", max_length=20)
    to_state = models.CharField("đến trạng thái", max_length=20)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="người thực hiện"
    )
    role = models.CharField("vai trò", max_length=20)
    at = models.DateTimeField("thời điểm", auto_now_add=True)
    note = models.TextField("lý do, ghi chú", blank=True)

    class Meta:
        abstract = True
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.transition}: {self.from_state} → {self.to_state}"


def available(record: Any, user: Any) -> list[Transition]:
    """Return the transitions that `user` may take `record` through now, in the table's order."""
    roles = record.roles_of(user)
    return [t for t in record.TRANSITIONS if record.state in t.sources and t.roles & roles]


def find(transitions: Iterable[Transition], name: str) -> Transition:
    """Return the transition called `name`; KeyError when the workflow has no such step."""
    for transition in transitions:
        if transition.name == name:
            return transition
    raise KeyError(name)


@transaction.atomic
def move(
    record: Any, transition: Transition, *, by: Any, note: str = "", **changes: Any
) -> TransitionLog:
    """Take `record` through `transition` and log it, unless someone else moved it first.

    `changes` are further columns that are true only together with the new state (a number, a
    date). The update is a compare-and-swap, right on SQLite and PostgreSQL alike. Raises
    PermissionDenied for a wrong role and TransitionNotAllowed (nothing saved) for a wrong state,
    a missing reason, or a record that moved on meanwhile.
    """
    before = record.state
    roles = transition.roles & record.roles_of(by)
    if not roles:
        raise PermissionDenied(transition.name)
    if before not in transition.sources:
        raise TransitionNotAllowed(
            f"Không thể «{transition.label}»: "
            f"hồ sơ đang ở trạng thái «{record.get_state_display()}»."
        )
    note = note.strip()
    if transition.needs_note and not note:
        raise TransitionNotAllowed(f"Hãy ghi {transition.note_label.lower()}.")
    changes["state"] = transition.target
    if not type(record)._base_manager.filter(pk=record.pk, state=before).update(**changes):
        raise TransitionNotAllowed(
            "Có người khác vừa chuyển trạng thái của hồ sơ này. Hãy tải lại trang rồi làm tiếp."
        )
    for name, value in changes.items():
        setattr(record, name, value)
    return record.log.create(
        transition=transition.name,
        from_state=before,
        to_state=transition.target,
        by=by,
        role=min(roles),
        note=note,
    )
