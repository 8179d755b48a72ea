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

from milestones.kinds.fields import in_english
from milestones.limits import CODE_LENGTH, NAME_LENGTH, SLUG_LENGTH
from milestones.loading.stored import ALL
from milestones.models import Actor, Plan, Source
from milestones.models.choices import ActorKind
from milestones.models.publication import Published
from milestones.planfile.text import LANGUAGES
from milestones.services.checking import kind_of
from milestones.services.entering import enter
from pillars.reconstruction.iati import codes
from pillars.reconstruction.iati.exporting import identifier_of
from pillars.reconstruction.iati.reading import Organisation, Read, ReadActivity, ReadTransaction
from pillars.reconstruction.iati.xml import IatiError
from pillars.reconstruction.models import Appeal, Channel, Donor, Project, ProjectStep, Sector, Transaction
from pillars.reconstruction.models.choices import ChannelKind, Side, Stage, StepKind

MODELS: tuple[Any, ...] = (Actor, Source, Sector, Donor, Channel, Project, ProjectStep, Transaction)
"""What is brought, each after what it names."""
KIND_OF_NEW: Mapping[Any, dict[str, str]] = {
    Actor: {"kind": ActorKind.INSTITUTION.value},
    Channel: {"kind": ChannelKind.AGENCY.value},
    Donor: {},
}
"""What an organisation is that is new here."""
NAMING = ("slug", "iati_ref", "iati_code", *(f"name_{language}" for language in LANGUAGES))
"""The columns by which an organisation or a sector is known again."""


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
    """Bring the activities into the plan, all or none; raises IatiError for what the plan's rules refuse."""
    bringing = _Import(plan, now, ImportReport(lost=Counter(read.lost)))
    for activity in read.activities:
        bringing.bring(activity)
    for model, entries in bringing.entries.items():
        kind = kind_of(model)
        assert kind is not None  # every model here has one
        if faults := enter(kind, entries, plan=plan, user=ALL, at=now).faults if entries else ():
            what = in_english(model._meta.verbose_name_plural)
            raise IatiError(" ".join(f"{what}: {fault.message}" for fault in faults))
    return bringing.report


