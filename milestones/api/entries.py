"""Bodies of writes: entries as plan files have them, read from JSON, and how the schema describes them."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from typing import Any

from rest_framework.exceptions import ValidationError

from milestones.api.problems import faulty
from milestones.kinds import Kind
from milestones.kinds.format import every_kind
from milestones.kinds.rules import Breach, Pointer
from milestones.kinds.tables import kind_table
from milestones.planfile.faults import Refused, Report
from milestones.planfile.fields import Schema, led, map_schema
from milestones.planfile.plain_data import decoded, read_json
from milestones.planfile.schema import entry_schemas
from milestones.services.checking import kind_of, kinds_beside

MOST_ENTRIES = 1000
COMPONENTS = "#/components/schemas/"


def read_body(body: bytes) -> Any:
    """The body as plain data, its numbers exact; raises ValidationError where it is no JSON or says a key twice."""
    report = Report()
    read: object = None
    try:
        read = read_json(decoded(body), report)
    except Refused as refused:
        report.refuse((), refused)
    if report.faults:
        faults = report.faults.values()
        raise refused_for([Breach(fault.place, fault.code, fault.message.replace("%", "%%")) for fault in faults])
    return read


def pointer_to(pointer: Pointer) -> str:
    """The JSON pointer of a place in the body."""
    return "".join(f"/{str(step).replace('~', '~0').replace('/', '~1')}" for step in pointer)


def pointer_of_entry(pointer: Pointer, body: Any) -> str:
    """That of a place in an entry, whose index comes first; of the plan as a whole by slugs, after `plan:`."""
    if pointer and isinstance(pointer[0], str):
        return f"plan:{pointer_to(pointer)}"
    return pointer_to(pointer if isinstance(body, list) else pointer[1:])


def pointer_of_change(pointer: Pointer, body: Any) -> str:
    """That of a place in a change, which begins with its key; of the plan as a whole by slugs, after `plan:`."""
    is_in_plan = len(pointer) > 1 and pointer[0] not in body
    return f"plan:{pointer_to(pointer)}" if is_in_plan else pointer_to(pointer)


def refused_for(breaches: Iterable[Breach], place: Callable[[Pointer], str] = pointer_to) -> ValidationError:
    """The error that tells every fault at its place."""
    return faulty((place(breach.pointer), breach.code, breach.message) for breach in breaches)


def entry_name(kind: str) -> str:
    """What the schema calls an entry of a kind, given as the plan file's schema calls it."""
    words = kind.replace(".", "-").replace("_", "-").split("-")
    return "".join(word[:1].upper() + word[1:] for word in words) + "Entry"


def _component(kind: str) -> Schema:
    return {"$ref": COMPONENTS + entry_name(kind)}


def adding_schema(kind: Kind) -> Schema:
    """The body that adds one entry of the kind, or a list of them."""
    one = _component(f"new-{_label(kind)}")
    return {"oneOf": [one, {"type": "array", "items": one, "minItems": 1, "maxItems": MOST_ENTRIES}]}


def changing_schema(kind: Kind) -> Schema:
    """The body that changes a row of the kind."""
    return _component(f"changed-{_label(kind)}")


def _label(kind: Kind) -> str:
    return str(kind.model._meta.label_lower.removeprefix("milestones."))


def add_entry_shapes(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """Put the shapes of entries that operations name among the components, for drf-spectacular."""
    shapes, named = _shapes(), result["components"]["schemas"]
    waiting = [*_names(result["paths"])]
    while waiting:
        name = waiting.pop()
        if name in shapes and name not in named:
            named[name] = shapes[name]
            waiting += _names(shapes[name])
    result["components"]["schemas"] = dict(sorted(named.items()))
    return result


@cache
def _shapes() -> dict[str, Schema]:
    """Every shape by its name: of what stands in entries, of a new entry, and of the keys that may change."""
    from_file: dict[str, Schema] = {}
    shapes: dict[str, Schema] = {}
    for kind in every_kind():
        table = kind_table(kind, kinds_beside(kind.model))
        from_file |= entry_schemas([table])
        own = led(from_file[_label(kind)], _component)
        owner = {} if not kind.owner else {kind.owner: _owner_schema(kind)}
        shapes[entry_name(f"new-{_label(kind)}")] = own | {
            "properties": owner | own["properties"],
            "required": [*owner, *own.get("required", ())],
        }
        columns = {field.key for field in table.fields}
        changed = {key: shape for key, shape in own["properties"].items() if key in columns}
        shapes[entry_name(f"changed-{_label(kind)}")] = map_schema(changed)
    return {entry_name(name): led(shape, _component) for name, shape in from_file.items()} | {
        name: shape if shape.get("required", True) else {key: shape[key] for key in shape if key != "required"}
        for name, shape in shapes.items()
    }


def _owner_schema(kind: Kind) -> Schema:
    owner = kind_of(kind.owner_model) if kind.owner_model else None
    if owner is not None and "slug" in owner.keys:
        return {"type": "string", "description": f"The {kind.owner} that it belongs to, by its slug."}
    return {"type": "integer", "description": f"The {kind.owner} that it belongs to, by its number."}


def _names(schema: Any) -> Iterator[str]:
    """The components that a schema names."""
    if isinstance(schema, list):
        for inner in schema:
            yield from _names(inner)
    elif isinstance(schema, Mapping):
        if isinstance(schema.get("$ref"), str):
            yield schema["$ref"].removeprefix(COMPONENTS)
        for inner in schema.values():
            yield from _names(inner)
