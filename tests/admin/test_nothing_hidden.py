"""What `visible_to` hides from a user is named to that user on no page of the admin."""

import datetime as dt
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib import admin
from django.core.management import call_command
from django.db.models import Field
from django.test import Client
from django.urls import reverse

from milestones import notation
from milestones.contingency.scales import Level
from milestones.models import (
    AppendOnly,
    Gate,
    JobRun,
    Milestone,
    Plan,
    PlanEntry,
    Publication,
    RecomputeMark,
    StatusChange,
    Waiver,
    Withdrawal,
)
from milestones.models.publication import Bounded, Published
from pillars.governance.models import ServedArea
from pillars.reconstruction.models import Project
from tests import factories as make
from tests.admin.conftest import NOW, logged_in, newest_version, take_up

SECRET = "Undisclosed"
PLAN = Path(__file__).resolve().parents[2] / "plans" / "gaza-phase-two.yaml"
EDITED = [
    model
    for model in admin.site._registry
    if issubclass(model, Bounded) and not issubclass(model, AppendOnly) and model is not Plan
]


def page(row: Any, name: str = "change", *more: Any) -> str:
    opts = row._meta
    args = () if name in ("changelist", "add") else (row.pk, *more)
    return reverse(f"admin:{opts.app_label}_{opts.model_name}_{name}", args=args)


def telling(client: Client, pages: list[str]) -> list[str]:
    """Those of the pages that say the secret."""
    told = []
    for address in pages:
        answer = client.get(address)
        assert answer.status_code == 200, (address, answer.status_code)
        if SECRET in answer.content.decode():
            told.append(address)
    return told


def keys_to_what_may_be_hidden(model: Any) -> list[Field]:
    return [
        key
        for key in model._meta.concrete_fields
        if key.many_to_one and issubclass(key.related_model, Published) and key.name not in model.hangs_on
    ]


def hidden_copy(key: Field, row: Any) -> Any:
    """A draft beside the rows that the key may lead to."""
    copy = key.related_model.objects.filter(plan__in=Plan.objects.filter(slug="gaza-phase-two")).first()
    label = "title" if hasattr(copy, "title") else "name"
    copy.pk, copy._state.adding = None, True
    copy.slug, copy.publication = f"hidden-{row._meta.model_name}-{key.name}".replace("_", "-"), "draft"
    for language in ("en", "ar", "he"):
        setattr(copy, f"{label}_{language}", f"{SECRET} {copy.slug}")
    copy.save()
    return copy


def lead(row: Any, key: Field, hidden: Any) -> None:
    """Have the row's key lead to the hidden row."""
    if key.name in ("planned_start_after", "due_after"):
        prefix = key.name.removesuffix("_after")
        setattr(row, f"{prefix}_on", None)
        setattr(row, f"{prefix}_days", 3)
        setattr(row, f"{prefix}_reaches", 3)
    setattr(row, key.name, hidden)
    row.save()


@pytest.mark.django_db
def test_a_key_to_a_hidden_row_names_nothing(reader: Any, analyst: Any) -> None:
    call_command("load_plan", PLAN)
    plan = Plan.objects.get()
    ServedArea.objects.create(plan=plan, area=plan.areas.first(), slug="north-served", weight=1)
    Project.objects.create(plan=plan, slug="homes", name="Homes", publication="published")
    take_up(plan)
    clients = {"reader": logged_in(reader), "analyst": logged_in(analyst)}
    told: dict[str, list[str]] = {"reader": [], "analyst": []}
    pages, rows = [], []
    for model in EDITED:
        for key in keys_to_what_may_be_hidden(model):
            row = model.objects.visible_to(None).last()
            lead(row, key, hidden_copy(key, row))
            rows.append(row)
    take_up(plan)
    for row in rows:
        pages += [page(row, "changelist"), page(row), page(row, "history")]
        pages.append(page(row, "version", newest_version(row)))
    for person, client in clients.items():
        told[person] = telling(client, list(dict.fromkeys(pages)))
    assert told["reader"] == []
    assert len(told["analyst"]) > len(pages) / 2


def test_a_hidden_ending_is_no_ending(cast: SimpleNamespace, reader: Any, analyst: Any) -> None:
    cable = make.make_source(cast.plan, "cable", publication="restricted")
    milestone = make.make_milestone(cast.plan, "paused")
    gate = make.make_gate(milestone)
    withdrawal, waiver = make.make_withdrawal(milestone), make.make_waiver(gate)
    make.make_withdrawal_ending(withdrawal, source=cable, date="2026-05-17")
    make.make_waiver_ending(waiver, source=cable, date="2026-05-17")
    pages = [page(withdrawal, "changelist"), page(waiver, "changelist"), page(milestone), page(gate)]
    for address in pages:
        assert "17 May 2026" not in logged_in(reader).get(address).content.decode(), address
        assert "17 May 2026" in logged_in(analyst).get(address).content.decode(), address


