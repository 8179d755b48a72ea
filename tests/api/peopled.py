"""A small plan with one row of every kind, each by an entry that the API takes."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.utils import timezone

from milestones.kinds.format import parse
from milestones.models import Plan, Publication, Waiver
from milestones.services.loading import load_document
from milestones.services.publication import set_publication
from tests.api.cast import settle
from tests.api.test_writing import member

NOW = dt.datetime(2026, 6, 20, 0, 0, 5, tzinfo=dt.UTC)
SOURCE = {"source": "memorandum", "clause": "4.5"}
PLAN = {
    "format": "peace-plan/1",
    "plan": {"slug": "accord", "name": "Accord"},
    "sources": [{"slug": "memorandum", "title": "Memorandum", "date": "2026-01-15", "tier": "A"}],
    "pillars": [
        {"slug": "governance", "name": "Governance"},
        {"slug": "demilitarisation", "name": "Demilitarisation"},
    ],
    "phases": [{"slug": "one", "name": "Phase one"}],
    "actors": [{"slug": "government", "name": "The government"}],
    "readings": [{"slug": "text", "name": "The text"}],
    "milestones": [
        {
            "slug": "pullback", "name": "First pull-back", "pillar": "governance", "phase": "one", **SOURCE,
            "responsible": ["government"], "certifier": "none-designated", "planned_start": "2026-09-01",
            "due": {"days": 90, "after": "handover", "reaches": "minimum"},
            "gates": [{"before": "start", "conditions": [{"milestone": "handover", "reaches": "complete"}],
                       "source": "memorandum", "clause": "4.3"}],
        },
        {
            "slug": "handover", "name": "First handover", "pillar": "demilitarisation", **SOURCE,
            "planned_start": "2026-06-01", "due": "2026-08-30",
            "assessments": [{"date": "2026-06-01", "recorded": "2026-06-02T09:00:00Z", "level": "minimum",
                             "verification": "verified", "source": "memorandum", "note": "The first stage began."}],
        },
    ],
}  # fmt: skip
DAY, RECORD = "2026-06-10", {"date": "2026-06-10", "source": "report"}
ENTRIES: dict[str, dict[str, Any]] = {
    "sources": {"slug": "report", "title": "The monitors' report", "date": DAY, "tier": "B"},
    "clauses": {"number": "4.6", "text": "Arms are stored under seal.", "source": "memorandum"},
    "pillars": {"slug": "reconstruction", "name": "Reconstruction"},
    "phases": {"slug": "two", "name": "Phase two"},
    "areas": {"slug": "north", "name": "The north"},
    "actors": {"slug": "monitors", "name": "The monitors", "kind": "monitor"},
    "readings": {"slug": "board", "name": "The board's", "actor": "monitors"},
    "indicators": {"slug": "arms", "name": "Arms handed over", "pillar": "demilitarisation", "unit": "arms"},
    "series": {"indicator": "arms", "slug": "monitors", "name": "The monitors' count"},
    "observations": {"indicator": "arms", **RECORD, "value": "120", "series": "monitors"},
    "milestones": {"slug": "count", "name": "Arms counted", "pillar": "demilitarisation", "due": "2026-07-01"},
    "gates": {"milestone": "count", "before": "completion", "conditions": [{"indicator": "arms", "at_least": 600}]},
    "conditions": {"gate": None, "milestone": "handover", "reaches": "minimum"},
    "waivers": {"gate": None, **RECORD},
    "waiver-endings": {"waiver": None, "date": "2026-06-12"},
    "withdrawals": {"milestone": "count", **RECORD},
    "withdrawal-endings": {"withdrawal": None, "date": "2026-06-12"},
    "assessments": {"milestone": "count", **RECORD, "level": "minimum"},
    "schedule-revisions": {"milestone": "count", **RECORD, "due": "2026-08-01"},
    "positions": {**RECORD, "actor": "government", "stance": "conditional", "about": {"milestone": "count"}},
    "demilitarisation/categories": {"slug": "rifles", "name": "Rifles"},
    "demilitarisation/series": {"slug": "monitors", "name": "The monitors' count", "decides": True},
    "demilitarisation/lines": {"slug": "yellow", "name": "Yellow line"},
    "demilitarisation/totals": {**RECORD, "category": "rifles", "basis": "agreed", "low": 600, "high": 800},
    "demilitarisation/tallies": {
        **RECORD, "category": "rifles", "series": "monitors", "scope": "event", "handed_in": 125, "accepted": 120,
    },
    "demilitarisation/inspections": {**RECORD, "kind": "inspection", "outcome": "passed", "inspector": "monitors"},
    "demilitarisation/incidents": {**RECORD, "case": "checkpoint", "happened_on": "2026-06-09", "kind": "movement"},
    "demilitarisation/line-claims": {**RECORD, "line": "yellow", "low": 50, "high": 60},
    "demilitarisation/pullbacks": {**RECORD, "step": "begun", "line": "yellow", "leaves": "government"},
    "governance/bodies": {"slug": "council", "name": "Council", "kind": "board", "size": 3},
    "governance/portfolios": {"slug": "order", "body": "council", "name": "Public order"},
    "governance/seats": {"slug": "chair", "body": "council", "name": "Chair", "portfolio": "order"},
    "governance/appointments": {**RECORD, "seat": "chair", "holder": "A judge"},
    "governance/vacancies": {"date": "2026-06-15", "seat": "chair", "source": "report"},
    "governance/functions": {"slug": "water", "name": "Water", "kind": "public-service"},
    "governance/served-areas": {"slug": "north-served", "area": "north", "weight": 2},
    "governance/handovers": {**RECORD, "function": "water", "stage": "agreed"},
    "governance/deliveries": {**RECORD, "function": "water", "status": "partly", "area": "north"},
    "governance/benchmarks": {"slug": "open-books", "name": "Open books", "kind": "reform", "judge": "monitors"},
    "governance/findings": {**RECORD, "benchmark": "open-books", "outcome": "partly-met", "found_by": "monitors"},
    "reconstruction/sectors": {"slug": "housing", "name": "Housing"},
    "reconstruction/territories": {"slug": "coast", "name": "The coast"},
    "reconstruction/appeals": {"slug": "appeal", "name": "The appeal", "currency": "USD"},
    "reconstruction/donors": {"slug": "neighbours", "name": "The neighbours"},
    "reconstruction/channels": {"slug": "fund", "name": "The fund", "kind": "fund"},
    "reconstruction/needs-assessments": {"slug": "needs", "name": "The assessment", "published": "2026-02-01"},
    "reconstruction/projects": {"slug": "homes", "name": "A thousand homes", "sector": "housing"},
    "reconstruction/findings": {"slug": "pledged", "name": "Was it paid?", "about": "received", "appeal": "appeal"},
    "reconstruction/estimates": {
        **RECORD, "assessment": "needs", "measured": "needs", "amount": "1500000.50", "currency": "USD",
    },
    "reconstruction/project-steps": {**RECORD, "project": "homes", "kind": "started"},
    "reconstruction/unit-counts": {**RECORD, "project": "homes", "kind": "delivered", "unit": "homes", "quantity": 40},
    "reconstruction/rates": {**RECORD, "currency": "EUR", "into": "USD", "rate": "1.1"},
    "reconstruction/transactions": {
        **RECORD, "stage": "pledge", "amount": 500000, "currency": "USD", "appeal": "appeal", "donor": "neighbours",
    },
    "reconstruction/finding-entries": {**RECORD, "finding": "pledged", "state": "examined"},
}  # fmt: skip
"""What is added, in this order; of what has a number the one that was added before."""


def load_plan(slug: str = "accord") -> Plan:
    """The plan alone, recomputed."""
    load_document(parse(PLAN | {"plan": {"slug": slug, "name": "Accord"}}).document)
    plan = Plan.objects.get(slug=slug)
    settle(plan)
    return plan


def people(plan: Plan, add: Callable[[str, dict[str, Any]], Any]) -> dict[str, Any]:
    """Add a row of every kind by `add`, which takes a list and an entry; the rows by their lists."""
    made: dict[str, Any] = {}
    for listed, entry in ENTRIES.items():
        numbers = {name: made[f"{name}s"]["id"] for name, value in entry.items() if value is None}
        made[listed] = add(listed, entry | numbers)
        if listed == "waivers":  # which another publishes than who entered it
            waiver, publisher = Waiver.objects.get(pk=made[listed]["id"]), member("publisher", plan=plan)
            assert set_publication([waiver], Publication.PUBLISHED, user=publisher, at=timezone.now()).rows
    settle(plan)
    return made
