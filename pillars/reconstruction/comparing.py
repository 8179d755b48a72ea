"""Whether two figures of needs assessments can be compared, and if not, why; pure."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from pillars.reconstruction.models import Estimate


class Differs(TextChoices):
    """What stands against comparing two figures."""

    MEASURED = "measured", _("they measure different things")
    SECTOR = "sector", _("they are for different sectors")
    TERRITORY = "territory", _("they cover different territories")
    TERRITORY_UNSTATED = "territory-unstated", _("at least one does not state what territory it covers")
    PERIOD = "period", _("they cover different periods of destruction")
    PERIOD_UNSTATED = "period-unstated", _("at least one does not state what period of destruction it covers")
    HORIZON = "horizon", _("they are for different lengths of time")
    CURRENCY = "currency", _("they are in different currencies")


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two figures held against each other, with every reason that stands against it."""

    one: Estimate
    other: Estimate
    reasons: tuple[Differs, ...]

    @property
    def difference(self) -> Decimal | None:
        """The second less the first; None where it says nothing."""
        return None if self.reasons else self.other.amount - self.one.amount


def compare(one: Estimate, other: Estimate) -> Comparison:
    """The comparison of two figures."""
    is_unstated = one.territory is None or other.territory is None
    first, second = one.assessment, other.assessment
    periods = ((first.covers_from, second.covers_from), (first.covers_until, second.covers_until))
    have_other_period = any(month and its and month != its for month, its in periods)
    against = {
        Differs.MEASURED: one.measured != other.measured,
        Differs.SECTOR: one.sector != other.sector,
        Differs.TERRITORY_UNSTATED: is_unstated,
        Differs.TERRITORY: not is_unstated and one.territory != other.territory,
        # Months that both state must be the same; one that either leaves out is said to be missing
        Differs.PERIOD: have_other_period,
        Differs.PERIOD_UNSTATED: not have_other_period and not all(map(all, periods)),
        Differs.HORIZON: (one.horizon, one.months) != (other.horizon, other.months),
        Differs.CURRENCY: one.currency != other.currency,
    }
    return Comparison(one, other, tuple(reason for reason, stands in against.items() if stands))
