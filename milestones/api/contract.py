"""What the OpenAPI document says beside what each view says of itself: headings, and the headers of answers."""

from collections.abc import Mapping
from typing import Any

HEADINGS: Mapping[str, str] = {
    "service": "Where to begin, and how the tracker is doing.",
    "plans": "The plans that are followed, and what follows for each as a whole.",
    "milestones": "What was promised: how each milestone stands, and the proof of it.",
    "structure": "What a plan is made of: pillars, phases, areas, readings, actors, sources, indicators, gates.",
    "records": "What was observed, said and decided, with its sources; what was retracted stays.",
}
OF_A_PILLAR = "What the pillar app {} keeps: its parts of a plan, its records, and what they come to."

LIMIT, LEFT = "RateLimit-Policy", "RateLimit"
HEADERS: Mapping[str, str] = {
    "ETag": "The answer's tag, for If-None-Match; weak where the answer is packed.",
    "Last-Modified": "When the newest revision was made on which the answer rests.",
    "Link": "Where it leads (RFC 8288): self, describedby, license, next, prev; deprecation, where it is to go.",
    LIMIT: 'The limit: so many answers (q) in so many seconds (w), such as "anon";q=120;w=60.',
    LEFT: "How many answers are left (r), and in how many seconds there is one more (t). What is kept is not counted.",
    "Retry-After": "In how many seconds to come back.",
    "WWW-Authenticate": "How to say who one is.",
    "Deprecation": "Since when the operation is deprecated (RFC 9745).",
    "Sunset": "When it will be gone (RFC 8594).",
}
OF_STATUS: Mapping[str, tuple[str, ...]] = {
    "200": ("Link", LIMIT, LEFT),
    "304": (LIMIT,),
    "401": ("WWW-Authenticate", LIMIT),
    "429": ("Retry-After", LIMIT, LEFT),
}
SHAPES = "#/components/schemas/"
OF_REVISION = ("ETag", "Last-Modified")
OF_WHAT_GOES = ("Deprecation", "Sunset")


def complete(result: dict[str, Any], **_more: Any) -> dict[str, Any]:
    """The document with its headings and the headers of its answers (a hook of drf-spectacular)."""
    used: set[str] = set()
    tags: set[str] = set()
    shapes = result["components"]["schemas"]
    for operations in result["paths"].values():
        for operation in operations.values():
            tags.update(operation["tags"])
            operation.get("requestBody", {})["required"] = True
            if any(parameter["name"] == "fields" for parameter in operation["parameters"]):
                whole = operation["responses"]["200"]["content"]["application/json"]
                whole["schema"] = {"anyOf": [whole["schema"], _chosen(whole["schema"], shapes)]}
            for status, answer in operation["responses"].items():
                names = headers_of(operation, status)
                used.update(names)
                answer["headers"] = {name: {"$ref": f"#/components/headers/{name}"} for name in names}
    shapes["PlanFile"]["additionalProperties"] = True  # the document's other keys, of every kind
    result["components"]["schemas"] = dict(sorted(shapes.items()))
    result["components"]["headers"] = {
        name: {"description": text, "schema": {"type": "string"}} for name, text in HEADERS.items() if name in used
    }
    named = [*(tag for tag in HEADINGS if tag in tags), *sorted(tags - HEADINGS.keys())]
    result["tags"] = [{"name": tag, "description": HEADINGS.get(tag, OF_A_PILLAR.format(tag))} for tag in named]
    return result


def headers_of(operation: Mapping[str, Any], status: str) -> tuple[str, ...]:
    """The headers of the operation's answers of a status."""
    names = OF_STATUS.get(status, (LIMIT, LEFT))
    if status in ("200", "304") and "304" in operation["responses"]:
        names = OF_REVISION + names
    return names + (OF_WHAT_GOES if operation.get("deprecated") else ())


def _chosen(shape: Mapping[str, Any], shapes: dict[str, Any]) -> dict[str, Any]:
    """The shape of what `fields` and `omit` leave of an object, or of each row of a page: any key may be missing."""
    name = shape["$ref"].removeprefix(SHAPES)
    whole, chosen = shapes[name], f"{name}Chosen"
    if "results" in whole["properties"]:
        rows = whole["properties"]["results"]
        less = rows | {"items": _chosen(rows["items"], shapes)}
        shapes[chosen] = whole | {"properties": whole["properties"] | {"results": less}}
    else:
        shapes[chosen] = {key: told for key, told in whole.items() if key != "required"}
    return {"$ref": SHAPES + chosen}
