"""What a column of a row says, and what is wrong with a cell or a plan's structure, in the reader's language."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from milestones import notation
from milestones.contingency.findings import TEMPLATES, PlanFault
from milestones.kinds import KindField, ValueType
from milestones.kinds.rules import Breach
from milestones.lettering import isolated, isolated_words
from milestones.models.schedule import Scheduled
from milestones.planfile.values import respelt
from milestones.selectors.plan_page import PlanNames
from milestones.wording.conditions import with_unit
from milestones.wording.schedule import planned_words

IN_THE_UNIT = frozenset({"value", "at_least", "at_most"})
"""Columns beside one for an indicator whose numbers are in its unit."""


PLANNED = {
    f"{date}_{part}": date for date in ("planned_start", "due") for part in ("on", "days", "after", "reaches", "lifted")
}
"""The planned date that each of these columns is a part of: people are told it as one."""


def called(field: KindField) -> str:
    """What people call the column; all that tell one planned date alike."""
    model, column = field.column.model, field.column
    if issubclass(model, Scheduled) and field.name in PLANNED:
        column = model._meta.get_field(f"{PLANNED[field.name]}_on")
    return capfirst(str(column.verbose_name))


def phrases(fields: Iterable[KindField], row: Any, names: PlanNames) -> Iterator[str]:
    """What columns say, each as `name: value` if it says anything, and what is just so by its name."""
    told = {called(field): words for field in fields if (words := said_in(field, row, names))}
    for name, words in told.items():
        yield name if words == _("yes") else _("%(name)s: %(value)s") % {"name": name, "value": words}


def said_in(field: KindField, row: Any, names: PlanNames) -> str:
    """What the column says, a series by its name, a number with its unit, a planned date as one; empty for nothing.

    Any other slug is nothing to read: it says which rows follow each other, and what these say tells that in words.
    """
    value, counted = getattr(row, field.name), getattr(row, "indicator", row)
    indicator = names.indicators.get(getattr(counted, "slug", ""))
    if field.value_type is ValueType.SLUG:
        return indicator.series.get(value, value) if indicator else ""
    if isinstance(row, Scheduled) and field.name in PLANNED:
        return planned_words(getattr(row, PLANNED[field.name]), names)
    if field.name == "retraction_reason":
        return row.why_retracted if value else ""
    words = "" if value is False else in_words(field.column, value)
    return with_unit(words, indicator.unit) if words and indicator and field.name in IN_THE_UNIT else words


def in_words(column: Any, value: Any) -> str:
    """A value of a model's column, which is no key to another row; empty for nothing."""
    if value in (None, ""):
        return ""
    if column.flatchoices:
        return str(dict(column.flatchoices).get(value, value))
    if isinstance(column, models.BooleanField):
        return _("yes") if value else _("no")
    if isinstance(column, models.DateTimeField):
        return notation.instant(value)
    if isinstance(column, models.DateField):
        return notation.day(value)
    if isinstance(column, models.DecimalField | models.IntegerField):
        return notation.plain_number(value)
    return str(value)


TWICE_IN_FILE = gettext_lazy("It says what row %(row)s says. Take one out.")
TWICE_IN_PLAN = gettext_lazy("The plan has this row already. Take it out.")
MORE_FAULTS = gettext_lazy("There are more faults than are told. Mend these, and check the rows again.")
SENTENCES = {
    "missing": gettext_lazy("This is missing: no column tells it."),
    "empty": gettext_lazy("This cell is empty. Fill it in."),
    "least": gettext_lazy("“%(value)s” is too low: nothing below %(least)s is counted here."),
    "most": gettext_lazy("“%(value)s” is too high: nothing above %(most)s is kept."),
    "unsourced": gettext_lazy("Rows without a source are marked as such on every page."),
    "bad_number": gettext_lazy("“%(value)s” is no number. Write digits, and a point before decimals."),
    "inexact": gettext_lazy("“%(value)s” has more digits than are kept."),
    "bad_date": gettext_lazy("“%(value)s” is no date. Write year, month and day, such as 2026-01-31."),
    "bad_instant": gettext_lazy("“%(value)s” is no instant. Write it such as 2026-01-14T18:00:00Z."),
    "bad_slug": gettext_lazy("“%(value)s” is no slug: small letters a to z, digits and hyphens, a letter first."),
    "too_long": gettext_lazy("This is longer than %(most)s characters."),
    "unprintable": gettext_lazy("This holds what cannot be printed. Type it anew."),
    "wrong_type": gettext_lazy("“%(value)s” is not what is wanted here."),
    "bad_url": gettext_lazy("“%(value)s” is no address that begins with https:// or http://."),
    "bad_language": gettext_lazy("“%(value)s” is no language tag such as en or ar."),
}


def cell_sentence(fault: Breach, value: str) -> str:
    """What the fault of a cell with this text says; one that has no words here as it is."""
    if not isinstance(fault.sentence, str):
        return fault.message
    plainly = respelt(value) if fault.code == "bad_number" else None
    if plainly:
        words = _("“%(value)s” is not written as numbers are here: write %(plainly)s.")
        return words % isolated_words({"value": value, "plainly": plainly[0]})
    code = "bad_instant" if fault.code == "instant_without_zone" else fault.code
    if code == "bad_number":  # or one beyond a bound
        code = next((bound for bound in ("least", "most") if bound in fault.params), code)
    if code in SENTENCES:
        return str(SENTENCES[code]) % isolated_words({"value": value, "most": "", **fault.params})
    if fault.code.startswith("unknown_"):
        return _("“%(value)s” is not known here.") % {"value": isolated(value)}
    return fault.message


def fault_sentence(fault: PlanFault) -> str:
    """What is wrong, as a sentence without a full stop."""
    return _(TEMPLATES[fault.code]).format(**_in_words(fault.params))


def _in_words(params: Mapping[str, str | int]) -> dict[str, str | int]:
    """The params with the scales' words translated; names and figures stay as they are."""
    scales: dict[str, dict[str | int, str]] = {
        "before": {"start": _("start"), "intermediate": _("intermediate"), "completion": _("completion")},
        "reaches": {"minimum": _("minimum"), "intermediate": _("intermediate"), "complete": _("complete")},
        "found": {"neither": _("neither"), "both": _("both")},
    }
    return {name: scales.get(name, {}).get(value, value) for name, value in params.items()}
