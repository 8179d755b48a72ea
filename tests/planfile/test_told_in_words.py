"""What is wrong with a plan file is told with its line, and in words for those who write such files."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
import yaml

from milestones.kinds.format import parse
from milestones.planfile import PlanFileError
from milestones.planfile.syntax_words import why_no_json, why_no_yaml
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
        (
            "PK\x03\x04",
            "this is not valid YAML: line 1, column 3: U+0003 stands here, which cannot be printed; take it out, or "
            "this is no plan file but a file of another kind",
        ),
        ("%PDF-1.4\n%", "this is not valid YAML: line 1, column 7: this is no plan file but a file of another kind"),
        ("Dear all", 'a plan file, which is a map, is wanted; this is "Dear all"'),
        (
            "services: {web: {image: nginx}}",
            'this is no plan file: it has "services" where format, plan, pillars and milestones are wanted',
        ),
    ],
)
def test_what_is_no_plan_file_is_told_in_words(text: str, words: str) -> None:
    assert refused(text) == [words]


WORDS_OF_PARSERS = ("did not find", "found ", "while ", "expected", "Expecting", "delimiter", "scalar", "Invalid")


@pytest.mark.parametrize(
    ("text", "where", "words"),
    [
        ('{"format": "peace-plan/1",', "JSON: line 1, column ", "the text ends before its brackets do"),
        ('{"format": "peace-plan/1"', "JSON: line 1, column 26: ", "a comma or a closing bracket is wanted"),
        ('{"a": 1\n "b": 2}', "JSON: line 2, column 2: ", "a comma or a closing bracket is wanted"),
        ('{"a": [1,,2]}', "JSON: line 1, column 10: ", "a value is wanted here"),
        ('{"a": 1}\nx', "JSON: line 2, column 1: ", "after the end of the plan file"),
        ('{"a": "b\\qc"}', "JSON: line 1, column 9: ", "write \\\\ for a backslash"),
        ('{"a": "b', "JSON: line 1, column 7: ", "close the quotes"),
        ("{format: peace-plan/1,", "YAML: line 2, column 1: ", "the text ends before its brackets do"),
        (HEAD + "note: *bold* text\n", "YAML: line 6, column 12: ", "begins with * or & must stand in quotes"),
        (HEAD + "note: & text\n", "YAML: line 6, column 8: ", "begins with * or & must stand in quotes"),
        ("%YAML 9.9\n---\n" + HEAD, "YAML: line 1, column 1: ", "no line that begins with %; take it away"),
        (HEAD + 'note: "a\\qb"\n', "YAML: line 6, column 9: ", "write \\\\ for a backslash"),
        (HEAD + 'note: "a\\xZZ"\n', "YAML: line 6, column 11: ", "write \\\\ for a backslash"),
        (HEAD + 'note: "open\nmore: 1\n', "YAML: line 6, column 7: ", "close the quotes"),
        (HEAD + "note: !e!x text\n", "YAML: line 6, column 7: ", "begins with ! must stand in quotes"),
        (HEAD + "note: ? text\n", "YAML: line 6, column 7: ", "begins with ? must stand in quotes"),
        (HEAD + "note: - text\n", "YAML: line 6, column 7: ", "a list begins on a line of its own"),
        (HEAD + "note: | text\n", "YAML: line 6, column 9: ", "nothing stands after | or >"),
        (HEAD + "note: |\n\t\ttext\n", "YAML: line 7, column 1: ", "a tab stands here; indent by spaces"),
        (HEAD + "note: ]\n", "YAML: line 6, column 7: ", "no value begins with this character"),
        (HEAD + 'note: "One" two\n', "YAML: line 6, column 13: ", "mind its indentation and quotes"),
        ('"One" two', "YAML: line 1, column 7: ", "put the whole text in quotes"),
        (HEAD + "note: غزة\x07\n", "YAML: line 6, column 10: ", "U+0007 stands here, which cannot be printed"),
    ],
)
def test_what_a_parser_finds_is_told_in_words_of_ours(text: str, where: str, words: str) -> None:
    [fault] = refused(text)
    assert fault.startswith(f"this is not valid {where}")
    assert words in fault
    assert not any(word in fault for word in WORDS_OF_PARSERS)


@pytest.mark.parametrize("said_of_it", ["found what nobody foresaw", ""])
def test_what_nobody_foresaw_is_told_in_words_of_ours_too(said_of_it: str) -> None:
    mark = yaml.Mark("", 0, 6, 2, None, None)
    words = "line 7, column 3: this does not fit what stands before it; mind indentation, quotes and brackets"
    assert why_no_yaml(yaml.scanner.ScannerError(None, None, said_of_it, mark), "") == words
    assert why_no_json(json.JSONDecodeError(said_of_it, "\n" * 6 + "  x", 8)) == words


def test_an_alias_may_have_been_meant_as_a_text() -> None:
    assert refused(HEAD + "note: *bold text\n") == [
        "the alias *bold stands on line 6; write out what it stands for, or put a text in quotes"
    ]


@pytest.mark.parametrize(
    ("number", "words", "plainly"),
    [
        ("26,145", "without separators of thousands", "26145"),
        ("26 145", "without separators of thousands", "26145"),
        ("26'145", "without separators of thousands", "26145"),
        ("26’145", "without separators of thousands", "26145"),
        ("26_145", "without separators of thousands", "26145"),
        ("26.145.000", "without separators of thousands", "26145000"),
        ("1,00,000", "without separators of thousands", "100000"),
        ("٢٦", "in the digits 0 to 9", "26"),
        ("٢٦٬١٤٥", "in the digits 0 to 9 and without separators of thousands", "26145"),
        ("−5", "with a plain hyphen for minus", "-5"),
    ],
)
def test_a_number_spelt_otherwise_is_told_with_its_plain_spelling(number: str, words: str, plainly: str) -> None:
    told = f'{words} is wanted; this is "{number}": write {plainly}'
    assert said(with_milestone(weight=number)) == [f"milestones[0].weight: a number {told}"]
    assert coded(with_milestone(weight=number)) == [("milestones[0].weight", "bad_number")]
    due = {"days": number, "after": "handover", "reaches": "minimum"}
    assert said(with_milestone(due=due)) == [f"milestones[0].due.days: a whole number {told}"]


@pytest.mark.parametrize(
    ("number", "words", "plainly"),
    [
        ("1,000,000.5", "without separators of thousands", "1000000.5"),
        ("1,5", "with a point before its decimals", "1.5"),
        ("١٫٥", "in the digits 0 to 9 and with a point before its decimals", "1.5"),
        ("1.234,56", "without separators of thousands and with a point before its decimals", "1234.56"),
    ],
)
def test_decimals_spelt_otherwise_are_told_with_their_plain_spelling(number: str, words: str, plainly: str) -> None:
    told = f'a number {words} is wanted; this is "{number}": write {plainly}'
    assert said(with_milestone(weight=number)) == [f"milestones[0].weight: {told}"]
    due = {"days": number, "after": "handover", "reaches": "minimum"}
    whole = f'a whole number is wanted; this is "{number}"'
    assert said(with_milestone(due=due)) == [f"milestones[0].due.days: {whole}"]


def test_the_line_of_a_number_spelt_otherwise_is_told() -> None:
    text = HEAD + "milestones:\n  - {slug: a, name: A, pillar: security,\n     weight: 26_145}\n"
    assert refused(text) == [
        "line 8, milestones[0].weight: a number without separators of thousands is wanted; "
        'this is "26_145": write 26145'
    ]


@pytest.mark.parametrize("text", ["many", "1,2,3", "-", "1.2.3", "٢x", "−"])
def test_what_is_no_number_in_any_spelling_is_told_plainly(text: str) -> None:
    assert said(with_milestone(weight=text)) == [f'milestones[0].weight: a number is wanted; this is "{text}"']


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
