"""URLs of the award floor: criteria by law and of the authorities."""

from django.urls import path

from .records.kinds import KINDS
from .views import criteria, grid, law, profile, records, sheets

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
