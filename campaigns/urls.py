"""URLs of campaigns, their filing, periods and registrations."""

from django.urls import path

from .views import (
    board,
    campaign,
    criteria,
    eligibility,
    eligibility_detail,
    filing,
    importing,
    qualifying,
    registration,
)

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
    path(
        "phong-trao/<int:pk>/tieu-chuan/<slug:subject>/lay/",
        criteria.campaign_criteria_take,
        name="campaign_criteria_take",
    ),
    path(
        "phong-trao/<int:pk>/tieu-chuan/<slug:subject>/luu/",
        criteria.campaign_criteria_keep,
        name="campaign_criteria_keep",
    ),
    path(
        "phong-trao/<int:pk>/tieu-chuan/<slug:subject>/so-sanh/",
        criteria.campaign_criteria_compare,
        name="campaign_criteria_compare",
    ),
    path("phong-trao/<int:pk>/chuyen/", campaign.campaign_transition, name="campaign_transition"),
    path("ky/<int:pk>/", board.period_board, name="period_board"),
    path("ky/<int:pk>/xuat/", board.period_export, name="period_export"),
    path("ky/<int:pk>/tong-hop/", board.period_consolidate, name="period_consolidate"),
    path("ky/<int:pk>/dieu-kien/", eligibility.period_eligibility, name="period_eligibility"),
    path(
        "ky/<int:pk>/dieu-kien/xuat/",
        eligibility.period_eligibility_export,
        name="period_eligibility_export",
    ),
    path("ky/<int:pk>/ket-qua-dang-ky/", eligibility.period_achieved, name="period_achieved"),
    path(
        "ky/<int:pk>/dieu-kien/don-vi/",
        eligibility.period_eligibility_own,
        name="period_eligibility_own",
    ),
    path(
        "ky/<int:pk>/dieu-kien/<int:offer_pk>/<slug:kind>/<int:nominee_pk>/",
        eligibility_detail.period_eligibility_detail,
        name="period_eligibility_detail",
    ),
    path(
        "ky/<int:pk>/dieu-kien/<int:offer_pk>/<slug:kind>/<int:nominee_pk>/ket-luan/",
        eligibility_detail.period_eligibility_override,
        name="period_eligibility_override",
    ),
    path(
        "ky/<int:pk>/dieu-kien/<int:offer_pk>/<slug:kind>/<int:nominee_pk>/ket-luan/"
        "<int:override_pk>/bo/",
        eligibility_detail.period_eligibility_withdraw,
        name="period_eligibility_withdraw",
    ),
    path("du-dieu-kien/", qualifying.qualifying_list, name="qualifying_list"),
    path("du-dieu-kien/xuat/", qualifying.qualifying_export, name="qualifying_export"),
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
