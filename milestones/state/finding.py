"""From a plan's address and its reader to the plan's state: one query where the state is at hand."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db.models import Count, F, Max, OuterRef, QuerySet, Subquery
from django.utils import timezone

from milestones.contingency import Evaluation
from milestones.kinds.format import every_table
from milestones.loading.versions import columns_at
from milestones.models import Audience, JobRun, Plan, Publication, Revision
from milestones.models.publication import publications_seen_by
from milestones.selectors.plans import Reader, local_date, visible_plans
from milestones.state.history import columns_of, known_revision, withheld, without_hidden
from milestones.state.keeping import keeper
from milestones.state.plan_state import PlanState, Version

BYTES_OF_A_VERDICT = 2100
"""What the verdict of a milestone takes with the engine's plan, as measured with tracemalloc over the Gaza plan."""


@dataclass(frozen=True, slots=True)
class Freshness:
    """A plan with its own today, the version of its rows, and the day and instants of its stored evaluation.

    `calendar_day` is today where the plan is, even of one that has ended; `revised_at` when it was revised.
    """

    plan: Plan
    today: date
    calendar_day: date
    version: Version
    stored_on: date | None
    computed_at: datetime | None
    revised_at: datetime | None
    has_failed: bool
    """Whether an edit waits and the last recompute failed."""

    @property
    def is_stale(self) -> bool:
        """Whether the stored evaluation is behind: an edit waits, or it is of another day."""
        _revision, waiting, _newest = self.version
        return waiting > 0 or self.stored_on != self.today

    @property
    def tag(self) -> tuple[int, Version, str, bool]:
        """Equal ones give equal answers to equal questions."""
        return self.plan.pk, self.version, self.calendar_day.isoformat(), self.has_failed


def fresh_plans(user: Reader, *, now: datetime, slugs: frozenset[str] | None = None) -> tuple[Freshness, ...]:
    """The plans that the reader may see, by slug, or those named; one query."""
    plans = visible_plans(user)
    return _fresh(plans if slugs is None else plans.filter(slug__in=slugs), now)


def state_for(plan: Plan, user: Reader = None, known_at: datetime | None = None) -> PlanState:
    """The state of a plan that is at hand, as it is now or was known at an instant."""
    (fresh,) = _fresh(Plan.objects.filter(pk=plan.pk), timezone.now())
    return state_of(fresh, user, known_at)


def state_of(fresh: Freshness, user: Reader, known_at: datetime | None = None) -> PlanState:
    """The plan's state as the reader may see it, now or as it was known at an instant; no query where it is kept.

    Readers see whole revisions, but for what was hidden since, which nobody sees for another minute; those who see
    drafts see at once what an edit that waits for its recompute did.
    """
    seen = publications_seen_by(user)
    question = (
        "state",
        fresh.plan.pk,
        fresh.version,
        seen,
        fresh.calendar_day,
        fresh.is_stale,
        fresh.has_failed,
    )
    state = keeper.kept(question, lambda: _state(fresh, seen), lambda state: state.size)
    return state if known_at is None else _known(state, known_at)


def state_at(plan: Plan, revision: Revision) -> PlanState:
    """The public's state at a revision that this transaction has written; kept for nobody, since it may be undone."""
    columns = columns_at(every_table(), plan.pk, revision.number)
    seen = Audience.PUBLIC.publications
    return PlanState(plan.pk, (revision.number, 0, 0), columns, seen, _calendar_day(plan, revision.at))


def state_now(plan: Plan, seen: frozenset[Publication] = Audience.PUBLIC.publications) -> PlanState:
    """The plan's state read from its rows, in the transaction that may have changed them; kept for nobody."""
    return PlanState(
        plan.pk, (plan.revision, 0, 0), columns_of(plan.pk, 0), seen, _calendar_day(plan, timezone.now())
    )


def evaluation_of(
    state: PlanState, on: date, known_at: datetime | None = None, reading: str | None = None
) -> Evaluation:
    """What counts of the state, evaluated; raises UnknownReading. The answer is shared: do not change it."""
    counting = state.counting
    question = ("evaluation", state.identity, counting.seen, state.today, on, known_at, reading)
    return keeper.kept(
        question,
        lambda: counting.evaluate(on, known_at, reading),
        lambda evaluation: BYTES_OF_A_VERDICT * len(evaluation.milestones),
    )


def _calendar_day(plan: Plan, instant: datetime) -> date:
    return instant.astimezone(ZoneInfo(plan.timezone)).date()


def _fresh(plans: QuerySet[Plan], now: datetime) -> tuple[Freshness, ...]:
    newest = Revision.objects.filter(plan=OuterRef("pk")).order_by("-number")
    runs = JobRun.objects.filter(plan=OuterRef("pk")).exclude(outcome=JobRun.Outcome.RUNNING).order_by("-pk")
    annotated = plans.annotate(
        waiting=Count("recompute_marks"),
        newest_mark=Max("recompute_marks__id"),
        stored_on=F("current__on"),
        stored_at=F("current__computed_at"),
        revised_at=Subquery(newest.values("at")[:1]),
        last_run=Subquery(runs.values("outcome")[:1]),
    )
    return tuple(
        Freshness(
            plan=plan,
            today=local_date(plan, now),
            calendar_day=_calendar_day(plan, now),
            version=(plan.revision, plan.waiting, plan.newest_mark or 0),
            stored_on=plan.stored_on,
            computed_at=plan.stored_at,
            revised_at=plan.revised_at,
            has_failed=plan.waiting > 0 and plan.last_run in (JobRun.Outcome.FAILED, JobRun.Outcome.LOST),
        )
        for plan in annotated
    )


def _state(fresh: Freshness, seen: frozenset[Publication]) -> PlanState:
    plan = fresh.plan
    revision, waiting, _newest = fresh.version
    is_whole = bool(revision) and not (waiting and Publication.DRAFT in seen)
    columns = columns_of(plan.pk, revision if is_whole else 0)
    return PlanState(
        plan.pk,
        fresh.version,
        without_hidden(columns, plan.pk) if waiting and is_whole else columns,
        seen,
        fresh.calendar_day,
        computed_at=fresh.computed_at,
        revised_at=fresh.revised_at,
        is_stale=fresh.is_stale,
        has_failed=fresh.has_failed,
    )


def _known(now: PlanState, known_at: datetime) -> PlanState:
    """The state at the newest revision at or before the instant, or at the first; `now` where it is the newest.

    What was restricted since is left out.
    """
    revision = known_revision(now.plan_id, now.version[0], known_at)
    if revision is None:
        return now
    at, number = revision
    question = ("state", now.identity, now.seen, now.today, number)

    def past() -> PlanState:
        columns, count = withheld(columns_of(now.plan_id, number), now)
        return PlanState(
            now.plan_id,
            (number, 0, 0),
            columns,
            now.seen,
            _calendar_day(now.plan, at),
            computed_at=at,
            revised_at=at,
            withheld=count,
            restricted_at=now.version[0],
        )

    return keeper.kept(question, past, lambda state: state.size)
