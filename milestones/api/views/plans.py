"""Plans and their evaluations."""

from typing import Any

from rest_framework.request import Request
from rest_framework.reverse import reverse

from milestones.api.moments import evaluation_at, told
from milestones.api.parameters import POINT
from milestones.api.serializers.evaluation import EvaluationSerializer, VerdictRowSerializer
from milestones.api.serializers.plans import PLANS
from milestones.api.views.lists import RowListView, RowsView, RowView
from milestones.api.views.tabled import TabledView
from milestones.api.views.writing import Changing
from milestones.models import Plan
from milestones.selectors.causes import published_otherwise
from milestones.state import PlanState
from milestones.tables.columns import Table


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
        (fresh,), (state,) = self.plans, self.states
        evaluation = evaluation_at(fresh, state, self.moment)
        beside = told(fresh, state, self.moment)
        address = reverse("api:evaluation", kwargs=kwargs, request=request)
        own = {name: beside[name] for name in ("revision", "computed_at", "stale")}
        own["published_then"] = {slug: then.as_dict() for slug, then in published_otherwise(state, evaluation).items()}
        return self.chosen({"url": address, **evaluation.as_dict(), **own})

    def table(self, request: Request, **kwargs: Any) -> Table:
        (fresh,), (state,) = self.plans, self.states
        verdicts = evaluation_at(fresh, state, self.moment).milestones
        return self.listed(
            VerdictRowSerializer().fields,
            lambda: [{"milestone": slug, **verdict.as_dict()} for slug, verdict in verdicts.items()],
        )
