"""Readers of single values: each takes plain data and returns a typed value, or raises Refused saying why."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TypeVar
from zoneinfo import available_timezones

from milestones.contingency.spelling import did_you_mean
from milestones.limits import CODE_LENGTH, SLUG_LENGTH, URL_LENGTH, plain
from milestones.planfile.faults import UNPRINTABLE, Refused, shortened
from milestones.planfile.limits import LONGEST_NUMBER
from milestones.planfile.plain_data import exact_number

_MINUS = re.compile(r"^[\u2010-\u2015\u2212\ufe63\uff0d]")
_GROUPED = re.compile(
    r"([-+]?[0-9]{1,3}(?:[,'’_٬ \u00a0\u2009\u202f][0-9]{2,3})*[,'’_٬ \u00a0\u2009\u202f][0-9]{3})(?:[.٫]([0-9]*))?"
)
_DOTTED = re.compile(r"([-+]?[0-9]{1,3}(?:(?:\.[0-9]{3}){2,}|(?:\.[0-9]{3})+(?=,)))(?:,([0-9]*))?")
_COMMA = re.compile(r"([-+]?[0-9]+)[,٫]([0-9]+)")


def respelt(value: str) -> tuple[str, str] | None:
    """The number as plan files write it, and in words what was otherwise; None where it is no number at all."""
    digits = "".join(str(unicodedata.decimal(character, character)) for character in value)
    signed = _MINUS.sub("-", digits)
    words = [
        *(["in the digits 0 to 9"] if digits != value else []),
        *(["with a plain hyphen for minus"] if signed != digits else []),
    ]
    if grouped := _GROUPED.fullmatch(signed) or _DOTTED.fullmatch(signed):
        words.append("without separators of thousands")
    if decimals := grouped or _COMMA.fullmatch(signed):
        whole, part = re.sub(r"[^-+0-9]", "", decimals[1]), decimals[2]
        if part and signed[decimals.end(1)] != ".":
            words.append("with a point before its decimals")
        signed = f"{whole}.{part}" if part else whole
    is_number = re.fullmatch(r"[-+]?[0-9]+(\.[0-9]*)?", signed)
    return (signed, " and ".join(words)) if words and is_number else None


T = TypeVar("T")
Reader = Callable[[object], T]

SLUG = re.compile(r"[a-z][a-z0-9-]*")
DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
INSTANT = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?)(Z|[+-][0-9]{2}:[0-9]{2})?"
)
WHOLE = "a whole number"
NUMBER = re.compile(r"[-+]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][-+]?[0-9]+)?")


def described(value: object) -> str:
    """What stands there, for the end of "this is"."""
    if value is None or isinstance(value, bool):
        return {None: "null", True: "the boolean true", False: "the boolean false"}[value]
    if isinstance(value, str):
        return f'"{shortened(value)}"'
    if isinstance(value, Decimal | int):
        return f"the number {value}" if Decimal(value).is_finite() else "a number beyond all bounds"
    return "a list" if isinstance(value, list) else "a map"


def wrong_type(wanted: str, value: object, code: str = "wrong_type") -> Refused:
    """The refusal of a value of the wrong kind."""
    return Refused(code, f"{wanted} is wanted; this is {described(value)}", wanted=wanted, found=described(value))


def as_printable(value: str, most: int | None = None) -> str:
    """The string, if every character in it can be shown and stored, and there are no more than `most`."""
    if most is not None and len(value) > most:
        message = f"{described(value)} is longer than {most} characters"
        raise Refused("too_long", message, most=most)
    unprintable = UNPRINTABLE.search(value)
    if unprintable:
        code_point = f"U+{ord(unprintable[0]):04X}"
        raise Refused("unprintable", f"the text holds {code_point}, which cannot be printed", found=code_point)
    return value


def string_of(most: int) -> Reader[str | None]:
    """A reader of a string in no language, at most so long; None if it is blank."""

    def read(value: object) -> str | None:
        if not isinstance(value, str):
            hint = " (put it in quotes)" if isinstance(value, Decimal | bool) else ""
            raise wrong_type(f"a string{hint}", value)
        return as_printable(value, most) if value.strip() else None

    return read


def as_slug(value: object) -> str:
    """A slug."""
    if not isinstance(value, str):
        raise wrong_type("a slug (in quotes, if it is this)", value, "slug_not_string")
    as_printable(value, SLUG_LENGTH)
    if not SLUG.fullmatch(value):
        message = f"{described(value)} is no slug: small letters a-z, digits and hyphens, and a letter first"
        raise Refused("bad_slug", message, found=shortened(value))
    return value


def as_date(value: object) -> date:
    """A date, written 2026-01-14."""
    if not isinstance(value, str):
        raise wrong_type("a date such as 2026-01-14", value)
    if not DATE.fullmatch(value):
        raise wrong_type("a date such as 2026-01-14", value, "bad_date")
    try:
        return date.fromisoformat(value)
    except ValueError as error:
        raise Refused("bad_date", f"there is no day {value}", found=value) from error


def as_instant(value: object) -> datetime:
    """An instant with its zone, in UTC."""
    wanted = "an instant such as 2026-01-14T18:00:00Z"
    if not isinstance(value, str):
        raise wrong_type(wanted, value)
    match = INSTANT.fullmatch(value)
    if match is None:
        raise wrong_type(wanted, value, "bad_instant")
    if match[4] is None:
        message = f"{value} has no zone; add Z for UTC, or an offset such as +02:00"
        raise Refused("instant_without_zone", message, found=value)
    try:
        return datetime.fromisoformat(value).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise Refused("bad_instant", f"there is no instant {value}", found=value) from error


def as_decimal(value: object) -> Decimal:
    """An exact number, also when written as a string."""
    number = exact_number(value) if isinstance(value, str) and NUMBER.fullmatch(value) else value
    if not isinstance(number, Decimal):
        raise _no_number("a number", value) if isinstance(value, str) else wrong_type("a number", value)
    if not number.is_finite() or abs(number.adjusted()) > LONGEST_NUMBER:
        message = f"{described(value)} is no number of at most {LONGEST_NUMBER} digits"
        raise Refused("bad_number", message, found=described(value))
    return plain(number)


def _no_number(wanted: str, value: str) -> Refused:
    """The refusal of what is no number; with its plain spelling where it only is written otherwise."""
    plainly, words = respelt(value) or ("", "")
    if not plainly or (wanted == WHOLE and "." in plainly):
        return wrong_type(wanted, value, "bad_number")
    refused = wrong_type(f"{wanted} {words}", value, "bad_number")
    return Refused(refused.code, f"{refused.message}: write {shortened(plainly)}", **refused.params)


def as_whole_number(value: object) -> int:
    """A whole number of either sign."""
    if isinstance(value, bool) or not isinstance(value, str | Decimal):
        raise wrong_type(WHOLE, value)
    try:
        number = as_decimal(value)
    except Refused as error:
        refused = _no_number(WHOLE, value) if isinstance(value, str) else wrong_type(WHOLE, value, "bad_number")
        raise refused from error
    if number != int(number):
        raise wrong_type(WHOLE, value, "bad_number")
    return int(number)


def one_of(kind: str, words: Mapping[str, T]) -> Reader[T]:
    """A reader of one word of a scale, such as a level; its fault's code is `unknown_` and the kind."""

    def read(value: object) -> T:
        if isinstance(value, str) and value in words:
            return words[value]
        listed = ", ".join(words)
        if not isinstance(value, str):
            raise wrong_type(f"a {kind} ({listed})", value)
        hint = did_you_mean(value, words) or f"; it is one of {listed}"
        message = f"there is no {kind} {described(value)}{hint}"
        raise Refused(f"unknown_{kind.replace(' ', '_')}", message, found=shortened(value))

    return read


