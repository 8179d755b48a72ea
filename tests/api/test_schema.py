"""The contract is the pinned one, is whole, and is browsed without another host."""

import copy
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.core.management import call_command
from django.test import Client
from drf_spectacular.generators import SchemaGenerator
from jsonschema import Draft202012Validator

from tests.api.contract import losses
from tests.api.test_shapes import closed, whole

PINNED = Path(__file__).with_name("schema.yaml")
ASKED_WITH_A_BODY = ("/api/v1/plans/{plan}/what-if/",)
NEVER_HELD = ("/api/v1/", "/api/v1/status/", "/api/v1/plans/{plan}/drafts/", *ASKED_WITH_A_BODY)
"""What carries no ETag."""
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The quick one, where PyYAML has it."""


def operations_of(document: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Every operation with its path and method."""
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            yield path, method, operation


@pytest.fixture(scope="module")
def pinned() -> dict[str, Any]:
    return yaml.load(PINNED.read_text(), LOADER)


def test_the_schema_is_the_pinned_one(tmp_path: Path) -> None:
    """A change of the contract is seen in review; docs/api.md says how to pin it anew."""
    written = tmp_path / "schema.yaml"
    call_command("spectacular", "--validate", "--fail-on-warn", "--file", str(written))
    assert written.read_text() == PINNED.read_text()


def test_the_contract_may_gain_and_loses_nothing(pinned: dict[str, Any]) -> None:
    """What is pinned is promised: a path, parameter, key, word or type that it has is there in the code's schema."""
    assert losses(pinned, SchemaGenerator().get_schema(request=None, public=True)) == []


INSPECTION = ("components", "schemas", "DemilitarisationInspection")
OUTCOME = ("components", "schemas", "DemilitarisationInspectionOutcomeEnum")
LIST = ("paths", "/api/v1/demilitarisation/inspections/", "get")


@pytest.mark.parametrize(
    ("place", "change", "lost"),
    [
        (("paths",), lambda paths: paths.pop(LIST[1]), LIST[1]),
        ((*LIST, "parameters"), lambda found: found.pop(0), f"get {LIST[1]} ?area"),
        (LIST, lambda found: found.update(operationId="x"), "is called demilitarisation_inspections no more"),
        ((*INSPECTION, "properties"), lambda keys: keys.pop("mandate"), "DemilitarisationInspection.mandate"),
        ((*INSPECTION, "required"), lambda keys: keys.remove("mandate"), "mandate may be missing"),
        ((*INSPECTION, "properties", "date"), lambda shape: shape.update(type="integer"), "of another type"),
        ((*INSPECTION, "properties", "mandate"), lambda shape: shape.update(type=["string", "null"]), "type"),
        ((*OUTCOME, "enum"), lambda words: words.append("new"), "other words"),
    ],
)  # fmt: skip
def test_a_loss_is_told(
    place: tuple[str, ...], change: Callable[[Any], Any], lost: str, pinned: dict[str, Any]
) -> None:
    poorer = copy.deepcopy(pinned)
    found: Any = poorer
    for name in place:
        found = found[name]
    change(found)
    told = losses(pinned, poorer)
    assert told
    assert all(lost in each for each in told), told
    assert losses(poorer, poorer) == []


@pytest.mark.one_database
def test_the_schema_is_served_as_yaml_and_as_json(db: None, client: Client) -> None:
    as_yaml = yaml.load(client.get("/api/v1/schema/").content, LOADER)
    as_json = client.get("/api/v1/schema/", headers={"Accept": "application/json"}).json()
    assert client.get("/api/v1/schema/?format=json").json() == as_json
    assert as_json == as_yaml
    assert as_json["openapi"].startswith("3.")


@pytest.mark.one_database
def test_the_schema_is_made_once_and_held_by_its_tag(db: None, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    first = client.get("/api/v1/schema/")
    monkeypatch.setattr(SchemaGenerator, "get_schema", None)
    again = client.get("/api/v1/schema/")
    assert (again.content, again["ETag"]) == (first.content, first["ETag"])
    held = client.get("/api/v1/schema/", headers={"If-None-Match": first["ETag"]})
    assert (held.status_code, held.content) == (304, b"")


def test_every_operation_says_what_it_takes_and_how_it_fails(pinned: dict[str, Any]) -> None:
    for path, method, operation in operations_of(pinned):
        assert operation["summary"], path
        assert operation["description"], path
        assert all(each.get("description") for each in operation["parameters"] if each["in"] == "query"), path
        assert {"200", "400", "401", "404", "406", "429"} <= operation["responses"].keys(), path
        assert ("304" in operation["responses"]) == (method == "get" and path not in NEVER_HELD), path
        assert ("requestBody" in operation) == (method != "get"), path
        assert ("403" in operation["responses"]) == (method != "get" and path not in ASKED_WITH_A_BODY), path
        for status in ("400", "404"):
            assert "application/problem+json" in operation["responses"][status]["content"], path


def test_every_operation_has_examples_of_the_shape_that_they_show(pinned: dict[str, Any]) -> None:
    """What is answered and how it may be refused, and of what is sent the body."""
    components = closed(pinned["components"])
    for path, method, operation in operations_of(pinned):
        shown = []
        for told in (*operation["responses"].values(), operation.get("requestBody", {})):
            for content in told.get("content", {}).values():
                shape = {**closed(whole(content["schema"])), "components": components}
                for name, example in content.get("examples", {}).items():
                    shown.append(name)
                    check = Draft202012Validator(shape).iter_errors(example["value"])
                    assert [each.message for each in check] == [], (path, method, name)
        assert {"Refused", "Answer"} | ({"Body"} if method != "get" else set()) == set(shown), (path, method)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_documentation_needs_no_other_host_and_no_inline_code(db: None, client: Client, language: str) -> None:
    page = client.get(f"/api/v1/docs/?lang={language}", headers={"Accept": "text/html"})
    html = page.content.decode()
    sources = re.findall(r'(?:src|href)="([^"]*)"', html)
    assert len(sources) == 5
    assert all(source.startswith("/") for source in sources)
    assert not re.search(r"<style|style=|<script>|\son\w+=", html)
    policy = page.headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "default-src 'self'" in policy
    script = client.get(sources[-1].replace("&amp;", "&"))
    assert script.headers["Content-Type"].startswith("application/javascript")
    assert "/api/v1/schema/" in script.content.decode()
    assert "http" not in re.findall(r"url: \"([^\"]*)", script.content.decode())


@pytest.mark.one_database
def test_head_is_answered_wherever_get_is(db: None, client: Client) -> None:
    """With the same status and no body, at every address of the contract; a view may not hide the method."""
    document: dict[str, Any] = yaml.safe_load(PINNED.read_text())
    for path in (path for path, method, _ in operations_of(document) if method == "get"):
        address = re.sub(r"\{[^}]*\}", "1", path)
        told, answered = client.head(address), client.get(address)
        assert (told.status_code, told.content) == (answered.status_code, b""), path


def test_nothing_is_asked_that_the_reader_did_not_ask() -> None:
    """An example of a parameter would be filled in by the documentation's page and narrow the answer unasked."""
    document: dict[str, Any] = yaml.safe_load(PINNED.read_text())
    for path, _, operation in operations_of(document):
        for each in operation["parameters"]:
            assert "example" not in each | each["schema"], (path, each["name"])
