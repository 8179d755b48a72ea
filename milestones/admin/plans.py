"""Plans, and the coordinates that their milestones have in them."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import TranslationTabularInline

from milestones.admin.base import list_address
from milestones.admin.inlines import Lines
from milestones.admin.kinds import Form, KindPages
from milestones.admin.structure import StructureAdmin
from milestones.admin.summaries import EMPTY, add_link, day, link, table
from milestones.admin.texts import DirectedTexts
from milestones.kinds.core import KIND_OF
from milestones.models import Actor, Area, Indicator, Milestone, Phase, Pillar, Plan, Reading, Source


class PartInline(Lines, DirectedTexts, TranslationTabularInline):
    """Parts of a plan that are little more than a name."""


def part_lines(model: Any) -> type[PartInline]:
    """The parts of one kind, each with its short columns."""
    pages = KindPages(KIND_OF[model], Form())
    keys = tuple(key.name for key in pages.keys)
    options = {"model": model, "fields": ("name", "slug", *pages.columns(), "rank"), "autocomplete_fields": keys}
    return type(f"{model.__name__}Inline", (PartInline,), options)


class PlanPage(StructureAdmin):
    list_display = ("__str__", "slug", "publication", "as_of", "computed_for")
    list_filter = ("publication",)
    list_select_related = ("current",)
    inlines = tuple(map(part_lines, (Reading, Pillar, Phase, Area)))
    follows = ((_("What follows"), ("computed_for", "ways")),)

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        if request.method == "GET":
            self.admin_site.tell_of_failures(request)
        return super().changelist_view(request, extra_context)

    def change_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "GET":
            self.admin_site.tell_of_failures(request, object_id)
        return super().change_view(request, object_id, *args, **kwargs)

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
