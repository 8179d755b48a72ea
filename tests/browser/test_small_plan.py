"""A small plan, from nothing to the public, by an analyst's hand: how many clicks and page loads it takes."""

import json
from itertools import pairwise
from typing import TYPE_CHECKING, Any
from urllib.request import urlopen

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client

from tests.browser.conftest import Visitor

if TYPE_CHECKING:  # the first pass of dev.py test collects this file without playwright
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

MOST_CLICKS, MOST_LOADS = 60, 15
STEPS = ("Ceasefire", "Prisoners freed", "Forces back", "Elections held", "Mandate handed over")


class Hand:
    """A page that counts: each click, and each choice of an option, is one; what is typed is counted apart."""

    def __init__(self, page: "Page") -> None:
        self.page, self.clicks, self.loads, self.fields = page, 0, 0, 0
        page.on("load", lambda _page: self._loaded())

    def _loaded(self) -> None:
        self.loads += 1

    def click(self, selector: str) -> None:
        self.clicks += 1
        self.page.locator(selector).first.click()

    def go(self, selector: str) -> None:
        """A click that leads to another page."""
        with self.page.expect_navigation():
            self.click(selector)

    def type(self, selector: str, text: str) -> None:
        self.fields += 1
        self.page.locator(selector).fill(text)

    def pick(self, select: str, option: str) -> None:
        """One of few, from a list."""
        self.clicks += 1
        self.page.select_option(select, label=option)

    def choose(self, select: str, text: str) -> None:
        """One of many, from a box that is searched: it is opened, and what was found is taken."""
        self.click(f"#{select} + .select2 .select2-selection")
        self.page.locator(".select2-search__field").fill(text)
        self.click(f".select2-results__option--highlighted:has-text('{text}')")


@pytest.fixture(scope="module")
def cookie(site: str, django_db_blocker: Any) -> str:
    """The session of an administrator, made outside of any test's transaction, in which the site would not see it."""
    with django_db_blocker.unblock():
        client = Client()
        client.force_login(User.objects.create(username="newcomer", is_staff=True, is_superuser=True))
        return client.cookies[settings.SESSION_COOKIE_NAME].value


def test_a_small_plan_is_entered_and_published_in_few_clicks(visitor: Visitor, cookie: str, capsys: Any) -> None:
    page = visitor.open("/about/")
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": visitor.site}])
    # A gate's form asks what it means beside what it looks up; a test's database in memory answers one at a time.
    page.route(
        "**/gate/add/*", lambda route: route.fulfill() if route.request.resource_type == "fetch" else route.fallback()
    )
    hand = Hand(page)
    page.goto(f"{visitor.site}/admin/")
    _enter_the_plan(hand)
    _enter_gates(hand)
    _enter_an_indicator(hand)
    _assess(hand)
    _publish(hand)
    with capsys.disabled():
        print(f"\nA small plan: {hand.clicks} clicks, {hand.loads} page loads, {hand.fields} fields typed")
    assert _as_read(visitor.site) == {"milestones": 5, "gates": 4, "observations": 3, "assessments": 3}
    assert hand.clicks <= MOST_CLICKS
    assert hand.loads <= MOST_LOADS
    assert visitor.complaints == []


def _enter_the_plan(hand: Hand) -> None:
    hand.go(".model-plan .addlink")
    hand.type("#id_name_en", "Small accord")
    hand.click("#pillars-group .add-row a")
    hand.type("#id_pillars-0-name_en", "Security")
    hand.go("[name=_continue]")
    for number, name in enumerate(STEPS):
        hand.click("#milestones-group .add-row a")
        hand.type(f"#id_milestones-{number}-name_en", name)
    hand.go("[name=_continue]")


def _enter_gates(hand: Hand) -> None:
    """Each step may start when the one before it is complete."""
    hand.go("#nav-sidebar .model-gate .addlink")
    for number, (before, after) in enumerate(pairwise(STEPS)):
        hand.choose("id_milestone", after)
        hand.pick("#id_before", "start")
        hand.choose("id_conditions-0-milestone", before)
        hand.pick("#id_conditions-0-reaches", "complete")
        hand.go("[name=_addanother]" if number < len(STEPS) - 2 else "[name=_save]")


def _enter_an_indicator(hand: Hand) -> None:
    hand.go("#nav-sidebar .model-indicator .addlink")
    hand.type("#id_name_en", "Prisoners still held")
    hand.type("#id_unit_en", "people")
    hand.choose("id_pillar", "Security")
    for number in range(3):
        hand.click("#observations-group .add-row a")
        hand.type(f"#id_observations-{number}-date", f"2026-0{number + 1}-01")
        hand.type(f"#id_observations-{number}-value", str(300 - 100 * number))
    hand.type("#id_reason", "Told by the prison service.")
    hand.go("[name=_save]")


def _assess(hand: Hand) -> None:
    hand.go("#nav-sidebar a[href$='/assessment/grid/']")
    for number, (name, level) in enumerate(zip(STEPS, ("complete", "intermediate", "minimum"), strict=False)):
        row = f"[data-grid] tbody tr:nth-child({number + 1})"
        for field, text in (("milestone", name), ("date", "2026-03-01"), ("level", level)):
            hand.type(f"{row} [name={field}]", text)
    hand.type("#id_reason", "Told by both parties.")
    hand.go("[name=save]")


def _publish(hand: Hand) -> None:
    hand.go("[value=publish_whole]")
    hand.go("[name=confirmed] ~ * [type=submit], form:has([name=confirmed]) [type=submit]")


def _as_read(site: str) -> dict[str, int]:
    """How much of the plan a reader without a session is told."""
    told = {}
    for kind in ("milestones", "gates", "observations", "assessments"):
        with urlopen(f"{site}/api/v1/{kind}/?plan=small-accord") as answer:
            told[kind] = len(json.load(answer)["results"])
    return told
