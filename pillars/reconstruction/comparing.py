"""Whether two figures of needs assessments can be compared, and if not, why; pure."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from pillars.reconstruction.models.choices import Horizon, Measured


class Differs(StrEnum):
    """What stands against comparing two figures."""

    MEASURED = "measured"
    SECTOR = "sector"
    TERRITORY = "territory"
    TERRITORY_UNSTATED = "territory-unstated"
    PERIOD = "period"
    PERIOD_UNSTATED = "period-unstated"
    HORIZON = "horizon"
    CURRENCY = "currency"


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of an assessment; an empty period or territory is not stated, no sector is all of them."""

    assessment: str
    measured: Measured
    sector: str | None
    territory: str | None
    covers_from: str
    covers_until: str
    horizon: Horizon
    months: int | None
    amount: Decimal
    currency: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two figures held against each other; `difference` is the second less the first, None where it says nothing."""

    one: Figure
    other: Figure
    reasons: tuple[Differs, ...]
    difference: Decimal | None

    @property
    def is_comparable(self) -> bool:
        """Whether nothing stands against it."""
        return not self.reasons


def compare(one: Figure, other: Figure) -> Comparison:
    """The comparison of two figures, with every reason that stands against it."""
    reasons = tuple(_reasons(one, other))
    return Comparison(one, other, reasons, None if reasons else other.amount - one.amount)


def _reasons(one: Figure, other: Figure) -> list[Differs]:
    found: list[Differs] = []
    if one.measured is not other.measured:
        found.append(Differs.MEASURED)
    if one.sector != other.sector:
        found.append(Differs.SECTOR)
    if one.territory is None or other.territory is None:
        found.append(Differs.TERRITORY_UNSTATED)
    elif one.territory != other.territory:
        found.append(Differs.TERRITORY)
    found += _of_periods(one, other)
    if (one.horizon, one.months) != (other.horizon, other.months):
        found.append(Differs.HORIZON)
    if one.currency != other.currency:
        found.append(Differs.CURRENCY)
    return found


def _of_periods(one: Figure, other: Figure) -> list[Differs]:
    """Months that both state must be the same; one that either leaves out is said to be missing."""
    pairs = ((one.covers_from, other.covers_from), (one.covers_until, other.covers_until))
    if any(first and second and first != second for first, second in pairs):
        return [Differs.PERIOD]
    return [Differs.PERIOD_UNSTATED] if any(not (first and second) for first, second in pairs) else []
