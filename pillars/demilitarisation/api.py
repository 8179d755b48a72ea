"""Demilitarisation in the API: its parts, and its records, each filtered by a closed set."""

from typing import Any

from django_filters import FilterSet

from milestones.api.filters import (
    GRADES,
    OF_PLAN,
    PartFilter,
    PartFilters,
    RecordFilters,
    WordFilter,
    day,
    same,
    slug,
    truth,
)
from milestones.api.views.lists import RowListView, RowView
from milestones.models import Actor, Area, Phase, Plan
from milestones.models.publication import Bounded
from milestones.registry import ApiRoute
from pillars.demilitarisation import api_shapes as shapes
from pillars.demilitarisation import models

NAMES = ("slug", "name_en", "name_ar", "name_he")
NOTES = ("note_en", "note_ar", "note_he")
OF_PHASE, OF_AREA = "Of these stages, by slug.", "Of these areas, by slug."


class CategoryFilters(PartFilters):
    kind = WordFilter("kind", same(models.CategoryKind.values), "Of this kind.")


class SeriesFilters(PartFilters):
    actor = PartFilter(Actor, "actor", "Counted by these actors, by slug.")
    decides = truth("decides", "That the agreement lets decide.")


class EmbargoedFilters(RecordFilters):
    plan = PartFilter(Plan, "plan", OF_PLAN)
    verification = WordFilter("verification", GRADES, "Of this grade.")


class PlacedFilters(EmbargoedFilters):
    phase = PartFilter(Phase, "phase", OF_PHASE)
    area = PartFilter(Area, "area", OF_AREA)


class TotalFilters(PlacedFilters):
    category = PartFilter(models.ArmsCategory, "category", "Of these categories, by slug.")
    basis = WordFilter("basis", same(models.Basis.values), "On this basis.")
    claimant = PartFilter(Actor, "claimant", "Claimed by these actors, by slug.")


class TallyFilters(PlacedFilters):
    category = PartFilter(models.ArmsCategory, "category", "Of these categories, by slug.")
    series = PartFilter(models.CountingSeries, "series", "In these ways of counting, by slug.")
    step = WordFilter("step", same(models.Step.values), "Collected, or destroyed.")
    scope = WordFilter("scope", same(models.Scope.values), "That cover this.")
    disputed_by = PartFilter(Actor, "disputed_by", "Disputed by these actors, by slug.")


class InspectionFilters(PlacedFilters):
    kind = WordFilter("kind", same(models.InspectionKind.values), "Of this kind.")
    outcome = WordFilter("outcome", same(models.Outcome.values), "With this outcome.")
    inspector = PartFilter(Actor, "inspector", "By these actors, by slug.")
    figures_published = truth("figures_published", "With which figures were published.")


class IncidentFilters(EmbargoedFilters):
    case = slug("case", "Of this case, by slug.")
    kind = WordFilter("kind", same(models.IncidentKind.values), "Alleged to have been this.")
    finding = WordFilter("finding", same(models.Finding.values), "With this finding.")
    area = PartFilter(Area, "area", OF_AREA)
    alleged_by = PartFilter(Actor, "alleged_by", "Alleged by these actors, by slug.")
    alleged_against = PartFilter(Actor, "alleged_against", "Alleged against these actors, by slug.")
    happened_on__gte = day("happened_on", "gte", "That happened on this day or later.")
    happened_on__lte = day("happened_on", "lte", "That happened on this day or earlier.")


class LineClaimFilters(EmbargoedFilters):
    line = PartFilter(models.PullbackLine, "line", "About these lines, by slug.")
    claimant = PartFilter(Actor, "claimant", "Claimed by these actors, by slug.")


class PullbackFilters(PlacedFilters):
    step = WordFilter("step", same(models.PullbackStep.values), "That are so far.")
    line = PartFilter(models.PullbackLine, "line", "To these lines, by slug.")
    leaves = PartFilter(Actor, "leaves", "Of these actors' forces, by slug.")
    takes_over = PartFilter(Actor, "takes_over", "Handed over to these actors, by slug.")


def _routes(
    path: str,
    summary: str,
    one: str,
    model: type[Bounded],
    shape: Any,
    filters: type[FilterSet],
    *,
    of_records: bool = True,
) -> tuple[ApiRoute, ApiRoute]:
    """The list of a kind and one of it, as views of the core's making."""
    name = path.replace("-", "_")
    shared = {"model": model, "serializer_class": shape, "tag": "demilitarisation"}
    ways = {"date": "date", "recorded_at": "recorded_at"} if of_records else {"rank": "rank", "slug": "slug"}
    many = type(
        f"{shape.__name__.removesuffix('Serializer')}ListView",
        (RowListView,),
        shared
        | {
            "__doc__": f"{summary}: what the reader may see, in order.",
            "__module__": __name__,
            "operation": f"demilitarisation_{name}",
            "summary": summary,
            "filterset_class": filters,
            "orderings": ways,
            "default_order": ("date", "recorded_at", "pk") if of_records else RowListView.default_order,
            "searched": NOTES if of_records else NAMES,
        },
    )
    single = type(
        f"{shape.__name__.removesuffix('Serializer')}View",
        (RowView,),
        shared
        | {
            "__doc__": f"{one}.",
            "__module__": __name__,
            "operation": f"demilitarisation_{name}_one",
            "summary": one,
            "keys": {"pk": "pk"} if of_records else RowView.keys,
        },
    )
    key = "<int:pk>" if of_records else "<slug:plan>/<slug:slug>"
    return ApiRoute(path, many), ApiRoute(f"{path}/{key}", single)


ROUTES = (
    *_routes("categories", "Categories of arms", "One category of arms", models.ArmsCategory,
             shapes.ArmsCategorySerializer, CategoryFilters, of_records=False),
    *_routes("series", "Ways of counting", "One way of counting", models.CountingSeries,
             shapes.CountingSeriesSerializer, SeriesFilters, of_records=False),
    *_routes("lines", "Pull-back lines", "One pull-back line", models.PullbackLine,
             shapes.PullbackLineSerializer, PartFilters, of_records=False),
    *_routes("totals", "Totals of arms", "One total of arms", models.ArmsTotal,
             shapes.ArmsTotalSerializer, TotalFilters),
    *_routes("tallies", "Tallies", "One tally", models.Tally, shapes.TallySerializer, TallyFilters),
    *_routes("inspections", "Inspections and certifications", "One inspection or certification",
             models.Inspection, shapes.InspectionSerializer, InspectionFilters),
    *_routes("incidents", "Alleged violations", "One report of an alleged violation", models.Incident,
             shapes.IncidentSerializer, IncidentFilters),
    *_routes("line-claims", "Claims about lines", "One claim about a line", models.LineClaim,
             shapes.LineClaimSerializer, LineClaimFilters),
    *_routes("pullbacks", "Pull-backs and handovers", "One pull-back or handover", models.Pullback,
             shapes.PullbackSerializer, PullbackFilters),
)  # fmt: skip
"""What the core mounts below the app's slug."""
