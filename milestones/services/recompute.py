"""Recompute: claim a plan's marks, evaluate its published facts as of today, write what differs."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, cast

from django.db import transaction
from django.utils import timezone

from milestones.contingency import Evaluation
from milestones.contingency.evaluation import MilestoneVerdict
from milestones.contingency.openers import find_openers
from milestones.models import MilestoneStatus, Plan, PlanStatus, RecomputeMark, StatusChange
from milestones.selectors.plans import calendar_day, local_date
from milestones.services.causing import MOST_CAUSES, Making
from milestones.services.differences import Difference, RowName, difference_of_plan
from milestones.services.ledger import append_to_log
from milestones.services.marks import raise_mark, rows_by_account
from milestones.services.revisions import TakenUp, newest_revision, read_difference, write_revision
from milestones.state import PlanState, state_at
from milestones.state.boundary import SEEN_BY

MOST_READS = 3
"""How often a plan is read that is edited while it is read."""
WRITTEN = [field.name for field in MilestoneStatus._meta.concrete_fields if not field.primary_key]


@dataclass(frozen=True, slots=True)
class Recomputed:
    """What one recompute did: how many marks it claimed, rows it took up and wrote, and statuses it found changed."""

    plan: str
    on: date
    revision: int
    marks: int
    entries: int
    written: int
    changes: int


def recompute(
    plan_id: int, *, now: datetime | None = None, redacted: frozenset[str] = frozenset()
) -> Recomputed | None:
    """Bring the plan's stored evaluation up to date; None where no mark waits: someone did it.

    Claim and result share one transaction: a crash leaves the marks. The plan's row is locked first, so that two
    deliveries of one task follow each other, and the second finds nothing to claim. Without `now` the instant is that
    of the lock, and not before any edit that it takes up. `redacted` are the words of who saw what is redacted with it.
    """
    with transaction.atomic():
        plan = Plan.objects.select_for_update(no_key=True).filter(pk=plan_id).first()
        if plan is None:
            return None
        marks, difference, at = _claim(plan, now)
        if difference is None:
            return None
        on = local_date(plan, at)
        taken = _take_up(plan, marks, difference, at, redacted)
        state = state_at(plan, taken.revision)
        evaluation = state.evaluate(on)
        changes = _write_milestones(plan, state, evaluation, taken)
        _write_plan(plan, evaluation, taken)
        transaction.on_commit(lambda: append_to_log(plan_id), robust=True)  # the next one appends what this cannot
        return Recomputed(plan.slug, on, taken.revision.number, len(marks), len(difference.rows), *changes)


def _claim(plan: Plan, now: datetime | None) -> tuple[list[RecomputeMark], Difference | None, datetime]:
    """Claim the marks and read what changed, at which instant; once more where an edit came between two reads.

    Of such an edit half might have been read. The last time nobody can add to the plan until it is read.
    """
    marks: list[RecomputeMark] = []
    difference, at = None, now or timezone.now()
    for times_left in reversed(range(MOST_READS)):
        if not times_left:
            Plan.objects.select_for_update().filter(pk=plan.pk).first()
        waiting = list(RecomputeMark.objects.filter(plan=plan).order_by("pk"))
        if not waiting:
            break
        RecomputeMark.objects.filter(pk__in=[mark.pk for mark in waiting]).delete()
        marks += waiting
        at = now or max(at, *(mark.raised_at for mark in marks))
        rows = frozenset(RowName(mark.model, cast(int, mark.key)) for mark in marks)
        difference = read_difference(plan, rows if all(row.kind for row in rows) else None, now=at)
    return marks, difference, at


def mark_new_days(*, now: datetime) -> list[int]:
    """Mark every plan whose stored evaluation is of another day than its today; their keys."""
    marked = []
    evaluated = dict(PlanStatus.objects.values_list("plan_id", "on"))
    for plan in Plan.objects.order_by("pk"):
        today = local_date(plan, now)
        if evaluated.get(plan.pk) != today or _is_seen_otherwise(plan, now):
            raise_mark(plan, cause={"kind": "day", "on": today.isoformat()})
            marked.append(plan.pk)
    return marked


def _is_seen_otherwise(plan: Plan, now: datetime) -> bool:
    """Whether a day that began changes who sees a row of a plan that has ended, as the end of an embargo does."""
    newest, today = newest_revision(plan), calendar_day(plan.timezone, now)
    if plan.ended is None or newest is None or calendar_day(plan.timezone, newest.at) >= today:
        return False
    return bool(difference_of_plan(plan, today).rows)


def _take_up(
    plan: Plan, marks: Iterable[RecomputeMark], difference: Difference, now: datetime, redacted: frozenset[str]
) -> TakenUp:
    """Keep what changed as the plan's next revision."""
    # Who sees its row is asked only while a mark waits; the rest of a cause is told, each once.
    told = ({name: value for name, value in mark.cause.items() if name != SEEN_BY} for mark in marks)
    causes = list({json.dumps(cause, sort_keys=True): cause for cause in told}.values())
    taken = write_revision(
        plan,
        difference,
        cause={"causes": causes[:MOST_CAUSES], "count": len(causes)},
        who=rows_by_account(marks),
        now=now,
        redacted=redacted,
    )
    Plan.objects.filter(pk=plan.pk).update(revision=taken.revision.number)
    return taken


