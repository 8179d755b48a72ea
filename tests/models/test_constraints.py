"""What the database refuses, by the name of the constraint, and what it keeps."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, models, transaction

from milestones.kinds.constraints import leaves
from milestones.models import (
    Condition,
    GateReading,
    Import,
    Invitation,
    JobRun,
    LedgerLeaf,
    Membership,
    MilestoneStatus,
    PlanEntry,
    PlanPart,
    RepeatableAnswer,
    Responsibility,
    Revision,
    ShownIndicator,
    StatusChange,
)
from tests.factories import (
    DAY,
    INSTANT,
    make_actor,
    make_analyst,
    make_area,
    make_assessment,
    make_clause,
    make_gate,
    make_indicator,
    make_milestone,
    make_observation,
    make_phase,
    make_pillar,
    make_plan,
    make_position,
    make_reading,
    make_schedule_revision,
    make_series,
    make_source,
    make_user,
    make_waiver,
    make_waiver_ending,
    make_withdrawal,
    make_withdrawal_ending,
)
from tests.models.rows import a_milestone, relative

pytestmark = pytest.mark.django_db

APPS_MODELS = [model for model in apps.get_models() if model.__module__.startswith(("milestones.models", "pillars."))]
BEFORE = DAY - dt.timedelta(days=1)


def a_condition(**fields: Any) -> Condition:
    """A condition, of a gate of `accord`, where "milestone", "indicator" or "pillar" is True for any of them."""
    plan = make_plan()
    gate = make_gate(make_milestone(plan))
    makers = {"milestone": make_milestone, "indicator": make_indicator, "pillar": make_pillar}
    parts = {name: make(plan) for name, make in makers.items() if fields.pop(name, False)}
    return Condition.objects.create(gate=gate, **parts, **fields)


def a_status(**fields: Any) -> MilestoneStatus:
    given = {"status": "waiting", "level_low": 0, "level_high": 1, "is_overdue": False, "releases": 0, "downstream": 0}
    return MilestoneStatus.objects.create(milestone=a_milestone(), **given | fields)


def a_leaf(slug: str) -> LedgerLeaf:
    revision = Revision.objects.create(
        plan=make_plan(slug=slug), number=1, at=INSTANT, method=1, cause={}, public_number=1, cleared_number=1
    )
    return LedgerLeaf.objects.create(position=0, revision=revision, hash=bytes(32))


def a_change(**fields: Any) -> StatusChange:
    milestone = a_milestone()
    given = {"new": "waiting", "on": DAY, "computed_at": INSTANT, "revision": 1}
    return StatusChange.objects.create(plan=milestone.plan, milestone=milestone, **given | fields)


def twice(make: Callable[[], Any]) -> None:
    make()
    make()


def in_one_plan(make: Callable[..., Any], slug: str = "same") -> Callable[[], None]:
    def attempt() -> None:
        plan = make_plan()
        twice(lambda: make(plan, slug))

    return attempt


def two_endings_of_a_withdrawal() -> None:
    withdrawal = make_withdrawal(a_milestone())
    twice(lambda: make_withdrawal_ending(withdrawal))


def two_endings_of_a_waiver() -> None:
    waiver = make_waiver(make_gate(a_milestone()))
    twice(lambda: make_waiver_ending(waiver))


def one_invited_twice() -> None:
    account, by = make_analyst(), make_user()
    twice(lambda: Invitation.objects.create(account=account, by=by))


def one_actor_owing_twice() -> None:
    milestone = a_milestone()
    actor = make_actor(milestone.plan)
    twice(lambda: Responsibility.objects.create(milestone=milestone, actor=actor))


def one_indicator_shown_twice() -> None:
    milestone = a_milestone()
    indicator = make_indicator(milestone.plan)
    twice(lambda: ShownIndicator.objects.create(milestone=milestone, indicator=indicator))


def one_reading_twice() -> None:
    gate = make_gate(a_milestone())
    reading = make_reading(gate.milestone.plan)
    twice(lambda: GateReading.objects.create(gate=gate, reading=reading))


def one_series_twice() -> None:
    indicator = make_indicator(make_plan())
    twice(lambda: make_series(indicator, "same"))


def a_position_about_two_things() -> None:
    milestone = a_milestone()
    make_position(make_actor(milestone.plan), milestone=milestone, pillar=milestone.pillar)


def one_key_answered_twice() -> None:
    for _ in range(2):
        RepeatableAnswer.objects.create(who="token", key="one", request="a", at=INSTANT)


def two_changes_at_once() -> None:
    change = a_change()
    change.pk, change._state.adding = None, True
    change.save()


def a_certifier_and_none() -> None:
    plan = make_plan()
    make_milestone(plan, certifier=make_actor(plan), certifier_none_designated=True)


def one_clause_twice() -> None:
    source = make_source(make_plan())
    for _ in range(2):
        make_clause(source, "16")


DAY_AFTER = INSTANT + dt.timedelta(days=1)


def two_revisions(**fields: Any) -> None:
    told = {"plan": make_plan(), "at": INSTANT, "number": 1, "method": 1, "public_number": 1, "cleared_number": 1}
    for given in (told, told | fields):
        Revision.objects.create(**given)


def two_entries(**fields: Any) -> None:
    told = {"plan": make_plan(), "kind": "milestones.plan", "key": 1, "owner": 0, "rank": 0, "first": 1}
    for given in (told | {"publication": "published"}, told | {"publication": "published"} | fields):
        PlanEntry.objects.create(**given)


REFUSED: dict[str, tuple[Callable[[], Any], str]] = {
    "an account of which one was shown the link twice": (one_invited_twice, "invitation_once_by_each"),
    "two plans of one slug": (lambda: twice(make_plan), "slug"),
    "two pillars of one slug": (in_one_plan(make_pillar), "pillar_slug_unique_in_plan"),
    "two phases of one slug": (in_one_plan(make_phase), "phase_slug_unique_in_plan"),
    "two areas of one slug": (in_one_plan(make_area), "area_slug_unique_in_plan"),
    "two actors of one slug": (in_one_plan(make_actor), "actor_slug_unique_in_plan"),
    "two readings of one slug": (in_one_plan(make_reading), "reading_slug_unique_in_plan"),
    "two sources of one slug": (in_one_plan(make_source), "source_slug_unique_in_plan"),
    "two indicators of one slug": (in_one_plan(make_indicator), "indicator_slug_unique_in_plan"),
    "two milestones of one slug": (in_one_plan(make_milestone), "milestone_slug_unique_in_plan"),
    "two series of one slug": (one_series_twice, "series_slug_unique_in_indicator"),
    "one actor owing twice": (one_actor_owing_twice, "responsibility_unique"),
    "one indicator shown twice": (one_indicator_shown_twice, "shown_indicator_unique"),
    "one reading twice": (one_reading_twice, "gate_reading_unique"),
    "two endings of a withdrawal": (two_endings_of_a_withdrawal, "withdrawal_id"),
    "two endings of a waiver": (two_endings_of_a_waiver, "waiver_id"),
    "a plan requiring disputed": (lambda: make_plan(verification=0), "plan_verification_can_be_required"),
    "a milestone requiring disputed": (lambda: a_milestone(verification=0), "milestone_verification_can_be_required"),
    "an indicator requiring disputed": (
        lambda: make_indicator(make_plan(), verification=0),
        "indicator_verification_can_be_required",
    ),
    "a weight of nothing": (lambda: a_milestone(weight=0), "milestone_weight_is_positive"),
    "a due date before the start": (
        lambda: a_milestone(planned_start_on=DAY, due_on=BEFORE),
        "milestone_due_not_before_planned_start",
    ),
    "a start that is a day and relative": (
        lambda: a_milestone(planned_start_on=DAY, **relative("planned_start", make_milestone(make_plan("other")))),
        "milestone_planned_start_is_day_or_relative",
    ),
    "a relative due date without days": (
        lambda: a_milestone(**relative("due", make_milestone(make_plan("other")), days=None)),
        "milestone_due_is_day_or_relative",
    ),
    "a relative due date from no level": (
        lambda: a_milestone(**relative("due", make_milestone(make_plan("other")), reaches=0)),
        "milestone_due_is_day_or_relative",
    ),
    "days before a level": (
        lambda: a_milestone(**relative("due", make_milestone(make_plan("other")), days=-1)),
        "due_days",
    ),
    "a revision with half a relative date": (
        lambda: make_schedule_revision(a_milestone(), due_days=3),
        "schedule_revision_due_is_day_or_relative",
    ),
    "a revision's start from no level": (
        lambda: make_schedule_revision(
            a_milestone(), **relative("planned_start", make_milestone(make_plan("other")), reaches=0)
        ),
        "schedule_revision_planned_start_is_day_or_relative",
    ),
    "a revision that lifts a date and gives it": (
        lambda: make_schedule_revision(a_milestone(), due_on=DAY, due_lifted=True),
        "schedule_revision_due_is_lifted_or_given",
    ),
    "a revision that lifts a start and counts it from a level": (
        lambda: make_schedule_revision(
            a_milestone(),
            planned_start_lifted=True,
            **relative("planned_start", make_milestone(make_plan("other")), reaches=1),
        ),
        "schedule_revision_planned_start_is_lifted_or_given",
    ),
    "a grade above verified": (lambda: make_assessment(a_milestone(), verification=4), "assessment_grade_is_known"),
    "a certifier and none designated": (a_certifier_and_none, "milestone_certifier_or_none_designated"),
    "an unknown level": (lambda: make_assessment(a_milestone(), 4), "assessment_level_is_known"),
    "an unknown grade": (
        lambda: make_observation(make_indicator(make_plan()), verification=4),
        "observation_grade_is_known",
    ),
    "an unknown step": (lambda: make_gate(a_milestone(), before="end"), "gate_before_is_known"),
    "an unknown force": (lambda: make_gate(a_milestone(), force="must"), "gate_force_is_known"),
    "an unknown kind of actor": (lambda: make_actor(make_plan(), kind="army"), "actor_kind_is_known"),
    "an unknown stance": (lambda: make_position(make_actor(make_plan()), "maybe"), "position_stance_is_known"),
    "an unknown role": (
        lambda: Membership.objects.create(user=make_analyst(), role="king"),
        "membership_role_is_known",
    ),
    "an unknown kind of milestone": (lambda: a_milestone(kind="promise"), "milestone_kind_is_known"),
    "two clauses of one number": (one_clause_twice, "clause_number_unique_in_source"),
    "an unknown tier": (lambda: make_source(make_plan(), tier="E"), "source_tier_is_known"),
    "an unknown direction": (lambda: make_indicator(make_plan(), direction="sideways"), "indicator_direction_is_known"),
    "a position about two things": (a_position_about_two_things, "position_is_about_one_thing"),
    "a condition of no kind": (a_condition, "condition_is_of_one_kind"),
    "a condition of two kinds": (lambda: a_condition(milestone=True, reaches=3, date=DAY), "condition_is_of_one_kind"),
    "a level of no milestone": (lambda: a_condition(reaches=3), "condition_is_of_one_kind"),
    "a milestone without a level": (lambda: a_condition(milestone=True), "condition_is_of_one_kind"),
    "an indicator without a bound": (lambda: a_condition(indicator=True), "condition_is_of_one_kind"),
    "an indicator with two bounds": (
        lambda: a_condition(indicator=True, at_least=1, at_most=2),
        "condition_is_of_one_kind",
    ),
    "a pillar without progress": (lambda: a_condition(pillar=True), "condition_is_of_one_kind"),
    "a milestone reaching nothing": (lambda: a_condition(milestone=True, reaches=0), "condition_level_can_be_reached"),
    "progress beyond all": (
        lambda: a_condition(pillar=True, progress=Decimal("100.1")),
        "condition_progress_is_percent",
    ),
    "progress below nothing": (lambda: a_condition(pillar=True, progress=-1), "condition_progress_is_percent"),
    "days of a date": (lambda: a_condition(date=DAY, for_days=1), "condition_for_days_of_level_or_value"),
    "days of a pillar": (
        lambda: a_condition(pillar=True, progress=50, for_days=1),
        "condition_for_days_of_level_or_value",
    ),
    "days below nothing": (lambda: a_condition(milestone=True, reaches=1, for_days=-1), "for_days"),
    "an unknown status": (lambda: a_status(status="late"), "milestone_status_is_known"),
    "a range upside down": (lambda: a_status(level_low=2), "milestone_status_level_is_range"),
    "one key answered twice": (one_key_answered_twice, "repeatable_answer_once_a_key"),
    "two changes of a milestone in one revision": (two_changes_at_once, "status_change_once_a_revision"),
    "an unknown outcome": (
        lambda: JobRun.objects.create(task="t", started_at=INSTANT, outcome="fine"),
        "job_run_outcome_is_known",
    ),
    "an import at no known stage": (
        lambda: Import.objects.create(plan=make_plan("imports"), who=make_analyst(), at=INSTANT, stage="lost"),
        "import_stage_is_known",
    ),
    "a change that is none": (lambda: a_change(old="waiting"), "status_change_is_a_change"),
    "two revisions of one number": (lambda: two_revisions(at=DAY_AFTER), "revision_number_unique_in_plan"),
    "two revisions at one instant": (lambda: two_revisions(number=2), "revision_instant_unique_in_plan"),
    "two versions of a row that stand": (lambda: two_entries(first=2), "entry_one_open_of_a_row"),
    "an entry that ends before it begins": (lambda: two_entries(last=0), "entry_last_not_before_first"),
    "an entry seen by nobody knows whom": (
        lambda: two_entries(last=1, publication="secret"),
        "entry_publication_is_known",
    ),
    "a change of no known kind": (lambda: a_change(kind="rumour"), "status_change_kind_is_known"),
    "two leaves of one place": (lambda: [a_leaf("one"), a_leaf("other")], "ledger_leaf_position_unique"),
    "a change into nothing": (lambda: a_change(old="waiting", new=""), "status_change_statuses_are_known"),
}


CONSTRAINTS = {
    constraint.name: (model, constraint)
    for model in apps.get_app_config("milestones").get_models()
    for constraint in model._meta.constraints
}


def told_by_the_database(name: str) -> str:
    """What the database's refusal says: the constraint's name, or on SQLite the unique columns' table."""
    model, constraint = CONSTRAINTS.get(name, (None, None))
    if connection.vendor == "sqlite" and isinstance(constraint, models.UniqueConstraint):
        return f"UNIQUE constraint failed: {model._meta.db_table}."
    return name


