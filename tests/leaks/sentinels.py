"""Texts, slugs, days and numbers that stand in hidden rows alone, so that wherever one is read, something leaked.

Each way to hide a row has its own: a word such as `zd0017x`, a number such as 8351117, a day of a month of its own.
"""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import count
from typing import Any

from django.db import DatabaseError, transaction
from django.utils.translation import override

from milestones import notation
from milestones.kinds import Kind, ValueType
from milestones.kinds.kind import translated_names

_numbers = count(1)


@dataclass(frozen=True)
class Hiding:
    """One way to hide a row, and what its sentinels look like."""

    name: str
    letter: str
    digit: int
    month: int

    def word(self) -> str:
        """A word that no other row has."""
        return f"z{self.letter}{next(_numbers):04}x"

    def number(self) -> int:
        return 8_351_000 + self.digit * 100 + next(_numbers) % 100

    def day(self) -> dt.date:
        return dt.date(2026, self.month, 2 + next(_numbers) % 27)

    def pattern(self) -> str:
        """What matches any of its sentinels, as pages, answers and files write them in each language."""
        days = [dt.date(2026, self.month, number) for number in range(2, 29)]
        words = {f"2026-{self.month:02}-(?:0[2-9]|1[0-9]|2[0-8])"}
        for language in ("en", "ar", "he"):
            with override(language):
                words |= {re.escape(form(day)) for day in days for form in (notation.day, notation.short_day)}
        number = rf"8[,٬.]?351[,٬.]?{self.digit}\d\d"
        return rf"z{self.letter}\d{{4}}x|(?<!\d)(?:{number}|{'|'.join(sorted(words))})(?!\d)"


DRAFT, RESTRICTED, EMBARGOED = (
    Hiding("draft", "d", 1, 4),
    Hiding("restricted", "r", 2, 7),
    Hiding("embargoed", "e", 3, 5),
)
PUBLISHED = Hiding("published", "p", 4, 1)
"""The same marks on rows that all may see, which must not vanish."""
HIDINGS = (DRAFT, RESTRICTED, EMBARGOED)

MARKED = (ValueType.TEXT, ValueType.SLUG, ValueType.CODE, ValueType.DAY, ValueType.INSTANT, ValueType.NUMBER,
          ValueType.WHOLE)  # fmt: skip
LEFT = frozenset({"timezone", "measure", "currency", "into", "url", "licence", "require", "number", "decimals",
                  "weight", "retracted_at", "retraction_reason", "retraction_reason_ar",
                  "retraction_reason_he"})  # fmt: skip
"""What is no word of the row's own: a zone, a measure, a currency, an address; and a retracted record has gone."""


def mark(row: Any, kind: Kind, hiding: Hiding) -> Any:
    """Save a new row with a sentinel in each column whose constraints let one stand there; the row."""
    columns = dict(_values(kind, hiding))
    if not _saved_with(row, columns):
        kept: dict[str, Any] = {}
        for name, value in columns.items():
            if _saved_with(row, kept | {name: value}, undone=True):
                kept[name] = value
        assert _saved_with(row, kept), (row, kept)
    return row


def _saved_with(row: Any, columns: dict[str, Any], *, undone: bool = False) -> bool:
    """Whether the database takes the row with these values; it is as before where it does not, or where undone."""
    before = {name: getattr(row, name) for name in columns}
    for name, value in columns.items():
        setattr(row, name, value)
    try:
        with transaction.atomic():
            row.save()
            transaction.set_rollback(undone)
        taken = True
    except (DatabaseError, ValueError):
        taken = False
    if undone or not taken:
        row.pk, row._state.adding = None, True
        for name, value in before.items():
            setattr(row, name, value)
    return taken


def _values(kind: Kind, hiding: Hiding) -> Iterator[tuple[str, Any]]:
    for field in kind.fields:
        if field.value_type not in MARKED or field.name in LEFT:
            continue
        if field.value_type in (ValueType.NUMBER, ValueType.WHOLE):
            yield field.name, Decimal(hiding.number()) if field.value_type is ValueType.NUMBER else hiding.number()
        elif field.value_type is ValueType.DAY:
            if field.name != "embargoed_until":
                yield field.name, hiding.day()
        elif field.value_type is ValueType.INSTANT:
            yield field.name, dt.datetime.combine(hiding.day(), dt.time(9), dt.UTC)
        elif field.name in translated_names(kind.model):
            yield from ((f"{field.name}_{language}", hiding.word()) for language in ("en", "ar", "he"))
        else:
            yield field.name, hiding.word()
