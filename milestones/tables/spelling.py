"""What a cell's text means for a key of the plan file: days, numbers and words as people write them elsewhere.

What may be read in two ways is refused by name, unless the reader of the file said how it is written.
"""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from milestones.lettering import folded
from milestones.planfile.fields import Field, Scale, Word
from milestones.planfile.quantities import Day, Flag, Number, Whole
from milestones.tables.reading import Broken, Plain, Unreadable

NUMBERS = {"": _("as 1234.5; anything else is refused"), "point": _("as 1,234.5"), "comma": _("as 1.234,5")}
DAYS = {"": _("as 2026-01-31; what is unclear is refused"), "day": _("day first"), "month": _("month first")}
TRUTHS = {"true": True, "yes": True, "1": True, "نعم": True, "כן": True} | {
    "false": False, "no": False, "0": False, "لا": False, "לא": False,
}  # fmt: skip
_PARTS = re.compile(r"([0-9]{1,4})[-/. ]([0-9]{1,2})[-/. ]([0-9]{1,4})(?:[T ]00:00(?::00)?)?")
_GROUPED = {
    "point": re.compile(r"[-+]?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?"),
    "comma": re.compile(r"[-+]?([0-9]{1,3}(\.[0-9]{3})*|[0-9]+)(,[0-9]+)?"),
}
TWO_WAYS = _("“%(value)s” is %(one)s or %(other)s. Say in which order days are written, or write the one you mean.")
BROKEN = _("“%(value)s” is a formula without a value, an error or a list. Put what it should say in its place.")
NO_DAY = _("“%(value)s” is no date. Write year, month and day, such as 2026-01-31.")


class Unclear(Unreadable):
    """A cell that means nothing, or one of two things; `breach` says what is wrong."""


def plain_digits(text: str) -> str:
    """The text with the digits 0 to 9, and Arabic signs of decimals and thousands as a point and nothing."""
    digits = "".join(str(unicodedata.decimal(letter, letter)) for letter in text)
    return digits.replace("٫", ".").replace("٬", "") if digits != text else text


def meant(field: Field, text: str, written: Mapping[str, str], words: Mapping[str, str]) -> Any:
    """The value of a key as JSON has it; `words` gives the word for each that people use. Raises Unclear."""
    if isinstance(text, Broken):
        raise Unclear("broken", BROKEN, value=text)
    if isinstance(text, Plain) and not isinstance(field, Flag):
        return str(text)
    if isinstance(field, Day):
        return _day(plain_digits(text), written.get("days", ""))
    if isinstance(field, Number | Whole):
        return _number(plain_digits(text), written.get("numbers", ""))
    if isinstance(field, Flag):
        return TRUTHS.get(folded(text), text)
    return words.get(folded(text), text) if isinstance(field, Word | Scale) else text


def _number(text: str, written: str) -> str:
    """The number as plan files have it; what is written otherwise stays, and is refused with its plain spelling."""
    if written not in _GROUPED or not _GROUPED[written].fullmatch(text):
        return text
    return text.replace(",", "") if written == "point" else text.replace(".", "").replace(",", ".")


def _day(text: str, written: str) -> str:
    parts = _PARTS.fullmatch(text)
    if parts is None:
        return text
    first, second, third = parts.groups()
    if len(first) == 4:
        return _iso(text, first, second, third)
    if len(third) != 4:
        raise Unclear("bad_date", NO_DAY, value=text)
    if not written and int(first) <= 12 and int(second) <= 12 and int(first) != int(second):
        one, other = _iso(text, third, second, first), _iso(text, third, first, second)
        raise Unclear("unclear_date", TWO_WAYS, value=text, one=one, other=other)
    day_first = written == "day" or (not written and int(second) <= 12)
    return _iso(text, third, *((second, first) if day_first else (first, second)))


def _iso(text: str, year: str, month: str, day: str) -> str:
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError as error:
        raise Unclear("bad_date", NO_DAY, value=text) from error
