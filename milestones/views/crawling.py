"""What machines are told: where the public's pages are, what data a plan is, and where a weakness is reported."""

import datetime as dt
import json
from collections.abc import Iterator
from xml.etree import ElementTree as Xml

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_safe

from milestones.models import Actor, Area, Indicator, Milestone, Pillar, Source
from milestones.planfile.values import LICENCES
from milestones.state import PlanState, state_of
from milestones.state.standing import Freshness
from milestones.tags import plans_asked
from milestones.views.public import tagged_for_the_public

SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
XHTML = "http://www.w3.org/1999/xhtml"
OF_PLAN = (
    "plan-page", "milestones-page", "graph-page", "text-page", "actors-page", "sources-page", "indicators-page",
    "changes-page", "readings-page", "unsettled-page", "corrections-page", "compare-page", "film-page", "levels-page",
    "timeline-page", "revisions-page",
)  # fmt: skip
OF_PARTS = (
    ("pillar-page", Pillar), ("milestone-page", Milestone), ("actor-page", Actor), ("indicator-page", Indicator),
    ("source-page", Source),
)  # fmt: skip
ESCAPES = {ord(character): f"\\u{ord(character):04X}" for character in "<>&\u2028\u2029"}
"""So that nothing in the data ends the element that it stands in."""
FORMS = {"csv": "application/zip", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
         "json": "application/json", "yaml": "application/yaml"}  # fmt: skip
"""The forms of a plan's export."""


@require_safe
@tagged_for_the_public
def sitemap(request: HttpRequest) -> HttpResponse:
    """The public's pages of the plans that all may see, each in every language, with when its plan was last revised."""
    Xml.register_namespace("", SITEMAP)
    Xml.register_namespace("xhtml", XHTML)
    root = Xml.Element(f"{{{SITEMAP}}}urlset")
    for name in ("home", "data", "ledger", "about", "method", "words"):
        _tell(root, request.build_absolute_uri(reverse(name)), "")
    for fresh in plans_asked(request, None, None):
        revised = fresh.revised_at.date().isoformat() if fresh.revised_at else ""
        for path in _paths(fresh):
            _tell(root, request.build_absolute_uri(path), revised)
    return HttpResponse(Xml.tostring(root, "utf-8", xml_declaration=True), content_type="application/xml")


def _paths(fresh: Freshness) -> Iterator[str]:
    state = state_of(fresh, None)
    areas = ("areas-page",) if state.rows(Area) else ()
    yield from (reverse(name, args=[fresh.slug]) for name in (*OF_PLAN, *areas))
    for name, model in OF_PARTS:
        yield from (reverse(name, args=[fresh.slug, row.slug]) for row in state.rows(model))


def _tell(root: Xml.Element, address: str, revised: str) -> None:
    """An entry for the page in each language, each with all the others."""
    codes = [code for code, _name in settings.LANGUAGES]
    for code in codes:
        entry = Xml.SubElement(root, f"{{{SITEMAP}}}url")
        Xml.SubElement(entry, f"{{{SITEMAP}}}loc").text = f"{address}?lang={code}"
        if revised:
            Xml.SubElement(entry, f"{{{SITEMAP}}}lastmod").text = revised
        for other in codes:
            link = {"rel": "alternate", "hreflang": other, "href": f"{address}?lang={other}"}
            Xml.SubElement(entry, f"{{{XHTML}}}link", link)


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """What robots may ask for: all but the admin; and where the pages are listed."""
    address = request.build_absolute_uri(reverse("sitemap"))
    lines = ["User-agent: *", "Disallow: /admin/", f"Sitemap: {address}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@require_safe
def security(request: HttpRequest) -> HttpResponse:
    """Where to report a weakness, as RFC 9116 has it; there is no such file where nobody is named."""
    if not settings.CONTACT_URL:
        raise Http404
    ends = dt.datetime.now(dt.UTC).replace(hour=0, minute=0, second=0) + dt.timedelta(days=90)
    address = request.build_absolute_uri(reverse("security"))
    lines = [f"Contact: {settings.CONTACT_URL}", f"Expires: {ends:%Y-%m-%dT%H:%M:%SZ}", f"Canonical: {address}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


def dataset_of(request: HttpRequest, state: PlanState) -> SafeString:
    """The plan's data in the words of schema.org, as JSON that may stand in a page."""
    plan, full = state.plan, request.build_absolute_uri
    page, export = full(reverse("plan-page", args=[plan.slug])), full(reverse("api:export", args=[plan.slug]))
    told = {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "@id": page,
        "url": page,
        "name": plan.name,
        "description": plan.summary or plan.name,
        "version": str(state.version[0]),
        "dateModified": state.revised_at and state.revised_at.isoformat(),
        "license": plan.licence and LICENCES.format(plan.licence),
        "isAccessibleForFree": True,
        "creator": {"@type": "Organization", "name": "Peace plan tracker project"},
        "distribution": [
            {"@type": "DataDownload", "encodingFormat": kind, "contentUrl": f"{export}?format={form}"}
            for form, kind in FORMS.items()
        ],
    }
    given = {key: value for key, value in told.items() if value}
    return mark_safe(json.dumps(given, ensure_ascii=False).translate(ESCAPES))  # noqa: S308 - escaped just here
