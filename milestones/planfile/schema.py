"""The format as a JSON Schema (2020-12), by which an editor completes and checks a plan file.

It says what a schema can: keys, types, words and patterns. Slugs that name nothing, days that are none and what the
whole says against itself are for the parser alone.
"""

from collections.abc import Iterable
from typing import Any

from milestones.limits import NAME_LENGTH, REASON_LENGTH
from milestones.planfile.document import FOR_EACH, MISSION, TEMPLATED, Format
from milestones.planfile.fields import Field, Schema, led, map_schema, slug_schema
from milestones.planfile.table import CONDITION_KEYS, NEEDED_WITH, Shape, Table
from milestones.planfile.text import LANGUAGES
from milestones.planfile.values import SLUG
from milestones.planfile.vocabulary import FORMAT

TITLE = "A plan file, peace-plan/1"
IN_TEMPLATE = "in_template_"
SHARED = frozenset({"text", "short_text"})
"""The definitions that hold no slug, and are the same in templates."""


def json_schema(form: Format) -> Schema:
    """The schema of a whole document."""
    definitions = _values() | {f"{IN_TEMPLATE}slug": slug_schema(in_template=True)}
    lists = {table.key: _under_key(table, definitions) for table in form.root.nested}
    sections = {section.key: _under_key(section, definitions) for section in form.sections}
    unread: dict[str, Schema] = {name: {} for name in MISSION if name not in sections}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": TITLE,
        "type": "object",
        "properties": {
            "format": {"const": FORMAT, "description": "The format and its edition."},
            **lists,
            "templates": _templates(form.root, definitions),
            **sections,
            **unread,
        },
        "required": ["format", *(table.key for table in form.root.nested if table.is_needed)],
        # A pillar of the plan may have a section that no app here reads.
        "patternProperties": {f"^{SLUG.pattern}$": {}},
        "additionalProperties": False,
        "$defs": dict(sorted(definitions.items())),
    }


def entry_schemas(tables: Iterable[Table]) -> dict[str, Schema]:
    """The schemas of entries of these tables, and of what they refer to, by their names in `#/$defs/`."""
    definitions = _values()
    for table in tables:
        _reference(table, definitions)
    return definitions


def _values() -> dict[str, Schema]:
    return {
        "slug": slug_schema(in_template=False),
        "text": _text(None),
        "short_text": _text(NAME_LENGTH),
        "reason": _text(REASON_LENGTH),
    }


def _text(most: int | None) -> Schema:
    words: Schema = {"type": "string"} if most is None else {"type": "string", "maxLength": most}
    return {"anyOf": [words, map_schema({language: _or_null(words) for language in LANGUAGES})]}


def _or_null(schema: Schema) -> Schema:
    """A key whose value is null says nothing."""
    if types := schema.get("type"):
        return schema | {"type": [*([types] if isinstance(types, str) else types), "null"]}
    if "enum" in schema:
        return schema | {"enum": [*schema["enum"], None]}
    described = {key: value for key, value in schema.items() if key == "description"}
    bare = {key: value for key, value in schema.items() if key != "description"}
    return described | {"anyOf": [bare, {"type": "null"}]}


def _described(schema: Schema, words: str) -> Schema:
    return {"description": words, **schema} if words else schema


def _value(field: Field) -> Schema:
    schema = _described(field.schema(), field.help)
    return schema if field.needed else _or_null(schema)


def _under_key(table: Table, definitions: dict[str, Schema]) -> Schema:
    """What stands under a table's key."""
    item: Schema = table.link.schema() if table.shape is Shape.SLUGS else _reference(table, definitions)
    listed: Schema = {"type": "array", "items": item}
    if table.shape is Shape.ONE:
        schema = item
    elif table.shape is Shape.ONE_OR_LIST:
        schema = {"anyOf": [item, listed]}
    else:
        schema = listed
    described = _described(schema, table.help)
    return described if table.is_needed else _or_null(described)


def _reference(table: Table, definitions: dict[str, Schema]) -> Schema:
    """A reference to the definition of a table's entries, which is made where it is not there yet."""
    name = table.kind.removeprefix("milestones.") or table.key
    if name not in definitions:
        definitions[name] = {}
        definitions[name] = _entry(table, definitions)
    return {"$ref": f"#/$defs/{name}"}


def _entry(table: Table, definitions: dict[str, Schema]) -> Schema:
    properties = {field.key: _value(field) for field in table.fields}
    for field in table.fields:
        properties |= {spelling: _value(field) for spelling in field.spellings}
    properties |= {inner.key: _under_key(inner, definitions) for inner in table.nested}
    needed = [field.key for field in table.fields if field.needed]
    needed += [inner.key for inner in table.nested if inner.is_needed]
    return map_schema(properties, needed) | (_one_kind(properties) if table.kind == "milestones.condition" else {})


def _one_kind(properties: dict[str, Schema]) -> Schema:
    """That a condition names one thing, and has what goes with it."""
    kinds: list[dict[str, Any]] = []
    for kind, keys in CONDITION_KEYS.items():
        given = [kind, *([NEEDED_WITH[kind]] if kind in NEEDED_WITH else [])]
        absent = {key: {"type": "null"} for key in properties if key not in keys}
        stated: dict[str, Schema] = {key: {"not": {"type": "null"}} for key in given}
        kinds.append({"required": given, "properties": absent | stated})
    return {"anyOf": kinds}  # of which no two hold, since each has null for the others' keys


def _templates(root: Table, definitions: dict[str, Schema]) -> Schema:
    """Milestones and indicators whose slugs may hold the area's; their definitions stand beside the plain ones."""
    own: dict[str, Schema] = {}
    lists = {table.key: _under_key(table, own) for table in root.nested if table.key in TEMPLATED}
    template = map_schema({"for_each": {"const": FOR_EACH}, **lists}, ["for_each"])

    def lead(name: str) -> Schema:
        return {"$ref": f"#/$defs/{name if name in SHARED else IN_TEMPLATE + name}"}

    definitions |= {f"{IN_TEMPLATE}{name}": led(schema, lead) for name, schema in own.items()}
    help_text = "Milestones and indicators repeated for each area."
    return _or_null(_described({"type": "array", "items": led(template, lead)}, help_text))
