"""IATI activities into a plan: projects, donors, channels and transactions, all as drafts to be looked at.

Importing again adds what is new. An activity whose identifier is an appeal's brings its transactions to that appeal;
any other is a project. What is there stays as it is: an analyst's words are not overwritten.
"""

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.text import slugify

from milestones.limits import CODE_LENGTH, NAME_LENGTH, SLUG_LENGTH
from milestones.models import Actor, Plan, Source
from milestones.models.choices import ActorKind
from milestones.services.checking import check_row
from pillars.reconstruction.iati import codes
from pillars.reconstruction.iati.exporting import identifier_of
from pillars.reconstruction.iati.reading import Organisation, Read, ReadActivity, ReadTransaction
from pillars.reconstruction.models import Appeal, Channel, Donor, Project, ProjectStep, Sector, Transaction
from pillars.reconstruction.models.choices import ChannelKind, Side, Stage, StepKind


@dataclass(slots=True)
class ImportReport:
    """What was added, found there already, and left out, by what it is."""

    added: Counter[str] = field(default_factory=Counter)
    unchanged: Counter[str] = field(default_factory=Counter)
    lost: Counter[str] = field(default_factory=Counter)

    def sentences(self) -> Iterable[str]:
        """The report, a line each."""
        for what in sorted({*self.added, *self.unchanged}):
            yield f"{what}: {self.added[what]} added, {self.unchanged[what]} there already."
        for what, times in sorted((+self.lost).items()):
            yield f"left out ({times}): {what}"


@transaction.atomic
def import_activities(plan: Plan, read: Read, *, now: dt.datetime) -> ImportReport:
    """Bring the activities into the plan; raises ValidationError for what the database would not keep."""
    bringing = _Import(plan, now, ImportReport(lost=Counter(read.lost)))
    for activity in read.activities:
        bringing.bring(activity)
    return bringing.report


