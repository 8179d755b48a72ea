"""Figures of needs are compared only where they speak of the same."""

from decimal import Decimal
from typing import Any

import pytest
from django.utils import translation

from pillars.reconstruction.comparing import Differs, compare
from pillars.reconstruction.models import Estimate, NeedsAssessment, Sector, Territory
from pillars.reconstruction.models.choices import Horizon, Measured
from pillars.reconstruction.wording import compared

HOUSING, GAZA, BOTH = Sector(pk=1, slug="housing"), Territory(pk=1, slug="gaza"), Territory(pk=2, slug="both")


def figure(name: str = "Update", *, covers_from: str = "2023-10", covers_until: str = "2025-10", **columns: Any) -> Any:
    """Return what an assessment says, which no database has."""
    assessment = NeedsAssessment(name_en=name, covers_from=covers_from, covers_until=covers_until)
    told: dict[str, Any] = {"measured": Measured.NEEDS, "territory": GAZA, "horizon": Horizon.FIRST, "months": 36}
    return Estimate(assessment=assessment, **told | {"amount": Decimal("20.0e9"), "currency": "USD"} | columns)


def test_like_is_compared_with_like() -> None:
    found = compare(figure(), figure("Final", amount=Decimal("26.3e9")))
    assert (found.reasons, found.difference) == ((), Decimal("6.3e9"))


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"measured": Measured.DAMAGE}, Differs.MEASURED),
        ({"sector": HOUSING}, Differs.SECTOR),
        ({"territory": BOTH}, Differs.TERRITORY),
        ({"territory": None}, Differs.TERRITORY_UNSTATED),
        ({"covers_until": "2024-10"}, Differs.PERIOD),
        ({"covers_from": ""}, Differs.PERIOD_UNSTATED),
        ({"months": 18}, Differs.HORIZON),
        ({"horizon": Horizon.WHOLE, "months": None}, Differs.HORIZON),
        ({"currency": "EUR"}, Differs.CURRENCY),
    ],
)
def test_what_is_not_alike_is_named_and_gives_no_difference(changes: dict[str, Any], reason: Differs) -> None:
    found = compare(figure(), figure(**changes))
    assert (found.reasons, found.difference) == ((reason,), None)


def test_twenty_in_three_years_and_twenty_six_in_eighteen_months_warn() -> None:
    other = figure("Final", months=18, amount=Decimal("26.3e9"))
    with translation.override("en"):
        said = compared(compare(figure(), other))
    assert said == (
        "Update (20 billion US dollars, first 36 months) and Final (26.3 billion US dollars, first 18 months) cannot "
        "be compared: they are for different lengths of time."
    )
