"""Figures of needs are compared only where they speak of the same."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from django.utils import translation

from pillars.reconstruction.comparing import Differs, Figure, compare
from pillars.reconstruction.models.choices import Horizon, Measured
from pillars.reconstruction.wording import warning

FIGURE = Figure("one", Measured.NEEDS, None, "gaza", "2023-10", "2025-10", Horizon.FIRST, 36, Decimal("20.0e9"), "USD")


def test_like_is_compared_with_like() -> None:
    found = compare(FIGURE, replace(FIGURE, assessment="two", amount=Decimal("26.3e9")))
    assert (found.is_comparable, found.difference) == (True, Decimal("6.3e9"))


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"measured": Measured.DAMAGE}, Differs.MEASURED),
        ({"sector": "housing"}, Differs.SECTOR),
        ({"territory": "gaza-and-west-bank"}, Differs.TERRITORY),
        ({"territory": None}, Differs.TERRITORY_UNSTATED),
        ({"covers_until": "2024-10"}, Differs.PERIOD),
        ({"covers_from": ""}, Differs.PERIOD_UNSTATED),
        ({"months": 18}, Differs.HORIZON),
        ({"horizon": Horizon.WHOLE, "months": None}, Differs.HORIZON),
        ({"currency": "EUR"}, Differs.CURRENCY),
    ],
)
def test_what_is_not_alike_is_named_and_gives_no_difference(changes: dict[str, Any], reason: Differs) -> None:
    found = compare(FIGURE, replace(FIGURE, **changes))
    assert (found.reasons, found.difference) == ((reason,), None)


def test_twenty_in_three_years_and_twenty_six_in_eighteen_months_warn() -> None:
    other = replace(FIGURE, assessment="two", months=18, amount=Decimal("26.3e9"))
    with translation.override("en"):
        said = warning(compare(FIGURE, other), {"one": "Update", "two": "Final"})
    assert said == (
        "Update (20 billion US dollars, first 36 months) and Final (26.3 billion US dollars, first 18 months) cannot "
        "be compared: they are for different lengths of time."
    )