@dataclass(frozen=True, slots=True)
class Form:
    """How a string in no language is written: at most so long, and, where one is given, by a pattern."""

    read: Reader[str | None]
    most: int = CODE_LENGTH
    pattern: str = ""


def matching(pattern: str, code: str, wanted: str, most: int = CODE_LENGTH) -> Form:
    """A string of a pattern; `wanted` says in words what the pattern wants."""
    as_string, compiled = string_of(most), re.compile(pattern)

    def read(value: object) -> str | None:
        words = as_string(value)
        if words is not None and not compiled.fullmatch(words):
            raise wrong_type(wanted, value, code)
        return words

    return Form(read, most, pattern)


def as_timezone(value: object) -> str | None:
    """The name of a time zone; any name where the machine knows none."""
    name = string_of(CODE_LENGTH)(value)
    known = available_timezones()
    if name is not None and known and name not in known:
        message = f"there is no time zone {described(value)}{did_you_mean(name, known)}"
        raise Refused("unknown_timezone", message, found=shortened(name))
    return name


URL = matching(r"https?://[^\s/?#]+\S*", "bad_url", "an address that begins with https:// or http://", URL_LENGTH)
LANGUAGE = matching(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", "bad_language", "a language tag such as en or ar")
MEASURE = matching(r"[a-z][a-z0-9_-]*(\.[a-z][a-z0-9_-]*)+", "bad_measure", "a measure such as governance.seats_filled")
LICENCES = "https://spdx.org/licenses/{}.html"
"""Where the text of a licence stands, by its SPDX identifier."""
LICENCE = matching(r"[A-Za-z0-9][A-Za-z0-9.+-]*", "bad_licence", "the SPDX identifier of a licence, such as CC-BY-4.0")
TIMEZONE = Form(as_timezone)
