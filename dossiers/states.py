"""The workflows of this floor: dossier, nomination, session, decision, submission."""

from django.db import models

from emulation.organization.models import Role
from emulation.workflow import Transition

UNIT, OFFICE, CHAIR = frozenset({Role.UNIT}), frozenset({Role.OFFICE}), frozenset({Role.CHAIR})
DESK = OFFICE | CHAIR


class DossierState(models.TextChoices):
    """Where a unit's dossier stands."""

    DRAFT = "draft", "Đang lập"
    SUBMITTED = "submitted", "Đã gửi"
    RECEIVED = "received", "Đã tiếp nhận"
    SUPPLEMENT = "supplement", "Chờ bổ sung"
    APPRAISED = "appraised", "Đã thẩm định"


D = DossierState
SUBMIT = Transition(
    "submit", "Gửi hồ sơ", "Gửi hồ sơ",
    frozenset({D.DRAFT}), D.SUBMITTED, UNIT | OFFICE, style="primary",
)  # fmt: skip
RECALL = Transition(
    "recall", "Rút lại để sửa", "Rút lại hồ sơ",
    frozenset({D.SUBMITTED}), D.DRAFT, UNIT | OFFICE, needs_note=True,
)  # fmt: skip
RECEIVE = Transition(
    "receive", "Tiếp nhận", "Tiếp nhận hồ sơ",
    frozenset({D.SUBMITTED}), D.RECEIVED, OFFICE, style="primary",
)  # fmt: skip
REQUEST_SUPPLEMENT = Transition(
    "request_supplement", "Yêu cầu bổ sung", "Yêu cầu bổ sung hồ sơ",
    frozenset({D.RECEIVED}), D.SUPPLEMENT, OFFICE,
    needs_note=True, note_label="Nội dung cần bổ sung",
)  # fmt: skip
SEND_SUPPLEMENT = Transition(
    "send_supplement", "Gửi phần bổ sung", "Gửi phần bổ sung",
    frozenset({D.SUPPLEMENT}), D.RECEIVED, UNIT | OFFICE, style="primary",
)  # fmt: skip
APPRAISE = Transition(
    "appraise", "Kết thúc thẩm định", "Kết thúc thẩm định",
    frozenset({D.RECEIVED}), D.APPRAISED, OFFICE, style="primary",
)  # fmt: skip
RESUME = Transition(
    "resume", "Thẩm định lại", "Mở lại thẩm định",
    frozenset({D.APPRAISED}), D.RECEIVED, OFFICE, needs_note=True,
)  # fmt: skip
DOSSIER_TRANSITIONS = (
    SUBMIT, RECALL, RECEIVE, REQUEST_SUPPLEMENT, SEND_SUPPLEMENT, APPRAISE, RESUME,
)  # fmt: skip
DOSSIER_EDITABLE = frozenset({D.DRAFT, D.SUPPLEMENT})


class NominationState(models.TextChoices):
    """Where one nominee's proposal for one award stands."""

    PROPOSED = "proposed", "Đề nghị"
    ELIGIBLE = "eligible", "Đủ điều kiện"
    INELIGIBLE = "ineligible", "Không đủ điều kiện"
    DEFERRED = "deferred", "Chưa xét"
    PASSED = "passed", "Hội đồng thông qua"
    FAILED = "failed", "Không đạt tỷ lệ phiếu"
    LOWERED = "lowered", "Hội đồng đề nghị mức thấp hơn"
    DECIDED = "decided", "Đã có quyết định"
    FORWARDED = "forwarded", "Đã trình cấp trên"
    AWARDED = "awarded", "Đã khen thưởng"
    REFUSED = "refused", "Không được khen thưởng"
    WITHDRAWN = "withdrawn", "Đã rút"
    REVOKED = "revoked", "Đã thu hồi"


