"""A plan before the public sees it: its state as it would be were its drafts published."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from milestones.models import Publication
from milestones.state.keeping import keeper
from milestones.state.plan_state import PlanState


def preview_of(state: PlanState) -> PlanState:
    """The state, of those who see drafts, as it would be were all of them published."""
    question = ("preview", state.identity, state.seen, state.today)
    return keeper.kept(question, lambda: _published(state), lambda kept: kept.size)


def _published(state: PlanState) -> PlanState:
    columns = {table: tuple(map(_as_published, rows)) for table, rows in state.columns.items()}
    return replace(state, columns=columns, is_preview=True)


def _as_published(row: Mapping[str, Any]) -> Any:
    is_draft = row.get("publication") == Publication.DRAFT
    return {**row, "publication": Publication.PUBLISHED.value} if is_draft else row
