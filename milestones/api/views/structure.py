"""The parts of plans: pillars, phases, areas, readings, actors, sources, indicators, gates and conditions."""

from typing import Any

from django.http import Http404
from rest_framework.request import Request

from milestones.api import filters
from milestones.api.parameters import POINT
from milestones.api.serializers import plans as plan_shapes
from milestones.api.serializers import structure as shapes
from milestones.api.serializers.indicators import IndicatorDetailSerializer
from milestones.api.views.base import ReadView
from milestones.api.views.lists import RowListView, RowView, rows_seen, with_lines
from milestones.models import Actor, Area, Condition, Gate, Indicator, Phase, Pillar, Reading, Source
from milestones.selectors.api_indicators import count_of, series_of
from milestones.selectors.api_moments import evaluation_at, readings_of, told

PART_ORDERINGS = {"rank": "rank", "slug": "slug"}


class PillarListView(RowListView):
    """The pillars of the plans."""

    operation, tag, summary = "pillars", "structure", "Pillars of plans"
    model = Pillar
    serializer_class = plan_shapes.PillarSerializer
    filterset_class = filters.PartFilters
    orderings = PART_ORDERINGS
    searched = ("slug", "name", "summary")


class PillarView(RowView):
    """A pillar of a plan."""

    operation, tag, summary = "pillar", "structure", "One pillar"
    model = Pillar
    serializer_class = plan_shapes.PillarSerializer


class PhaseListView(RowListView):
    """The phases of the plans."""

    operation, tag, summary = "phases", "structure", "Phases of plans"
    model = Phase
    serializer_class = plan_shapes.PhaseSerializer
    filterset_class = filters.PartFilters
    orderings = {**PART_ORDERINGS, "start": "start"}
    searched = ("slug", "name")


class PhaseView(RowView):
    """A phase of a plan."""

    operation, tag, summary = "phase", "structure", "One phase"
    model = Phase
    serializer_class = plan_shapes.PhaseSerializer


class ReadingListView(RowListView):
    """The readings of the plans."""

    operation, tag, summary = "readings", "structure", "Readings of plans"
    model = Reading
    serializer_class = plan_shapes.ReadingSerializer
    filterset_class = filters.PartFilters
    orderings = PART_ORDERINGS
    searched = ("slug", "name")


class ReadingView(RowView):
    """A reading of a plan."""

    operation, tag, summary = "reading", "structure", "One reading"
    model = Reading
    serializer_class = plan_shapes.ReadingSerializer


class AreaListView(RowListView):
    """The areas of the plans."""

    operation, tag, summary = "areas", "structure", "Areas of plans"
    model = Area
    serializer_class = shapes.AreaSerializer
    filterset_class = filters.PartFilters
    orderings = PART_ORDERINGS
    searched = ("slug", "name", "p_code")


class AreaView(RowView):
    """An area of a plan."""

    operation, tag, summary = "area", "structure", "One area"
    model = Area
    serializer_class = shapes.AreaSerializer


class ActorListView(RowListView):
    """The actors of the plans."""

    operation, tag, summary = "actors", "structure", "Actors of plans"
    model = Actor
    serializer_class = shapes.ActorSerializer
    filterset_class = filters.ActorFilters
    orderings = PART_ORDERINGS
    searched = ("slug", "name")


class ActorView(RowView):
    """An actor of a plan."""

    operation, tag, summary = "actor", "structure", "One actor"
    model = Actor
    serializer_class = shapes.ActorSerializer


class SourceListView(RowListView):
    """The sources of the plans."""

    operation, tag, summary = "sources", "structure", "Sources of plans"
    model = Source
    serializer_class = shapes.SourceSerializer
    filterset_class = filters.SourceFilters
    orderings = {**PART_ORDERINGS, "date": "date"}
    searched = ("slug", "title", "publisher")


class SourceView(RowView):
    """A source of a plan."""

    operation, tag, summary = "source", "structure", "One source"
    model = Source
    serializer_class = shapes.SourceSerializer


class IndicatorListView(RowListView):
    """The indicators of the plans."""

    operation, tag, summary = "indicators", "structure", "Indicators of plans"
    model = Indicator
    serializer_class = shapes.IndicatorSerializer
    filterset_class = filters.IndicatorFilters
    orderings = {**PART_ORDERINGS, "target_date": "target_date"}
    searched = ("slug", "name", "definition")


class IndicatorView(ReadView):
    """An indicator with its value on a day, and the observations behind it."""

    operation, tag, summary = "indicator", "structure", "One indicator with its value"
    serializer_class = IndicatorDetailSerializer
    parameters = POINT

    def answer(self, request: Request, **kwargs: Any) -> Any:
        fresh = self.plans[0]
        rows = rows_seen(Indicator, request).filter(plan=fresh.plan.pk, slug=kwargs["slug"])
        found = with_lines(IndicatorDetailSerializer, rows, request)
        if not found:
            raise Http404
        row = found[0]
        readings = readings_of(self.plans)[fresh.plan.pk]
        moment = self.moment(readings)
        row |= count_of(evaluation_at(fresh, moment, request.user), row["slug"], request.user)
        row["series"] = series_of(row["pk"], request.user)
        return self.shaped(row | told(fresh, moment, next(iter(readings), None)))


class GateListView(RowListView):
    """The groups of conditions before milestones' steps."""

    operation, tag, summary = "gates", "structure", "Gates of milestones"
    model = Gate
    serializer_class = shapes.GateSerializer
    filterset_class = filters.GateFilters
    orderings = {"rank": "rank", "milestone": "milestone__slug"}
    default_order = ("milestone__plan__slug", "milestone__rank", "milestone_id", "rank", "pk")
    searched = ("note",)


class GateView(RowView):
    """A group of conditions before one step of a milestone."""

    operation, tag, summary = "gate", "structure", "One gate"
    model = Gate
    serializer_class = shapes.GateSerializer
    keys = {"pk": "pk"}


class ConditionListView(RowListView):
    """The single things that must hold."""

    operation, tag, summary = "conditions", "structure", "Conditions of gates"
    model = Condition
    serializer_class = shapes.ConditionSerializer
    filterset_class = filters.ConditionFilters
    orderings = {"rank": "rank", "date": "date"}
    default_order = (
        "gate__milestone__plan__slug",
        "gate__milestone__rank",
        "gate__milestone_id",
        "gate__rank",
        "gate_id",
        "rank",
        "pk",
    )


class ConditionView(RowView):
    """One thing that must hold."""

    operation, tag, summary = "condition", "structure", "One condition"
    model = Condition
    serializer_class = shapes.ConditionSerializer
    keys = {"pk": "pk"}
