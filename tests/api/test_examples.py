"""Every operation of the contract has an example: what the API answers about a small plan, and what is sent to it."""

import datetime as dt
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from drf_spectacular.generators import SchemaGenerator

from milestones.api.schema import EXAMPLES
from milestones.kinds.format import parse
from milestones.models import Plan, Publication, Waiver
from milestones.services.loading import load_document
from milestones.services.publication import set_publication
from tests.api.cast import settle
from tests.api.test_schema import operations_of
from tests.api.test_writing import member, token

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
OF_THE_PLAN_ALONE = {
    "evaluation": "plans/accord/evaluation/",
    "milestones": "milestones/?limit=1&plan=accord",
    "explanation": "milestones/accord/pullback/explanation/",
    "graph": "plans/accord/graph/",
    "unsettled": "plans/accord/unsettled/",
    "plan_series": "plans/accord/series/?from=2026-05-01&to=2026-10-01",
    "changes": "plans/accord/changes/?limit=1",
    "comparison": "plans/accord/compare/?from_on=2026-05-01",
    "revision": "plans/accord/revisions/1/?limit=2",
    "export": "plans/accord/export/",
}
"""What is asked before more is added, so that it is short."""
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
HOST = "tracker.example"


def numbered_anew(answer: Any) -> Any:
    """The answer with 1 for each key of a row, which no two databases give alike."""
    text = json.dumps(answer)
    text = re.sub(r'("(?:id|gate_id|key|gate|waiver|withdrawal)"): \d+', r"\1: 1", text)
    text = re.sub(r'("conditions"): \[[\d, ]+\]', r"\1: [1]", text)
    text = re.sub(r'"(digest|version)": "[0-9a-f]{64}"', f'"\\1": "{64 * "a"}"', text)
    text = re.sub(r'("accord:)\d+"', r'\g<1>1"', text)
    return json.loads(re.sub(r"(?<!revisions)/\d+/", "/1/", text))


class Writer:
    """Who may all, and keeps what is sent and answered."""

    def __init__(self, plan: Plan) -> None:
        self.client, self.another = (token(member("administrator", plan=plan), "write") for _ in range(2))
        self.told: dict[str, Any] = {}

    def get(self, address: str, client: Client | None = None) -> Any:
        answer = (client or self.client).get(address, secure=True, headers={"host": HOST})
        assert answer.status_code in (200, 400), (address, answer.content)
        is_json = answer["Content-Type"].partition(";")[0].endswith("json")
        return answer.json() if is_json else answer.content.decode()

    def send(self, operation: str, address: str, body: Any, method: str = "post", **headers: str) -> Any:
        client = self.another if operation.endswith("_raise") else self.client
        answer = getattr(client, method)(
            address, body, content_type="application/json", secure=True, headers={"host": HOST, **headers}
        )
        assert answer.status_code in (200, 201), (operation, answer.content)
        self.told[operation] = {"body": body, "answer": answer.json()}
        return answer.json()


def others(contract: dict[str, Any], made: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """The operations that read and are not of the plan alone, each with the address of its example."""
    for path, method, operation in operations_of(contract):
        if method != "get" or operation["operationId"] in OF_THE_PLAN_ALONE:
            continue
        listed, _, _key = path.removeprefix("/api/v1/").rstrip("/").partition("/{")
        address = path.replace("{plan}", "accord")
        if listed in made and _key:
            address = made[listed]["url"]
        elif "{slug}" in path or "{id}" in path:
            address = made["plans/{plan}/changes" if "changes" in path else listed]["url"]
        figure = made["reconstruction/estimates"]["id"]
        values = {"limit": 1, "plan": "accord", "one": figure, "other": figure}
        asked = {each["name"] for each in operation["parameters"] if each["in"] == "query"}
        query = "&".join(f"{name}={value}" for name, value in values.items() if name in asked)
        yield operation["operationId"], f"{address}?{query}"


@pytest.mark.one_database
def test_the_examples_are_true(db: None, client: Client, settings: Any, tmp_path: Path) -> None:
    settings.ALLOWED_HOSTS = [HOST]
    contract = SchemaGenerator().get_schema(request=None, public=True)
    with time_machine.travel(NOW, tick=False):
        load_document(parse(PLAN).document)
        plan = Plan.objects.get(slug="accord")
        settle(plan)
        writer = Writer(plan)
        told = {name: {"answer": writer.get(f"/api/v1/{at}", client)} for name, at in OF_THE_PLAN_ALONE.items()}
        told["problem"] = {"answer": writer.get("/api/v1/milestones/?limit=-1", client)}
        assume = {"assume": [{"milestone": "handover", "level": "complete"}]}
        writer.send("what_if", "/api/v1/plans/accord/what-if/", assume)
        made: dict[str, Any] = {"plans/{plan}/changes": told["changes"]["answer"]["results"][0]}
        for listed, entry in ENTRIES.items():
            numbers = {name: made[f"{name}s"]["id"] for name, value in entry.items() if value is None}
            operation = contract["paths"][f"/api/v1/{listed}/"]["post"]["operationId"]
            address = f"/api/v1/{listed}/?plan=accord"
            (made[listed],) = writer.send(operation, address, entry | numbers)["rows"]
            if listed == "waivers":  # which another publishes than who entered it
                waiver, publisher = Waiver.objects.get(pk=made[listed]["id"]), member("publisher", plan=plan)
                assert set_publication([waiver], Publication.PUBLISHED, user=publisher, at=timezone.now()).rows
        settle(plan)
        told |= {name: {"answer": writer.get(address, client)} for name, address in others(contract, made)}
        for path, method, operation in operations_of(contract):
            listed, _, key = path.removeprefix("/api/v1/").rstrip("/").partition("/{")
            if key.endswith("retract"):
                address = f"{made[listed]['url']}retract/?dry_run=true"
                writer.send(operation["operationId"], address, {"reason": "It was entered twice."})
            elif key.endswith("raise"):
                address = f"{made[listed]['url']}raise/?dry_run=true"
                raised = {"verification": "verified", "reason": "The monitors confirm it."}
                writer.send(operation["operationId"], address, raised)
            elif method == "patch":
                address = made[listed]["url"] if listed in made else "/api/v1/plans/accord/"
                row, takes = writer.get(address), json.dumps(operation["requestBody"])
                shape = contract["components"]["schemas"][re.search(r"schemas/(\w+)", takes)[1]]
                name = next(
                    name
                    for name in ("name", "title", "text", "note", "for_days", "weight")
                    if name in shape["properties"]
                )
                body = {name: 3 if name in ("for_days", "weight") else "In other words"}
                writer.send(
                    operation["operationId"],
                    f"{address}?dry_run=true",
                    body,
                    "patch",
                    **{"If-Match": f'"{row["version"]}"'},
                )
    told |= writer.told
    refused = [name for name, each in told.items() if "errors" in each["answer"]]
    assert refused == ["problem"]
    assert told.keys() - {"problem"} == {each["operationId"] for *_, each in operations_of(contract)}
    written = tmp_path / "examples.json"
    written.write_text(json.dumps(numbered_anew(told), ensure_ascii=False, indent=1) + "\n")
    assert json.loads(written.read_text()) == EXAMPLES, f"the answers of today are in {written}"
