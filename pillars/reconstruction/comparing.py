"""Whether two figures of needs assessments can be compared, and if not, why; pure."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from pillars.reconstruction.models.choices import Horizon, Measured


class Differs(TextChoices):
    """What stands against comparing two figures."""

    MEASURED = "measured", _("they measure different things")
    SECTOR = "sector", _("they are for different sectors")
    TERRITORY = "territory", _("they cover different territories")
    TERRITORY_UNSTATED = "territory-unstated", _("it is not stated for both what territory they cover")
    PERIOD = "period", _("they cover different periods of destruction")
    PERIOD_UNSTATED = "period-unstated", _("it is not stated for both what period of destruction they cover")
    HORIZON = "horizon", _("they are for different lengths of time")
    CURRENCY = "currency", _("they are in different currencies")


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
    is_unstated = one.territory is None or other.territory is None
    periods = ((one.covers_from, other.covers_from), (one.covers_until, other.covers_until))
    have_other_period = any(first and second and first != second for first, second in periods)
    against = {
        Differs.MEASURED: one.measured is not other.measured,
        Differs.SECTOR: one.sector != other.sector,
        Differs.TERRITORY_UNSTATED: is_unstated,
        Differs.TERRITORY: not is_unstated and one.territory != other.territory,
        # Months that both state must be the same; one that either leaves out is said to be missing
        Differs.PERIOD: have_other_period,
        Differs.PERIOD_UNSTATED: not have_other_period and not all(map(all, periods)),
        Differs.HORIZON: (one.horizon, one.months) != (other.horizon, other.months),
        Differs.CURRENCY: one.currency != other.currency,
    }
    return [reason for reason, stands in against.items() if stands]
