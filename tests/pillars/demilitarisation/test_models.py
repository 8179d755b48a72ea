"""Records stay as they were entered, and say what can be."""

import datetime as dt
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from milestones.models import Plan, Publication, RecomputeMark
from pillars.demilitarisation import models
from tests import factories as make
from tests.checking import check_row
from tests.pillars.demilitarisation import cast as demil

RECORDS = ("total", "tally", "inspection", "incident", "line_claim", "pullback")


@pytest.mark.parametrize("kind", RECORDS)
def test_a_record_is_neither_changed_nor_deleted_but_retracted_once(kind: str, everything: SimpleNamespace) -> None:
    record = getattr(everything, kind)
    record.date = dt.date(2020, 1, 1)
    with pytest.raises(IntegrityError):
        record.save()
    with pytest.raises(IntegrityError):
        record.delete()
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE {record._meta.db_table} SET date = '2020-01-01'")
    record.refresh_from_db()
    record.retracted_at = timezone.now()
    record.save()
    record.retracted_at = None
    with pytest.raises(IntegrityError):
        record.save()


@pytest.mark.parametrize("kind", RECORDS)
def test_drafts_restricted_records_and_those_of_hidden_sources_are_not_public(
    kind: str, everything: SimpleNamespace
) -> None:
    record = getattr(everything, kind)
    model = type(record)
    seen = model.objects.visible_to(None).count()
    assert seen
    model.objects.filter(pk=record.pk).update(publication=Publication.RESTRICTED)
    assert model.objects.visible_to(None).count() == seen - 1
    model.objects.filter(pk=record.pk).update(publication=Publication.PUBLISHED)
    type(record.source).objects.filter(pk=record.source_id).update(publication=Publication.DRAFT)
    assert model.objects.visible_to(None).count() == seen - 1


@pytest.mark.parametrize(
    ("kind", "fields", "where"),
    [
        ("tally", {"accepted": 200, "rejected": 50, "handed_in": 210}, "handed_in"),
        ("tally", {"accepted": 10, "disputed": 11}, "disputed"),
        ("tally", {"accepted": None, "handed_in": None, "disputed": None}, "__all__"),
        ("tally", {"scope": "stage", "phase": None}, "phase"),
        ("total", {"low": 5, "high": 4}, "high"),
        ("line_claim", {"low": 60, "high": 101}, "high"),
        ("incident", {"happened_on": dt.date(2027, 1, 1)}, "date"),
        ("incident", {"finding": "upheld", "investigated_by": None}, "investigated_by"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(
    kind: str, fields: dict[str, Any], where: str, everything: SimpleNamespace
) -> None:
    record = getattr(everything, kind)
    copied = {
        field.attname: getattr(record, field.attname) for field in record._meta.concrete_fields if not field.primary_key
    }
    if kind == "tally":
        copied["disputed_by_id"] = None
    new = type(record)(**copied)
    check_row(new, at=make.INSTANT)
    for name, value in fields.items():
        setattr(new, name, value)
    with pytest.raises(ValidationError) as refused:
        check_row(new, at=make.INSTANT)
    assert set(refused.value.message_dict) == {where}
    assert all(message.endswith(".") for message in refused.value.messages)


def test_one_count_decides_at_most(everything: SimpleNamespace) -> None:
    third = models.CountingSeries(plan=everything.plan, slug="third", name_en="Third", decides=True)
    with pytest.raises(ValidationError, match="decides already"):
        check_row(third, at=make.INSTANT)


def test_a_key_of_another_plan_is_refused(everything: SimpleNamespace) -> None:
    other = make.make_plan("other")
    stray = models.Pullback(plan=other, date=make.DAY, step="begun", area=everything.area)
    with pytest.raises(ValidationError, match="belongs to another plan"):
        check_row(stray, at=make.INSTANT)


def test_a_certification_without_figures_is_one(plan: Plan) -> None:
    certified = demil.make_inspection(plan, "passed", kind="certification")
    check_row(certified, at=make.INSTANT)
    assert not certified.figures_published


def test_a_new_record_marks_its_plan(plan: Plan) -> None:
    category = demil.make_category(plan)
    RecomputeMark.objects.all().delete()
    demil.make_total(plan, category=category)
    assert RecomputeMark.objects.filter(plan=plan).exists()


def test_no_record_has_room_for_a_person_or_a_position() -> None:
    columns = {
        field.name
        for model in (models.Tally, models.ArmsTotal, models.Inspection, models.Incident, models.Pullback)
        for field in model._meta.get_fields()
    }
    assert not columns & {"person", "name", "latitude", "longitude", "geometry", "position", "address"}
    named = {
        field.related_model._meta.label
        for model in (models.Inspection, models.Incident)
        for field in model._meta.concrete_fields
        if field.many_to_one and field.name != "entered_by"
    }
    assert named <= {
        "milestones.Actor",
        "milestones.Area",
        "milestones.Phase",
        "milestones.Plan",
        "milestones.Source",
        "demilitarisation.ArmsCategory",
    }
