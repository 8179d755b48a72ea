"""Demilitarisation in the API: its shapes, its filters, and what they refuse."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client

BASE = "/api/v1/demilitarisation"
PATHS = ("categories", "series", "lines", "totals", "tallies", "inspections", "incidents", "line-claims", "pullbacks")

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


def test_a_tally_tells_its_counts_and_who_disputes(everything: SimpleNamespace) -> None:
    told = get(f"tallies/{everything.tally.pk}/").json()
    assert {name: told[name] for name in ("category", "series", "scope", "phase", "area")} == {
        "category": "weapons",
        "series": "monitors",
        "scope": "stage",
        "phase": "stage-1",
        "area": None,
    }
    assert (told["handed_in"], told["accepted"], told["rejected"], told["disputed"]) == (222, 166, None, 44)
    assert (told["disputed_by"], told["verification"]) == ("party", "reported")


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("tallies/?series=army", 1),
        ("tallies/?series=army&series=monitors", 2),
        ("tallies/?scope=stage", 1),
        ("tallies/?phase=stage-1", 2),
        ("tallies/?disputed_by=party", 1),
        ("tallies/?plan=accord", 2),
        ("totals/?basis=estimated", 0),
        ("totals/?basis=agreed", 1),
        ("inspections/?kind=certification&outcome=passed", 1),
        ("inspections/?kind=inspection", 0),
        ("inspections/?figures_published=true", 0),
        ("incidents/?alleged_by=party&area=north", 1),
        ("incidents/?happened_on__gte=2026-03-02", 0),
        ("incidents/?case=case-one", 1),
        ("line-claims/?line=blue-line", 1),
        ("pullbacks/?step=complete&leaves=party", 1),
        ("pullbacks/?step=planned", 0),
        ("pullbacks/?date__lte=2026-02-28", 0),
        ("series/?decides=true", 1),
        ("categories/?kind=infrastructure", 0),
    ],
)
def test_a_list_is_narrowed_by_its_filters(query: str, count: int, everything: SimpleNamespace) -> None:
    assert get(query).json()["count"] == count


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("tallies/?colour=red", "colour"),
        ("tallies/?series=nobody", "series"),
        ("tallies/?scope=week", "scope"),
        ("pullbacks/?step=done", "step"),
        ("incidents/?happened_on__gte=soon", "happened_on__gte"),
    ],
)
def test_what_is_not_known_is_refused_by_its_name(query: str, name: str, everything: SimpleNamespace) -> None:
    answer = get(query)
    assert answer.status_code == 400
    assert name in answer.content.decode()


def test_a_search_looks_in_every_language_and_in_long_texts(everything: SimpleNamespace) -> None:
    category = everything.tally.category
    category.name_ar, category.definition_en = "أسلحة خفيفة", "Rifles and pistols."
    category.save()
    for sought in ("خفيفة", "pistols", "weapons"):
        assert get(f"categories/?search={sought}").json()["count"] == 1, sought
    assert get("categories/?search=tanks").json()["count"] == 0
