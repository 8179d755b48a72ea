"""Plans, with the parts that name their coordinates, their evaluations, and what would settle the most of these."""

from typing import Any

from rest_framework import serializers
from rest_framework.request import Request

from milestones.api.core import RESOURCES
from milestones.api.kinds import Resource, Special
from milestones.api.kinds.shapes import KindSerializer
from milestones.api.parameters import POINT
from milestones.api.serializers.base import AddressField, lines_of, number_of
from milestones.api.serializers.evaluation import (
    AWAITED,
    EvaluationSerializer,
    PlanMomentSerializer,
    VerdictRowSerializer,
)
from milestones.api.views.base import ReadView
from milestones.api.views.lists import RowListView, RowsView, RowView
from milestones.api.views.tabled import TabledView
from milestones.api.views.writing import Changing
from milestones.contingency.clearing import what_settles
from milestones.kinds.core import KIND_OF
from milestones.models import Actor, Area, Phase, Pillar, Plan, Reading
from milestones.selectors.causes import published_otherwise
from milestones.state import PlanState
from milestones.tables.columns import Table

PARTS: dict[str, Any] = {"pillars": Pillar, "phases": Phase, "areas": Area, "readings": Reading, "actors": Actor}


class PlanLines(KindSerializer):
    """What hangs on a plan beside its columns."""

    lines = {name: lines_of(model, "plan", *RESOURCES[model].shape.columns_of(model)) for name, model in PARTS.items()}

    today = serializers.DateField(read_only=True, help_text="The day it is there.")
    revision = number_of("Raised by every recompute.")
    computed_at = serializers.DateTimeField(
        read_only=True, allow_null=True, help_text="When its stored evaluation was last made."
    )
    stale = serializers.BooleanField(
        read_only=True, help_text="Whether an edit or a new day still waits for its recompute."
    )
    evaluation = AddressField("api:evaluation", "Where its evaluation is.", plan="slug")
    changes = AddressField("api:changes", "Where its changes of status are.", plan="slug")
    pillars = RESOURCES[Pillar].shape(many=True, read_only=True, help_text="Its pillars, in order.")
    phases = RESOURCES[Phase].shape(many=True, read_only=True, help_text="Its phases, in order.")
    areas = RESOURCES[Area].shape(many=True, read_only=True, help_text="Its areas, in order.")
    readings = RESOURCES[Reading].shape(many=True, read_only=True, help_text="Its readings, in order.")
    actors = RESOURCES[Actor].shape(many=True, read_only=True, help_text="Its actors, in order.")


PLANS = Resource(KIND_OF[Plan], "plans", Special(base=PlanLines, path="plans"), is_of_core=True)


class PlanRows(RowsView):
    """Plans, each with how fresh its stored evaluation is."""

    model = Plan
    tag = "plans"
    serializer_class = PLANS.shape

    def tell(self, row: Any, state: PlanState) -> dict[str, Any]:
        return super().tell(row, state) | self.told_fresh(state)

    def told_fresh(self, state: PlanState) -> dict[str, Any]:
        """How fresh the plan's stored evaluation is."""
        fresh = next(fresh for fresh in self.plans if fresh.plan_id == state.plan_id)
        return {"today": fresh.today, "computed_at": fresh.computed_at, "stale": fresh.is_stale}


class PlanListView(PlanRows, RowListView):
    """Every plan that the reader may see."""

    operation, summary = "plans", "The plans that are followed"
    orderings = {"slug": "slug", "as_of": "as_of"}
    searched = ("slug", "name", "summary")
    default_order = ("slug",)


class PlanView(Changing, PlanRows, RowView):
    """One plan with its pillars, phases, areas, readings and actors."""

    operation, summary = "plan", "One plan"

    def tell_written(self, row: Any, state: PlanState) -> dict[str, Any]:
        return super().tell_written(row, state) | self.told_fresh(state)


class EvaluationView(TabledView):
    """Every verdict on the plan, on a day, as known at an instant, under a reading."""

    operation, tag, summary = "evaluation", "plans", "The whole evaluation of a plan"
    parameters = POINT
    serializer_class = EvaluationSerializer

    def answer(self, request: Request, **kwargs: Any) -> dict[str, Any]:
        then = published_otherwise(self.states[0], self.evaluation)
        verdicts = self.evaluation.as_dict() | {"published_then": {slug: was.as_dict() for slug, was in then.items()}}
        return self.headed(**verdicts)

    def table(self, request: Request, **kwargs: Any) -> Table:
        verdicts = self.evaluation.milestones
        return self.listed(
            VerdictRowSerializer().fields,
            lambda: [{"milestone": slug, **verdict.as_dict()} for slug, verdict in verdicts.items()],
        )


class SettlesSerializer(serializers.Serializer):
    """One thing, and the milestones that could be told if it were known, whatever it turned out to be."""

    kind = serializers.ChoiceField(choices=AWAITED)
    slug = serializers.CharField(help_text="Its slug; the day of a date.")
    milestones = serializers.ListField(child=serializers.CharField(), help_text="By slug.")


class UnsettledSerializer(PlanMomentSerializer):
    """What would settle the most."""

    settles = SettlesSerializer(many=True, help_text="What settles most comes first.")


class UnsettledView(ReadView):
    """What, once it were known, would settle the most milestones whose gates cannot be told from the records."""

    operation, tag, summary = "unsettled", "plans", "What would settle most"
    parameters = POINT
    serializer_class = UnsettledSerializer

    def answer(self, request: Request, **kwargs: Any) -> dict[str, Any]:
        settles = [
            {"kind": unknown.kind, "slug": unknown.slug, "milestones": list(unknown.milestones)}
            for unknown in what_settles(self.evaluation)
        ]
        return self.headed(settles=settles)
