"""Actors and sources: who speaks, and where it is written."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from milestones.admin.filters import PlanFilter
from milestones.admin.structure import PlanPartAdmin
from milestones.models import Actor, Source


@admin.register(Actor)
class ActorAdmin(PlanPartAdmin):
    fields = ("plan", "name", "slug", "kind", "url", "rank")
    carried = ("plan", "kind")
    list_display = ("__str__", "slug", "kind", "plan", "rank")
    list_filter = (("plan", PlanFilter), "kind")


@admin.register(Source)
class SourceAdmin(PlanPartAdmin):
    carried = ("plan", "publisher_en", "publisher_ar", "publisher_he", "language", "tier", "publication")
    list_display = ("__str__", "slug", "publisher", "date", "tier", "publication", "plan")
    list_filter = (("plan", PlanFilter), "tier", "publication", "language")
    date_hierarchy = "date"
    search_fields = (
        "slug",
        "title_en",
        "title_ar",
        "title_he",
        "publisher_en",
        "publisher_ar",
        "publisher_he",
        "url",
    )
    prepopulated_fields = {"slug": ("title",)}
    fieldsets = (
        (None, {"fields": ("plan", "title", "slug", "url", ("date", "language", "tier"))}),
        (_("Publisher"), {"fields": ("publisher",)}),
        (_("Publication"), {"fields": ("publication", "rank")}),
    )