@dataclass(slots=True)
class _Import:
    """The way of a file into a plan at an instant.

    `entries` are what is new, by kind; `known` finds a slug by what else names the row. `seen` is how often the file
    has brought each transaction so far: two that say the same are two.
    """

    plan: Plan
    now: dt.datetime
    report: ImportReport
    entries: dict[Any, list[dict[str, Any]]] = field(default_factory=lambda: {model: [] for model in MODELS})
    known: dict[Any, dict[tuple[str, str], str]] = field(default_factory=dict)
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

    def _by_identifier(self, model: Any) -> dict[str, str]:
        """The slugs of the rows that are there, by their activity's identifier."""
        reference = codes.default_reference(self.plan.slug)
        return {identifier_of(row, reference): row.slug for row in model.objects.filter(plan=self.plan)}

    def _parent(self, activity: ReadActivity, appeals: Mapping[str, str]) -> str | None:
        """The one appeal that the activity is part of; of several nobody says which sum is whose."""
        named = [appeals[parent] for parent in activity.parents if parent in appeals]
        only = named[0] if len(named) == 1 else None
        lost = len(activity.parents) - (only is not None)
        self.report.lost["related-activity that is no single appeal of the plan"] += lost
        return only

    def _keep(self, model: Any, entry: Mapping[str, Any], *, is_there: bool = False) -> None:
        """Note the entry, unless a row that says the same is there."""
        (self.report.unchanged if is_there else self.report.added)[in_english(model._meta.verbose_name_plural)] += 1
        if not is_there:
            draft = {"publication": "draft"} if issubclass(model, Published) else {}
            self.entries[model].append({key: value for key, value in entry.items() if value} | draft)

    def _names(self, model: Any) -> dict[tuple[str, str], str]:
        """The slugs of the kind's rows by column and what it says; of several the one that was there first."""
        if model not in self.known:
            there = [column.name for column in model._meta.concrete_fields if column.name in NAMING]
            names: dict[tuple[str, str], str] = {}
            for row in model.objects.filter(plan=self.plan).order_by("pk").values(*there):
                for column, word in row.items():
                    names.setdefault((column, word or ""), row["slug"])
            self.known[model] = names
        return self.known[model]

    def _new(self, model: Any, texts: Mapping[str, str], stand_in: str, **columns: Any) -> str:
        """A new row of the plan with these names, and a slug made of the first that no other row has."""
        names = self._names(model)
        told = {language: text[:NAME_LENGTH] for language, text in (texts or {"en": stand_in}).items()}
        slug = _free_slug(model, next(iter(texts.values()), stand_in), names)
        self._keep(model, {"slug": slug, "name": told, **columns})
        row = columns | {"slug": slug} | {f"name_{language}": text for language, text in told.items()}
        for column in NAMING:
            names.setdefault((column, row.get(column, "")), slug)
        return slug

    def _source(self, reporter: Organisation) -> str:
        """The document that the records rest on: what this organisation reports under the standard."""
        slug = f"iati-{slugify(reporter.reference or reporter.name)}"[:SLUG_LENGTH].strip("-")
        title = f"IATI activities of {reporter.name or 'an unnamed organisation'}"[:NAME_LENGTH]
        if ("slug", slug) not in self._names(Source):
            self._keep(Source, {"slug": slug, "title": title})
            self._names(Source)["slug", slug] = slug
        return slug

    def _organisation(self, model: Any, named: Organisation | None) -> str | None:
        """The actor, donor or channel of that identifier, else of that name, else a new one."""
        if named is None:
            return None
        names, columns = self._names(model), dict(KIND_OF_NEW[model])
        called_so = [(f"name_{language}", name[:NAME_LENGTH]) for language, name in named.names.items()]
        if model is not Actor and named.reference:
            columns["iati_ref"] = named.reference[:CODE_LENGTH]
            called_so.insert(0, ("iati_ref", columns["iati_ref"]))
        there = next((names[name] for name in called_so if name in names), None)
        return there or self._new(model, named.names, named.name, **columns)

    def _project(self, activity: ReadActivity) -> str:
        there = self._by_identifier(Project).get(activity.identifier)
        if there is not None:
            self._keep(Project, {}, is_there=True)
            return there
        return self._new(
            Project,
            activity.title,
            activity.identifier,
            iati_identifier=activity.identifier,
            sector=self._sector(activity),
            implementer=self._organisation(Actor, activity.implementer),
            description=activity.description,
        )

    def _sector(self, activity: ReadActivity) -> str | None:
        if activity.sector is None:
            return None
        vocabulary, code, names = activity.sector
        key = ("slug" if vocabulary == codes.OWN_SECTORS else "iati_code", code[:CODE_LENGTH])
        there = self._names(Sector).get(key) if code else None
        if there is None and vocabulary not in (codes.DAC_SECTORS, codes.OWN_SECTORS):
            self.report.lost[f"sector of vocabulary {vocabulary}"] += 1
            return None
        own = code[:CODE_LENGTH] if vocabulary == codes.DAC_SECTORS else ""
        return there or self._new(Sector, names, f"DAC {code}", iati_code=own)

    def _steps(self, project: str, activity: ReadActivity, source: str) -> None:
        """The dates as steps: the planned ones as learned today, the actual ones on their day."""
        standing = ProjectStep.objects.filter(plan=self.plan, project__slug=project, retracted_at=None)

        def keep(kind: StepKind, day: dt.date, *, is_there: bool, **planned: dt.date | None) -> None:
            entry = {"project": project, "source": source, "kind": kind.value, "date": day.isoformat()}
            days = {key: value and value.isoformat() for key, value in planned.items()}
            self._keep(ProjectStep, entry | days, is_there=is_there)

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

    def _transaction(self, told: ReadTransaction, appeal: str | None, project: str | None, source: str) -> None:
        donor = None
        if told.stage in codes.FROM_DONORS:
            donor = self._organisation(Donor, told.provider)
            channel = self._organisation(Channel, told.receiver)
        else:
            channel = self._organisation(Channel, told.provider)
            lost = "receiver-org of a sum that was disbursed or spent: it is the project's"
            self.report.lost[lost] += told.receiver is not None
        named = {"appeal": appeal, "project": project, "donor": donor, "channel": channel}
        columns = {
            "stage": told.stage.value,
            "date": told.date.isoformat(),
            "amount": told.amount,
            "currency": told.currency,
            "reference": told.reference[:NAME_LENGTH],
        }
        # A sum of a project is known by the project: to which appeal it counts an analyst may have said since.
        by = {f"{key}__slug": slug for key, slug in named.items() if key != "appeal" or project is None}
        standing = Transaction.objects.filter(plan=self.plan, retracted_at=None, **by, **columns).count()
        known_by = (*by.values(), *columns.values())
        self.seen[known_by] += 1
        side = Side.CHANNEL if told.stage in (Stage.RECEIVED, Stage.DISBURSED) else Side.OTHER
        told_so = {"amount": f"{told.amount:f}", "note": told.description, "told_by": side.value, "source": source}
        self._keep(Transaction, named | columns | told_so, is_there=standing >= self.seen[known_by])


def _free_slug(model: Any, wanted: str, names: Mapping[tuple[str, str], str]) -> str:
    words = slugify(wanted)[: SLUG_LENGTH - 5].strip("-")
    base = words if re.match(r"[a-z]", words) else f"{model._meta.model_name}-{words}".strip("-")
    slug, number = base, 1
    while ("slug", slug) in names:
        number += 1
        slug = f"{base}-{number}"
    return slug


def _dates_in_force(standing: Any) -> tuple[dt.date | None, dt.date | None]:
    """The planned start and end that stand; a newer plan moves only the dates that it gives."""
    start = end = None
    for step in standing.filter(kind=StepKind.PLANNED).order_by("date", "recorded_at", "pk"):
        start, end = step.planned_start or start, step.planned_end or end
    return start, end
