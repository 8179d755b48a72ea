"""What reconstruction's panel and pages show, as the reader may see it, for a day and an instant."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from milestones.contingency.scales import Grade
from milestones.models import Milestone, Plan, Publication, audience_of
from milestones.selectors.milestone_records import SourceOf, visible_sources
from milestones.selectors.plans import Reader
from pillars.reconstruction.comparing import Figure
from pillars.reconstruction.counting import Records, load_records
from pillars.reconstruction.models import (
    Appeal,
    Channel,
    Donor,
    Estimate,
    Finding,
    FindingEntry,
    NeedsAssessment,
    Project,
    ProjectStep,
    Sector,
    Transaction,
    UnitCount,
)
from pillars.reconstruction.models.choices import Horizon, Measured


@dataclass(frozen=True, slots=True)
class RecordNote:
    """One record with its row; it counts where it is neither disputed, retracted nor a draft."""

    row: Any
    grade: Grade
    is_retracted: bool

    @property
    def counts(self) -> bool:
        """Whether it counts."""
        is_draft = self.row.publication == Publication.DRAFT
        return not (self.is_retracted or is_draft or self.grade is Grade.DISPUTED)


@dataclass(frozen=True, slots=True)
class NeedsFacts:
    """The assessments by their day, every figure that had come, and the sectors' names in the plan's order."""

    assessments: tuple[NeedsAssessment, ...]
    estimates: tuple[RecordNote, ...]
    sectors: Mapping[str, str]
    sources: SourceOf

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

    appeals: tuple[Appeal, ...]
    records: Records
    transactions: tuple[RecordNote, ...]
    donors: Mapping[str, str]
    channels: Mapping[str, str]
    sources: SourceOf


@dataclass(frozen=True, slots=True)
class WorkFacts:
    """The projects with their steps and units, and the findings with their entries.

    `records` are those that count for the reader; `names` are those of appeals, donors, channels and projects, by kind
    and slug.
    """

    projects: tuple[Project, ...]
    steps: tuple[RecordNote, ...]
    counts: tuple[RecordNote, ...]
    findings: tuple[Finding, ...]
    entries: tuple[RecordNote, ...]
    records: Records
    names: Mapping[str, Mapping[str, str]]
    sources: SourceOf


def figure_of(row: Estimate) -> Figure:
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


def needs_facts(plan: Plan, *, user: Reader, on: dt.date, known_at: dt.datetime | None) -> NeedsFacts:
    """Needs as they were assessed by the day."""
    estimates = Estimate.objects.filter(plan=plan).select_related("assessment", "sector", "territory")
    assessments = NeedsAssessment.objects.filter(plan=plan, published_on__lte=on).visible_to(user)
    return NeedsFacts(
        tuple(assessments.order_by("published_on", "rank", "pk")),
        _notes(estimates, user, on, known_at),
        _names(Sector, plan),
        visible_sources(plan, user),
    )


def money_facts(
    plan: Plan,
    *,
    user: Reader,
    on: dt.date,
    known_at: dt.datetime | None,
    only: Mapping[str, str] | None = None,
) -> MoneyFacts:
    """Money as it was told by the day; `only` narrows the transactions, such as {"appeal": its slug}."""
    appeals = Appeal.objects.filter(plan=plan).visible_to(user).order_by("rank", "pk")
    transactions = Transaction.objects.filter(plan=plan).select_related(
        "appeal", "donor", "channel", "project"
    )
    for name, slug in (only or {}).items():
        transactions = transactions.filter(**{f"{name}__slug": slug})
    return MoneyFacts(
        tuple(appeals),
        records_for(plan, user),
        _notes(transactions, user, on, known_at),
        _names(Donor, plan),
        _names(Channel, plan),
        visible_sources(plan, user),
    )


def find_part(model: Any, plan: Plan, slug: str, user: Reader) -> Any:
    """A row of the plan by its slug, with what it names; raises ObjectDoesNotExist where the reader may not see it."""
    return model.objects.filter(plan=plan).visible_to(user).select_related(*model.same_plan).get(slug=slug)


def milestone_of(row: Appeal | Project, user: Reader) -> Milestone | None:
    """The milestone whose gates hold the money of an appeal or a project, where the reader may see it."""
    if row.milestone_id is None:
        return None
    return Milestone.objects.filter(pk=row.milestone_id).visible_to(user).first()


def work_facts(
    plan: Plan,
    *,
    user: Reader,
    on: dt.date,
    known_at: dt.datetime | None,
    records: Records | None = None,
) -> WorkFacts:
    """Projects and findings as they stood on the day; `records` are taken where they are loaded already."""
    projects = Project.objects.filter(plan=plan).visible_to(user)
    findings = Finding.objects.filter(plan=plan).visible_to(user)
    steps = ProjectStep.objects.filter(plan=plan).select_related("project")
    counts = UnitCount.objects.filter(plan=plan).select_related("project")
    entries = FindingEntry.objects.filter(plan=plan).select_related("finding", "actor")
    names = {
        "appeal": {row.slug: str(row) for row in Appeal.objects.filter(plan=plan).visible_to(user)},
        "donor": _names(Donor, plan),
        "channel": _names(Channel, plan),
        "project": {row.slug: str(row) for row in projects},
    }
    return WorkFacts(
        tuple(projects.select_related("sector", "area", "implementer", "milestone").order_by("rank", "pk")),
        _notes(steps, user, on, known_at),
        _notes(counts, user, on, known_at),
        tuple(
            findings.select_related("owner", "appeal", "donor", "channel", "project").order_by("rank", "pk")
        ),
        _notes(entries, user, on, known_at),
        records or records_for(plan, user),
        names,
        visible_sources(plan, user),
    )


def records_for(plan: Plan, user: Reader) -> Records:
    """The records that count for the reader."""
    audience = audience_of(user)
    return load_records(plan.pk, seen=lambda rows: rows.counting_for(audience))


def _names(model: Any, plan: Plan) -> dict[str, str]:
    rows = model.objects.filter(plan=plan).order_by("rank", "pk")
    return {row.slug: str(row) for row in rows}


def _notes(
    rows: QuerySet[Any], user: Reader, on: dt.date, known_at: dt.datetime | None
) -> tuple[RecordNote, ...]:
    """The records that had come, oldest first; drafts, disputed and retracted ones too."""
    seen: Any = rows
    seen = seen.visible_to(user).filter(date__lte=on)
    if known_at is not None:
        seen = seen.filter(recorded_at__lte=known_at)
    return tuple(
        RecordNote(
            row,
            Grade(row.verification),
            row.retracted_at is not None and (known_at is None or row.retracted_at <= known_at),
        )
        for row in seen.order_by("date", "recorded_at", "pk")
    )