def _write_milestones(plan: Plan, state: PlanState, evaluation: Evaluation, taken: TakenUp) -> tuple[int, int]:
    """Write the statuses that differ and a change for each new status; (rows written, changes)."""
    rows = MilestoneStatus.objects.filter(milestone__plan=plan)
    stored = {key: told for key, *told in rows.values_list("milestone_id", "status", "since", "verdict")}
    written: dict[str, MilestoneStatus] = {}
    changed: dict[str, str] = {}
    for slug, verdict in evaluation.milestones.items():
        published = verdict.as_dict()
        key = cast(int, verdict.facts.milestone.ref)
        old, since, told = stored.pop(key, ["", None, None])
        if old != verdict.status:
            changed[slug] = old
        if old != verdict.status or told != published:  # of a row that somebody wrote past the tracker one alone may
            written[slug] = _status_row(verdict, published)
            written[slug].since = since if old == verdict.status else evaluation.on
    MilestoneStatus.objects.bulk_create(
        written.values(), update_conflicts=True, unique_fields=["milestone"], update_fields=WRITTEN
    )
    MilestoneStatus.objects.filter(pk__in=stored).delete()
    last = PlanStatus.objects.filter(plan=plan).values_list("on", flat=True).first()
    making = Making(plan, taken, state, evaluation, frozenset(written), last)
    StatusChange.objects.bulk_create(_change(making, slug, written[slug], old) for slug, old in changed.items())
    return len(written), len(changed)


def _status_row(verdict: MilestoneVerdict, published: dict[str, Any]) -> MilestoneStatus:
    forecast = verdict.forecast
    return MilestoneStatus(
        milestone_id=cast(int, verdict.facts.milestone.ref),
        status=verdict.status.value,
        level_low=verdict.facts.low,
        level_high=verdict.facts.high,
        is_overdue=verdict.is_overdue,
        earliest_start=forecast.start_earliest,
        earliest_complete=forecast.complete_earliest,
        established_start=forecast.start_established,
        established_complete=forecast.complete_established,
        delay_days=forecast.delay_days,
        releases=verdict.releases,
        downstream=verdict.downstream,
        reasons=published["reasons"],
        verdict=published,
    )


def _change(making: Making, slug: str, row: MilestoneStatus, old: str) -> StatusChange:
    made, revision = making.of(slug), making.taken.revision
    return StatusChange(
        plan=making.plan,
        milestone_id=row.milestone_id,
        old=old,
        new=row.status,
        on=making.evaluation.on,
        computed_at=revision.at,
        reasons=row.reasons,
        kind=made.kind,
        method=revision.method,
        cause=made.told,
        revision=revision.number,
    )


def _write_plan(plan: Plan, evaluation: Evaluation, taken: TakenUp) -> None:
    """Store the evaluation; computed when it was made anew of another day, method or rows that the public sees."""
    revision, before = taken.revision, taken.before
    document = evaluation.summary()
    document["deadlock_details"] = [
        {
            "milestones": list(deadlock.milestones),
            "cycle": [{"milestone": slug, "level": int(level)} for slug, level in deadlock.cycle],
            "openers": [
                {"milestone": opener.milestone, "gate": opener.gate} for opener in find_openers(evaluation, deadlock)
            ],
        }
        for deadlock in evaluation.deadlocks
    ]
    values = {"on": evaluation.on, "revision": revision.number, "evaluation": document}
    stored = PlanStatus.objects.filter(plan=plan, on=evaluation.on)
    is_same = (
        before is not None
        and (before.public_number, before.method) == (revision.public_number, revision.method)
        and stored.exists()
    )
    if not is_same:
        values["computed_at"] = revision.at
    PlanStatus.objects.update_or_create(plan=plan, defaults=values)
