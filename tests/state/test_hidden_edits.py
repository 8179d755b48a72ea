"""What is hidden tells the public nothing: whatever is done to it, every answer stays the same, byte for byte."""

import datetime as dt
from collections.abc import Iterator
from random import Random
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.test import Client
from rest_framework.throttling import SimpleRateThrottle

from milestones.kinds.format import every_kind
from milestones.models import AppendOnly, Condition, Milestone, Plan, Publication, Revision
from milestones.models.publication import Published
from milestones.planfile import dump
from milestones.services.recompute import mark_new_days, recompute
from milestones.state.exporting import export_document
from milestones.state.keeping import keeper
from tests.services.row_edits import EDITED, rows_of
from tests.state.test_boundary import half_hidden_plan

BEGIN = dt.datetime(2026, 3, 10, 12, tzinfo=dt.UTC)
HIDDEN = (Publication.DRAFT, Publication.RESTRICTED)
COMPARED_EVERY = 6

pytestmark = pytest.mark.django_db


def hidden_rows(plan: Plan) -> list[Any]:
    """The plan's rows of every kind that the public does not see."""
    rows: list[Any] = []
    for model in (kind.model for kind in every_kind()):
        manager: Any = model._default_manager
        seen = set(manager.visible_to(None).values_list("pk", flat=True))
        rows += [row for row in rows_of(plan, model) if row.pk not in seen]
    return rows


def hide_otherwise(row: Any, random: Random) -> None:
    if isinstance(row, Published):
        row.publication = random.choice(HIDDEN)
        row.save(update_fields=["publication"])


def rewrite(row: Any, random: Random) -> None:
    """Write other texts, another place, and another slug into a row that is edited."""
    if isinstance(row, AppendOnly):
        return
    told = {field.attname: field for field in row._meta.concrete_fields}
    for name in told.keys() & {"name_en", "note_en", "description_en", "title_en", "text_en"}:
        setattr(row, name, f"Hidden {random.random()}")
    if "rank" in told:
        row.rank = random.randrange(50)
    if "slug" in told and not isinstance(row, Plan):
        row.slug = f"hidden-{random.randrange(10**9)}"
    row.save()


def retract(row: Any, random: Random) -> None:
    if getattr(row, "retracted_at", ...) is None:
        row.retracted_at, row.retraction_reason = dt.datetime(2026, 3, 9, tzinfo=dt.UTC), "Mistaken."
        row.save()


def remove(row: Any, random: Random) -> None:
    if not isinstance(row, AppendOnly | Plan | Condition):  # without a hidden condition its gate may be seen
        row.delete()


def add(row: Any, random: Random) -> None:
    """Enter a hidden row like another one, where rows of its kind have a publication."""
    if not isinstance(row, Published) or isinstance(row, Plan):
        return
    row.pk, row._state.adding = None, True
    row.publication = random.choice(HIDDEN)
    if hasattr(row, "embargoed_until") and random.random() < 0.5:
        row.publication, row.embargoed_until = (
            Publication.PUBLISHED,
            dt.datetime.now(dt.UTC).date() + dt.timedelta(days=random.choice([1, 30])),
        )
    if hasattr(row, "slug"):
        row.slug = f"hidden-{random.randrange(10**9)}"
    row.save()


def edit(plan: Plan, random: Random) -> bool:
    """Make one edit of what is hidden; False where the database refuses it."""
    change = random.choice((hide_otherwise, rewrite, rewrite, retract, remove, add, add))
    rows = hidden_rows(plan) if change is not add else rows_of(plan, random.choice(every_kind()).model)
    if not rows:
        return False
    try:
        with transaction.atomic():
            change(random.choice(rows), random)
    except (ProtectedError, IntegrityError):
        return False
    return True


def addresses(plan: Plan) -> Iterator[str]:
    """Pages, lists, details, explanations and evaluations, of now and of the first instant."""
    slugs = Milestone.objects.filter(plan=plan).visible_to(None).values_list("slug", flat=True)[:3]
    pages = [f"/plans/{plan.slug}/{page}" for page in ("", "corrections/", "changes/")]
    pages += [f"/plans/{plan.slug}/{name}" for name in ("changes.atom", "dates.ics")]
    pages += [f"/plans/{plan.slug}/pillars/{pillar.slug}/" for pillar in plan.pillars.all()]
    pages += [f"/plans/{plan.slug}/milestones/{slug}/" for slug in slugs]
    moments = [f"/api/v1/plans/{plan.slug}/evaluation/"]
    for slug in slugs:
        moments += [f"/api/v1/milestones/{plan.slug}/{slug}/{part}" for part in ("", "explanation/")]
    yield from ("/plans/", "/api/v1/status/", f"/api/v1/plans/{plan.slug}/")
    for part in ("changes/", "changes/?since=0", "revisions/", "revisions/1/?limit=1000"):
        yield f"/api/v1/plans/{plan.slug}/{part}"
    yield f"/api/v1/plans/{plan.slug}/compare/?from_revision=1&from_on=2006-01-01&limit=1000"
    yield from Client().get("/api/v1/").json()["addresses"].values()
    for page in (*pages, *moments):
        yield page
        yield f"{page}?known_at=2026-03-10T12:00:00Z"


def told(client: Client, address: str) -> tuple[int, str | None, bytes]:
    response = client.get(address)
    return response.status_code, response.headers.get("ETag"), response.content


@pytest.fixture(autouse=True)
def _unthrottled(monkeypatch: pytest.MonkeyPatch) -> None:
    cache.clear()
    monkeypatch.setattr(SimpleRateThrottle, "THROTTLE_RATES", {"anon": None, "user": None})


def answers(client: Client, plan: Plan) -> dict[str, Any]:
    """All that the public is told, the export too, and how many revisions it counts."""
    keeper.clear()
    told_now: dict[str, Any] = {address: told(client, address) for address in addresses(plan)}
    told_now["export"] = dump(export_document(plan, user=None))
    told_now["revision"] = Revision.objects.filter(plan=plan).latest("number").public_number
    return told_now


@pytest.mark.parametrize("name", ["aceh-2005", pytest.param("gaza-phase-two", marks=pytest.mark.one_database)])
def test_edits_of_what_is_hidden_change_no_public_answer(name: str) -> None:
    """On no day: with a new one embargoes end and what follows from it is told, and then the same goes on."""
    random, client, edited = Random(f"hidden {name}"), Client(), 0
    plan = half_hidden_plan(name, random)
    with time_machine.travel(BEGIN, tick=False) as clock:
        recompute(plan.pk, now=BEGIN)
        before = answers(client, plan)
        while edited < EDITED:
            clock.shift(dt.timedelta(seconds=10))
            if not edit(plan, random):
                continue
            edited += 1
            if random.random() < 0.7:
                recompute(plan.pk, now=dt.datetime.now(dt.UTC))
            if edited % COMPARED_EVERY == 0:
                after = answers(client, plan)
                for address in before:
                    assert after[address] == before[address], (address, edited)
                clock.shift(dt.timedelta(days=1))
                assert mark_new_days(now=dt.datetime.now(dt.UTC)) in ([plan.pk], [])
                recompute(plan.pk, now=dt.datetime.now(dt.UTC))
                before = answers(client, plan)
    assert before["revision"] < Revision.objects.filter(plan=plan).count()
