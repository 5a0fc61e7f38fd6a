"""URLs of the award floor: criteria by law and of the authorities."""

from django.urls import path

from .records.kinds import KINDS
from .roster.lists import LISTS
from .views import (
    criteria,
    grid,
    groups,
    law,
    profile,
    records,
    roster,
    roster_sheets,
    sheets,
    transfers,
)

app_name = "awards"
urlpatterns = [
    path("phap-luat/", law.law, name="law"),
    path("bo-tieu-chuan/", criteria.criterion_set_list, name="criterion_set_list"),
    path("bo-tieu-chuan/lap-moi/", criteria.criterion_set_create, name="criterion_set_create"),
    path("bo-tieu-chuan/theo-luat/", criteria.law_list, name="law_list"),
    path("bo-tieu-chuan/cach-xet/", criteria.criterion_preview, name="criterion_preview"),
    path("bo-tieu-chuan/<int:pk>/", criteria.criterion_set_detail, name="criterion_set_detail"),
    path("bo-tieu-chuan/<int:pk>/sua/", criteria.criterion_set_edit, name="criterion_set_edit"),
]

# People, units, households: one page each.
SUBJECTS = {"person": "ca-nhan", "unit": "don-vi", "household": "ho-gia-dinh"}
urlpatterns += [
    path("ho-so/", profile.profile_list, name="profile_list"),
    path("ho-so/xuat/", profile.profile_export, name="profile_export"),
    path("ho-so/chua-xet/<int:pk>/go-bo/", records.bar_lift, name="bar_lift"),
]
for subject, slug in SUBJECTS.items():
    given = {"subject": subject}
    urlpatterns += [
        path(f"ho-so/{slug}/<int:pk>/", profile.profile, given, name=f"{subject}_profile"),
        path(f"ho-so/{slug}/<int:pk>/chuyen/", profile.move, given, name=f"{subject}_move"),
    ]

# Records: the same pages for every kind.
for kind in KINDS.values():
    given, start = {"kind": kind.code}, f"ho-so/{kind.slug}"
    urlpatterns += [
        path(f"{start}/", records.record_list, given, name=f"{kind.code}_list"),
        path(f"{start}/xuat/", records.record_export, given, name=f"{kind.code}_export"),
        path(f"{start}/them/", records.record_create, given, name=f"{kind.code}_create"),
        path(f"{start}/mau/", sheets.sheet_template, given, name=f"{kind.code}_template"),
        path(f"{start}/nap/", sheets.sheet_upload, given, name=f"{kind.code}_sheet_upload"),
        path(
            f"{start}/nap/<slug:token>/", sheets.sheet_review, given,
            name=f"{kind.code}_sheet_review",
        ),
        path(f"{start}/<int:pk>/", records.record_detail, given, name=f"{kind.code}_detail"),
        path(f"{start}/<int:pk>/sua/", records.record_edit, given, name=f"{kind.code}_edit"),
        path(f"{start}/<int:pk>/xoa/", records.record_delete, given, name=f"{kind.code}_delete"),
        path(
            f"{start}/<int:pk>/tep/", records.record_attachment, given,
            name=f"{kind.code}_attachment",
        ),
    ]  # fmt: skip
    if kind.in_grid:
        urlpatterns += [path(f"{start}/bang/", grid.year_grid, given, name=f"{kind.code}_grid")]

# The roster: lists of people and units, in and out, by page; groups and transfers.
urlpatterns += [
    path("danh-ba/da-xoa/", roster.roster_removed, name="roster_removed"),
    path("danh-ba/nap/<int:pk>/", roster_sheets.roster_review, name="rostersheet_review"),
    path("danh-ba/nap/<int:pk>/cot/", roster_sheets.roster_columns, name="rostersheet_columns"),
    path("danh-ba/chuyen/", transfers.transfer_list, name="transfer_list"),
    path("danh-ba/chuyen/<int:pk>/", transfers.transfer_detail, name="transfer_detail"),
    path("danh-ba/ca-nhan/<int:pk>/chuyen/", transfers.transfer_ask, name="person_transfer"),
    path("danh-ba/nhom/", groups.group_list, name="group_list"),
    path("danh-ba/nhom/<int:pk>/", groups.group_detail, name="group_detail"),
]
for one in LISTS.values():
    given, name = {"kind": one.kind}, f"roster_{one.kind}"
    start = "danh-ba" if one.kind == "person" else f"danh-ba/{one.slug}"
    record = f"danh-ba/{one.slug}/<int:pk>"
    urlpatterns += [
        path(f"{start}/", roster.roster_list, given, name=name),
        path(f"{start}/xuat/", roster.roster_export, given, name=f"{name}_export"),
        path(f"{start}/mau/", roster.roster_template, given, name=f"{name}_template"),
        path(f"{start}/nap/", roster_sheets.roster_upload, given, name=f"{name}_upload"),
        path(f"{start}/them/", roster.roster_add, given, name=f"{name}_add"),
        path(f"{record}/sua/", roster.roster_edit, given, name=f"{one.kind}_edit_roster"),
        path(f"{record}/thoi/", roster.roster_stop, given, name=f"{one.kind}_stop"),
        path(f"{record}/xoa/", roster.roster_remove, given, name=f"{one.kind}_remove"),
        path(f"{record}/khoi-phuc/", roster.roster_restore, given, name=f"{one.kind}_restore"),
    ]
