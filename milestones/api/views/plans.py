"""Plans, their evaluations and their changes of status."""

from collections.abc import Iterator
from typing import Any

from django.db.models import OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.shortcuts import get_object_or_404
from rest_framework.request import Request
from rest_framework.reverse import reverse

from milestones.api.changes import causes_and_reasons
from milestones.api.examples import EXAMPLES
from milestones.api.filters import ChangeFilters
from milestones.api.moments import evaluation_at, told
from milestones.api.parameters import POINT
from milestones.api.serializers.changes import ChangeSerializer
from milestones.api.serializers.evaluation import EvaluationSerializer, VerdictRowSerializer
from milestones.api.serializers.plans import PLANS
from milestones.api.tables.describing import Table
from milestones.api.views.base import as_json
from milestones.api.views.lists import ListView, RowListView, RowsView, RowView
from milestones.api.views.tabled import TabledView
from milestones.models import Milestone, Plan, Revision, StatusChange
from milestones.selectors.published import published_otherwise
from milestones.state import PlanState
from milestones.state.numbers import own_number


class PlanRows(RowsView):
    """Plans, each with how fresh its stored evaluation is."""

    model = Plan
    tag = "plans"
    serializer_class = PLANS.shape

    def tell(self, row: Any, state: PlanState) -> dict[str, Any]:
        fresh = next(fresh for fresh in self.plans if fresh.plan_id == state.plan_id)
        beside = {"today": fresh.today, "computed_at": fresh.computed_at, "stale": fresh.is_stale}
        return super().tell(row, state) | beside


class PlanListView(PlanRows, RowListView):
    """Every plan that the reader may see."""

    operation, summary = "plans", "The plans that are followed"
    orderings = {"slug": "slug", "as_of": "as_of"}
    searched = ("slug", "name", "summary")
    default_order = ("slug",)


class PlanView(PlanRows, RowView):
    """One plan with its pillars, phases, areas, readings and actors."""

    operation, summary = "plan", "One plan"


class EvaluationView(TabledView):
    """Every verdict on the plan, on a day, as known at an instant, under a reading."""

    operation, tag, summary = "evaluation", "plans", "The whole evaluation of a plan"
    example = EXAMPLES["evaluation"]
    parameters = POINT
    serializer_class = EvaluationSerializer

    def answer(self, request: Request, **kwargs: Any) -> dict[str, Any]:
        (fresh,), (state,) = self.plans, self.states
        evaluation = evaluation_at(fresh, state, self.moment)
        beside = told(fresh, state, self.moment)
        address = reverse("api:evaluation", kwargs=kwargs, request=request)
        own = {name: beside[name] for name in ("revision", "computed_at", "stale")}
        own["published_then"] = {
            slug: then.as_dict() for slug, then in published_otherwise(state, evaluation).items()
        }
        return self.chosen({"url": address, **evaluation.as_dict(), **own})

    def table(self, request: Request, **kwargs: Any) -> Table:
        (fresh,), (state,) = self.plans, self.states
        verdicts = evaluation_at(fresh, state, self.moment).milestones
        return self.listed(
            VerdictRowSerializer().fields,
            lambda: [{"milestone": slug, **verdict.as_dict()} for slug, verdict in verdicts.items()],
        )


class ChangeRows(RowsView):
    """Changes of status as the reader may be told them; they are no rows of a state, but what became of states."""

    model = StatusChange
    tag = "plans"
    serializer_class = ChangeSerializer

    def changes(self) -> Any:
        """The plan's, newest first, of milestones that are seen in its state, each with its `own_revision`."""
        (state,) = self.states
        rows = StatusChange.objects.filter(plan=state.plan_id, milestone__in=state.keys(Milestone))
        revision = Revision.objects.filter(plan=state.plan_id, number=OuterRef("revision"))
        counted = Subquery(revision.values(own_number(state.seen))[:1])
        told = rows.annotate(own_revision=Coalesce(counted, "revision"))
        return told.select_related("plan", "milestone").order_by("-computed_at", "-pk")

    def tell(self, row: Any, state: PlanState) -> dict[str, Any]:
        told = super().tell(row, state) | causes_and_reasons(row, state)
        return told | {"revision": row.own_revision}


class ChangeListView(ChangeRows, ListView):
    """The changes of its milestones' statuses under its default reading, with their causes; newest first."""

    operation, summary = "changes", "The plan's changes of status"
    filterset_class = ChangeFilters
    orderings = {"computed_at": "computed_at", "on": "on"}

    def gathered(self) -> tuple[int, Iterator[bytes]]:
        rows = self.changes()
        for name, given in self.given.items():
            rows = self.own_filters()[name].filter(rows, given)
        rows = rows.order_by(*self.asked.get("ordering", ()), "-computed_at", "-pk")
        (state,), page = self.states, rows[self.offset : self.offset + self.limit]
        return rows.count(), (as_json(self.shaped(self.tell(row, state))) for row in page)


class ChangeView(ChangeRows, RowView):
    """One change of a milestone's status, with its causes."""

    operation, summary = "change", "One change of status"

    def row(self, **named: Any) -> tuple[Any, PlanState]:
        return get_object_or_404(self.changes(), pk=named["pk"]), self.states[0]
