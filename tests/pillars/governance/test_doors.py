"""Governance at each door: records that stay, the panel and pages, the API and the admin."""

import datetime as dt
import re
from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from milestones.contingency.scales import Grade
from milestones.selectors.records import Viewpoint
from milestones.services.roles import make_roles
from milestones.state import state_for
from pillars.governance import models
from pillars.governance.pages import panel
from pillars.governance.selectors import SeatState, seats
from tests import factories as make
from tests.checking import check_row
from tests.pillars.governance.conftest import add_body, appoint, record

PANEL = f"/plans/accord/pillars/governance/?on={make.DAY}"
PAGES = [
    "/plans/accord/governance/bodies/council/",
    "/plans/accord/governance/functions/water/",
    "/plans/accord/governance/benchmarks/audit/",
]
RESOURCES = {
    "bodies": "accord/council",
    "portfolios": "accord/council-1-field",
    "seats": "accord/council-1",
    "functions": "accord/water",
    "served-areas": "accord/north-area",
    "benchmarks": "accord/audit",
    "appointments": "",
    "vacancies": "",
    "handovers": "",
    "deliveries": "",
    "findings": "",
}
RECORDS = ("appointment", "vacancy", "handover", "delivery", "finding")
MODELS = [model for model in admin.site._registry if model._meta.app_label == "governance"]


@pytest.mark.parametrize("name", RECORDS)
def test_a_record_stays_as_it_was_entered(name: str, cast: SimpleNamespace) -> None:
    row = getattr(cast, name)
    row.verification = Grade.DISPUTED
    with pytest.raises(IntegrityError):
        row.save()
    with pytest.raises(IntegrityError):
        row.delete()


def test_refusals_name_what_to_do(cast: SimpleNamespace) -> None:
    other = add_body(cast.plan, "board", 1)
    stray = models.Seat(plan=cast.plan, body=other, slug="x", name="X", portfolio=cast.portfolio)
    with pytest.raises(ValidationError, match="portfolio of another body"):
        check_row(stray, at=make.INSTANT)
    unjudged = models.BenchmarkFinding(benchmark=cast.benchmark, outcome="met", **record({}))
    with pytest.raises(ValidationError, match="names no judge"):
        check_row(unjudged, at=make.INSTANT)
    vetted = models.Appointment(seat=cast.seat, vetted_by=make.make_actor(cast.plan), **record({}))
    with pytest.raises(ValidationError, match="No result of a vetting"):
        check_row(vetted, at=make.INSTANT)
    delivered = models.ServiceDelivery(function=cast.function, status="partly", **record({}))
    with pytest.raises(ValidationError, match="Only public services deliver"):
        check_row(delivered, at=make.INSTANT)


def states(plan: Any, user: Any = None, **when: Any) -> list[SeatState]:
    viewpoint = Viewpoint(state_for(plan, user), **{"on": make.DAY} | when)
    return [seat.state for seat in seats(viewpoint, viewpoint.rows(models.Body)[0])]


def test_a_seat_is_held_vetted_vacant_or_unknown(cast: SimpleNamespace) -> None:
    assert states(cast.plan) == [SeatState.FILLED, SeatState.VACANT, SeatState.UNKNOWN]
    appoint(cast.seat, vetting="passed")
    assert states(cast.plan)[0] is SeatState.VETTED
    assert states(cast.plan, on=make.DAY - dt.timedelta(days=1))[0] is SeatState.FILLED
    assert states(cast.plan, known_at=make.INSTANT - dt.timedelta(days=1)) == [SeatState.UNKNOWN] * 3
    appoint(cast.seats[2], verification=Grade.DISPUTED)
    assert states(cast.plan)[2] is SeatState.UNKNOWN


def test_a_stated_last_day_leaves_the_seat_vacant(cast: SimpleNamespace) -> None:
    appoint(cast.seats[2], until=make.DAY)
    assert states(cast.plan)[2] is SeatState.FILLED
    assert states(cast.plan, on=make.DAY + dt.timedelta(days=1))[2] is SeatState.VACANT


