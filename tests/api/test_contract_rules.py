"""The contract keeps the recommended rules of Redocly's linter, each asked by hand; but for the slash at the end.

`no-path-trailing-slash` is the one that it breaks, and means to: the addresses of the site end in a slash, and a
published address stays.
"""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
PINNED = Path(__file__).with_name("schema.yaml")
Operation = tuple[str, str, dict[str, Any]]


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    return yaml.load(PINNED.read_text(), LOADER)


@pytest.fixture(scope="module")
def operations(document: dict[str, Any]) -> list[Operation]:
    return [
        (path, method, operation)
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    ]


def nodes(part: Any) -> Iterator[dict[str, Any]]:
    """Every object in the document."""
    if isinstance(part, dict):
        yield part
        for value in part.values():
            yield from nodes(value)
    elif isinstance(part, list):
        for value in part:
            yield from nodes(value)


def test_it_says_whose_it_is_and_where(document: dict[str, Any]) -> None:
    """info-license, info-license-strict, info-contact, no-empty-servers, no-server-trailing-slash of others."""
    licence = document["info"]["license"]
    assert licence["name"] == "Apache-2.0"
    assert licence["url"].startswith("https://")
    assert document["info"]["contact"]["name"]
    assert document["info"]["description"]
    (server,) = document["servers"]
    assert server["url"] == "/", "the contract is of the site that serves it"


def test_its_headings_are_declared_and_described(document: dict[str, Any], operations: list[Operation]) -> None:
    """tag-description, operation-tag-defined, no-duplicated-tag-names; none is declared for nothing."""
    declared = [tag["name"] for tag in document["tags"]]
    assert len(declared) == len(set(declared))
    assert all(tag["description"] for tag in document["tags"])
    assert {tag for *_, operation in operations for tag in operation["tags"]} == set(declared)


def test_its_operations_are_named_and_told(operations: list[Operation]) -> None:
    """operation-operationId with -unique and -url-safe, operation-summary, operation-2xx- and -4xx-response."""
    names = Counter(operation["operationId"] for *_, operation in operations)
    assert set(names.values()) == {1}
    assert all(re.fullmatch(r"[A-Za-z0-9_-]+", name) for name in names)
    for path, _method, operation in operations:
        assert operation["summary"], path
        assert any(status.startswith("2") for status in operation["responses"]), path
        assert any(status.startswith("4") for status in operation["responses"]), path


def test_its_paths_lead_to_one_thing(document: dict[str, Any]) -> None:
    """path-declaration-must-exist, path-not-include-query, no-identical-paths, no-ambiguous-paths."""
    shapes = Counter(re.sub(r"\{\w+\}", "{}", path) for path in document["paths"])
    assert set(shapes.values()) == {1}
    assert all(re.fullmatch(r"(/(\{\w+\}|[\w.-]+))+/", path) for path in document["paths"])
    parted = [path.strip("/").split("/") for path in document["paths"]]
    for one in parted:
        alike = [
            other
            for other in parted
            if other is not one
            and len(other) == len(one)
            and all(a == b or "{" in a or "{" in b for a, b in zip(one, other, strict=True))
        ]
        assert not alike, (one, alike)


def test_its_parameters_are_told_once(operations: list[Operation]) -> None:
    """operation-parameters-unique, path-parameters-defined, path-params-required."""
    for path, _method, operation in operations:
        places = [(each["in"], each["name"]) for each in operation.get("parameters", ())]
        assert len(places) == len(set(places)), path
        of_path = {each["name"] for each in operation.get("parameters", ()) if each["in"] == "path"}
        assert of_path == set(re.findall(r"\{(\w+)\}", path)), path
        assert all(each["required"] for each in operation.get("parameters", ()) if each["in"] == "path"), path


def test_its_references_lead_somewhere_and_nothing_is_left_over(document: dict[str, Any]) -> None:
    """no-unresolved-refs, no-unused-components, security-defined."""
    named = {node["$ref"] for node in nodes(document) if isinstance(node.get("$ref"), str)}
    there = {f"#/components/{kind}/{name}" for kind, parts in document["components"].items() for name in parts}
    schemes = {name for node in nodes(document["paths"]) for each in node.get("security", ()) for name in each}
    assert schemes == document["components"]["securitySchemes"].keys()
    assert there - {f"#/components/securitySchemes/{name}" for name in schemes} == named


def test_its_shapes_are_sound(document: dict[str, Any]) -> None:
    """no-enum-type-mismatch, no-required-schema-properties-undefined, nullable-type-sibling (3.1 has no nullable)."""
    known = {"string": str, "integer": int, "number": (int, float), "boolean": bool, "null": type(None)}
    for node in nodes(document["components"]["schemas"]):
        assert "nullable" not in node or isinstance(node["nullable"], dict)
        if isinstance(node.get("enum"), list) and isinstance(node.get("type"), str):
            assert all(isinstance(word, known[node["type"]]) for word in node["enum"]), node
        if isinstance(node.get("required"), list) and isinstance(node.get("properties"), dict):
            assert set(node["required"]) <= node["properties"].keys(), node["required"]


def test_its_answers_name_their_headers(operations: list[Operation]) -> None:
    """The tag where an answer may be held, the limit everywhere, and when to come back."""
    for path, _method, operation in operations:
        for status, answer in operation["responses"].items():
            assert "RateLimit-Policy" in answer["headers"], (path, status)
        assert "Retry-After" in operation["responses"]["429"]["headers"]
        if "304" in operation["responses"]:
            assert {"ETag", "Last-Modified", "Link"} <= operation["responses"]["200"]["headers"].keys(), path


WORDS = {
    "status", "old", "new", "truth", "truth_when_reached", "verification", "tier", "kind", "stance", "publication",
    "before", "force", "why", "binds", "reaches", "stage",
}  # fmt: skip
"""Keys that hold one of a few words, wherever they stand."""


def types_of(shape: dict[str, Any]) -> set[str]:
    types = shape.get("type", "string")
    return {types} if isinstance(types, str) else set(types)


def test_every_word_is_one_of_a_few(document: dict[str, Any]) -> None:
    for name, shape in document["components"]["schemas"].items():
        for key, value in shape.get("properties", {}).items():
            if key in WORDS and {"object", "array", "integer"}.isdisjoint(types_of(value)):
                shown = str(value)
                assert "'enum'" in shown or "$ref" in shown, (name, key, value)
