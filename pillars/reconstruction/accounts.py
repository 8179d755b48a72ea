"""Two accounts of the same money held against each other; pure.

What a donor says it paid is held against what the channel says it received; what was disbursed to a project against
what the project delivered.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from milestones.contingency.scales import Grade
from pillars.reconstruction.adding import Added
from pillars.reconstruction.models.choices import About, Side, Stage, StepKind, Unit
from pillars.reconstruction.progress import Count, Course, Step, Tally
from pillars.reconstruction.trail import Place, Rate, Sum, Told

TOLERANCE = Decimal(10)
"""By how many percentage points money may run ahead of building before it is a finding."""
PERCENT = "%"


@dataclass(frozen=True, slots=True)
class Difference:
    """Two accounts that do not agree: paid and received, or disbursed and delivered as shares of what was planned.

    `unit` is a currency's code or "%"; `newest` is the day of the newest record of both accounts, `learned` when the
    last of them became known; `rates` are those at which sums in other currencies were converted.
    """

    about: About
    place: Place
    first: Decimal
    second: Decimal
    unit: str
    newest: dt.date
    learned: dt.datetime
    grade: Grade
    rates: tuple[Rate, ...] = ()


def _difference(
    about: About, place: Place, pair: tuple[Decimal, Decimal], unit: str, rest_on: Sequence[Sum | Tally]
) -> Difference:
    newest, learned = max(part.newest for part in rest_on), max(part.learned for part in rest_on)
    return Difference(about, place, *pair, unit, newest, learned, min(part.grade for part in rest_on))


class Accounts:
    """Two accounts of money within a place, held together in the currency of the one that leads."""

    def __init__(self, place: Place, first: Added, second: Added, leading: Added) -> None:
        self.place = place
        self._first, self._second, self._leading = first, second, leading

    def sums(self) -> tuple[Sum, Sum] | None:
        """What both come to; None where they cannot be held together."""
        currency = self._leading.currency()
        first = self._first.sum(currency) if currency else None
        second = self._second.sum(currency) if currency else None
        return None if first is None or second is None else (first, second)

    def rates(self) -> tuple[Rate, ...]:
        """The rates at which they are held together."""
        currency = self._leading.currency() or ""
        return tuple((self._first.rates(currency) | self._second.rates(currency)).values())


class ReceivedAccounts(Accounts):
    """What donors say they paid within a place, against what the channel, which leads, says it received."""

    def __init__(self, place: Place, paid: Added, received: Added) -> None:
        super().__init__(place, paid, received, received)

    def take(self, record: Told | Count | Step) -> None:
        """Take the next sum of either account."""
        if isinstance(record, Told):
            (self._first if record.side is Side.DONOR else self._second).take(record)

    def compare(self) -> Difference | None:
        """The two sums; None where they cannot be held together."""
        sums = self.sums()
        if sums is None:
            return None
        paid, received = sums
        amounts = paid.amount, received.amount
        return _difference(About.RECEIVED, self.place, amounts, paid.currency, sums)

    def is_gap(self, difference: Difference) -> bool:
        """Whether the accounts do not agree."""
        return difference.first != difference.second


class DeliveredAccounts(Accounts):
    """What was disbursed to a project, of what was committed to it, against what it delivered of its plan."""

    def __init__(self, project: str, committed: Added, disbursed: Added) -> None:
        super().__init__(Place(project=project), committed, disbursed, committed)
        self._tallies: dict[Unit, Tally] = {}
        self._course = Course()

    def take(self, record: Told | Count | Step) -> None:
        """Take the next record of the project."""
        if isinstance(record, Count):
            self._tallies.setdefault(record.unit, Tally(record.unit)).take(record)
        elif isinstance(record, Step):
            self._course.take(record)
        else:
            (self._first if record.stage is Stage.COMMITMENT else self._second).take(record)

    def compare(self) -> Difference | None:
        """Both as shares of what was planned; None where either is unknown."""
        built = [tally for tally in self._tallies.values() if tally.planned]
        sums = self.sums()
        if not built or sums is None or not sums[0].amount:
            return None
        delivered = min(100 * (tally.delivered or Decimal(0)) / (tally.planned or 1) for tally in built)
        shares = 100 * sums[1].amount / sums[0].amount, delivered
        return _difference(About.DELIVERED, self.place, shares, PERCENT, (*sums, *built))

    def is_gap(self, difference: Difference) -> bool:
        """Whether money runs ahead of building, or the project ended without all that was planned."""
        is_done = self._course.last is StepKind.COMPLETED
        return difference.first - difference.second >= TOLERANCE or (is_done and difference.second < 100)
