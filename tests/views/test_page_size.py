"""A page costs a reader on a bad line little: its text, style and script, packed, fonts aside."""

import gzip
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import Client

from milestones.kinds.format import parse
from milestones.models import Plan
from milestones.registry import registry
from milestones.services.loading import load_document

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

BUDGET = 60_000
STYLES_BUDGET = 10_000
FONTS_BUDGET = 40_000
PLANS = Path(settings.BASE_DIR) / "plans"
STATIC = re.compile(r'<(?:link rel="stylesheet" href|script type="module" src)="/static/([^"]+)"')


def load(name: str) -> Plan:
    content = (PLANS / f"{name}.yaml").read_bytes()
    load_document(parse(content).document)
    return Plan.objects.get(slug=name)


def packed(content: bytes) -> int:
    return len(gzip.compress(content))


def weight(path: str, **query: str) -> int:
    """What the page and its own files weigh; it answers 200."""
    response = Client().get(path, query)
    assert response.status_code == 200, path
    files = STATIC.findall(response.content.decode())
    assert len(files) >= 2
    return packed(response.content) + sum(packed(Path(finders.find(name)).read_bytes()) for name in files)


def test_all_style_sheets_together_stay_small() -> None:
    sheets = ["milestones/style.css", *(app.styles for app in registry.apps() if app.styles)]
    assert len(sheets) == 3
    assert sum(packed(Path(finders.find(name)).read_bytes()) for name in sheets) < STYLES_BUDGET


@pytest.mark.parametrize("script", ["arabic", "hebrew"])
def test_the_fonts_of_a_page_stay_small(script: str) -> None:
    """Those of its script and of Latin letters and digits; accents come only to a page that has one."""
    fonts = [Path(finders.find(f"vendor/rubik/{name}.woff2")) for name in (script, "latin")]
    assert sum(font.stat().st_size for font in fonts) < FONTS_BUDGET


@pytest.mark.parametrize("language", ["en", "ar", "he"])
def test_the_largest_shipped_plan_stays_within_the_budget(language: str) -> None:
    load("gaza-phase-two")
    size = weight("/plans/gaza-phase-two/", lang=language, reading="both-demands")
    assert size < BUDGET, f"{size} bytes"


@pytest.mark.parametrize("language", ["en", "ar", "he"])
def test_the_graph_of_the_largest_shipped_plan_stays_within_the_budget(language: str) -> None:
    load("gaza-phase-two")
    query = {"lang": language, "reading": "both-demands", "focus": "first-stage-certified"}
    size = weight("/plans/gaza-phase-two/graph/", **query)
    assert size < BUDGET, f"{size} bytes"


@pytest.mark.parametrize("name", ["gaza-phase-two", "aceh-2005"])
def test_every_pillar_of_a_shipped_plan_stays_within_the_budget_in_every_language(name: str) -> None:
    """With the panels of its app, if it has one."""
    plan = load(name)
    for pillar in plan.pillars.all():
        for language in ("en", "ar", "he"):
            size = weight(f"/plans/{name}/pillars/{pillar.slug}/", lang=language)
            assert size < BUDGET, f"{pillar.slug} in {language}: {size} bytes"
