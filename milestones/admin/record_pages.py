"""The lists and forms of records, for those who enter many."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Max
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from milestones.admin.filters import PlanFilter, PlanPartFilter
from milestones.admin.indicators import ObservationForm
from milestones.admin.milestones import REVISED
from milestones.admin.records import AddOnlyAdmin, RecordAdmin, RecordForm, RetractableAdmin
from milestones.admin.summaries import day
from milestones.models import (
    Assessment,
    Observation,
    Position,
    ScheduleRevision,
    Waiver,
    WaiverEnding,
    Withdrawal,
    WithdrawalEnding,
)

OF_MILESTONE = ("milestone__slug", "milestone__name_en", "milestone__name_ar", "milestone__name_he")
OF_SOURCE = ("source__slug", "source__title_en", "source__title_ar", "source__title_he")
NOTES = ("note_en", "note_ar", "note_he")


def filters(prefix: str, *more: Any) -> tuple[Any, ...]:
    """By plan and pillar, reached by the prefix, then by more."""
    return ((f"{prefix}plan", PlanFilter), (f"{prefix}pillar", PlanPartFilter), *more)


@admin.register(Assessment)
class AssessmentAdmin(RetractableAdmin):
    entered = ("milestone", ("date", "level", "verification"), "source", "publication", "note")
    carried = ("milestone", "date", "source", "verification", "publication")
    list_display = ("date", "milestone", "level", "verification", "source", "publication", "is_standing")
    list_display_links = ("date", "milestone")
    list_filter = filters("milestone__", "level", "verification", "publication", "retracted_at")
    list_select_related = ("milestone", "source")
    search_fields = (*OF_MILESTONE, *OF_SOURCE, *NOTES)
    autocomplete_fields = ("milestone", "source")


@admin.register(Observation)
class ObservationAdmin(RetractableAdmin):
    form = ObservationForm
    entered = ("indicator", ("date", "value"), ("series", "verification"), "source", "publication", "note")
    carried = ("indicator", "date", "series", "source", "verification", "publication")
    list_display = (
        "date",
        "indicator",
        "value",
        "series",
        "verification",
        "source",
        "publication",
        "is_standing",
    )
    list_display_links = ("date", "indicator")
    list_filter = filters("indicator__", "verification", "publication", "retracted_at")
    list_select_related = ("indicator", "source")
    search_fields = (
        "indicator__slug",
        "indicator__name_en",
        "indicator__name_ar",
        "indicator__name_he",
        "series",
        *OF_SOURCE,
        *NOTES,
    )
    autocomplete_fields = ("indicator", "source")


@admin.register(ScheduleRevision)
class ScheduleRevisionAdmin(RecordAdmin):
    entered = ("milestone", "date", *REVISED, "source", "publication", "note")
    carried = ("milestone", "date", "source", "publication")
    list_display = ("date", "milestone", "planned_start_on", "due_on", "source", "publication")
    list_display_links = ("date", "milestone")
    list_filter = filters("milestone__", "publication")
    list_select_related = ("milestone", "source")
    search_fields = (*OF_MILESTONE, *OF_SOURCE, *NOTES)
    autocomplete_fields = ("milestone", "source", "planned_start_after", "due_after")

    def save_model(self, request: HttpRequest, obj: ScheduleRevision, form: Any, change: bool) -> None:
        """Of several revisions of one date the last entered holds."""
        last = obj.milestone.schedule_revisions.aggregate(last=Max("rank"))["last"]
        obj.rank = 0 if last is None else last + 1
        super().save_model(request, obj, form, change)


@admin.register(Position)
class PositionAdmin(RetractableAdmin):
    entered = ("actor", ("date", "stance"), "pillar", "milestone", "source", "publication", "note")
    carried = ("actor", "date", "source", "publication")
    list_display = ("date", "actor", "stance", "about", "source", "publication", "is_standing")
    list_display_links = ("date", "actor")
    list_filter = (("actor__plan", PlanFilter), "stance", "publication", "retracted_at")
    list_select_related = ("actor", "pillar", "milestone", "source")
    search_fields = (
        "actor__slug",
        "actor__name_en",
        "actor__name_ar",
        "actor__name_he",
        *OF_MILESTONE,
        *NOTES,
    )
    autocomplete_fields = ("actor", "pillar", "milestone", "source")

    @admin.display(description=_("about"))
    def about(self, position: Position) -> str:
        return str(position.milestone or position.pillar or _("the plan"))


@admin.register(Withdrawal)
class WithdrawalAdmin(RecordAdmin):
    entered = ("milestone", "date", "source", "publication", "note")
    carried = ("date", "source", "publication")
    list_display = ("date", "milestone", "source", "publication", "ended_on")
    list_display_links = ("date", "milestone")
    list_filter = filters("milestone__", "publication")
    list_select_related = ("milestone", "source", "ending")
    search_fields = (*OF_MILESTONE, *OF_SOURCE, *NOTES)
    autocomplete_fields = ("milestone", "source")

    @admin.display(description=_("ended on"), ordering="ending__date")
    def ended_on(self, withdrawal: Withdrawal) -> Any:
        return withdrawal.ending.date if hasattr(withdrawal, "ending") else None


@admin.register(Waiver)
class WaiverAdmin(RecordAdmin):
    entered = ("gate", "date", "source", "publication", "note")
    carried = ("date", "source", "publication")
    list_display = ("date", "gate", "source", "publication", "ended_on")
    list_display_links = ("date", "gate")
    list_filter = filters("gate__milestone__", "publication")
    list_select_related = ("gate__milestone", "source", "ending")
    search_fields = ("gate__milestone__slug", "gate__milestone__name_en", *OF_SOURCE, *NOTES)
    autocomplete_fields = ("gate", "source")

    @admin.display(description=_("ended on"), ordering="ending__date")
    def ended_on(self, waiver: Waiver) -> Any:
        return waiver.ending.date if hasattr(waiver, "ending") else None


class EndingForm(RecordForm):
    """A new ending, not before what it ends."""

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        date, ended = (
            self.cleaned_data.get("date"),
            self.cleaned_data.get("withdrawal") or self.cleaned_data.get("waiver"),
        )
        if date and ended and date < ended.date:
            message = gettext("It cannot end on %(value)s, before it began, on %(began)s. Give a later date.")
            params = {"value": day(date), "began": day(ended.date)}
            self.add_error("date", ValidationError(message, params=params))
        return cleaned


class EndingAdmin(AddOnlyAdmin):
    """Endings, which are published with what they end."""

    form = EndingForm
    change_form_template = "admin/milestones/record_page.html"


@admin.register(WithdrawalEnding)
class WithdrawalEndingAdmin(EndingAdmin):
    entered = ("withdrawal", "date", "source")
    list_display = ("date", "withdrawal", "source")
    list_display_links = ("date", "withdrawal")
    list_filter = filters("withdrawal__milestone__")
    list_select_related = ("withdrawal__milestone", "source")
    search_fields = ("withdrawal__milestone__slug", "withdrawal__milestone__name_en", *OF_SOURCE)
    autocomplete_fields = ("withdrawal", "source")


@admin.register(WaiverEnding)
class WaiverEndingAdmin(EndingAdmin):
    entered = ("waiver", "date", "source")
    list_display = ("date", "waiver", "source")
    list_display_links = ("date", "waiver")
    list_filter = filters("waiver__gate__milestone__")
    list_select_related = ("waiver__gate__milestone", "source")
    search_fields = ("waiver__gate__milestone__slug", "waiver__gate__milestone__name_en", *OF_SOURCE)
    autocomplete_fields = ("waiver", "source")
