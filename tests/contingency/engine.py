"""The evaluator under test. `ENGINE=oracle` puts the oracle in the engine's place, to check the tests themselves."""

from __future__ import annotations

import os
from typing import Any

from .oracle import evaluate_document
from .small_plans import ON, milestone, plan


def engine_evaluate(
    document: dict[str, Any], on: str, known_at: str | None = None, reading: str | None = None
) -> dict[str, Any]:
    """The evaluation of a plan file's dict, in the form of the API."""
    if os.environ.get("ENGINE") == "oracle":
        return evaluate_document(document, on=on, known_at=known_at, reading=reading)
    raise NotImplementedError


def is_missing() -> bool:
    """Whether there is no engine to test yet."""
    try:
        engine_evaluate(plan(milestone("a")), ON)
    except NotImplementedError:
        return True
    return False
