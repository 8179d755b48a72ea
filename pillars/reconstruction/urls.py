"""Reconstruction's addresses."""

from django.urls import URLPattern, URLResolver, path

from pillars.reconstruction import views

PLAN = "plans/<slug:plan>/reconstruction"

urlpatterns: list[URLPattern | URLResolver] = [
    path(f"{PLAN}/needs/", views.needs_page, name="reconstruction-needs"),
    path(f"{PLAN}/money/<slug:slug>/", views.appeal_page, name="reconstruction-appeal"),
    path(f"{PLAN}/work/", views.work_page, name="reconstruction-work"),
]
