"""Milestones, and the proof of their statuses."""

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _
from rest_framework.request import Request

from milestones.api.columns import told_columns
from milestones.api.filters import day, part, same, truth, word
from milestones.api.moments import Moment, evaluation_at, told, verdict_at
from milestones.api.parameters import LANG, POINT
from milestones.api.problems import invalid
from milestones.api.proofs import explanation_of
from milestones.api.serializers.explanation import ExplanationSerializer
from milestones.api.serializers.milestones import RESOURCE, MilestoneDetailSerializer, MilestoneSerializer
from milestones.api.views.lists import MomentView, RowListView
from milestones.api.views.writing import Adding, Changing, WriteView
from milestones.contingency import Evaluation
from milestones.contingency.clearing import smallest_sets
from milestones.contingency.days import as_date
from milestones.contingency.evaluation import MilestoneVerdict
from milestones.contingency.explanation import Explanation, explain
from milestones.contingency.scales import Status
from milestones.models import Actor, Milestone, Responsibility
from milestones.selectors.causes import published_otherwise
from milestones.selectors.plan_page import PlanNames, plan_names
from milestones.state import PlanState
from milestones.wording.conditions import requirement
from milestones.wording.gates import clearing_sentences
from milestones.wording.hold_up import hold_up_sentences
from milestones.wording.reasons import reason_sentences
from milestones.wording.schedule import forecast_sentences
from milestones.words import CERTAINTIES

VERDICTS: Mapping[str, Callable[[MilestoneVerdict], Any]] = {
    "status": lambda verdict: verdict.status.value,
    "overdue": lambda verdict: verdict.is_overdue,
    "has_records": lambda verdict: verdict.has_records,
    "certainty": lambda verdict: verdict.certainty,
    "due": lambda verdict: None if (day := verdict.facts.schedule.due.day) is None else as_date(day),
    "earliest_complete": lambda verdict: verdict.forecast.complete_earliest,
    "delay_days": lambda verdict: verdict.forecast.delay_days,
    "releases": lambda verdict: verdict.releases,
    "downstream": lambda verdict: verdict.downstream,
}
"""What a list is narrowed and ordered by that is no column; `due` is the date in force."""


OF_VERDICTS = {
    "responsible": part(Actor, "responsible", "Owed by any of these actors, by slug."),
    "status": word("status", same(Status), "Of these statuses."),
    "overdue": truth("overdue", "Past due, not complete and not withdrawn."),
    "has_records": truth("has_records", "With an assessment that counts."),
    "certainty": word(
        "certainty", same(mark.slug for mark in CERTAINTIES), "With a level that is established, claimed or contested."
    ),
    "due__gte": day("due", "Due, by the date in force, on this day or later.", "gte"),
    "due__lte": day("due", "Due, by the date in force, on this day or earlier.", "lte"),
}


class MilestoneWrites(WriteView):
    """Milestones that were written are told with their verdicts."""

    written_shape = MilestoneSerializer

    def tell_written(self, row: Any, state: PlanState) -> dict[str, Any]:
        fresh = self.plans[0]
        if "evaluation" not in state.kept:
            state.kept["evaluation"] = state.evaluate(fresh.today)
        verdict = verdict_at(state.kept["evaluation"], row.slug)
        return super().tell_written(row, state) | verdict | told(fresh, state, Moment())


class MilestoneListView(MilestoneWrites, Adding, RowListView):
    """Milestones of one plan or all; a day, an instant or a reading is asked of one plan."""

    operation, tag, summary = "milestones", "milestones", "Milestones with their verdicts"
    model = Milestone
    serializer_class = MilestoneSerializer
    filters = {**RESOURCE.filters, **OF_VERDICTS}
    parameters = POINT
    orderings = {word: word for word in ("rank", "slug", *list(VERDICTS)[4:])}
    searched = ("slug", "name", "description")

    def _read(self, request: Request) -> None:
        super()._read(request)
        asked = [parameter.name for parameter in POINT if parameter.name in self.asked]
        if asked and len(set(request.query_params.getlist("plan"))) != 1:
            message = _("“%(name)s” is asked of one plan. Name it with “plan”.")
            raise invalid(asked[0], message % {"name": asked[0]}, code="needs_plan")

    def tests(self) -> Iterator[Callable[[Any], bool]]:
        owed_by = self.given.pop("responsible", None)
        yield from super().tests()
        if owed_by is not None:
            yield lambda row: any(
                owed.actor is not None and owed.actor.slug in owed_by
                for owed in self.by_plan[row.plan_id][1].rows(Responsibility).by("milestone_id")[row.pk]
            )

    def value(self, row: Any, path: str) -> Any:
        if path not in VERDICTS:
            return super().value(row, path)
        verdict = self.evaluations[row.plan_id].milestones.get(row.slug)
        return None if verdict is None else VERDICTS[path](verdict)

    def tell(self, row: Any, state: PlanState) -> dict[str, Any]:
        fresh, state = self.by_plan[row.plan_id]
        verdict = verdict_at(self.evaluations[row.plan_id], row.slug)
        return super().tell(row, state) | verdict | told(fresh, state, self.moment)

    @cached_property
    def evaluations(self) -> Mapping[int | None, Evaluation]:
        """The evaluations of the plans by the plans' keys."""
        return {key: evaluation_at(*of_plan, self.moment) for key, of_plan in self.by_plan.items()}


class MilestoneView(MilestoneWrites, Changing, MomentView):
    """One milestone: level, status, reasons, gates, schedule, forecast, releases and downstream."""

    operation, tag, summary = "milestone", "milestones", "One milestone with its verdict"
    model = Milestone
    serializer_class = MilestoneDetailSerializer

    def following(self, row: Any, state: PlanState) -> dict[str, Any]:
        then = published_otherwise(state, self.evaluation).get(row.slug)
        return verdict_at(self.evaluation, row.slug) | {"published_then": then and then.as_dict()}


class ExplanationView(MomentView):
    """Gates, conditions and facts with sources and grades; the hold-up path; what would clear it."""

    operation, tag, summary = "explanation", "milestones", "The proof of a milestone's status"
    lang = LANG
    model = Milestone
    serializer_class = ExplanationSerializer

    def tell(self, row: Any, state: PlanState) -> dict[str, Any]:
        return told_columns(row, ("slug", "name", "plan__slug"))

    def following(self, row: Any, state: PlanState) -> dict[str, Any]:
        if row.slug not in self.evaluation.milestones:  # a draft counts for nobody
            raise Http404
        explained = explain(self.evaluation, row.slug)
        names = plan_names(state)
        return explanation_of(explained, self.evaluation, state) | {
            "clearing": _clearing(explained, names),
            "sentences": {
                "reasons": reason_sentences(explained, names),
                "would_clear": list(clearing_sentences(explained, names).values()),
                "hold_up": [step.text for step in hold_up_sentences(explained, names)],
                "forecast": forecast_sentences(explained, on=self.evaluation.on),
            },
        }


def _clearing(explained: Explanation, names: PlanNames) -> dict[str, Any]:
    smallest = smallest_sets(explained.verdict.groups)
    sets = [
        [{"condition": condition.as_dict(), "text": requirement(condition, names)} for condition in chosen]
        for chosen in smallest.sets
    ]
    return {"sets": sets, "is_whole": smallest.is_whole}
