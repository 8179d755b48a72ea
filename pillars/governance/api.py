"""Governance in the API: its parts, and its records, each filtered by a closed set."""

from collections.abc import Iterator
from dataclasses import dataclass

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
from milestones.models import Actor, AppendOnly, Area, Plan
from milestones.registry import ApiRoute
from pillars.governance import api_shapes as shapes
from pillars.governance import models
from pillars.governance.models import choices

PART_ORDERINGS = {"rank": "rank", "slug": "slug"}
RECORD_ORDERINGS = {"date": "date", "recorded_at": "recorded_at"}
RECORD_ORDER = ("date", "recorded_at", "pk")
OF_GRADE = "Of this grade."


class BodyFilters(PartFilters):
    kind = WordFilter("kind", same(choices.BodyKind.values), "Of this kind.")
    actor = PartFilter(Actor, "actor", "That are these actors, by slug.")


class OfBodyFilters(PartFilters):
    body = PartFilter(models.Body, "body", "Of these bodies, by slug.")


class SeatFilters(OfBodyFilters):
    portfolio = PartFilter(models.Portfolio, "portfolio", "With these portfolios, by slug.")
    must_be_independent = truth("must_be_independent", "Whose holder is to be independent of parties.")


class FunctionFilters(PartFilters):
    kind = WordFilter("kind", same(choices.FunctionKind.values), "Of this kind.")
    receiver = PartFilter(models.Body, "receiver", "To be run by these bodies, by slug.")


class ServedAreaFilters(PartFilters):
    area = PartFilter(Area, "area", "Of these areas, by slug.")


class BenchmarkFilters(PartFilters):
    kind = WordFilter("kind", same(choices.BenchmarkKind.values), "Of this kind.")
    judge = PartFilter(Actor, "judge", "Judged by these actors, by slug.")
    judge_none_designated = truth("judge_none_designated", "For which the text names no judge.")


class SeatRecordFilters(RecordFilters):
    plan = PartFilter(Plan, "seat__plan", OF_PLAN)
    body = PartFilter(models.Body, "seat__body", "Of these bodies, by slug.")
    seat = PartFilter(models.Seat, "seat", "Of these seats, by slug.")
    verification = WordFilter("verification", GRADES, OF_GRADE)


class AppointmentFilters(SeatRecordFilters):
    vetting = WordFilter("vetting", same(choices.Vetting.values), "With this result of the vetting.")


class FunctionRecordFilters(RecordFilters):
    plan = PartFilter(Plan, "function__plan", OF_PLAN)
    function = PartFilter(models.Function, "function", "Of these functions, by slug.")
    area = PartFilter(Area, "area", "Of these areas, by slug.")
    verification = WordFilter("verification", GRADES, OF_GRADE)


class HandoverFilters(FunctionRecordFilters):
    stage = WordFilter("stage", same(choices.Stage.values), "At this stage.")
    run_by = WordFilter("run_by", same(choices.RunBy.values), "Run by these.")


class DeliveryFilters(FunctionRecordFilters):
    status = WordFilter("status", same(choices.Delivering.values), "Of this status.")


class FindingFilters(RecordFilters):
    plan = PartFilter(Plan, "benchmark__plan", OF_PLAN)
    benchmark = PartFilter(models.Benchmark, "benchmark", "On these benchmarks, by slug.")
    outcome = WordFilter("outcome", same(choices.Outcome.values), "With this outcome.")
    verification = WordFilter("verification", GRADES, OF_GRADE)


@dataclass(frozen=True, slots=True)
class Resource:
    """A model in the API: its path, its shape, its filters, and what one row and many are called."""

    path: str
    shape: type[shapes.GovernanceShape]
    filters: type[FilterSet]
    one: str
    many: str

    def routes(self) -> Iterator[ApiRoute]:
        """The list and the single row; parts are addressed by plan and slug, records by number."""
        model = self.shape.model
        is_record = issubclass(model, AppendOnly)
        shared = {"tag": "governance", "model": model, "serializer_class": self.shape}
        lists = {
            "__doc__": f"{self.many}, in a total order; records that were taken back too.",
            "operation": f"governance_{self.path}",
            "summary": self.many,
            "filterset_class": self.filters,
            "orderings": RECORD_ORDERINGS if is_record else PART_ORDERINGS,
            "default_order": RECORD_ORDER if is_record else RowListView.default_order,
            "searched": self.shape.searched,
        }
        single = {
            "__doc__": f"{self.one}.",
            "operation": f"governance_{self.path}_one",
            "summary": self.one,
            "keys": {"pk": "pk"} if is_record else RowView.keys,
        }
        key = "<int:pk>" if is_record else "<slug:plan>/<slug:slug>"
        name = model.__name__
        yield ApiRoute(self.path, type(f"{name}ListView", (RowListView,), shared | lists))
        yield ApiRoute(f"{self.path}/{key}", type(f"{name}View", (RowView,), shared | single))


RESOURCES = (
    Resource("bodies", shapes.BodySerializer, BodyFilters, "One body", "Bodies"),
    Resource("portfolios", shapes.PortfolioSerializer, OfBodyFilters, "One portfolio", "Portfolios"),
    Resource("seats", shapes.SeatSerializer, SeatFilters, "One seat", "Seats"),
    Resource(
        "functions", shapes.FunctionSerializer, FunctionFilters, "One function", "Functions and services"
    ),
    Resource(
        "served-areas", shapes.ServedAreaSerializer, ServedAreaFilters, "One served area", "Served areas"
    ),
    Resource("benchmarks", shapes.BenchmarkSerializer, BenchmarkFilters, "One benchmark", "Benchmarks"),
    Resource(
        "appointments", shapes.AppointmentSerializer, AppointmentFilters, "One appointment", "Appointments"
    ),
    Resource("vacancies", shapes.VacancySerializer, SeatRecordFilters, "One vacancy", "Vacancies"),
    Resource(
        "handovers", shapes.HandoverSerializer, HandoverFilters, "One handover", "Handovers of functions"
    ),
    Resource(
        "deliveries", shapes.DeliverySerializer, DeliveryFilters, "One delivery", "Deliveries of services"
    ),
    Resource("findings", shapes.FindingSerializer, FindingFilters, "One finding", "Findings on benchmarks"),
)
ROUTES = tuple(route for resource in RESOURCES for route in resource.routes())
