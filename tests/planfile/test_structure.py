"""What a plan may not say is refused, and what it had better not is warned of, each at its place."""

from typing import Any

import pytest

from milestones.contingency.checks import MOST_DAYS
from milestones.kinds.format import parse
from tests.planfile.plans import (
    coded,
    gate,
    indicator,
    milestone,
    said,
    small_plan,
    warned,
    with_condition,
    with_gate,
    with_indicator,
    with_milestone,
)

GATE = "milestones[0].gates[0]"
CONDITION = f"{GATE}.conditions[0]"
ON_SELF = {"milestone": "handover", "reaches": "minimum"}


def test_the_small_plan_is_taken_without_a_word() -> None:
    assert parse(small_plan()).warnings == ()


@pytest.mark.parametrize(
    ("plan", "fault"),
    [
        (
            with_condition({"milestone": "handver", "reaches": "complete"}),
            f'{CONDITION}.milestone: there is no milestone "handver"; did you mean "handover"?',
        ),
        (
            with_condition(ON_SELF),
            f'{CONDITION}: milestone "handover" waits, before start, for itself to be minimum; name another milestone',
        ),
        (with_gate(conditions=[]), f"{GATE}: without a condition it says nothing; give it one"),
        (with_gate(require=2), f"{GATE}.require: 2 of 1 conditions cannot be required; give 1 to 1"),
        (
            with_condition({"indicator": "trucks", "at_least": 1, "at_most": 2}),
            f"{CONDITION}: an indicator's condition needs exactly one of at_least and at_most; this one has both",
        ),
        (
            with_condition({"indicator": "trucks"}),
            f"{CONDITION}: an indicator's condition needs exactly one of at_least and at_most; this one has neither",
        ),
        (
            with_milestone(planned_start="2026-02-01", due="2026-01-31"),
            "milestones[0].due: due (2026-01-31) is before planned_start (2026-02-01)",
        ),
        (
            with_gate(readings=["text", "nroth"]),
            f'{GATE}.readings[1]: there is no reading "nroth"; did you mean "north"?',
        ),
        (
            small_plan(pillars=[*small_plan()["pillars"], {"slug": "aid", "name": "Aid"}])
            | {"milestones": [*with_condition({"pillar": "aid", "progress": 1})["milestones"]]},
            f'{CONDITION}.pillar: pillar "aid" has no milestones, so its progress is never known',
        ),
    ],
)
def test_a_refusal_names_the_place_the_value_and_what_to_do(plan: dict[str, Any], fault: str) -> None:
    assert said(plan) == [fault]


@pytest.mark.parametrize(
    ("plan", "path", "code"),
    [
        (with_condition(ON_SELF, force="informs"), CONDITION, "self_wait"),
        (with_condition({**ON_SELF, "reaches": "complete"}, before="completion"), CONDITION, "self_wait"),
        (with_condition({**ON_SELF, "reaches": "not_initiated"}), f"{CONDITION}.reaches", "not_initiated"),
        (with_gate(require=0), f"{GATE}.require", "require_range"),
        (with_gate(require=-1), f"{GATE}.require", "require_range"),
        (with_milestone(weight=0), "milestones[0].weight", "weight"),
        (with_milestone(weight="-0.5"), "milestones[0].weight", "weight"),
        (
            with_condition({"milestone": "pull-back", "reaches": "complete", "for_days": -1}),
            f"{CONDITION}.for_days",
            "negative_days",
        ),
        (
            with_condition({"indicator": "trucks", "at_least": 1, "for_days": 2**31}),
            f"{CONDITION}.for_days",
            "too_many_days",
        ),
        (with_indicator(stale_after=-1), "indicators[0].stale_after", "negative_days"),
        (
            with_milestone(due={"days": -1, "after": "pull-back", "reaches": "complete"}),
            "milestones[0].due.days",
            "negative_days",
        ),
        (
            with_milestone(due={"days": 1, "after": "pullback", "reaches": "complete"}),
            "milestones[0].due.after",
            "unknown_milestone",
        ),
        (
            with_milestone(due={"days": 1, "after": "pull-back", "reaches": "not_initiated"}),
            "milestones[0].due.reaches",
            "not_initiated",
        ),
        (
            with_milestone(
                schedule=[
                    {
                        "date": "2026-01-01",
                        "source": "roadmap",
                        "due": {"days": -5, "after": "pull-back", "reaches": "complete"},
                    }
                ]
            ),
            "milestones[0].schedule[0].due.days",
            "negative_days",
        ),
        (
            with_milestone(schedule=[{"date": "2026-01-01", "source": "roadmap", "due": None}]),
            "milestones[0].schedule[0]",
            "empty_revision",
        ),
        (
            with_milestone(
                planned_start={"days": 9, "after": "pull-back", "reaches": "complete"},
                due={"days": 8, "after": "pull-back", "reaches": "complete"},
            ),
            "milestones[0].due",
            "due_before_start",
        ),
        (with_condition({"pillar": "governance", "progress": 101}), f"{CONDITION}.progress", "progress_range"),
        (with_condition({"pillar": "governance", "progress": "-1"}), f"{CONDITION}.progress", "progress_range"),
        (with_condition({"pillar": "nowhere", "progress": 1}), f"{CONDITION}.pillar", "unknown_pillar"),
        (with_condition({"indicator": "lorries", "at_most": 1}), f"{CONDITION}.indicator", "unknown_indicator"),
        (with_milestone(pillar="securty"), "milestones[0].pillar", "unknown_pillar"),
        (with_indicator(pillar="nowhere"), "indicators[0].pillar", "unknown_pillar"),
        (with_gate(readings=[]), f"{GATE}.readings", "empty_readings"),
        (small_plan(readings=[]), "readings", "empty_readings"),
        (with_milestone(verification="disputed"), "milestones[0].verification", "disputed_required"),
        (with_indicator(verification="disputed"), "indicators[0].verification", "disputed_required"),
        (
            small_plan(plan={"slug": "small", "name": "Small", "verification": "disputed"}),
            "plan.verification",
            "disputed_required",
        ),
    ],
)
def test_what_a_plan_may_not_say_is_refused_at_its_place(plan: dict[str, Any], path: str, code: str) -> None:
    assert coded(plan) == [(path, code)]


