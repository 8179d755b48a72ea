"""What once counted stays: by the ORM, and by the database whoever asks it."""

import datetime as dt
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import translation

from milestones.models import (
    AppendOnly,
    AppendOnlyError,
    Assessment,
    Checkpoint,
    LedgerLeaf,
    Observation,
    Plan,
    PlanEntry,
    Position,
    Revision,
    ScheduleRevision,
    StatusChange,
    Waiver,
    WaiverEnding,
    Withdrawal,
    WithdrawalEnding,
)
from milestones.models.guards import deletion_of, guard_statements, statements_of
from tests.factories import (
    DAY,
    INSTANT,
    make_actor,
    make_assessment,
    make_gate,
    make_indicator,
    make_milestone,
    make_observation,
    make_plan,
    make_position,
    make_schedule_revision,
    make_source,
    make_waiver,
    make_waiver_ending,
    make_withdrawal,
    make_withdrawal_ending,
)

pytestmark = pytest.mark.django_db

LATER = INSTANT + dt.timedelta(days=3)
TABLES = {
    model: model._meta.db_table
    for model in (
        Assessment,
        Observation,
        ScheduleRevision,
        Withdrawal,
        WithdrawalEnding,
        Waiver,
        WaiverEnding,
        Position,
        StatusChange,
        Revision,
        PlanEntry,
        LedgerLeaf,
        Checkpoint,
    )
}
EDITED = {StatusChange: "on", Revision: "number", PlanEntry: "first", LedgerLeaf: "position", Checkpoint: "size"}
"""What a test edits, where it is not the date."""


def make_one_of_each() -> dict[type[AppendOnly], AppendOnly]:
    """One row of every append-only model."""
    plan = make_plan()
    milestone = make_milestone(plan)
    withdrawal, waiver = make_withdrawal(milestone), make_waiver(make_gate(milestone))
    change = StatusChange.objects.create(
        plan=plan, milestone=milestone, old="waiting", new="cleared", on=DAY, computed_at=INSTANT, revision=1
    )
    revision = Revision.objects.create(
        plan=plan, number=1, at=INSTANT, method=1, cause={}, public_number=1, cleared_number=1
    )
    entry = PlanEntry.objects.create(
        plan=plan,
        kind="milestones.plan",
        key=plan.pk,
        owner=0,
        rank=0,
        body="{}",
        publication="published",
        salt=bytes(16),
        digest=bytes(32),
        first=1,
    )
    rows = [
        revision,
        entry,
        LedgerLeaf.objects.create(position=0, revision=revision, hash=bytes(32)),
        Checkpoint.objects.create(size=1, at=INSTANT, frontier=bytes(32), note=""),
        make_assessment(milestone),
        make_observation(make_indicator(plan), Decimal("1.5")),
        make_schedule_revision(milestone, due_on=DAY),
        withdrawal,
        make_withdrawal_ending(withdrawal),
        waiver,
        make_waiver_ending(waiver),
        make_position(make_actor(plan)),
        change,
    ]
    return {type(row): row for row in rows}


