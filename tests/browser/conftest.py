"""A real browser before a live site that holds the Gaza plan."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from pytest_django.live_server_helper import LiveServer

from milestones.kinds.format import parse
from milestones.models import Plan
from milestones.services.loading import load_document
from tools.suite import find_chromium

if TYPE_CHECKING:  # the first pass of dev.py test collects this file without playwright
    from playwright.sync_api import Browser, Page

PLAN = Path(settings.BASE_DIR) / "plans" / "gaza-phase-two.yaml"
AXE = Path(__file__).parent / "vendor" / "axe.min.js"
GRAVE = ("serious", "critical")
SMALL_PHONE = 360
LANGUAGES = ("en", "ar", "he")
# Every language and either theme on every page; colours are the same in all languages.
LOOKS = (("en", "light"), ("ar", "dark"), ("he", "light"))
DEADLOCKED = "/plans/gaza-phase-two/?on=2026-09-30&reading=both-demands"


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """The installed chromium, for pytest-playwright's `browser`."""
    return {"executable_path": find_chromium()}


@pytest.fixture(scope="package")
def site(django_db_setup: None, django_db_blocker: Any) -> Iterator[str]:
    """The address of a live site with the plan loaded: once for all these tests, which only read."""
    with django_db_blocker.unblock():
        name = str(connection.settings_dict["NAME"])
        assert name.startswith("test_") or "mode=memory" in name, name  # it is emptied below
        load_document(parse(PLAN.read_bytes()).document)
        assert Plan.objects.filter(slug="gaza-phase-two").exists()
        server = LiveServer("127.0.0.1")
        try:
            yield server.url
        finally:
            server.stop()
            call_command("flush", interactive=False, verbosity=0)


class Visitor:
    """Pages in one browser that note every complaint of its console."""

    def __init__(self, browser: Browser, site: str) -> None:
        self._browser, self.site, self.complaints = browser, site, []

    def open(self, path: str, *, width: int = 1280, script: bool = True, **context: Any) -> Page:
        """The page at the path, in a window of its own."""
        opened = self._browser.new_context(
            viewport={"width": width, "height": 900}, java_script_enabled=script, **context
        )
        page = opened.new_page()
        page.on("console", lambda said: self._note(said.type, said.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.goto(self.site + path)
        return page

    def faults(self, path: str, *, scheme: str = "light", with_axe: bool = True) -> list[str]:
        """What is wrong with the page and all its details: what axe finds grave, and a width beyond a small phone's."""
        page = self.open(path, color_scheme=scheme)
        page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
        found = _grave_findings(page) if with_axe else []
        page.set_viewport_size({"width": SMALL_PHONE, "height": 900})
        width = page.evaluate("document.documentElement.scrollWidth")
        if width > SMALL_PHONE:
            found.append(f"{path} is {width} pixels wide on a phone of {SMALL_PHONE}.")
        page.context.close()
        return found

    def _note(self, kind: str, text: str) -> None:
        if kind in ("error", "warning"):
            self.complaints.append(text)


def _grave_findings(page: Page) -> list[str]:
    """What axe finds grave, a line each, with the first element concerned."""
    page.evaluate(AXE.read_text() + ";0")
    # Without `resultTypes` axe describes every element that passes as well, which takes most of its time.
    found: list[dict[str, Any]] = page.evaluate(
        "axe.run({resultTypes: ['violations']}).then(result => result.violations)"
    )
    return [
        f"{each['id']}: {each['nodes'][0]['html'][:120]} ({each['nodes'][0]['failureSummary']})"
        for each in found
        if each["impact"] in GRAVE
    ]


@pytest.fixture
def visitor(browser: Browser, site: str, db: None) -> Iterator[Visitor]:
    """A visitor of the site. `db` is what makes pytest-django set up a test database."""
    yield Visitor(browser, site)
    for opened in browser.contexts:  # else the site's threads would wait for more, with their connections
        opened.close()