def test_since_is_the_first_day_of_the_same_holder(cast: SimpleNamespace) -> None:
    appoint(cast.seat, vetting="passed")
    viewpoint = Viewpoint(state_for(cast.plan), make.DAY)
    (body,) = viewpoint.rows(models.Body)
    assert seats(viewpoint, body)[0].since == make.DAY - dt.timedelta(days=10)


def test_what_is_restricted_or_a_draft_is_seen_by_those_who_may(cast: SimpleNamespace) -> None:
    appoint(cast.seats[2], "Hidden Holder", publication="restricted")
    appoint(cast.seats[1], "Drafted Holder", publication="draft")
    cleared, analyst = make.make_restricted_reader(), make.make_analyst()
    assert states(cast.plan)[2] is SeatState.UNKNOWN
    assert states(cast.plan, cleared)[2] is SeatState.FILLED
    assert states(cast.plan, analyst)[1] is SeatState.VACANT, "a draft counts for nobody"
    pages = {}
    for name, user in (("public", None), ("cleared", cleared), ("analyst", analyst)):
        client = Client()
        if user:
            client.force_login(user)
        pages[name] = client.get(f"{PAGES[0]}?on={make.DAY}").content.decode()
        listed = client.get("/api/v1/governance/appointments/").json()["count"]
        assert listed == {"public": 1, "cleared": 2, "analyst": 3}[name]
    assert "Hidden" not in pages["public"]
    assert "Hidden" in pages["cleared"]
    assert "Drafted" not in pages["cleared"]
    assert "Drafted" in pages["analyst"]
    cast.body.publication = "restricted"
    cast.body.save()
    assert Client().get(PAGES[0]).status_code == 404
    assert Client().get("/api/v1/governance/seats/").json()["count"] == 0
    assert Client().get("/api/v1/governance/functions/accord/water/").json()["receiver"] is None


@pytest.mark.one_database
@pytest.mark.parametrize("language", ["en", "ar", "he"])
@pytest.mark.parametrize("page", [PANEL, *PAGES])
def test_pages_answer_in_every_language(page: str, language: str, cast: SimpleNamespace) -> None:
    answer = Client().get(page, {"lang": language, "on": str(make.DAY)})
    assert answer.status_code == 200
    direction = "ltr" if language == "en" else "rtl"
    assert f'<html lang="{language}" dir="{direction}"' in answer.content.decode()


def test_the_panel_shows_the_seats_and_their_table(cast: SimpleNamespace) -> None:
    page = Client().get(PANEL).content.decode()
    for state in ("filled", "vacant", "unknown"):
        assert f'href="#seat-{state}"' in page
    assert page.count("A. Holder") == 1
    assert "1 of 3 seats are filled." in page
    assert "none designated" in page
    empty = make.make_plan("other")
    assert not panel(Viewpoint(state_for(empty), make.DAY))


def test_seats_stand_in_the_bodys_order_each_with_its_state(cast: SimpleNamespace) -> None:
    page = Client().get(PAGES[0], {"on": str(make.DAY)}).content.decode()
    drawn = page.partition('<dl class="seats"')[2].partition("</dl>")[0]
    states = re.findall(r'class="seat is-seat-(\w+)".*?<bdi>([^<]+)</bdi>', drawn)
    assert [name for _state, name in states] == [seat.name for seat in cast.seats]
    assert {state for state, _name in states} <= {state.value for state in SeatState}
    assert re.findall(r'hidden">([^<]+)</dd>', drawn) == [SeatState(state).label for state, _name in states]


