"""What a column of a row says, in the reader's language."""

from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from milestones import notation
from milestones.kinds import KindField
from milestones.selectors.plan_page import PlanNames


def said_in(field: KindField, row: Any, names: PlanNames) -> str:
    """What the column says, a series by its name; empty for nothing."""
    value = getattr(row, field.name)
    indicator = names.indicators.get(row.indicator.slug) if _is_series(field, row) else None
    if indicator is not None:
        return indicator.series.get(value, value)
    return "" if value is False else in_words(field.column, value)


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


def _is_series(field: KindField, row: Any) -> bool:
    return field.name == "series" and getattr(row, "indicator", None) is not None
