"""A real browser before a live site that holds the Gaza plan."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings

from milestones.models import Plan
from milestones.planfile import parse
from milestones.registry import registry
from milestones.services.loading import load_document
from tools.suite import find_chromium

if TYPE_CHECKING:  # the first pass of dev.py test collects this file without playwright
    from playwright.sync_api import Browser, Page

PLAN = Path(settings.BASE_DIR) / "plans" / "gaza-phase-two.yaml"
AXE = Path(__file__).parent / "vendor" / "axe.min.js"
DEADLOCKED = "/plans/gaza-phase-two/?on=2026-09-30&reading=both-demands"


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """The installed chromium, for pytest-playwright's `browser`."""
    return {"executable_path": find_chromium()}


@pytest.fixture
def site(live_server: Any) -> str:
    """The address of the live site, with the plan loaded."""
    load_document(parse(PLAN.read_bytes(), sections=registry.section_readers()).document)
    assert Plan.objects.filter(slug="gaza-phase-two").exists()
    return live_server.url


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
def visitor(browser: Browser, site: str) -> Visitor:
    return Visitor(browser, site)
