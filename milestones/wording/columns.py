"""What a column of a row says, in the reader's language."""

from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from milestones import notation
from milestones.kinds import KindField
from milestones.selectors.plan_page import PlanNames
from milestones.wording.conditions import with_unit

IN_THE_UNIT = frozenset({"value", "at_least", "at_most"})
"""Columns beside one for an indicator whose numbers are in its unit."""


def said_in(field: KindField, row: Any, names: PlanNames) -> str:
    """What the column says, a series by its name and a number with its unit; empty for nothing."""
    value, counted = getattr(row, field.name), getattr(row, "indicator", None)
    indicator = names.indicators.get(counted.slug) if counted is not None else None
    if indicator is not None and field.name == "series":
        return indicator.series.get(value, value)
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