N = NominationState
BEFORE_COUNCIL = frozenset({N.PROPOSED, N.ELIGIBLE, N.INELIGIBLE, N.DEFERRED})
MARK_ELIGIBLE = Transition(
    "mark_eligible", "Đủ điều kiện", "Thẩm định: đủ điều kiện",
    frozenset({N.PROPOSED, N.INELIGIBLE, N.DEFERRED}), N.ELIGIBLE, OFFICE, style="primary",
)  # fmt: skip
MARK_INELIGIBLE = Transition(
    "mark_ineligible", "Không đủ điều kiện", "Thẩm định: không đủ điều kiện",
    frozenset({N.PROPOSED, N.ELIGIBLE, N.DEFERRED}), N.INELIGIBLE, OFFICE, needs_note=True,
)  # fmt: skip
DEFER = Transition(
    "defer", "Chưa xét", "Thẩm định: chưa xét",
    frozenset({N.PROPOSED, N.ELIGIBLE, N.INELIGIBLE}), N.DEFERRED, OFFICE, needs_note=True,
)  # fmt: skip
PASS = Transition(
    "pass", "Thông qua", "Hội đồng thông qua",
    frozenset({N.ELIGIBLE}), N.PASSED, OFFICE,
)  # fmt: skip
FAIL = Transition(
    "fail", "Không thông qua", "Hội đồng không thông qua",
    frozenset({N.ELIGIBLE}), N.FAILED, OFFICE,
)  # fmt: skip
LOWER = Transition(
    "lower", "Đề nghị mức thấp hơn", "Hội đồng đề nghị mức thấp hơn",
    frozenset({N.ELIGIBLE}), N.LOWERED, OFFICE, needs_note=True,
)  # fmt: skip
DECIDE = Transition(
    "decide", "Quyết định khen thưởng", "Có quyết định khen thưởng",
    frozenset({N.PASSED, N.LOWERED}), N.DECIDED, DESK,
)  # fmt: skip
FORWARD = Transition(
    "forward", "Trình cấp trên", "Trình cấp trên khen thưởng",
    frozenset({N.PASSED, N.LOWERED}), N.FORWARDED, DESK,
)  # fmt: skip
AWARD = Transition(
    "award", "Ghi nhận đã khen thưởng", "Đã khen thưởng",
    frozenset({N.DECIDED, N.FORWARDED}), N.AWARDED, OFFICE,
)  # fmt: skip
REFUSE = Transition(
    "refuse", "Không khen thưởng", "Không được khen thưởng",
    frozenset({N.PASSED, N.LOWERED, N.FORWARDED}), N.REFUSED, DESK, needs_note=True,
)  # fmt: skip
WITHDRAW = Transition(
    "withdraw", "Rút đề nghị", "Rút đề nghị",
    BEFORE_COUNCIL, N.WITHDRAWN, UNIT | OFFICE, needs_note=True, style="danger",
)  # fmt: skip
REVOKE_AWARD = Transition(
    "revoke", "Thu hồi khen thưởng", "Thu hồi khen thưởng",
    frozenset({N.DECIDED, N.AWARDED}), N.REVOKED, CHAIR, needs_note=True, style="danger",
)  # fmt: skip
NOMINATION_TRANSITIONS = (
    MARK_ELIGIBLE, MARK_INELIGIBLE, DEFER, PASS, FAIL, LOWER, DECIDE, FORWARD, AWARD, REFUSE,
    WITHDRAW, REVOKE_AWARD,
)  # fmt: skip


class SessionState(models.TextChoices):
    """Where a meeting of the council stands."""

    PLANNED = "planned", "Chuẩn bị"
    OPENED = "opened", "Đang họp"
    COUNTED = "counted", "Đã kiểm phiếu"
    CONCLUDED = "concluded", "Đã kết luận"
    CANCELLED = "cancelled", "Đã hủy"


