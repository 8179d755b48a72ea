"""Reconstruction's figures and verdicts in the reader's language."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from milestones import notation
from pillars.reconstruction.accounts import Difference
from pillars.reconstruction.comparing import Comparison
from pillars.reconstruction.models import Estimate, NeedsAssessment, ProjectStep, Transaction, UnitCount
from pillars.reconstruction.models.choices import About, Horizon
from pillars.reconstruction.trail import Rate


def horizon(row: Estimate) -> str:
    """For how long a figure is."""
    if row.horizon == Horizon.FIRST and row.months:
        return ngettext("first %(months)d month", "first %(months)d months", row.months) % {"months": row.months}
    return str(row.get_horizon_display())


def period(assessment: NeedsAssessment) -> str:
    """The months of destruction that an assessment covers; empty where neither is stated."""
    covers_from, covers_until = assessment.covers_from, assessment.covers_until
    words = {"first": _month(covers_from), "last": _month(covers_until)}
    if covers_from and covers_until:
        return _("from %(first)s to %(last)s") % words
    if covers_until:
        return _("to %(last)s; its beginning is not stated") % words
    return covers_from and _("from %(first)s; its end is not stated") % words


def _month(text: str) -> str:
    """A month such as 2023-10; the calendar has no year 0, which a file may name."""
    return notation.month(date(int(text[:4]) or 1, int(text[5:]), 1)) if text else ""


def compared(comparison: Comparison) -> str:
    """Two figures as one sentence: why they must not be compared, or what lies between them."""
    one, other = comparison.one, comparison.other
    words = {
        "one": one.assessment,
        "first": notation.money(one.amount, one.currency),
        "first_time": horizon(one),
        "other": other.assessment,
        "second": notation.money(other.amount, other.currency),
        "second_time": horizon(other),
    }
    if comparison.difference is not None:
        told = _("%(one)s: %(first)s. %(other)s: %(second)s. The second less the first: %(difference)s.")
        return told % {**words, "difference": notation.money(comparison.difference, one.currency)}
    why = _("; ").join(str(reason.label) for reason in comparison.reasons)
    return _(
        "%(one)s (%(first)s, %(first_time)s) and %(other)s (%(second)s, %(second_time)s) cannot be compared: %(why)s."
    ) % {**words, "why": why}


def rate_words(rate: Rate) -> str:
    """A rate at which a sum was converted."""
    return _("1 %(currency)s = %(rate)s %(into)s on %(day)s") % {
        "currency": rate.currency,
        "rate": notation.plain_number(rate.rate),
        "into": rate.into,
        "day": notation.short_day(rate.date),
    }


def transaction_words(row: Transaction) -> str:
    """What a transaction says: its stage and sum."""
    return _in_all(f"{row.get_stage_display()}: {notation.money(row.amount, row.currency)}", is_total=row.is_total)


def estimate_words(row: Estimate) -> str:
    """What a figure of an assessment says: its sum, what it measures and for how long."""
    return f"{notation.money(row.amount, row.currency)} · {row.get_measured_display()} · {horizon(row)}"


def work_words(row: ProjectStep | UnitCount) -> str:
    """What a step or a count of units says."""
    words = str(row.get_kind_display())
    if isinstance(row, UnitCount):
        counted = f"{words}: {notation.plain_number(row.quantity)} {row.get_unit_display()}"
        return _in_all(counted, is_total=row.is_total)
    days = [notation.short_day(day) for day in (row.planned_start, row.planned_end) if day]
    return f"{words}: {notation.range_of(days[0], days[-1])}" if days else words


def _in_all(words: str, *, is_total: bool) -> str:
    return _("%(said)s in all by that day") % {"said": words} if is_total else words


def accounts(difference: Difference) -> str:
    """The two accounts of a finding as one text."""
    first, second = account_sums(difference)
    if difference.about is About.RECEIVED:
        text = _("Paid, by the donor's word: %(first)s. Received, by the channel's: %(second)s.")
    else:
        text = _("Disbursed: %(first)s of what was committed. Delivered: %(second)s of what was planned.")
    return text % {"first": first, "second": second}


def account_sums(difference: Difference) -> tuple[str, str]:
    """The two accounts of a finding, sums or shares."""
    first, second = difference.first, difference.second
    if difference.about is About.RECEIVED:
        return notation.money(first, difference.unit), notation.money(second, difference.unit)
    percent = _("%(range)s%%")
    return percent % {"range": notation.number(first, 1)}, percent % {"range": notation.number(second, 1)}
