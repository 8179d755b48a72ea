"""The examples in the schema are what the API answers about a small plan."""

import datetime as dt
import json
import re
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.test import Client

from milestones.api.examples import EXAMPLES
from milestones.kinds.format import parse
from milestones.models import Plan
from milestones.services.loading import load_document
from tests.api.cast import settle

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
ADDRESSES = {
    "evaluation": "plans/accord/evaluation/",
    "milestones": "milestones/?limit=1&plan=accord",
    "explanation": "milestones/accord/pullback/explanation/",
    "graph": "plans/accord/graph/",
    "unsettled": "plans/accord/unsettled/",
    "series": "plans/accord/series/?from=2026-05-01&to=2026-10-01",
    "changes": "plans/accord/changes/?limit=1",
    "comparison": "plans/accord/compare/?from_on=2026-05-01",
    "revision": "plans/accord/revisions/1/?limit=2",
    "problem": "milestones/?limit=-1",
}


def numbered_anew(answer: Any) -> Any:
    """The answer with 1 for each key of a row, which no two databases give alike."""
    text = json.dumps(answer)
    text = re.sub(r'("id"|"gate_id"|"key"): \d+', r"\1: 1", text)
    text = re.sub(r'"digest": "[^"]*"', f'"digest": "{64 * "a"}"', text)
    text = re.sub(r'("accord:)\d+"', r'\g<1>1"', text)
    return json.loads(re.sub(r"/(gates|conditions|assessments|changes)/\d+/", r"/\1/1/", text))


@pytest.mark.one_database
def test_the_examples_are_true(db: None, client: Client, settings: Any, tmp_path: Path) -> None:
    settings.ALLOWED_HOSTS = ["tracker.example"]
    with time_machine.travel(NOW, tick=False):
        load_document(parse(PLAN).document)
        settle(Plan.objects.get(slug="accord"))
        answers = {
            name: client.get(f"/api/v1/{address}", secure=True, headers={"host": "tracker.example"}).json()
            for name, address in ADDRESSES.items()
        }
        answers["what_if"] = client.post(
            "/api/v1/plans/accord/what-if/",
            {"assume": [{"milestone": "handover", "level": "complete"}]},
            content_type="application/json",
            secure=True,
            headers={"host": "tracker.example"},
        ).json()
    written = tmp_path / "examples.json"
    written.write_text(json.dumps(numbered_anew(answers), ensure_ascii=False, indent=1) + "\n")
    assert json.loads(written.read_text()) == EXAMPLES, f"the answers of today are in {written}"
