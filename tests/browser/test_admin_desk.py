"""The analysts' pages in a real browser: the desk leads to all that is daily; accessible everywhere."""

import os
import time
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib import admin
from django.contrib.auth.models import User
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from milestones.kinds.core import KIND_OF
from milestones.models import Membership, Plan, PlanEntry, RecomputeMark, Source
from milestones.services.importing import receive
from milestones.services.roles import make_roles
from milestones.services.tokens import issue_token, read_scope
from tests import factories as make
from tests.browser.conftest import Visitor
from tests.browser.test_every_page import AXE, FIND
from tests.pillars.demilitarisation import conftest as demilitarisation
from tests.pillars.demilitarisation.cast import make_category, make_counting
from tests.pillars.governance import conftest as governance
from tests.pillars.reconstruction import conftest as reconstruction
from tests.pillars.reconstruction.cast import make_appeal

pytestmark = pytest.mark.browser

LOOKS = (("en", 1280, "light"), ("ar", 390, "dark"), ("ar", 1280, "light"), ("en", 390, "dark"))
"""Each page in two of them that lie across: at both widths, in both schemes, in both directions."""
EVERY_LOOK = bool(os.environ.get("EVERY_LOOK"))
LANGUAGES = ("en", "ar")
COUNTED = {
    "en": ("reconstruction/transaction", {"stage": "pledge", "appeal": "appeal", "currency": "USD"}, "amount"),
    "he": ("demilitarisation/tally", {"category": "arms", "series": "monitors", "scope": "total"}, "accepted"),
}
"""By language a kind of a pillar's records that are entered in a table, what each says, and its number."""


@pytest.fixture(scope="module")
def work(site: str, django_db_blocker: Any) -> SimpleNamespace:
    """The session of an administrator who works at the Gaza plan, and by language a draft indicator with its source.

    Made outside of any test's transaction, in which the site would not see them.
    """
    with django_db_blocker.unblock():
        client = Client()
        person = User.objects.create(username="desk-person", is_staff=True, is_superuser=True)
        client.force_login(person)
        client.post("/admin/plan/", {"plan": Plan.objects.get(slug="gaza-phase-two").pk})
        call_command("recompute", verbosity=0)  # no worker takes up the shipped plans, whose history is looked at
        typed = {}
        for language in LANGUAGES:
            plan = make.make_plan(f"typed-{language}", publication="draft")  # which no other page of the site shows
            typed[language] = make.make_indicator(plan, "trucks", unit="trucks"), make.make_source(plan, "report")
        counted = make.make_plan("counted", publication="draft")
        make.make_source(counted, "report")
        make_category(counted, "arms")
        make_counting(counted)
        make_appeal(counted)
        if EVERY_LOOK:
            make_a_row_of_every_model(person)
        cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
        return SimpleNamespace(cookie=cookie, typed=typed, counted=counted)


def make_a_row_of_every_model(person: Any) -> None:
    """Drafts of the records that the shipped plans have none of, and rows about accounts."""
    for one in (governance, demilitarisation, reconstruction):
        one.rows_of_every_kind(make.make_plan(one.__name__.split(".")[-2], publication="draft"))
    plan = make.make_plan("looked-at", publication="draft")
    step = make.make_milestone(plan, "step")
    gate = make.make_gate(step)
    make.make_condition(gate, date=make.DAY)
    make.make_withdrawal_ending(make.make_withdrawal(step))
    make.make_waiver_ending(make.make_waiver(gate))
    RecomputeMark.objects.create(plan=plan, raised_at=timezone.now())
    make_roles()
    Membership.objects.create(user=person, role="contributor", plan=plan)
    issue_token(person, name="Harvest", scope=read_scope(["read"], user=person), days=7)
    receive(KIND_OF[Source], plan, "sources.csv", b"slug,title_en\nnote,A note\n", user=person)
    told = {"username": person.username, "ip_address": "192.0.2.1", "path_info": "/admin/login/", "http_accept": "*/*"}
    told |= {"get_data": "", "post_data": "", "failures_since_start": 1}
    for model in apps.get_app_config("axes").get_models():
        if admin.site.is_registered(model):
            model.objects.create(**{name: value for name, value in told.items() if hasattr(model, name)})


@pytest.fixture
def desk(visitor: Visitor, work: SimpleNamespace) -> Any:
    """Opens a page of the admin as the administrator."""

    def open_page(path: str, language: str = "en", width: int = 1280, scheme: Any = "light") -> Any:
        page = visitor.open("/admin/login/", width=width, color_scheme=scheme)
        cookies = {settings.SESSION_COOKIE_NAME: work.cookie, settings.LANGUAGE_COOKIE_NAME: language}
        page.context.add_cookies(
            [{"name": name, "value": value, "url": visitor.site} for name, value in cookies.items()]
        )
        page.goto(visitor.site + path)
        return page

    return open_page


