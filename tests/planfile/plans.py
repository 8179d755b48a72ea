"""A small plan to break in one place at a time, and what `parse` then says."""

from typing import Any

import pytest

from milestones.kinds.format import parse
from milestones.planfile import PlanFileError
from milestones.planfile.faults import Fault


def small_plan(**changes: Any) -> dict[str, Any]:
    """A valid plan with one of everything; `changes` replace whole keys, None leaves one out."""
    plan: dict[str, Any] = {
        "format": "peace-plan/1",
        "plan": {"slug": "small", "name": "Small"},
        "readings": [{"slug": "text", "name": "Text"}, {"slug": "north", "name": "North", "actor": "north"}],
        "actors": [{"slug": "north", "name": "North", "kind": "party"}],
        "sources": [{"slug": "roadmap", "title": "Roadmap"}],
        "pillars": [{"slug": "governance", "name": "Governance"}, {"slug": "security", "name": "Security"}],
        "phases": [{"slug": "one", "name": "One"}],
        "areas": [{"slug": "rafah", "name": {"en": "Rafah", "ar": "رفح"}}],
        "indicators": [indicator()],
        "milestones": [milestone(), milestone(slug="pull-back", name="Pull-back", pillar="governance")],
        "positions": [position()],
    }
    plan.update(changes)
    return {key: value for key, value in plan.items() if value is not None}


def milestone(**changes: Any) -> dict[str, Any]:
    """A milestone of the small plan; None leaves a key out."""
    return _with({"slug": "handover", "name": "Handover", "pillar": "security"}, changes)


def indicator(**changes: Any) -> dict[str, Any]:
    """An indicator of the small plan."""
    return _with({"slug": "trucks", "name": "Trucks", "pillar": "governance", "stale_after": 30}, changes)


def position(**changes: Any) -> dict[str, Any]:
    """A position of the small plan."""
    return _with({"actor": "north", "date": "2026-01-01", "stance": "supports", "source": "roadmap"}, changes)


def gate(**changes: Any) -> dict[str, Any]:
    """A gate on the small plan's other milestone."""
    conditions = [{"milestone": "pull-back", "reaches": "complete"}]
    return _with({"before": "start", "source": "roadmap", "conditions": conditions}, changes)


def assessment(**changes: Any) -> dict[str, Any]:
    """An assessment in the small plan."""
    return _with({"date": "2026-01-01", "level": "minimum", "source": "roadmap"}, changes)


def _with(entry: dict[str, Any], changes: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in {**entry, **changes}.items() if value is not None}


def with_milestone(**changes: Any) -> dict[str, Any]:
    """The small plan with its first milestone changed."""
    plan = small_plan()
    plan["milestones"][0] = milestone(**changes)
    return plan


def with_gate(**changes: Any) -> dict[str, Any]:
    """The small plan with one gate before its first milestone."""
    return with_milestone(gates=[gate(**changes)])


def with_condition(condition: Any, **changes: Any) -> dict[str, Any]:
    """The small plan with one gate of one condition before its first milestone."""
    return with_gate(conditions=[condition], **changes)


def with_indicator(**changes: Any) -> dict[str, Any]:
    """The small plan with its indicator changed."""
    return small_plan(indicators=[indicator(**changes)])


def faults(source: Any, **options: Any) -> tuple[Fault, ...]:
    """The faults for which a document is refused."""
    with pytest.raises(PlanFileError) as refused:
        parse(source, **{"sections": (), **options})
    return refused.value.faults


def coded(source: Any, **options: Any) -> list[tuple[str, str]]:
    """Path and code of each fault."""
    return [(fault.path, fault.code) for fault in faults(source, **options)]


def said(source: Any, **options: Any) -> list[str]:
    """Each fault in words, with its path."""
    return [str(fault) for fault in faults(source, **options)]


def warned(source: Any, **options: Any) -> list[tuple[str, str]]:
    """Path and code of each warning of a document that is taken."""
    return [(fault.path, fault.code) for fault in parse(source, **{"sections": (), **options}).warnings]