M = SessionState
OPEN = Transition(
    "open", "Khai mạc phiên họp", "Khai mạc phiên họp",
    frozenset({M.PLANNED}), M.OPENED, OFFICE, style="primary",
)  # fmt: skip
COUNT = Transition(
    "count", "Chốt kết quả kiểm phiếu", "Chốt kết quả kiểm phiếu",
    frozenset({M.OPENED}), M.COUNTED, OFFICE, style="primary",
)  # fmt: skip
RECOUNT = Transition(
    "recount", "Kiểm phiếu lại", "Mở lại kiểm phiếu",
    frozenset({M.COUNTED}), M.OPENED, OFFICE, needs_note=True,
)  # fmt: skip
CONCLUDE = Transition(
    "conclude", "Kết luận phiên họp", "Kết luận phiên họp",
    frozenset({M.COUNTED}), M.CONCLUDED, OFFICE, style="primary",
    confirm="Biên bản họp và biên bản kiểm phiếu được lưu cố định, không sửa được nữa.",
)  # fmt: skip
CANCEL_SESSION = Transition(
    "cancel", "Hủy phiên họp", "Hủy phiên họp",
    frozenset({M.PLANNED, M.OPENED}), M.CANCELLED, OFFICE, needs_note=True, style="danger",
)  # fmt: skip
# The ballot on screen opens and closes while the council meets; the session stays where it is.
START_VOTING = Transition(
    "start_voting", "Mở bỏ phiếu trên máy", "Mở bỏ phiếu trên máy",
    frozenset({M.OPENED}), M.OPENED, OFFICE, style="primary",
    confirm="Từ lúc này không sửa chương trình, điểm danh được nữa cho đến khi kết thúc bỏ phiếu.",
)  # fmt: skip
STOP_VOTING = Transition(
    "stop_voting", "Kết thúc bỏ phiếu", "Kết thúc bỏ phiếu trên máy",
    frozenset({M.OPENED}), M.OPENED, OFFICE, style="primary",
    confirm="Thành viên chưa bỏ phiếu sẽ không bỏ phiếu được nữa.",
)  # fmt: skip
VOID_VOTING = Transition(
    "void_voting", "Hủy lượt bỏ phiếu", "Hủy lượt bỏ phiếu trên máy",
    frozenset({M.OPENED}), M.OPENED, OFFICE, needs_note=True, style="danger",
    confirm="Mọi phiếu đã bỏ bị xóa mà không ai được xem; các thành viên bỏ phiếu lại từ đầu.",
)  # fmt: skip
SESSION_TRANSITIONS = (
    OPEN, START_VOTING, STOP_VOTING, VOID_VOTING, COUNT, RECOUNT, CONCLUDE, CANCEL_SESSION,
)  # fmt: skip


class DecisionState(models.TextChoices):
    """Where a decision to commend stands."""

    DRAFT = "draft", "Dự thảo"
    ISSUED = "issued", "Đã ban hành"
    REVOKED = "revoked", "Đã hủy bỏ"
    CANCELLED = "cancelled", "Đã bỏ dự thảo"


E = DecisionState
ISSUE = Transition(
    "issue", "Ban hành", "Ban hành quyết định",
    frozenset({E.DRAFT}), E.ISSUED, DESK, style="primary",
    confirm="Khen thưởng được ghi vào sổ và văn bản được lưu cố định.",
)  # fmt: skip
DISCARD = Transition(
    "discard", "Bỏ dự thảo", "Bỏ dự thảo",
    frozenset({E.DRAFT}), E.CANCELLED, DESK, needs_note=True, style="danger",
)  # fmt: skip
REVOKE = Transition(
    "revoke", "Hủy bỏ quyết định", "Hủy bỏ quyết định",
    frozenset({E.ISSUED}), E.REVOKED, CHAIR, needs_note=True,
    confirm="Mọi khen thưởng của quyết định này sẽ bị thu hồi.", style="danger",
)  # fmt: skip
# Made public or withdrawn from the public page, the decision stays what it is.
PUBLISH = Transition(
    "publish", "Công khai", "Công khai kết quả khen thưởng",
    frozenset({E.ISSUED}), E.ISSUED, DESK, style="primary",
)  # fmt: skip
UNPUBLISH = Transition(
    "unpublish", "Thôi công khai", "Thôi công khai",
    frozenset({E.ISSUED}), E.ISSUED, DESK, needs_note=True,
)  # fmt: skip
DECISION_TRANSITIONS = (ISSUE, DISCARD, PUBLISH, UNPUBLISH, REVOKE)


class SubmissionState(models.TextChoices):
    """Where a proposal to the superior stands."""

    DRAFT = "draft", "Dự thảo"
    SENT = "sent", "Đã trình"
    ANSWERED = "answered", "Cấp trên đã trả lời"
    CANCELLED = "cancelled", "Đã bỏ dự thảo"


B = SubmissionState
SEND = Transition(
    "send", "Ký trình", "Trình cấp trên",
    frozenset({B.DRAFT}), B.SENT, DESK, style="primary",
    confirm="Tờ trình được lưu cố định và các đề nghị chuyển sang «Đã trình cấp trên».",
)  # fmt: skip
ANSWER = Transition(
    "answer", "Ghi trả lời của cấp trên", "Ghi trả lời của cấp trên",
    frozenset({B.SENT}), B.ANSWERED, OFFICE, style="primary",
)  # fmt: skip
DROP = Transition(
    "drop", "Bỏ dự thảo", "Bỏ dự thảo",
    frozenset({B.DRAFT}), B.CANCELLED, DESK, needs_note=True, style="danger",
)  # fmt: skip
SUBMISSION_TRANSITIONS = (SEND, ANSWER, DROP)
