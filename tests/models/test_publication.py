"""Who sees what: one rule for every model, by its own publication and by what it hangs on."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser

from milestones.models import (
    Assessment,
    Audience,
    Condition,
    Gate,
    GateReading,
    Milestone,
    MilestoneStatus,
    Observation,
    Plan,
    PlanEntry,
    PlanStatus,
    Position,
    Publication,
    Responsibility,
    Revision,
    ScheduleRevision,
    Series,
    ShownIndicator,
    StatusChange,
    Waiver,
    WaiverEnding,
    Withdrawal,
    WithdrawalEnding,
)
from milestones.models.ledger import Checkpoint, LedgerLeaf
from milestones.models.publication import Bounded, publications_seen_by
from tests.factories import (
    DAY,
    INSTANT,
    make_actor,
    make_analyst,
    make_area,
    make_assessment,
    make_clause,
    make_condition,
    make_gate,
    make_indicator,
    make_milestone,
    make_observation,
    make_phase,
    make_plan,
    make_position,
    make_reading,
    make_restricted_reader,
    make_schedule_revision,
    make_series,
    make_source,
    make_user,
    make_waiver,
    make_waiver_ending,
    make_withdrawal,
    make_withdrawal_ending,
)

pytestmark = pytest.mark.django_db

READERS: dict[str, Callable[[], Any]] = {
    "nobody": lambda: None,
    "anonymous": AnonymousUser,
    "signed in": make_user,
    "restricted reader": make_restricted_reader,
    "draft reader": lambda: make_user(permissions=("view_draft",)),
    "analyst": make_analyst,
    "superuser": lambda: make_user(is_superuser=True),
    "closed superuser": lambda: make_user(is_superuser=True, is_active=False),
}
SEES: dict[str, set[str]] = {
    "nobody": {"published"},
    "anonymous": {"published"},
    "signed in": {"published"},
    "restricted reader": {"published", "restricted"},
    "draft reader": {"published", "draft"},
    "analyst": {"published", "restricted", "draft"},
    "superuser": {"published", "restricted", "draft"},
    "closed superuser": {"published"},
}


def a_full_plan(**publications: str) -> dict[str, Any]:
    """A plan with a row of every kind; the publications of the plan, milestone, indicator, source and records."""

    def as_given(kind: str) -> dict[str, str]:
        return {"publication": publications.get(kind, "published")}

    plan = make_plan(**as_given("plan"))
    source = make_source(plan, **as_given("source"))
    milestone = make_milestone(plan, **as_given("milestone"))
    indicator = make_indicator(plan, **as_given("indicator"))
    record = as_given("record") | {"source": source}
    actor, reading = make_actor(plan), make_reading(plan)
    gate = make_gate(milestone, readings=(reading,))
    withdrawal, waiver = make_withdrawal(milestone, **record), make_waiver(gate, **record)
    return {
        "plan": plan,
        "source": source,
        "clause": make_clause(source),
        "milestone": milestone,
        "indicator": indicator,
        "pillar": plan.pillars.first(),
        "phase": make_phase(plan),
        "area": make_area(plan),
        "actor": actor,
        "reading": reading,
        "series": make_series(indicator),
        "responsibility": Responsibility.objects.create(milestone=milestone, actor=actor),
        "shown indicator": ShownIndicator.objects.create(milestone=milestone, indicator=indicator),
        "gate": gate,
        "gate reading": GateReading.objects.get(),
        "condition": make_condition(gate),
        "assessment": make_assessment(milestone, **record),
        "observation": make_observation(indicator, **record),
        "schedule revision": make_schedule_revision(milestone, **record),
        "withdrawal": withdrawal,
        "end of the withdrawal": make_withdrawal_ending(withdrawal),
        "waiver": waiver,
        "end of the waiver": make_waiver_ending(waiver),
        "position": make_position(actor, milestone=milestone, **record),
        "milestone status": MilestoneStatus.objects.create(
            milestone=milestone, status="waiting", level_low=0, level_high=0, is_overdue=False, releases=0, downstream=0
        ),
        "plan status": PlanStatus.objects.create(plan=plan, on=DAY, computed_at=INSTANT, revision=1),
        "status change": StatusChange.objects.create(
            plan=plan, milestone=milestone, new="waiting", on=DAY, computed_at=INSTANT, revision=1
        ),
        "revision": Revision.objects.create(
            plan=plan, number=1, at=INSTANT, method=1, public_number=1, cleared_number=1
        ),
        "entry": PlanEntry.objects.create(
            plan=plan,
            kind="milestones.assessment",
            key=1,
            owner=milestone.pk,
            rank=0,
            publication=min(publications.values(), default="published"),
            first=1,
        ),
    }


RECORDS = {"assessment", "observation", "schedule revision", "position", "withdrawal", "waiver"} | {
    "end of the withdrawal",
    "end of the waiver",
}
OF_MILESTONE = (
    RECORDS
    | {"milestone", "responsibility", "shown indicator", "gate", "gate reading", "condition"}
    | {"milestone status", "status change"}
) - {"observation"}
OF_INDICATOR = {"indicator", "series", "observation", "shown indicator"}
HIDDEN_WITH = {
    "source": RECORDS | {"source", "clause", "entry"},
    "record": RECORDS | {"entry"},
    "milestone": OF_MILESTONE | {"entry"},
    "indicator": OF_INDICATOR | {"entry"},
}


@pytest.mark.parametrize("publication", Publication.values)
@pytest.mark.parametrize("kind", ["plan", "milestone", "indicator", "source", "record"])
def test_a_reader_sees_what_is_visible_with_all_it_hangs_on(kind: str, publication: str) -> None:
    rows = a_full_plan(**{kind: publication})
    for name, make_reader in READERS.items():
        reader = make_reader()
        hidden = set() if publication in SEES[name] else HIDDEN_WITH.get(kind, set(rows))
        assert (name, seen_by(reader, rows)) == (name, set(rows) - hidden)


def seen_by(reader: Any, rows: dict[str, Any]) -> set[str]:
    """The names of the rows that the reader sees."""
    return {name for name, row in rows.items() if row in type(row).objects.visible_to(reader)}


def test_every_bounded_model_of_the_core_is_tried_here() -> None:
    def concrete(model: type) -> set[type]:
        own = set() if model._meta.abstract else {model}
        return own.union(*(concrete(child) for child in model.__subclasses__()))

    tried = {type(row) for row in a_full_plan().values()} | {LedgerLeaf, Checkpoint}  # these tell what all were shown
    assert {model for model in concrete(Bounded) if model.__module__.startswith("milestones.")} == tried


@pytest.mark.parametrize("publication", ["draft", "restricted"])
@pytest.mark.parametrize("kind", ["milestone", "indicator"])
def test_a_gate_that_names_something_hidden_is_hidden_whole(kind: str, publication: str) -> None:
    plan = make_plan()
    gate = make_gate(make_milestone(plan))
    make_condition(gate)
    if kind == "milestone":
        make_condition(gate, milestone=make_milestone(plan, publication=publication))
    else:
        make_condition(gate, indicator=make_indicator(plan, publication=publication), at_least=1)
    make_waiver_ending(make_waiver(gate))
    for model in (Gate, Condition, Waiver, WaiverEnding):
        assert not model.objects.visible_to(None).exists()
        assert model.objects.visible_to(make_user(is_superuser=True)).exists()


def test_a_revision_that_follows_something_hidden_is_hidden() -> None:
    plan = make_plan()
    hidden = make_milestone(plan, publication="draft")
    make_schedule_revision(make_milestone(plan), due_days=1, due_after=hidden, due_reaches=3)
    assert not ScheduleRevision.objects.visible_to(None).exists()


def test_a_record_without_a_source_is_seen() -> None:
    make_assessment(make_milestone(make_plan()), source=None)
    assert Assessment.objects.visible_to(None).count() == 1


def test_no_row_is_seen_twice() -> None:
    plan = make_plan()
    gate = make_gate(make_milestone(plan))
    for _ in range(3):
        make_condition(gate, milestone=make_milestone(plan))
    assert Gate.objects.visible_to(None).count() == 1


@pytest.mark.parametrize(
    ("audience", "counted"), [(Audience.PUBLIC, {"published"}), (Audience.RESTRICTED, {"published", "restricted"})]
)
def test_drafts_count_for_no_audience(audience: Audience, counted: set[str]) -> None:
    milestone = make_milestone(make_plan())
    for publication in Publication.values:
        make_assessment(milestone, publication=publication)
    found = Assessment.objects.within(audience.publications).values_list("publication", flat=True)
    assert sorted(found) == sorted(counted)


def test_an_audience_is_restricted_by_permission_alone() -> None:
    for user in (None, AnonymousUser(), make_user(permissions=("view_draft",))):
        assert Publication.RESTRICTED not in publications_seen_by(user)
    for user in (make_restricted_reader(), make_analyst()):
        assert Publication.RESTRICTED in publications_seen_by(user)


def test_related_rows_know_the_boundary_too() -> None:
    milestone = make_milestone(make_plan())
    make_assessment(milestone, publication="draft")
    assert not milestone.assessments.visible_to(None).exists()
    assert milestone.plan.milestones.visible_to(None).get() == milestone


@pytest.mark.one_database
@pytest.mark.parametrize("model", [Plan, Milestone, Observation, Position, Withdrawal, WithdrawalEnding, Series])
def test_what_is_visible_is_found_in_one_query(model: Any, django_assert_num_queries: Any) -> None:
    a_full_plan()
    user = make_restricted_reader()
    for permission in ("view_restricted", "view_draft"):
        user.has_perm(f"milestones.{permission}")  # permissions and roles are kept once they have been read
    with django_assert_num_queries(1):
        assert len(model.objects.visible_to(user)) == 1
