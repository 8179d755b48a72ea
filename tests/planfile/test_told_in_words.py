"""What is wrong with a plan file is told with its line, and in words for those who write such files."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from milestones.kinds.format import parse
from milestones.planfile import PlanFileError
from tests.planfile.plans import assessment, coded, gate, said, small_plan, warned, with_milestone

HEAD = """\
format: peace-plan/1
plan: {slug: a, name: A}
pillars:
  - slug: security
    name: Security
"""


def refused(source: Any) -> list[str]:
    with pytest.raises(PlanFileError) as error:
        parse(source)
    return [str(fault) for fault in error.value.faults]


def test_a_fault_is_told_with_its_line_and_path() -> None:
    text = (
        HEAD
        + """\
milestones:
  - slug: handover
    name: Handover
    pillar: security
    gates:
      - before: never
        conditions:
          - {date: 2026-03-01}
          - {indicator: trucks,
             at_least: many}
  - {slug: pull-back, pillar: security}
"""
    )
    assert refused(text) == [
        'line 11, milestones[0].gates[0].before: there is no step "never"; '
        "it is one of start, intermediate, completion",
        'line 14, milestones[0].gates[0].conditions[1].indicator: there is no indicator "trucks"',
        'line 15, milestones[0].gates[0].conditions[1].at_least: a number is wanted; this is "many"',
        "line 16, milestones[1].name: this is missing",
    ]


def test_a_fault_in_json_has_its_line_too() -> None:
    text = json.dumps(with_milestone(weight=0, clause='a "quoted" {place}, [1]'), indent=1)
    line = 1 + text[: text.index('"weight"')].count("\n")
    assert refused(text) == [f"line {line}, milestones[0].weight: a weight must be more than 0; this is 0"]
    assert said(with_milestone(weight=0)) == ["milestones[0].weight: a weight must be more than 0; this is 0"]


def test_a_fault_in_a_template_has_its_line() -> None:
    text = (
        HEAD
        + """\
areas: [{slug: rafah, name: Rafah}]
templates:
  - for_each: areas
    milestones:
      - slug: "clear-{area}"
        name: Clear
        pillar: scurity
"""
    )
    assert refused(text) == [
        'line 12, templates[0].milestones[0].pillar: there is no pillar "scurity"; did you mean "security"?'
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            HEAD + "milestones:\n  - slug: a\n    name: Handover: part two\n",
            "this is not valid YAML: line 8, column 19: a colon stands inside a text, or the line is indented too far; "
            "put the text in quotes",
        ),
        (
            HEAD + "milestones:\n  - slug: a\n    name: @home\n",
            "this is not valid YAML: line 8, column 11: no value begins with this character; put the text in quotes, "
            "and indent by spaces",
        ),
        (
            HEAD + "milestones:\n  - {slug: a, name: A\n",
            "this is not valid YAML: line 8, column 1: a comma or a closing bracket is wanted here; "
            "put a text in quotes",
        ),
        ("PK\x03\x04", "this is not valid YAML: this is no plan file but a file of another kind"),
        (
            "%PDF-1.4\n%",
            "this is not valid YAML: line 1, column 7: this is no plan file but a file of another kind",
        ),
        ("Dear all", 'a plan file, which is a map, is wanted; this is "Dear all"'),
        (
            "services: {web: {image: nginx}}",
            'this is no plan file: it has "services" where format, plan, pillars and milestones are wanted',
        ),
    ],
)
def test_what_is_no_plan_file_is_told_in_words(text: str, words: str) -> None:
    assert refused(text) == [words]


@pytest.mark.parametrize("number", ["26,145", "1,000,000.5", "26 145", "26'145"])
def test_a_number_with_separators_of_thousands_is_told_as_such(number: str) -> None:
    assert said(with_milestone(weight=number)) == [
        f'milestones[0].weight: a number without separators of thousands is wanted; this is "{number}"'
    ]
    due = {"days": number, "after": "handover", "reaches": "minimum"}
    assert said(with_milestone(due=due)) == [
        f'milestones[0].due.days: a whole number without separators of thousands is wanted; this is "{number}"'
    ]


def test_a_negative_number_is_told_as_the_number_that_it_is() -> None:
    tables = {"bodies": [{"slug": "board", "name": "Board", "kind": "board", "size": -5}]}
    assert refused(small_plan(governance=tables)) == [
        "governance.bodies[0].size: a whole number from 0 to 2147483647 is wanted; this is the number -5"
    ]


def test_a_record_of_a_day_to_come_where_the_plan_is_is_warned_of() -> None:
    plan = with_milestone(assessments=[assessment(date="2026-03-02"), assessment(date="2026-03-03")])
    plan["plan"] |= {"timezone": "Asia/Gaza"}
    late = datetime(2026, 3, 1, 22, 30, tzinfo=UTC)  # 0:30 on the 2nd in Gaza
    assert warned(plan, now=late) == [("milestones[0].assessments[1].date", "day_to_come")]
    assert warned(plan) == []
    [warning] = parse(plan, now=late).warnings
    assert warning.message == "this record speaks for 2026-03-03, which is after today (2026-03-02)"


def test_a_gate_without_a_source_is_warned_of() -> None:
    assert warned(with_milestone(gates=[gate(source=None)])) == [("milestones[0].gates[0]", "unsourced")]


def test_a_clause_stands_once_in_its_source() -> None:
    clause = {"source": "roadmap", "number": "16", "text": "What it says."}
    other = clause | {"number": "17"}
    assert parse(small_plan(clauses=[clause, other])).document.clauses[1].number == "17"
    assert coded(small_plan(clauses=[clause, clause])) == [("clauses[1].number", "duplicate_number")]
