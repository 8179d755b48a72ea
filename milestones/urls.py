"""The dashboard's addresses."""

from django.urls import URLPattern, URLResolver, path

from milestones.views import plans

urlpatterns: list[URLPattern | URLResolver] = [
    path("", plans.home, name="home"),
    path("plans/", plans.plan_list, name="plan-list"),
    path("plans/<slug:plan>/", plans.plan_page, name="plan-page"),
]
