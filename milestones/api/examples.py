"""Examples for the schema: answers about a small plan, shaped as the API shapes them."""

from typing import Any

HERE = "https://tracker.example/api/v1"
MOMENT: dict[str, Any] = {
    "on": "2026-06-20",
    "known_at": None,
    "reading": "text",
    "revision": 7,
    "computed_at": "2026-06-20T00:00:05Z",
    "stale": False,
}
FORECAST: dict[str, Any] = {
    "start": {"earliest": "2026-08-30", "established": None},
    "complete": {"earliest": "2026-11-28", "established": None},
    "delay_days": 17,
}
GATE: dict[str, Any] = {
    "before": "start",
    "force": "gates",
    "require": 1,
    "waived": False,
    "truth": "unmet",
    "truth_when_reached": None,
    "earliest": "2026-08-30",
}
REASON: dict[str, Any] = {"why": "gate-unmet", "gate": 0, "day": "2026-08-30", "planned": "2026-09-01"}
VERDICT: dict[str, Any] = {
    "level": {"low": 0, "high": 0},
    "status": "waiting",
    "overdue": False,
    "forecast": FORECAST,
    "releases": 0,
    "downstream": 3,
    "reasons": [REASON],
}
SCHEDULE: dict[str, Any] = {
    "planned_start": {"original": "2026-09-01", "day": "2026-09-01", "follows": None, "lifted": False},
    "due": {
        "original": {"days": 90, "after": "handover", "reaches": "minimum"},
        "day": "2026-11-11",
        "follows": {"days": 90, "after": "handover", "reaches": "minimum"},
        "lifted": False,
    },
    "duration": 71,
    "lapses": None,
}
RECORD: dict[str, Any] = {
    "id": 26,
    "date": "2026-06-01",
    "recorded_at": "2026-06-02T09:00:00Z",
    "source": None,
    "note": "The first stage began.",
    "publication": "published",
    "url": f"{HERE}/assessments/26/",
    "milestone": "handover",
    "level": "minimum",
    "verification": "verified",
}
NO_RECORDS: dict[str, list[Any]] = {"base": [], "later": [], "superseded": [], "disputed": []}

PROBLEM: dict[str, Any] = {
    "type": "urn:peace-plan-tracker:problem:invalid-request",
    "title": "The request cannot be answered as it is.",
    "status": 400,
    "detail": "“-1” is no whole number from 1 to 1000.",
    "instance": "/api/v1/milestones/",
    "errors": [{"attr": "limit", "code": "invalid", "detail": "“-1” is no whole number from 1 to 1000."}],
}
EVALUATION: dict[str, Any] = {
    **MOMENT,
    "url": f"{HERE}/plans/accord/evaluation/",
    "plan": "accord",
    "milestones": {
        "pullback": {
            **VERDICT,
            "gates": [{**GATE, "conditions": [{"truth": "unmet", "earliest": "2026-08-30"}]}],
        }
    },
    "pillars": {
        "governance": {
            "progress": {"low": 33.3333, "high": 50.0},
            "status": "waiting",
            "overdue": 0,
            "counts": {"waiting": 1, "fulfilled": 0},
        }
    },
    "matrix": [
        {
            "pillar": "governance",
            "on_pillar": "demilitarisation",
            "met": 0,
            "unmet": 1,
            "unknown": 0,
            "held": 1,
        }
    ],
    "awaited": [{"kind": "milestone", "slug": "handover", "unmet": 1, "unknown": 0}],
    "deadlocks": [],
}
MILESTONES: dict[str, Any] = {
    "count": 41,
    "next": f"{HERE}/milestones/?limit=1&offset=1&plan=accord",
    "previous": None,
    "results": [
        {
            **MOMENT,
            **VERDICT,
            "url": f"{HERE}/milestones/accord/pullback/",
            "explanation": f"{HERE}/milestones/accord/pullback/explanation/",
            "plan": "accord",
            "slug": "pullback",
            "name": "First pull-back",
            "pillar": "governance",
            "phase": "one",
            "area": None,
            "responsible": ["government"],
            "certifier": "none-designated",
            "source": "memorandum",
            "clause": "4.5",
            "weight": "1",
            "verification": None,
            "publication": "published",
            "schedule": SCHEDULE,
        }
    ],
}
EXPLANATION: dict[str, Any] = {
    **MOMENT,
    **VERDICT,
    "url": f"{HERE}/milestones/accord/pullback/explanation/",
    "plan": "accord",
    "milestone": "pullback",
    "name": "First pull-back",
    "schedule": SCHEDULE,
    "level_since": {},
    "evidence": NO_RECORDS,
    "withdrawals": [],
    "gates": [
        {
            **GATE,
            "url": f"{HERE}/gates/3/",
            "id": 3,
            "readings": [],
            "source": None,
            "clause": "4.3",
            "note": "",
            "waivers": [],
            "conditions": [
                {
                    "url": f"{HERE}/conditions/5/",
                    "id": 5,
                    "truth": "unmet",
                    "earliest": "2026-08-30",
                    "why": "unmet",
                    "since": None,
                    "milestone": "handover",
                    "reaches": "complete",
                    "level": {"low": 1, "high": 1},
                    "evidence": {**NO_RECORDS, "base": [RECORD]},
                }
            ],
        }
    ],
    "hold_up": [
        {
            "milestone": "pullback",
            "level": 1,
            "day": "2026-08-30",
            "binds": "gate",
            "gate": 0,
            "condition": 0,
            "gate_id": 3,
            "waits_for": {"milestone": "handover", "reaches": "complete"},
            "lapses_too_soon": False,
            "beside": [],
        }
    ],
    "would_clear": [{"gate": 0, "more": 1, "of": [0]}],
    "sentences": {
        "reasons": ["Before it may start: “First handover” is complete."],
        "would_clear": ["Before it may start: “First handover” is complete."],
        "hold_up": ["“First pull-back” cannot start before “First handover” is complete."],
        "forecast": ["Earliest: 28 November 2026.", "On what is established alone no date can be given."],
    },
}
