"""The answer of the engine: every verdict on a plan, on one day, as known at one instant, under one reading.

Whoever asks for statuses alone, as a film does of many days, pays for nothing else: the dates under the second
assumption and what the milestones add up to are worked out when they are asked for.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any

from milestones.contingency.days import NEVER, as_date, iso
from milestones.contingency.deadlocks import Deadlock
from milestones.contingency.facts import Facts, MilestoneFacts
from milestones.contingency.levels import NO_RECORDS
from milestones.contingency.reasons import Reason, reasons_for
from milestones.contingency.releases import count_downstream, count_releases
from milestones.contingency.rollups import (
    Awaited,
    MatrixCell,
    PillarVerdict,
    build_matrix,
    count_awaited,
    roll_up_pillars,
)
from milestones.contingency.scales import Status
from milestones.contingency.settling import DateSolver
from milestones.contingency.verdicts import Dates, GroupVerdict


@dataclass(frozen=True, slots=True)
class Forecast:
    """When a milestone starts and is complete; dates are None for never.

    `delay_days`: by how many days the earliest completion passes due, at least 0; None without due, when never,
    or when withdrawn.
    """

    start_earliest: date | None
    start_established: date | None
    complete_earliest: date | None
    complete_established: date | None
    delay_days: int | None


@dataclass(frozen=True)
class Outlook:
    """What is worked out for all milestones at once, by their index, when one of them is asked for it."""

    facts: Facts

    @cached_property
    def established(self) -> Dates:
        """The dates by which nothing but what is established holds."""
        return DateSolver(self.facts, is_earliest=False).solve()

    @cached_property
    def releases(self) -> list[int]:
        return count_releases(self.facts)

    @cached_property
    def downstream(self) -> list[int]:
        return count_downstream(self.facts)


@dataclass(frozen=True, slots=True)
class MilestoneVerdict:
    """All that is decided about one milestone; `deadlocks` are the milestones of each deadlock it stands in.

    Forecast and reasons are drawn from the dates when they are asked for.
    """

    facts: MilestoneFacts
    deadlocks: Sequence[tuple[str, ...]]
    earliest: Dates = field(repr=False)
    outlook: Outlook = field(repr=False)

    @property
    def releases(self) -> int:
        """How many others its completion today would release."""
        return self.outlook.releases[self.facts.index]

    @property
    def downstream(self) -> int:
        """How many others depend on it."""
        return self.outlook.downstream[self.facts.index]

    @property
    def forecast(self) -> Forecast:
        """When it starts and is complete."""
        complete, due = self.earliest.level(self.facts, 3), self.facts.schedule.due.day
        has_delay = due is not None and complete < NEVER and not self.facts.is_withdrawn
        return Forecast(
            start_earliest=as_date(self.earliest.level(self.facts, 1)),
            start_established=as_date(self.outlook.established.level(self.facts, 1)),
            complete_earliest=as_date(complete),
            complete_established=as_date(self.outlook.established.level(self.facts, 3)),
            delay_days=max(0, complete - due) if due is not None and has_delay else None,
        )

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """Why it has its status, as data."""
        return tuple(reasons_for(self.facts, self.earliest, self.deadlocks))

    @property
    def slug(self) -> str:
        return self.facts.milestone.slug

    @property
    def status(self) -> Status:
        return self.facts.status

    @property
    def groups(self) -> tuple[GroupVerdict, ...]:
        return self.facts.verdicts

    @property
    def is_overdue(self) -> bool:
        return self.facts.is_overdue(self.earliest.facts.on)

    @property
    def has_records(self) -> bool:
        """Whether an assessment counts for it."""
        return self.facts.levels is not NO_RECORDS

    @property
    def certainty(self) -> str:
        """Of its level: `contested` where what counts disagrees, `claimed` or `established`; "" without a record."""
        if not self.has_records:
            return ""
        levels = {record.level for record in self.earliest.facts.level_evidence(self.slug).base}
        if len(levels) > 1:
            return "contested"
        return "established" if levels and self.facts.low == self.facts.high else "claimed"

    @property
    def level(self) -> tuple[int, int]:
        """The range, as (low, high)."""
        return self.facts.low, self.facts.high

    def as_dict(self) -> dict[str, Any]:
        """The milestone's entry of the published document (`api.md`)."""
        return {
            "level": {"low": self.facts.low, "high": self.facts.high},
            "status": self.status.value,
            "overdue": self.is_overdue,
            "gates": [group.as_dict() for group in self.groups],
            "forecast": {
                "start": self._dates_of(1),
                "complete": self._dates_of(3),
                "delay_days": self.forecast.delay_days,
            },
            "releases": self.releases,
            "downstream": self.downstream,
            "reasons": [reason.as_dict() for reason in self.reasons],
        }

    def _dates_of(self, level: int) -> dict[str, str | None]:
        dates = {"earliest": self.earliest, "established": self.outlook.established}
        return {name: iso(days.level(self.facts, level)) for name, days in dates.items()}


@dataclass(frozen=True)
class Evaluation:
    """Every verdict on a plan. `facts` and `earliest` are what the verdicts were drawn from."""

    plan: str
    on: date
    known_at: datetime | None
    reading: str | None
    milestones: dict[str, MilestoneVerdict]
    deadlocks: tuple[Deadlock, ...]
    facts: Facts = field(repr=False)
    earliest: Dates = field(repr=False)

    @cached_property
    def pillars(self) -> tuple[PillarVerdict, ...]:
        return roll_up_pillars(self.facts)

    @cached_property
    def matrix(self) -> tuple[MatrixCell, ...]:
        return build_matrix(self.facts)

    @cached_property
    def awaited(self) -> tuple[Awaited, ...]:
        return count_awaited(self.facts.milestones)

    def status_of(self, slug: str) -> Status | None:
        """The status of a milestone; None of one that does not count."""
        return self.milestones[slug].status if slug in self.milestones else None

    def as_dict(self) -> dict[str, Any]:
        """The published document, keys as in `api.md`: dates ISO or None for never, progress to four places."""
        milestones = {slug: verdict.as_dict() for slug, verdict in self.milestones.items()}
        return {**self.summary(), "milestones": milestones}

    def summary(self) -> dict[str, Any]:
        """The published document without its milestones."""
        return {
            "plan": self.plan,
            "on": self.on.isoformat(),
            "known_at": self.known_at and self.known_at.isoformat().replace("+00:00", "Z"),
            "reading": self.reading,
            "pillars": {pillar.slug: pillar.as_dict() for pillar in self.pillars},
            "matrix": [asdict(cell) for cell in self.matrix],
            "awaited": [asdict(awaited) for awaited in self.awaited],
            "deadlocks": [list(deadlock.milestones) for deadlock in self.deadlocks],
        }
