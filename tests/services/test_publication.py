"""Nothing is told by half: what a gate names shows wherever the gate would."""

import pytest
from django.core.exceptions import PermissionDenied

from milestones.kinds.core import KIND_OF
from milestones.models import Milestone, Observation, Publication, RecomputeMark
from milestones.services.entering import enter
from milestones.services.plan_rules import hidden_conditions
from milestones.services.publication import set_publication
from tests.admin.conftest import in_role
from tests.factories import INSTANT, make_condition, make_gate, make_indicator, make_milestone, make_plan, make_user

pytestmark = pytest.mark.django_db

PUBLISHED, RESTRICTED, DRAFT = Publication.PUBLISHED, Publication.RESTRICTED, Publication.DRAFT


@pytest.mark.parametrize(
    ("waiting", "named", "is_refused"),
    [
        (PUBLISHED, PUBLISHED, False),
        (PUBLISHED, RESTRICTED, True),
        (PUBLISHED, DRAFT, True),
        (RESTRICTED, PUBLISHED, False),
        (RESTRICTED, RESTRICTED, False),
        (RESTRICTED, DRAFT, True),
        (DRAFT, PUBLISHED, False),
        (DRAFT, RESTRICTED, False),
        (DRAFT, DRAFT, False),
    ],
)
@pytest.mark.parametrize("kind", ["milestone", "indicator"])
def test_a_gate_names_what_is_seen_as_far_as_itself(
    kind: str, waiting: Publication, named: Publication, is_refused: bool
) -> None:
    plan = make_plan()
    gate = make_gate(make_milestone(plan, name_en="Elections", publication=waiting))
    if kind == "milestone":
        make_condition(gate, milestone=make_milestone(plan, name_en="Handover", publication=named))
    else:
        make_condition(gate, indicator=make_indicator(plan, name_en="Handover", publication=named), at_least=1)
    breaches = list(hidden_conditions(plan))
    assert [(breach.pointer[-1], breach.code) for breach in breaches] == [(kind, "hidden_condition")] * is_refused
    for breach in breaches:
        assert f"before the start of “Elections” ({waiting}) names the {kind} “Handover”" in breach.message


@pytest.mark.parametrize(
    ("publications", "is_refused"), [([], False), ([DRAFT, RESTRICTED], True), ([DRAFT, PUBLISHED], False)]
)
def test_a_pillar_is_seen_with_its_milestones(publications: list[Publication], is_refused: bool) -> None:
    plan = make_plan()
    for publication in publications:
        make_milestone(plan, pillar="reconstruction", publication=publication)
    gate = make_gate(make_milestone(plan))
    make_condition(gate, pillar=plan.pillars.get(slug="reconstruction"), progress=50)
    breaches = list(hidden_conditions(plan))
    assert [breach.code for breach in breaches] == ["hidden_pillar"] * is_refused
    assert all("waits for the pillar “reconstruction”" in breach.message for breach in breaches)


def test_the_gates_of_other_plans_are_not_asked() -> None:
    other = make_plan("other")
    gate = make_gate(make_milestone(other))
    make_condition(gate, milestone=make_milestone(other, publication=DRAFT))
    assert list(hidden_conditions(make_plan())) == []
    assert len(list(hidden_conditions(other))) == 1


def test_what_a_file_left_hidden_holds_up_no_other_edit() -> None:
    """A file may bring a gate that names a draft; else nothing of its plan could be entered, nor mended bit by bit."""
    plan, analyst = make_plan(), in_role("analyst")
    first, second = (make_milestone(plan, publication=DRAFT) for _number in range(2))
    for named in (first, second):
        make_condition(make_gate(make_milestone(plan)), milestone=named)
    entry = {"indicator": make_indicator(plan, "crossings").slug, "date": "2026-03-01", "value": 1}
    assert enter(KIND_OF[Observation], [entry], plan=plan, user=analyst, at=INSTANT).faults == ()
    assert set_publication([first], PUBLISHED, user=analyst, at=INSTANT).faults == ()
    assert [fault.code for fault in set_publication([second], RESTRICTED, user=analyst, at=INSTANT).faults] == [
        "hidden_condition"
    ]


def test_only_what_differs_is_set_and_told_in_the_authors_name() -> None:
    plan, analyst = make_plan(), in_role("analyst")
    shown, hidden = make_milestone(plan), make_milestone(plan, publication=DRAFT)
    outcome = set_publication([shown, hidden], PUBLISHED, user=analyst, at=INSTANT)
    assert (outcome.rows, outcome.faults) == ((hidden,), ())
    hidden.refresh_from_db()
    assert hidden.publication == PUBLISHED
    told = [(mark.key, mark.who) for mark in RecomputeMark.objects.filter(cause__kind="changed")]
    assert told == [(hidden.pk, analyst)]


def test_a_publication_that_the_plan_refuses_is_not_set() -> None:
    plan = make_plan()
    named = make_milestone(plan)
    make_condition(make_gate(make_milestone(plan)), milestone=named)
    outcome = set_publication([named], DRAFT, user=in_role("analyst"), at=INSTANT)
    assert [fault.code for fault in outcome.faults] == ["hidden_condition"]
    named.refresh_from_db()
    assert named.publication == PUBLISHED


def test_nobody_puts_a_row_where_he_would_not_see_it() -> None:
    milestone = make_milestone(make_plan())
    clerk = make_user("clerk", permissions=("change_milestone",))
    outcome = set_publication([milestone], DRAFT, user=clerk, at=INSTANT)
    assert [(fault.pointer, fault.code) for fault in outcome.faults] == [(("publication",), "beyond_sight")]
    Milestone.objects.filter(pk=milestone.pk).update(publication=DRAFT)
    milestone.refresh_from_db()
    for user in (clerk, in_role("reader"), None):
        with pytest.raises(PermissionDenied):
            set_publication([milestone], PUBLISHED, user=user, at=INSTANT)