def test_a_version_that_was_a_draft_is_not_history_for_all(cast: SimpleNamespace, reader: Any, analyst: Any) -> None:
    row = make.make_milestone(cast.plan, "talks", name_en=f"{SECRET} talks", publication="draft")
    take_up(row)
    drafted = newest_version(row)
    row.name_en, row.publication = "Talks", "published"
    row.save()
    take_up(row)
    history, version = page(row, "history"), page(row, "version", drafted)
    assert SECRET not in logged_in(reader).get(history).content.decode()
    assert logged_in(reader).get(version).status_code == 404
    assert SECRET in logged_in(analyst).get(history).content.decode()
    assert logged_in(analyst).get(version).status_code == 200


def test_the_workings_of_a_hidden_plan_are_hidden(cast: SimpleNamespace, reader: Any) -> None:
    hidden = make.make_plan("hidden", name=SECRET, name_en=SECRET, publication="draft")
    mark = RecomputeMark.objects.create(plan=hidden, raised_at=NOW)
    run = JobRun.objects.create(task="recompute_plan", started_at=NOW, plan=hidden, detail=SECRET)
    client = logged_in(reader)
    assert telling(client, [page(mark, "changelist"), page(run, "changelist")]) == []
    assert client.get(page(mark)).status_code == 302
    assert client.get(page(run)).status_code == 302
    assert client.get(page(cast.run)).status_code == 200


def test_readers_find_no_link_to_a_form_that_is_closed_to_them(cast: SimpleNamespace, reader: Any) -> None:
    client = logged_in(reader)
    for row in (cast.plan, cast.first, cast.gate):
        assert "/add/?" not in client.get(page(row)).content.decode()


def test_a_change_tells_neither_cause_nor_day_of_a_record_hidden_since(
    cast: SimpleNamespace, reader: Any, analyst: Any
) -> None:
    survey = make.make_milestone(cast.plan, "survey", name_en="Survey")
    take_up(survey)
    record = make.make_assessment(survey, level=Level.COMPLETE, date=dt.date(2026, 2, 27))
    take_up(record)
    address = page(StatusChange.objects.filter(milestone=survey).latest("pk"))
    cause, day = "assessment added", "27 February 2026"
    told = logged_in(reader).get(address).content.decode()
    assert cause in told
    assert day in told
    record.publication = Publication.RESTRICTED
    record.save()
    take_up(record)
    told = logged_in(reader).get(address).content.decode()
    assert cause not in told
    assert day not in told
    assert cause in logged_in(analyst).get(address).content.decode()


def uncleared(*permissions: str) -> Client:
    return logged_in(make.make_user("junior", permissions=permissions, is_staff=True))


def test_a_save_keeps_the_key_that_its_author_may_not_see(cast: SimpleNamespace) -> None:
    cable = make.make_source(cast.plan, "cable", title_en=SECRET, publication="restricted")
    cast.first.source = cable
    cast.first.save()
    client = uncleared("view_milestone", "change_milestone", "view_plan", "view_pillar")
    form = client.get(page(cast.first))
    assert SECRET not in form.content.decode()
    assert "source" not in form.context["adminform"].form.fields
    typed = {
        name: value
        for name, value in form.context["adminform"].form.initial.items()
        if name in form.context["adminform"].form.fields and value is not None
    }
    answer = client.post(page(cast.first), typed | {"name_en": "Handed over"})
    assert answer.status_code == 302, answer.context["adminform"].form.errors
    cast.first.refresh_from_db()
    assert (cast.first.name_en, cast.first.source) == ("Handed over", cable)


@pytest.mark.parametrize("model", [Milestone, Gate])
def test_a_deletion_is_told_in_numbers_to_who_may_not_see_all(model: Any, cast: SimpleNamespace) -> None:
    row = make.make_milestone(cast.plan, "held")
    cable = make.make_source(cast.plan, "cable", title_en=SECRET, publication="restricted")
    gate = make.make_gate(row, clause="7")
    Withdrawal.objects.create(milestone=row, date=make.DAY, source=cable, note=SECRET, publication="draft")
    Waiver.objects.create(gate=gate, date=make.DAY, source=cable, note=SECRET, publication="draft")
    target = row if model is Milestone else gate
    name = model._meta.model_name
    client = uncleared(f"view_{name}", f"delete_{name}")
    shown = client.get(page(target, "delete")).content.decode()
    assert "waivers: 1" in shown
    assert f"{row} ({notation.day(make.DAY)})" not in shown


@pytest.mark.django_db
def test_an_entry_says_not_what_its_row_said(superuser: Any) -> None:
    """A body may name by slug what is hidden, and stays as it was when its row was restricted since."""
    plan = make.make_plan("past", revision=1)
    entry = PlanEntry.objects.create(
        plan=plan, kind="milestones.gate", key=1, owner=0, rank=0, body=f'{{"source":"{SECRET}"}}', first=1,
        publication="published", salt=b"0" * 16, digest=b"0" * 32,
    )  # fmt: skip
    client = logged_in(superuser)
    assert telling(client, [page(entry), page(entry, "changelist")]) == []