def execute(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


def guard_deletion(model: type[AppendOnly]) -> None:
    for statement in statements_of(connection, model, deletion_of(model)):
        execute(statement)


def test_every_append_only_model_of_the_core_is_tried_here() -> None:
    found = {model for model in _concrete(AppendOnly) if model.__module__.startswith("milestones.")}
    assert found == set(TABLES)


def _concrete(model: type) -> set[type]:
    children = [child for child in model.__subclasses__() if not child._meta.proxy]
    own = set() if model._meta.abstract else {model}
    return own.union(*map(_concrete, children))


@pytest.mark.parametrize("model", TABLES, ids=lambda model: model.__name__)
def test_a_row_is_neither_edited_nor_deleted_through_the_orm(model: type[AppendOnly]) -> None:
    row = make_one_of_each()[model]
    name = EDITED.get(model, "date")
    before = getattr(row, name)
    after = DAY + dt.timedelta(days=1) if before == DAY else before + 1
    setattr(row, name, after)
    for attempt in (
        row.save,
        lambda: row.save(update_fields=[name]),
        row.delete,
        lambda: model.objects.update(**{name: after}),
        lambda: model.objects.bulk_update([row], [name]),
        lambda: model.objects.all().delete(),
        lambda: model.objects.bulk_create([row], update_conflicts=True, update_fields=[name], unique_fields=["id"]),
    ):
        with pytest.raises(AppendOnlyError, match=r"cannot be (changed|deleted)"):
            attempt()
    assert getattr(model.objects.get(pk=row.pk), name) == before


@pytest.mark.parametrize("model", TABLES, ids=lambda model: model.__name__)
def test_the_database_refuses_to_change_any_column_but_the_mutable_ones(model: type[AppendOnly]) -> None:
    row = make_one_of_each()[model]
    for field in model._meta.concrete_fields:
        if field.primary_key or field.name in model.mutable:
            continue
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            execute(f'UPDATE "{TABLES[model]}" SET "{field.column}" = {_other_value(row, field)}')


def _other_value(row: AppendOnly, field) -> str:
    """An SQL literal of the column's type that differs from the row's value."""
    if field.get_internal_type() == "JSONField":
        return "'{\"a\": 1}'"
    if field.null and field.value_from_object(row) is not None:
        return "NULL"
    if field.get_internal_type() == "BooleanField":
        return "FALSE" if field.value_from_object(row) else "TRUE"
    if field.get_internal_type() == "BinaryField":
        return "'\\x01'" if connection.vendor == "postgresql" else "X'01'"
    literals = {"DateField": "'2020-01-01'", "DateTimeField": "'2020-01-01 00:00:00+00:00'"}
    if field.get_internal_type() in ("CharField", "TextField"):
        return "'changed'"
    return literals.get(field.get_internal_type(), "0" if field.value_from_object(row) else "1")


@pytest.mark.parametrize("model", TABLES, ids=lambda model: model.__name__)
def test_the_database_refuses_to_delete_a_row(model: type[AppendOnly]) -> None:
    make_one_of_each()
    if connection.vendor == "sqlite" and connection.is_in_memory_db():
        guard_deletion(model)  # a database in a file has it from its first migration
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        execute(f'DELETE FROM "{TABLES[model]}"')


def test_an_sqlite_file_gets_a_guard_against_delete(monkeypatch: pytest.MonkeyPatch) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL has one trigger for both")
    monkeypatch.setattr(connection, "is_in_memory_db", lambda: False)
    guard = statements_of(connection, Assessment, deletion_of(Assessment))
    assert set(guard) <= set(guard_statements(connection, Assessment))


def test_the_database_lets_a_draft_go_that_never_counted_and_no_other() -> None:
    """Whoever deletes past the services: a draft goes unless some public saw it at a revision."""
    milestone = make_milestone(make_plan())
    table = TABLES[Assessment]
    if connection.vendor == "sqlite" and connection.is_in_memory_db():
        guard_deletion(Assessment)
    for earlier, goes in (
        (None, True),
        ("draft", True),
        ("draft-restricted", True),
        ("restricted", False),
        ("published", False),
    ):
        draft = make_assessment(milestone, publication="draft")
        if earlier is not None:
            PlanEntry.objects.create(
                plan=milestone.plan, kind="milestones.assessment", key=draft.pk, owner=0, rank=0, body="{}", first=1,
                publication=earlier, salt=b"0" * 16, digest=b"0" * 32,
            )  # fmt: skip
        if goes:
            execute(f'DELETE FROM "{table}" WHERE id = {draft.pk}')
        else:
            with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
                execute(f'DELETE FROM "{table}" WHERE id = {draft.pk}')
        assert Assessment.objects.filter(pk=draft.pk).exists() != goes
    public = make_assessment(milestone)
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        execute(f'DELETE FROM "{table}" WHERE id = {public.pk}')


@pytest.mark.parametrize("model", [LedgerLeaf, Checkpoint, Revision, StatusChange])
def test_what_no_redaction_reaches_is_never_changed_not_even_emptied(model: type[AppendOnly]) -> None:
    """Also where an entry was made up that is redacted and calls itself after the row."""
    row = make_one_of_each()[model]
    row.refresh_from_db()
    PlanEntry.objects.create(
        plan=Plan.objects.get(), kind=model._meta.label_lower, key=row.pk, owner=0, rank=0, body="{}", first=1,
        publication="published", salt=b"0" * 16, digest=b"0" * 32,
    )  # fmt: skip
    execute(f"UPDATE milestones_planentry SET redacted_at = '{INSTANT.isoformat()}', redaction_reason = 'A name.'")
    empty = {
        "BinaryField": "'\\x'" if connection.vendor == "postgresql" else "x''",
        "TextField": "''",
        "CharField": "''",
    }
    for field in model._meta.concrete_fields:
        for value in {empty.get(field.get_internal_type(), "NULL"), _other_value(row, field)}:
            if not field.primary_key and field.value_from_object(row) != "":
                with pytest.raises(IntegrityError), transaction.atomic():
                    execute(f'UPDATE "{TABLES[model]}" SET "{field.column}" = {value}')


@pytest.mark.parametrize("told", [{"redacted_at": INSTANT, "redaction_reason": "A name."}, {"redaction_reason": "A."}])
def test_no_entry_is_made_that_is_redacted_already(told: dict[str, object]) -> None:
    make_one_of_each()
    [first] = PlanEntry.objects.values()
    with pytest.raises(IntegrityError, match="not as it is made"), transaction.atomic():
        PlanEntry.objects.create(**first | {"id": None, "key": 7} | told)


@pytest.mark.parametrize("told", [f"redacted_at = '{INSTANT.isoformat()}'", "redaction_reason = 'A name.'",
                                  f"redacted_at = '{INSTANT.isoformat()}', redaction_reason = ' '"])  # fmt: skip
def test_no_entry_is_redacted_without_its_day_and_a_reason(told: str) -> None:
    make_one_of_each()
    with pytest.raises(IntegrityError, match="its day and its reason"), transaction.atomic():
        execute(f"UPDATE milestones_planentry SET {told}")


def test_a_text_is_not_taken_out_by_a_null() -> None:
    make_assessment(make_milestone(make_plan()), note_en="seen", note_ar="شوهد")
    for column in ("note_ar", "note_en"):
        with pytest.raises(IntegrityError), transaction.atomic():
            execute(f"UPDATE milestones_assessment SET {column} = NULL")


def test_guards_may_be_installed_again() -> None:
    make_one_of_each()
    for statement in guard_statements(connection, Assessment) * 2:
        execute(statement)
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        execute(f'UPDATE "{TABLES[Assessment]}" SET level = 0')


def test_a_record_is_retracted_once_and_keeps_its_instant() -> None:
    assessment = make_assessment(make_milestone(make_plan()))
    assessment.retracted_at = INSTANT
    assessment.save()
    for moved in (LATER, None):
        assessment.retracted_at = moved
        with pytest.raises(AppendOnlyError, match="retracted_at"):
            assessment.save()
    assert Assessment.objects.get().retracted_at == INSTANT


@pytest.mark.parametrize("value", ["NULL", "'2026-05-01 00:00:00+00:00'"])
def test_the_database_keeps_a_retraction_as_it_was_made(value: str) -> None:
    make_assessment(make_milestone(make_plan()), retracted_at=INSTANT)
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        execute(f"UPDATE milestones_assessment SET retracted_at = {value}")


def test_a_retraction_is_not_made_in_bulk() -> None:
    make_assessment(make_milestone(make_plan()))
    with pytest.raises(AppendOnlyError):
        Assessment.objects.update(retracted_at=INSTANT)


def test_a_record_is_published_one_by_one_or_in_bulk() -> None:
    assessment = make_assessment(make_milestone(make_plan()), publication="draft")
    assessment.publication = "restricted"
    assessment.save()
    assert Assessment.objects.get().publication == "restricted"
    assert Assessment.objects.update(publication="published") == 1


def test_a_record_is_retracted_by_a_reader_of_another_language() -> None:
    assessment = make_assessment(make_milestone(make_plan()), note_en="seen", note_ar="شوهد")
    with translation.override("ar"):
        assessment.retracted_at = INSTANT
        assessment.save()
    stored = Assessment.objects.get()
    assert (stored.note_en, stored.note_ar, stored.retracted_at) == ("seen", "شوهد", INSTANT)


def test_saving_a_record_that_did_not_change_is_no_edit() -> None:
    observation = make_observation(make_indicator(make_plan()), Decimal("1.50"))
    observation.value = "1.5"
    observation.save()
    assert Observation.objects.get().value == Decimal("1.5")


def test_a_form_that_gives_an_empty_translation_is_no_edit() -> None:
    assessment = make_assessment(make_milestone(make_plan()), note_en="seen")
    assessment.note_he, assessment.publication = "", "draft"
    assessment.full_clean()
    assessment.save()
    assert Assessment.objects.get().publication == "draft"


def test_a_new_row_never_takes_the_place_of_an_old_one() -> None:
    old = make_assessment(make_milestone(make_plan()))
    twin = Assessment(pk=old.pk, milestone=old.milestone, level=0, date=DAY, recorded_at=INSTANT)
    with pytest.raises(IntegrityError), transaction.atomic():
        twin.save()
    assert Assessment.objects.get().level == old.level


@pytest.mark.skipif(connection.vendor != "sqlite", reason="only SQLite can insert a row in another's place")
def test_no_row_is_replaced_past_the_orm() -> None:
    old = make_assessment(make_milestone(make_plan()))
    columns = ", ".join(f'"{field.column}"' for field in Assessment._meta.concrete_fields)
    told = columns.replace('"level"', "0")
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        execute(f"INSERT OR REPLACE INTO milestones_assessment ({columns}) SELECT {told} FROM milestones_assessment")
    assert Assessment.objects.get().level == old.level


@pytest.mark.skipif(connection.vendor != "sqlite", reason="only SQLite can insert a row in another's place")
@pytest.mark.parametrize("model", [WaiverEnding, WithdrawalEnding, Revision, PlanEntry, StatusChange])
def test_no_row_is_replaced_by_one_that_is_as_unique(model: type[AppendOnly]) -> None:
    """With a key of its own the new row takes the old one's place by another unique index."""
    row = make_one_of_each()[model]
    columns = [f'"{field.column}"' for field in model._meta.concrete_fields if not field.primary_key]
    told = ", ".join(columns)
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        execute(f"INSERT OR REPLACE INTO {TABLES[model]} ({told}) SELECT {told} FROM {TABLES[model]}")
    assert model.objects.get().pk == row.pk


def test_an_entry_follows_one_that_ended() -> None:
    make_one_of_each()
    execute("UPDATE milestones_planentry SET last = 4")
    [first] = PlanEntry.objects.values()
    for last in (None, 2):
        PlanEntry.objects.create(**first | {"id": None, "first": 2, "last": last})
    assert PlanEntry.objects.count() == 3


def test_validation_says_what_cannot_be_changed() -> None:
    assessment = make_assessment(make_milestone(make_plan()))
    assessment.level, assessment.source = 0, make_source(assessment.milestone.plan)
    with pytest.raises(
        ValidationError,
        match=r"This assessment stays as it was entered: (level and source|source and level) cannot be changed",
    ):
        assessment.full_clean()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", ["first", "after the first was flushed"])
def test_guards_stand_again_after_a_flush(turn: str) -> None:
    assert not Assessment.objects.exists()
    make_assessment(make_milestone(make_plan()))
    with pytest.raises(IntegrityError, match="append-only"):
        execute("UPDATE milestones_assessment SET level = 0")


def test_a_reason_is_told_once() -> None:
    assessment = make_assessment(make_milestone(make_plan()), retracted_at=INSTANT)
    assessment.retraction_reason = "Counted twice."
    assessment.save()
    assessment.retraction_reason = "Never mind."
    with pytest.raises(AppendOnlyError):
        assessment.save()
    execute("UPDATE milestones_assessment SET retraction_reason_he = 'נספר פעמיים.'")
    for change in (
        "retraction_reason = 'Never mind.'",
        "retraction_reason = ''",
        "retraction_reason_he = 'לא חשוב.'",
        "retracted_at = NULL",
    ):
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            execute(f"UPDATE milestones_assessment SET {change}")


def test_an_entry_ends_once() -> None:
    make_one_of_each()
    execute("UPDATE milestones_planentry SET last = 4")
    for other in ("5", "NULL"):
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            execute(f"UPDATE milestones_planentry SET last = {other}")


def test_a_plan_s_revision_does_not_go_back() -> None:
    """Saving a row that was read before a recompute, as a form does, leaves the revision alone."""
    stale = make_plan(revision=1)
    Plan.objects.update(revision=2)
    stale.name_en = "Saved meanwhile"
    stale.save()
    assert Plan.objects.values_list("revision", "name_en").get() == (2, "Saved meanwhile")
    with pytest.raises(IntegrityError, match="cannot go back"), transaction.atomic():
        execute("UPDATE milestones_plan SET revision = 1")
