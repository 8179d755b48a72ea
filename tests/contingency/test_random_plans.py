"""The random plans between them come to every answer that the method knows."""

from __future__ import annotations

import random
from collections import Counter
from typing import Any

from .oracle import evaluate_document
from .oracle_findings import SEVERITY
from .random_plans import random_request

PLANS = 400


def seen_in(request: dict[str, Any], answer: dict[str, Any]) -> set[str]:
    """What there is in an answer, a word for each kind of thing."""
    seen = {"deadlock"} if answer["deadlocks"] else set()
    seen |= {"deadlock of several"} if any(len(cycle) > 1 for cycle in answer["deadlocks"]) else set()
    seen |= {key for key in ("known_at", "reading") if request[key] is not None}
    for entry in answer["milestones"].values():
        level, forecast = entry["level"], entry["forecast"]
        seen |= {f"status {entry['status']}", f"level {level['low']}-{level['high']}"}
        seen |= {name for name in ("releases", "downstream", "overdue") if entry[name]}
        for name in ("start", "complete"):
            for kind, day in forecast[name].items():
                seen.add(f"{name} {kind} {when(day, answer['on'])}")
        delay = forecast["delay_days"]
        seen.add(f"delay {'unknown' if delay is None else 'none' if delay == 0 else 'some'}")
        for group in entry["gates"]:
            seen |= {f"truth {group['truth']}", f"then {group['truth_when_reached']}"}
            seen |= {f"opens {when(group['earliest'], answer['on'])}", group["force"]}
            seen |= {"waived"} if group["waived"] else set()
    return seen


def when(day: str | None, on: str) -> str:
    if day is None:
        return "never"
    return "past" if day < on else "today" if day == on else "later"


def test_every_answer_occurs_in_a_good_share_of_the_plans() -> None:
    share: Counter[str] = Counter()
    for seed in range(PLANS):
        request = random_request(random.Random(seed))
        asked = {key: request[key] for key in ("on", "known_at", "reading")}
        share.update(seen_in(request, evaluate_document(request["plan"], **asked)))
    expected = [f"status {status}" for status in (*SEVERITY, "withdrawn")]
    expected += [f"level {low}-{high}" for low in range(4) for high in range(low, 4)]
    expected += [f"{word} {truth}" for word in ("truth", "then") for truth in ("met", "unmet", "unknown")]
    expected += [
        f"{name} {kind} {day}"
        for name in ("start", "complete")
        for kind in ("earliest", "established")
        for day in ("past", "today", "later", "never")
    ]
    expected += ["opens today", "opens later", "opens never", "gates", "informs", "waived", "releases", "downstream"]
    expected += ["overdue", "delay unknown", "delay none", "delay some", "deadlock", "deadlock of several"]
    expected += ["known_at", "reading"]
    rare = {name: share[name] for name in expected if share[name] < PLANS * 0.02}
    assert rare == {}
