"""The oracle reproduces the worked examples, and obeys cases that were worked out by hand."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from .cases import CASES
from .compare import same
from .oracle import evaluate_document
from .small_plans import Case

EXAMPLES = Path(__file__).parent / "examples"


def requests_of(path: Path) -> list[Any]:
    document = yaml.safe_load(path.read_text())
    answers = json.loads(path.with_suffix(".expected.json").read_text())
    return [
        pytest.param(document, answer, id=f"{path.stem}-{answer['on']}-{answer['reading']}-{i}")
        for i, answer in enumerate(answers)
    ]


READABLE = [request for path in sorted(EXAMPLES.glob("*.yaml")) for request in requests_of(path)]
RANDOM = [json.loads(line) for line in (EXAMPLES / "random.jsonl").read_text().splitlines()]


@pytest.mark.parametrize(("document", "answer"), READABLE)
def test_it_reproduces_the_examples_to_read(document: dict[str, Any], answer: dict[str, Any]) -> None:
    asked = {key: answer[key] for key in ("on", "known_at", "reading")}
    assert same(answer["evaluation"], evaluate_document(document, **asked)) == []


@pytest.mark.parametrize("request_", RANDOM, ids=lambda r: r["plan"]["plan"]["slug"])
def test_it_reproduces_the_random_examples(request_: dict[str, Any]) -> None:
    asked = {key: request_[key] for key in ("on", "known_at", "reading")}
    assert same(request_["expected"], evaluate_document(request_["plan"], **asked)) == []


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_it_obeys_the_cases_worked_out_by_hand(case: Case) -> None:
    actual = evaluate_document(case.document, on=case.on, known_at=case.known_at, reading=case.reading)
    assert same(case.expected, actual) == [], case.why


def test_every_case_has_a_name_of_its_own() -> None:
    assert len({case.name for case in CASES}) == len(CASES)
