"""The engine gives the oracle's answer to random plans, to the worked examples and to the cases.

Set ORACLE_PLANS to compare more random plans than the default.
"""

from __future__ import annotations

import json
import os
import random
from pathlib import Path
from typing import Any

import pytest
import yaml

from . import engine
from .cases import CASES
from .compare import same
from .oracle import evaluate_document
from .random_plans import random_request
from .small_plans import Case

EXAMPLES = Path(__file__).parent / "examples"
PLANS = int(os.environ.get("ORACLE_PLANS", "2000"))
CHUNK = 100


@pytest.mark.parametrize("first_seed", range(0, PLANS, CHUNK))
def test_it_agrees_with_the_oracle_on_random_plans(first_seed: int) -> None:
    for seed in range(first_seed, min(first_seed + CHUNK, PLANS)):
        request = random_request(random.Random(seed))
        document, asked = request["plan"], {key: request[key] for key in ("on", "known_at", "reading")}
        expected = evaluate_document(document, **asked)
        assert same(expected, engine.engine_evaluate(document, **asked)) == [], f"seed {seed}"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_it_obeys_the_cases_worked_out_by_hand(case: Case) -> None:
    actual = engine.engine_evaluate(case.document, case.on, case.known_at, case.reading)
    assert same(case.expected, actual) == [], case.why


def answers_to_read() -> list[tuple[dict[str, Any], dict[str, Any]]]:
    return [
        (yaml.safe_load(path.read_text()), answer)
        for path in sorted(EXAMPLES.glob("*.yaml"))
        for answer in json.loads(path.with_suffix(".expected.json").read_text())
    ]


@pytest.mark.parametrize(("document", "answer"), answers_to_read())
def test_it_reproduces_the_examples_to_read(document: dict[str, Any], answer: dict[str, Any]) -> None:
    actual = engine.engine_evaluate(document, answer["on"], answer["known_at"], answer["reading"])
    assert same(answer["evaluation"], actual) == []


@pytest.mark.parametrize("line", (EXAMPLES / "random.jsonl").read_text().splitlines())
def test_it_reproduces_the_random_examples(line: str) -> None:
    request = json.loads(line)
    actual = engine.engine_evaluate(request["plan"], request["on"], request["known_at"], request["reading"])
    assert same(request["expected"], actual) == []
