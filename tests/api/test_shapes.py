"""Every answer has the shape that the schema promises, to the letter of the contract."""

from typing import Any

import pytest
from django.test import Client
from drf_spectacular.generators import SchemaGenerator
from jsonschema import Draft202012Validator

from tests.api.cast import DRAFTS, LISTS, Cast, every_path, settle
from tests.factories import make_analyst, make_schedule_revision

STRUCTURE_KEYS = {"type", "properties", "items", "required", "enum", "oneOf", "allOf", "anyOf"}


def closed(schema: Any) -> Any:
    """The schema, refusing keys that it does not name."""
    if isinstance(schema, list):
        return [closed(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    found = {name: closed(value) for name, value in schema.items()}
    if "properties" in schema and "type" in schema and "additionalProperties" not in schema:
        found["additionalProperties"] = False
    return found


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    return SchemaGenerator().get_schema(request=None, public=True)


def whole(schema: dict[str, Any]) -> dict[str, Any]:
    """The schema of an answer of which no keys were chosen."""
    first: dict[str, Any] = schema.get("anyOf", [schema])[0]
    return first


def shape_of(document: dict[str, Any], path: str) -> dict[str, Any]:
    """The schema of the 200 answer at the path, found as a client would: by the template that fits."""
    parts = path.strip("/").split("/")
    for template, operations in document["paths"].items():
        names = template.strip("/").split("/")
        if len(names) == len(parts) and all(
            name.startswith("{") or name == part for name, part in zip(names, parts, strict=True)
        ):
            shape = whole(operations["get"]["responses"]["200"]["content"]["application/json"]["schema"])
            return closed({**shape, "components": document["components"]})
    raise AssertionError(f"The schema says nothing of {path}.")


@pytest.mark.one_database
@pytest.mark.parametrize("reader", ["public", "analyst"])
def test_every_answer_has_the_shape_of_the_schema(
    cast: Cast, client: Client, document: dict[str, Any], reader: str
) -> None:
    """Keys that are missing, added or of another type than promised are found at every address."""
    if reader == "analyst":
        client.force_login(make_analyst())
    for path in (*every_path(cast), DRAFTS):
        answer = client.get(path)
        assert answer.status_code == 200, (path, answer.content)
        assert answer.headers["Content-Type"] == "application/json"
        faults = list(Draft202012Validator(shape_of(document, path)).iter_errors(answer.json()))
        assert not faults, (path, [(list(each.absolute_path), each.message) for each in faults[:3]])


def test_every_object_has_its_own_address(cast: Cast, client: Client) -> None:
    """Each result of each list can be asked for alone, and is then called the same."""
    for name in LISTS:
        for result in client.get(f"/api/v1/{name}/").json()["results"]:
            alone = client.get(result["url"])
            assert alone.status_code == 200, result["url"]
            assert alone.json()["url"] == result["url"]


def test_a_list_is_paged_in_a_total_order(cast: Cast, client: Client) -> None:
    """The pages one by one are the list, and next and previous lead through them."""
    for name in LISTS:
        whole = client.get(f"/api/v1/{name}/").json()
        assert whole["count"] == len(whole["results"]) > 0, name
        assert (whole["next"], whole["previous"]) == (None, None)
        walked, address = [], f"/api/v1/{name}/?limit=1"
        while address:
            page = client.get(address).json()
            walked += page["results"]
            address = page["next"]
        assert walked == whole["results"], name
        if whole["count"] > 1:
            second = client.get(f"/api/v1/{name}/?limit=1&offset=1").json()
            assert client.get(second["previous"]).json()["results"] == whole["results"][:1]


def test_every_ordering_holds_both_ways(cast: Cast, client: Client, document: dict[str, Any]) -> None:
    """Each word that the schema offers orders the list, and what is there is reversed by a hyphen."""
    for name in LISTS:
        template = f"/api/v1/{name.replace('accord', '{plan}')}/"
        offered = document["paths"][template]["get"]["parameters"]
        text = next(each["description"] for each in offered if each["name"] == "ordering")
        for word in text.removeprefix("One or several of ").partition(", with commas")[0].split(", "):
            upward = client.get(f"/api/v1/{name}/?ordering={word}")
            downward = client.get(f"/api/v1/{name}/?ordering=-{word}")
            assert upward.status_code == downward.status_code == 200, (name, word)
            assert {each["url"] for each in upward.json()["results"]} == {
                each["url"] for each in downward.json()["results"]
            }


def test_a_lifted_date_is_told_as_such(cast: Cast, client: Client) -> None:
    address = f"/api/v1/milestones/accord/{cast.handover.slug}/"
    schedule = client.get(address).json()["schedule"]
    assert (schedule["due"]["lifted"], schedule["planned_start"]["lifted"]) == (False, False)
    make_schedule_revision(cast.handover, due_lifted=True)
    settle(cast.plan)
    told = client.get(f"{address}?on=2026-06-01").json()
    assert told["schedule"]["due"]["lifted"] is True
    assert (told["schedule"]["due"]["day"], told["schedule"]["due"]["follows"]) == (None, None)
    assert (told["revisions"][-1]["due"], told["revisions"][-1]["planned_start"]) == ("none", None)


def test_milestones_are_ordered_by_the_due_date_in_force(cast: Cast, client: Client) -> None:
    """A revision moves a milestone in the order, and those without a date come last both ways."""
    for sign in ("", "-"):
        for point in ("", "&on=2026-03-10"):
            found = client.get(f"/api/v1/milestones/?plan=accord&ordering={sign}due{point}").json()["results"]
            days = [each["schedule"]["due"]["day"] for each in found]
            there = [day for day in days if day]
            assert there == sorted(there, reverse=sign == "-") == days[: len(there)]
            assert there, "no due date was compared"


@pytest.mark.one_database
def test_fields_and_omit_choose_keys(cast: Cast, client: Client) -> None:
    """One gives the keys asked for and no others; the other leaves out what it names."""
    for path in every_path(cast):
        whole = client.get(path).json()
        first = whole["results"][0] if "results" in whole else whole
        few = client.get(f"{path}?fields=url").json()
        assert (few["results"][0] if "results" in few else few) == {"url": first["url"]}
        less = client.get(f"{path}?omit=url").json()
        assert (less["results"][0] if "results" in less else less).keys() == first.keys() - {"url"}


def test_numbers_are_exact_and_words_are_the_plan_files(cast: Cast, client: Client) -> None:
    """Decimals are strings, and levels and grades are told in the plan file's words."""
    observation = client.get(f"/api/v1/observations/{cast.observation.pk}/").json()
    assert (observation["value"], observation["verification"]) == ("450", "verified")
    assert observation["date"] == "2026-03-01"
    assert observation["recorded_at"] == "2026-03-01T00:00:00Z"
    assessment = client.get(f"/api/v1/assessments/{cast.assessment.pk}/").json()
    assert assessment["level"] == "minimum"


def test_texts_come_in_the_language_asked_for(cast: Cast, client: Client) -> None:
    """A text is in the language where it has one, and in English where it has none."""
    cast.handover.name_ar = "تسليم"
    cast.handover.save()
    settle(cast.plan)
    arabic = client.get("/api/v1/milestones/accord/handover/?lang=ar")
    assert arabic.json()["name"] == "تسليم"
    assert arabic.headers["Content-Language"] == "ar"
    assert client.get("/api/v1/milestones/accord/handover/?lang=he").json()["name"] == "handover"
    listed = client.get("/api/v1/milestones/?plan=accord&lang=ar").json()["results"]
    assert [each["name"] for each in listed][:2] == ["تسليم", "pullback"]
