"""Writing rows in bulk: structure with its history, records as they are."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, TypeVar

from django.contrib.auth.models import AbstractBaseUser
from django.db import router
from django.db.models import Model, ProtectedError, QuerySet
from django.db.models.deletion import Collector

from milestones.planfile.composed import Retracted, Retraction
from milestones.planfile.fields import Columns

Value = TypeVar("Value", str, Retraction)

CHANGE_REASON = "plan file"
KEPT_COLUMNS = frozenset({"revision"})
"""Columns that no plan file sets."""
CHUNK = 500
"""So many keys go into one statement; a database takes only so many parameters."""


class StillNeeded(Exception):
    """Rows that cannot be removed: by primary key, how many of what rest on them."""

    def __init__(self, needed_by: Mapping[int, Mapping[str, int]]) -> None:
        self.needed_by = needed_by
        super().__init__("Rows are still needed.")


class RowWriter:
    """Writes rows on behalf of a user, as of an instant."""

    def __init__(self, *, user: AbstractBaseUser | None, at: datetime) -> None:
        self.user, self.at = user, at

    def add(self, model: type[Model], rows: Iterable[Columns]) -> list[Any]:
        """Insert rows without history, for those whose last columns are still to come; the instances."""
        return list(model._default_manager.bulk_create([model(**columns) for columns in rows]))

    def add_records(self, model: type[Model], rows: Iterable[Columns]) -> list[int]:
        """Insert records; their primary keys."""
        entered = {"entered_by_id": None if self.user is None else self.user.pk}
        return [row.pk for row in self.add(model, [columns | entered for columns in rows])]

    def overwrite(self, model: type[Model], instances: Sequence[Model]) -> None:
        """Write all columns of rows that are there; history is left to the caller."""
        key = model._meta.pk
        assert key is not None
        names = [field.name for field in model._meta.concrete_fields if not field.primary_key]
        model._default_manager.bulk_create(
            instances,
            update_conflicts=True,
            unique_fields=[key.name],
            update_fields=[name for name in names if name not in KEPT_COLUMNS],
        )

    def remember(self, model: Any, instances: Sequence[Model], *, added: bool) -> None:
        """Keep the rows as they now are in their history."""
        if instances:
            model.history.bulk_history_create(
                instances,
                update=not added,
                default_user=self.user,
                default_change_reason=CHANGE_REASON,
                default_date=self.at,
            )

    def remove(self, model: type[Model], keys: Collection[int], *, free: Collection[str] = ()) -> None:
        """Delete rows, the last state kept in their history; raises StillNeeded, having deleted none.

        The columns named in `free` are emptied first, so that rows which go together do not hold one another.
        """
        rows: list[Any] = []
        for chunk in chunks(keys):
            rows.extend(model._default_manager.filter(pk__in=chunk).order_by("pk"))
        for row in rows:
            row._change_reason, row._history_user, row._history_date = CHANGE_REASON, self.user, self.at
        if free:
            _set(model, dict.fromkeys(free), keys)
        collector = Collector(using=router.db_for_write(model))
        try:
            collector.collect(rows)
        except ProtectedError as error:
            raise StillNeeded(_needed_by(rows, error.protected_objects)) from error
        collector.delete()

    def publish(self, model: type[Model], keys: Mapping[int, str]) -> None:
        """Set the publication of records, by primary key."""
        for publication, alike in _alike(keys).items():
            _set(model, {"publication": publication}, alike)

    def retract(self, model: type[Model], keys: Mapping[int, Retraction]) -> None:
        """Set the retraction of records that have none, by primary key."""
        for retraction, alike in _alike(keys).items():
            _set(model, Retracted().write(retraction, {}), alike)


def _alike(values: Mapping[int, Value]) -> dict[Value, list[int]]:
    """The keys by their value."""
    alike: dict[Value, list[int]] = defaultdict(list)
    for key, value in values.items():
        alike[value].append(key)
    return alike


def _set(model: type[Model], values: Columns, keys: Collection[int]) -> None:
    """Set columns of rows, past signals and managers; of records the database lets only what may change."""
    for chunk in chunks(keys):
        QuerySet(model).filter(pk__in=chunk).update(**values)


def chunks(keys: Collection[int]) -> Iterable[list[int]]:
    """The keys in order, so many at a time."""
    ordered = sorted(keys)
    return (ordered[start : start + CHUNK] for start in range(0, len(ordered), CHUNK))


def _needed_by(rows: Sequence[Model], protected: Iterable[Any]) -> dict[int, Counter[str]]:
    """By the key of each row: how many of what point to it."""
    keys = {row.pk for row in rows}
    needed: dict[int, Counter[str]] = defaultdict(Counter)
    for holder in protected:
        for field in holder._meta.concrete_fields:
            if field.related_model is type(rows[0]) and getattr(holder, field.attname) in keys:
                needed[getattr(holder, field.attname)][str(holder._meta.verbose_name_plural)] += 1
    return needed
