"""Reconstruction's figures and verdicts in the reader's language."""

from collections.abc import Mapping
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from milestones import notation
from pillars.reconstruction.comparing import Comparison, Differs, Figure
from pillars.reconstruction.models.choices import Horizon

MILLION = Decimal(1_000_000)

WHY: Mapping[Differs, object] = {
    Differs.MEASURED: gettext_lazy("they measure different things"),
    Differs.SECTOR: gettext_lazy("they are for different sectors"),
    Differs.TERRITORY: gettext_lazy("they cover different territories"),
    Differs.TERRITORY_UNSTATED: gettext_lazy("it is not stated for both what territory they cover"),
    Differs.PERIOD: gettext_lazy("they cover different periods of destruction"),
    Differs.PERIOD_UNSTATED: gettext_lazy("it is not stated for both what period of destruction they cover"),
    Differs.HORIZON: gettext_lazy("they are for different lengths of time"),
    Differs.CURRENCY: gettext_lazy("they are in different currencies"),
}


def money(amount: Decimal, currency: str) -> str:
    """A sum in millions of its currency, with every digit that it has."""
    if amount and abs(amount) < MILLION:
        return f"{notation.plain_number(amount)} {currency}"
    return _("%(number)s million %(currency)s") % {
        "number": notation.plain_number(amount / MILLION),
        "currency": currency,
    }


def horizon(figure: Figure) -> str:
    """For how long a figure is."""
    if figure.horizon is Horizon.FIRST and figure.months:
        return ngettext("first %(months)d month", "first %(months)d months", figure.months) % {
            "months": figure.months
        }
    return str(figure.horizon.label)


def period(covers_from: str, covers_until: str) -> str:
    """The months of destruction that an assessment covers; empty where neither is stated."""
    if covers_from and covers_until:
        return _("from %(first)s to %(last)s") % {"first": covers_from, "last": covers_until}
    if covers_until:
        return _("to %(last)s; its beginning is not stated") % {"last": covers_until}
    return covers_from and _("from %(first)s; its end is not stated") % {"first": covers_from}


def compared(comparison: Comparison, names: Mapping[str, str]) -> str:
    """Two figures as one sentence: why they must not be compared, or what lies between them."""
    if comparison.difference is None:
        return warning(comparison, names)
    one, other = comparison.one, comparison.other
    return _("%(one)s: %(first)s. %(other)s: %(second)s. The second less the first: %(difference)s.") % {
        "one": names[one.assessment],
        "first": money(one.amount, one.currency),
        "other": names[other.assessment],
        "second": money(other.amount, other.currency),
        "difference": money(comparison.difference, one.currency),
    }


def warning(comparison: Comparison, names: Mapping[str, str]) -> str:
    """Why two figures must not be compared, as one sentence."""
    return _(
        "%(one)s (%(first)s, %(first_time)s) and %(other)s (%(second)s, %(second_time)s) cannot be compared: %(why)s."
    ) % {
        "one": names[comparison.one.assessment],
        "first": money(comparison.one.amount, comparison.one.currency),
        "first_time": horizon(comparison.one),
        "other": names[comparison.other.assessment],
        "second": money(comparison.other.amount, comparison.other.currency),
        "second_time": horizon(comparison.other),
        "why": _("; ").join(str(WHY[reason]) for reason in comparison.reasons),
    }
