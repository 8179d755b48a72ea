"""How two evaluations are held against each other."""

from __future__ import annotations

from typing import Any

TOLERANCE = 0.001


def same(expected: Any, actual: Any, path: str = "") -> list[str]:
    """The differences, each naming its path; numbers agree within 0.001, the actual may have more keys."""
    if isinstance(expected, dict) and isinstance(actual, dict):
        lines = [f"{path}.{key}: missing" for key in expected if key not in actual]
        for key in expected.keys() & actual.keys():
            lines += same(expected[key], actual[key], f"{path}.{key}")
        return sorted(lines)
    if isinstance(expected, list) and isinstance(actual, list):
        if len(expected) != len(actual):
            return [f"{path}: expected {expected!r}, got {actual!r}"]
        pairs = enumerate(zip(expected, actual, strict=True))
        return [line for i, (one, other) in pairs for line in same(one, other, f"{path}[{i}]")]
    if is_number(expected) and is_number(actual):
        agree = abs(expected - actual) <= TOLERANCE
    else:
        agree = type(expected) is type(actual) and expected == actual
    return [] if agree else [f"{path}: expected {expected!r}, got {actual!r}"]


def is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
