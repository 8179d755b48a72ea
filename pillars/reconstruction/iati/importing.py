"""IATI activities into a plan: projects, donors, channels and transactions, all as drafts to be looked at.

Importing again adds what is new. An activity whose identifier is an appeal's brings its transactions to that appeal;
any other is a project. What is there stays as it is: an analyst's words are not overwritten.
"""

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import Model
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

Row = TypeVar("Row", bound=Model)
DONORS = (Stage.PLEDGE, Stage.COMMITMENT, Stage.RECEIVED)


@dataclass(slots=True)
class ImportReport:
    """What was added at an instant, found there already, and left out, by what it is."""

    at: dt.datetime
    added: Counter[str] = field(default_factory=Counter)
    unchanged: Counter[str] = field(default_factory=Counter)
    lost: Counter[str] = field(default_factory=Counter)
    seen: Counter[tuple[object, ...]] = field(default_factory=Counter)
    """How often the file has brought each transaction so far: two that say the same are two."""

    def sentences(self) -> Iterable[str]:
        """The report, a line each."""
        for what in sorted({*self.added, *self.unchanged}):
            yield f"{what}: {self.added[what]} added, {self.unchanged[what]} there already."
        for what, times in sorted(self.lost.items()):
            if times:
                yield f"left out ({times}): {what}"


@transaction.atomic
def import_activities(plan: Plan, read: Read, *, now: dt.datetime) -> ImportReport:
    """Bring the activities into the plan; raises ValidationError for what the database would not keep."""
    report = ImportReport(now, lost=Counter(read.lost))
    for activity in read.activities:
        _bring(plan, activity, now, report)
    return report


def _bring(plan: Plan, activity: ReadActivity, now: dt.datetime, report: ImportReport) -> None:
    source = _source(plan, activity.reporter, report)
    appeals = {
        identifier_of(each, codes.default_reference(plan.slug)): each
        for each in Appeal.objects.filter(plan=plan)
    }
    appeal, project = appeals.get(activity.identifier), None
    if appeal is None:
        project = _project(plan, activity, report)
        _steps(plan, project, activity, source, now, report)
        appeal = _parent(activity, appeals, report)
    for each in activity.transactions:
        _transaction(plan, each, appeal, project, source, now, report)


def _parent(activity: ReadActivity, appeals: Mapping[str, Appeal], report: ImportReport) -> Appeal | None:
    """The one appeal that the activity is part of; of several nobody says which sum is whose."""
    found = [appeals[parent] for parent in activity.parents if parent in appeals]
    report.lost["related-activity that is no single appeal of the plan"] += (
        len(activity.parents) if len(found) != 1 else len(activity.parents) - 1
    )
    return found[0] if len(found) == 1 else None


def _saved(row: Row, what: str, report: ImportReport) -> Row:
    check_row(row, at=report.at)
    row.save()
    report.added[what] += 1
    return row


def _texts(field_name: str, texts: dict[str, str], stand_in: str, most: int | None = None) -> dict[str, str]:
    found = texts or {"en": stand_in}
    return {f"{field_name}_{language}": text[:most] for language, text in found.items()}


def _free_slug(model: Any, plan: Plan, wanted: str) -> str:
    """A slug made of the words, which no other row of the plan has."""
    words = slugify(wanted)[: SLUG_LENGTH - 5].strip("-")
    base = words if re.match(r"[a-z]", words) else f"{model._meta.model_name}-{words}".strip("-")
    slug, number = base, 1
    while model.objects.filter(plan=plan, slug=slug).exists():
        number += 1
        slug = f"{base}-{number}"
    return slug


def _source(plan: Plan, reporter: Organisation, report: ImportReport) -> Source:
    """The document that the records rest on: what this organisation reports under the standard."""
    slug = f"iati-{slugify(reporter.reference or reporter.name)}"[:SLUG_LENGTH].strip("-")
    found = Source.objects.filter(plan=plan, slug=slug).first()
    if found is not None:
        return found
    title = f"IATI activities of {reporter.name or 'an unnamed organisation'}"[:NAME_LENGTH]
    return _saved(Source(plan=plan, slug=slug, title_en=title), "sources", report)


def _project(plan: Plan, activity: ReadActivity, report: ImportReport) -> Project:
    for project in Project.objects.filter(plan=plan):
        if identifier_of(project, codes.default_reference(plan.slug)) == activity.identifier:
            report.unchanged["projects"] += 1
            return project
    title = next(iter(activity.title.values()), activity.identifier)
    row = Project(
        plan=plan,
        slug=_free_slug(Project, plan, title),
        iati_identifier=activity.identifier[:NAME_LENGTH],
        sector=_sector(plan, activity, report),
        implementer=_actor(plan, activity.implementer, report),
        **_texts("name", activity.title, activity.identifier, NAME_LENGTH),
        **_texts("description", activity.description, ""),
    )
    return _saved(row, "projects", report)


