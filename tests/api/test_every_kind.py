"""Every kind of row that a plan file can hold is read: in a list of its own, or in its owner's answer."""

from functools import cache
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from milestones.api.addresses import address_of, shapes
from milestones.kinds import Kind
from milestones.kinds.format import every_kind, parse
from milestones.models import Observation, Plan
from milestones.planfile.vocabulary import DERIVED_SERIES
from milestones.services.loading import load_document
from milestones.state import state_for
from tests.api.cast import settle

SHIPPED = sorted(path.name for path in (Path(__file__).parents[2] / "plans").glob("*.yaml"))
MOST = 1000


@pytest.fixture(params=SHIPPED)
def plan(request: Any, db: None) -> Plan:
    path = Path(__file__).parents[2] / "plans" / request.param
    load_document(parse(path.read_bytes()).document)
    plan = Plan.objects.get()
    settle(plan)
    return plan


def list_address(kind: Kind) -> str:
    """The list in which a kind's rows stand: the address of a row without what names it."""
    field: Any = shapes()[kind.model]._declared_fields["url"]
    return reverse(field.route, kwargs=dict.fromkeys(field.arguments, "0")).rstrip("0/") + "/"


def rows_listed(client: Client, address: str) -> list[Any]:
    rows: list[Any] = []
    following: str | None = f"{address}?limit={MOST}"
    while following:
        page = client.get(following).json()
        rows += page["results"]
        following = page["next"]
    return rows


def test_each_public_row_of_each_kind_is_told(plan: Plan, client: Client) -> None:
    state = state_for(plan)
    told = cache(lambda address: client.get(address).json())
    request = client.get("/api/v1/").wsgi_request
    for kind in every_kind():
        rows = [row for row in state.rows(kind.model) if getattr(row, "series", "") != DERIVED_SERIES]
        if kind.model in shapes():
            listed = {row["url"] for row in rows_listed(client, list_address(kind))}
            assert {address_of(row, request) for row in rows} <= listed, kind.key
            if kind.model is not Observation:  # measures give more
                assert len(listed) == len(rows), kind.key
            for row in rows[:2]:
                assert told(address_of(row, request))["url"] == address_of(row, request), kind.key
        else:
            assert kind.is_link, f"{kind.key} says more than another row's name, and has no address"
            (field,) = kind.fields
            for row in rows:
                assert getattr(row, field.name).slug in told(address_of(row, request))[kind.key], kind.key


def test_the_shipped_plans_are_there() -> None:
    assert len(SHIPPED) >= 2
