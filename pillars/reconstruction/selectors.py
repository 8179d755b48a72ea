"""What reconstruction's panel and pages show, as the reader may see it, for a day and an instant."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from milestones.kinds.kind import plan_keys
from milestones.models import Milestone, audience_of
from milestones.selectors.records import RecordNote, Viewpoint
from pillars.reconstruction import models
from pillars.reconstruction.comparing import Figure
from pillars.reconstruction.counting import Records, load_records
from pillars.reconstruction.models.choices import Horizon, Measured

PILLAR = "reconstruction"


@dataclass(frozen=True, slots=True)
class NeedsFacts:
    """The assessments by their day, every figure that had come, and the sectors' names in the plan's order."""

    assessments: tuple[models.NeedsAssessment, ...]
    estimates: tuple[RecordNote, ...]
    sectors: Mapping[str, str]

    @property
    def names(self) -> dict[str, str]:
        """The assessments' names by slug."""
        return {assessment.slug: str(assessment) for assessment in self.assessments}

    def counting(self) -> tuple[RecordNote, ...]:
        """The figures that count, of assessments that were published by then."""
        names = {assessment.slug for assessment in self.assessments}
        return tuple(note for note in self.estimates if note.counts and note.row.assessment.slug in names)

    def figures(self) -> tuple[Figure, ...]:
        """The same as they are compared."""
        return tuple(figure_of(note.row) for note in self.counting())


@dataclass(frozen=True, slots=True)
class MoneyFacts:
    """The appeals, what their money comes to, and every transaction that had come; names by slug."""

    appeals: tuple[models.Appeal, ...]
    records: Records
    transactions: tuple[RecordNote, ...]
    donors: Mapping[str, str]
    channels: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class WorkFacts:
    """The projects with their steps and units, and the findings with their entries.

    `records` are those that count for the reader; `names` are those of appeals, donors, channels and projects, by kind
    and slug.
    """

    projects: tuple[models.Project, ...]
    steps: tuple[RecordNote, ...]
    counts: tuple[RecordNote, ...]
    findings: tuple[models.Finding, ...]
    entries: tuple[RecordNote, ...]
    records: Records
    names: Mapping[str, Mapping[str, str]]


def figure_of(row: models.Estimate) -> Figure:
    """An estimate as it is compared."""
    return Figure(
        assessment=row.assessment.slug,
        measured=Measured(row.measured),
        sector=row.sector.slug if row.sector else None,
        territory=row.territory.slug if row.territory else None,
        covers_from=row.assessment.covers_from,
        covers_until=row.assessment.covers_until,
        horizon=Horizon(row.horizon),
        months=row.months,
        amount=row.amount,
        currency=row.currency,
    )


def needs_facts(viewpoint: Viewpoint) -> NeedsFacts:
    """Needs as they were assessed by the day."""
    estimates = models.Estimate.objects.filter(plan=viewpoint.plan).select_related(
        "assessment", "sector", "territory"
    )
    assessments = viewpoint.rows(models.NeedsAssessment, published_on__lte=viewpoint.on)
    return NeedsFacts(
        tuple(assessments.order_by("published_on", "rank", "pk")),
        _oldest_first(estimates, viewpoint),
        _names(models.Sector, viewpoint),
    )


def money_facts(viewpoint: Viewpoint, **only: str) -> MoneyFacts:
    """Money as it was told by the day; `only` narrows the transactions, such as to an `appeal` by its slug."""
    transactions = models.Transaction.objects.filter(
        plan=viewpoint.plan, **{f"{name}__slug": slug for name, slug in only.items()}
    )
    named = transactions.select_related("appeal", "donor", "channel", "project")
    return MoneyFacts(
        tuple(viewpoint.rows(models.Appeal).order_by("rank", "pk")),
        records_for(viewpoint),
        _oldest_first(named, viewpoint),
        _names(models.Donor, viewpoint),
        _names(models.Channel, viewpoint),
    )


def find_part(model: Any, slug: str, viewpoint: Viewpoint) -> Any:
    """A row of the plan by its slug, with what it names; raises ObjectDoesNotExist where the reader may not see it."""
    return viewpoint.rows(model).select_related(*plan_keys(model)).get(slug=slug)


def milestone_of(row: models.Appeal | models.Project, viewpoint: Viewpoint) -> Milestone | None:
    """The milestone whose gates hold the money of an appeal or a project, where the reader may see it."""
    return viewpoint.rows(Milestone, pk=row.milestone_id).first() if row.milestone_id else None


def work_facts(viewpoint: Viewpoint, *, records: Records | None = None) -> WorkFacts:
    """Projects and findings as they stood on the day; `records` are taken where they are loaded already."""
    plan, projects = viewpoint.plan, viewpoint.rows(models.Project)
    findings = viewpoint.rows(models.Finding).select_related("owner", "appeal", "donor", "channel", "project")
    entries = models.FindingEntry.objects.filter(plan=plan).select_related("finding", "actor")
    names = {
        "appeal": {row.slug: str(row) for row in viewpoint.rows(models.Appeal)},
        "donor": _names(models.Donor, viewpoint),
        "channel": _names(models.Channel, viewpoint),
        "project": {row.slug: str(row) for row in projects},
    }
    return WorkFacts(
        tuple(projects.select_related("sector", "area", "implementer", "milestone").order_by("rank", "pk")),
        _oldest_first(models.ProjectStep.objects.filter(plan=plan).select_related("project"), viewpoint),
        _oldest_first(models.UnitCount.objects.filter(plan=plan).select_related("project"), viewpoint),
        tuple(findings.order_by("rank", "pk")),
        _oldest_first(entries, viewpoint),
        records or records_for(viewpoint),
        names,
    )


def records_for(viewpoint: Viewpoint) -> Records:
    """The records that count for the reader."""
    return load_records(viewpoint.plan.pk, audience=audience_of(viewpoint.user))


def _names(model: Any, viewpoint: Viewpoint) -> dict[str, str]:
    rows = model.objects.filter(plan=viewpoint.plan).order_by("rank", "pk")
    return {row.slug: str(row) for row in rows}


def _oldest_first(rows: Any, viewpoint: Viewpoint) -> tuple[RecordNote, ...]:
    return viewpoint.notes(rows)[::-1]