def _sector(plan: Plan, activity: ReadActivity, report: ImportReport) -> Sector | None:
    if activity.sector is None:
        return None
    vocabulary, code, names = activity.sector
    key = {"slug": code} if vocabulary == codes.OWN_SECTORS else {"iati_code": code}
    found = Sector.objects.filter(plan=plan, **key).first()
    if found is not None:
        return found
    if vocabulary not in (codes.DAC_SECTORS, codes.OWN_SECTORS):
        report.lost[f"sector of vocabulary {vocabulary}"] += 1
        return None
    name = next(iter(names.values()), f"DAC {code}")
    row = Sector(
        plan=plan,
        slug=_free_slug(Sector, plan, name),
        iati_code=code[:CODE_LENGTH] if vocabulary == codes.DAC_SECTORS else "",
        **_texts("name", names, name, NAME_LENGTH),
    )
    return _saved(row, "sectors", report)


def _actor(plan: Plan, named: Organisation | None, report: ImportReport) -> Actor | None:
    if named is None or not named.name:
        return None
    names = dict(named.names)
    for language, name in names.items():
        found = Actor.objects.filter(plan=plan, **{f"name_{language}": name}).first()
        if found is not None:
            return found
    row = Actor(
        plan=plan,
        slug=_free_slug(Actor, plan, named.name),
        kind=ActorKind.INSTITUTION,
        **_texts("name", names, named.name, NAME_LENGTH),
    )
    return _saved(row, "actors", report)


def _payer(model: Any, plan: Plan, named: Organisation | None, what: str, report: ImportReport) -> Any:
    """The donor or channel of that identifier, else of that name, else a new one."""
    if named is None:
        return None
    rows = model.objects.filter(plan=plan)
    if named.reference and (found := rows.filter(iati_ref=named.reference).first()):
        return found
    for language, name in named.names:
        if found := rows.filter(**{f"name_{language}": name}).first():
            return found
    row = model(
        plan=plan,
        slug=_free_slug(model, plan, named.name),
        iati_ref=named.reference[:CODE_LENGTH],
        **_texts("name", dict(named.names), named.name, NAME_LENGTH),
    )
    if model is Channel:
        row.kind = ChannelKind.AGENCY
    return _saved(row, what, report)


def _steps(
    plan: Plan,
    project: Project,
    activity: ReadActivity,
    source: Source,
    now: dt.datetime,
    report: ImportReport,
) -> None:
    """The dates as steps: the planned ones as learned today, the actual ones on their day."""
    start, end = activity.dates.get(codes.PLANNED_START), activity.dates.get(codes.PLANNED_END)
    common = {"plan": plan, "project": project, "source": source, "recorded_at": now}
    if start or end:
        in_force = _dates_in_force(project)
        if (start or in_force[0], end or in_force[1]) != in_force:
            row = ProjectStep(
                **common, kind=StepKind.PLANNED, date=now.date(), planned_start=start, planned_end=end
            )
            _saved(row, "steps of projects", report)
        else:
            report.unchanged["steps of projects"] += 1
    for code, kind in ((codes.ACTUAL_START, StepKind.STARTED), (codes.ACTUAL_END, StepKind.COMPLETED)):
        day = activity.dates.get(code)
        if day is None:
            continue
        if ProjectStep.objects.filter(project=project, kind=kind, date=day, retracted_at=None).exists():
            report.unchanged["steps of projects"] += 1
        else:
            _saved(ProjectStep(**common, kind=kind, date=day), "steps of projects", report)
    if activity.status in (codes.CANCELLED, codes.SUSPENDED):
        report.lost[f"activity-status {activity.status}, which has no date: enter the step by hand"] += 1


def _dates_in_force(project: Project) -> tuple[dt.date | None, dt.date | None]:
    """The planned start and end that stand; a newer plan moves only the dates that it gives."""
    start = end = None
    known = ProjectStep.objects.filter(project=project, kind=StepKind.PLANNED, retracted_at=None)
    for step in known.order_by("date", "recorded_at", "pk"):
        start, end = step.planned_start or start, step.planned_end or end
    return start, end


def _transaction(
    plan: Plan,
    read: ReadTransaction,
    appeal: Appeal | None,
    project: Project | None,
    source: Source,
    now: dt.datetime,
    report: ImportReport,
) -> None:
    donor = channel = None
    if read.stage in DONORS:
        donor = _payer(Donor, plan, read.provider, "donors", report)
        channel = _payer(Channel, plan, read.receiver, "channels", report)
    else:
        channel = _payer(Channel, plan, read.provider, "channels", report)
        if read.receiver is not None:
            report.lost["receiver-org of a sum that was disbursed or spent: it is the project's"] += 1
    said = {
        "plan": plan,
        "stage": read.stage,
        "appeal": appeal,
        "project": project,
        "donor": donor,
        "channel": channel,
        "date": read.date,
        "amount": read.amount,
        "currency": read.currency,
        "reference": read.reference[:NAME_LENGTH],
    }
    # A sum of a project is known by the project: to which appeal it counts an analyst may have said since.
    known_by = {key: value for key, value in said.items() if key != "appeal" or project is None}
    said_before = tuple(known_by.values())
    standing = Transaction.objects.filter(**known_by, retracted_at=None).count()
    report.seen[said_before] += 1
    if standing >= report.seen[said_before]:
        report.unchanged["transactions"] += 1
        return
    side = Side.CHANNEL if read.stage in (Stage.RECEIVED, Stage.DISBURSED) else Side.OTHER
    note = _texts("note", read.description, "")
    _saved(Transaction(**said, **note, side=side, source=source, recorded_at=now), "transactions", report)
