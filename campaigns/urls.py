"""URLs of campaigns, their filing, periods and registrations."""

from django.urls import path

from .views import board, campaign, filing, importing, registration

app_name = "campaigns"
urlpatterns = [
    path("phong-trao/", campaign.campaign_list, name="campaign_list"),
    path("phong-trao/xuat/", campaign.campaign_export, name="campaign_export"),
    path("phong-trao/lap-moi/", filing.campaign_create, name="campaign_create"),
    path("phong-trao/doc-ke-hoach/", importing.plan_import, name="plan_import"),
    path(
        "phong-trao/doc-ke-hoach/<slug:token>/",
        importing.plan_import_review,
        name="plan_import_review",
    ),
    path("phong-trao/<int:pk>/", campaign.campaign_detail, name="campaign_detail"),
    path("phong-trao/<int:pk>/soan/<slug:slug>/", filing.campaign_edit, name="campaign_edit"),
    path("phong-trao/<int:pk>/xem-truoc/", filing.campaign_preview, name="campaign_preview"),
    path("phong-trao/<int:pk>/ban-hanh/", filing.campaign_issue, name="campaign_issue"),
    path("phong-trao/<int:pk>/sao-chep/", filing.campaign_copy, name="campaign_copy"),
    path("phong-trao/<int:pk>/da-sao-chep/", filing.campaign_copied, name="campaign_copied"),
    path("phong-trao/<int:pk>/chuyen/", campaign.campaign_transition, name="campaign_transition"),
    path("ky/<int:pk>/", board.period_board, name="period_board"),
    path("ky/<int:pk>/xuat/", board.period_export, name="period_export"),
    path("ky/<int:pk>/tong-hop/", board.period_consolidate, name="period_consolidate"),
    path(
        "ky/<int:period_pk>/dang-ky/<int:unit_pk>/",
        registration.registration_start,
        name="registration_start",
    ),
    path("dang-ky/<int:pk>/", registration.registration_detail, name="registration_detail"),
    path("dang-ky/<int:pk>/luu/", registration.registration_autosave, name="registration_autosave"),
    path(
        "dang-ky/<int:pk>/them/", registration.registration_add_line, name="registration_add_line"
    ),
    path(
        "dang-ky/<int:pk>/bo/<int:line_pk>/",
        registration.registration_remove_line,
        name="registration_remove_line",
    ),
    path(
        "dang-ky/<int:pk>/nguoi-ky/", registration.registration_signer, name="registration_signer"
    ),
    path(
        "dang-ky/<int:pk>/chuyen/",
        registration.registration_transition,
        name="registration_transition",
    ),
]
