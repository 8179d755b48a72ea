"""Governance's addresses."""

from django.urls import URLPattern, URLResolver, path

from pillars.governance import views

PLAN = "plans/<slug:plan>/governance"

urlpatterns: list[URLPattern | URLResolver] = [
    path(f"{PLAN}/bodies/<slug:slug>/", views.body_page, name="governance-body"),
    path(f"{PLAN}/functions/<slug:slug>/", views.function_page, name="governance-function"),
    path(f"{PLAN}/benchmarks/<slug:slug>/", views.benchmark_page, name="governance-benchmark"),
]
