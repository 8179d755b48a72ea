"""The dashboard's addresses."""

from django.urls import URLPattern, URLResolver, path, re_path

from milestones.views import crawling, feeds, method, plan_pages, search, site

urlpatterns: list[URLPattern | URLResolver] = [
    path("", plan_pages.home, name="home"),
    path("plans/", plan_pages.plan_list, name="plan-list"),
    path("plans/<slug:plan>/", plan_pages.plan_page, name="plan-page"),
    re_path(
        rf"^plans/(?P<plan>[-\w]+)/embed/(?P<part>{'|'.join(plan_pages.EMBEDDED)})/$",
        plan_pages.embedded,
        name="embedded",
    ),
    path("plans/<slug:plan>/changes/", plan_pages.changes, name="changes-page"),
    path("plans/<slug:plan>/corrections/", plan_pages.corrections, name="corrections-page"),
    path("plans/<slug:plan>/pillars/<slug:slug>/", plan_pages.pillar_page, name="pillar-page"),
    path("plans/<slug:plan>/text/", plan_pages.text, name="text-page"),
    path("plans/<slug:plan>/actors/", plan_pages.actors, name="actors-page"),
    path("plans/<slug:plan>/actors/<slug:slug>/", plan_pages.actor, name="actor-page"),
    path("plans/<slug:plan>/indicators/", plan_pages.indicators, name="indicators-page"),
    path("plans/<slug:plan>/indicators/<slug:slug>/", plan_pages.indicator, name="indicator-page"),
    path("plans/<slug:plan>/readings/", plan_pages.readings, name="readings-page"),
    path("plans/<slug:plan>/unsettled/", plan_pages.unsettled, name="unsettled-page"),
    path("plans/<slug:plan>/what-if/", plan_pages.what_if, name="what-if-page"),
    path("plans/<slug:plan>/sources/", plan_pages.sources, name="sources-page"),
    path("plans/<slug:plan>/graph/", plan_pages.graph, name="graph-page"),
    path("plans/<slug:plan>/milestones/", plan_pages.milestones, name="milestones-page"),
    path("plans/<slug:plan>/milestones/<slug:slug>/", plan_pages.milestone_page, name="milestone-page"),
    path("plans/<slug:plan>/changes.atom", feeds.plan_feed, name="plan-feed"),
    path("plans/<slug:plan>/pillars/<slug:slug>/changes.atom", feeds.pillar_feed, name="pillar-feed"),
    path("plans/<slug:plan>/milestones/<slug:slug>/changes.atom", feeds.milestone_feed, name="milestone-feed"),
    path("plans/<slug:plan>/dates.ics", feeds.dates, name="dates"),
    path("sitemap.xml", crawling.sitemap, name="sitemap"),
    path("robots.txt", crawling.robots, name="robots"),
    path(".well-known/security.txt", crawling.security, name="security"),
    path("search/", search.search, name="search"),
    path("data/", site.data_page, name="data"),
    path("about/", site.about_page, name="about"),
    path("method/", method.method_page, name="method"),
    path("words/", method.words_page, name="words"),
]
