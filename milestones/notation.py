"""Days, instants, numbers and ranges as the page's language writes them.

Digits, the decimal point and the thousands comma are the same in the three languages, so that a figure can be
searched for and copied; a range is joined by a word where a dash would be read either way. Nothing is written of
None.
"""

from datetime import UTC, date, datetime
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from django.utils import dateformat
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from milestones.contingency.scales import Level
from milestones.words import LEVEL_WORDS


def day(value: date | None) -> str:
    """A day with its month in full, such as 5 June 2026."""
    return dateformat.format(value, pgettext("date format", "j F Y")) if value else ""


def short_day(value: date | None) -> str:
    """A day for tables, with its month shortened where the language does so."""
    return dateformat.format(value, pgettext("date format", "j M Y")) if value else ""


def month(value: date) -> str:
    """A month with its year, such as Jun 2026."""
    return dateformat.format(value, pgettext("date format", "M Y"))


def instant(value: datetime | None) -> str:
    """An instant to the minute, in UTC."""
    if value is None:
        return ""
    return dateformat.format(value.astimezone(UTC), pgettext("date format", "j F Y, H:i \\U\\T\\C"))


def number(value: Decimal | int | None, decimals: int = 0) -> str:
    """A number with a comma between thousands and so many decimals, rounded half up."""
    if value is None:
        return ""
    exponent = Decimal(1).scaleb(-decimals)
    return f"{Decimal(value).quantize(exponent, rounding=ROUND_HALF_UP):,f}"


def plain_number(value: Decimal | int | None) -> str:
    """A number with all the decimals that it has."""
    if value is None:
        return ""
    short = Decimal(value).normalize()
    exponent = short.as_tuple().exponent
    return number(value, decimals=-exponent if isinstance(exponent, int) and exponent < 0 else 0)


def range_of(low: str, high: str) -> str:
    """From low to high, or the one value where they are the same."""
    return low if low == high else _("%(low)s to %(high)s") % {"low": low, "high": high}


def percent_range(low: Fraction, high: Fraction) -> str:
    """A range of percentages to one decimal."""
    return _("%(range)s%%") % {"range": range_of(percentage(low), percentage(high))}


def percentage(value: Fraction) -> str:
    """A percentage to one decimal, rounded half up, without its sign."""
    return number(Decimal(int((value * 20 + 1) // 2)).scaleb(-1), 1)


def level_range(low: int, high: int) -> str:
    """A milestone's level range in words."""
    return range_of(str(LEVEL_WORDS[Level(low)]), str(LEVEL_WORDS[Level(high)]))
