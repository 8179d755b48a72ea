"""Every answer can be had again: an address that pins its instant gives what it gave, whatever is edited later."""

import datetime as dt
import re
from random import Random
from typing import Any

import pytest
import time_machine
from django.test import Client

from milestones.models import Milestone, Plan, Publication, Revision
from milestones.selectors.plans import local_date
from milestones.services.loading import load_document
from milestones.services.recompute import mark_new_days, recompute
from milestones.state.keeping import keeper
from tests import factories as make
from tests.pillars.demilitarisation import cast as demilitarisation
from tests.services.row_edits import EDITED, EDITS, publish, rows_of
from tests.services.small_files import document

BEGIN = dt.datetime(2026, 3, 10, 12, tzinfo=dt.UTC)

pytestmark = pytest.mark.django_db


def withdraw(plan: Plan, random: Random) -> None:
    """Move a row back to draft, or publish it: neither changes what was said before."""
    rows = [row for row in rows_of(plan) if hasattr(row, "publication") and not isinstance(row, Plan)]
    row = random.choice(rows)
    row.publication = random.choice([Publication.DRAFT, Publication.PUBLISHED])
    row.save(update_fields=["publication"])


def embargo(plan: Plan, random: Random) -> None:
    """Enter what the public may see in some days, by what a measure counts; now and then an incident beside it."""
    today = dt.datetime.now(dt.UTC).date()
    until = today + dt.timedelta(days=random.randrange(4))
    date = today - dt.timedelta(days=random.randrange(3))
    held = {"date": date, "embargoed_until": until, "recorded_at": dt.datetime.now(dt.UTC)}
    demilitarisation.make_tally(plan, random.randrange(100), **held)
    happened_on = today - dt.timedelta(days=random.randrange(26, 32))
    demilitarisation.make_incident(plan, f"case-{random.random()}", **held, happened_on=happened_on)


OF_LIST = "&plan=accord&ordering=slug&limit=5"

KEEPING = (*(edit for edit in EDITS if edit is not publish), withdraw, withdraw, embargo, embargo)
"""Edits that restrict nothing."""


def addresses(plan: Plan, at: dt.datetime) -> list[str]:
    """Of the plan, of its first milestones that are public, of a list and a proof, on the day of an instant, as known
    then.
    """
    query = f"?on={local_date(plan, at)}&lang=en&known_at={at.isoformat().replace('+00:00', 'Z')}"
    slugs = Milestone.objects.filter(plan=plan).visible_to(None).order_by("pk").values_list("slug", flat=True)[:2]
    paths = [
        f"/plans/{plan.slug}/",
        f"/plans/{plan.slug}/corrections/",
        f"/plans/{plan.slug}/changes/",
        f"/api/v1/plans/{plan.slug}/evaluation/",
        "/api/v1/milestones/",
    ]
    paths += [f"/plans/{plan.slug}/pillars/{pillar.slug}/" for pillar in plan.pillars.all()[:2]]
    for slug in slugs:
        own = f"/api/v1/milestones/{plan.slug}/{slug}/"
        paths += [f"/plans/{plan.slug}/milestones/{slug}/", own, f"{own}explanation/"]
    return [f"{path}{query}{OF_LIST if path.endswith('v1/milestones/') else ''}" for path in paths]


def told(client: Client, address: str) -> tuple[int, str]:
    """What the answer says, without its frame: how the moment stands to now and to today, and the switches of plans."""
    response = client.get(address)
    body = response.content.decode()
    if address.startswith("/api/"):
        # Of the plan's newest evaluation, which goes on.
        return response.status_code, re.sub(r'"(revision|computed_at|stale)":[^,}]*', "", body)
    main = body[body.index("</h1>") :]
    main = re.sub(r'<div class="state-line.*?</details>.*?</div>', "", main, flags=re.S)
    main = re.sub(r'<p class="notice">.*?</p>', "", main, flags=re.S)
    main = re.sub(r"on=\d{4}-\d\d-\d\d&amp;", "", main)  # links leave the day out while it is today
    return response.status_code, re.sub(r"\s+", " ", main)


def later(random: Random) -> dt.timedelta:
    """Mostly a minute, now and then most of a day: midnights are crossed, before their recompute and after it."""
    return dt.timedelta(hours=random.randrange(5, 20)) if random.random() < 0.3 else dt.timedelta(minutes=1)


@pytest.fixture
def measured() -> Plan:
    """A plan with a milestone that waits for what measures give."""
    load_document(document())
    plan = Plan.objects.get()
    for measure in ("accepted", "incidents_30_days"):
        indicator = make.make_indicator(plan, measure, measure=f"demilitarisation.{measure}")
        gate = make.make_gate(plan.milestones.get(slug="committee"))
        make.make_condition(gate, indicator=indicator, at_least=1)
    return plan


