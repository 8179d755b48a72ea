"""Whatever a source holds, parsing it ends in a document or in a PlanFileError that says something."""

import json
import time
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from milestones.kinds.format import parse
from milestones.planfile import Fault, PlanFileError
from milestones.planfile.limits import MOST_FAULTS
from tests.planfile.plans import assessment, faults, gate, indicator, milestone, position, small_plan

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=20,
)
odd_values = st.one_of(
    json_values,
    st.sampled_from(
        ["", " ", "{area}", "handover", "2026-13-01", "9999-12-31", "0001-01-01", "1e999999999", "all", "\x00"]
    ),
    st.sampled_from([0, -1, 10**30, 1e308, float("nan"), float("inf"), [], {}, [[]], [None], {"en": None}]).map(
        deepcopy
    ),  # a test may change what it draws
)


def rich_plan() -> dict[str, Any]:
    """A plan with something in most keys."""
    waiver = {"date": "2026-01-02", "source": "roadmap", "ended": {"date": "2026-02-01", "source": "roadmap"}}
    conditions = [
        {"milestone": "pull-back", "reaches": "complete", "for_days": 3},
        {"indicator": "trucks", "at_least": "600", "for_days": 30},
        {"pillar": "governance", "progress": 50},
        {"date": "2026-03-01"},
    ]
    held = milestone(
        planned_start="2026-01-01",
        due={"days": 14, "after": "pull-back", "reaches": "complete"},
        gates=[gate(conditions=conditions, require=2, readings=["text"], waived=waiver)],
        assessments=[assessment(recorded="2026-01-05T12:00:00Z")],
        schedule=[{"date": "2026-02-01", "due": "2026-09-01", "source": "roadmap"}],
        withdrawn=[waiver],
    )
    observation = {"date": "2026-01-01", "value": 1, "source": "roadmap", "series": "un"}
    return small_plan(
        milestones=[held, milestone(slug="pull-back", pillar="governance")],
        indicators=[indicator(series=[{"slug": "un"}], official="un", observations=[observation])],
        positions=[position(about={"milestone": "handover"})],
        templates=[{"for_each": "areas", "milestones": [milestone(slug="clear-{area}")]}],
        governance={"a": [1, "b"]},
    )


def places(value: object, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """Every place in a plan."""
    found = [path] if path else []
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, held in inner:
        found.extend(places(held, (*path, key)))
    return found


def parse_or_refuse(source: Any, **options: Any) -> None:
    """Parse; a refusal must name something."""
    found: tuple[Fault, ...] | None = None
    try:
        parse(source, sections=(), **options)
    except PlanFileError as error:
        found = error.faults
    assert found is None or (found and all(fault.code and fault.message for fault in found))


def test_the_plan_that_is_to_be_broken_is_whole() -> None:
    assert parse(rich_plan(), sections=()).document.milestones


@settings(max_examples=400, deadline=None)
@given(st.data())
def test_a_plan_with_any_value_in_any_place(data: st.DataObject) -> None:
    plan = rich_plan()
    for _ in range(data.draw(st.integers(1, 3))):
        *way, last = data.draw(st.sampled_from(places(plan)))
        holder: Any = plan
        for step in way:
            holder = holder[step]
        if data.draw(st.booleans()):
            holder[last] = data.draw(odd_values)
        elif isinstance(holder, dict):
            holder[data.draw(st.text(max_size=8))] = holder.pop(last)
        else:
            holder.append(holder.pop(last))
    parse_or_refuse(plan)


@settings(max_examples=200, deadline=None)
@given(json_values)
def test_any_json_value(value: Any) -> None:
    parse_or_refuse(json.dumps(value))
    parse_or_refuse(json.dumps(value), format="json")
    if isinstance(value, dict):
        parse_or_refuse(value)


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=200) | st.text(max_size=200), st.sampled_from([None, "yaml", "json"]))
def test_any_text(source: str | bytes, syntax: Any) -> None:
    parse_or_refuse(source, format=syntax)


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_a_plans_text_with_any_part_replaced(data: st.DataObject) -> None:
    text = json.dumps(rich_plan(), ensure_ascii=False)
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, min(len(text), start + 40)))
    piece = data.draw(st.text("{}[]:,\"'&*!|>%@`-? \n\t#0aeE.+~<", max_size=8) | st.text(max_size=4))
    parse_or_refuse(text[:start] + piece + text[end:])


@pytest.mark.parametrize("source", [None, 5, ["x"], object()])
def test_a_source_of_the_wrong_kind_is_refused_too(source: Any) -> None:
    parse_or_refuse(source)


def test_thousands_of_misspelt_slugs_are_all_named_and_the_first_get_a_hint() -> None:
    milestones = [milestone(slug=f"step-{n}", responsible=[f"nroth-{n}"], pillar="scurity") for n in range(3_000)]
    found = faults(small_plan(milestones=milestones))
    assert len(found) == 6_000
    assert found[0].message == 'there is no pillar "scurity"; did you mean "security"?'
    assert found[-1].message == 'there is no actor "nroth-2999"'


def test_an_ending_that_is_an_empty_list_is_refused() -> None:
    plan = rich_plan()
    plan["milestones"][0]["withdrawn"][0]["ended"] = []
    assert faults(plan)


def test_a_file_with_more_faults_than_anyone_reads_says_that_there_are_more() -> None:
    found = faults(small_plan(milestones=[{} for _ in range(MOST_FAULTS)]))
    assert len(found) == MOST_FAULTS + 1
    assert found[0].code == "more_faults"


@pytest.mark.parametrize("key", ["milestones", "indicators", "positions", "sources"])
def test_a_million_empty_entries_are_refused_before_they_are_all_read(key: str) -> None:
    began = time.process_time()
    found = faults(f"format: peace-plan/1\nplan: {{slug: a, name: A}}\n{key}: [{'{},' * 1_000_000}]\n")
    assert found[0].code == "more_faults"
    assert time.process_time() - began < 20
