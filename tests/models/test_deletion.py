"""What is not deleted, and what goes with what is."""

import pytest
from django.db.models import ProtectedError

from milestones.models import Condition, Gate
from tests.factories import make_assessment, make_condition, make_gate, make_milestone, make_plan, make_reading
from tests.models.rows import a_milestone

pytestmark = pytest.mark.django_db


def test_what_records_rest_on_is_not_deleted() -> None:
    assessment = make_assessment(a_milestone())
    plan = assessment.milestone.plan
    for row in (assessment.milestone, assessment.source, assessment.milestone.pillar, plan):
        with pytest.raises(ProtectedError):
            row.delete()


def test_a_milestone_without_records_takes_its_gates_with_it() -> None:
    milestone = a_milestone()
    make_condition(make_gate(milestone))
    milestone.delete()
    assert not Gate.objects.exists()
    assert not Condition.objects.exists()


def test_a_reading_that_a_gate_names_is_not_deleted() -> None:
    reading = make_reading(make_plan())
    make_gate(make_milestone(reading.plan), readings=(reading,))
    with pytest.raises(ProtectedError):
        reading.delete()
