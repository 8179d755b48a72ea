"""Which numbers are kept, and how they are written."""

from decimal import Decimal

import pytest

from milestones.limits import is_exact, plain


@pytest.mark.parametrize(
    ("number", "exact"),
    [
        ("0", True),
        ("-0.000", True),
        ("0E+40", True),
        ("123456789012345", True),
        ("-12345.6789012345", True),
        ("0.0000000001", True),
        ("0.00000000010", True),
        ("1E+14", True),
        ("1.50000000000000000000000000000000000000", True),
        ("1E+15", False),
        ("1234567890123456", False),
        ("1.234567890123456", False),
        ("0.00000000001", False),
        ("1E+999999", False),
        ("NaN", False),
        ("-Infinity", False),
    ],
)
def test_a_number_is_exact_within_fifteen_digits_and_ten_decimals(number: str, exact: bool) -> None:
    assert is_exact(Decimal(number)) is exact


@pytest.mark.parametrize(
    ("number", "written"),
    [("600.00", "600"), ("6E+2", "600"), ("-0.0", "0"), ("0E+9", "0"), ("1.50", "1.5"), ("-2", "-2")],
)
def test_a_number_is_written_in_one_way(number: str, written: str) -> None:
    assert str(plain(Decimal(number))) == written


def test_small_numbers_are_written_without_an_exponent() -> None:
    assert f"{plain(Decimal('0.0000000001')):f}" == "0.0000000001"
