"""What the measures count: the published records of a plan, loaded once; and by which argument.

The argument of the measures of arms is `SCOPE[.SERIES[.CATEGORY]]`. SCOPE is `all` for everything so far, a phase for
that stage alone, or `through.PHASE` for everything up to and in it. Without SERIES the count that decides is read;
without CATEGORY all categories of arms are.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from milestones.measures import Loaded
from milestones.models import Phase, Publication
from milestones.selectors.plain_records import Plain, Word, naming, plain_records
from milestones.state import PlanState
from milestones.sweeps import PlainRecord
from pillars.demilitarisation import models
from pillars.demilitarisation.tallying import Tally


@dataclass(frozen=True, slots=True)
class Scope:
    """What an argument asks for; empty texts ask for nothing in particular; `rest` is too much."""

    phase: str = ""
    is_through: bool = False
    series: str = ""
    category: str = ""
    rest: str = ""


def read_scope(argument: str) -> Scope:
    """The scope that an argument names."""
    words = argument.split(".") if argument else []
    is_through = len(words) > 1 and words[0] == "through"
    if is_through:
        words = words[1:]
    phase, series, category = (*words, "", "", "")[:3]
    return Scope("" if phase == "all" else phase, is_through, series, category, ".".join(words[3:]))


def unknown_scope(state: PlanState, argument: str) -> str:
    """What of the argument the plan does not have, as the end of a sentence about the measure."""
    scope = read_scope(argument)
    decides = state.rows(models.CountingSeries).where(decides=True)
    unknown = (
        naming(Phase, "phase")(state, scope.phase),
        naming(models.CountingSeries, "counting series")(state, scope.series),
        "" if scope.series or decides else "names no counting series, and none of the plan decides",
        naming(models.ArmsCategory, "category")(state, scope.category),
        scope.rest and f'has "{scope.rest}" at its end, after the category',
    )
    return " and ".join(filter(None, unknown))


INCIDENT_DAYS = 30
"""The window of the incidents that are counted, in days, with the day itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Target(PlainRecord):
    """An agreed figure: for a stage, or with an empty `phase` for the whole."""

    category: str
    figure: Decimal
    phase: str = ""
    area: str = ""


@dataclass(frozen=True, slots=True)
class Collections:
    """Tallies of what was collected, agreed figures, the phases in order, and the count that decides ("" for none)."""

    tallies: tuple[Tally, ...]
    targets: tuple[Target, ...]
    phases: tuple[str, ...]
    deciding: str
    arms: frozenset[str]

    def records(self) -> Iterable[Tally | Target]:
        """Every record."""
        return *self.tallies, *self.targets


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspected(PlainRecord):
    """The outcome of one inspection or certification."""

    kind: str
    outcome: str
    area: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Alleged(PlainRecord):
    """What was known on a day of one case."""

    case: str
    happened_on: date
    area: str = ""
    finding: str

    @property
    def changes_on(self) -> tuple[date, ...]:
        """The day on which it is out of the window."""
        return (self.happened_on + timedelta(days=INCIDENT_DAYS),)


def load_collections(state: PlanState) -> Collections:
    """The plan's tallies of what was collected and its agreed totals, as they count for the state's audience."""
    collected = state.counting.rows(models.Tally).where(step=models.Step.COLLECTED)
    agreed = state.counting.rows(models.ArmsTotal).where(basis=models.Basis.AGREED)
    of: dict[str, Word] = {"category": "category.slug", "phase": "phase.slug", "area": "area.slug"}
    arms = state.rows(models.ArmsCategory).where(kind=models.CategoryKind.ARMS)
    deciding = state.rows(models.CountingSeries).where(decides=True)
    return Collections(
        tallies=_loaded(
            state,
            Tally,
            (row for row in collected if row.accepted is not None),
            "scope",
            "accepted",
            series="series.slug",
            **of,
        ),
        targets=_loaded(state, Target, agreed, figure="high", **of),
        phases=tuple(phase.slug for phase in state.rows(Phase)),
        deciding=next((series.slug for series in deciding), ""),
        arms=frozenset(category.slug for category in arms),
    )


def load_inspections(state: PlanState) -> Loaded:
    """The plan's inspections and certifications that count."""
    rows = state.counting.rows(models.Inspection)
    return Loaded(_loaded(state, Inspected, rows, "kind", "outcome", area="area.slug"))


def load_incidents(state: PlanState) -> Loaded:
    """The plan's incidents that count, every row of every case."""
    rows = state.counting.rows(models.Incident)
    return Loaded(_loaded(state, Alleged, rows, "case", "happened_on", "finding", area="area.slug"))


def _loaded(
    state: PlanState, kind: type[Plain], rows: Iterable[Any], /, *same: str, **words: Word
) -> tuple[Plain, ...]:
    """The rows as records; what was held back is known to the public when that ends."""
    if Publication.RESTRICTED not in state.seen:
        words["held_until"] = (_begins, "embargoed_until", "plan.timezone")
    return plain_records(kind, rows, *same, **words)


def _begins(day: date | None, timezone: str) -> datetime | None:
    return datetime.combine(day, time(), ZoneInfo(timezone)).astimezone(UTC) if day else None
