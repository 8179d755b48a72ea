"""Recompute marks: raised in the transaction that changes a plan's facts, announced once after its commit."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.dispatch import Signal
from django.utils import timezone

from milestones.kinds.kind import plan_of
from milestones.models import Plan, RecomputeMark, SeenBy
from milestones.services.sights import seen_by
from milestones.state.boundary import SEEN_BY

plan_marked = Signal()
"""Sent after the commit that marked a plan, with `plan_id`; whoever recomputes listens."""


@dataclass(frozen=True, slots=True)
class _Announce:
    """The on-commit call for one plan; equal ones are made once a transaction."""

    plan_id: int

    def __call__(self) -> None:
        plan_marked.send(sender=Plan, plan_id=self.plan_id)


def raise_mark(
    plan: Plan | int, *, cause: Mapping[str, object], row: Model | None = None, who: int | None = None
) -> None:
    """Mark the plan for recompute: in this transaction, so that neither is lost without the other.

    `row` is the one row of a kind that changed; without one the recompute looks at all of the plan. `who` is the key
    of the account that changed it.

    However many marks a transaction raises, one recompute is asked for. Django drops on-commit calls with the
    savepoint that they were made in, as the database drops the marks, so looking among them is exact.
    """
    plan_id = plan if isinstance(plan, int) else plan.pk
    with transaction.atomic(savepoint=False):  # a mark that cannot be raised is no reason to go on without it
        RecomputeMark.objects.create(
            plan_id=plan_id,
            raised_at=timezone.now(),
            cause=dict(cause),
            model="" if row is None else row._meta.label_lower,
            key=None if row is None else row.pk,
            who_id=who,
        )
        announce = _Announce(plan_id)
        waiting = transaction.get_connection().run_on_commit
        if not any(call == announce for _, call, *_ in waiting):
            transaction.on_commit(announce)


def mark_many(rows: Sequence[Any], happened: str, *, who: int | None) -> None:
    """Mark the plans of many records that were added or changed: once for each word of who sees them."""
    alike: dict[tuple[Any, ...], Any] = {}
    for row in rows:
        hung = (getattr(row, f"{name}_id") for name in row.hangs_on)
        alike.setdefault((row.publication, getattr(row, "embargoed_until", None), *hung), row)
    told = {(plan_of(row) or 0, seen_by(row, plan_of(row) or 0)) for row in alike.values()}
    for plan_id, word in sorted(told):
        cause = {"model": rows[0]._meta.label_lower} if word == SeenBy.ALL else {SEEN_BY: word.value}
        raise_mark(plan_id, cause={"kind": happened} | cause, who=who)


def rows_by_account(marks: Iterable[RecomputeMark]) -> dict[str, dict[str, list[int]]]:
    """By the key of each account: the keys of the rows that its marks name, by kind."""
    rows: dict[str, dict[str, set[int]]] = defaultdict(lambda: defaultdict(set))
    for mark in marks:
        if mark.who_id is not None:
            named = rows[str(mark.who_id)]
            if "pk" in mark.cause:
                named[mark.cause["model"]].add(mark.cause["pk"])
    return {who: {kind: sorted(keys) for kind, keys in named.items()} for who, named in rows.items()}
