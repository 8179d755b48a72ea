"""Days as whole numbers, so that arithmetic cannot leave the calendar by accident.

A day is `date.toordinal()`. EVER stands before all days and NEVER after them. A day past the calendar's end
(31 December 9999) is reckoned with like any other, but no date can be written for it.
"""

from datetime import date

EVER = -(1 << 60)
NEVER = 1 << 60
LAST_DAY = date.max.toordinal()


def as_date(day: int) -> date | None:
    """The calendar date of a day; None for never, and past the calendar's end."""
    return date.fromordinal(day) if day <= LAST_DAY else None


def iso(day: int) -> str | None:
    """The ISO form of a day; None for never, and past the calendar's end."""
    return date.fromordinal(day).isoformat() if day <= LAST_DAY else None
