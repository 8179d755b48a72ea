"""A plan file keeps every digit; what a database would round is named before anything is written."""

from decimal import Decimal

from milestones.kinds.format import parse
from milestones.planfile import as_mapping
from milestones.planfile.quantities import inexact_numbers
from tests.planfile.plans import with_milestone

THIRD = "33.33333333333333333333"


def test_a_number_of_many_digits_is_read_and_written_exactly() -> None:
    document = parse(with_milestone(weight=THIRD)).document
    assert document.milestones[0].weight == Decimal(THIRD)
    assert parse(as_mapping(document)).document == document


def test_a_number_that_a_database_would_round_is_named_with_its_place() -> None:
    (fault,) = inexact_numbers(parse(with_milestone(weight=THIRD)).document)
    assert (fault.path, fault.code) == ("milestones[0].weight", "inexact")
    assert THIRD in fault.message


def test_a_number_that_fits_is_no_fault() -> None:
    assert inexact_numbers(parse(with_milestone(weight="0.25")).document) == []
