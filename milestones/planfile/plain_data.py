"""Plain data from any source: maps with string keys, lists, strings, booleans, Decimal numbers and None."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation

from milestones.planfile.faults import Path, Refused, Report, shortened
from milestones.planfile.limits import LONGEST_NUMBER, MOST_DEPTH, MOST_VALUES

_AS_THEY_ARE = frozenset({str, Decimal, bool, type(None)})
"""The types of most values, told apart first: a plan has thousands."""


class Pairs(list[tuple[object, object]]):
    """A map as its pairs, so that a key given twice can be seen."""


class PlainData:
    """Turns parsed JSON, or a caller's own maps and lists, into plain data; reports what it cannot turn."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.values = 0

    def of(self, value: object, path: Path = ()) -> object:
        """The value as plain data; None in place of what is reported. Raises Refused where it is too much."""
        self.values += 1
        if self.values > MOST_VALUES:
            raise too_many()
        if len(path) > MOST_DEPTH:
            raise too_deep()
        if type(value) in _AS_THEY_ARE:
            return value
        if isinstance(value, Decimal):
            return Decimal(value)
        if isinstance(value, str):
            return str(value)
        if isinstance(value, int | float):
            return _number(value)
        if isinstance(value, date):
            return value.isoformat()
        if isinstance(value, Pairs):
            return self.map(value, path)
        if isinstance(value, Mapping):
            return self.map(value.items(), path)
        if isinstance(value, list | tuple):
            return [self.of(item, (*path, index)) for index, item in enumerate(value)]
        type_name = type(value).__name__
        message = f"a {type_name} is not something a plan file can hold; write it as a string"
        self.report.error(path, "wrong_type", message, found=type_name)
        return None

    def map(self, pairs: Iterable[tuple[object, object]], path: Path) -> dict[str, object]:
        """A map with string keys, each once."""
        plain: dict[str, object] = {}
        for key, value in pairs:
            if not isinstance(key, str):
                self.report.error(path, "wrong_type", f"a key must be a string; this is {key!r:.60}", key=repr(key))
            elif key in plain:
                duplicate_key(self.report, (*path, key))
            else:
                plain[key] = self.of(value, (*path, key))
        return plain


def _number(value: int | float) -> Decimal:
    """The number as it prints, so that 0.1 is a tenth."""
    if isinstance(value, float):
        return exact_number(float.__repr__(value))
    return Decimal(int(value)) if value.bit_length() <= 3 * LONGEST_NUMBER else Decimal("NaN")


def exact_number(digits: str) -> Decimal:
    """The number that the digits say, or NaN (which every reader refuses) where it is none to reckon with."""
    if len(digits) > LONGEST_NUMBER:
        return Decimal("NaN")
    try:
        return Decimal(digits)
    except InvalidOperation:  # an exponent beyond all bounds
        return Decimal("NaN")


def too_deep() -> Refused:
    """Lists and maps stand inside one another too deeply."""
    return Refused("too_deep", f"lists and maps are nested more than {MOST_DEPTH} deep", most=MOST_DEPTH)


def too_many() -> Refused:
    """The document holds too many values to read."""
    return Refused("too_many_values", f"there are more than {MOST_VALUES:,} values", most=MOST_VALUES)


def duplicate_key(report: Report, path: Path) -> None:
    """Report that a map gives one key twice."""
    key = shortened(str(path[-1]))
    message = f'the key "{key}" stands here for a second time'
    report.error(path, "duplicate_key", message, key=key)
