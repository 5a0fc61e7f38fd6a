"""URLs of campaigns, their filing, periods and registrations."""

from django.urls import path

app_name = "campaigns"
urlpatterns = []
