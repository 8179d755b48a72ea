"""Lines of a page: parts with a place in a list, and records that are only added."""

from collections.abc import Mapping
from typing import Any

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.functional import lazy
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import TranslationStackedInline

from milestones.admin.base import DirectedTexts
from milestones.admin.by_role import LinesByRole
from milestones.admin.histories import RESTORE, lines_of, restored_by
from milestones.admin.opened import OpenedLines
from milestones.admin.plan_scope import PlanKeys
from milestones.admin.row_pages import CLOCKS_HELP, RecordForm
from milestones.admin.rules_at_save import RulesForm
from milestones.kinds.core import KIND_OF
from milestones.kinds.kind import plan_of
from milestones.models import Condition
from milestones.services.rights import reaches


class RankedFormSet(OpenedLines):
    """Lines with a rank: a new one stands after those that are there.

    `restored` are those of an earlier version, by key: such as are gone are entered anew, and what came later goes.
    """

    restored: Mapping[int, Mapping[str, Any]] | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        there = {row.pk for row in self.get_queryset()} if self.restored is not None else set()
        self.initial_extra = [values for key, values in (self.restored or {}).items() if key not in there]
        self.extra += len(self.initial_extra)

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        if "rank" in form.fields and form.instance._state.adding:
            form.initial.setdefault("rank", 1 + max((row.rank for row in self.get_queryset()), default=-1))
        if self.restored is not None and form.instance.pk:
            form.initial["DELETE"] = form.instance.pk not in self.restored


class Lines(LinesByRole, PlanKeys):
    """Inlines with a rank."""

    form = RulesForm
    formset = RankedFormSet
    extra = 0

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        formset: Any = super().get_formset(request, obj, **kwargs)
        is_restored = obj is not None and request.method == "GET" and RESTORE in request.GET
        if is_restored and self.model in lines_of(type(obj)) and self.has_change_permission(request, obj):
            number, plan = request.GET[RESTORE], plan_of(obj)
            formset.restored = restored_by(self.model, plan, number, request.user, owner=obj.pk)
            formset.form.restored = formset.restored
        return formset

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return super().has_view_permission(request, obj) or reaches(request.user, self.model, obj)


class OnlyNew(LinesByRole, PlanKeys):
    """Inlines with empty forms alone."""

    extra = 0

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).none()

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    has_delete_permission = has_change_permission


class AddOnlyInline(OnlyNew, DirectedTexts, TranslationStackedInline):
    """Empty forms for new records, as on the records' own page; those that are there stand in a table of the page."""

    form = RecordForm

    @property
    def own_page(self) -> Any:
        """The page of such records."""
        return self.admin_site.get_model_admin(self.model)

    @property
    def autocomplete_fields(self) -> list[str]:
        return [name for name in self.own_page.autocomplete_fields if name != self.fk_name]

    def get_fieldsets(self, request: HttpRequest, obj: Model | None = None) -> Any:
        fieldsets: list[tuple[Any, dict[str, Any]]] = [
            (None, {"fields": [row for row in self.own_page.entered if row not in (self.fk_name, "note")]}),
            (_("Note"), {"fields": ("note",), "classes": ("collapse",)}),
            (_("Clocks"), {"fields": ("recorded_at",), "classes": ("collapse",), "description": CLOCKS_HELP}),
        ]
        return self.in_languages(fieldsets)


def adding(model: Any, words: Any, *, at_most: int | None = None) -> type[AddOnlyInline]:
    """The forms for new records of a kind, under a heading, on the page of the row that they are entered of."""
    options = {"model": model, "fk_name": KIND_OF[model].owner, "max_num": at_most, "verbose_name_plural": words}
    options |= {"add_words": lazy(capfirst, str)(words)} if at_most else {}
    return type(f"{model.__name__}Inline", (AddOnlyInline,), options)


def naming(model: Any, key: str) -> type[admin.TabularInline[Any, Any]]:
    """Lines that name other rows, in their order."""
    other, plural = model._meta.get_field(key).related_model._meta.verbose_name, model._meta.verbose_name_plural
    options = {"model": model, "fields": (key, "rank"), "autocomplete_fields": (key,)}
    options |= {"verbose_name": other, "verbose_name_plural": plural}
    return type(f"{model.__name__}Inline", (Lines, admin.TabularInline), options)


class ConditionInline(Lines, admin.StackedInline):
    """Each condition is of one kind: fill one of its rows."""

    model = Condition
    fields = (
        ("milestone", "reaches"),
        ("indicator", "at_least", "at_most"),
        ("pillar", "progress"),
        "date",
        ("for_days", "rank"),
    )
    autocomplete_fields = ("milestone", "indicator", "pillar")

    def get_extra(self, request: HttpRequest, obj: Model | None = None, **kwargs: Any) -> int:
        return 1 if obj is None else 0
