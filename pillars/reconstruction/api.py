"""Reconstruction in the API: its parts and records, each filtered by a closed set, and what they come to."""

from typing import Any

from django_filters import FilterSet

from milestones.api.filters import (
    GRADES,
    OF_PLAN,
    PartFilter,
    PartFilters,
    RecordFilters,
    WordFilter,
    same,
    truth,
)
from milestones.api.views.lists import RowListView, RowView
from milestones.models import Actor, Area, Plan
from milestones.models.publication import Bounded
from milestones.registry import ApiRoute
from pillars.reconstruction import api_shapes as shapes
from pillars.reconstruction import models
from pillars.reconstruction.api_standing import ComparisonView, MoneyView, ReconciliationView
from pillars.reconstruction.currencies import CURRENCIES
from pillars.reconstruction.models import choices

NAMES = ("slug", "name_en", "name_ar", "name_he")
NOTES = ("note_en", "note_ar", "note_he")
CODES = same(sorted(CURRENCIES))


class AppealFilters(PartFilters):
    is_base_rate = truth("is_base_rate", "Earlier appeals, kept for comparison.")


class ChannelFilters(PartFilters):
    kind = WordFilter("kind", same(choices.ChannelKind.values), "Of this kind.")
    holder = PartFilter(Actor, "holder", "Kept by these actors, by slug.")


class ProjectFilters(PartFilters):
    sector = PartFilter(models.Sector, "sector", "Of these sectors, by slug.")
    area = PartFilter(Area, "area", "Of these areas, by slug.")
    implementer = PartFilter(Actor, "implementer", "Carried out by these actors, by slug.")


class FindingFilters(PartFilters):
    about = WordFilter("about", same(choices.About.values), "About this.")
    owner = PartFilter(Actor, "owner", "To be accounted for by these actors, by slug.")
    appeal = PartFilter(models.Appeal, "appeal", "About these appeals, by slug.")


class ReconstructionFilters(RecordFilters):
    plan = PartFilter(Plan, "plan", OF_PLAN)
    verification = WordFilter("verification", GRADES, "Of this grade.")


class EstimateFilters(ReconstructionFilters):
    assessment = PartFilter(models.NeedsAssessment, "assessment", "Of these assessments, by slug.")
    sector = PartFilter(models.Sector, "sector", "For these sectors, by slug.")
    territory = PartFilter(models.Territory, "territory", "That cover these territories, by slug.")
    measured = WordFilter("measured", same(choices.Measured.values), "Damage, losses or needs.")
    horizon = WordFilter("horizon", same(choices.Horizon.values), "For this part of the time.")


class TransactionFilters(ReconstructionFilters):
    stage = WordFilter("stage", same(choices.Stage.values), "At this stage.")
    told_by = WordFilter("side", same(choices.Side.values), "Told by this side.")
    appeal = PartFilter(models.Appeal, "appeal", "Of these appeals, by slug.")
    donor = PartFilter(models.Donor, "donor", "From these donors, by slug.")
    channel = PartFilter(models.Channel, "channel", "Through these channels, by slug.")
    project = PartFilter(models.Project, "project", "For these projects, by slug.")
    currency = WordFilter("currency", CODES, "In this currency.")


class RateFilters(ReconstructionFilters):
    currency = WordFilter("currency", CODES, "Of this currency.")
    into = WordFilter("into", CODES, "Into this currency.")


class StepFilters(ReconstructionFilters):
    project = PartFilter(models.Project, "project", "Of these projects, by slug.")
    kind = WordFilter("kind", same(choices.StepKind.values), "Of this kind.")


class CountFilters(ReconstructionFilters):
    project = PartFilter(models.Project, "project", "Of these projects, by slug.")
    kind = WordFilter("kind", same(choices.CountKind.values), "Planned or delivered.")
    unit = WordFilter("unit", same(choices.Unit.values), "Of this unit.")


class EntryFilters(ReconstructionFilters):
    finding = PartFilter(models.Finding, "finding", "About these findings, by slug.")
    actor = PartFilter(Actor, "actor", "Said by these actors, by slug.")
    state = WordFilter("state", same(choices.State.values), "That brought this state.")


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
    name = f"reconstruction_{path.replace('-', '_')}"
    stem = shape.__name__.removesuffix("Serializer")
    shared = {"model": model, "serializer_class": shape, "tag": "reconstruction", "__module__": __name__}
    ways = {"date": "date", "recorded_at": "recorded_at"} if of_records else {"rank": "rank", "slug": "slug"}
    many = {
        "__doc__": f"{summary}: what the reader may see, in order.",
        "operation": name,
        "summary": summary,
        "filterset_class": filters,
        "orderings": ways,
        "default_order": ("date", "recorded_at", "pk") if of_records else RowListView.default_order,
        "searched": NOTES if of_records else NAMES,
    }
    single = {
        "__doc__": f"{one}.",
        "operation": f"{name}_one",
        "summary": one,
        "keys": {"pk": "pk"} if of_records else RowView.keys,
    }
    key = "<int:pk>" if of_records else "<slug:plan>/<slug:slug>"
    return (
        ApiRoute(path, type(f"{stem}ListView", (RowListView,), shared | many)),
        ApiRoute(f"{path}/{key}", type(f"{stem}View", (RowView,), shared | single)),
    )


ROUTES = (
    *_routes("sectors", "Sectors of rebuilding", "One sector", models.Sector,
             shapes.SectorSerializer, PartFilters, of_records=False),
    *_routes("territories", "Territories that figures cover", "One territory", models.Territory,
             shapes.TerritorySerializer, PartFilters, of_records=False),
    *_routes("appeals", "Conferences and appeals", "One conference or appeal", models.Appeal,
             shapes.AppealSerializer, AppealFilters, of_records=False),
    *_routes("donors", "Donors", "One donor", models.Donor,
             shapes.DonorSerializer, PartFilters, of_records=False),
    *_routes("channels", "Channels and funds", "One channel or fund", models.Channel,
             shapes.ChannelSerializer, ChannelFilters, of_records=False),
    *_routes("needs-assessments", "Needs assessments", "One needs assessment", models.NeedsAssessment,
             shapes.NeedsAssessmentSerializer, PartFilters, of_records=False),
    *_routes("projects", "Projects", "One project", models.Project,
             shapes.ProjectSerializer, ProjectFilters, of_records=False),
    *_routes("findings", "Findings", "One finding", models.Finding,
             shapes.FindingSerializer, FindingFilters, of_records=False),
    *_routes("estimates", "Figures of needs assessments", "One figure of a needs assessment", models.Estimate,
             shapes.EstimateSerializer, EstimateFilters),
    *_routes("transactions", "Transactions", "One transaction", models.Transaction,
             shapes.TransactionSerializer, TransactionFilters),
    *_routes("rates", "Exchange rates", "One exchange rate", models.ExchangeRate,
             shapes.ExchangeRateSerializer, RateFilters),
    *_routes("project-steps", "Steps of projects", "One step of a project", models.ProjectStep,
             shapes.ProjectStepSerializer, StepFilters),
    *_routes("unit-counts", "Counts of units", "One count of units", models.UnitCount,
             shapes.UnitCountSerializer, CountFilters),
    *_routes("finding-entries", "Entries of findings", "One entry of a finding", models.FindingEntry,
             shapes.FindingEntrySerializer, EntryFilters),
    ApiRoute("money/<slug:plan>", MoneyView),
    ApiRoute("reconciliation/<slug:plan>", ReconciliationView),
    ApiRoute("comparisons/<slug:plan>", ComparisonView),
)  # fmt: skip
"""What the core mounts below the app's slug."""
