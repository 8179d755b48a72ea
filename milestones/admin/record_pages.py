"""Records in the admin: added, seen, published and retracted; never edited, never deleted."""

from typing import Any

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import TranslationAdmin

from milestones.admin.actions import PUBLICATION_ACTIONS, raise_grades, retract_mistakes, would_change
from milestones.admin.histories import HistoryAdmin
from milestones.admin.rules_at_save import RulesForm
from milestones.admin.texts import DirectedTexts
from milestones.models import GradedRecord, RetractableRecord
from milestones.services.rights import may_somewhere

CLOCKS_HELP = _(
    "When the tracker learned it. Leave it empty for now; give an earlier instant for what was learned earlier. "
    "It is never in the future."
)


class RecordForm(RulesForm):
    """A new record; an empty `recorded` is now."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "recorded_at" in self.fields:
            field = self.fields["recorded_at"]
            field.required, field.initial = False, None
            self.initial.pop("recorded_at", None)


class AddOnlyAdmin(HistoryAdmin):
    """Rows that are added and then stay."""

    form = RecordForm
    entered: tuple[Any, ...] = ()
    """The fields of the form, in the order of entry."""
    date_hierarchy = "date"
    ordering = ("-date", "-recorded_at", "-pk")

    def get_fieldsets(self, request: HttpRequest, obj: Model | None = None) -> Any:
        clocks = ("recorded_at",) if obj is None else ("recorded_at", "entered_by")
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
        return False

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> Any:
        row = kwargs.get("obj")
        context |= {"row_actions": [] if row is None else self.row_actions(request, row)}
        return super().render_change_form(request, context, *args, **kwargs)

    def row_actions(self, request: HttpRequest, row: Model) -> list[tuple[str, str]]:
        """The list's actions that would change the row, (name, words), as buttons of its own page."""
        return [
            (name, words)
            for action, name, words in self.get_actions(request).values()
            if would_change(action, row, request.user)
        ]


class RecordAdmin(AddOnlyAdmin, DirectedTexts, TranslationAdmin):
    """Records, which also have a publication and a note in three languages."""

    actions: tuple[Any, ...] = PUBLICATION_ACTIONS

    def get_fieldsets(self, request: HttpRequest, obj: Model | None = None) -> Any:
        return self.in_languages(super().get_fieldsets(request, obj))


class RetractableAdmin(RecordAdmin):
    """Records that are retracted where they were mistaken."""

    actions = (*PUBLICATION_ACTIONS, retract_mistakes, raise_grades)

    def has_verify_permission(self, request: HttpRequest) -> bool:
        """Whether the user may raise the grade of some such record."""
        return issubclass(self.model, GradedRecord) and may_somewhere(request.user, "verify", self.model)

    @admin.display(description=_("counts"), boolean=True)
    def is_standing(self, record: RetractableRecord) -> bool:
        return record.retracted_at is None
