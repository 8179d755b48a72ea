"""The dashboard's addresses."""

from django.urls import URLPattern, URLResolver, path, re_path

from milestones.models import Milestone, Pillar
from milestones.views import crawling, feeds, ledger, plan_pages, search, site

urlpatterns: list[URLPattern | URLResolver] = [
    path("", plan_pages.home, name="home"),
    path("plans/", plan_pages.plan_list, name="plan-list"),
    path("plans/<slug:plan>/", plan_pages.plan_page, name="plan-page"),
    re_path(
        rf"^plans/(?P<plan>[-\w]+)/embed/(?P<part>{'|'.join(plan_pages.PARTS)})/$", plan_pages.embedded, name="embedded"
    ),
    *plan_pages.PATHS,
    path("plans/<slug:plan>/changes.atom", feeds.feed, name="plan-feed"),
    path("plans/<slug:plan>/pillars/<slug:slug>/changes.atom", feeds.feed, {"model": Pillar}, name="pillar-feed"),
    path(
        "plans/<slug:plan>/milestones/<slug:slug>/changes.atom", feeds.feed, {"model": Milestone}, name="milestone-feed"
    ),
    path("plans/<slug:plan>/dates.ics", feeds.dates, name="dates"),
    path("sitemap.xml", crawling.sitemap, name="sitemap"),
    path("robots.txt", crawling.robots, name="robots"),
    path(".well-known/security.txt", crawling.security, name="security"),
    path("search/", search.search, name="search"),
    path("data/", site.data_page, name="data"),
    path("about/", site.about_page, name="about"),
    path("method/", site.method_page, name="method"),
    path("words/", site.words_page, name="words"),
    path("ledger/", ledger.ledger_page, name="ledger"),
    path("ledger/checkpoint", ledger.checkpoint, name="ledger-checkpoint"),
    path("ledger/leaves/<int:page>", ledger.leaves, name="ledger-leaves"),
    path("ledger/entries/<slug:plan>/<int:revision>", ledger.entries, name="ledger-entries"),
    path("ledger/verify_ledger.py", ledger.verifier, name="ledger-verifier"),
]
