"""What the measures count: a plan's records, loaded once, in a handful of queries."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.db.models import QuerySet

from milestones.contingency.scales import Grade
from milestones.measures import Moment
from milestones.models import Audience
from milestones.models.publication import BoundedQuerySet
from pillars.reconstruction.clocks import Loaded
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
from pillars.reconstruction.progress import Count, Step
from pillars.reconstruction.reconciliation import Entry, Opened
from pillars.reconstruction.trail import Money, Place, Rate, Told

CLOCKS = ("pk", "date", "recorded_at", "retracted_at", "verification", "source_id")
PLACE = ("appeal__slug", "donor__slug", "channel__slug", "project__slug")
DAY = timedelta(days=1)


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

    def moments(self) -> Iterable[Moment]:
        """The clocks of every record; a project may be late from the day after each of its planned days."""
        entries = [entry for finding in self.findings for entry in finding.entries]
        for each in (*self.money.told, *self.money.rates, *self.counts, *entries):
            yield _moment(each)
        for step in self.steps:
            planned = (day + DAY for day in (step.planned_start, step.planned_end) if day is not None)
            yield _moment(step, *planned)

    def steps_of(self, project: str) -> list[Step]:
        """One project's steps."""
        return [step for step in self.steps if step.project == project]

    def counts_of(self, project: str) -> list[Count]:
        """One project's counts of units."""
        return [count for count in self.counts if count.project == project]


def _moment(record: Loaded, *changes_on: Any) -> Moment:
    return Moment(record.date, record.recorded, record.retracted, tuple(changes_on))


def load_records(plan_id: int, *, seen: Any = None) -> Records:
    """The plan's records that `seen` lets through; by default those that count for the public."""
    within = seen or _within_public
    donors = Donor.objects.filter(plan=plan_id).values_list("slug", "part_of__slug")
    appeals = within(Appeal.objects.filter(plan=plan_id)).order_by("rank", "pk")
    return Records(
        money=Money(
            told=tuple(_told(row) for row in _rows(Transaction, plan_id, within, *TOLD)),
            rates=tuple(
                _rate(row) for row in _rows(ExchangeRate, plan_id, within, "currency", "into", "rate")
            ),
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
        findings=_findings(plan_id, within),
    )


TOLD = ("stage", *PLACE, "side", "amount", "currency", "is_total", "reference")
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
        "source": row["source_id"],
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
    return Rate(**_clocks(row), currency=row["currency"], into=row["into"], rate=row["rate"])


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


def _findings(plan_id: int, within: Any) -> tuple[Opened, ...]:
    entries: dict[str, list[Entry]] = {}
    for row in _rows(FindingEntry, plan_id, within, "finding__slug", "state"):
        entry = Entry(**_clocks(row), state=State(row["state"]) if row["state"] else None)
        entries.setdefault(row["finding__slug"], []).append(entry)
    opened = within(Finding.objects.filter(plan=plan_id)).order_by("rank", "pk")
    return tuple(
        Opened(row["slug"], About(row["about"]), _place(row), tuple(entries.get(row["slug"], ())))
        for row in opened.values("slug", "about", *PLACE)
    )
