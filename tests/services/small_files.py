"""A small plan file for tests of loading, and what is needed to vary it."""

from copy import deepcopy
from typing import Any

from milestones.kinds.format import parse
from milestones.planfile import Document

ACCORD: dict[str, Any] = {
    "format": "peace-plan/1",
    "plan": {"slug": "accord", "name": {"en": "Accord", "ar": "اتفاق"}},
    "readings": [{"slug": "text", "name": "The text"}, {"slug": "board", "name": "The Board's", "actor": "board"}],
    "actors": [{"slug": "board", "name": "Board"}, {"slug": "force", "name": "Force"}],
    "sources": [{"slug": "roadmap", "title": "Roadmap", "tier": "A"}, {"slug": "report", "title": "Report"}],
    "pillars": [{"slug": "governance", "name": "Governance"}, {"slug": "demilitarisation", "name": "Weapons"}],
    "indicators": [
        {
            "slug": "weapons",
            "name": "Weapons",
            "pillar": "demilitarisation",
            "series": [{"slug": "force", "name": "The Force's"}, {"slug": "board", "name": "The Board's"}],
            "observations": [
                {"date": "2026-02-01", "value": "10.5", "series": "force", "source": "report"},
                {"date": "2026-03-01", "value": 20, "series": "force", "source": "report"},
            ],
        }
    ],
    "milestones": [
        {
            "slug": "committee",
            "name": "Committee at work",
            "pillar": "governance",
            "responsible": ["board"],
            "assessments": [
                {"date": "2026-02-10", "level": "minimum", "source": "report"},
                {"date": "2026-03-10", "level": "complete", "source": "report", "verification": "verified"},
            ],
        },
        {
            "slug": "handover",
            "name": "Handover",
            "pillar": "demilitarisation",
            "due": {"days": 90, "after": "pull-back", "reaches": "complete"},
            "indicators": ["weapons"],
            "schedule": [{"date": "2026-05-21", "due": "2026-09-01", "source": "report"}],
            "gates": [
                {
                    "before": "start",
                    "readings": ["text"],
                    "source": "roadmap",
                    "conditions": [{"milestone": "committee", "reaches": "complete"}, {"date": "2026-03-01"}],
                    "waived": {"date": "2026-04-01", "source": "report"},
                },
                {"before": "completion", "conditions": [{"indicator": "weapons", "at_least": 600}]},
            ],
        },
        {
            "slug": "pull-back",
            "name": "Pull-back",
            "pillar": "demilitarisation",
            "due": {"days": 10, "after": "handover", "reaches": "minimum"},
            "withdrawn": {"date": "2026-06-01", "source": "report"},
        },
    ],
    "positions": [{"actor": "force", "date": "2026-01-28", "stance": "supports", "source": "report"}],
}

COMMITTEE, HANDOVER, PULL_BACK = 0, 1, 2


def accord() -> dict[str, Any]:
    """The file as maps and lists, for a test to change."""
    return deepcopy(ACCORD)


def document(raw: dict[str, Any] | None = None) -> Document:
    """The file's document, checked as any other."""
    return parse(ACCORD if raw is None else raw).document
