"""The structure of a plan in the admin: edited, with its history."""

from typing import Any

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import TranslationAdmin

from milestones.admin.actions import PUBLICATION_ACTIONS, publish_whole, raise_grades, retract_mistakes, would_change
from milestones.admin.base import DirectedTexts, public_address, shown_as
from milestones.admin.histories import HistoryAdmin
from milestones.admin.rules_at_save import RulesForm
from milestones.models import GradedRecord, Publication, RetractableRecord
from milestones.models.publication import VIEW_DRAFT
from milestones.services.rights import is_allowed, never_counted


class StructureAdmin(HistoryAdmin, DirectedTexts, TranslationAdmin):
    """Rows that are edited.

    `fixed` names the keys that stay as they were first saved, the last of them that of the list in which the row has
    its rank. `follows` are sections that a saved row's page has after the first, with what it does not edit; the
    others are folded there.
    """

    fixed: tuple[str, ...] = ()
    follows: tuple[tuple[Any, tuple[str, ...]], ...] = ()

    def view_on_site(self, obj: Any) -> str | None:
        """The row's public page; none of a draft, or in a draft plan, which is previewed."""
        is_draft = Publication.DRAFT in {getattr(one, "publication", None) for one in (obj, getattr(obj, "plan", None))}
        return None if is_draft else public_address(obj)

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> Any:
        row = kwargs.get("obj")
        address = row and public_address(row)
        if address and request.user.has_perm(VIEW_DRAFT):
            context |= {"preview_address": f"{address}?preview=1"}
        if row is not None:
            actions = [self.get_actions(request).get(publish_whole.__name__)]
            context |= {"row_actions": [(name, words) for _action, name, words in filter(None, actions)]}
        return super().render_change_form(request, context, *args, **kwargs)

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> tuple[str, ...]:
        fields = tuple(super().get_readonly_fields(request, obj))
        return fields if obj is None else (*fields, *self.fixed, *(name for _, names in self.follows for name in names))

    def get_fieldsets(self, request: HttpRequest, obj: Model | None = None) -> Any:
        first, *rest = super().get_fieldsets(request, obj)
        if obj is None or not self.follows:
            return [first, *rest]
        followed = [(title, {"fields": names}) for title, names in self.follows]
        return [first, *followed, *((title, options | {"classes": ("collapse",)}) for title, options in rest)]


CLOCKS_HELP = _(
    "When the tracker learned it. Leave it empty for now; give an earlier instant for what was learned earlier. "
    "It is never in the future."
)


AS_FAR_AS_ALLOWED = _("published, or submitted for review where you may not publish")


class RecordForm(RulesForm):
    """A new record; an empty `recorded` is now, and an empty publication as far as its author may."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "recorded_at" in self.fields:
            field = self.fields["recorded_at"]
            field.required, field.initial = False, None
            self.initial.pop("recorded_at", None)
        if "publication" in self.fields:
            shown: Any = self.fields["publication"]
            shown.required, shown.initial, shown.choices = False, "", [("", AS_FAR_AS_ALLOWED), *shown.choices]

    def clean(self) -> dict[str, Any]:
        """A draft where nobody says who may see it, until that is decided as it is saved."""
        cleaned = super().clean()
        self.is_open = cleaned.get("publication") == ""
        return cleaned | {"publication": Publication.DRAFT} if self.is_open else cleaned


class AddOnlyAdmin(HistoryAdmin):
    """Rows that are added and then stay."""

    form = RecordForm
    entered: tuple[Any, ...] = ()
    """The fields of the form, in the order of entry."""
    date_hierarchy = "date"
    ordering = ("-date", "-recorded_at", "-pk")
    readonly_fields: tuple[Any, ...] = ("author",)
    author = shown_as(_("entered by"), lambda record: record.entered_by)  # not linked: few may see accounts

    def get_fieldsets(self, request: HttpRequest, obj: Model | None = None) -> Any:
        clocks = ("recorded_at",) if obj is None else ("recorded_at", "author")
        if obj is not None and isinstance(obj, RetractableRecord):
            clocks = (*clocks, "retracted_at", "retraction_reason")
        if obj is not None and isinstance(obj, GradedRecord):
            clocks = (*clocks, "replaces")
        collapsed, help_text = (("collapse",), CLOCKS_HELP) if obj is None else ((), "")
        return [
            (None, {"fields": self.entered}),
            (_("Clocks"), {"fields": clocks, "classes": collapsed, "description": help_text}),
        ]

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Of the list, for its actions; never of a row."""
        return obj is None and super().has_change_permission(request)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Of a draft that never counted, by who entered it."""
        return obj is not None and never_counted(obj) and super().has_delete_permission(request, obj)

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> Any:
        row = kwargs.get("obj")
        context |= {"row_actions": [] if row is None else self.row_actions(request, row)}
        return super().render_change_form(request, context, *args, **kwargs)

    def row_actions(self, request: HttpRequest, row: Model) -> list[tuple[str, str]]:
        """The list's actions that would change the row, (name, words), as buttons of its own page."""
        actions: Any = self.get_actions(request).values()
        return [
            (name, words)
            for action, name, words in actions
            if would_change(action, row, request.user) and is_allowed(request.user, action.allowed_permissions[0], row)
        ]


class RecordAdmin(AddOnlyAdmin, DirectedTexts, TranslationAdmin):
    """Records, which also have a publication and a note in three languages."""

    actions: tuple[Any, ...] = PUBLICATION_ACTIONS

    def get_fieldsets(self, request: HttpRequest, obj: Model | None = None) -> Any:
        return self.in_languages(super().get_fieldsets(request, obj))


class RetractableAdmin(RecordAdmin):
    """Records that are retracted where they were mistaken."""

    actions = (*PUBLICATION_ACTIONS, retract_mistakes, raise_grades)

    @admin.display(description=_("counts"), boolean=True)
    def is_standing(self, record: RetractableRecord) -> bool:
        return record.retracted_at is None
