"""What is on record of a row, as a table of its page: the newest records, each linked to its own page."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from milestones.admin.base import list_address, page_of
from milestones.admin.lists import leave_out_hidden
from milestones.admin.summaries import EMPTY, NEWEST, add_link, day, link, table
from milestones.kinds import ValueType
from milestones.models.publication import Bounded
from milestones.services.checking import kind_of
from milestones.wording.columns import in_words

Column = str | tuple[Any, Callable[[Any, Any], Any]]
"""A column's name; or a heading, and what it says of a record to the reader of an owner's page."""


def counts(record: Any, owner: Any) -> Any:
    """Whether a record counts."""
    return _("no, retracted") if record.retracted_at else _("yes")


def ended(record: Any, owner: Any) -> Any:
    """When a record was over, or the way to say so."""
    if hasattr(record, "ending"):
        return day(record.ending.date)
    ending = type(record)._meta.get_field("ending").related_model
    return add_link(owner.reader, ending, _("End it"), **{record._meta.model_name: record.pk}) or EMPTY


COUNTS: Column = (_("counts"), counts)
ENDED: Column = (_("Ended"), ended)


def records_of(model: Any, *columns: Column, by: str = "") -> Any:
    """A read-only part of an owner's page: the records of the model on it, a row each; `by` their key to it."""

    @admin.display(description=model._meta.verbose_name_plural)
    def records(page: Any, owner: Any) -> SafeString:
        kind: Any = kind_of(model)
        key = by or kind.owner
        joined = [field.name for field in kind.fields if field.value_type is ValueType.REFERENCE]
        joined += [relation.name for relation in model._meta.related_objects if relation.one_to_one]
        order = ("-date", *(("-rank",) if kind.is_ranked else ()), "-recorded_at", "-pk")
        seen = model.objects.filter(**{key: owner.pk}).visible_to(owner.reader)
        newest: list[Any] = list(seen.select_related(*joined).order_by(*order)[:NEWEST])
        leave_out_hidden(newest, owner.reader)
        headings = (_("Date"), *(_heading(model, column) for column in columns))
        rows = (
            (link(page_of(record), day(record.date)), *(_cell(record, owner, column) for column in columns))
            for record in newest
        )
        every = link(list_address(model, **{f"{key}__id__exact": owner.pk}), _("All of them"))
        add = add_link(owner.reader, model, _("Add"), **{key: owner.pk}) if by else ""
        return format_html("{}<p>{} {}</p>", table(headings, rows), every, add)

    return records


@admin.display(description=_("what rests on it"))
def rests(page: Any, row: Any) -> SafeString:
    """How many rows of each kind name the row, as far as its reader sees them, each with the list of them."""
    lines = []
    for relation in row._meta.related_objects:
        model: Any = relation.related_model
        if issubclass(model, Bounded):
            count = model._default_manager.filter(**{relation.field.name: row.pk}).visible_to(row.reader).count()
            has_list = page.admin_site.is_registered(model)
            address = list_address(model, **{f"{relation.field.name}__id__exact": row.pk}) if has_list else None
            words = f"{capfirst(str(model._meta.verbose_name_plural))} ({relation.field.verbose_name})"
            lines += [(link(address, words), count)] if count else []
    return table((_("Kind"), _("How many")), lines)


RESTS = (_("What rests on it"), ("rests",))


def _heading(model: Any, column: Column) -> Any:
    if isinstance(column, str):
        return capfirst(str(model._meta.get_field(column).verbose_name))
    return capfirst(column[0])


def _cell(record: Any, owner: Any, column: Column) -> Any:
    if not isinstance(column, str):
        return column[1](record, owner)
    return in_words(type(record)._meta.get_field(column), getattr(record, column)) or EMPTY
