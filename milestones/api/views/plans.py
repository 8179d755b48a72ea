"""Plans, their evaluations and their changes of status."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from rest_framework.request import Request
from rest_framework.reverse import reverse

from milestones.api.examples import EXAMPLES
from milestones.api.filters import ChangeFilters
from milestones.api.parameters import POINT
from milestones.api.serializers.changes import ChangeSerializer
from milestones.api.serializers.evaluation import EvaluationSerializer
from milestones.api.serializers.plans import PLANS
from milestones.api.views.base import ReadView
from milestones.api.views.lists import ListView, rows_seen, with_lines
from milestones.models import Plan, StatusChange
from milestones.selectors.api_changes import tell_changes
from milestones.selectors.api_freshness import Freshness
from milestones.selectors.api_moments import evaluation_at, readings_of, told


def _found_plans(rows: QuerySet, plans: tuple[Freshness, ...], request: Request) -> list[dict[str, Any]]:
    """The plans' rows, each with how fresh its stored evaluation is."""
    by_key = {each.plan.pk: each for each in plans}
    found = with_lines(PLANS.shape, rows, request)
    for row in found:
        fresh = by_key[row["pk"]]
        row |= {"today": fresh.today, "computed_at": fresh.computed_at, "stale": fresh.is_stale}
    return found


class PlanListView(ListView):
    """Every plan that the reader may see."""

    operation, tag, summary = "plans", "plans", "The plans that are followed"
    serializer_class = PLANS.shape
    orderings = {"slug": "slug", "as_of": "as_of"}
    searched = ("slug", "name", "summary")

    def answer(self, request: Request, **kwargs: Any) -> dict[str, Any]:
        rows = self.narrowed(Plan.objects.filter(pk__in=[each.plan.pk for each in self.plans]))
        page = self.ordered(rows, ("slug",))[self.offset : self.offset + self.limit]
        return self.page(rows.count(), self.shaped(_found_plans(page, self.plans, request), many=True))


class PlanView(ReadView):
    """One plan with its pillars, phases, areas, readings and actors."""

    operation, tag, summary = "plan", "plans", "One plan"
    serializer_class = PLANS.shape

    def answer(self, request: Request, **kwargs: Any) -> Any:
        rows = rows_seen(Plan, request).filter(pk=self.plans[0].plan.pk)
        found = _found_plans(rows, self.plans, request)
        if not found:
            raise Http404
        return self.shaped(found[0])


class EvaluationView(ReadView):
    """Every verdict on the plan, on a day, as known at an instant, under a reading."""

    operation, tag, summary = "evaluation", "plans", "The whole evaluation of a plan"
    example = EXAMPLES["evaluation"]
    parameters = POINT
    serializer_class = EvaluationSerializer

    def answer(self, request: Request, **kwargs: Any) -> dict[str, Any]:
        fresh = self.plans[0]
        readings = readings_of(self.plans)[fresh.plan.pk]
        moment = self.moment(readings)
        beside = told(fresh, moment, next(iter(readings), None))
        document = evaluation_at(fresh, moment, request.user).as_dict()
        address = reverse("api:evaluation", kwargs={"plan": fresh.plan.slug}, request=request)
        own = {name: beside[name] for name in ("revision", "computed_at", "stale")}
        return self.chosen({"url": address, **document, **own})


def _changes(rows: QuerySet, request: Request) -> list[dict[str, Any]]:
    return tell_changes(with_lines(ChangeSerializer, rows, request), request.user)


class ChangeListView(ListView):
    """The changes of its milestones' statuses under its default reading, with their causes; newest first."""

    operation, tag, summary = "changes", "plans", "The plan's changes of status"
    model = StatusChange
    serializer_class = ChangeSerializer
    filterset_class = ChangeFilters
    orderings = {"computed_at": "computed_at", "on": "on"}

    def answer(self, request: Request, **kwargs: Any) -> dict[str, Any]:
        rows = self.narrowed(rows_seen(StatusChange, request).filter(plan=self.plans[0].plan.pk))
        page = self.ordered(rows, ("-computed_at", "-id"))[self.offset : self.offset + self.limit]
        return self.page(rows.count(), self.shaped(_changes(page, request), many=True))


class ChangeView(ReadView):
    """One change of a milestone's status, with its causes."""

    operation, tag, summary = "change", "plans", "One change of status"
    serializer_class = ChangeSerializer

    def answer(self, request: Request, **kwargs: Any) -> Any:
        rows = rows_seen(StatusChange, request).filter(plan=self.plans[0].plan.pk, pk=kwargs["pk"])
        found = _changes(rows, request)
        if not found:
            raise Http404
        return self.shaped(found[0])
