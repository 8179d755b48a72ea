"""Every operation of the contract has an example: what the API answers about a small plan, and what is sent to it."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.test import Client
from drf_spectacular.generators import SchemaGenerator

from milestones.api.schema import EXAMPLES
from milestones.loading.stored import ALL
from milestones.models import Plan, Publication
from milestones.services.review import submit
from tests.api.aiming import give, stored
from tests.api.peopled import NOW, load_plan, people
from tests.api.test_schema import operations_of
from tests.api.test_writing import member, token

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
HOST = "tracker.example"
BODIES = {
    "retract": {"reason": "It was entered twice."},
    "raise": {"verification": "verified", "reason": "The monitors confirm it."},
}
OF_DRAFTS: dict[str, dict[str, str]] = {
    "submit": {},
    "publish": {},
    "send-back": {"remarks": "Name the page of the report."},
}
"""What is sent to take each step with a record, and with a draft."""


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
        client = self.another if operation.endswith(("_raise", "_publish")) else self.client
        answer = getattr(client, method)(
            address, body, content_type="application/json", secure=True, headers={"host": HOST, **headers}
        )
        assert answer.status_code in (200, 201), (operation, answer.content)
        self.told[operation] = {"body": body, "answer": answer.json()}
        return answer.json()


def others(contract: dict[str, Any], made: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """The operations that read and are not of the plan alone, each with the address of its example."""
    for path, method, operation in operations_of(contract):
        if method != "get" or operation["operationId"] in (*OF_THE_PLAN_ALONE, "drafts"):
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
        plan = load_plan()
        writer = Writer(plan)
        told = {name: {"answer": writer.get(f"/api/v1/{at}", client)} for name, at in OF_THE_PLAN_ALONE.items()}
        told["problem"] = {"answer": writer.get("/api/v1/milestones/?limit=-1", client)}
        assume = {"assume": [{"milestone": "handover", "level": "complete"}]}
        writer.send("what_if", "/api/v1/plans/accord/what-if/", assume)

        def add(listed: str, entry: dict[str, Any]) -> Any:
            operation = contract["paths"][f"/api/v1/{listed}/"]["post"]["operationId"]
            return writer.send(operation, f"/api/v1/{listed}/?plan=accord", entry)["rows"][0]

        made = people(plan, add) | {"plans/{plan}/changes": told["changes"]["answer"]["results"][0]}
        told |= {name: {"answer": writer.get(address, client)} for name, address in others(contract, made)}
        for path, method, operation in operations_of(contract):
            listed, _, key = path.removeprefix("/api/v1/").rstrip("/").partition("/{")
            step = key.rpartition("/")[2]
            if step in BODIES:
                writer.send(operation["operationId"], f"{made[listed]['url']}{step}/?dry_run=true", BODIES[step])
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
        for path, _method, operation in operations_of(contract):
            listed, _, key = path.removeprefix("/api/v1/").rstrip("/").partition("/{")
            step = key.rpartition("/")[2]
            if step in OF_DRAFTS:
                url = made[listed]["url"] if listed in made else f"https://{HOST}/api/v1/plans/accord/"
                draft = stored(url.removeprefix(f"https://{HOST}"))
                give(draft, Publication.DRAFT)
                if step == "send-back":
                    submit([draft], user=ALL, at=NOW)
                    told.setdefault("drafts", {"answer": writer.get("/api/v1/plans/accord/drafts/?limit=1")})
                writer.send(operation["operationId"], f"{url}{step}/?dry_run=true", OF_DRAFTS[step])
                give(draft, Publication.PUBLISHED)
    told |= writer.told
    refused = [name for name, each in told.items() if "errors" in each["answer"]]
    assert refused == ["problem"]
    assert told.keys() - {"problem"} == {each["operationId"] for *_, each in operations_of(contract)}
    written = tmp_path / "examples.json"
    written.write_text(json.dumps(numbered_anew(told), ensure_ascii=False, indent=1) + "\n")
    assert json.loads(written.read_text()) == EXAMPLES, f"the answers of today are in {written}"
