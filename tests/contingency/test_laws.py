"""The laws of the method, on random plans. Set LAW_EXAMPLES to draw more of them than the default."""

from __future__ import annotations

import copy
import os
import random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from . import engine
from .compare import same
from .mutations import (
    Places,
    Raw,
    by_slug,
    is_gate,
    newest_that_counts,
    reordered,
    stands,
    with_assessment,
    with_newest,
    with_unseen,
    with_waiver,
    without_informing,
)
from .oracle_world import World
from .random_plans import random_request

law = settings(max_examples=int(os.environ.get("LAW_EXAMPLES", "100")), deadline=None)
plans = st.integers(0, 2**32).map(lambda seed: random_request(random.Random(seed)))
chances = st.integers(0, 2**32).map(random.Random)

SEVERITY = (
    *("lapsed", "premature", "undermined", "deadlocked", "blocked", "delayed"),
    *("waiting", "unsettled", "cleared", "unconditional", "fulfilled", "withdrawn"),
)
OPEN = {"premature", "undermined", "deadlocked", "blocked", "delayed", "waiting", "unsettled"}
LEVELS = ("not_initiated", "minimum", "intermediate", "complete")
ROLL_UPS = ("pillars", "matrix", "awaited", "deadlocks")
MILESTONE = ("level", "status", "overdue", "gates", "forecast", "releases", "downstream")
GROUP = ("before", "force", "require", "waived", "truth", "truth_when_reached", "earliest", "conditions")


def evaluated(request: Raw, document: Raw | None = None) -> Raw:
    """The answer, with the keys of the API alone: what else is shown may differ where the law says nothing."""
    asked = {key: request[key] for key in ("on", "known_at", "reading")}
    answer = engine.engine_evaluate(request["plan"] if document is None else document, **asked)
    milestones = {slug: {key: entry[key] for key in MILESTONE} for slug, entry in answer["milestones"].items()}
    for entry in milestones.values():
        entry["gates"] = [{key: group[key] for key in GROUP} for group in entry["gates"]]
    return {"milestones": milestones, "reading": answer["reading"], **{key: answer[key] for key in ROLL_UPS}}


def conditions_of(answer: Raw) -> list[tuple[str, str]]:
    """Each condition, by its place, with its truth."""
    return [
        (f"{slug} {i} {j}", condition["truth"])
        for slug, entry in answer["milestones"].items()
        for i, group in enumerate(entry["gates"])
        for j, condition in enumerate(group["conditions"])
    ]


# Order


@law
@given(request=plans, rng=chances)
def test_order_changes_nothing_but_the_order_of_output(request: Raw, rng: random.Random) -> None:
    before = evaluated(request)
    document, places = reordered(request["plan"], rng)
    after = evaluated(request, document)
    assert list(after["milestones"]) == [m["slug"] for m in document["milestones"]]
    for slug, entry in before["milestones"].items():
        entry["gates"] = moved(entry["gates"], slug, places, request["plan"], before["reading"])
    assert same(before, after) == []


def moved(gates: list[Raw], slug: str, places: Places, document: Raw, reading: str | None) -> list[Raw]:
    """The groups of an answer as they should stand after the change of order."""
    listed = [i for i, group in enumerate(by_slug(document, slug)["gates"]) if stands(group, reading)]
    answers = dict(zip(listed, gates, strict=True))
    return [
        {**answers[place], "conditions": [answers[place]["conditions"][i] for i in conditions]}
        for place, conditions in places[slug]
        if place in answers
    ]


# Verification


@law
@given(request=plans, data=st.data())
def test_verifying_the_newest_record_settles_nothing_otherwise(request: Raw, data: Any) -> None:
    slug = data.draw(st.sampled_from([m["slug"] for m in request["plan"]["milestones"]]))
    place = newest_that_counts(by_slug(request["plan"], slug), request["on"], request["known_at"])
    if place is None:
        return
    verified = with_newest(request["plan"], slug, place, verification="verified")
    raised = with_newest(verified, slug, place, level="complete")
    truths = [conditions_of(evaluated(request, document)) for document in (request["plan"], verified, raised)]
    for (name, first), (_, second), (_, third) in zip(*truths, strict=True):
        assert first == "unknown" or second == first, f"verifying {slug} changed {name}"
        assert second != "met" or third == "met", f"completing {slug} changed {name}"


# Waivers


@law
@given(request=plans, rng=chances)
def test_waiving_a_gate_never_makes_its_milestone_worse(request: Raw, rng: random.Random) -> None:
    before = evaluated(request)["milestones"]
    for milestone in request["plan"]["milestones"]:
        for place, group in enumerate(milestone["gates"]):
            if is_gate(group):
                day = rng.choice((request["on"], "2026-05-20", "2000-01-01"))
                document = with_waiver(request["plan"], milestone["slug"], place, day)
                old, new = (
                    answer[milestone["slug"]]["status"]
                    for answer in (before, evaluated(request, document)["milestones"])
                )
                assert SEVERITY.index(new) >= SEVERITY.index(old), f"{milestone['slug']} {place}: {old} -> {new}"


