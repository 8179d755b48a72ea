"""What waits for an analyst in a plan: drafts, what is late, contested or stale, what lacks a source, and the tree."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from django.db.models import F, Value

from milestones.contingency import Evaluation
from milestones.contingency.scales import Grade, Truth
from milestones.kinds import Kind
from milestones.kinds.format import every_kind
from milestones.models import (
    Gate,
    Indicator,
    Invitation,
    Milestone,
    Observation,
    Pillar,
    Publication,
    RecomputeMark,
    Series,
    Submission,
    Waiver,
)
from milestones.models.publication import plan_path
from milestones.models.records import Dated
from milestones.planfile.vocabulary import DERIVED_SERIES
from milestones.selectors.plans import Reader
from milestones.selectors.row_history import makers_of
from milestones.state import PlanState, evaluation_of

WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Branch:
    """A pillar, or None for what belongs to none, with its milestones and their gates, its indicators and series."""

    pillar: Pillar | None
    milestones: Sequence[tuple[Milestone, Sequence[Gate]]]
    indicators: Sequence[tuple[Indicator, Sequence[Series]]]


@dataclass(frozen=True)
class Desk:
    """A plan as its state tells it to one user on a day; beside it is asked whose the drafts are, and for the marks."""

    state: PlanState
    user: Reader
    on: date
    may_publish: Callable[[Any], bool]

    @cached_property
    def drafts(self) -> Sequence[Any]:
        """The rows that are drafts and were not taken back, in the order of the plan file."""
        published = (kind for kind in every_kind() if kind.is_published)
        rows: Iterator[Any] = (row for kind in published for row in self.state.rows(kind.model))
        drafts = (row for row in rows if row.publication == Publication.DRAFT)
        return tuple(row for row in drafts if not getattr(row, "retracted_at", None))

    @cached_property
    def own_drafts(self) -> Sequence[Any]:
        """The drafts that the user entered."""
        return tuple(row for row in self.drafts if _key(row) in self._own)

    @cached_property
    def to_review(self) -> Sequence[Any]:
        """The drafts of others that the user may publish: those that are submitted first."""
        others = (row for row in self.drafts if _key(row) not in self._own)
        return tuple(sorted((row for row in others if self.may_show(row)), key=lambda row: not self.is_waiting(row)))

    def may_show(self, row: Any) -> bool:
        """Whether the user may publish a draft; a waiver that one hand entered takes another."""
        return self.may_publish(row) and not (isinstance(row, Waiver) and row.pk in self._of_one_hand)

    @cached_property
    def sent_back(self) -> Sequence[tuple[Any, str]]:
        """The drafts that the user submitted and were sent back, each with the remarks."""
        who = getattr(self.user, "pk", None)
        told = ((row, self.submission(row)) for row in self.drafts)
        return tuple((row, last.remarks) for row, last in told if last and last.sent_back_at and last.who_id == who)

    def submission(self, row: Any) -> Submission | None:
        """The last time that a draft was submitted, if it ever was and has not been published since."""
        return self._submissions.get((row._meta.label, row.pk))

    def is_waiting(self, row: Any) -> bool:
        """Whether a draft is submitted for review."""
        known = self.submission(row)
        return known is not None and known.is_open

    @cached_property
    def overdue(self) -> Sequence[Milestone]:
        """The milestones that are past their day."""
        return self._milestones(verdict.slug for verdict in self._now.milestones.values() if verdict.is_overdue)

    @cached_property
    def contested(self) -> Sequence[Any]:
        """The milestones with several levels and the indicators with several values: records disagree or claim."""
        unsettled = (verdict.slug for verdict in self._now.milestones.values() if verdict.level[0] != verdict.level[1])
        counting = self.state.counting.rows(Indicator)
        values = ((row, self._now.facts.values(row.slug).at(self.on.toordinal())) for row in counting)
        return (*self._milestones(unsettled), *(row for row, (low, high) in values if low != high))

    @cached_property
    def stale(self) -> Sequence[tuple[Indicator, str, date]]:
        """The series whose newest count is too old to speak for the day: indicator, series, day of that count."""
        newest: dict[tuple[Indicator, str], date] = {}
        for observation in self.state.counting.rows(Observation):
            counts = not observation.retracted_at and observation.verification != Grade.DISPUTED
            if counts and observation.date <= self.on:
                series = observation.indicator, observation.series
                newest[series] = max(observation.date, newest.get(series, date.min))
        return tuple(
            (indicator, series, day)
            for (indicator, series), day in newest.items()
            if indicator.stale_after is not None and (self.on - day).days > indicator.stale_after
        )

    @cached_property
    def turned(self) -> Sequence[tuple[Gate, bool]]:
        """The gates that opened or closed within a week, and whether each is open now."""
        then, now = _openness(evaluation_of(self.state, self.on - WEEK)), _openness(self._now)
        gates = self.state.rows(Gate).by_key
        return tuple(
            (gates[key], is_open)
            for key, is_open in now.items()
            if key in gates and then.get(key, is_open) is not is_open
        )

    @cached_property
    def unsourced(self) -> Sequence[Any]:
        """The records that count or are drafts, and neither name a source nor say why."""
        sourced = (kind for kind in every_kind() if kind.is_of_records and "source" in kind.keys)
        rows: Iterator[Any] = (row for kind in sourced for row in self.state.rows(kind.model))
        stored = (row for row in rows if getattr(row, "series", "") != DERIVED_SERIES)  # what is computed has none
        return tuple(row for row in stored if row.lacks_source and not getattr(row, "retracted_at", None))

    @cached_property
    def marks(self) -> Sequence[RecomputeMark]:
        """What waits for the plan's recompute, oldest first."""
        return tuple(RecomputeMark.objects.filter(plan=self.state.plan_id).order_by("pk"))

    def branches(self) -> Iterator[Branch]:
        """The plan as a tree."""
        for pillar in (*self.state.rows(Pillar), None):
            key = pillar and pillar.pk
            gates, series = (self.state.rows(Gate).by("milestone_id"), self.state.rows(Series).by("indicator_id"))
            branch = Branch(
                pillar,
                [(row, gates[row.pk]) for row in self.state.rows(Milestone).by("pillar_id")[key]],
                [(row, series[row.pk]) for row in self.state.rows(Indicator).by("pillar_id")[key]],
            )
            if pillar or branch.milestones or branch.indicators:
                yield branch

    def count(self, kind: Kind) -> int:
        """How many rows of a kind the user sees."""
        return len(self.state.keys(kind.model))

    @cached_property
    def _now(self) -> Evaluation:
        return evaluation_of(self.state, self.on)

    @cached_property
    def _submissions(self) -> Mapping[tuple[str, int], Submission]:
        return Submission.latest([self.state.plan_id])

    def _milestones(self, slugs: Iterator[str]) -> tuple[Milestone, ...]:
        rows = self.state.rows(Milestone).by("slug")
        return tuple(row for slug in slugs for row in rows[slug])

    @cached_property
    def _own(self) -> frozenset[tuple[str, int]]:
        """Which drafts the user entered: one query for all kinds of records, two for the structure."""
        who, plan_id = getattr(self.user, "pk", None), self.state.plan_id
        models: set[Any] = {type(row) for row in self.drafts}
        asked = [
            model._default_manager.order_by()
            .filter(entered_by=who, publication=Publication.DRAFT, **{plan_path(model): plan_id})
            .values_list(Value(model._meta.label_lower), F("pk"))
            for model in models
            if issubclass(model, Dated)
        ]
        made = makers_of(plan_id, {_key(row) for row in self.drafts if not isinstance(row, Dated)})
        structure = {row for row, makers in made.items() if who in makers}
        return frozenset(structure.union(asked[0].union(*asked[1:], all=True) if asked else ()))

    @cached_property
    def _of_one_hand(self) -> frozenset[int]:
        """Which of the waivers the user entered, or who invited him, or whom he invited."""
        keys = [row.pk for row in self.drafts if isinstance(row, Waiver)]
        entered = Waiver.objects.filter(pk__in=keys, entered_by__in=Invitation.one_hand(self.user))
        return frozenset(entered.values_list("pk", flat=True))


def _key(row: Any) -> tuple[str, int]:
    return row._meta.label_lower, row.pk


def _openness(evaluation: Evaluation) -> dict[Any, bool]:
    """By the key of each gate, whether it is open."""
    groups = (group for verdict in evaluation.milestones.values() for group in verdict.groups)
    return {group.group.ref: group.is_waived or group.truth is Truth.MET for group in groups if group.is_gate}
