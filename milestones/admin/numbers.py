"""Exact numbers where they are only read: as they were entered, without the column's trailing zeros."""

from collections.abc import Callable, Collection, Iterable
from functools import cache
from typing import Any

from django.contrib import admin
from django.contrib.admin.utils import display_for_value
from django.db.models import Model

from milestones.models.fields import ExactDecimalField

NONE = "-"


def plain_columns(model: type[Model], names: Iterable[Any], *, only: Collection[Any] | None = None) -> list[Any]:
    """The names, in their rows, those of exact numbers (`only` these, where given) replaced by what shows them so."""
    exact = {
        field.name: field
        for field in model._meta.fields
        if isinstance(field, ExactDecimalField) and (only is None or field.name in only)
    }
    return [
        plain_columns(model, name, only=only)
        if isinstance(name, tuple | list)
        else _shown(exact[name])
        if isinstance(name, str) and name in exact
        else name
        for name in names
    ]


def show_plain(page: Any, model: type[Model]) -> None:
    """Have a page's form show plainly the exact numbers that are closed to editing on it."""
    closed = tuple(page.readonly_fields)
    page.fieldsets = [
        (title, options | {"fields": plain_columns(model, options["fields"], only=closed)})
        for title, options in page.fieldsets
    ]
    page.readonly_fields = (*closed, *plain_columns(model, closed))


@cache
def _shown(field: ExactDecimalField) -> Callable[[Model], str]:
    @admin.display(description=field.verbose_name, ordering=field.name)
    def shown(row: Model) -> str:
        return display_for_value(getattr(row, field.attname), NONE)

    shown.__name__ = field.name  # by which a page finds the help text
    return shown
