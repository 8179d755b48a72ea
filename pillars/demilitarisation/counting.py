"""What the measures count: the published records of a plan, loaded once."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from milestones.measures import Loaded
from milestones.models import Audience, Phase
from milestones.selectors.plain_records import Plain, Word, plain_records
from milestones.sweeps import PlainRecord
from pillars.demilitarisation import models
from pillars.demilitarisation.tallying import Tally

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


def load_collections(plan_id: int, *, audience: Audience = Audience.PUBLIC) -> Collections:
    """The plan's tallies of what was collected and its agreed totals, as they count for the audience."""
    categories = models.ArmsCategory.objects.filter(plan=plan_id, kind=models.CategoryKind.ARMS)
    deciding = models.CountingSeries.objects.filter(plan=plan_id, decides=True).values_list("slug", flat=True)
    phases = Phase.objects.filter(plan=plan_id).order_by("rank", "pk").values_list("slug", flat=True)
    collected = models.Tally.objects.filter(step=models.Step.COLLECTED, accepted__isnull=False)
    agreed = models.ArmsTotal.objects.filter(basis=models.Basis.AGREED)
    of: dict[str, Word] = {"category": "category__slug", "phase": "phase__slug", "area": "area__slug"}
    return Collections(
        tallies=_loaded(
            plan_id, audience, Tally, collected, "scope", "accepted", series="series__slug", **of
        ),
        targets=_loaded(plan_id, audience, Target, agreed, figure="high", **of),
        phases=tuple(phases),
        deciding=next(iter(deciding), ""),
        arms=frozenset(categories.values_list("slug", flat=True)),
    )


def load_inspections(plan_id: int) -> Loaded:
    """The plan's published inspections and certifications."""
    rows = models.Inspection.objects.all()
    words = ("kind", "outcome")
    return Loaded(_loaded(plan_id, Audience.PUBLIC, Inspected, rows, *words, area="area__slug"))


def load_incidents(plan_id: int) -> Loaded:
    """The plan's published incidents, every row of every case."""
    rows = models.Incident.objects.all()
    words = ("case", "happened_on", "finding")
    return Loaded(_loaded(plan_id, Audience.PUBLIC, Alleged, rows, *words, area="area__slug"))


def _loaded(
    plan_id: int, audience: Audience, kind: type[Plain], rows: Any, /, *same: str, **words: Word
) -> tuple[Plain, ...]:
    """The rows that count for the audience; what was held back is known to the public when that ends."""
    if audience is Audience.PUBLIC:
        words["held_until"] = (_begins, "embargoed_until", "plan__timezone")
    return plain_records(kind, rows.filter(plan=plan_id).counting_for(audience), *same, **words)


def _begins(day: date | None, timezone: str) -> datetime | None:
    return datetime.combine(day, time(), ZoneInfo(timezone)).astimezone(UTC) if day else None
