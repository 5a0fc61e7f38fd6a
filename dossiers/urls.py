"""Addresses of the dossiers floor, in Vietnamese without accents."""

from django.urls import path

from .views import agenda, ballot, council, session

app_name = "dossiers"
urlpatterns = [
    path("hoi-dong/", council.council_list, name="council_list"),
    path("hoi-dong/lap-moi/", council.council_create, name="council_create"),
    path("hoi-dong/<int:pk>/", council.council_detail, name="council_detail"),
    path("hoi-dong/<int:pk>/sua/", council.council_edit, name="council_edit"),
    path(
        "hoi-dong/<int:pk>/thanh-vien/them/",
        council.council_seat_create,
        name="council_seat_create",
    ),
    path("hoi-dong/thanh-vien/<int:pk>/", council.council_seat_edit, name="council_seat_edit"),
    path("hoi-dong/<int:pk>/phien-hop/lap-moi/", session.session_create, name="session_create"),
    path("phien-hop/<int:pk>/", session.session_detail, name="session_detail"),
    path("phien-hop/<int:pk>/sua/", session.session_edit, name="session_edit"),
    path("phien-hop/<int:pk>/thanh-vien/", session.session_members, name="session_members"),
    path("phien-hop/<int:pk>/dien-bien/", session.session_course, name="session_course"),
    path("phien-hop/<int:pk>/chuyen/", session.session_transition, name="session_transition"),
    path("phien-hop/<int:pk>/chuong-trinh/", agenda.session_agenda, name="session_agenda"),
    path("phien-hop/<int:pk>/diem-danh/", agenda.session_attendance, name="session_attendance"),
    path("phien-hop/<int:pk>/kiem-phieu/", agenda.session_count, name="session_count"),
    path("phien-hop/noi-dung/<int:pk>/", agenda.session_item, name="session_item"),
    path("phien-hop/<int:pk>/bo-phieu/", ballot.session_ballot, name="session_ballot"),
]
