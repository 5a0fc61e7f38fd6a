"""Every URL of the project; beside settings the only file here that sees all apps."""

from django.contrib import admin
from django.contrib.auth import views as auth
from django.urls import include, path

from dossiers.views.home import home
from emulation.organization.gallery import gallery
from emulation.organization.health import healthz

urlpatterns = [
    path("", home, name="home"),
    path("dang-nhap/", auth.LoginView.as_view(redirect_authenticated_user=True), name="login"),
    path("dang-xuat/", auth.LogoutView.as_view(), name="logout"),
    path("doi-mat-khau/", auth.PasswordChangeView.as_view(), name="password_change"),
    path("doi-mat-khau/xong/", auth.PasswordChangeDoneView.as_view(), name="password_change_done"),
    path("", include("emulation.organization.urls")),
    path("", include("awards.urls")),
    path("", include("campaigns.urls")),
    path("", include("dossiers.urls")),
    path("quan-tri/", admin.site.urls),
    path("healthz", healthz, name="healthz"),
    path("_gallery/", gallery, name="gallery"),
]
