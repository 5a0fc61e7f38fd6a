"""How the admin looks: Unfold's settings, in the words and colours of the staff pages.

Models are named by their labels only: like settings, this module may speak of every app.
"""

from django.templatetags.static import static
from django.urls import reverse_lazy

# The sidebar and the first page, group by group: (title, ((model label, icon of Material Symbols,
# name), …)). What the account may not see is left out when the page is drawn (adminbase/site.py).
SIDEBAR = (
    (
        "Tổ chức",
        (
            ("organization.Unit", "account_tree", "Đơn vị"),
            ("organization.Person", "person", "Cá nhân"),
            ("organization.Household", "home", "Hộ gia đình"),
            ("organization.Group", "groups", "Nhóm đối tượng"),
        ),
    ),
    (
        "Hồ sơ",
        (
            ("organization.AnnualRating", "grading", "Xếp loại hằng năm"),
            ("organization.Initiative", "lightbulb", "Sáng kiến, giải pháp"),
            ("organization.IndexScore", "monitoring", "Kết quả chỉ số"),
            ("organization.Bar", "gpp_maybe", "Chưa xét, không xét"),
            ("organization.Transfer", "swap_horiz", "Chuyển đơn vị"),
            ("awards.Award", "workspace_premium", "Khen thưởng đã tặng"),
        ),
    ),
    (
        "Danh mục",
        (
            ("awards.AwardType", "military_tech", "Danh hiệu, khen thưởng"),
            ("awards.CriterionSet", "checklist", "Bộ tiêu chuẩn"),
        ),
    ),
    (
        "Pháp luật",
        (
            ("awards.Regime", "history_edu", "Giai đoạn pháp luật"),
            ("awards.LegalDocument", "gavel", "Văn bản làm căn cứ"),
            ("awards.VoteRule", "how_to_vote", "Tỷ lệ phiếu"),
            ("awards.AwardShare", "percent", "Tỷ lệ danh hiệu"),
            ("awards.BaseSalary", "payments", "Lương cơ sở"),
            ("awards.BonusRate", "redeem", "Mức tiền thưởng"),
            ("awards.BonusRule", "calculate", "Cách tính tiền thưởng"),
            ("organization.IndexBand", "leaderboard", "Mức xếp loại chỉ số"),
        ),
    ),
    (
        "Phong trào",
        (
            ("campaigns.Campaign", "flag", "Phong trào thi đua"),
            ("campaigns.Registration", "assignment", "Bản đăng ký"),
            ("campaigns.Extension", "more_time", "Gia hạn"),
            ("campaigns.Reminder", "notifications", "Lần nhắc"),
            ("campaigns.ChaseLetter", "mark_email_unread", "Công văn đôn đốc"),
            ("campaigns.PlanTask", "task_alt", "Việc phân công"),
            ("campaigns.Result", "fact_check", "Kết quả"),
            ("campaigns.Example", "star", "Gương điển hình"),
        ),
    ),
    (
        "Xét khen thưởng",
        (
            ("dossiers.Dossier", "inbox", "Hồ sơ đề nghị"),
            ("dossiers.Nomination", "how_to_reg", "Thẩm định đề nghị"),
            ("dossiers.Council", "diversity_3", "Hội đồng"),
            ("dossiers.CouncilSession", "event", "Phiên họp"),
            ("dossiers.Decision", "approval", "Quyết định khen thưởng"),
            ("dossiers.Submission", "outbox", "Tờ trình cấp trên"),
            ("dossiers.Certificate", "license", "Bằng, giấy khen"),
            ("dossiers.CertificateSheet", "print", "Mẫu in bằng"),
            ("dossiers.Wording", "edit_note", "Lời văn bản"),
        ),
    ),
    (
        "Hệ thống",
        (
            ("organization.User", "manage_accounts", "Tài khoản"),
            ("organization.IssuedPaper", "verified", "Văn bản đã ban hành"),
            ("organization.Retention", "auto_delete", "Thời hạn lưu dữ liệu"),
            ("organization.Anonymisation", "shield", "Lần ẩn danh dữ liệu"),
        ),
    ),
)

UNFOLD = {
    "SITE_TITLE": "Thi đua - Khen thưởng",
    "SITE_HEADER": "Thi đua - Khen thưởng",
    "SITE_SUBHEADER": "Quản trị danh mục",
    "SITE_URL": "/",
    "SITE_SYMBOL": "workspace_premium",
    "SITE_FAVICONS": [
        {"rel": "icon", "type": "image/svg+xml", "href": lambda request: static("favicon.svg")}
    ],
    "STYLES": [lambda request: static("admin.css")],
    "SHOW_HISTORY": True,
    "SHOW_VIEW_ON_SITE": False,
    "SHOW_BACK_BUTTON": True,
    # One look for everybody: the staff pages have no dark side either.
    "THEME": "light",
    "BORDER_RADIUS": "6px",
    # The tokens of static/app.css: --accent in the middle, warm neutrals around it.
    "COLORS": {
        "base": {
            "50": "#faf8f4",
            "100": "#f1eee8",
            "200": "#e5e0d7",
            "300": "#d3ccc0",
            "400": "#8b8376",
            "500": "#665f55",
            "600": "#4a443c",
            "700": "#3a352f",
            "800": "#2d2925",
            "900": "#231f1b",
            "950": "#171411",
        },
        "primary": {
            "50": "#fbf0ee",
            "100": "#f6dedb",
            "200": "#e6c4be",
            "300": "#d69a93",
            "400": "#c6675f",
            "500": "#b53b37",
            "600": "#a31d1d",
            "700": "#811515",
            "800": "#661212",
            "900": "#4d0e0e",
            "950": "#2e0707",
        },
    },
    "ACCOUNT": {
        "navigation": [
            {"title": "Tài khoản của tôi", "link": reverse_lazy("organization:account")},
            {"title": "Đổi mật khẩu", "link": reverse_lazy("password_change")},
        ],
    },
    "SIDEBAR": {
        "show_search": False,
        "show_all_applications": False,
        "navigation": "emulation.adminbase.site.sidebar",
    },
}
