"""The workflows of this floor, one table each: campaign, registration, result, chasing, tasks."""

from django.db import models

from emulation.organization.models import Role
from emulation.workflow import Transition


class CampaignState(models.TextChoices):
    """States of a campaign; the phase of a period follows from its dates instead."""

    DRAFT = "draft", "Dự thảo"
    ISSUED = "issued", "Đã ban hành"
    CLOSED = "closed", "Đã kết thúc"
    CANCELLED = "cancelled", "Đã hủy"


class RegistrationState(models.TextChoices):
    """States of one unit's registration for one period."""

    DRAFT = "draft", "Đang soạn"
    SUBMITTED = "submitted", "Đã gửi"
    RETURNED = "returned", "Trả lại để sửa"
    CONFIRMED = "confirmed", "Đã xác nhận"
    WITHDRAWN = "withdrawn", "Đã rút"


C, R = CampaignState, RegistrationState
DESK = frozenset({Role.OFFICE, Role.CHAIR})

ISSUE = Transition(
    "issue",
    "Ban hành",
    "Ban hành kế hoạch",
    frozenset({C.DRAFT}),
    C.ISSUED,
    DESK,
    confirm="Sau khi ban hành, nội dung kế hoạch được lưu lại và không sửa được nữa.",
    style="primary",
)
CLOSE = Transition(
    "close",
    "Kết thúc phong trào",
    "Kết thúc phong trào",
    frozenset({C.ISSUED}),
    C.CLOSED,
    DESK,
    needs_note=True,
    note_label="Căn cứ kết thúc",
)
REOPEN = Transition(
    "reopen",
    "Mở lại phong trào",
    "Mở lại phong trào",
    frozenset({C.CLOSED}),
    C.ISSUED,
    DESK,
    needs_note=True,
)
CANCEL = Transition(
    "cancel",
    "Hủy phong trào",
    "Hủy phong trào",
    frozenset({C.DRAFT, C.ISSUED}),
    C.CANCELLED,
    DESK,
    needs_note=True,
    confirm="Phong trào đã hủy không mở lại được.",
    style="danger",
)
# A movement of several years goes on: the next year, or the awards that the law of a year has.
ADD_PERIOD = Transition(
    "add_period", "Thêm kỳ", "Thêm kỳ", frozenset({C.ISSUED}), C.ISSUED, DESK, needs_note=True
)
FIT_AWARDS = Transition(
    "fit_awards",
    "Cập nhật khen thưởng theo kỳ",
    "Cập nhật khen thưởng theo kỳ",
    frozenset({C.ISSUED}),
    C.ISSUED,
    DESK,
    needs_note=True,
)
CAMPAIGN_TRANSITIONS = (ISSUE, CLOSE, REOPEN, CANCEL, ADD_PERIOD, FIT_AWARDS)
# Each of these has a page of its own.
CAMPAIGN_PAGES = (ISSUE, ADD_PERIOD, FIT_AWARDS)

SUBMIT = Transition(
    "submit",
    "Gửi đăng ký",
    "Gửi đăng ký",
    frozenset({R.DRAFT, R.RETURNED}),
    R.SUBMITTED,
    frozenset({Role.UNIT}),
    style="primary",
)
SUBMIT_FOR_UNIT = Transition(
    "submit_for_unit",
    "Nhập thay đơn vị và gửi",
    "Văn phòng nhập thay đơn vị",
    frozenset({R.DRAFT, R.RETURNED}),
    R.SUBMITTED,
    frozenset({Role.OFFICE}),
    needs_note=True,
    note_label="Căn cứ nhập thay (bản giấy, điện thoại…)",
)
ACCEPT_LATE = Transition(
    "accept_late",
    "Nhận đăng ký muộn",
    "Nhận đăng ký sau thời hạn",
    frozenset({R.DRAFT, R.RETURNED}),
    R.SUBMITTED,
    frozenset({Role.OFFICE}),
    needs_note=True,
    note_label="Lý do nhận muộn",
)
RETURN = Transition(
    "return",
    "Trả lại để sửa",
    "Trả lại đơn vị",
    frozenset({R.SUBMITTED}),
    R.RETURNED,
    frozenset({Role.OFFICE}),
    needs_note=True,
    note_label="Nội dung cần sửa",
)
CONFIRM = Transition(
    "confirm",
    "Xác nhận đăng ký",
    "Xác nhận đăng ký",
    frozenset({R.SUBMITTED}),
    R.CONFIRMED,
    frozenset({Role.OFFICE}),
    style="primary",
)
WITHDRAW = Transition(
    "withdraw",
    "Rút đăng ký",
    "Rút đăng ký",
    frozenset({R.DRAFT, R.SUBMITTED, R.RETURNED}),
    R.WITHDRAWN,
    frozenset({Role.UNIT}),
    needs_note=True,
    confirm="Bản đăng ký đã rút không khôi phục được.",
    style="danger",
)
REGISTRATION_TRANSITIONS = (
    SUBMIT,
    SUBMIT_FOR_UNIT,
    ACCEPT_LATE,
    CONFIRM,
    RETURN,
    WITHDRAW,
)
EDITABLE = frozenset({R.DRAFT, R.RETURNED})


class ResultState(models.TextChoices):
    """Where one reported result stands."""

    DRAFT = "draft", "Đang nhập"
    REPORTED = "reported", "Chờ văn phòng xác nhận"
    VERIFIED = "verified", "Đã xác nhận"
    RETURNED = "returned", "Trả lại để sửa"


