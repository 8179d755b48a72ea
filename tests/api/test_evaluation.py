"""What the API tells of a plan is what the engine says of its file, on every door and for every moment."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from milestones.contingency import evaluate
from milestones.contingency.scales import Level
from milestones.kinds.format import parse
from milestones.models import MilestoneStatus
from milestones.services.loading import load_document, unstored
from milestones.services.recompute import recompute
from tests.api.cast import Cast
from tests.factories import (
    make_analyst,
    make_assessment,
    make_milestone,
    make_plan,
    make_withdrawal,
    make_withdrawal_ending,
)

pytestmark = pytest.mark.one_database

PLANS = sorted((Path(settings.BASE_DIR) / "plans").glob("*.yaml"))
QUERIES = (
    "",
    "&status=waiting&status=blocked",
    "&overdue=true",
    "&due__gte=2026-04-02",
    "&due__lte=2026-05-01",
    "&ordering=-releases,slug",
    "&ordering=-due",
    "&ordering=earliest_complete",
    "&ordering=-delay_days",
)
BESIDE = ("url", "revision", "computed_at", "stale", "published_then")


def document_of(path: Path) -> Any:
    return parse(path.read_text()).document


def moments(document: Any) -> list[dict[str, Any]]:
    """The days around which a plan's records lie, under each reading, and as known at an instant."""
    found = []
    days = sorted({each.date for milestone in document.milestones for each in milestone.assessments})
    for day in (days[0] - timedelta(1), days[len(days) // 2], days[-1]):
        found += [{"on": day, "reading": each.slug} for each in document.readings[:3]]
        found.append({"on": day, "known_at": datetime(day.year, day.month, day.day, tzinfo=UTC)})
    return found


@pytest.mark.parametrize("path", PLANS, ids=[path.stem for path in PLANS])
def test_the_shipped_plans_are_told_as_the_engine_tells_them(db: None, client: Client, path: Path) -> None:
    """The evaluation, the list and each milestone agree with the engine on the file."""
    document = document_of(path)
    load_document(document)
    for asked in moments(document):
        counted, _report = unstored(document, known_at=asked.get("known_at"))
        expected = evaluate(counted.engine_plan, **asked).as_dict()
        query = {name: str(value).replace("+00:00", "Z").replace(" ", "T") for name, value in asked.items()}
        told = client.get(f"/api/v1/plans/{document.plan.slug}/evaluation/", query).json()
        assert {name: value for name, value in told.items() if name not in BESIDE} == expected
        listed = client.get("/api/v1/milestones/", query | {"plan": document.plan.slug, "limit": 1000}).json()
        assert [each["slug"] for each in listed["results"]] == list(expected["milestones"])
        for each in listed["results"]:
            verdict = expected["milestones"][each["slug"]]
            assert {name: each[name] for name in verdict if name != "gates"} == {
                name: value for name, value in verdict.items() if name != "gates"
            }
    slug, verdict = list(expected["milestones"].items())[-1]
    one = client.get(f"/api/v1/milestones/{document.plan.slug}/{slug}/", query).json()
    assert {name: one[name] for name in verdict} == verdict


def test_todays_answer_is_that_of_the_day(cast: Cast, client: Client) -> None:
    """A list or milestone without a day is of today; it follows from the plan's rows, not from stored statuses."""
    MilestoneStatus.objects.filter(milestone=cast.handover).update(downstream=99)
    MilestoneStatus.objects.filter(milestone=cast.handover).update(downstream=99)
    today = client.get("/api/v1/plans/accord/").json()["today"]
    for query in QUERIES:
        undated = client.get(f"/api/v1/milestones/?plan=accord{query}").json()
        dated = client.get(f"/api/v1/milestones/?plan=accord&on={today}{query}").json()
        assert undated["results"] == dated["results"], query
    undated, dated = (
        client.get(f"/api/v1/milestones/accord/handover/{query}").json() for query in ("", f"?on={today}")
    )
    assert undated == dated
    assert undated["gates"]
    assert undated["downstream"] != 99


def test_an_edit_is_told_by_its_recompute_and_to_analysts_at_once(cast: Cast, client: Client) -> None:
    """While a mark waits readers are told so, and see the whole revision before it."""
    address = "/api/v1/milestones/accord/handover/"
    before = client.get(address).json()
    assert before["stale"] is False
    make_assessment(cast.handover, Level.COMPLETE)
    assert client.get(address).json() == before | {"stale": True}
    analyst = Client()
    analyst.force_login(make_analyst())
    told = analyst.get(address).json()
    assert (told["stale"], told["level"]) == (True, {"low": 3, "high": 3})
    listed = analyst.get("/api/v1/milestones/?plan=accord").json()["results"]
    assert listed[0]["level"] == told["level"]
    assert client.get("/api/v1/status/").json()["waiting"] == 1
    recompute(cast.plan.pk, now=datetime.now(UTC))
    after = client.get(address).json()
    assert (after["stale"], after["level"], after["status"]) == (False, {"low": 3, "high": 3}, "premature")
    assert after["revision"] == before["revision"] + 1


def test_the_explanation_is_the_proof(cast: Cast, client: Client) -> None:
    """Gate, condition, record and source, each by its number and address, and the words for them."""
    proof = client.get("/api/v1/milestones/accord/handover/explanation/").json()
    gate = proof["gates"][0]
    assert (gate["id"], gate["clause"], gate["readings"]) == (cast.gate.pk, "3", ["text"])
    assert gate["source"]["slug"] == "memorandum"
    assert client.get(gate["url"]).json()["id"] == cast.gate.pk
    waits, counts = gate["conditions"]
    assert (waits["id"], waits["milestone"], waits["reaches"], waits["truth"]) == (
        cast.condition.pk,
        "pullback",
        "complete",
        "unmet",
    )
    record = waits["evidence"]["base"][0]
    assert (record["level"], record["verification"], record["note"]) == ("minimum", "verified", "Begun.")
    assert record["source"]["title"] == "memorandum"
    assert "series" not in waits
    assert counts["value"] == {"low": "450", "high": "450"}
    assert counts["series"][0]["evidence"]["base"][0]["value"] == "450"
    assert proof["would_clear"][0] == {"gate": 0, "more": 2, "of": [0, 1]}
    assert next(step["milestone"] for step in proof["hold_up"]) == "handover"
    assert all(proof["sentences"][part] for part in ("reasons", "would_clear", "hold_up", "forecast"))
    arabic = client.get("/api/v1/milestones/accord/handover/explanation/?lang=ar").json()
    assert arabic["sentences"] != proof["sentences"]
    waived = client.get("/api/v1/milestones/accord/pullback/explanation/?reading=board").json()
    assert [each["waived"] for each in waived["gates"]] == [True]
    assert waived["gates"][0]["waivers"][0]["source"]["slug"] == "memorandum"
    assert waived["withdrawals"][0]["ended_on"] == "2026-03-01"


def test_the_proof_is_as_known_then(cast: Cast, client: Client) -> None:
    """No record, waiver or withdrawal is shown that was not yet known at the instant, or is of a later day."""
    for query in ("known_at=2026-02-01T00:00:00Z", "on=2026-02-01"):
        proof = client.get(f"/api/v1/milestones/accord/pullback/explanation/?reading=board&{query}").json()
        assert proof["evidence"] == {"base": [], "later": [], "superseded": [], "disputed": []}
        assert proof["withdrawals"] == []
        assert [each["waivers"] for each in proof["gates"]] == [[]]


def test_an_ending_that_was_still_to_come_is_not_told(cast: Cast, client: Client) -> None:
    court = make_milestone(make_plan("pact"), "court")
    ended = datetime(2026, 3, 5, tzinfo=UTC)
    make_withdrawal_ending(make_withdrawal(court), date=ended.date(), recorded_at=ended)
    address = "/api/v1/milestones/pact/court/explanation/"
    for query in ("known_at=2026-03-04T00:00:00Z", "on=2026-03-04"):
        told = client.get(f"{address}?{query}").json()
        assert (told["status"], [each["ended_on"] for each in told["withdrawals"]]) == ("withdrawn", [None])
    told = client.get(f"{address}?on=2026-03-05").json()
    assert [each["ended_on"] for each in told["withdrawals"]] == ["2026-03-05"]


def test_an_indicator_tells_its_value_and_its_counts(cast: Cast, client: Client) -> None:
    told = client.get("/api/v1/indicators/accord/trucks/").json()
    assert (told["value"], told["target"]) == ({"low": "450", "high": "450"}, "600")
    assert [each["slug"] for each in told["series"]] == ["un"]
    assert told["evidence"][0]["evidence"]["base"][0]["id"] == cast.observation.pk
    assert client.get("/api/v1/indicators/accord/trucks/?on=2026-02-01").json()["value"] is None


def test_repeated_values_mean_or(cast: Cast, client: Client) -> None:
    def found(query: str) -> set[str]:
        return {each["slug"] for each in client.get(f"/api/v1/milestones/?plan=accord&{query}").json()["results"]}

    either = found("pillar=governance&pillar=demilitarisation")
    assert either == found("pillar=governance") | found("pillar=demilitarisation")
    assert found("pillar=governance")
    assert found("pillar=demilitarisation") == {"handover"}
    assert found("responsible=amm") == found("certifier=amm") == found("area=north") == {"handover"}
    assert found("search=Arms") == {"handover"}


def test_changes_are_newest_first_with_their_cause(cast: Cast, client: Client) -> None:
    make_assessment(cast.handover, Level.COMPLETE)
    recompute(cast.plan.pk, now=datetime.now(UTC))
    changes = client.get("/api/v1/plans/accord/changes/").json()["results"]
    assert (changes[0]["milestone"], changes[0]["new"]) == ("handover", "premature")
    assert changes[0]["causes"][-1]["model"] == "assessment"
    assert all(one["computed_at"] >= other["computed_at"] for one, other in pairwise(changes))
