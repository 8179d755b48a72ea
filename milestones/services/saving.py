"""Saving one row: what nobody types is filled in, and nothing is written that its author did not change."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db.models import Max, Model, QuerySet

from milestones.kinds.kind import plan_path, translated_names
from milestones.models.records import Dated
from milestones.selectors.plans import Reader


def save_row(row: Any, *, user: Reader, at: datetime, given: Collection[str]) -> None:
    """Save a row in the caller's transaction; `given` are the columns that its author filled in or changed.

    A new record gets the name of who enters it and the instant; a new row of a list stands last in it. Of a row that is
    there only what was given is written, beside what others have written since it was read.
    """
    row._history_user = user
    if row._state.adding:
        _fill(row, user, at, given)
        row.save()
    else:
        _bring_up_to_date(row, given)
        row.save(update_fields=[column.name for column in row._meta.concrete_fields if column.name in given])


def _fill(row: Any, user: Any, at: datetime, given: Collection[str]) -> None:
    if issubclass(type(row), Dated):
        row.entered_by = user
        row.recorded_at = row.recorded_at if "recorded_at" in given else at
    if hasattr(row, "rank") and "rank" not in given:
        row.rank = _next_rank(row)


def _next_rank(row: Any) -> int:
    """The place after the last in the row's list: the plan's, or that of the row that it is part of."""
    model: type[Model] = type(row)
    owner = plan_path(model).partition("__")[0]
    beside = model._default_manager.filter(**{owner: getattr(row, f"{owner}_id")})
    last: int | None = beside.aggregate(last=Max("rank"))["last"]
    return 0 if last is None else last + 1


def _bring_up_to_date(row: Any, given: Collection[str]) -> None:
    """Lock the stored row and take its columns but the given ones; a bare text column is nobody's to read."""
    stored: Any = QuerySet(type(row)).select_for_update().get(pk=row.pk)
    for column in row._meta.concrete_fields:
        if column.name not in given and column.name not in translated_names(type(row)):
            setattr(row, column.attname, getattr(stored, column.attname))
