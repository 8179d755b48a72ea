"""Days, instants, numbers, sums and ranges as the page's language writes them.

Digits, the decimal point and the thousands comma are the same in the three languages, so that a figure can be
searched for and copied; a range is joined by a word where a dash would be read either way. Nothing is written of
None.
"""

from datetime import UTC, date, datetime
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import lru_cache

from django.utils import dateformat, translation
from django.utils.translation import get_language, gettext_lazy, pgettext
from django.utils.translation import gettext as _

from milestones.contingency.scales import Level
from milestones.words import LEVEL_WORDS

MILLION, BILLION = Decimal(10) ** 6, Decimal(10) ** 9
CURRENCIES = {
    "USD": gettext_lazy("US dollars"),
    "EUR": gettext_lazy("euros"),
    "GBP": gettext_lazy("pounds sterling"),
    "ILS": gettext_lazy("Israeli shekels"),
}
"""The names of the currencies in which most is promised; any other is told by its code."""


@lru_cache(4096)
def _day_in(value: date, form: str, _language: str | None) -> str:
    return dateformat.format(value, form)


def _written(value: date, form: str) -> str:
    """The day by Django's form for dates; pages name the same days again and again."""
    return _day_in(value, form, get_language())


def day(value: date | None) -> str:
    """A day with its month in full, such as 5 June 2026."""
    return _written(value, pgettext("date format", "j F Y")) if value else ""


def short_day(value: date | None) -> str:
    """A day for tables and notes, its month shortened where the language does so; Arabic has no short form of it."""
    return _written(value, pgettext("date format", "j M Y")) if value else ""


def day_of_year(value: date) -> str:
    """A day beside its year, such as 5 Jun."""
    return _written(value, pgettext("date format", "j M"))


def month(value: date) -> str:
    """A month with its year in a text, such as Oct 2023."""
    return _written(value, pgettext("date format", "M Y"))


# A month has two names in Arabic, the Levant's and Egypt's, and texts say both. A picture has no room for both at a
# tick: its days and months say the second alone, and its table twin says both.


def axis_day(value: date) -> str:
    """A day along a picture, such as 5 Jun 2026."""
    return _written(value, pgettext("date format in pictures", "j M Y"))


def axis_month(value: date) -> str:
    """A month with its year along a picture, such as Jun 2026."""
    return _written(value, pgettext("date format in pictures", "M Y"))


def instant(value: datetime | None) -> str:
    """An instant to the minute, in UTC."""
    if value is None:
        return ""
    return _written(value.astimezone(UTC), pgettext("date format", "j F Y, H:i \\U\\T\\C"))


def number(value: Decimal | int | None, decimals: int = 0) -> str:
    """A number with a comma between thousands, rounded half up to so many decimals, without zeros at their end."""
    if value is None:
        return ""
    written = f"{Decimal(value).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP):,f}"
    return written.rstrip("0").rstrip(".") if "." in written else written


class Counted(int):
    """A whole number that is written as `number` writes it, wherever it is shown."""

    def __str__(self) -> str:
        return number(int(self))


def ngettext(singular: str, plural: str, how_many: int, /, **told: object) -> str:
    """A text of a count, which is `count` unless that is told otherwise, with all numbers as `number` writes them."""
    told = {name: Counted(one) if isinstance(one, int) else one for name, one in {"count": how_many, **told}.items()}
    return translation.ngettext(singular, plural, how_many) % told


def figure(value: Decimal | int | None, decimals: int = 0) -> str:
    """A counted figure as `number` writes it, in billions or millions where that takes no more than three decimals."""
    exact = Decimal(value or 0)
    for size, text in ((BILLION, _("%(number)s billion")), (MILLION, _("%(number)s million"))):
        if abs(exact) >= size and not exact % (size / 1000):
            return text % {"number": plain_number(exact / size)}
    return number(value, decimals)


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


def money(amount: Decimal, currency: str) -> str:
    """A sum in billions or millions where it has as many, with every digit that it has; `currency` is its ISO code."""
    size, text = Decimal(1), _("%(number)s %(currency)s")
    if abs(amount) >= BILLION:
        size, text = BILLION, _("%(number)s billion %(currency)s")
    elif abs(amount) >= MILLION:
        size, text = MILLION, _("%(number)s million %(currency)s")
    return text % {"number": plain_number(amount / size), "currency": CURRENCIES.get(currency, currency)}


def percent_range(low: Fraction, high: Fraction) -> str:
    """A range of whole percentages; what is not all is never 100, and what is something never 0."""
    return _("%(range)s%%") % {"range": range_of(_whole(low), _whole(high))}


def _whole(percent: Fraction) -> str:
    rounded = int((percent * 2 + 1) // 2)
    return str(max(1, min(99, rounded)) if 0 < percent < 100 else rounded)


def percentage(value: Fraction) -> str:
    """A percentage to one decimal, rounded half up, without its sign."""
    return number(Decimal(int((value * 20 + 1) // 2)).scaleb(-1), 1)


def level_range(low: int, high: int) -> str:
    """A milestone's level range in words."""
    words = {"low": LEVEL_WORDS[Level(low)], "high": LEVEL_WORDS[Level(high)]}
    return str(words["low"]) if low == high else _("between “%(low)s” and “%(high)s”") % words