# Knowledge


@law
@given(request=plans, rng=chances)
def test_what_is_not_known_or_not_yet_changes_nothing(request: Raw, rng: random.Random) -> None:
    before = evaluated(request)
    document = request["plan"]
    for _ in range(4):
        document = with_unseen(document, request["on"], request["known_at"], rng)
    assert same(before, evaluated(request, document)) == []


# Dates


@law
@given(request=plans)
def test_the_earliest_date_is_not_after_the_established_one(request: Raw) -> None:
    for slug, entry in evaluated(request)["milestones"].items():
        for name in ("start", "complete"):
            pair = entry["forecast"][name]
            earliest, established = pair["earliest"] or "never", pair["established"] or "never"
            assert earliest <= established, f"{slug} {name}"


# What-ifs


@law
@given(request=plans)
def test_assuming_the_level_that_is_so_changes_nothing(request: Raw) -> None:
    before = evaluated(request)
    for slug, entry in before["milestones"].items():
        low, high = entry["level"]["low"], entry["level"]["high"]
        if low == high:
            document = with_assessment(request["plan"], slug, request["on"], LEVELS[low])
            assert same(before, evaluated(request, document)) == [], slug


@law
@given(request=plans)
def test_assuming_the_value_that_is_so_changes_nothing(request: Raw) -> None:
    before = evaluated(request)
    world = World(**{"document" if key == "plan" else key: value for key, value in request.items()})
    for place, indicator in enumerate(request["plan"]["indicators"]):
        values = world.values(indicator["slug"], world.on)
        if len(values) == 1:
            document = copy.deepcopy(request["plan"])
            observation = {"date": request["on"], "value": str(float(*values)), "source": "s1"}
            observation |= {"verification": "verified", "recorded": "2000-01-01T00:00:00Z"}
            if "official" in indicator:
                observation["series"] = indicator["official"]
            observations = document["indicators"][place]["observations"]
            observations[:] = [*(raw for raw in observations if not replaced(raw, observation)), observation]
            assert same(before, evaluated(request, document)) == [], indicator["slug"]


def replaced(raw: Raw, assumed: Raw) -> bool:
    return raw["date"] == assumed["date"] and raw.get("series", "") == assumed.get("series", "")


@law
@given(request=plans, data=st.data())
def test_assuming_the_dates_and_waivers_that_are_so_changes_nothing(request: Raw, data: Any) -> None:
    before = evaluated(request)
    milestone = data.draw(st.sampled_from(request["plan"]["milestones"]))
    document = copy.deepcopy(request["plan"])
    dates = {key: milestone[key] for key in ("planned_start", "due") if key in milestone}
    if dates and not milestone.get("schedule"):
        revision = {"date": request["on"], "source": "s1", "recorded": "2000-01-01T00:00:00Z", **dates}
        by_slug(document, milestone["slug"])["schedule"] = [revision]
    shown = iter(before["milestones"][milestone["slug"]]["gates"])
    for place, group in enumerate(milestone["gates"]):
        if stands(group, before["reading"]) and next(shown)["waived"]:
            document = with_waiver(document, milestone["slug"], place, request["on"])
    assert same(before, evaluated(request, document)) == []


@law
@given(request=plans)
def test_releases_equal_what_the_what_if_says(request: Raw) -> None:
    before = evaluated(request)["milestones"]
    for slug, entry in before.items():
        if entry["status"] == "withdrawn" or entry["level"]["low"] == 3:
            assert entry["releases"] == 0, slug
            continue
        assumed = with_assessment(request["plan"], slug, request["on"], "complete")
        after = evaluated(request, assumed)["milestones"]
        released = [
            other
            for other in before
            if other != slug
            and before[other]["status"] in OPEN
            and not goes_ahead(before[other])
            and goes_ahead(after[other])
        ]
        assert entry["releases"] == len(released), f"{slug}: {released}"


def goes_ahead(entry: Raw) -> bool:
    return all(group["truth"] == "met" for group in entry["gates"] if group["force"] == "gates")


# Force


@law
@given(request=plans)
def test_informing_groups_change_no_status(request: Raw) -> None:
    before, after = evaluated(request), evaluated(request, without_informing(request["plan"]))
    for answer in (before, after):
        for entry in answer["milestones"].values():
            entry["gates"] = [group for group in entry["gates"] if group["force"] == "gates"]
    assert same(before, after) == []
