"""URLs of the ground floor: papers of all apps."""

from django.urls import path

from . import views

app_name = "organization"
urlpatterns = [
    path("giay-to/<slug:slug>/<int:pk>.pdf", views.paper, name="paper"),
    path("giay-to/dang-in/<int:pk>/", views.print_job, name="print_job"),
    path("giay-to/<slug:slug>/<int:pk>.docx", views.paper_word, name="paper_word"),
]
