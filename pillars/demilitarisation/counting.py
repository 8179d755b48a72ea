"""What the measures count: the published records of a plan, loaded once."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Model

from milestones.contingency.scales import Grade
from milestones.measures import Moment
from milestones.models import Audience, Phase
from pillars.demilitarisation import models
from pillars.demilitarisation.tallying import Clocks, Tally

INCIDENT_DAYS = 30
"""The window of the incidents that are counted, in days, with the day itself."""


@dataclass(frozen=True, slots=True)
class Target:
    """An agreed figure: for a stage, or with an empty `phase` for the whole."""

    clocks: Clocks
    category: str
    phase: str
    area: str
    figure: Decimal


@dataclass(frozen=True, slots=True)
class Collections:
    """Tallies of what was collected, agreed figures, the phases in order, and the count that decides ("" for none)."""

    tallies: tuple[Tally, ...]
    targets: tuple[Target, ...]
    phases: tuple[str, ...]
    deciding: str
    arms: frozenset[str]

    def moments(self) -> Iterable[Moment]:
        """The clocks of every record."""
        clocks = (*(each.clocks for each in self.tallies), *(each.clocks for each in self.targets))
        return map(_moment, clocks)


@dataclass(frozen=True, slots=True)
class Inspected:
    """The outcome of one inspection or certification."""

    clocks: Clocks
    kind: str
    outcome: str
    area: str


@dataclass(frozen=True, slots=True)
class Inspections:
    """Every inspection and certification."""

    inspections: tuple[Inspected, ...]

    def moments(self) -> Iterable[Moment]:
        """The clocks of every record."""
        return (_moment(each.clocks) for each in self.inspections)


@dataclass(frozen=True, slots=True)
class Alleged:
    """What was known on a day of one case."""

    clocks: Clocks
    case: str
    happened_on: date
    area: str
    finding: str


@dataclass(slots=True)
class Incidents:
    """Every row of every case, and what was worked out of them for an instant."""

    incidents: tuple[Alleged, ...]
    _standing: dict[datetime | None, tuple[Alleged, ...]] = field(default_factory=dict)

    def standing(self, known_at: datetime | None) -> tuple[Alleged, ...]:
        """The rows that count as known at the instant, whatever their day; remembered, since each day asks."""
        if known_at not in self._standing:
            self._standing[known_at] = tuple(
                each for each in self.incidents if each.clocks.counts(date.max, known_at)
            )
        return self._standing[known_at]

    def moments(self) -> Iterable[Moment]:
        """The clocks of every record, and the days on which windows end."""
        for each in self.incidents:
            yield _moment(each.clocks, (each.happened_on + timedelta(days=INCIDENT_DAYS),))


def load_collections(plan_id: int, *, audience: Audience = Audience.PUBLIC) -> Collections:
    """The plan's tallies of what was collected and its agreed totals, as they count for the audience."""
    categories = models.ArmsCategory.objects.filter(plan=plan_id, kind=models.CategoryKind.ARMS)
    deciding = models.CountingSeries.objects.filter(plan=plan_id, decides=True).values_list("slug", flat=True)
    phases = Phase.objects.filter(plan=plan_id).order_by("rank", "pk").values_list("slug", flat=True)
    tallies = _rows(models.Tally, plan_id, "category__slug", "series__slug", "scope", "phase__slug", "area__slug",
                    "accepted", audience=audience, step=models.Step.COLLECTED, accepted__isnull=False)  # fmt: skip
    targets = _rows(models.ArmsTotal, plan_id, "category__slug", "phase__slug", "area__slug", "high",
                    audience=audience, basis=models.Basis.AGREED)  # fmt: skip
    return Collections(
        tallies=tuple(
            Tally(clocks, row["category__slug"], row["series__slug"], row["scope"], row["phase__slug"] or "",
                  row["area__slug"] or "", row["accepted"])
            for clocks, row in tallies
        ),
        targets=tuple(
            Target(clocks, row["category__slug"], row["phase__slug"] or "", row["area__slug"] or "", row["high"])
            for clocks, row in targets
        ),
        phases=tuple(phases),
        deciding=next(iter(deciding), ""),
        arms=frozenset(categories.values_list("slug", flat=True)),
    )  # fmt: skip


def load_inspections(plan_id: int) -> Inspections:
    """The plan's published inspections and certifications."""
    rows = _rows(models.Inspection, plan_id, "kind", "outcome", "area__slug")
    return Inspections(
        tuple(Inspected(clocks, row["kind"], row["outcome"], row["area__slug"] or "") for clocks, row in rows)
    )


def load_incidents(plan_id: int) -> Incidents:
    """The plan's published incidents."""
    rows = _rows(models.Incident, plan_id, "case", "happened_on", "area__slug", "finding")
    return Incidents(
        tuple(
            Alleged(clocks, row["case"], row["happened_on"], row["area__slug"] or "", row["finding"])
            for clocks, row in rows
        )
    )


def _rows(
    model: type[Model], plan_id: int, *columns: str, audience: Audience = Audience.PUBLIC, **where: Any
) -> list[tuple[Clocks, dict[str, Any]]]:
    """The model's rows that count for the audience, by day and clock."""
    records: Any = model._default_manager
    counting = records.filter(plan=plan_id, **where).counting_for(audience)
    own = ("date", "recorded_at", "retracted_at", "verification", "embargoed_until", "plan__timezone")
    found = counting.order_by("date", "recorded_at", "pk").values(*own, *columns)
    return [(clocks, row) for row in found if (clocks := _clocks(row, audience)) is not None]


def _clocks(row: dict[str, Any], audience: Audience) -> Clocks | None:
    """The record's clocks; for the public what was held back is learned when that ends, if it still stands then."""
    recorded, retracted = row["recorded_at"], row["retracted_at"]
    if row["embargoed_until"] is not None and audience is Audience.PUBLIC:
        zone = ZoneInfo(row["plan__timezone"])
        recorded = max(recorded, datetime.combine(row["embargoed_until"], time(), zone).astimezone(UTC))
    if retracted is not None and retracted <= recorded:
        return None
    return Clocks(row["date"], recorded, retracted, Grade(row["verification"]))


def _moment(clocks: Clocks, later: tuple[date, ...] = ()) -> Moment:
    return Moment(clocks.date, clocks.recorded, clocks.retracted, later)
