"""Revisions: what a recompute takes up of a plan's rows, kept as entries by difference."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet

from milestones.contingency import METHOD
from milestones.loading.rows import chunks
from milestones.models import Audience, Plan, PlanEntry, Revision, SeenBy
from milestones.planfile.canonical import SALT_BYTES, digest
from milestones.selectors.plans import calendar_day
from milestones.services.differences import Difference, RowName, Version, difference_of_plan, difference_of_rows
from milestones.services.sights import is_changed_for, is_changed_in_past


@dataclass(frozen=True, slots=True)
class TakenUp:
    """A revision, what it took up, and the revision before it."""

    revision: Revision
    difference: Difference
    before: Revision | None


MOST_ROWS = 500
"""Of more changed rows than these the whole plan is compared: that is quicker by then."""


def newest_revision(plan: Plan) -> Revision | None:
    """The plan's last revision; None before its first."""
    return Revision.objects.filter(plan=plan).order_by("-number").first()


def read_difference(plan: Plan, marked: frozenset[RowName] | None, *, now: datetime) -> Difference:
    """What changed in the plan since its last revision.

    `marked` are the rows that changed, where it is known which; None: any may have. Where the change of a row can
    reach others (their names of it, or who sees them), and on a new day of the plan, the whole plan is compared.
    """
    newest, today = newest_revision(plan), calendar_day(plan.timezone, now)
    difference = None
    is_same_day = newest is not None and calendar_day(plan.timezone, newest.at) == today
    if marked is not None and len(marked) <= MOST_ROWS and is_same_day:
        difference = difference_of_rows(plan, marked, today)
    return difference or difference_of_plan(plan, today)


def write_revision(
    plan: Plan,
    difference: Difference,
    *,
    cause: Mapping[str, Any],
    who: Mapping[str, Mapping[str, list[int]]],
    now: datetime,
    redacted: frozenset[str] = frozenset(),
) -> TakenUp:
    """Take the difference up as the plan's next revision, in the caller's transaction, which has locked the plan.

    `who` has by the key of each account that made changes the keys of the rows that its marks name, by kind.
    A redaction of what an audience saw (`redacted`: its words) counts as a change for it, else no tag would change.
    """
    newest = newest_revision(plan)
    number = plan.revision + 1
    at = now if newest is None else max(now, newest.at + timedelta(microseconds=1))
    _write_entries(plan, difference, number)
    before = (0, 0) if newest is None else (newest.public_number, newest.cleared_number)
    public, cleared = (
        count
        + (
            not redacted.isdisjoint(SeenBy.within(audience.publications))
            or is_changed_for(audience, difference)
            or is_changed_in_past(audience, difference, plan)
        )
        for count, audience in zip(before, (Audience.PUBLIC, Audience.RESTRICTED), strict=True)
    )
    revision = Revision.objects.create(
        plan=plan,
        number=number,
        at=at,
        method=METHOD,
        cause=dict(cause),
        who=dict(who),
        public_number=public,
        cleared_number=cleared,
    )
    return TakenUp(revision, difference, newest)


def _write_entries(plan: Plan, difference: Difference, number: int) -> None:
    """End the versions that stand no more, and add those that stand from this revision on."""
    changed = difference.rows
    ended = [difference.open_keys[row] for row in changed if row in difference.open_keys]
    for chunk in chunks(ended):
        # Past the manager, which refuses edits; the database lets nothing be set but this, and once.
        QuerySet(PlanEntry).filter(pk__in=chunk).update(last=number - 1)
    PlanEntry.objects.bulk_create(
        _entry(plan, row, difference.after[row], number) for row in changed if row in difference.after
    )


def _entry(plan: Plan, row: RowName, version: Version, number: int) -> PlanEntry:
    salt = os.urandom(SALT_BYTES)
    owner, rank, publication, body = version
    return PlanEntry(
        plan=plan,
        kind=row.kind,
        key=row.key,
        owner=owner,
        rank=rank,
        body=body,
        publication=publication,
        salt=salt,
        digest=digest(salt, kind=row.kind, key=row.key, owner=owner, rank=rank, body=body),
        first=number,
    )
