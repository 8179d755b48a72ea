"""A small plan file with a case for every kind of sentence, and the names that its sentences use."""

from __future__ import annotations

from datetime import date
from typing import Any

from milestones.contingency import Evaluation, evaluate
from milestones.contingency.explanation import Explanation, explain
from milestones.kinds.format import parse
from milestones.planfile import to_plan
from milestones.selectors.plan_page import NamedIndicator, PlanNames

SOURCE = {"slug": "text", "title": "Text"}


NAMES = PlanNames(
    pillars={"arms": "Arms", "rule": "Rule"},
    milestones={"handover": "Handover", "exit": "Exit", "vote": "Vote", "court": "Court"},
    indicators={
        "trucks": NamedIndicator("Trucks a day", "trucks", 0, None, {}, {}),
        "share": NamedIndicator("Share of seats", "%", 0, None, {}, {}),
    },
    readings={},
)
"""Names by slug; a slug that is not here belongs to what the reader may not see."""


def document(*milestones: dict[str, Any], **parts: Any) -> dict[str, Any]:
    """A plan file of these milestones, in the pillar `arms` unless they say otherwise."""
    return {
        "format": "peace-plan/1",
        "plan": {"slug": "accord", "name": "Accord"},
        "sources": [SOURCE],
        "pillars": [{"slug": "arms", "name": "Arms"}, {"slug": "rule", "name": "Rule"}],
        "indicators": [
            {"slug": "trucks", "name": "Trucks a day", "pillar": "rule", "unit": "trucks"} | parts.pop("trucks", {}),
            {"slug": "share", "name": "Share of seats", "pillar": "rule", "unit": "%"},
        ],
        "milestones": [
            {"name": each["slug"].title(), "pillar": "arms", "source": "text"} | each for each in milestones
        ],
        **parts,
    }


def evaluated(plan: dict[str, Any], *, on: str = "2026-03-10", reading: str | None = None) -> Evaluation:
    """The evaluation of a plan file's document."""
    return evaluate(to_plan(parse(plan).document), on=date.fromisoformat(on), reading=reading)


def explained(plan: dict[str, Any], slug: str, **question: Any) -> Explanation:
    """The explanation of one of its milestones."""
    return explain(evaluated(plan, **question), slug)


def gate(*conditions: dict[str, Any], before: str = "start", **fields: Any) -> dict[str, Any]:
    """A gate of the text."""
    return {"before": before, "source": "text", "conditions": list(conditions), **fields}


def level(date: str, level: str, verification: str = "verified") -> dict[str, Any]:
    """An assessment."""
    return {"date": date, "level": level, "verification": verification, "source": "text"}


def reaches(milestone: str, level: str = "complete", **fields: Any) -> dict[str, Any]:
    """A condition on a milestone."""
    return {"milestone": milestone, "reaches": level, **fields}
