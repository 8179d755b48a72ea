"""The indicator's page: what is counted, by whom, and the counts."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import TranslationStackedInline

from milestones.admin.base import list_address, page_of
from milestones.admin.filters import PlanFilter, PlanPartFilter
from milestones.admin.inlines import AddOnlyInline, Lines, RankedFormSet
from milestones.admin.records import enter_as
from milestones.admin.rules_at_save import RulesForm
from milestones.admin.structure import PlanPartAdmin
from milestones.admin.summaries import EMPTY, NEWEST, day, link, table
from milestones.admin.texts import DirectedTexts
from milestones.models import Indicator, Observation, Series


class SeriesForm(RulesForm):
    """A series keeps its slug while observations are entered under it."""

    def clean_slug(self) -> str:
        slug = self.cleaned_data["slug"]
        kept = self.initial.get("slug")
        if kept and slug != kept and _observed(self.instance.indicator_id, kept):
            raise ValidationError(
                gettext(
                    "Observations are entered under the slug “%(slug)s”. Keep it, and add another series."
                ),
                params={"slug": kept},
            )
        return slug


class SeriesFormSet(RankedFormSet):
    """Series; one with observations is not removed."""

    def clean(self) -> None:
        super().clean()
        for form in self.deleted_forms:
            if _observed(form.instance.indicator_id, form.instance.slug):
                raise ValidationError(
                    gettext("The series “%(slug)s” has observations and cannot be removed."),
                    params={"slug": form.instance.slug},
                )


def _observed(indicator_id: int | None, slug: str) -> bool:
    return Observation.objects.filter(indicator=indicator_id, series=slug).exists()


class SeriesInline(Lines, DirectedTexts, TranslationStackedInline):
    model = Series
    form = SeriesForm
    formset = SeriesFormSet
    fieldsets = (
        (None, {"fields": (("slug", "rank"), "actor", "name")}),
        (_("Definition"), {"fields": ("definition",), "classes": ("collapse",)}),
    )
    autocomplete_fields = ("actor",)


class ObservationInline(AddOnlyInline):
    model = Observation
    entered = (("date", "value"), ("series", "verification"), "source", "publication")
    autocomplete_fields = ("source",)
    verbose_name_plural = _("new observations")


@admin.register(Indicator)
class IndicatorAdmin(PlanPartAdmin):
    carried = ("plan", "pillar", "publication")
    list_display = ("__str__", "slug", "plan", "pillar", "unit", "target", "target_date", "publication")
    list_filter = (
        ("plan", PlanFilter),
        ("pillar", PlanPartFilter),
        "publication",
        "direction",
        "verification",
    )
    list_select_related = ("plan", "pillar")
    autocomplete_fields = ("plan", "pillar", "area")
    readonly_fields = ("observations_there",)
    inlines = (ObservationInline, SeriesInline)

    def get_fieldsets(self, request: HttpRequest, obj: Model | None = None) -> Any:
        seldom_edited = () if obj is None else ("collapse",)
        fieldsets = [
            (None, {"fields": ("plan", "name", "slug", "publication")}),
            (_("What is counted"), {"fields": ("unit", "definition", ("decimals", "direction"))}),
            (_("Where it belongs"), {"fields": ("pillar", "area", "rank"), "classes": seldom_edited}),
            (_("Promise"), {"fields": ("baseline", ("target", "target_date")), "classes": seldom_edited}),
            (
                _("How it is read"),
                {"fields": ("verification", "official", "stale_after", "measure"), "classes": seldom_edited},
            ),
        ]
        if obj is not None:
            fieldsets.insert(1, (_("On record"), {"fields": ("observations_there",)}))
        return self.in_languages(fieldsets)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        enter_as(request.user, formset)
        super().save_formset(request, form, formset, change)

    @admin.display(description=_("observations"))
    def observations_there(self, indicator: Indicator) -> SafeString:
        newest = (
            indicator.observations.visible_to(indicator.reader)
            .select_related("source")
            .order_by("-date", "-recorded_at", "-pk")
        )
        rows = (
            (
                link(page_of(record), day(record.date)),
                record.value,
                record.series or EMPTY,
                record.get_verification_display(),
                record.source or EMPTY,
                record.get_publication_display(),
                gettext("no, retracted") if record.retracted_at else gettext("yes"),
            )
            for record in newest[:NEWEST]
        )
        headings = (
            _("Date"),
            _("Value"),
            _("Series"),
            _("Grade"),
            _("Source"),
            _("Publication"),
            _("Counts"),
        )
        more = link(list_address(Observation, indicator__id__exact=indicator.pk), _("All observations"))
        return format_html("{}<p>{}</p>", table(headings, rows), more)
