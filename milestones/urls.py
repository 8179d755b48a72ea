"""The dashboard's addresses."""

from django.urls import URLPattern, URLResolver, path

from milestones.views import method, milestone, pillar, plans

urlpatterns: list[URLPattern | URLResolver] = [
    path("", plans.home, name="home"),
    path("plans/", plans.plan_list, name="plan-list"),
    path("plans/<slug:plan>/", plans.plan_page, name="plan-page"),
    path("plans/<slug:plan>/pillars/<slug:slug>/", pillar.pillar_page, name="pillar-page"),
    path("plans/<slug:plan>/milestones/<slug:slug>/", milestone.milestone_page, name="milestone-page"),
    path("method/", method.method_page, name="method"),
]
