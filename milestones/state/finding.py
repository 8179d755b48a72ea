"""From a plan's address and its reader to the plan's state: one query where the state is at hand."""

from collections.abc import Hashable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from milestones.loading.stored import AskedColumns
from milestones.models import Audience, Indicator, Plan, Publication, Revision
from milestones.models.publication import publications_seen_by
from milestones.selectors.plans import Reader
from milestones.state.history import (
    Known,
    columns_of,
    columns_of_entries,
    day_of,
    keep_columns,
    known_revisions,
    past_columns,
    withheld,
    without_hidden,
)
from milestones.state.keeping import keeper
from milestones.state.plan_state import PlanState
from milestones.state.standing import Freshness, freshness_of


def state_for(plan: Plan, user: Reader = None, known_at: datetime | None = None) -> PlanState:
    """The state of a plan that is at hand, as it is now or was known at an instant."""
    return state_of(freshness_of(plan.pk, publications_seen_by(user, plan.pk)), known_at)


def state_of(fresh: Freshness, known_at: datetime | None = None) -> PlanState:
    """The plan's state for those for whom it is fresh, now or as known at an instant; no query where it is kept.

    Readers see whole revisions, but for what was hidden since, which nobody sees for another minute; those who see
    drafts see at once what an edit that waits for its recompute did.
    """
    question = ("state", fresh.plan_id, fresh.seen)
    state = keeper.kept(question, lambda: _state(fresh), of=fresh.tag)
    return state if known_at is None else _known(state, known_at)


def state_at(plan: Plan, revision: Revision) -> PlanState:
    """The public's state at a revision that this transaction has written; kept once it is committed."""
    columns = columns_of_entries(plan.pk, revision.number)
    transaction.on_commit(lambda: keep_columns(plan.pk, revision.number, columns))
    number, seen = revision.number, Audience.PUBLIC.publications
    return PlanState(plan.pk, number, (number, 0, 0), columns, seen, day_of(columns, revision.at))


def state_now(
    plan: Plan, seen: frozenset[Publication] = Audience.PUBLIC.publications, *, is_of_few: bool = False
) -> PlanState:
    """The plan's state read from its rows, in the transaction that may have changed them; kept for nobody.

    One of few rows reads those of a model when it is asked for them: nothing may be written before that.
    """
    columns = AskedColumns(plan.pk) if is_of_few else columns_of(plan.pk, 0)
    today = day_of(columns, timezone.now())
    return PlanState(plan.pk, plan.revision, (plan.revision, 0, 0), columns, seen, today)


def _state(fresh: Freshness) -> PlanState:
    """What is embargoed the revision says, not the clock: a day that began changes nothing before its recompute."""
    seen, waiting = fresh.seen, fresh.version[1]
    revision = 0 if waiting and Publication.DRAFT in seen else fresh.revision
    columns = columns_of(fresh.plan_id, revision)
    taken_up_at = fresh.taken_up_at if revision else None
    return PlanState(
        fresh.plan_id,
        fresh.revision,
        fresh.version,
        without_hidden(columns, fresh.plan_id) if waiting and revision else columns,
        seen,
        fresh.calendar_day if taken_up_at is None else day_of(columns, taken_up_at),
        computed_at=fresh.computed_at,
        revised_at=fresh.revised_at,
        is_stale=fresh.is_stale,
        waiting_since=fresh.waiting_since,
        has_failed=fresh.has_failed,
    )


def _known(now: PlanState, known_at: datetime) -> PlanState:
    """The state at the newest revision at or before the instant, or at the first; `now` where it is the newest.

    What was restricted since is left out. Of revisions that are seen alike the day may differ, until which measures
    count.
    """
    alike = known_revisions(now, known_at)
    if not alike:
        return _by_own_clocks(now, known_at)
    is_taken_up = not now.version[1] or Publication.DRAFT not in now.seen  # else it is what the tables have
    state = now if is_taken_up and alike[0].own == now.version[0] else _past(now, alike[0])
    then = replace(state, today=day_of(state.columns, alike[-1].at))
    if then.until != state.until:
        question = ("state", *_place(state), then.today)
        state = keeper.kept(question, lambda: then, of=state.identity)
    return _by_own_clocks(state, known_at)


def _past(now: PlanState, known: Known) -> PlanState:
    question = ("state", now.plan_id, now.seen, known.number)

    def past() -> PlanState:
        columns = past_columns(now.plan_id, known.number)
        today = day_of(columns, known.at)
        columns, count = withheld(columns, now, today)
        return PlanState(
            now.plan_id,
            known.number,
            (known.own, 0, 0),
            columns,
            now.seen,
            today,
            computed_at=known.at,
            revised_at=known.at,
            withheld=count,
            superseded_by=now.identity,
        )

    return keeper.kept(question, past, of=(now.identity, now.today))


def _by_own_clocks(state: PlanState, known_at: datetime) -> PlanState:
    """The state with its measures as known before its revision: what an instant before the first one asks for."""
    _revision, waiting, _newest = state.version
    is_held = not waiting and state.revised_at is not None and state.revised_at <= known_at
    if is_held or not any(indicator.measure for indicator in state.rows(Indicator)):
        return state
    question = ("measures", *_place(state), known_at)
    of = (state.identity, state.today, state.is_stale, state.has_failed)
    return keeper.kept(question, lambda: replace(state, known_at=known_at), of=of)


def preview_of(state: PlanState) -> PlanState:
    """The state, of those who see drafts, as it would be were all of them published."""
    question = ("preview", *_place(state), state.known_at)
    return keeper.kept(question, lambda: as_if_published(state), of=(state.identity, state.today))


def _place(state: PlanState) -> tuple[Hashable, ...]:
    """What a state is of, however it was edited since: of the past a revision."""
    return state.plan_id, state.seen, state.is_past and state.revision


def as_if_published(state: PlanState) -> PlanState:
    """What `preview_of` keeps, made anew: of a state that a transaction may take back nothing is to be kept."""
    columns = {table: tuple(map(_as_published, rows)) for table, rows in state.columns.items()}
    return replace(state, columns=columns, is_preview=True)


def _as_published(row: Mapping[str, Any]) -> Any:
    is_draft = row.get("publication") == Publication.DRAFT
    return {**row, "publication": Publication.PUBLISHED.value} if is_draft else row