@pytest.mark.parametrize("seed", [0, pytest.param(1, marks=pytest.mark.one_database)])
def test_a_pinned_address_goes_on_saying_what_it_said(seed: int, measured: Plan) -> None:
    random, client, plan = Random(f"past {seed}"), Client(), measured
    kept: dict[str, tuple[int, str]] = {}
    with time_machine.travel(BEGIN, tick=False) as clock:
        recompute(plan.pk, now=BEGIN)
        for _ in range(EDITED):
            clock.shift(later(random))
            now = dt.datetime.now(dt.UTC)
            if not random.randrange(3):
                plan.refresh_from_db()
                for address in addresses(plan, now):  # nothing was taken up since, even where a day began
                    kept[address] = told(client, address)
                clock.shift(dt.timedelta(minutes=1))
            random.choice(KEEPING)(plan, random)
            now = dt.datetime.now(dt.UTC)
            mark_new_days(now=now)
            if recompute(plan.pk, now=now) is None:
                continue
            plan.refresh_from_db()
            for address in addresses(plan, Revision.objects.filter(plan=plan).latest("number").at):
                kept[address] = told(client, address)
        clock.shift(dt.timedelta(hours=1))
        keeper.clear()
        assert len(kept) > EDITED
        for address, before in kept.items():
            assert told(client, address) == before, address


@pytest.fixture
def told_twice() -> Any:
    """A plan of two revisions: a record was restricted, and another moved back to draft, after the first."""
    plan = make.make_plan("accord")
    milestone = make.make_milestone(plan, "handover", name="Handover of arms")
    hidden = make.make_assessment(milestone, note="Seen by one side.")
    drafted = make.make_assessment(milestone, note="Seen by the other.")
    recompute(plan.pk, now=BEGIN)
    milestone.name = "Handover"
    milestone.save()
    hidden.publication, drafted.publication = Publication.RESTRICTED, Publication.DRAFT
    hidden.save()
    drafted.save()
    recompute(plan.pk, now=BEGIN + dt.timedelta(hours=1))
    return plan


def test_what_was_restricted_since_is_withheld_from_the_past_and_counted(told_twice: Plan) -> None:
    page = "/plans/accord/milestones/handover/?on=2026-03-10&lang=en"
    then = Client().get(f"{page}&known_at=2026-03-10T12:30Z").content.decode()
    now = Client().get(page).content.decode()
    assert "Handover of arms" in then
    assert "Seen by the other." in then
    assert "Seen by one side." not in then
    assert "1 entry withheld" in then
    assert "Handover of arms" not in now
    assert "Seen by" not in now
    assert "withheld" not in now
    cleared = Client()
    cleared.force_login(make.make_restricted_reader())
    whole = cleared.get(f"{page}&known_at=2026-03-10T12:30Z").content.decode()
    assert "Seen by one side." in whole
    assert "withheld" not in whole


def test_what_was_removed_while_it_was_restricted_is_not_told_of_the_past_again() -> None:
    plan = make.make_plan("accord")
    source = make.make_source(plan, "memo", title="Secret memorandum")
    milestone = make.make_milestone(plan, "handover", source=source)
    recompute(plan.pk, now=BEGIN)
    address = "/plans/accord/milestones/handover/?on=2026-03-10&lang=en&known_at=2026-03-10T12:30Z"
    milestone.source, source.publication = None, Publication.RESTRICTED
    milestone.save()
    recompute(plan.pk, now=BEGIN + dt.timedelta(hours=1))
    assert "Secret memorandum" in Client().get(address).content.decode()
    source.save()
    recompute(plan.pk, now=BEGIN + dt.timedelta(hours=2))
    assert "Secret memorandum" not in Client().get(address).content.decode()
    source.delete()
    recompute(plan.pk, now=BEGIN + dt.timedelta(hours=3))
    assert "Secret memorandum" not in Client().get(address).content.decode()


def test_the_address_to_cite_pins_the_instant_of_the_revision(told_twice: Plan) -> None:
    body = Client().get("/plans/accord/milestones/handover/?lang=en").content.decode()
    assert "known_at=2026-03-10T13%3A00%3A00Z" in body


def test_an_edit_that_waits_is_not_told_to_analysts_of_an_instant_before_it() -> None:
    plan = make.make_plan("accord")
    milestone = make.make_milestone(plan, "handover", name="Handover of arms")
    recompute(plan.pk, now=BEGIN)
    analyst = Client()
    analyst.force_login(make.make_analyst())
    milestone.name = "Renamed"
    milestone.save()
    page = "/plans/accord/milestones/handover/?on=2026-03-10&lang=en"
    assert "Renamed" in analyst.get(page).content.decode()
    assert "Renamed" not in analyst.get(f"{page}&known_at=2026-03-10T12:30Z").content.decode()
