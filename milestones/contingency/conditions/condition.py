"""What every kind of condition answers: the rest of the engine asks it and does not look at the kind."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar

from milestones.contingency.days import NEVER
from milestones.contingency.scales import Truth
from milestones.contingency.timelines import run_of, truth_over

if TYPE_CHECKING:
    from milestones.contingency.checks import Checker
    from milestones.contingency.facts import Facts
    from milestones.contingency.findings import Place, PlanFault
    from milestones.contingency.plan import Group, Milestone
    from milestones.contingency.runs import Moves
    from milestones.contingency.timelines import Timeline
    from milestones.contingency.verdicts import Dates


@dataclass(frozen=True, slots=True)
class Condition(ABC):
    """One thing that must hold. The plan's data alone: `facts` say how it stands. `kind` is its word in the file."""

    kind: ClassVar[str]
    ref: Hashable = field(default=None, kw_only=True)

    @property
    def for_days(self) -> int:
        """For how many days, up to the day, it must have held."""
        return 0

    @property
    def named(self) -> str:
        """The slug of what it names; the ISO day of a date."""
        return str(getattr(self, self.kind))

    @property
    @abstractmethod
    def order(self) -> str:
        """What settles ties among conditions of its kind."""

    def implies(self, other: Condition) -> bool:
        """Whether the other is met wherever this is, whatever the plan."""
        return self.kind == other.kind and self.named == other.named and self._says_as_much(other)

    def _says_as_much(self, other: Any) -> bool:
        """The same of one that names the same."""
        return True

    def excludes(self, other: Condition) -> bool:
        """Whether the two can never be met together."""
        return False

    def as_dict(self) -> dict[str, Any]:
        """The condition in the words of the plan file."""
        lasting = {"for_days": self.for_days} if self.for_days else {}
        return {self.kind: self.named, **self._bound(), **lasting}

    def _bound(self) -> dict[str, str]:
        """What is asked of the thing that it names."""
        return {}

    @abstractmethod
    def faults(self, checker: Checker, milestone: Milestone, group: Group, place: Place) -> Iterator[PlanFault]:
        """What is wrong with it, where it stands."""

    @abstractmethod
    def pillar_in(self, facts: Facts) -> str | None:
        """The pillar that it is placed on; None for a date."""

    def timeline(self, facts: Facts) -> Timeline[Any]:
        """What it is judged by, from day to day."""
        raise NotImplementedError

    def judge(self, low: Any, high: Any) -> Truth:
        """Whether what is judged meets it, from `low` to `high`, taken without `for_days`."""
        raise NotImplementedError

    def truth(self, facts: Facts, day: int) -> Truth:
        """Whether it is met on the day, which is `on` or earlier."""
        if self.for_days:
            return truth_over(self.timeline(facts), self.judge, day - self.for_days, day)
        return self.judge(*self.timeline(facts).at(day))

    def since(self, facts: Facts, *truths: Truth) -> int | None:
        """The first day of the unbroken run up to `on` on which it had one of the truths (EVER: always).

        Taken without `for_days`, whose window would only repeat the run; None where it has none of them today.
        """
        return run_of(self.timeline(facts), self.judge, facts.on, *truths)

    @abstractmethod
    def fixed_day(self, facts: Facts, *, is_earliest: bool) -> int | None:
        """The day on which it can be met, not being so, where that waits for no level; None where it does."""

    def turning_days(self, moves: Moves) -> Iterable[int]:
        """Days among which are all on which its truth can change."""
        return ()

    def held_day(self, facts: Facts, *, is_earliest: bool) -> int | None:
        """The day on which it will have held for long enough; None where it does not hold, or need not for long."""
        if not self.for_days:
            return None
        truths = (Truth.MET, Truth.UNKNOWN) if is_earliest else (Truth.MET,)
        since = self.since(facts, *truths)
        return None if since is None else since + self.for_days

    def awaited(self, facts: Facts) -> int | None:
        """The node of the level or the pillar whose rise it waits for (`Facts.node`); None for neither."""
        return None

    def followed(self, dates: Dates, day: int) -> tuple[str, int] | None:
        """The level, as (milestone, level), whose coming meets it on the day; None where it waits for none."""
        return None

    def coming_day(self, dates: Dates) -> int:
        """The day, `on` or later, on which what it waits for lets it be met."""
        return NEVER

    @abstractmethod
    def proof(self, facts: Facts, truth: Truth) -> Proof:
        """What stands against it today."""


@dataclass(frozen=True, slots=True)
class Proof:
    """What stands against a condition today, and `why` it is met, unmet or cannot be told."""

    why: str

    def as_dict(self) -> dict[str, Any]:
        """The keys that its kind adds to a published condition."""
        return {}


def why(truth: Truth, *, has_reading: bool, rests_on: bool, is_stale: bool = False) -> str:
    """Why a condition cannot be told: no data, stale, only claimed, or contested (records disagree)."""
    if truth is not Truth.UNKNOWN:
        return truth.value
    if not has_reading:
        return "stale" if is_stale else "no-data"
    return "contested" if rests_on else "claimed"
