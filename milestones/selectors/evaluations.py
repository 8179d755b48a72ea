"""Evaluations of a loaded plan, for a reader, a day, an instant and a reading.

Made by the same engine from the same rows as the stored ones, and kept in the process under the version of the
plan's rows: an edit is seen at once, before and after its recompute.
"""

from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from threading import Lock

from django.db.models import Count, Max

from milestones.contingency import Evaluation, evaluate
from milestones.contingency import plan as engine
from milestones.models import Audience, Plan, RecomputeMark, audience_of
from milestones.selectors.engine_plan import engine_plan
from milestones.selectors.plans import Reader
from milestones.selectors.records import Viewpoint

Version = tuple[int, int, int]
"""(revision, how many marks wait, key of the newest or 0): equal versions rest on the same rows.

Marks go only with a recompute, which raises the revision, so under one revision their number only grows. The newest
key alone would not do: an edit may commit after another whose mark was made later.
"""
WAITING, NEWEST_MARK = Count("recompute_marks"), Max("recompute_marks__id")
"""What a version takes of a plan's marks; the newest of none is null."""
MOST_LOADS = 3


@dataclass(frozen=True, slots=True)
class _Question:
    plan: int
    audience: Audience
    on: date
    known_at: datetime | None
    reading: str | None


class _Kept:
    """The last answers, each with the version of the rows that it rests on."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._answers: OrderedDict[object, tuple[Version, object]] = OrderedDict()
        self._lock = Lock()

    def get(self, question: object, version: Version) -> object | None:
        with self._lock:
            kept_version, answer = self._answers.get(question, (None, None))
            if kept_version != version:
                return None
            self._answers.move_to_end(question)
            return answer

    def put(self, question: object, version: Version, answer: object) -> None:
        with self._lock:
            self._answers[question] = (version, answer)
            self._answers.move_to_end(question)
            while len(self._answers) > self._most:
                self._answers.popitem(last=False)

    def clear(self) -> None:
        with self._lock:
            self._answers.clear()


_evaluations = _Kept(most=64)
_plans = _Kept(most=8)


def version_of(plan: Plan) -> Version:
    """The version of the plan's rows now; one query."""
    rows = Plan.objects.filter(pk=plan.pk).values_list("revision", WAITING, NEWEST_MARK)
    revision, waiting, newest = rows.get()
    return revision, waiting, newest or 0


def is_stale(plan: Plan) -> bool:
    """Whether an edit still waits for its recompute."""
    return RecomputeMark.objects.filter(plan=plan).exists()


def evaluation_for(
    plan: Plan, *, on: date, user: Reader = None, known_at: datetime | None = None, reading: str | None = None
) -> Evaluation:
    """The evaluation that the reader may see; of published facts alone for the public.

    Raises UnknownReading for a reading that the plan does not declare. The answer is shared: do not change it.
    """
    question = _Question(plan.pk, audience_of(user), on, known_at, reading)
    return _answer(plan, question, version_of(plan))


def evaluation_at(viewpoint: Viewpoint) -> Evaluation:
    """The evaluation from a viewpoint; raises UnknownReading."""
    return evaluation_for(
        viewpoint.plan,
        on=viewpoint.on,
        user=viewpoint.user,
        known_at=viewpoint.known_at,
        reading=viewpoint.reading,
    )


def evaluations_by_reading(
    plan: Plan,
    readings: Iterable[str | None],
    *,
    on: date,
    user: Reader = None,
    known_at: datetime | None = None,
) -> dict[str | None, Evaluation]:
    """The evaluation under each of the readings, in their order; the queries do not grow with their number."""
    audience, version = audience_of(user), version_of(plan)
    return {
        reading: _answer(plan, _Question(plan.pk, audience, on, known_at, reading), version)
        for reading in readings
    }


def forget_evaluations() -> None:
    """Drop all that is kept; for tests, whose databases repeat versions."""
    _evaluations.clear()
    _plans.clear()


def _answer(plan: Plan, question: _Question, version: Version) -> Evaluation:
    kept = _evaluations.get(question, version)
    if isinstance(kept, Evaluation):
        return kept
    evaluation = evaluate(
        _plan_at(plan, question.audience, version),
        on=question.on,
        known_at=question.known_at,
        reading=question.reading,
    )
    _evaluations.put(question, version, evaluation)
    return evaluation


def _plan_at(plan: Plan, audience: Audience, version: Version) -> engine.Plan:
    question = (plan.pk, audience)
    kept = _plans.get(question, version)
    if isinstance(kept, engine.Plan):
        return kept
    loaded = _loaded_whole(plan, audience, version)
    _plans.put(question, version, loaded)
    return loaded


def _loaded_whole(plan: Plan, audience: Audience, version: Version) -> engine.Plan:
    """The plan as of one version, or of a later one: an edit that commits between two queries would tear it."""
    for _ in range(MOST_LOADS):
        loaded = engine_plan(plan, audience=audience)
        before, version = version, version_of(plan)
        if version == before:
            break
    return loaded
