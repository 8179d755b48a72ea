"""What the measures count: a plan's records, loaded once, in a handful of queries."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from milestones.models import Audience
from milestones.selectors.plain_records import Word, plain_records
from milestones.sweeps import PlainRecord
from pillars.reconstruction import models
from pillars.reconstruction.models.choices import About, CountKind, Side, Stage, State, StepKind, Unit
from pillars.reconstruction.money import Money
from pillars.reconstruction.progress import Count, Step
from pillars.reconstruction.reconciliation import Entry, Opened
from pillars.reconstruction.trail import Place, Rate, Told

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


def load_records(plan_id: int, *, audience: Audience = Audience.PUBLIC) -> Records:
    """The plan's records that count for the audience."""

    def within(model: Any) -> Any:
        return model.objects.filter(plan=plan_id).counting_for(audience).order_by("pk")

    donors = (
        models.Donor.objects.filter(plan=plan_id).exclude(part_of=None).values_list("slug", "part_of__slug")
    )
    sites = within(models.Project).values_list("slug", "sector__slug", "area__slug")
    opened = within(models.Finding).order_by("rank", "pk").values_list("slug", "about", *PLACE)
    of_told: dict[str, Word] = {"stage": (Stage, "stage"), "place": (Place, *PLACE), "side": (Side, "side")}
    of_work: dict[str, Word] = {"project": "project__slug"}
    unit: dict[str, Word] = {"kind": (CountKind, "kind"), "unit": (Unit, "unit")}
    return Records(
        money=Money(
            plain_records(
                Told, within(models.Transaction), "amount", "currency", "is_total", "reference", **of_told
            ),
            plain_records(Rate, within(models.ExchangeRate), "currency", "into", "rate", source="source_id"),
            dict(within(models.Appeal).values_list("slug", "currency")),
            dict(donors),
        ),
        sites={slug: Site(sector, area) for slug, sector, area in sites},
        steps=plain_records(
            Step,
            within(models.ProjectStep),
            "planned_start",
            "planned_end",
            kind=(StepKind, "kind"),
            **of_work,
        ),
        counts=plain_records(Count, within(models.UnitCount), "quantity", "is_total", **unit, **of_work),
        findings=tuple(Opened(slug, About(about), Place(*place)) for slug, about, *place in opened),
        entries=plain_records(
            Entry, within(models.FindingEntry), finding="finding__slug", state=(State, "state")
        ),
    )
