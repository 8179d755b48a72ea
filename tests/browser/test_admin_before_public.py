"""The admin's looks ahead, in a real browser: a plan before it is public, a form before it is saved, a publication."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from milestones.contingency.scales import Level
from milestones.models import Milestone, Publication
from tests import factories as make
from tests.admin.conftest import in_role
from tests.browser.conftest import Visitor
from tests.browser.test_every_page import AXE, FIND

pytestmark = pytest.mark.browser

LOOKS = [("en", 1280), ("ar", 390)]
DRAFT = Publication.DRAFT


@pytest.fixture(scope="module")
def desk(site: str, django_db_blocker: Any) -> SimpleNamespace:
    """A draft plan, which the public never sees, with a milestone for each look, and an analyst's session."""
    with django_db_blocker.unblock():
        client = Client()
        client.force_login(in_role("analyst", "who-looks-ahead"))  # who stays, as the plan does
        plan = make.make_plan("to-come", publication=DRAFT)
        milestones = {}
        for language, _width in LOOKS:
            names = {"name_en": f"Handover {language}", "name_ar": f"تسليم {language}"}
            milestones[language] = make.make_milestone(plan, f"handover-{language}", publication=DRAFT, **names)
            make.make_assessment(milestones[language], level=Level.COMPLETE, publication=DRAFT)
        gate = make.make_gate(milestones["en"])
        for language in ("en", "ar"):
            other = make.make_milestone(plan, f"first-{language}", name_he="צעד")
            make.make_condition(gate, milestone=other)
        indicator = make.make_indicator(plan, "crossings", publication=DRAFT)
        make.make_series(indicator, "un")
        shared = {"gate": gate, "milestone": milestones["en"], "indicator": indicator}
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
    return SimpleNamespace(milestones=milestones, shared=shared, session=session)


def opened(visitor: Visitor, desk: SimpleNamespace, path: str, language: str, width: int) -> Any:
    page = visitor.open("/words/", width=width)
    cookie = {"name": settings.SESSION_COOKIE_NAME, "value": desk.session, "url": visitor.site}
    choice = {"name": settings.LANGUAGE_COOKIE_NAME, "value": language, "url": visitor.site}
    page.context.add_cookies([cookie, choice])
    page.set_default_timeout(60000)
    page.goto(visitor.site + path)
    return page


def faults(page: Any, part: str = "html") -> list[str]:
    """What axe finds in a part of the page."""
    page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
    page.evaluate(AXE + ";0")
    return list(page.evaluate(FIND.replace("run(", f"run('{part}', ")))


def change_page(row: Any) -> str:
    return reverse(f"admin:milestones_{row._meta.model_name}_change", args=[row.pk])


@pytest.mark.parametrize(("language", "width"), LOOKS)
def test_an_analyst_looks_at_a_plan_before_the_public(
    visitor: Visitor, desk: SimpleNamespace, language: str, width: int
) -> None:
    page = opened(visitor, desk, change_page(desk.milestones[language]), language, width)
    page.click("a[href*='preview=1']")
    assert page.url.endswith(f"/plans/to-come/milestones/handover-{language}/?preview=1")
    assert page.get_attribute("html", "lang") == language
    page.click(".preview summary")
    page.locator(".preview #statuses tbody tr").first.wait_for()
    page.click(".crumbs a[href*='/plans/to-come/']")
    page.locator(".preview").wait_for()
    assert page.url.endswith("/plans/to-come/?preview=1")
    assert faults(page) == []


@pytest.mark.parametrize(("language", "width"), LOOKS)
def test_a_form_shows_what_saving_does_and_keeps_what_was_typed(
    visitor: Visitor, desk: SimpleNamespace, language: str, width: int, django_db_blocker: Any
) -> None:
    with django_db_blocker.unblock():
        shipped = Milestone.objects.filter(plan__slug="gaza-phase-two", due_on__isnull=False)[0]
    page = opened(visitor, desk, change_page(shipped), language, width)
    page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
    page.fill("#id_due_on", "2031-01-01")
    page.click("button[name=_preview]")
    page.locator("#before-saving [role=status]").wait_for()
    assert page.input_value("#id_due_on") == "2031-01-01"
    page.locator("#before-saving textarea").wait_for()
    assert faults(page, "#before-saving") == []
    with django_db_blocker.unblock():
        assert Milestone.objects.get(pk=shipped.pk).due_on == shipped.due_on


SHARED = [
    ("en", 1280, "gate", {"conditions-0-for_days": ("5", "9")}),
    ("en", 1280, "milestone", {"name_en": ("Theirs", "Mine"), "weight": ("3", "4")}),
    ("he", 390, "indicator", {"name_he": ("שלהם", "שלי"), "series-0-name_he": ("ספירתם", "ספירתי")}),
    ("he", 390, "gate", {"conditions-0-for_days": ("6", "7")}),
]
"""By look the row whose page two have open, and what the first and the second type there, by field."""


@pytest.mark.parametrize(("language", "width", "name", "typed"), SHARED)
def test_the_second_of_two_who_save_sees_what_the_first_changed(
    visitor: Visitor, desk: SimpleNamespace, language: str, width: int, name: str, typed: dict[str, tuple[str, str]]
) -> None:
    path = change_page(desk.shared[name])
    first, second = (opened(visitor, desk, path, language, width) for _number in range(2))
    for number, page in enumerate((first, second)):
        page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
        for field, words in typed.items():
            page.fill(f"[name={field}]", words[number])
        if name == "gate":  # which says back what it means while it is edited
            days = typed["conditions-0-for_days"][number]
            page.locator("#before-saving [role=status] p", has_text=days).first.wait_for()
    first.click("input[name=_save]")
    first.locator(".messagelist").wait_for()
    second.click("input[name=_save]")
    for field, (theirs, mine) in typed.items():
        row = second.locator(".form-row, td", has=second.locator(f"[name={field}]"))
        row.locator(".errorlist", has_text=theirs).first.wait_for()
        assert second.input_value(f"[name={field}]") == mine
    second.click("input[name=_save]")
    second.locator(".messagelist").wait_for()
    second.goto(visitor.site + path)
    assert {field: second.input_value(f"[name={field}]") for field in typed} == {
        field: mine for field, (_theirs, mine) in typed.items()
    }


@pytest.mark.parametrize(("language", "width"), LOOKS)
def test_a_milestone_is_published_with_what_hangs_on_it(
    visitor: Visitor, desk: SimpleNamespace, language: str, width: int, django_db_blocker: Any
) -> None:
    page = opened(visitor, desk, change_page(desk.milestones[language]), language, width)
    page.click("button[value=publish_whole]")
    page.locator("#publishing input[name=confirmed]").wait_for()
    assert page.locator("#publishing h3").count() == 2
    assert faults(page, "#publishing") == []
    page.click("input[name=confirmed]")
    page.locator(".messagelist").wait_for()
    assert page.url.endswith(change_page(desk.milestones[language]))
    with django_db_blocker.unblock():
        assert Milestone.objects.get(pk=desk.milestones[language].pk).publication == Publication.PUBLISHED
        assert not desk.milestones[language].assessments.filter(publication=DRAFT).exists()
