"""URLs of the ground floor: papers of all apps, accounts."""

from django.urls import path

from . import backup_views, views
from .account_views import deputies, first_run, login, managing, own

app_name = "organization"
urlpatterns = [
    path("giay-to/<slug:slug>/<int:pk>.pdf", views.paper, name="paper"),
    path("giay-to/dang-in/<int:pk>/", views.print_job, name="print_job"),
    path("giay-to/<slug:slug>/<int:pk>.docx", views.paper_word, name="paper_word"),
    path("bat-dau/", first_run.first_run, name="first_run"),
    path("bat-dau/co-quan/", first_run.authority, name="first_run_authority"),
    path("bat-dau/don-vi/", first_run.units, name="first_run_units"),
    path("bat-dau/tai-khoan/", first_run.accounts, name="first_run_accounts"),
    path("bat-dau/ke-hoach/", first_run.plan, name="first_run_plan"),
    path("dang-nhap/ma/", login.code, name="code"),
    path("tai-khoan/", own.account, name="account"),
    path("tai-khoan/phien/ket-thuc/", own.session_end, name="session_end"),
    path("tai-khoan/thiet-bi/", own.device, name="device"),
    path("tai-khoan/thiet-bi/ma-qr.svg", own.device_qr, name="device_qr"),
    path("tai-khoan/thiet-bi/tat/", own.device_remove, name="device_remove"),
    path("tai-khoan/ma-du-phong/", own.recovery_renew, name="recovery_renew"),
    path("cac-tai-khoan/", managing.account_list, name="account_list"),
    path("cac-tai-khoan/mau.xlsx", managing.accounts_template, name="accounts_template"),
    path("cac-tai-khoan/nap/", managing.accounts_upload, name="accounts_upload"),
    path("cac-tai-khoan/nap/<str:token>/", managing.accounts_review, name="accounts_review"),
    path("cac-tai-khoan/dia-chi/mo-khoa/", managing.address_unlock, name="address_unlock"),
    path("cac-tai-khoan/<int:pk>/", managing.account_detail, name="account_detail"),
    path("cac-tai-khoan/<int:pk>/mo-khoa/", managing.account_unlock, name="account_unlock"),
    path("cac-tai-khoan/<int:pk>/khoa/", managing.account_stop, name="account_stop"),
    path("cac-tai-khoan/<int:pk>/mo-lai/", managing.account_resume, name="account_resume"),
    path("cac-tai-khoan/<int:pk>/mat-khau/", managing.account_password, name="account_password"),
    path(
        "cac-tai-khoan/<int:pk>/thiet-bi/go/",
        managing.account_device_remove,
        name="account_device_remove",
    ),
    path(
        "cac-tai-khoan/<int:pk>/phien/ket-thuc/",
        managing.account_sessions_end,
        name="account_sessions_end",
    ),
    path("sao-luu/", backup_views.backup_list, name="backup_list"),
    path("sao-luu/<str:name>", backup_views.backup_file, name="backup_file"),
    path("uy-quyen/", deputies.deputy_list, name="deputy_list"),
    path("uy-quyen/<int:pk>/ket-thuc/", deputies.deputy_end, name="deputy_end"),
]
