"""Addresses of the dossiers floor, in Vietnamese without accents."""

from django.urls import path

app_name = "dossiers"
urlpatterns: list[path] = []