PAGES = [
    "index", "app_list:milestones", "password_change", "milestones_observation_changelist",
    "milestones_source_changelist", "reconstruction_finding_changelist", "milestones_assessment_add",
    "milestones_plan_add", "milestones_milestone_add", "milestones_gate_add", "milestones_source_add",
    "milestones_import_add", "milestones_membership_add", "milestones_tokengrant_add", "auth_user_add",
    "auth_group_add", "milestones_observation_grid", "demilitarisation_tally_grid",
    "reconstruction_transaction_grid", "milestones_plan_change", "milestones_milestone_change",
    "milestones_indicator_change", "milestones_gate_change", "milestones_assessment_change",
    "reconstruction_appeal_change", "auth_user_change", "auth_user_password_change", "milestones_milestone_history",
    "milestones_plan_revisions", "milestones_source_version", "milestones_planentry_redaction",
    "milestones_milestone_delete", "milestones_plan_delete", "reconstruction_transaction_changelist",
    "demilitarisation_incident_changelist", "reconstruction_estimate_changelist",
]  # fmt: skip
"""The names of the addresses that are looked at; those about a row are of the first that there is."""
IN_OTHER_TESTS = {"login", "second-factor", "invitation"}
NO_PAGES = {"logout", "choose-plan", "autocomplete", "jsi18n", "view_on_site", "export", "password_change_done"}


def looked_at() -> list[str]:
    """One page of every kind; with EVERY_LOOK the list, the empty form and a row's page of every model too."""
    others = [f"{model}{page}" for model in MODELS for page in ("changelist", "add", "change")]
    return [*PAGES, *(name for name in others if name not in PAGES)] if EVERY_LOOK else PAGES


def kind_of_page(name: str) -> str:
    """An address's name without the kind of rows that it is about."""
    return next((name.removeprefix(model) for model in MODELS if name.startswith(model)), name.partition(":")[0])


MODELS = [f"{model._meta.app_label}_{model._meta.model_name}_" for model in admin.site._registry]


def test_a_page_of_every_kind_is_looked_at() -> None:
    named = {kind_of_page(address.name) for address in addresses(admin.site.get_urls()) if address.name}
    assert named == {*map(kind_of_page, PAGES), *IN_OTHER_TESTS, *NO_PAGES}


def addresses(patterns: Any) -> Iterator[Any]:
    for pattern in patterns:
        yield from addresses(pattern.url_patterns) if hasattr(pattern, "url_patterns") else (pattern,)


