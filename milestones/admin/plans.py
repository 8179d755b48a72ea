"""Plans, and the coordinates that their milestones have in them."""

from typing import Any

from django.contrib import admin
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import TranslationTabularInline

from milestones.admin.base import list_address, public_address
from milestones.admin.inlines import Lines
from milestones.admin.structure import StructureAdmin
from milestones.admin.summaries import EMPTY, add_link, day, link, table
from milestones.admin.texts import DirectedTexts
from milestones.models import Actor, Area, Indicator, Milestone, Phase, Pillar, Plan, Reading, Source


class PartInline(Lines, DirectedTexts, TranslationTabularInline):
    """Parts of a plan that are little more than a name."""

    fields: tuple[str, ...] = ("name", "slug", "rank")


class ReadingInline(PartInline):
    model = Reading
    fields = ("name", "slug", "actor", "rank")
    autocomplete_fields = ("actor",)


class PillarInline(PartInline):
    model = Pillar


class PhaseInline(PartInline):
    model = Phase
    fields = ("name", "slug", "start", "end", "rank")


class AreaInline(PartInline):
    model = Area
    fields = ("name", "slug", "p_code", "rank")


class PlanPage(StructureAdmin):
    list_display = ("__str__", "slug", "publication", "as_of", "computed_for")
    list_filter = ("publication",)
    list_select_related = ("current",)
    inlines = (ReadingInline, PillarInline, PhaseInline, AreaInline)
    follows = ((_("What follows"), ("computed_for", "ways")),)

    def view_on_site(self, obj: Plan) -> str | None:
        return public_address("plan-page", obj.slug)

    @admin.display(description=_("computed for"), ordering="current__on")
    def computed_for(self, plan: Plan) -> str:
        return day(plan.current.on) if hasattr(plan, "current") else day(None)

    @admin.display(description=_("see also"))
    def ways(self, plan: Any) -> SafeString:
        """The lists of this plan's milestones, indicators, actors and sources."""
        kinds = (Milestone, Indicator, Actor, Source)
        return table(
            (_("List"), _("How many"), _("New")),
            (
                (
                    link(list_address(kind, plan__id__exact=plan.pk), kind._meta.verbose_name_plural),
                    kind.objects.filter(plan=plan).visible_to(plan.reader).count(),
                    add_link(plan.reader, kind, _("Add"), plan=plan.pk) or EMPTY,
                )
                for kind in kinds
            ),
        )
