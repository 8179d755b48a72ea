"""A real browser before a live site that holds the shipped plans."""

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

PLANS = Path(settings.BASE_DIR) / "plans"
LANGUAGES = ("en", "ar", "he")
DEADLOCKED = "/plans/gaza-phase-two/?on=2026-09-30&reading=both-demands"


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """The installed chromium, for pytest-playwright's `browser`."""
    return {"executable_path": find_chromium()}


@pytest.fixture(scope="package")
def site(django_db_setup: None, django_db_blocker: Any) -> Iterator[str]:
    """The address of a live site with the plans loaded: once for all these tests, which only read."""
    with django_db_blocker.unblock():
        name = str(connection.settings_dict["NAME"])
        assert name.startswith("test_") or "mode=memory" in name, name  # it is emptied below
        for path in sorted(PLANS.glob("*.yaml")):
            load_document(parse(path.read_bytes()).document)
        assert Plan.objects.filter(slug__in=("aceh-2005", "gaza-phase-two")).count() == 2
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

    def _note(self, kind: str, text: str) -> None:
        if kind in ("error", "warning"):
            self.complaints.append(text)


@pytest.fixture
def visitor(browser: Browser, site: str, db: None) -> Iterator[Visitor]:
    """A visitor of the site. `db` is what makes pytest-django set up a test database."""
    yield Visitor(browser, site)
    for opened in browser.contexts:  # else the site's threads would wait for more, with their connections
        opened.close()
