"""What the measures count: the published records of a plan, loaded once."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Model

from milestones.contingency.scales import Grade
from milestones.models import Audience, Phase
from milestones.sweeps import PlainRecord
from pillars.demilitarisation import models
from pillars.demilitarisation.tallying import Tally

INCIDENT_DAYS = 30
"""The window of the incidents that are counted, in days, with the day itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Target(PlainRecord):
    """An agreed figure: for a stage, or with an empty `phase` for the whole."""

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

    def records(self) -> Iterable[Tally | Target]:
        """Every record."""
        return *self.tallies, *self.targets


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspected(PlainRecord):
    """The outcome of one inspection or certification."""

    kind: str
    outcome: str
    area: str


@dataclass(frozen=True, slots=True)
class Inspections:
    """Every inspection and certification."""

    inspections: tuple[Inspected, ...]

    def records(self) -> Iterable[Inspected]:
        """Every record."""
        return self.inspections


@dataclass(frozen=True, slots=True, kw_only=True)
class Alleged(PlainRecord):
    """What was known on a day of one case."""

    case: str
    happened_on: date
    area: str
    finding: str

    @property
    def changes_on(self) -> tuple[date, ...]:
        """The day on which it is out of the window."""
        return (self.happened_on + timedelta(days=INCIDENT_DAYS),)


@dataclass(frozen=True, slots=True)
class Incidents:
    """Every row of every case."""

    incidents: tuple[Alleged, ...]

    def records(self) -> Iterable[Alleged]:
        """Every record."""
        return self.incidents


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
            Tally(category=row["category__slug"], series=row["series__slug"], scope=row["scope"],
                  phase=row["phase__slug"] or "", area=row["area__slug"] or "", accepted=row["accepted"], **clocks)
            for clocks, row in tallies
        ),
        targets=tuple(
            Target(category=row["category__slug"], phase=row["phase__slug"] or "", area=row["area__slug"] or "",
                   figure=row["high"], **clocks)
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
        tuple(
            Inspected(kind=row["kind"], outcome=row["outcome"], area=row["area__slug"] or "", **clocks)
            for clocks, row in rows
        )
    )


def load_incidents(plan_id: int) -> Incidents:
    """The plan's published incidents."""
    rows = _rows(models.Incident, plan_id, "case", "happened_on", "area__slug", "finding")
    return Incidents(
        tuple(
            Alleged(
                case=row["case"],
                happened_on=row["happened_on"],
                area=row["area__slug"] or "",
                finding=row["finding"],
                **clocks,
            )
            for clocks, row in rows
        )
    )


def _rows(
    model: type[Model], plan_id: int, *columns: str, audience: Audience = Audience.PUBLIC, **where: Any
) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """The clocks and columns of the model's rows that count for the audience."""
    records: Any = model._default_manager
    counting = records.filter(plan=plan_id, **where).counting_for(audience)
    own = ("pk", "date", "recorded_at", "retracted_at", "verification", "embargoed_until", "plan__timezone")
    found = counting.order_by("date", "recorded_at", "pk").values(*own, *columns)
    return [(_clocks(row, audience), row) for row in found]


def _clocks(row: dict[str, Any], audience: Audience) -> dict[str, Any]:
    """The record's clocks; what was held back is known to the public when that ends."""
    held_until = None
    if row["embargoed_until"] is not None and audience is Audience.PUBLIC:
        zone = ZoneInfo(row["plan__timezone"])
        held_until = datetime.combine(row["embargoed_until"], time(), zone).astimezone(UTC)
    return {
        "key": row["pk"],
        "date": row["date"],
        "recorded": row["recorded_at"],
        "retracted": row["retracted_at"],
        "held_until": held_until,
        "grade": Grade(row["verification"]),
    }
