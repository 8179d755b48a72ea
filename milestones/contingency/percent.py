"""Percentages as they are published."""

from decimal import Decimal
from fractions import Fraction


def percent_range(low: Fraction | None, high: Fraction | None) -> dict[str, float | None]:
    """A range in percent as it is published."""
    return {"low": _rounded(low), "high": _rounded(high)}


def _rounded(percent: Fraction | None) -> float | None:
    """A percentage rounded half up to four places."""
    return None if percent is None else float(Decimal((percent * 20_000 + 1) // 2).scaleb(-4))
