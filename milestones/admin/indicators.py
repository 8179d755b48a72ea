"""The indicator's page: what is counted, by whom, and the counts."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import TranslationStackedInline

from milestones.admin.filters import PlanFilter, PlanPartFilter
from milestones.admin.inlines import Lines, RankedFormSet, adding
from milestones.admin.on_record import COUNTS, RESTS, records_of, rests
from milestones.admin.rules_at_save import RulesForm
from milestones.admin.structure import StructureAdmin
from milestones.admin.texts import DirectedTexts
from milestones.models import Observation, Series


class SeriesForm(RulesForm):
    """A series keeps its slug while observations are entered under it."""

    def clean_slug(self) -> str:
        slug = self.cleaned_data["slug"]
        kept = self.initial.get("slug")
        if kept and slug != kept and _observed(self.instance.indicator_id, kept):
            raise ValidationError(
                gettext("Observations are entered under the slug “%(slug)s”. Keep it, and add another series."),
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


class IndicatorPage(StructureAdmin):
    list_display = ("__str__", "slug", "plan", "pillar", "unit", "target", "target_date", "publication")
    list_filter = (("plan", PlanFilter), ("pillar", PlanPartFilter), "publication", "direction", "verification")
    inlines = (adding(Observation, _("new observations")), SeriesInline)
    follows = ((_("On record"), ("observations_there",)), RESTS)
    rests = rests
    observations_there = records_of(Observation, "value", "series", "verification", "source", "publication", COUNTS)
