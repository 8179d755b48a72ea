"""The evaluator under test. `ENGINE=oracle` puts the oracle in the engine's place, to check the tests themselves."""

from __future__ import annotations

import os
from datetime import date, datetime
from typing import Any

from milestones.contingency import evaluate
from milestones.kinds.format import parse
from milestones.planfile import to_plan

from .oracle import evaluate_document


def engine_evaluate(
    document: dict[str, Any], on: str, known_at: str | None = None, reading: str | None = None
) -> dict[str, Any]:
    """The evaluation of a plan file's dict, in the form of the API."""
    if os.environ.get("ENGINE") == "oracle":
        return evaluate_document(document, on=on, known_at=known_at, reading=reading)
    known = None if known_at is None else datetime.fromisoformat(known_at)
    plan = to_plan(parse(document).document)
    return evaluate(plan, on=date.fromisoformat(on), known_at=known, reading=reading).as_dict()
