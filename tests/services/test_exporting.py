"""An export holds what its reader may see, in a few queries, and is a plan file again."""

import datetime as dt
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings

from milestones.kinds.format import parse
from milestones.loading.stored import ALL
from milestones.models import Milestone, Plan, Source
from milestones.planfile import Document, as_mapping
from milestones.services.loading import load_document
from milestones.services.recompute import recompute
from milestones.state.exporting import export_document
from tests.factories import make_analyst, make_restricted_reader
from tests.planfile.documents import documents
from tests.services.small_files import COMMITTEE, HANDOVER, accord, document
from tests.services.undone import undone

pytestmark = pytest.mark.django_db


def exported(**options: Any) -> Document:
    return export_document(Plan.objects.get(), **options)


def test_everything_is_exported_with_its_publication_unless_a_reader_is_named() -> None:
    raw = accord()
    raw["plan"]["publication"] = "draft"
    raw["milestones"][HANDOVER]["publication"] = "restricted"
    raw["milestones"][COMMITTEE]["assessments"][0]["publication"] = "draft"
    load_document(document(raw))
    assert exported() == document(raw)


def test_the_public_gets_what_is_published_and_nothing_that_names_the_rest() -> None:
    raw = accord()
    raw["milestones"][HANDOVER]["publication"] = "restricted"
    raw["sources"][1]["publication"] = "draft"
    load_document(document(raw))
    public = exported(user=None)
    assert [milestone.slug for milestone in public.milestones] == ["committee", "pull-back"]
    pull_back = public.milestones[1]
    assert (pull_back.due, pull_back.withdrawn) == (None, ())
    assert [source.slug for source in public.sources] == ["roadmap"]
    assert public.milestones[0].assessments == public.indicators[0].observations == public.positions == ()
    assert "handover" not in str(as_mapping(public))


def test_a_gate_that_waits_for_a_pillar_is_hidden_with_the_last_of_its_milestones() -> None:
    raw = accord()
    waits = {"before": "start", "conditions": [{"pillar": "governance", "progress": 50}]}
    raw["milestones"][HANDOVER]["gates"] = [waits]
    load_document(document(raw))
    assert len(exported(user=None).milestones[HANDOVER].gates) == 1
    Milestone.objects.filter(slug="committee").update(publication="restricted")
    assert exported(user=None).milestones[0].gates == ()
    assert len(exported().milestones[HANDOVER].gates) == 1


def test_a_cleared_reader_gets_what_is_restricted_and_an_analyst_drafts_too() -> None:
    raw = accord()
    raw["milestones"][HANDOVER]["publication"] = "restricted"
    raw["indicators"][0]["publication"] = "draft"
    load_document(document(raw))
    cleared, analyst = exported(user=make_restricted_reader()), exported(user=make_analyst())
    assert len(cleared.milestones) == 3
    assert cleared.indicators == ()
    assert len(cleared.milestones[HANDOVER].gates) == 1
    assert analyst == exported() == document(raw)


def test_a_plan_that_the_reader_may_not_see_is_not_exported() -> None:
    raw = accord()
    raw["plan"]["publication"] = "restricted"
    load_document(document(raw))
    with pytest.raises(Plan.DoesNotExist):
        exported(user=None)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(documents().map(lambda document: document.replace(sections={})))
def test_the_public_part_of_any_published_plan_is_a_plan_file(whole: Document) -> None:
    with undone():
        load_document(whole)
        Plan.objects.update(publication="published")
        public = exported(user=None)
        assert parse(as_mapping(public)).document == public
        hidden = Milestone.objects.exclude(publication="published").count()
        assert len(public.milestones) == len(whole.milestones) - hidden
        assert len(public.sources) == Source.objects.filter(publication="published").count()


def test_a_row_emptied_by_hand_is_exported_as_absent() -> None:
    load_document(document())
    Milestone.objects.filter(slug="committee").update(description_en="", description_ar=None)
    assert exported() == document()


def test_the_past_is_exported_as_it_was_known() -> None:
    at = dt.datetime(2026, 3, 10, 12, tzinfo=dt.UTC)
    with time_machine.travel(at, tick=False) as clock:
        load_document(document())
        plan = Plan.objects.get()
        recompute(plan.pk)
        before = {user: exported(user=user, known_at=at) for user in (None, ALL)}
        assert before[ALL] == document()
        clock.shift(dt.timedelta(minutes=1))
        milestone = plan.milestones.get(slug="committee")
        milestone.name_en = "Renamed"
        milestone.save()
        recompute(plan.pk)
        for user, then in before.items():
            assert exported(user=user, known_at=at) == then
            assert exported(user=user).milestones[COMMITTEE].name["en"] == "Renamed"


@pytest.mark.one_database
@pytest.mark.parametrize("user", ["all", "public"])
def test_a_plan_of_any_size_is_exported_in_one_query_a_table(user: str) -> None:
    options: dict[str, Any] = {"user": None} if user == "public" else {}
    counts = []
    for size in (2, 12):
        raw = accord()
        raw["milestones"] += [dict(raw["milestones"][HANDOVER], slug=f"copy-{number}") for number in range(size)]
        load_document(document(raw))
        plan = Plan.objects.get()
        with CaptureQueriesContext(connection) as queries:
            export_document(plan, **options)
        counts.append(len(queries))
    # 24 of the core, 34 of the three pillar apps: a query a table, and two that see whether an edit came between.
    assert counts == [60, 60]