def path_of(name: str) -> str:
    """The address of the page; of a row's, of the first row that there is."""
    page, _colon, argument = name.partition(":")
    if argument or kind_of_page(name) in (name, "changelist", "add", "grid"):
        return reverse(f"admin:{page}", args=filter(None, [argument]))
    app, model, *_page = name.split("_")
    row = apps.get_model(app, model).objects.order_by("pk").first()
    number = PlanEntry.objects.filter(kind=f"{app}.{model}", key=row.pk).values_list("first", flat=True)[:1]
    return reverse(f"admin:{name}", args=[row.pk, *(number if name.endswith("_version") else ())])


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: "-".join(map(str, look)))
def test_the_analysts_pages_are_accessible_and_fit(
    desk: Any, visitor: Visitor, look: Any, django_db_blocker: Any
) -> None:
    faults: dict[str, list[str]] = {}
    complaints: list[str] = []
    with django_db_blocker.unblock():
        mine = [name for number, name in enumerate(looked_at()) if number % 2 == LOOKS.index(look) // 2]
        paths = {name: path_of(name) for name in mine}
    page = desk("/admin/", *look)
    for name, path in paths.items():
        visitor.complaints.clear()  # axe makes some of its own
        answer = page.goto(visitor.site + path)
        if answer.status == 403 and name not in PAGES:
            continue  # only the tracker adds such rows
        page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
        if shots := os.environ.get("SHOTS"):
            page.screenshot(path=Path(shots) / f"{name}-{'-'.join(map(str, look))}.png")
        complaints += [f"{name}: {told[:200]}" for told in visitor.complaints]
        page.evaluate(AXE + ";0")
        found = page.evaluate(FIND)
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            found.append("wider than the screen")
        if page.locator("#changelist .results").evaluate_all(
            "all => all.some(one => one.scrollWidth > one.clientWidth)"
        ):
            found.append("a list whose last columns are cut")
        if look[1] == 1280 and page.locator("#result_list.is-cards").count():
            found.append("a list that has room for no table")
        if found:
            faults[name] = found
    assert faults == {}
    assert complaints == []


def test_the_desk_leads_to_the_form_and_choosing_keeps_the_list(desk: Any) -> None:
    page = desk("/admin/", "ar")
    assert page.locator("[accesskey]").count() == 4  # which Playwright's key presses do not reach
    page.focus("[accesskey=a]")
    page.keyboard.press("Enter")
    page.wait_for_url("**/admin/milestones/assessment/add/")
    page.goto(page.url.replace("add/", ""))
    page.select_option("#plan-chosen", index=1)
    page.click(".plan-choice button")
    assert page.url.endswith("/admin/milestones/assessment/")


def test_who_has_chosen_no_plan_is_offered_them_first_of_all(desk: Any) -> None:
    page = desk("/admin/", "ar", 390)
    page.select_option("#plan-chosen", value="")
    page.click(".plan-choice button")
    page.locator(".daily button").first.click()
    page.locator("[accesskey=a]").wait_for()


def test_what_was_typed_stays_where_the_session_ended_and_is_sent_by_the_next(
    desk: Any, visitor: Visitor, work: SimpleNamespace
) -> None:
    page = desk("/admin/auth/group/add/", "ar", 390)
    page.fill("#id_name", "مراقبون")
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    page.click("[name=_save]")
    page.locator("#not-sent [data-why=out]").wait_for()
    assert page.input_value("#id_name") == "مراقبون"
    token = {settings.SESSION_COOKIE_NAME: work.cookie, settings.CSRF_COOKIE_NAME: "a" * 32}  # as after a log-in
    page.context.add_cookies([{"name": name, "value": value, "url": visitor.site} for name, value in token.items()])
    page.click("[name=_save]")
    page.locator(".messagelist .success").wait_for()


PASTE = """text => { const data = new DataTransfer(); data.setData("text/plain", text);
  const pasted = {clipboardData: data, bubbles: true, cancelable: true};
  document.activeElement.dispatchEvent(new ClipboardEvent("paste", pasted)) }"""


@pytest.mark.parametrize("language", LANGUAGES)
def test_thirty_observations_are_pasted_and_saved_by_keyboard_within_a_minute(
    desk: Any, work: SimpleNamespace, capsys: Any, language: str
) -> None:
    indicator, source = work.typed[language]
    page = desk("/admin/milestones/observation/grid/", language)
    page.select_option("#plan-chosen", value=str(indicator.plan_id))
    page.click(".plan-choice button")
    page.goto(page.url.removesuffix("/admin/") + "/admin/milestones/observation/grid/")
    names = page.eval_on_selector_all("[data-grid] tbody tr:first-child input", "cells => cells.map(cell => cell.name)")
    told = {"indicator": indicator.slug, "source": source.slug, "verification": "reported"}
    rows = [told | {"date": f"2026-02-{1 + number % 28:02}", "value": str(number)} for number in range(30)]
    lines = ["\t".join(row.get(name, "") for name in names) for row in rows]
    began = time.monotonic()
    page.focus("[data-grid] tbody tr:first-child input")
    page.evaluate(PASTE, "\r\n".join(lines))
    assert page.locator("[data-grid] tbody tr").count() == 30
    assert page.inner_text("[data-grid] tbody tr:last-child [data-now]").strip()  # its unit at least
    page.keyboard.press("Enter")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector(".messagelist .success")
    took = time.monotonic() - began
    assert indicator.observations.count() == 30
    with capsys.disabled():
        print(f"\n30 observations pasted and saved in {took:.1f} s ({language})")
    assert took < 60


@pytest.mark.parametrize("language", COUNTED)
def test_a_pillars_records_are_pasted_mended_and_saved_by_keyboard(
    desk: Any, work: SimpleNamespace, language: str
) -> None:
    kind, told, number = COUNTED[language]
    path = f"/admin/{kind}/grid/"
    page = desk(path, language)
    page.select_option("#plan-chosen", value=str(work.counted.pk))
    page.click(".plan-choice button")
    page.goto(page.url.split("/admin/")[0] + path)
    names = page.eval_on_selector_all("[data-grid] tbody tr:first-child input", "cells => cells.map(cell => cell.name)")
    rows = [
        told | {"date": f"2026-02-0{day}", "source": "report", number: value} for day, value in ((1, "7"), (2, "x"))
    ]
    page.focus("[data-grid] tbody tr:first-child input")
    page.evaluate(PASTE, "\n".join("\t".join(row.get(name, "") for name in names) for row in rows))
    page.keyboard.press("Control+Enter")
    fault = page.locator(".cell-fault")
    fault.wait_for()
    assert page.evaluate("document.activeElement.value") == "x"
    assert page.evaluate("document.activeElement.getAttribute('aria-describedby')") == fault.get_attribute("id")
    page.keyboard.type("8")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector(".messagelist .success")
    model = apps.get_model(*kind.split("/"))
    assert [getattr(row, number) for row in model.objects.filter(plan=work.counted).order_by("date")] == [7, 8]


def test_selected_rows_are_counted_in_hebrew_that_the_address_chose(desk: Any) -> None:
    page = desk("/admin/milestones/plan/?lang=he")
    page.locator(".action-select").first.check()
    assert "נבחרו 1 מתוך" in page.locator(".action-counter").inner_text()
    cells = page.locator("#result_list tbody td:not(.action-checkbox)")
    aligned = cells.evaluate_all("all => all.map(one => getComputedStyle(one).textAlign)")
    assert set(aligned) == {"right"}  # a dash, or a Latin name, stands below its heading
