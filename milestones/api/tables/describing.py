"""What a table says of itself: what was asked, of which state, under which licence, and how to cite it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from milestones.models.plans import Plan
from milestones.notation import day
from milestones.planfile.quantities import plain_instant
from milestones.planfile.values import LICENCES
from milestones.state import PlanState
from milestones.state.standing import Freshness
from milestones.tables.columns import BETWEEN, GUARD, Column, Held, Table
from milestones.tags import release

DATATYPES: Mapping[Held, str] = {
    Held.ADDRESS: "anyURI",
    Held.INSTANT: "dateTimeStamp",
    Held.DAY: "date",
    Held.FLAG: "boolean",
    Held.WHOLE: "integer",
    Held.NUMBER: "decimal",
    Held.JSON: "json",
}
"""The words of CSV on the Web; all else is a string."""
GUARDED = (
    f"A text that begins as a formula does, or with {GUARD}, has a {GUARD} before it: take one off. "
    "An empty cell is null where a column may be null, and else an empty text."
)


@dataclass(frozen=True)
class Origin:
    """A plan's state that a table tells of."""

    fresh: Freshness
    state: PlanState

    @property
    def plan(self) -> Plan | None:
        """The plan's row; None where it was not yet, or not yet seen."""
        return next(iter(self.state.rows(Plan)), None)

    def as_dict(self, address: str) -> dict[str, Any]:
        """As data."""
        plan, at = self.plan, self.state.revised_at
        licence = plan.licence if plan else ""
        return {
            "plan": self.fresh.slug,
            "name": plan.name if plan else "",
            "revision": self.state.version[0],
            "revised_at": plain_instant(at) if at else None,
            "today": self.fresh.today.isoformat(),
            "as_of": plan.as_of.isoformat() if plan and plan.as_of else None,
            "licence": licence or None,
            "licence_url": LICENCES.format(licence) if licence else None,
            "citation": self.citation(address),
        }

    def citation(self, address: str) -> str:
        """How to cite what stands at an address, in the language that is spoken."""
        told = {
            "plan": self.plan.name if self.plan else self.fresh.slug,
            "day": day(self.fresh.today),
            "revision": self.state.version[0],
        }
        words = _("“%(plan)s”, state as of %(day)s, revision %(revision)s, Peace plan tracker,") % told
        return f"{words} {address}"


def about(table: Table, origins: Sequence[Origin], address: str, query: Mapping[str, Any]) -> dict[str, Any]:
    """What is told beside a table: `address` is that of the question, `query` its parameters."""
    return {
        "title": table.title,
        "source": address,
        "query": query,
        "language": translation.get_language(),
        "rows": table.count,
        "release": release(),
        "plans": [origin.as_dict(address) for origin in origins],
    }


def about_lines(told: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The same as lines of two texts."""
    for name, value in told.items():
        if name == "plans":
            for plan in value:
                yield from about_lines({f"{plan['plan']}.{key}": text for key, text in plan.items()})
        elif isinstance(value, Mapping):
            yield from about_lines({f"{name}.{key}": text for key, text in value.items()})
        else:
            yield name, "" if value is None else str(value)


def csv_metadata(table: Table, told: Mapping[str, Any]) -> dict[str, Any]:
    """The metadata of the table as CSV, by CSV on the Web."""
    licences = {plan["licence_url"] for plan in told["plans"]}
    licence = {"dc:license": {"@id": licences.pop()}} if len(licences) == 1 and None not in licences else {}
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": told["language"]}],
        "url": told["source"],
        "dc:title": table.title,
        "dc:description": GUARDED,
        **licence,
        "dialect": {"encoding": "utf-8", "header": True, "lineTerminators": ["\r\n", "\n"]},
        "tableSchema": {"columns": [_csv_column(column) for column in table.columns]},
        "notes": [told],
    }


def _csv_column(column: Column) -> dict[str, Any]:
    told: dict[str, Any] = {"name": column.name, "titles": column.name}
    if column.text:
        told["dc:description"] = column.text
    datatype: Any = DATATYPES.get(column.held, "string")
    if column.words:
        datatype = {"base": "string", "format": "|".join(filter(None, column.words))}
    told["datatype"] = datatype
    if column.held is Held.LIST:
        told["separator"] = BETWEEN
    if not column.may_be_null and column.held is not Held.TEXT:
        told["required"] = column.held is not Held.LIST
    return told