S = ResultState
REPORT = Transition(
    "report",
    "Báo cáo kết quả",
    "Báo cáo kết quả",
    frozenset({S.DRAFT, S.RETURNED}),
    S.REPORTED,
    frozenset({Role.UNIT}),
    style="primary",
)
REPORT_FOR_UNIT = Transition(
    "report_for_unit",
    "Nhập thay kết quả",
    "Văn phòng nhập thay kết quả",
    frozenset({S.DRAFT, S.RETURNED}),
    S.REPORTED,
    frozenset({Role.OFFICE}),
    needs_note=True,
    note_label="Căn cứ nhập thay",
)
VERIFY_MET = Transition(
    "verify_met",
    "Xác nhận đạt",
    "Xác nhận đạt",
    frozenset({S.REPORTED}),
    S.VERIFIED,
    frozenset({Role.OFFICE}),
    style="primary",
)
VERIFY_UNMET = Transition(
    "verify_unmet",
    "Xác nhận không đạt",
    "Xác nhận không đạt",
    frozenset({S.REPORTED}),
    S.VERIFIED,
    frozenset({Role.OFFICE}),
    needs_note=True,
)
RETURN_RESULT = Transition(
    "return_result",
    "Trả lại kết quả",
    "Trả lại để sửa",
    frozenset({S.REPORTED}),
    S.RETURNED,
    frozenset({Role.OFFICE}),
    needs_note=True,
    note_label="Nội dung cần sửa",
)
REOPEN_RESULT = Transition(
    "reopen_result",
    "Xem xét lại",
    "Mở lại để xác nhận lại",
    frozenset({S.VERIFIED}),
    S.REPORTED,
    frozenset({Role.OFFICE}),
    needs_note=True,
)
RESULT_TRANSITIONS = (
    REPORT,
    REPORT_FOR_UNIT,
    VERIFY_MET,
    VERIFY_UNMET,
    RETURN_RESULT,
    REOPEN_RESULT,
)
RESULT_EDITABLE = frozenset({S.DRAFT, S.RETURNED})


class MessageState(models.TextChoices):
    """Where one reminder by e-mail stands."""

    WAITING = "waiting", "Chờ văn phòng xem"
    RELEASED = "released", "Đang gửi"
    SENT = "sent", "Đã gửi"
    FAILED = "failed", "Gửi không được"
    DROPPED = "dropped", "Không gửi"


M = MessageState
# Who carries a released message: the worker, on behalf of who released it (`Message.roles_of`).
CARRIER = "carrier"
RELEASE = Transition(
    "release",
    "Gửi thư nhắc",
    "Cho gửi thư nhắc",
    frozenset({M.WAITING, M.FAILED}),
    M.RELEASED,
    frozenset({Role.OFFICE}),
    style="primary",
)
DROP = Transition(
    "drop",
    "Không gửi thư nhắc",
    "Không gửi thư nhắc",
    frozenset({M.WAITING, M.FAILED}),
    M.DROPPED,
    frozenset({Role.OFFICE}),
)
DELIVER = Transition(
    "deliver",
    "Thư đã đi",
    "Thư đã gửi đi",
    frozenset({M.RELEASED}),
    M.SENT,
    frozenset({CARRIER}),
)
FAIL = Transition(
    "fail",
    "Thư không đi được",
    "Gửi không được",
    frozenset({M.RELEASED}),
    M.FAILED,
    frozenset({CARRIER}),
    needs_note=True,
)
MESSAGE_TRANSITIONS = (RELEASE, DROP, DELIVER, FAIL)


class LetterState(models.TextChoices):
    """Where a chase letter stands."""

    DRAFT = "draft", "Dự thảo"
    ISSUED = "issued", "Đã ban hành"
    CANCELLED = "cancelled", "Đã bỏ"


L = LetterState
ISSUE_LETTER = Transition(
    "issue_letter",
    "Ban hành công văn",
    "Ban hành công văn đôn đốc",
    frozenset({L.DRAFT}),
    L.ISSUED,
    DESK,
    style="primary",
)
CANCEL_LETTER = Transition(
    "cancel_letter",
    "Bỏ dự thảo công văn",
    "Bỏ dự thảo công văn",
    frozenset({L.DRAFT}),
    L.CANCELLED,
    DESK,
    needs_note=True,
    style="danger",
)
LETTER_TRANSITIONS = (ISSUE_LETTER, CANCEL_LETTER)


class TaskState(models.TextChoices):
    """Where a task of the plan stands."""

    TODO = "todo", "Chưa làm"
    DOING = "doing", "Đang làm"
    DONE = "done", "Đã xong"
    DROPPED = "dropped", "Không làm nữa"


T = TaskState
DOERS = frozenset({Role.UNIT, Role.OFFICE})
START_TASK = Transition(
    "start_task",
    "Bắt đầu làm",
    "Bắt đầu làm",
    frozenset({T.TODO}),
    T.DOING,
    DOERS,
)
FINISH_TASK = Transition(
    "finish_task",
    "Báo đã xong",
    "Báo đã xong",
    frozenset({T.TODO, T.DOING}),
    T.DONE,
    DOERS,
    needs_note=True,
    note_label="Kết quả thực hiện",
    style="primary",
)
REOPEN_TASK = Transition(
    "reopen_task",
    "Yêu cầu làm tiếp",
    "Yêu cầu làm tiếp",
    frozenset({T.DONE}),
    T.DOING,
    frozenset({Role.OFFICE}),
    needs_note=True,
    note_label="Nội dung cần làm tiếp",
)
DROP_TASK = Transition(
    "drop_task",
    "Không làm nữa",
    "Không làm nữa",
    frozenset({T.TODO, T.DOING}),
    T.DROPPED,
    frozenset({Role.OFFICE}),
    needs_note=True,
    style="danger",
)
TASK_TRANSITIONS = (START_TASK, FINISH_TASK, REOPEN_TASK, DROP_TASK)
TASK_OPEN = frozenset({T.TODO, T.DOING})
