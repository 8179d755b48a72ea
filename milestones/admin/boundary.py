"""What a visible row's page would tell of hidden rows: left out, as the dashboard leaves it out."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib.admin.utils import NestedObjects
from django.db import router
from django.db.models import Field, Model, OneToOneRel, QuerySet

from milestones.models.publication import EVERYTHING, Bounded, publications_seen_by


def sees_everything(user: Any) -> bool:
    """Whether nothing at all is hidden from the user."""
    return publications_seen_by(user) >= EVERYTHING


def hidden_keys(row: Model, user: Any) -> list[str]:
    """The names of the row's keys that lead to rows which the user may not see."""
    if sees_everything(user):
        return []
    return [key.name for key in _keys(type(row)) if row.pk and _hidden([row], key, user)]


def leave_out_hidden(rows: Iterable[Model], user: Any) -> None:
    """Have rows of one model name nothing hidden: a key to a hidden row, or an ending, reads as if there were none.

    Only what is read changes: the columns keep their values, and saving a row keeps them too.
    """
    rows = [row for row in rows if row is not None]
    if not rows or sees_everything(user):
        return
    keys: tuple[Any, ...] = (*_keys(type(rows[0])), *_endings(type(rows[0])))
    for key in keys:
        for row in _hidden(rows, key, user):
            key.set_cached_value(row, None)


def _keys(model: Any) -> list[Field]:
    """The keys to rows that have a publication boundary."""
    return [
        field
        for field in model._meta.concrete_fields
        if (field.many_to_one or field.one_to_one) and issubclass(field.related_model, Bounded)
    ]


def key_beside(model: Any, name: object) -> Any:
    """The key of that name or column, if it may lead to what is hidden from who sees the row; else None."""
    beside = (key for key in _keys(model) if key.name not in getattr(model, "hangs_on", ()))
    return next((key for key in beside if name in (key.name, key.attname)), None)


def _endings(model: type[Model]) -> list[OneToOneRel]:
    """What there is at most one of for each row, and has a boundary of its own."""
    related = model._meta.related_objects
    return [key for key in related if key.one_to_one and issubclass(key.related_model, Bounded)]


def _hidden(rows: Sequence[Model], key: Any, user: Any) -> list[Model]:
    """Those of the rows whose key leads to a hidden row."""
    seen: QuerySet = key.related_model._default_manager.visible_to(user).order_by()
    if isinstance(key, OneToOneRel):
        there = set(
            seen.filter(**{f"{key.field.name}__in": [row.pk for row in rows]}).values_list(key.field.attname, flat=True)
        )
        return [row for row in rows if row.pk not in there]
    named = {getattr(row, key.attname) for row in rows} - {None}
    there = set(seen.filter(pk__in=named).values_list("pk", flat=True)) if named else set()
    return [row for row in rows if getattr(row, key.attname) in named - there]


def deletion_in_numbers(rows: Iterable[Model]) -> tuple[list[Any], list[str]]:
    """What would go and what forbids it, by name the rows themselves, by kind and number what hangs on them."""
    rows = list(rows)
    if not rows:
        return [], []
    collector = NestedObjects(using=router.db_for_write(type(rows[0])), origin=rows)
    collector.collect(rows)
    chosen = set(rows)
    going = Counter(type(row) for group in collector.model_objs.values() for row in group - chosen)
    return [*map(str, rows), *_counted(going)], _counted(Counter(map(type, collector.protected)))


def _counted(kinds: Counter[type[Model]]) -> list[str]:
    return sorted(f"{model._meta.verbose_name_plural}: {number}" for model, number in kinds.items())
