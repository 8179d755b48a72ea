"""Rows of reconstruction for tests: published, in the plan `accord`, in US dollars."""

import datetime as dt
from decimal import Decimal
from typing import Any

from django.utils import timezone

from milestones.contingency.scales import Grade
from milestones.models import Plan
from pillars.reconstruction import models
from pillars.reconstruction.models.choices import Side, Stage
from pillars.reconstruction.trail import Place, Told
from tests import factories as make
from tests.checking import check_row

DAY = make.DAY
PUBLISHED = {"publication": "published"}


def at(day: int, month: int = 3) -> dt.datetime:
    return dt.datetime(2026, month, day, tzinfo=dt.UTC)


def on(day: int, month: int = 3) -> dt.date:
    return dt.date(2026, month, day)


def told(stage: Stage, amount: int | str, *, day: int = 1, side: Side = Side.OTHER, **fields: Any) -> Told:
    """A sum for pure tests; `appeal`, `donor`, `channel` and `project` make its place."""
    place = {key: fields.pop(key) for key in ("appeal", "donor", "channel", "project") if key in fields} or {
        "appeal": "appeal"
    }
    values: dict[str, Any] = {"key": 1, "recorded": at(day), "currency": "USD"} | fields
    return Told(date=on(day), stage=stage, place=Place(**place), side=side, amount=Decimal(amount), **values)


def make_sector(plan: Plan, slug: str = "housing", **fields: Any) -> models.Sector:
    return models.Sector.objects.create(**{"plan": plan, "slug": slug, "name": slug.title()} | fields)


def make_appeal(plan: Plan, slug: str = "appeal", **fields: Any) -> models.Appeal:
    values = {"plan": plan, "slug": slug, "name": slug.title(), "currency": "USD"} | PUBLISHED
    return models.Appeal.objects.create(**values | fields)


def make_donor(plan: Plan, slug: str = "donor", **fields: Any) -> models.Donor:
    return models.Donor.objects.create(**{"plan": plan, "slug": slug, "name": slug.title()} | fields)


def make_channel(plan: Plan, slug: str = "fund", **fields: Any) -> models.Channel:
    values = {"plan": plan, "slug": slug, "name": slug.title(), "kind": "fund"}
    return models.Channel.objects.create(**values | fields)


def make_project(plan: Plan, slug: str = "homes", **fields: Any) -> models.Project:
    values = {"plan": plan, "slug": slug, "name": slug.title()} | PUBLISHED
    return models.Project.objects.create(**values | fields)


def make_assessment(plan: Plan, slug: str = "needs", **fields: Any) -> models.NeedsAssessment:
    values = {"plan": plan, "slug": slug, "name": slug.title(), "published_on": DAY} | PUBLISHED
    return models.NeedsAssessment.objects.create(**values | fields)


def make_finding(plan: Plan, slug: str = "gap", **fields: Any) -> models.Finding:
    values = {"plan": plan, "slug": slug, "name": slug.title(), "about": "contested"} | PUBLISHED
    return models.Finding.objects.create(**values | fields)


def _record(model: Any, plan: Plan, **fields: Any) -> Any:
    values = {"plan": plan, "date": DAY, "recorded_at": make.INSTANT, "verification": Grade.REPORTED.value} | PUBLISHED
    row = model(**values | fields)
    check_row(row, at=timezone.now())
    row.save()
    return row


def make_transaction(plan: Plan, stage: str, amount: int | str, **fields: Any) -> models.Transaction:
    values = {"stage": stage, "amount": Decimal(amount), "currency": "USD"}
    return _record(models.Transaction, plan, **values | fields)


def make_rate(plan: Plan, currency: str, into: str, rate: str, **fields: Any) -> models.ExchangeRate:
    values = {"currency": currency, "into": into, "rate": Decimal(rate)}
    return _record(models.ExchangeRate, plan, **values | fields)


def make_estimate(assessment: models.NeedsAssessment, amount: int, **fields: Any) -> models.Estimate:
    values = {"assessment": assessment, "measured": "needs", "amount": Decimal(amount), "currency": "USD"}
    return _record(models.Estimate, assessment.plan, **values | fields)


def make_step(project: models.Project, kind: str, **fields: Any) -> models.ProjectStep:
    return _record(models.ProjectStep, project.plan, project=project, kind=kind, **fields)


def make_count(project: models.Project, kind: str, quantity: int, **fields: Any) -> models.UnitCount:
    values = {"project": project, "kind": kind, "unit": "homes", "quantity": Decimal(quantity)}
    return _record(models.UnitCount, project.plan, **values | fields)


def make_entry(finding: models.Finding, state: str = "", **fields: Any) -> models.FindingEntry:
    values = {"finding": finding, "state": state, "note_en": "" if state else "Said."}
    return _record(models.FindingEntry, finding.plan, **values | fields)
