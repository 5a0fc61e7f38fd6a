"""The one workflow of the ground floor: a person goes from one unit to another."""

from django.db import models

from emulation.workflow import Transition

SENDER, RECEIVER = "sender", "receiver"


class TransferState(models.TextChoices):
    """Where a transfer stands: the sending side asked, the receiving side answers."""

    ASKED = "asked", "Chờ nơi nhận xác nhận"
    ACCEPTED = "accepted", "Đã chuyển"
    REFUSED = "refused", "Nơi nhận không đồng ý"
    WITHDRAWN = "withdrawn", "Đã rút đề nghị"


_OPEN = frozenset({TransferState.ASKED})
ACCEPT_TRANSFER = Transition(
    "accept_transfer",
    "Xác nhận tiếp nhận",
    "Đã tiếp nhận",
    _OPEN,
    TransferState.ACCEPTED,
    frozenset({RECEIVER}),
    style="primary",
)
REFUSE_TRANSFER = Transition(
    "refuse_transfer",
    "Không tiếp nhận",
    "Không tiếp nhận",
    _OPEN,
    TransferState.REFUSED,
    frozenset({RECEIVER}),
    needs_note=True,
)
WITHDRAW_TRANSFER = Transition(
    "withdraw_transfer",
    "Rút đề nghị chuyển",
    "Đã rút đề nghị chuyển",
    _OPEN,
    TransferState.WITHDRAWN,
    frozenset({SENDER}),
    needs_note=True,
)
TRANSFER_TRANSITIONS = (ACCEPT_TRANSFER, REFUSE_TRANSFER, WITHDRAW_TRANSFER)