@pytest.mark.parametrize("resource", RESOURCES)
def test_lists_and_rows_answer_and_refuse_what_they_do_not_know(resource: str, cast: SimpleNamespace) -> None:
    address = f"/api/v1/governance/{resource}/"
    client = Client()
    found = client.get(address, {"plan": "accord", "search": "x"})
    assert found.status_code == 200
    rows = client.get(address, {"plan": "accord"}).json()["results"]
    assert client.get(rows[0]["url"]).json() == rows[0]
    if part := RESOURCES[resource]:
        assert client.get(f"{address}{part}/").json()["slug"] == part.partition("/")[2]
    assert client.get(address, {"colour": "red"}).status_code == 400
    assert client.get(address, {"plan": "nowhere"}).status_code == 400


FILTERS = [
    ("seats", {"body": "council"}, 3),
    ("seats", {"must_be_independent": "false"}, 0),
    ("appointments", {"vetting": "passed"}, 0),
    ("appointments", {"seat": "council-1"}, 1),
    ("functions", {"kind": "public-service"}, 1),
    ("deliveries", {"status": "delivering", "area": "north"}, 1),
    ("handovers", {"stage": "offered"}, 0),
    ("findings", {"outcome": "met", "verification": "reported"}, 1),
    ("benchmarks", {"judge_none_designated": "true"}, 1),
]


@pytest.mark.parametrize(("resource", "query", "count"), FILTERS)
def test_filters_narrow(resource: str, query: dict[str, str], count: int, cast: SimpleNamespace) -> None:
    assert Client().get(f"/api/v1/governance/{resource}/", query).json()["count"] == count


def queries(ask: Any) -> int:
    with CaptureQueriesContext(connection) as captured:
        ask()
    return len(captured)


@pytest.mark.one_database
@pytest.mark.parametrize("role", ["public", "cleared", "analyst"])
def test_the_work_does_not_grow_with_the_plan(role: str, cast: SimpleNamespace) -> None:
    user = {"public": None, "cleared": make.make_restricted_reader(), "analyst": make.make_analyst()}[role]
    client = Client()
    if user:
        client.force_login(user)
    asks = [
        lambda: panel(Viewpoint(state_for(cast.plan, user), make.DAY)),
        *(lambda page=page: client.get(page, {"on": str(make.DAY)}) for page in PAGES),
        *(lambda name=name: client.get(f"/api/v1/governance/{name}/") for name in RESOURCES),
    ]
    for ask in asks:
        ask()
    few = [queries(ask) for ask in asks]
    for number in range(4):
        body = add_body(cast.plan, f"body-{number}", 3, size=3)
        for seat in (*body.seats.all(), *cast.seats):
            appoint(seat, vetting="passed", vetted_by=make.make_actor(cast.plan))
        models.FunctionHandover.objects.create(
            function=cast.service, area=make.make_area(cast.plan), stage="offered", **record({})
        )
        models.BenchmarkFinding.objects.create(benchmark=cast.benchmark, outcome="met", **record({}))
    for ask in asks:
        ask()
    assert [queries(ask) for ask in asks] == few
    assert few[0] == 1


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_analysts_enter_and_records_are_only_added(model: Any, cast: SimpleNamespace) -> None:
    make_roles()
    analyst = make.make_user("analyst-person", is_staff=True)
    analyst.groups.add(Group.objects.get(name="analyst"))
    client = Client()
    client.force_login(analyst)
    row = next(each for each in vars(cast).values() if type(each) is model)
    base = f"admin:governance_{model._meta.model_name}"
    assert client.get(reverse(f"{base}_changelist")).status_code == 200
    assert client.get(reverse(f"{base}_add")).status_code == 200
    page = reverse(f"{base}_change", args=[row.pk])
    assert client.get(page).status_code == 200
    if hasattr(model, "mutable"):
        assert client.post(page, {}).status_code == 403
    assert Client().get(page).status_code == 302


def test_every_model_has_a_page_in_the_admin() -> None:
    mine = set(models.Body._meta.apps.get_app_config("governance").get_models())
    assert mine == set(MODELS)
