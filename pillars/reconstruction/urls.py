"""Reconstruction's addresses."""

from django.urls import URLPattern, URLResolver, path

from pillars.reconstruction import views

PLAN = "plans/<slug:plan>/reconstruction"

urlpatterns: list[URLPattern | URLResolver] = [
    path(f"{PLAN}/needs/", views.needs_page, name="reconstruction-needs"),
    path(f"{PLAN}/money/<slug:slug>/", views.appeal_page, name="reconstruction-appeal"),
    path(f"{PLAN}/donors/<slug:slug>/", views.donor_page, name="reconstruction-donor"),
    path(f"{PLAN}/channels/<slug:slug>/", views.channel_page, name="reconstruction-channel"),
    path(f"{PLAN}/projects/<slug:slug>/", views.project_page, name="reconstruction-project"),
    path(f"{PLAN}/findings/<slug:slug>/", views.finding_page, name="reconstruction-finding"),
]
