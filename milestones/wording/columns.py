"""What one column of a row says, in the reader's language."""

from typing import Any

from django.utils.translation import gettext as _

from milestones import notation
from milestones.kinds import KindField, ValueType
from milestones.selectors.plan_page import PlanNames


def said_in(field: KindField, row: Any, names: PlanNames) -> str:
    """What the column says, a series by its name; empty for nothing."""
    value = getattr(row, field.name)
    indicator = names.indicators.get(row.indicator.slug) if _is_series(field, row) else None
    if indicator is not None:
        return indicator.series.get(value, value)
    match field.value_type:
        case ValueType.WORD | ValueType.SCALE:
            return str(getattr(row, f"get_{field.name}_display")() or "")
        case ValueType.NUMBER | ValueType.WHOLE:
            return notation.plain_number(value)
        case ValueType.DAY:
            return notation.day(value)
        case ValueType.INSTANT:
            return notation.instant(value)
        case ValueType.FLAG:
            return _("yes") if value else ""
    return str(value or "")


def _is_series(field: KindField, row: Any) -> bool:
    return field.name == "series" and getattr(row, "indicator", None) is not None
