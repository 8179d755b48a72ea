"""What a recompute takes up is kept, row by row and revision by revision."""

import datetime as dt
import json
from hashlib import sha256
from pathlib import Path
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from milestones.kinds.format import every_table, parse
from milestones.loading.stored import assembled, model_of, read_columns
from milestones.loading.versions import columns_at, columns_brought
from milestones.models import Audience, Milestone, Plan, PlanEntry, Revision
from milestones.planfile import Document, PlanFileError
from milestones.planfile.canonical import canonical_text, digest
from milestones.services import revisions
from milestones.services.loading import load_document
from milestones.services.marks import raise_mark
from milestones.services.recompute import mark_new_days, recompute
from pillars.demilitarisation.models import Inspection
from tests.factories import DAY, make_analyst, make_assessment, make_condition, make_gate, make_milestone, make_plan
from tests.planfile.documents import documents
from tests.services.plan_edits import edited
from tests.services.row_edits import EDITED, EDITS
from tests.services.small_files import document
from tests.services.undone import undone

pytestmark = pytest.mark.django_db

PLANS = sorted((Path(__file__).parents[2] / "plans").glob("*.yaml"))
NOW = dt.datetime(2026, 3, 10, 12, tzinfo=dt.UTC)
AUDIENCES = (Audience.PUBLIC, Audience.RESTRICTED)

