"""What every page of the core's admin shares: the publication boundary, and keys of one plan."""

import json
from collections.abc import Callable, Collection, Iterable
from functools import cache
from typing import Any
from urllib.parse import urlencode

from django.contrib import admin
from django.contrib.admin.utils import display_for_value
from django.db.models import Model, QuerySet
from django.forms import model_to_dict
from django.http import HttpRequest
from django.http.response import HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from milestones.admin.by_role import rows_to_name
from milestones.admin.lists import (
    BoundedChangeList,
    deletion_in_numbers,
    hidden_keys,
    leave_out_hidden,
    sees_everything,
)
from milestones.admin.plan_scope import PlanKeys, page_plan_id
from milestones.chosen import chosen_plan, names_others, of_chosen_plan
from milestones.limits import is_key
from milestones.models import Actor, Milestone, Pillar, Plan
from milestones.models.fields import ExactDecimalField
from milestones.pages.desk import address
from milestones.services.rights import in_reach

ANEW = "anew"
"""What an empty form's address calls the row as which it begins."""


class BoundedAdmin(PlanKeys, admin.ModelAdmin):
    """Shows what the user may see, and after "save and add another" keeps what rarely differs."""

    carried: tuple[str, ...] = ()
    """The fields whose values the next empty form begins with."""

    save_on_top = False
    list_per_page = 50
    show_full_result_count = False

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        """The row with its `reader`, whom its read-only parts ask what they may show; without hidden names."""
        if not is_key(object_id):
            return None
        row = super().get_object(request, object_id, from_field)
        if row is not None:
            row.reader = request.user
            leave_out_hidden([row], request.user)
        return row

    def get_list_display(self, request: HttpRequest) -> list[Any]:
        """The list's columns; of a chosen plan without the one that says it on every line."""
        is_one = chosen_plan(request) is not None and not names_others(request)
        names = [name for name in super().get_list_display(request) if not (is_one and name == "plan")]
        return plain_columns(self.model, names)

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> Any:
        show_plain(context["adminform"], self.model)
        for lines in context["inline_admin_formsets"]:
            told = json.loads(lines.inline_formset_data())
            words = getattr(lines.opts, "add_words", None) or _("Add %s") % lines.opts.verbose_name
            told["options"]["addText"] = str(words)
            lines.inline_formset_data = json.dumps(told)
            if not lines.has_add_permission and not lines.has_change_permission:
                lines.fieldsets = [
                    (title, options | {"fields": plain_columns(lines.opts.model, options["fields"])})
                    for title, options in lines.fieldsets
                ]
        return super().render_change_form(request, context, *args, **kwargs)

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[BoundedChangeList]:
        return BoundedChangeList

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> tuple[str, ...]:
        """With keys to what is hidden: a form could only lose them."""
        fields = tuple(super().get_readonly_fields(request, obj))
        if obj is None or not self.has_change_permission(request, obj):
            return fields
        return (*fields, *hidden_keys(obj, request.user))

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """What would go and what forbids it, such as records; without names for who may not see all of it."""
        going, counts, lacking, protected = super().get_deleted_objects(objs, request)
        if not sees_everything(request.user):
            going, protected = deletion_in_numbers(objs)
        return going, counts, set() if protected else lacking, protected

    def get_form(self, request: Any, obj: Model | None = None, **kwargs: Any) -> Any:
        request.page_plan_id = page_plan_id(self.model, request, obj)
        return super().get_form(request, obj, **kwargs)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """What the address names, and the chosen plan; or what a row said that is entered anew, but not who sees it."""
        if row := self.get_object(request, request.GET.get(ANEW, "")):
            return model_to_dict(row, exclude=("publication", "recorded_at"))
        initial = super().get_changeform_initial_data(request)
        keys = {field.name for field in self.opts.fields if field.many_to_one}
        named = {name: value for name, value in initial.items() if name not in keys or is_key(str(value))}
        plan = chosen_plan(request) if "plan" in keys else None
        return named if plan is None else {"plan": plan.pk} | named

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        rows = super().get_queryset(request)
        key = getattr(request, "key_to_fill", None)
        rows = in_reach(rows, request.user) if key is None else rows_to_name(key, rows, request.user)
        return of_chosen_plan(rows, self.model, request)

    def response_add(self, request: HttpRequest, obj: Model, post_url_continue: str | None = None) -> HttpResponse:
        response = super().response_add(request, obj, post_url_continue)
        if "_addanother" in request.POST and isinstance(response, HttpResponseRedirect):
            kept = {name: value for name in self.carried if (value := request.POST.get(name))}
            response["Location"] = f"{request.path}?{urlencode(kept)}"
        return response


def shown_as(words: Any, tell: Callable[[Any], Any], ordering: str | None = None) -> Any:
    """A column of a list, or a field to be read, that tells something of a row under these words."""
    return admin.display(description=words, ordering=ordering)(lambda page, row: tell(row))


def page_of(row: Model, page: str = "change") -> str:
    """The address of the row's page in the admin."""
    return address(type(row), page, row.pk)


def add_address(model: type[Model], **initial: Any) -> str:
    """The address of the model's empty form, begun with these values."""
    return f"{address(model, 'add')}?{urlencode(initial)}"


def list_address(model: type[Model], **filters: Any) -> str:
    """The address of the model's list, filtered."""
    return f"{address(model, 'changelist')}?{urlencode(filters)}"


def own_path(pages: Any, way: str, view: Any, page: str) -> Any:
    """The address of a page that a model has beside those that Django gives it."""
    return path(way, pages.admin_site.admin_view(view), name=f"{pages.opts.app_label}_{pages.opts.model_name}_{page}")


def answer(pages: Any, request: Any, template: str, context: dict[str, Any]) -> TemplateResponse:
    """What such a page is answered."""
    request.current_app = pages.admin_site.name
    shared = pages.admin_site.each_context(request) | {"opts": pages.opts, "media": pages.media}
    return TemplateResponse(request, template, shared | context)


def public_address(row: Any) -> str | None:
    """The address of the row's own page of the dashboard; None where it has none."""
    pages = {Plan: "plan-page", Pillar: "pillar-page", Milestone: "milestone-page", Actor: "actor-page"}
    name = pages.get(type(row))
    if name is None:
        return None
    return reverse(name, args=[row.slug] if isinstance(row, Plan) else [row.plan.slug, row.slug])


class DirectedTexts:
    """For admins and inlines: the inputs of translated texts carry `lang` and `dir`."""

    def in_languages(self, fieldsets: Iterable[tuple[Any, dict[str, Any]]]) -> list[tuple[Any, dict[str, Any]]]:
        """The fieldsets with each translated text replaced by its field in every language."""
        return [
            (title, options | {"fields": self.replace_orig_field(options["fields"])})  # type: ignore[attr-defined]
            for title, options in fieldsets
        ]

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        language = getattr(db_field, "language", None)
        if field is not None and isinstance(language, str):
            direction = "rtl" if get_language_info(language)["bidi"] else "ltr"
            field.widget.attrs |= {"lang": language, "dir": direction}
            if "rows" in field.widget.attrs:
                field.widget.attrs["rows"] = 3
        return field


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
