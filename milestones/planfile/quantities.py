"""Keys that hold days, instants, numbers and truths, each in one column."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from milestones.limits import DECIMAL_PLACES, INTEGER_MAX, SIGNIFICANT_DIGITS, is_exact
from milestones.planfile import values
from milestones.planfile.cursor import Cursor
from milestones.planfile.entry import Document
from milestones.planfile.faults import Fault, Refused
from milestones.planfile.fields import Field, Schema, anchored
from milestones.planfile.table import inner_entries

NO_DAY = dt.date(2000, 1, 1)
"""Stands in for a date that cannot be read."""


@dataclass(frozen=True, kw_only=True)
class Day(Field):
    """A date."""

    stand_in = NO_DAY

    def read(self, value: object, cursor: Cursor) -> dt.date:
        return values.as_date(value)

    def plain(self, value: dt.date) -> str:
        return value.isoformat()

    def restore(self, plain: str) -> dt.date:
        return dt.date.fromisoformat(plain)

    def schema(self) -> Schema:
        return DAY_SCHEMA


DAY_SCHEMA: Schema = {"type": "string", "format": "date", "pattern": anchored(values.DATE.pattern)}
INSTANT_SCHEMA: Schema = {
    "type": "string",
    "format": "date-time",
    "pattern": anchored(values.INSTANT.pattern.removesuffix("?")),
}


@dataclass(frozen=True, kw_only=True)
class Instant(Field):
    """An instant with its zone, kept in UTC."""

    def read(self, value: object, cursor: Cursor) -> Any:
        return values.as_instant(value)

    def plain(self, value: Any) -> Any:
        return plain_instant(value)

    def restore(self, plain: Any) -> Any:
        return dt.datetime.fromisoformat(plain)

    def schema(self) -> Schema:
        return INSTANT_SCHEMA


def plain_instant(value: dt.datetime) -> str:
    """The instant as JSON and an address have it: UTC is written Z, since a plus sign would be read as a space."""
    return value.astimezone(dt.UTC).isoformat().replace("+00:00", "Z")


INEXACT = (
    f"{{number}} cannot be kept exactly in the database: at most {SIGNIFICANT_DIGITS} digits, {DECIMAL_PLACES} of them "
    "after the point"
)


@dataclass(frozen=True, kw_only=True)
class Number(Field):
    """An exact number; one that `fits` is no longer than the database keeps."""

    fits: bool = False

    stand_in = Decimal(0)

    def read(self, value: object, cursor: Cursor) -> Decimal:
        number = values.as_decimal(value)
        if self.fits and not is_exact(number):
            raise Refused("inexact", INEXACT.format(number=number), number=str(number))
        return number

    def plain(self, value: Decimal) -> int | str:
        return int(value) if value == int(value) else format(value.normalize(), "f")

    def canonical(self, entry: Mapping[str, Any]) -> str | None:
        plain = self.dump(entry)
        return None if plain is None else str(plain)

    def restore(self, plain: str) -> Decimal:
        return Decimal(plain)

    def schema(self) -> Schema:
        return {"type": ["number", "string"], "pattern": anchored(values.NUMBER.pattern)}


@dataclass(frozen=True, kw_only=True)
class Whole(Field):
    """A whole number, within its bounds where it has any."""

    least: int | None = 0
    most: int | None = INTEGER_MAX

    stand_in = 0

    def read(self, value: object, cursor: Cursor) -> int:
        number = values.as_whole_number(value)
        for name, bound in (("least", self.least), ("most", self.most)):
            if bound is not None and (number < bound if name == "least" else number > bound):
                refused = values.wrong_type(f"a whole number from {self.least} to {self.most}", value, "bad_number")
                raise Refused(refused.code, refused.message, **refused.params, **{name: bound})
        return number

    def schema(self) -> Schema:
        bounds = {"minimum": self.least, "maximum": self.most}
        return {
            "type": ["integer", "string"],
            "pattern": anchored(values.NUMBER.pattern),
            **{name: bound for name, bound in bounds.items() if bound is not None},
        }


@dataclass(frozen=True, kw_only=True)
class Flag(Field):
    """true or false."""

    default: bool = False

    def read(self, value: object, cursor: Cursor) -> bool:
        if not isinstance(value, bool):
            raise values.wrong_type("true or false", value)
        return value

    def schema(self) -> Schema:
        return {"type": "boolean"}


def inexact_numbers(document: Document) -> list[Fault]:
    """A fault for each number that would be rounded on the way into the database; the engine takes them as they are."""
    return [
        Fault((*path, key), "inexact", INEXACT.format(number=value), {"number": str(value)})
        for path, entry in inner_entries(document)
        for key, value in entry.items()
        if isinstance(value, Decimal) and not is_exact(value)
    ]
