"""What the measures count: a plan's records, loaded once, in a handful of queries; and what arguments they take."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from milestones.selectors.plain_records import Word, column_of, naming, plain_records
from milestones.state import PlanState
from milestones.sweeps import PlainRecord
from pillars.reconstruction import models
from pillars.reconstruction.models.choices import About, CountKind, Side, Stage, State, StepKind, Unit
from pillars.reconstruction.money import Money
from pillars.reconstruction.progress import Count, Step
from pillars.reconstruction.reconciliation import Entry, Opened
from pillars.reconstruction.trail import Place, Rate, Told

unknown_appeal_or_none = naming(models.Appeal, "appeal")
unknown_sector = naming(models.Sector, "sector")


def unknown_appeal(state: PlanState, argument: str) -> str:
    """An appeal has to be named where the plan has several."""
    if not argument and len(state.rows(models.Appeal)) > 1:
        return "needs the slug of an appeal after it, since the plan has several"
    return unknown_appeal_or_none(state, argument)


def unknown_units(state: PlanState, argument: str) -> str:
    """A sector may be named, and a unit after it."""
    sector, dot, unit = argument.partition(".")
    if dot and unit not in Unit.values:
        return f'names "{unit}", which is no unit'
    return unknown_sector(state, sector)


PLACE = ("appeal.slug", "donor.slug", "channel.slug", "project.slug")


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
        return frozenset(slug for slug, site in sites if sector in ("", site.sector) and area in ("", site.area))

    def steps_of(self, project: str) -> list[Step]:
        """One project's steps."""
        return [step for step in self.steps if step.project == project]

    def counts_of(self, project: str) -> list[Count]:
        """One project's counts of units."""
        return [count for count in self.counts if count.project == project]


def load_records(state: PlanState) -> Records:
    """The plan's records that count for the state's audience."""
    rows = state.counting.rows
    of_told: dict[str, Word] = {"stage": (Stage, "stage"), "place": (Place, *PLACE), "side": (Side, "side")}
    of_work: dict[str, Word] = {"project": "project.slug"}
    unit: dict[str, Word] = {"kind": (CountKind, "kind"), "unit": (Unit, "unit")}
    return Records(
        money=Money(
            plain_records(Told, rows(models.Transaction), "amount", "currency", "is_total", "reference", **of_told),
            plain_records(Rate, rows(models.ExchangeRate), "currency", "into", "rate", source="source_id"),
            {row.slug: row.currency for row in rows(models.Appeal)},
            {row.slug: row.part_of.slug for row in rows(models.Donor) if row.part_of},
        ),
        sites={
            row.slug: Site(column_of(row, "sector.slug"), column_of(row, "area.slug")) for row in rows(models.Project)
        },
        steps=plain_records(
            Step, rows(models.ProjectStep), "planned_start", "planned_end", kind=(StepKind, "kind"), **of_work
        ),
        counts=plain_records(Count, rows(models.UnitCount), "quantity", "is_total", **unit, **of_work),
        findings=tuple(
            Opened(row.slug, About(row.about), Place(*(column_of(row, path) for path in PLACE)))
            for row in rows(models.Finding)
        ),
        entries=plain_records(Entry, rows(models.FindingEntry), finding="finding.slug", state=(State, "state")),
    )