@pytest.mark.parametrize(
    "plan",
    [
        with_condition(ON_SELF, before="intermediate"),
        with_milestone(planned_start="2026-02-01", due="2026-02-01"),
        with_milestone(planned_start="2026-02-01", due={"days": 0, "after": "pull-back", "reaches": "minimum"}),
        with_milestone(due={"days": MOST_DAYS, "after": "handover", "reaches": "minimum"}),
        with_condition({"pillar": "governance", "progress": 100}),
        with_gate(require="any"),
        with_gate(require="1"),
    ],
)
def test_what_a_plan_may_say_is_taken(plan: dict[str, Any]) -> None:
    assert parse(plan).warnings == ()


TWO_SERIES = [{"slug": "un", "name": "UN"}, {"slug": "ministry", "name": "Ministry"}]
OWN_PILLAR = {"pillar": "security", "progress": 100}


@pytest.mark.parametrize(
    ("plan", "path", "code"),
    [
        (
            small_plan(
                indicators=[indicator(stale_after=None)],
                milestones=with_condition({"indicator": "trucks", "at_least": 1, "for_days": 9})["milestones"],
            ),
            f"{CONDITION}.for_days",
            "hold_without_stale_after",
        ),
        (with_indicator(stale_after=None, series=TWO_SERIES), "indicators[0]", "several_series"),
        (
            with_indicator(
                stale_after=None,
                observations=[
                    {"date": "2026-01-01", "value": 1, "source": "roadmap"},
                    {"date": "2026-01-01", "value": 2, "source": "roadmap", "series": "un"},
                ],
            ),
            "indicators[0]",
            "several_series",
        ),
        (with_condition(OWN_PILLAR, before="completion"), CONDITION, "waits_for_own_pillar"),
        (with_condition(OWN_PILLAR, before="start"), CONDITION, "waits_for_own_pillar"),
        (
            with_milestone(
                planned_start="2026-01-01",
                due="2026-06-01",
                schedule=[
                    {"date": "2026-03-01", "planned_start": "2026-05-01", "source": "roadmap"},
                    {"date": "2026-02-01", "due": "2026-04-01", "source": "roadmap"},
                ],
            ),
            "milestones[0].schedule[0]",
            "revision_due_before_start",
        ),
    ],
)
def test_what_a_plan_had_better_not_say_is_warned_of(plan: dict[str, Any], path: str, code: str) -> None:
    assert warned(plan) == [(path, code)]


@pytest.mark.parametrize(
    "plan",
    [
        with_indicator(stale_after=9, series=TWO_SERIES),
        with_indicator(stale_after=None, series=TWO_SERIES, official="un"),
        with_condition(OWN_PILLAR, before="completion", force="informs"),
        with_gate(require="any", conditions=[OWN_PILLAR, {"date": "2026-01-01"}]),
        with_condition({"pillar": "security", "progress": 66}, before="completion"),
    ],
)
def test_no_warning_where_there_is_nothing_to_warn_of(plan: dict[str, Any]) -> None:
    assert warned(plan) == []


def test_a_place_is_judged_only_when_all_of_it_could_be_read() -> None:
    plan = with_condition({"milestone": "handover", "reaches": "completed"})
    assert coded(plan) == [(f"{CONDITION}.reaches", "unknown_level")]


def test_all_faults_are_told_at_once_in_the_order_of_the_file() -> None:
    plan = small_plan(
        plan={"slug": "small", "name": "Small", "as_of": "2026-02-30"},
        milestones=[
            milestone(gates=[gate(conditions=[]), gate(require=9)], titel="x"),
            milestone(slug="pull-back", weight=-1, responsible=["nobody"]),
        ],
    )
    assert coded(plan) == [
        ("plan.as_of", "bad_date"),
        ("milestones[0].gates[0]", "empty_group"),
        ("milestones[0].gates[1].require", "require_range"),
        ("milestones[0].titel", "unknown_key"),
        ("milestones[1].weight", "weight"),
        ("milestones[1].responsible[0]", "unknown_actor"),
    ]