on_a_database = settings(
    max_examples=12,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def taken_up(document: Document, *, now: dt.datetime = NOW) -> Plan:
    """The plan, loaded and recomputed."""
    load_document(document)
    plan = Plan.objects.get(slug=document.plan.slug)
    recompute(plan.pk, now=now)
    plan.refresh_from_db()
    return plan


def as_told(columns: Any) -> dict[str, list[dict[str, Any]]]:
    """Columns by kind; a translation that is missing is empty, however it is kept."""
    return {
        table.kind: [{name: None if value == "" else value for name, value in row.items()} for row in rows]
        for table, rows in columns.items()
    }


def stored(plan: Plan) -> dict[str, list[dict[str, Any]]]:
    return as_told(read_columns(every_table(), plan.pk))


def kept(plan: Plan, revision: int) -> dict[str, list[dict[str, Any]]]:
    return as_told(columns_at(every_table(), plan.pk, revision))


def brought(plan: Plan, *, of: int, to: int) -> Any:
    """The columns at a revision, brought there from those at another."""
    return columns_brought(columns_at(every_table(), plan.pk, of), plan.pk, of=of, to=to)


@pytest.mark.parametrize("path", PLANS, ids=lambda path: path.stem)
def test_a_shipped_plan_is_had_again_as_it_was(path: Path) -> None:
    plan = taken_up(parse(path.read_text()).document)
    assert kept(plan, plan.revision) == stored(plan)


@on_a_database
@given(data=st.data())
def test_any_plan_is_had_again_as_it_was_at_each_revision(data: st.DataObject) -> None:
    first = data.draw(documents()).replace(sections={})
    second = data.draw(edited(first))
    with undone():
        plan = taken_up(first)
        then = stored(plan)
        assert kept(plan, plan.revision) == then
        try:
            again = taken_up(second)
        except PlanFileError:
            return  # what is on record stays
        assert kept(again, again.revision) == stored(again)
        assert kept(again, plan.revision) == then


def open_entries(plan: Plan) -> set[tuple[Any, ...]]:
    told = PlanEntry.objects.filter(plan=plan, last=None)
    return set(told.values_list("kind", "key", "owner", "rank", "publication", "body"))


def numbers(plan: Plan) -> tuple[int, int]:
    revision = Revision.objects.filter(plan=plan).order_by("number").last()
    assert revision is not None
    return revision.public_number, revision.cleared_number


def seen_now(plan: Plan, audience: Audience) -> Any:
    """What the audience sees by the database's own boundary, places in lists as their order alone."""
    columns = {}
    for table, told in read_columns(every_table(), plan.pk).items():
        rows: Any = model_of(table)._default_manager
        keys = set(rows.within(audience.publications).values_list("pk", flat=True))
        columns[table] = tuple(row for row in told if row["id"] in keys)
    rows = assembled(every_table(), columns)
    return {table: rows.entries(table) for table in every_table()}


@pytest.mark.parametrize("seed", [0, *(pytest.param(seed, marks=pytest.mark.one_database) for seed in (1, 2))])
def test_rows_that_are_named_are_enough(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """The entries are those of a whole comparison, and an audience's number rises if it sees what changed."""
    plan, random = taken_up(document()), Random(seed)
    compare_all, wholes = revisions.difference_of_plan, list[str]()
    done: list[str] = []

    def noted(*args: Any) -> Any:
        wholes.append(done[-1])
        return compare_all(*args)

    monkeypatch.setattr(revisions, "difference_of_plan", noted)
    for _ in range(EDITED):
        before, seen = numbers(plan), [seen_now(plan, audience) for audience in AUDIENCES]
        edit = random.choice(EDITS)
        done.append(edit.__name__)
        edit(plan, random)
        recompute(plan.pk, now=NOW)
        plan.refresh_from_db()
        assert compare_all(plan, NOW.date()).rows == [], done
        assert kept(plan, plan.revision) == stored(plan)
        of, to = random.sample(range(1, plan.revision + 1), 2)
        assert brought(plan, of=of, to=to) == columns_at(every_table(), plan.pk, to), done
        for was, count, then, audience in zip(before, numbers(plan), seen, AUDIENCES, strict=True):
            is_changed = seen_now(plan, audience) != then
            is_moved_in_place = done[-1] == "move" and not is_changed
            assert count - was == is_changed or is_moved_in_place, (done, audience)
    assert not {"assess", "observe", "retract", "rename"} & set(wholes)


def test_each_row_has_its_digest_and_the_newest_version_says_what_stands() -> None:
    plan = taken_up(parse(PLANS[0].read_text()).document)
    for entry in PlanEntry.objects.filter(plan=plan):
        told = {"kind": entry.kind, "key": entry.key, "owner": entry.owner, "rank": entry.rank}
        assert len(entry.salt) == 16
        assert bytes(entry.digest) == digest(bytes(entry.salt), **told, body=entry.body)
        whole = canonical_text({**told, "body": json.loads(entry.body)})
        assert bytes(entry.digest) == sha256(bytes(entry.salt) + whole.encode()).digest()
        assert entry.body == canonical_text(json.loads(entry.body))


def test_a_state_is_brought_to_the_next_revision_by_what_changed_in_it() -> None:
    plan = taken_up(parse(PLANS[0].read_text()).document)
    before = columns_at(every_table(), plan.pk, 1)
    make_assessment(Milestone.objects.first())
    recompute(plan.pk, now=NOW)
    with CaptureQueriesContext(connection) as queries:
        after = columns_brought(before, plan.pk, of=1, to=2)
    assert len(queries) == 1
    changed = {table.kind for table in after if after[table] is not before[table]}
    assert changed == {"milestones.assessment", "milestones.source"}


def test_a_state_brought_forward_means_by_a_slug_the_row_that_has_it_now() -> None:
    plan = make_plan()
    aid, later = make_milestone(plan, "aid"), make_milestone(plan, "later")
    condition = make_condition(make_gate(later), milestone=aid)
    raise_mark(plan, cause={"kind": "manual"})
    recompute(plan.pk, now=NOW)
    plan.refresh_from_db()
    before = columns_at(every_table(), plan.pk, plan.revision)
    aid.slug = "aid-old"
    aid.save()
    other = make_milestone(plan, "aid")
    condition.milestone = other
    condition.save()
    recompute(plan.pk, now=NOW)
    after = columns_brought(before, plan.pk, of=plan.revision, to=plan.revision + 1)
    (told,) = next(rows for table, rows in after.items() if table.kind == "milestones.condition")
    assert told["milestone_id"] == other.pk
    assert after == columns_at(every_table(), plan.pk, plan.revision + 1)


def test_the_entries_between_two_revisions_are_those_that_differ() -> None:
    plan = taken_up(document())
    committee = Milestone.objects.get(slug="committee")
    make_assessment(committee)
    recompute(plan.pk, now=NOW)
    committee.weight = 3
    committee.save()
    recompute(plan.pk, now=NOW)
    told = PlanEntry.objects.filter(plan=plan).between(2, 3).values_list("kind", "key", "first", "last")
    assert set(told) == {("milestones.milestone", committee.pk, 1, 2), ("milestones.milestone", committee.pk, 3, None)}
    assert not PlanEntry.objects.filter(plan=plan).between(3, 3).exists()


def test_instants_rise_strictly_and_who_and_why_are_kept() -> None:
    analyst = make_analyst()
    load_document(document(), user=analyst)
    plan = Plan.objects.get()
    recompute(plan.pk, now=NOW)
    raise_mark(plan, cause={"kind": "manual"})
    recompute(plan.pk, now=NOW - dt.timedelta(hours=1))
    second, first = Revision.objects.filter(plan=plan)
    assert second.at > first.at
    assert (first.who, second.who) == ({str(analyst.pk): {}}, {})
    assert first.cause == {"causes": [{"kind": "loaded", "plan": "accord"}], "count": 1}
    assert (first.number, second.number, Plan.objects.get().revision) == (1, 2, 2)
    assert (first.public_number, second.public_number) == (1, 1)


def test_an_embargo_that_ends_is_taken_up_on_the_new_day() -> None:
    plan = taken_up(document(), now=timezone.now())
    tomorrow = timezone.now() + dt.timedelta(days=1)
    held = Inspection.objects.create(
        plan=plan,
        date=DAY,
        kind="inspection",
        outcome="passed",
        publication="published",
        embargoed_until=tomorrow.astimezone(ZoneInfo(plan.timezone)).date(),
    )
    entries = PlanEntry.objects.filter(kind="demilitarisation.inspection", key=held.pk)
    recompute(plan.pk, now=timezone.now())
    before = numbers(plan)
    assert [entry.publication for entry in entries.all()] == ["restricted"]
    assert mark_new_days(now=tomorrow) == [plan.pk]
    recompute(plan.pk, now=tomorrow)
    assert [entry.publication for entry in entries.all()] == ["restricted", "published"]
    assert numbers(plan) == (before[0] + 1, before[1])
