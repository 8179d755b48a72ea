"""Milestones, and the proof of their statuses."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext as _
from rest_framework.request import Request

from milestones.api.examples import EXAMPLES
from milestones.api.filters import PartFilter, WordFilter, day, same, truth
from milestones.api.parameters import POINT
from milestones.api.problems import invalid
from milestones.api.serializers.explanation import ExplanationSerializer
from milestones.api.serializers.milestones import RESOURCE, MilestoneDetailSerializer, MilestoneSerializer
from milestones.api.views.lists import ListView, MomentView, rows_seen, with_lines
from milestones.contingency.explanation import Explanation, explain
from milestones.contingency.scales import Status
from milestones.models import Actor, Milestone
from milestones.selectors.api_explanation import explanation_of
from milestones.selectors.api_milestones import (
    ORDERINGS,
    Wanted,
    evaluated_page,
    may_use_stored,
    no_verdict,
    stored_page,
    stored_verdicts,
    verdict_of,
)
from milestones.selectors.api_moments import Moment, evaluation_at, readings_of, told
from milestones.selectors.plan_page import PlanNames, plan_names
from milestones.state import state_of
from milestones.state.finding import Freshness
from milestones.wording.gates import clearing_sentences
from milestones.wording.hold_up import hold_up_sentences
from milestones.wording.reasons import reason_sentences
from milestones.wording.schedule import forecast_sentences

FILTERS: Any = RESOURCE.filterset


class MilestoneFilters(FILTERS):
    """With those of the verdict (`status`, `overdue` and `due`), which the view applies."""

    responsible = PartFilter(Actor, "responsible", "Owed by any of these actors, by slug.")
    status = WordFilter("status", same(Status), "Of these statuses.", method="leave")
    overdue = truth("overdue", "Past due, not complete and not withdrawn.", method="leave")
    due__gte = day("due", "Due, by the date in force, on this day or later.", lookup="gte")
    due__lte = day("due", "Due, by the date in force, on this day or earlier.", lookup="lte")

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        for name in FILTERS.base_filters:
            queryset = self.filters[name].filter(queryset, self.form.cleaned_data[name])
        owed_by = self.form.cleaned_data["responsible"]
        if owed_by:
            owed = Milestone.objects.filter(responsible__in=[each.pk for each in owed_by])
            queryset = queryset.filter(pk__in=owed.order_by().values("pk"))
        return queryset

    def leave(self, queryset: QuerySet, _name: str, _value: Any) -> QuerySet:
        """Nothing: the view does it."""
        return queryset


class MilestoneListView(ListView):
    """Milestones of one plan or all; a day, an instant or a reading is asked of one plan."""

    operation, tag, summary = "milestones", "milestones", "Milestones with their verdicts"
    example = EXAMPLES["milestones"]
    model = Milestone
    serializer_class = MilestoneSerializer
    filterset_class = MilestoneFilters
    parameters = POINT
    orderings = {word: word for word in ORDERINGS}
    searched = ("slug", "name", "description")

    def answer(self, request: Request, **kwargs: Any) -> dict[str, Any]:
        plans = self._plans_asked()
        seen = rows_seen(Milestone, request).filter(plan__in=[each.plan.pk for each in plans])
        rows = self.narrowed(seen)
        readings = readings_of(plans, request.user)
        moment = self._moment(plans, readings)
        wanted = self._wanted()
        evaluations: dict[int, Any] | None = None
        if moment.is_default and may_use_stored(request.user, plans):
            count, keys = stored_page(rows, wanted)
        else:
            evaluations = {each.plan.pk: evaluation_at(each, moment, request.user) for each in plans}
            count, keys = evaluated_page(rows, evaluations, wanted)
        found = {row["pk"]: row for row in with_lines(MilestoneSerializer, seen.filter(pk__in=keys), request)}
        stored = stored_verdicts(keys) if evaluations is None else {}
        by_plan = {each.plan.pk: each for each in plans}
        for key, row in found.items():
            plan = row["plan_id"]
            verdict = stored.get(key) if evaluations is None else verdict_of(evaluations[plan], row["slug"])
            row |= verdict or no_verdict()
            row |= told(by_plan[plan], moment, next(iter(readings[plan]), None))
        return self.page(count, self.shaped([found[key] for key in keys if key in found], many=True))

    def _plans_asked(self) -> tuple[Freshness, ...]:
        named = self.request.query_params.getlist("plan")
        return tuple(each for each in self.plans if not named or each.plan.slug in named)

    def _moment(self, plans: tuple[Freshness, ...], readings: dict[int, list[str]]) -> Moment:
        asked = [each.name for each in POINT if each.name in self.asked]
        if not asked:
            return Moment()
        if len(set(self.request.query_params.getlist("plan"))) != 1:
            message = _("“%(name)s” is asked of one plan. Name it with “plan”.")
            raise invalid(asked[0], message % {"name": asked[0]}, code="needs-plan")
        return self.moment(readings[plans[0].plan.pk])

    def _wanted(self) -> Wanted:
        assert self.filterset is not None
        given = self.filterset.form.cleaned_data
        return Wanted(
            statuses=frozenset(given["status"]) if given["status"] else None,
            overdue=given["overdue"],
            due_from=given["due__gte"],
            due_to=given["due__lte"],
            ordering=self.asked.get("ordering", ()),
            offset=self.offset,
            limit=self.limit,
        )


class MilestoneView(MomentView):
    """One milestone: level, status, reasons, gates, schedule, forecast, releases and downstream."""

    operation, tag, summary = "milestone", "milestones", "One milestone with its verdict"
    model = Milestone
    serializer_class = MilestoneDetailSerializer

    def following(self, row: Mapping[str, Any], moment: Moment) -> dict[str, Any]:
        user = self.request.user
        if moment.is_default and may_use_stored(user, self.plans):
            verdict = stored_verdicts([row["pk"]], whole=True).get(row["pk"])
        else:
            verdict = verdict_of(evaluation_at(self.plans[0], moment, user), row["slug"], whole=True)
        return verdict or no_verdict(whole=True)


class ExplanationView(MomentView):
    """Gates, conditions and facts with sources and grades; the hold-up path; what would clear it."""

    operation, tag, summary = "explanation", "milestones", "The proof of a milestone's status"
    example = EXAMPLES["explanation"]
    model = Milestone
    serializer_class = ExplanationSerializer

    def tell(self, rows: QuerySet, request: Request) -> list[dict[str, Any]]:
        return list(rows.values("pk", "slug", "name", "plan__slug"))

    def following(self, row: Mapping[str, Any], moment: Moment) -> dict[str, Any]:
        plan, user = self.plans[0], self.request.user
        evaluation = evaluation_at(plan, moment, user)
        if row["slug"] not in evaluation.milestones:  # a draft counts for nobody
            raise Http404
        explained = explain(evaluation, row["slug"])
        proof = explanation_of(explained, evaluation, user)
        names = plan_names(state_of(plan, user))
        return proof | {"sentences": _sentences(explained, evaluation.on, names)}


def _sentences(explained: Explanation, on: date, names: PlanNames) -> dict[str, list[str]]:
    return {
        "reasons": reason_sentences(explained, names),
        "would_clear": clearing_sentences(explained, names),
        "hold_up": [step.text for step in hold_up_sentences(explained, names)],
        "forecast": forecast_sentences(explained, on=on),
    }
