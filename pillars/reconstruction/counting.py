"""What the measures count: a plan's records, loaded once, in a handful of queries."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet

from milestones.contingency.scales import Grade
from milestones.models import Audience
from milestones.models.publication import BoundedQuerySet
from milestones.sweeps import PlainRecord
from pillars.reconstruction.models import (
    Appeal,
    Donor,
    ExchangeRate,
    Finding,
    FindingEntry,
    Project,
    ProjectStep,
    Transaction,
    UnitCount,
)
from pillars.reconstruction.models.choices import About, CountKind, Side, Stage, State, StepKind, Unit
from pillars.reconstruction.money import Money
from pillars.reconstruction.progress import Count, Step
from pillars.reconstruction.reconciliation import Entry, Opened
from pillars.reconstruction.trail import Place, Rate, Told

CLOCKS = ("pk", "date", "recorded_at", "retracted_at", "verification")
PLACE = ("appeal__slug", "donor__slug", "channel__slug", "project__slug")


@dataclass(frozen=True, slots=True)
class Site:
    """Where a project belongs; None is not stated."""

    sector: str | None
    area: str | None


@dataclass(frozen=True, slots=True)
class Records:
    """A plan's money, projects and findings, each with its clocks."""

    money: Money = field(default_factory=Money)
    sites: Mapping[str, Site] = field(default_factory=dict)
    steps: tuple[Step, ...] = ()
    counts: tuple[Count, ...] = ()
    findings: tuple[Opened, ...] = ()
    entries: tuple[Entry, ...] = ()

    def records(self) -> Iterable[PlainRecord]:
        """Every record."""
        return *self.money.rates, *self.money.told, *self.steps, *self.counts, *self.entries

    def projects_of(self, sector: str, area: str) -> frozenset[str]:
        """The projects of a sector in an area; empty for all."""
        sites = self.sites.items()
        return frozenset(
            slug for slug, site in sites if sector in ("", site.sector) and area in ("", site.area)
        )

    def steps_of(self, project: str) -> list[Step]:
        """One project's steps."""
        return [step for step in self.steps if step.project == project]

    def counts_of(self, project: str) -> list[Count]:
        """One project's counts of units."""
        return [count for count in self.counts if count.project == project]


def load_records(plan_id: int, *, seen: Any = None) -> Records:
    """The plan's records that `seen` lets through; by default those that count for the public."""
    within = seen or _within_public
    donors = Donor.objects.filter(plan=plan_id).values_list("slug", "part_of__slug")
    appeals = within(Appeal.objects.filter(plan=plan_id)).order_by("rank", "pk")
    return Records(
        money=Money(
            told=tuple(_told(row) for row in _rows(Transaction, plan_id, within, *TOLD)),
            rates=tuple(_rate(row) for row in _rows(ExchangeRate, plan_id, within, *RATE)),
            currencies=dict(appeals.values_list("slug", "currency")),
            groups={donor: group for donor, group in donors if group is not None},
        ),
        sites={
            slug: Site(sector, area)
            for slug, sector, area in within(Project.objects.filter(plan=plan_id))
            .order_by("rank", "pk")
            .values_list("slug", "sector__slug", "area__slug")
        },
        steps=tuple(_step(row) for row in _rows(ProjectStep, plan_id, within, *STEP)),
        counts=tuple(_count(row) for row in _rows(UnitCount, plan_id, within, *COUNT)),
        findings=tuple(
            Opened(row["slug"], About(row["about"]), _place(row))
            for row in within(Finding.objects.filter(plan=plan_id))
            .order_by("rank", "pk")
            .values("slug", "about", *PLACE)
        ),
        entries=tuple(_entry(row) for row in _rows(FindingEntry, plan_id, within, "finding__slug", "state")),
    )


TOLD = ("stage", *PLACE, "side", "amount", "currency", "is_total", "reference")
RATE = ("currency", "into", "rate", "source_id")
STEP = ("project__slug", "kind", "planned_start", "planned_end")
COUNT = ("project__slug", "kind", "unit", "quantity", "is_total")


def _within_public(rows: BoundedQuerySet[Any]) -> BoundedQuerySet[Any]:
    return rows.counting_for(Audience.PUBLIC)


def _rows(model: Any, plan_id: int, within: Any, *columns: str) -> Iterable[dict[str, Any]]:
    rows: QuerySet[Any] = within(model.objects.filter(plan=plan_id))
    return rows.order_by("date", "recorded_at", "pk").values(*CLOCKS, *columns)


def _clocks(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "key": row["pk"],
        "date": row["date"],
        "recorded": row["recorded_at"],
        "retracted": row["retracted_at"],
        "grade": Grade(row["verification"]),
    }


def _place(row: Mapping[str, Any]) -> Place:
    return Place(*(row[column] for column in PLACE))


def _told(row: Mapping[str, Any]) -> Told:
    return Told(
        **_clocks(row),
        stage=Stage(row["stage"]),
        place=_place(row),
        side=Side(row["side"]),
        amount=row["amount"],
        currency=row["currency"],
        is_total=row["is_total"],
        reference=row["reference"],
    )


def _rate(row: Mapping[str, Any]) -> Rate:
    return Rate(
        **_clocks(row), currency=row["currency"], into=row["into"], rate=row["rate"], source=row["source_id"]
    )


def _step(row: Mapping[str, Any]) -> Step:
    return Step(
        **_clocks(row),
        project=row["project__slug"],
        kind=StepKind(row["kind"]),
        planned_start=row["planned_start"],
        planned_end=row["planned_end"],
    )


def _count(row: Mapping[str, Any]) -> Count:
    return Count(
        **_clocks(row),
        project=row["project__slug"],
        kind=CountKind(row["kind"]),
        unit=Unit(row["unit"]),
        quantity=row["quantity"],
        is_total=row["is_total"],
    )


def _entry(row: Mapping[str, Any]) -> Entry:
    state = State(row["state"]) if row["state"] else None
    return Entry(**_clocks(row), finding=row["finding__slug"], state=state)
