"""The shipped plan of Gaza grown to any number of milestones: the same steps in one district after another.

Names in three languages, gates, readings, records and pillars are the plan's own; each district's steps wait for one
another, and all of them for the few that most wait for, as districts do.
"""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings

HUBS = 5
"""So many of the milestones that most wait for are one for all districts."""


def grown_plan(size: int, slug: str = "grown") -> bytes:
    """A plan file of so many milestones or a few more, in JSON."""
    plan = yaml.load((Path(settings.BASE_DIR) / "plans" / "gaza-phase-two.yaml").read_bytes(), yaml.CSafeLoader)
    first = [*plan["milestones"]]
    named = Counter(condition["milestone"] for condition in _conditions(first) if "milestone" in condition)
    shared = {name for name, _count in named.most_common(HUBS)}
    own = [milestone for milestone in first if milestone["slug"] not in shared]
    copied = {milestone["slug"] for milestone in own}
    for district in range(2, 2 + -(-max(0, size - len(first)) // len(own))):
        plan["milestones"] += [_in_district(milestone, district, copied) for milestone in own]
    plan["plan"]["slug"] = slug
    return _written(plan).encode()


def _written(value: Any) -> str:
    """JSON with days and instants as a plan file writes them."""
    return json.dumps(value, default=lambda day: day.isoformat().replace("+00:00", "Z"), ensure_ascii=False)


def _conditions(milestones: list[Any]) -> list[Any]:
    return [condition for step in milestones for gate in step.get("gates", ()) for condition in gate["conditions"]]


def _in_district(milestone: Any, district: int, copied: set[str]) -> Any:
    """The step as one of the district, which waits for its own steps where these are `copied`."""
    step = json.loads(_written(milestone))
    step["slug"] = f"{step['slug']}-{district}"
    step["name"] = {language: f"{district}. {name}" for language, name in step["name"].items()}
    waiting = [(condition, "milestone") for condition in _conditions([step])]
    waiting += [(step[date], "after") for date in ("start", "due") if isinstance(step.get(date), dict)]
    for place, key in waiting:
        if place.get(key) in copied:
            place[key] = f"{place[key]}-{district}"
    return step
