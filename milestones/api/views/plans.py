"""Plans, their evaluations and their changes of status."""

from typing import Any

from django.db.models import QuerySet
from rest_framework.request import Request
from rest_framework.reverse import reverse

from milestones.api.examples import EXAMPLES
from milestones.api.filters import ChangeFilters
from milestones.api.parameters import POINT
from milestones.api.serializers.changes import ChangeSerializer
from milestones.api.serializers.evaluation import EvaluationSerializer
from milestones.api.serializers.plans import PLANS
from milestones.api.views.base import ReadView
from milestones.api.views.lists import RowListView, RowsView, RowView
from milestones.models import Plan, StatusChange
from milestones.selectors.api_changes import tell_changes
from milestones.selectors.api_moments import evaluation_at


class PlanRows(RowsView):
    """Plans, each with how fresh its stored evaluation is."""

    model = Plan
    tag = "plans"
    serializer_class = PLANS.shape

    def rows(self, request: Request, **kwargs: Any) -> QuerySet:
        return super().rows(request, **kwargs).filter(pk__in=[each.plan.pk for each in self.plans])

    def tell(self, rows: QuerySet, request: Request) -> list[dict[str, Any]]:
        by_key = {each.plan.pk: each for each in self.plans}
        found = super().tell(rows, request)
        for row in found:
            fresh = by_key[row["pk"]]
            row |= {"today": fresh.today, "computed_at": fresh.computed_at, "stale": fresh.is_stale}
        return found


class PlanListView(PlanRows, RowListView):
    """Every plan that the reader may see."""

    operation, summary = "plans", "The plans that are followed"
    orderings = {"slug": "slug", "as_of": "as_of"}
    searched = ("slug", "name", "summary")
    default_order = ("slug",)


class PlanView(PlanRows, RowView):
    """One plan with its pillars, phases, areas, readings and actors."""

    operation, summary = "plan", "One plan"
    keys = {"plan": "slug"}


class EvaluationView(ReadView):
    """Every verdict on the plan, on a day, as known at an instant, under a reading."""

    operation, tag, summary = "evaluation", "plans", "The whole evaluation of a plan"
    example = EXAMPLES["evaluation"]
    parameters = POINT
    serializer_class = EvaluationSerializer

    def answer(self, request: Request, **kwargs: Any) -> dict[str, Any]:
        moment, beside = self.moment_of_plan()
        document = evaluation_at(self.plans[0], moment, request.user).as_dict()
        address = reverse("api:evaluation", kwargs=kwargs, request=request)
        own = {name: beside[name] for name in ("revision", "computed_at", "stale")}
        return self.chosen({"url": address, **document, **own})


class ChangeRows(RowsView):
    """Changes of status as the reader may be told them."""

    model = StatusChange
    tag = "plans"
    serializer_class = ChangeSerializer

    def rows(self, request: Request, **kwargs: Any) -> QuerySet:
        return super().rows(request, **kwargs).filter(plan=self.plans[0].plan.pk)

    def tell(self, rows: QuerySet, request: Request) -> list[dict[str, Any]]:
        return tell_changes(super().tell(rows, request), request.user)


class ChangeListView(ChangeRows, RowListView):
    """The changes of its milestones' statuses under its default reading, with their causes; newest first."""

    operation, summary = "changes", "The plan's changes of status"
    filterset_class = ChangeFilters
    orderings = {"computed_at": "computed_at", "on": "on"}
    default_order = ("-computed_at", "-id")


class ChangeView(ChangeRows, RowView):
    """One change of a milestone's status, with its causes."""

    operation, summary = "change", "One change of status"
    keys = {"plan": "plan__slug", "pk": "pk"}
