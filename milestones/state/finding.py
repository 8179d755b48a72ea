"""From a plan's address and its reader to the plan's state: one query where the state is at hand."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db.models import Count, F, Max, QuerySet
from django.utils import timezone

from milestones.contingency import Evaluation
from milestones.kinds.format import every_table
from milestones.loading.stored import Columns, read_columns
from milestones.models import Audience, Plan, Publication
from milestones.models.publication import publications_seen_by
from milestones.selectors.plans import Reader, local_date, visible_plans
from milestones.state.keeping import keeper
from milestones.state.plan_state import PlanState, Version

MOST_LOADS = 3
BYTES_OF_A_COLUMN_SET = 700
BYTES_OF_A_VERDICT = 3000
"""What the columns of a row and the verdict of a milestone take, as measured with tracemalloc."""


@dataclass(frozen=True, slots=True)
class Freshness:
    """A plan with its own today, the version of its rows, and the day and instant of its stored evaluation.

    `calendar_day` is today where the plan is, even of one that has ended.
    """

    plan: Plan
    today: date
    calendar_day: date
    version: Version
    stored_on: date | None
    computed_at: datetime | None

    @property
    def is_stale(self) -> bool:
        """Whether the stored evaluation is behind: an edit waits, or it is of another day."""
        _revision, waiting, _newest = self.version
        return waiting > 0 or self.stored_on != self.today

    @property
    def tag(self) -> tuple[int, Version, str]:
        """Equal ones give equal answers to equal questions."""
        return self.plan.pk, self.version, self.calendar_day.isoformat()


def fresh_plans(user: Reader, *, now: datetime, slugs: frozenset[str] | None = None) -> tuple[Freshness, ...]:
    """The plans that the reader may see, by slug, or those named; one query."""
    plans = visible_plans(user)
    return _fresh(plans if slugs is None else plans.filter(slug__in=slugs), now)


def find_state(slug: str, user: Reader = None) -> PlanState:
    """The state of the plan by its slug; raises Plan.DoesNotExist for one that is not to be seen, as for none."""
    found = fresh_plans(user, now=timezone.now(), slugs=frozenset({slug}))
    if not found:
        raise Plan.DoesNotExist(f"There is no plan {slug} to be seen.")
    return state_of(found[0], user)


def state_for(plan: Plan, user: Reader = None) -> PlanState:
    """The state of a plan that is at hand, as it is now."""
    (fresh,) = _fresh(Plan.objects.filter(pk=plan.pk), timezone.now())
    return state_of(fresh, user)


def state_of(fresh: Freshness, user: Reader) -> PlanState:
    """The plan's state as the reader may see it; no query where it is kept."""
    seen = publications_seen_by(user)
    question = (fresh.tag, seen, fresh.stored_on)
    return keeper.kept(("state", question), lambda: _loaded(fresh, seen), lambda state: state.size)


def state_now(plan: Plan, seen: frozenset[Publication] = Audience.PUBLIC.publications) -> PlanState:
    """The plan's state read from its rows, in the transaction that may have changed them; kept for nobody."""
    today = timezone.now().astimezone(ZoneInfo(plan.timezone)).date()
    return PlanState(plan.pk, (plan.revision, 0, 0), read_columns(every_table(), plan.pk), seen, today)


def evaluation_of(
    state: PlanState, on: date, known_at: datetime | None = None, reading: str | None = None
) -> Evaluation:
    """What counts of the state, evaluated; raises UnknownReading. The answer is shared: do not change it."""
    counting = state.counting
    question = (state.plan_id, state.version, counting.seen, state.today, on, known_at, reading)
    return keeper.kept(
        ("evaluation", question),
        lambda: counting.evaluate(on, known_at, reading),
        lambda evaluation: BYTES_OF_A_VERDICT * len(evaluation.milestones),
    )


def _fresh(plans: QuerySet[Plan], now: datetime) -> tuple[Freshness, ...]:
    annotated = plans.annotate(
        waiting=Count("recompute_marks"),
        newest_mark=Max("recompute_marks__id"),
        stored_on=F("current__on"),
        stored_at=F("current__computed_at"),
    )
    return tuple(
        Freshness(
            plan=plan,
            today=local_date(plan, now),
            calendar_day=now.astimezone(ZoneInfo(plan.timezone)).date(),
            version=(plan.revision, plan.waiting, plan.newest_mark or 0),
            stored_on=plan.stored_on,
            computed_at=plan.stored_at,
        )
        for plan in annotated
    )


def _loaded(fresh: Freshness, seen: frozenset[Publication]) -> PlanState:
    columns = keeper.kept(
        ("columns", fresh.plan.pk, fresh.version),
        lambda: _columns(fresh.plan, fresh.version),
        lambda found: BYTES_OF_A_COLUMN_SET * sum(map(len, found.values())),
    )
    return PlanState(
        fresh.plan.pk, fresh.version, columns, seen, fresh.calendar_day, fresh.computed_at, fresh.is_stale
    )


def _columns(plan: Plan, version: Version) -> Columns:
    """The plan's columns as of one version, or of a later one: an edit between two queries would tear them."""
    for _ in range(MOST_LOADS):
        found = read_columns(every_table(), plan.pk)
        before, version = version, _fresh(Plan.objects.filter(pk=plan.pk), timezone.now())[0].version
        if version == before:
            break
    return found
