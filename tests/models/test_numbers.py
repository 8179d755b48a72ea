"""Numbers come back as they went in, or are refused."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction

from milestones.models import Indicator, Observation
from tests.factories import DAY, INSTANT, make_indicator, make_observation, make_plan

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "number", ["0", "-1.5", "0.1", "123456789012345", "99999.0000000001", "1E+3", "600.00", "-0.0000000001"]
)
def test_a_number_comes_back_as_it_went_in(number: str) -> None:
    make_observation(make_indicator(make_plan()), Decimal(number))
    value = Observation.objects.get().value
    assert value == Decimal(number)
    assert "E" not in str(value).upper() or abs(value) < Decimal("0.000001")
    assert Observation.objects.filter(value=Decimal(number)).exists()


def test_a_number_is_read_without_trailing_zeros() -> None:
    make_observation(make_indicator(make_plan()), Decimal("600.50"))
    assert [str(value) for value in Observation.objects.values_list("value", flat=True)] == ["600.5"]


@pytest.mark.parametrize("number", ["1234567890123456", "0.00000000001", "1E+15", "1.000000000000001", "Infinity"])
def test_a_number_that_a_database_would_round_is_refused(number: str) -> None:
    indicator = make_indicator(make_plan())
    with pytest.raises(ValidationError), transaction.atomic():
        Observation.objects.bulk_create(
            [Observation(indicator=indicator, value=Decimal(number), date=DAY, recorded_at=INSTANT)]
        )
    assert not Observation.objects.exists()


def test_a_float_is_refused() -> None:
    with pytest.raises(TypeError, match="float"):
        Indicator.objects.update(target=0.1)