@pytest.mark.parametrize("case", REFUSED)
def test_the_database_refuses(case: str) -> None:
    attempt, constraint = REFUSED[case]
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        attempt()
    assert told_by_the_database(constraint) in str(refusal.value)


def test_every_constraint_is_tried_here() -> None:
    assert CONSTRAINTS.keys() <= {constraint for _attempt, constraint in REFUSED.values()}


KEPT: dict[str, Callable[[], Any]] = {
    "a milestone's level": lambda: a_condition(milestone=True, reaches=1, for_days=30),
    "a value at least": lambda: a_condition(indicator=True, at_least=600, for_days=30),
    "a value at most": lambda: a_condition(indicator=True, at_most=Decimal("-0.5")),
    "a pillar's progress": lambda: a_condition(pillar=True, progress=100),
    "a date": lambda: a_condition(date=DAY),
    "a due date on the planned start": lambda: a_milestone(planned_start_on=DAY, due_on=DAY),
    "a relative date": lambda: a_milestone(**relative("due", make_milestone(make_plan("other")), days=0)),
    "a revision that gives nothing": lambda: make_schedule_revision(a_milestone()),
    "none designated": lambda: a_milestone(certifier_none_designated=True),
    "one slug in two plans": lambda: [make_area(make_plan(slug), "same") for slug in ("one", "two")],
}


@pytest.mark.parametrize("case", KEPT)
def test_the_database_keeps(case: str) -> None:
    rows = KEPT[case]()
    for row in rows if isinstance(rows, list) else [rows]:
        row.refresh_from_db()
        assert row.pk


@pytest.mark.parametrize("model", APPS_MODELS, ids=lambda model: model._meta.label)
def test_every_slug_grade_and_word_is_held_by_the_database(model: type[models.Model]) -> None:
    """A model whose columns imply constraints has them; one that is not `called` would keep anything."""
    constraints = model._meta.constraints
    checked = {
        column
        for check in constraints
        if isinstance(check, models.CheckConstraint)
        for column, _, _ in leaves(check.condition)
    }
    words = {column.name for column in model._meta.local_fields if column.choices} - {"publication"}
    assert words <= checked
    if issubclass(model, PlanPart):
        unique = [set(each.fields) for each in constraints if isinstance(each, models.UniqueConstraint)]
        assert {"plan", "slug"} in unique
