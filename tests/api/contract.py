"""What a new edition of the contract took away: paths, parameters, keys, words and types may be gained, never lost."""

from collections.abc import Iterator
from typing import Any

Schema = Any
"""A JSON schema, as the document has it."""


def losses(old: dict[str, Any], new: dict[str, Any]) -> list[str]:
    """What the new document lacks of what the old one promises, each by where it stood."""
    return [*_operations_lost(old["paths"], new["paths"]), *_shapes_lost(old, new)]


def _operations_lost(old: dict[str, Any], new: dict[str, Any]) -> Iterator[str]:
    for path, operations in old.items():
        for method, operation in operations.items():
            there = new.get(path, {}).get(method)
            if there is None:
                yield f"{method} {path}"
                continue
            if there["operationId"] != operation["operationId"]:
                yield f"{method} {path} is called {operation['operationId']} no more"
            yield from (f"{method} {path} {each}" for each in _parameters_lost(operation, there))
            yield from (f"{method} {path} {each}" for each in _answers_lost(operation, there))


def _parameters_lost(old: dict[str, Any], new: dict[str, Any]) -> Iterator[str]:
    taken = {(each["in"], each["name"]): each for each in new.get("parameters", ())}
    for each in old.get("parameters", ()):
        there = taken.get((each["in"], each["name"]))
        if there is None:
            yield f"?{each['name']}"
        else:
            yield from _lost(there["schema"], each["schema"], f"?{each['name']}")
    asked = {each["name"] for each in old.get("parameters", ()) if each.get("required")}
    for (_, name), each in taken.items():
        if each.get("required") and name not in asked:
            yield f"?{name} is required now"


def _answers_lost(old: dict[str, Any], new: dict[str, Any]) -> Iterator[str]:
    for status, answer in old["responses"].items():
        there = new["responses"].get(status)
        if there is None:
            yield status
            continue
        for kind, content in answer.get("content", {}).items():
            if kind not in there.get("content", {}):
                yield f"{status} {kind}"
            else:
                yield from _lost(content["schema"], there["content"][kind]["schema"], f"{status} {kind}")


def _shapes_lost(old: dict[str, Any], new: dict[str, Any]) -> Iterator[str]:
    there = new["components"]["schemas"]
    for name, shape in old["components"]["schemas"].items():
        if name not in there:
            yield name
        else:
            yield from _lost(shape, there[name], name)


def _lost(wide: Schema, narrow: Schema, place: str) -> Iterator[str]:
    """Where `narrow` allows or has what `wide` does not know, or no longer has a key that `wide` promises.

    An answer may promise more (a key that is never null any more), and a question may ask for more.
    """
    if wide.get("$ref") != narrow.get("$ref"):
        yield f"{place} is another shape"
    if not _types(narrow) <= _types(wide):
        yield f"{place} is of another type"
    for facet in ("format", "maximum", "minimum", "maxLength", "pattern"):
        if wide.get(facet) != narrow.get(facet):
            yield f"{place} has another {facet}"
    if "enum" in wide and not set(narrow.get("enum", ())) <= set(wide["enum"]):
        yield f"{place} knows other words"
    for name, shape in wide.get("properties", {}).items():
        if name not in narrow.get("properties", {}):
            yield f"{place}.{name}"
            continue
        yield from _lost(shape, narrow["properties"][name], f"{place}.{name}")
        if name in wide.get("required", ()) and name not in narrow.get("required", ()):
            yield f"{place}.{name} may be missing"
    if "items" in wide:
        yield from _lost(wide["items"], narrow.get("items", {}), f"{place}[]")
    for combined in ("oneOf", "allOf", "anyOf"):
        if combined in wide:
            yield from _combined_lost(wide[combined], narrow, combined, place)


def _combined_lost(wide: list[Schema], narrow: Schema, combined: str, place: str) -> Iterator[str]:
    parts = narrow.get(combined, [narrow])
    if any(part not in wide for part in parts):
        yield f"{place} is combined of other shapes"


def _types(shape: Schema) -> set[str]:
    kinds = shape.get("type", ())
    return {kinds} if isinstance(kinds, str) else set(kinds)
