"""URLs of campaigns, their filing, periods and registrations."""

from django.urls import path

from .views import (
    board,
    calendar,
    campaign,
    criteria,
    deadlines,
    eligibility,
    eligibility_detail,
    examples,
    filing,
    importing,
    letters,
    outbox,
    qualifying,
    registration,
    registration_file,
    result_detail,
    result_grid,
    results,
    tasks,
    years,
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
    path("phong-trao/<int:pk>/them-ky/", years.campaign_next_year, name="campaign_next_year"),
    path("ky/<int:pk>/", board.period_board, name="period_board"),
    path("ky/<int:pk>/khen-thuong/", years.period_awards, name="period_awards"),
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
    path("ky/<int:pk>/ket-qua/", results.period_results, name="period_results"),
    path("ky/<int:pk>/ket-qua/gui/", results.period_results_report, name="period_results_report"),
    path(
        "ky/<int:pk>/ket-qua/xac-nhan/",
        result_grid.period_results_verify,
        name="period_results_verify",
    ),
    path(
        "ky/<int:pk>/ket-qua/xuat/", result_grid.period_results_export, name="period_results_export"
    ),
    path(
        "ky/<int:pk>/ket-qua/so-sanh/",
        result_grid.period_results_compare,
        name="period_results_compare",
    ),
    path(
        "ky/<int:pk>/ket-qua/so-sanh/xuat/",
        result_grid.period_results_compare_export,
        name="period_results_compare_export",
    ),
    path(
        "ky/<int:pk>/ket-qua/<slug:kind>/<int:nominee_pk>/",
        results.period_results_nominee,
        name="period_results_nominee",
    ),
    path(
        "ky/<int:pk>/ket-qua/<slug:kind>/<int:nominee_pk>/luu/",
        results.period_results_autosave,
        name="period_results_autosave",
    ),
    path("ket-qua/<int:pk>/", result_detail.result_detail, name="result_detail"),
    path("ket-qua/<int:pk>/o/", result_detail.result_panel, name="result_panel"),
    path("ket-qua/<int:pk>/ket-luan/", result_detail.result_judge, name="result_judge"),
    path("ket-qua/<int:pk>/xem-lai/", result_detail.result_reopen, name="result_reopen"),
    path("ket-qua/<int:pk>/kiem-tra/", result_detail.result_check, name="result_check"),
    path(
        "ket-qua/<int:pk>/kiem-tra/<int:check_pk>/bo/",
        result_detail.result_check_remove,
        name="result_check_remove",
    ),
    path("ket-qua/<int:pk>/guong/", result_detail.result_praise, name="result_praise"),
    path("ket-qua/<int:pk>/guong/bo/", result_detail.result_unpraise, name="result_unpraise"),
    path("minh-chung/<int:pk>/", result_detail.evidence_file, name="evidence_file"),
    path("guong-dien-hinh/", examples.example_list, name="example_list"),
    path("guong-dien-hinh/xuat/", examples.example_export, name="example_export"),
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
    path("dang-ky/<int:pk>/bang/", registration_file.registration_sheet, name="registration_sheet"),
    path(
        "dang-ky/<int:pk>/nap/", registration_file.registration_upload, name="registration_upload"
    ),
    path(
        "dang-ky/<int:pk>/nap/<str:token>/",
        registration_file.registration_review,
        name="registration_review",
    ),
    path(
        "dang-ky/<int:pk>/tep/<int:file_pk>/",
        registration_file.registration_file,
        name="registration_file",
    ),
    path(
        "dang-ky/<int:pk>/chuyen/",
        registration.registration_transition,
        name="registration_transition",
    ),
    path("lich/", calendar.calendar, name="calendar"),
    path("lich/<str:token>.ics", calendar.calendar_feed, name="calendar_feed"),
    path("tai-khoan/nhac-viec/", calendar.subscription, name="subscription"),
    path("tai-khoan/nhac-viec/lich/", calendar.subscription_feed, name="subscription_feed"),
    path("ky/<int:pk>/thoi-han/", deadlines.period_deadlines, name="period_deadlines"),
    path("ky/<int:pk>/thoi-han/bao-cao/", deadlines.period_reported, name="period_reported"),
    path("ky/<int:pk>/nhac/<slug:kind>/", deadlines.period_chase, name="period_chase"),
    path("ky/<int:pk>/don-doc/<slug:kind>/", deadlines.period_letter, name="period_letter"),
    path("cong-van-don-doc/<int:pk>/", letters.letter_detail, name="letter_detail"),
    path("cong-van-don-doc/<int:pk>/ban-hanh/", letters.letter_issue, name="letter_issue"),
    path("cong-van-don-doc/<int:pk>/chuyen/", letters.letter_transition, name="letter_transition"),
    path("thu-nhac/", outbox.message_list, name="message_list"),
    path("thu-nhac/gui-het/", outbox.message_release_all, name="message_release_all"),
    path("thu-nhac/cach-nhac/", outbox.reminder_setting, name="reminder_setting"),
    path("thu-nhac/<int:pk>/", outbox.message_detail, name="message_detail"),
    path("thu-nhac/<int:pk>/chuyen/", outbox.message_transition, name="message_transition"),
    path("phong-trao/<int:pk>/phan-cong/", tasks.campaign_tasks, name="campaign_tasks"),
    path(
        "phong-trao/<int:pk>/phan-cong/xuat/",
        tasks.campaign_tasks_export,
        name="campaign_tasks_export",
    ),
    path(
        "phong-trao/<int:pk>/phan-cong/lay/", tasks.campaign_tasks_take, name="campaign_tasks_take"
    ),
    path(
        "phong-trao/<int:pk>/phan-cong/them/",
        tasks.campaign_task_create,
        name="campaign_task_create",
    ),
    path("phan-cong/<int:pk>/", tasks.task_detail, name="task_detail"),
    path("phan-cong/<int:pk>/sua/", tasks.task_edit, name="task_edit"),
    path("phan-cong/<int:pk>/chuyen/", tasks.task_transition, name="task_transition"),
]
