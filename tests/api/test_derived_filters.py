"""The filters that follow from columns: each takes what its type allows, refuses by its name what it does not."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from drf_spectacular.generators import SchemaGenerator

from tests.api.cast import Cast

VALUES = {
    ("integer", None): ("1", ("-1", "x", "1.5", "9" * 30)),
    ("boolean", None): ("true", ("maybe", "1")),
    ("string", "date"): ("2026-03-01", ("soon", "2026-13-01")),
    ("string", "date-time"): ("2026-03-01T00:00:00Z", ("2026-03-01", "soon")),
    ("string", "decimal"): ("-2.5", ("1e5", "NaN", "Infinity", "1_0", "٣", "2.", "1" * 16, "0." + "1" * 16)),
}
"""By type and format: a value that can be asked for, and some that cannot."""

OTHERS = ("limit", "offset", "lang", "on", "known_at", "reading")
"""What narrows nothing."""


def narrowing() -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Address, name and schema of every parameter of every list that is narrowed."""
    for path, operations in SchemaGenerator().get_schema(request=None, public=True)["paths"].items():
        parameters = operations.get("get", {}).get("parameters", ())
        if "{" not in path and any(each["name"] == "limit" for each in parameters):
            for each in parameters:
                if each["name"] not in OTHERS:
                    yield path, each["name"], each["schema"]


@pytest.mark.one_database
def test_every_filter_is_strict(cast: Cast, client: Client) -> None:
    asked = 0
    for path, name, schema in narrowing():
        if schema["type"] == "array":
            word = schema["items"].get("enum", [None])[0]
            good, bad = word, ("nonsense",)
        else:
            good, bad = VALUES.get((schema["type"], schema.get("format")), (None, ()))
        if good is not None:
            assert client.get(path, {name: good}).status_code == 200, (path, name, good)
        for value in bad:
            answer = client.get(path, {name: value})
            asked += 1
            assert answer.status_code == 400, (path, name, value)
            assert answer.json()["errors"][0]["attr"] == name
    assert asked > 500


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("observations/?value__gte=450", 1),
        ("observations/?value__gte=450.01", 0),
        ("observations/?value__lte=450&series=un", 1),
        ("observations/?retracted_at__gte=2026-01-01T00:00:00Z", 0),
        ("indicators/?target__gte=600&plan=accord", 1),
        ("gates/?clause=3", 1),
        ("gates/?clause=33", 0),
        ("conditions/?at_least__gte=600", 1),
        ("conditions/?reaches=complete", 1),
        ("sources/?slug=memorandum", 1),
        ("gates/?source=memorandum", 1),
    ],
)
def test_a_list_is_narrowed_by_its_columns(query: str, count: int, cast: Cast, client: Client) -> None:
    assert client.get(f"/api/v1/{query}").json()["count"] == count


def test_a_hidden_row_is_as_unknown_as_none(cast: Cast, client: Client) -> None:
    """By a filter nobody learns that a row names what is hidden."""
    cast.gate.source.publication = "restricted"
    cast.gate.source.save()
    assert client.get("/api/v1/gates/?source=memorandum").status_code == 400
    assert client.get(f"/api/v1/gates/{cast.gate.pk}/").json()["source"] is None
