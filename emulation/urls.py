"""Every URL of the project; beside settings the only file here that sees all apps."""

from django.contrib import admin
from django.contrib.auth import views as auth
from django.urls import include, path

from dossiers.views.home import home
from emulation.organization.account_views.login import ChangePassword, Login
from emulation.organization.gallery import gallery
from emulation.organization.health import healthz

handler500 = "emulation.request_log.server_error"

urlpatterns = [
    path("", home, name="home"),
    path("dang-nhap/", Login.as_view(), name="login"),
    path("dang-xuat/", auth.LogoutView.as_view(), name="logout"),
    path("doi-mat-khau/", ChangePassword.as_view(), name="password_change"),
    path("doi-mat-khau/xong/", auth.PasswordChangeDoneView.as_view(), name="password_change_done"),
    path("", include("emulation.organization.urls")),
    path("", include("awards.urls")),
    path("", include("campaigns.urls")),
    path("", include("dossiers.urls")),
    path("quan-tri/", admin.site.urls),
    path("healthz", healthz, name="healthz"),
    path("_gallery/", gallery, name="gallery"),
]
