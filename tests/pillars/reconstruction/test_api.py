"""Reconstruction in the API: its shapes, its filters, and what they refuse."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client

from pillars.reconstruction.api import ROUTES
from tests import factories as make

BASE = "/api/v1/reconstruction"
PATHS = [route.path for route in ROUTES if "<" not in route.path]

pytestmark = pytest.mark.django_db


def get(path: str) -> Any:
    return Client().get(f"{BASE}/{path}")


@pytest.mark.parametrize("path", PATHS)
def test_a_list_tells_each_row_and_its_own_address(path: str, everything: SimpleNamespace) -> None:
    answer = get(f"{path}/").json()
    assert answer["count"] >= 1
    first = answer["results"][0]
    assert first["plan"] == "accord"
    assert Client().get(first["url"]).json() == first


def test_a_transaction_is_exact_and_says_who_tells_it(everything: SimpleNamespace) -> None:
    told = get(f"transactions/{everything.received.pk}/").json()
    assert (told["stage"], told["amount"], told["currency"]) == ("received", "2000000", "USD")
    assert (told["told_by"], told["donor"], told["channel"], told["project"]) == (
        "channel",
        "donor",
        "fund",
        None,
    )
    assert (told["verification"], told["is_total"]) == ("reported", False)


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("transactions/?stage=pledge", 1),
        ("transactions/?stage=pledge&stage=received", 2),
        ("transactions/?told_by=channel", 1),
        ("transactions/?appeal=appeal&donor=donor&channel=fund", 2),
        ("transactions/?currency=EUR", 0),
        ("transactions/?date__gte=2026-03-02", 0),
        ("estimates/?sector=housing&measured=needs", 1),
        ("estimates/?horizon=first", 0),
        ("projects/?sector=housing&area=north&implementer=agency", 1),
        ("project-steps/?kind=completed", 0),
        ("unit-counts/?kind=planned&unit=homes", 1),
        ("findings/?about=contested&owner=agency", 1),
        ("finding-entries/?state=settled", 0),
        ("rates/?currency=EUR&into=USD", 1),
        ("appeals/?is_base_rate=true", 0),
        ("channels/?kind=fund&holder=agency", 1),
    ],
)
def test_a_list_is_narrowed_by_its_filters(query: str, count: int, everything: SimpleNamespace) -> None:
    assert get(query).json()["count"] == count


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("transactions/?colour=red", "colour"),
        ("transactions/?stage=paid", "stage"),
        ("transactions/?currency=usd", "currency"),
        ("projects/?sector=nowhere", "sector"),
        ("needs-assessments/?sector=housing", "sector"),
    ],
)
def test_what_is_not_known_is_refused_by_its_name(query: str, name: str, everything: SimpleNamespace) -> None:
    answer = get(query)
    assert answer.status_code == 400
    assert name in answer.content.decode()


def test_a_milestone_that_the_reader_may_not_see_is_not_named(everything: SimpleNamespace) -> None:
    everything.project.milestone = make.make_milestone(everything.plan, "secret", publication="restricted")
    everything.project.save()
    assert get("projects/accord/homes/").json()["milestone"] is None


def test_what_is_restricted_is_not_listed(everything: SimpleNamespace) -> None:
    everything.appeal.publication = "restricted"
    everything.appeal.save()
    assert get("transactions/").json()["count"] == 0
    assert get("transactions/?appeal=appeal").status_code == 400