@dataclass(slots=True)
class _Import:
    """The way of a file into a plan at an instant.

    `seen` is how often the file has brought each transaction so far: two that say the same are two.
    """

    plan: Plan
    now: dt.datetime
    report: ImportReport
    seen: Counter[tuple[object, ...]] = field(default_factory=Counter)

    def bring(self, activity: ReadActivity) -> None:
        """Bring one activity."""
        source = self._source(activity.reporter)
        appeals = self._by_identifier(Appeal)
        appeal, project = appeals.get(activity.identifier), None
        if appeal is None:
            project = self._project(activity)
            self._steps(project, activity, source)
            appeal = self._parent(activity, appeals)
        for told in activity.transactions:
            self._transaction(told, appeal, project, source)

    def _by_identifier(self, model: Any) -> dict[str, Any]:
        reference = codes.default_reference(self.plan.slug)
        return {identifier_of(row, reference): row for row in model.objects.filter(plan=self.plan)}

    def _parent(self, activity: ReadActivity, appeals: Mapping[str, Appeal]) -> Appeal | None:
        """The one appeal that the activity is part of; of several nobody says which sum is whose."""
        named = [appeals[parent] for parent in activity.parents if parent in appeals]
        only = named[0] if len(named) == 1 else None
        lost = len(activity.parents) - (only is not None)
        self.report.lost["related-activity that is no single appeal of the plan"] += lost
        return only

    def _keep(self, what: str, row: Any, *, is_there: bool = False) -> Any:
        """Save the row, unless one that says the same is there."""
        if is_there:
            self.report.unchanged[what] += 1
        else:
            check_row(row, at=self.now)
            row.save()
            self.report.added[what] += 1
        return row

    def _new(self, model: Any, what: str, names: Mapping[str, str], stand_in: str, **columns: Any) -> Any:
        """A new row of the plan with these names, and a slug made of the first that no other row has."""
        slug = self._free_slug(model, next(iter(names.values()), stand_in))
        name = _texts("name", names, stand_in, NAME_LENGTH)
        return self._keep(what, model(plan=self.plan, slug=slug, **name, **columns))

    def _free_slug(self, model: Any, wanted: str) -> str:
        words = slugify(wanted)[: SLUG_LENGTH - 5].strip("-")
        base = words if re.match(r"[a-z]", words) else f"{model._meta.model_name}-{words}".strip("-")
        slug, number = base, 1
        while model.objects.filter(plan=self.plan, slug=slug).exists():
            number += 1
            slug = f"{base}-{number}"
        return slug

    def _source(self, reporter: Organisation) -> Source:
        """The document that the records rest on: what this organisation reports under the standard."""
        slug = f"iati-{slugify(reporter.reference or reporter.name)}"[:SLUG_LENGTH].strip("-")
        title = f"IATI activities of {reporter.name or 'an unnamed organisation'}"[:NAME_LENGTH]
        there: Source | None = Source.objects.filter(plan=self.plan, slug=slug).first()
        return there or self._keep("sources", Source(plan=self.plan, slug=slug, title_en=title))

    def _organisation(self, model: Any, what: str, named: Organisation | None, **columns: Any) -> Any:
        """The actor, donor or channel of that identifier, else of that name, else a new one."""
        if named is None:
            return None
        rows = model.objects.filter(plan=self.plan)
        if model is not Actor:
            columns["iati_ref"] = named.reference[:CODE_LENGTH]
            if named.reference and (row := rows.filter(iati_ref=named.reference).first()):
                return row
        for language, name in named.names:
            if row := rows.filter(**{f"name_{language}": name}).first():
                return row
        return self._new(model, what, dict(named.names), named.name, **columns)

    def _channel(self, named: Organisation | None) -> Any:
        return self._organisation(Channel, "channels", named, kind=ChannelKind.AGENCY)

    def _project(self, activity: ReadActivity) -> Any:
        project = self._by_identifier(Project).get(activity.identifier)
        if project is not None:
            return self._keep("projects", project, is_there=True)
        return self._new(
            Project,
            "projects",
            activity.title,
            activity.identifier,
            iati_identifier=activity.identifier[:NAME_LENGTH],
            sector=self._sector(activity),
            implementer=self._organisation(Actor, "actors", activity.implementer, kind=ActorKind.INSTITUTION),
            **_texts("description", activity.description, ""),
        )

    def _sector(self, activity: ReadActivity) -> Sector | None:
        if activity.sector is None:
            return None
        vocabulary, code, names = activity.sector
        key = {"slug": code} if vocabulary == codes.OWN_SECTORS else {"iati_code": code}
        there = Sector.objects.filter(plan=self.plan, **key).first()
        if there is None and vocabulary not in (codes.DAC_SECTORS, codes.OWN_SECTORS):
            self.report.lost[f"sector of vocabulary {vocabulary}"] += 1
            return None
        own = code[:CODE_LENGTH] if vocabulary == codes.DAC_SECTORS else ""
        return there or self._new(Sector, "sectors", names, f"DAC {code}", iati_code=own)

    def _steps(self, project: Project, activity: ReadActivity, source: Source) -> None:
        """The dates as steps: the planned ones as learned today, the actual ones on their day."""
        standing = ProjectStep.objects.filter(project=project, retracted_at=None)

        def keep(kind: StepKind, day: dt.date, *, is_there: bool, **planned: dt.date | None) -> None:
            by = {"plan": self.plan, "project": project, "source": source, "recorded_at": self.now}
            row = ProjectStep(**by, kind=kind, date=day, **planned)
            self._keep("steps of projects", row, is_there=is_there)

        start, end = activity.dates.get(codes.PLANNED_START), activity.dates.get(codes.PLANNED_END)
        if start or end:
            in_force = _dates_in_force(standing)
            is_there = (start or in_force[0], end or in_force[1]) == in_force
            keep(StepKind.PLANNED, self.now.date(), is_there=is_there, planned_start=start, planned_end=end)
        for code, kind in ((codes.ACTUAL_START, StepKind.STARTED), (codes.ACTUAL_END, StepKind.COMPLETED)):
            if day := activity.dates.get(code):
                keep(kind, day, is_there=standing.filter(kind=kind, date=day).exists())
        if activity.status in (codes.CANCELLED, codes.SUSPENDED):
            lost = f"activity-status {activity.status}, which has no date: enter the step by hand"
            self.report.lost[lost] += 1

    def _transaction(
        self, told: ReadTransaction, appeal: Appeal | None, project: Project | None, source: Source
    ) -> None:
        donor = None
        if told.stage in codes.FROM_DONORS:
            donor = self._organisation(Donor, "donors", told.provider)
            channel = self._channel(told.receiver)
        else:
            channel = self._channel(told.provider)
            lost = "receiver-org of a sum that was disbursed or spent: it is the project's"
            self.report.lost[lost] += told.receiver is not None
        columns = {
            "plan": self.plan,
            "stage": told.stage,
            "appeal": appeal,
            "project": project,
            "donor": donor,
            "channel": channel,
            "date": told.date,
            "amount": told.amount,
            "currency": told.currency,
            "reference": told.reference[:NAME_LENGTH],
        }
        # A sum of a project is known by the project: to which appeal it counts an analyst may have said since.
        known_by = {key: value for key, value in columns.items() if key != "appeal" or project is None}
        standing = Transaction.objects.filter(**known_by, retracted_at=None).count()
        self.seen[tuple(known_by.values())] += 1
        side = Side.CHANNEL if told.stage in (Stage.RECEIVED, Stage.DISBURSED) else Side.OTHER
        note = _texts("note", told.description, "")
        row = Transaction(**columns, **note, side=side, source=source, recorded_at=self.now)
        self._keep("transactions", row, is_there=standing >= self.seen[tuple(known_by.values())])


def _texts(column: str, texts: Mapping[str, str], stand_in: str, most: int | None = None) -> dict[str, str]:
    told = texts or {"en": stand_in}
    return {f"{column}_{language}": text[:most] for language, text in told.items()}


def _dates_in_force(standing: Any) -> tuple[dt.date | None, dt.date | None]:
    """The planned start and end that stand; a newer plan moves only the dates that it gives."""
    start = end = None
    for step in standing.filter(kind=StepKind.PLANNED).order_by("date", "recorded_at", "pk"):
        start, end = step.planned_start or start, step.planned_end or end
    return start, end
