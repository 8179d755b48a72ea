"""The query of an address, read strictly: what is not known, or cannot be read, is refused by its name."""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, ClassVar

from django.conf import settings
from django.http import QueryDict
from django.utils.translation import gettext as _
from rest_framework.exceptions import ErrorDetail, ValidationError

from milestones.api.problems import nearest
from milestones.limits import INTEGER_MAX, SEARCH_LENGTH, SLUG_LENGTH, is_exact

MOST_ROWS = 1000
ROWS = 50
MOST_CHOICES = 60
"""How many words an error lists."""
DAY = re.compile(r"\A[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")
INSTANT = re.compile(r"\A[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.,]{5,15}(Z|[+-][0-9]{2}:?[0-9]{2})\Z")
NUMBER = re.compile(r"\A[0-9]{1,10}\Z")
EXACT_NUMBER = re.compile(r"\A-?[0-9]{1,20}(\.[0-9]{1,20})?\Z")
REPLACED = "\ufffd"
"""What stands in a query for bytes that are no UTF-8."""
SLUG = re.compile(r"\A[a-z][a-z0-9-]*\Z")


class BadValue(ValueError):
    """A value that cannot be read; the message names it and says what can, in the reader's language."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """One name that an address may give once; `schema` and `text` describe it in the OpenAPI schema."""

    name: str
    read: Callable[[str], Any]
    schema: Mapping[str, Any]
    text: str
    repeats: ClassVar[bool] = False


Values = tuple[Callable[[str], Any], Mapping[str, Any]]
"""A type of value: what reads it, and its schema."""
Faults = dict[str, list[ErrorDetail]]
"""What is wrong, by the name that is at fault."""


def read_query(query: QueryDict, known: Mapping[str, Any]) -> tuple[dict[str, Any], Faults]:
    """What is given of the parameters and filters that are known, read, a list where one repeats; every fault found."""
    faults: Faults = {}
    values: dict[str, Any] = {}
    for name, given in query.lists():
        fault = _fault(name, given, known)
        if fault is not None:
            faults[_printable(name)] = [fault]
            continue
        read, bad = _read(known[name], given)
        if bad:
            faults[name] = [ErrorDetail(" ".join(map(str, bad)), code="invalid")]
        else:
            values[name] = read if known[name].repeats else read[0]
    return values, faults


def _read(parameter: Any, given: Sequence[str]) -> tuple[list[Any], list[BadValue]]:
    values, bad = [], []
    for value in given:
        try:
            values.append(parameter.read(value))
        except BadValue as error:
            bad.append(error)
    return values, bad


def read_or_refuse(query: QueryDict, parameters: Sequence[Parameter]) -> dict[str, Any]:
    """The parameters that are given, read; raises ValidationError that names every one that is wrong."""
    values, faults = read_query(query, {parameter.name: parameter for parameter in parameters})
    if faults:
        raise ValidationError(faults)
    return values


def _fault(name: str, given: Sequence[str], known: Mapping[str, Any]) -> ErrorDetail | None:
    if name not in known:
        message = _("“%(name)s” is no parameter of this address. It knows: %(known)s.")
        told = {"name": _printable(name), "known": ", ".join(sorted(known))}
        return ErrorDetail(message % told + nearest(name, known), code="unknown_parameter")
    if any("\0" in value for value in given):
        message = _("The value of “%(name)s” has a NUL character in it.")
        return ErrorDetail(message % {"name": name}, code="null_character")
    if any(REPLACED in value for value in given):
        return ErrorDetail(_("The value of “%(name)s” is not UTF-8.") % {"name": name}, code="bad_encoding")
    if any(value == "" for value in given):
        message = _("“%(name)s” has no value. Give one, or leave it out.")
        return ErrorDetail(message % {"name": name}, code="empty")
    if len(given) > 1 and not known[name].repeats:
        message = _("“%(name)s” is given more than once. Give it once.")
        return ErrorDetail(message % {"name": name}, code="repeated")
    return None


def _printable(name: str) -> str:
    return name.replace("\0", "�")


def read_day(value: str) -> date:
    """A day; raises BadValue."""
    try:
        if DAY.match(value):
            return date.fromisoformat(value)
    except ValueError:
        pass
    raise BadValue(_("“%(value)s” is no day. Give year, month and day, such as 2026-06-20.") % {"value": value})


def read_instant(value: str) -> datetime:
    """An instant with its zone, in UTC; raises BadValue. A plus sign that arrived as a space is read as one."""
    text = value.replace(" ", "+")
    try:
        if INSTANT.match(text):
            return datetime.fromisoformat(text).astimezone(UTC)
    except (ValueError, OverflowError):
        pass
    message = _("“%(value)s” is no instant. Give one with its time zone, such as 2026-06-20T12:00:00Z.")
    raise BadValue(message % {"value": value})


def read_slug(value: str) -> str:
    """A slug; raises BadValue."""
    if not SLUG.match(value) or len(value) > SLUG_LENGTH:
        raise BadValue(_("“%(value)s” is no slug: a letter, then a to z, 0 to 9 and hyphens.") % {"value": value})
    return value


def whole(lowest: int, highest: int = INTEGER_MAX) -> Values:
    """Whole numbers from `lowest` to `highest`."""

    def read(value: str) -> int:
        if NUMBER.match(value) and lowest <= int(value) <= highest:
            return int(value)
        message = _("“%(value)s” is no whole number from %(lowest)s to %(highest)s.")
        raise BadValue(message % {"value": value, "lowest": lowest, "highest": highest})

    schema = {"type": "integer", "minimum": lowest}
    return read, schema if highest == INTEGER_MAX else schema | {"maximum": highest}


def read_exact_number(value: str) -> Decimal:
    """A number that the tracker can keep; raises BadValue."""
    if EXACT_NUMBER.match(value) and is_exact(Decimal(value)):
        return Decimal(value)
    raise BadValue(_("“%(value)s” is no number that can be kept, such as 600 or -2.5.") % {"value": value})


def unknown_word(value: str, known: Collection[str]) -> str:
    """The message that names the value, what may be chosen where that is not too much, and what is nearest."""
    if len(known) > MOST_CHOICES:
        message = _("“%(value)s” is not known here. Choose from what is.") % {"value": value}
    else:
        words = {"value": value, "words": ", ".join(known)}
        message = _("“%(value)s” is not known here. Choose from: %(words)s.") % words
    return message + nearest(value, known)


def one_of(words: Sequence[str], **more: str) -> Values:
    """One of the words; `more` stands in its schema too."""

    def read(value: str) -> str:
        if value in words:
            return value
        raise BadValue(unknown_word(value, words))

    return read, {"type": "string", "enum": list(words), **more}


def some_of(words: Sequence[str]) -> Values:
    """Several of the words, with commas between them."""
    one, _schema = one_of(words)
    return lambda value: tuple(one(part) for part in value.split(",")), {"type": "string"}


def _read_search(value: str) -> str:
    if len(value) > SEARCH_LENGTH:
        raise BadValue(_("A search has at most %(most)s characters.") % {"most": SEARCH_LENGTH})
    return value


def _read_truth(value: str) -> bool:
    if value not in ("true", "false"):
        raise BadValue(_("“%(value)s” is neither true nor false.") % {"value": value})
    return value == "true"


AS_DAY = (read_day, {"type": "string", "format": "date"})
AS_INSTANT = (read_instant, {"type": "string", "format": "date-time"})
AS_NUMBER = (read_exact_number, {"type": "string", "format": "decimal"})
AS_SLUG = (read_slug, {"type": "string"})
AS_TRUTH = (_read_truth, {"type": "boolean"})

LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)
IN_A_LANGUAGE = "Language of the texts; one that is missing is given in the first of en, ar, he that has it."
LANG = Parameter("lang", *one_of(LANGUAGES), IN_A_LANGUAGE)
ON = Parameter("on", *AS_DAY, "The day that is asked about; the plan's own today if left out.")
KNOWN_AT = Parameter(
    "known_at", *AS_INSTANT, "Only what the tracker had learned by this instant counts; everything if left out."
)
READING = Parameter("reading", *AS_SLUG, "The reading, by its slug; the plan's first if left out.")
POINT = (ON, KNOWN_AT, READING)
# A default in the schema would be sent, and cut a table short.
LIMIT = Parameter("limit", *whole(1, MOST_ROWS), f"How many rows at the most; {ROWS} if left out, of a table all.")
OFFSET = Parameter("offset", *whole(0), "How many rows to pass over; none if left out.")
SEARCH = Parameter(
    "search",
    _read_search,
    {"type": "string", "maxLength": SEARCH_LENGTH},
    "Rows with this text in their names or descriptions, in any language, or in their slug.",
)

IN_PLAN = Parameter("plan", *AS_SLUG, "The plan in which it is written, by its slug.")
DRY_RUN = Parameter(
    "dry_run",
    lambda value: one_of(("true", "false"))[0](value) == "true",
    {"type": "boolean", "default": False},
    "Write nothing; say what would be refused, and which milestones and pillars would stand otherwise.",
)


def ordering(words: Sequence[str]) -> Parameter:
    """The parameter that orders a list by the words, `-` before one for descending."""
    either = [sign + word for word in words for sign in ("", "-")]
    return Parameter(
        "ordering",
        *some_of(either),
        f"One or several of {', '.join(words)}, with commas; a leading hyphen turns the order round.",
    )


def chosen_fields(names: Sequence[str]) -> tuple[Parameter, Parameter]:
    """The parameters that choose among the keys of an object."""
    several, such_as = some_of(names), ",".join(names[:2])
    return (
        Parameter("fields", *several, f"Give these keys alone, such as {such_as}."),
        Parameter("omit", *several, f"Leave these keys out, such as {such_as}."),
    )
