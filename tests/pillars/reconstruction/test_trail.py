"""What money may be added, whose word counts, and how it is converted."""

from decimal import Decimal
from typing import Any

import pytest

from milestones.contingency.scales import Grade
from pillars.reconstruction.models.choices import Side, Stage
from pillars.reconstruction.money import Money
from pillars.reconstruction.trail import Rate
from tests.pillars.reconstruction.cast import at, on, told

GROUPS = {"qatar": "all-donors", "uae": "all-donors"}


def total(*entries: Any, stage: Stage = Stage.RECEIVED, day: int = 28, **money: Any) -> Any:
    found = Money(tuple(entries), currencies={"appeal": "USD"}, groups=GROUPS, **money)
    return found.total(stage, "appeal", on(day), None)


def amount(*entries: Any, **options: Any) -> Any:
    found = total(*entries, **options)
    return None if found is None else int(found.amount)


def received(sum_: int, **fields: Any) -> Any:
    return told(Stage.RECEIVED, sum_, **{"appeal": "appeal"} | fields)


@pytest.mark.parametrize(
    ("entries", "expected"),
    [
        pytest.param([], None, id="nothing told is no zero"),
        pytest.param([received(0)], 0, id="a zero that was told is one"),
        pytest.param([received(3), received(4, day=2)], 7, id="payments add"),
        pytest.param(
            [received(3), received(10, day=2, is_total=True), received(1, day=3)],
            11,
            id="a total replaces what was before it",
        ),
        pytest.param(
            [received(10, donor="all-donors"), received(4, donor="qatar")], 10, id="a donor is inside its group"
        ),
        pytest.param(
            [received(10, donor="all-donors"), received(4, donor="qatar", day=2)],
            14,
            id="what came after the group's sum is added",
        ),
        pytest.param(
            [received(10, donor="all-donors"), received(4, donor="qatar", day=2, is_total=True)],
            10,
            id="a later total may reach back, and is not",
        ),
        pytest.param(
            [received(0, donor="all-donors", channel="fund"), received(4, donor="qatar", channel="account")],
            4,
            id="another channel is not inside",
        ),
        pytest.param([received(10), received(4, channel="fund")], 10, id="an open channel speaks for all"),
        pytest.param(
            [received(9, side=Side.DONOR), received(7, side=Side.CHANNEL)], 7, id="who received it is believed"
        ),
        pytest.param([received(5, appeal="other")], None, id="another appeal's money is never added"),
        pytest.param([received(5, grade=Grade.DISPUTED)], None, id="what is disputed counts for nothing"),
        pytest.param([received(5, retracted=at(2))], None, id="what was retracted counts no more"),
    ],
)
def test_only_what_can_be_added_is(entries: list[Any], expected: int | None) -> None:
    assert amount(*entries) == expected


def pledged(sum_: int, **fields: Any) -> Any:
    return told(Stage.PLEDGE, sum_, **{"appeal": "appeal", "donor": "uae"} | fields)


@pytest.mark.parametrize(
    ("entries", "expected"),
    [
        pytest.param([pledged(5), pledged(5, day=9)], 5, id="announced twice is pledged once"),
        pytest.param([pledged(5), pledged(5, day=9, channel="fund")], 5, id="said again with its channel"),
        pytest.param([pledged(5, channel="fund"), pledged(5, day=9)], 5, id="said again without its channel"),
        pytest.param([pledged(5), pledged(7, day=9)], 12, id="another sum is another pledge"),
        pytest.param([pledged(5), pledged(5, donor="qatar")], 10, id="another donor's is another"),
        pytest.param([pledged(5, project="a"), pledged(5, project="b")], 10, id="for another project too"),
        pytest.param([pledged(5), pledged(5, currency="EUR")], None, id="another currency is another"),
        pytest.param([pledged(5, reference="1"), pledged(5, reference="2")], 10, id="references tell two apart"),
        pytest.param([pledged(5, reference="1"), pledged(5)], 5, id="one reference alone does not"),
    ],
)
def test_a_pledge_that_is_announced_again_is_not_added(entries: list[Any], expected: int | None) -> None:
    assert amount(*entries, stage=Stage.PLEDGE) == expected


def test_a_pledge_that_is_announced_again_is_named() -> None:
    again = pledged(5, day=9, key=2)
    money = Money((pledged(5), again), currencies={"appeal": "USD"})
    assert money.announced_again(money.lines(on(28), None)) == (again,)


def test_a_sum_rests_on_its_weakest_record() -> None:
    found = total(received(1, grade=Grade.VERIFIED), received(1, day=2, grade=Grade.REPORTED))
    assert found.grade is Grade.REPORTED


def rate(day: int, value: str, month: int = 3, **fields: Any) -> Rate:
    clocks: dict[str, Any] = {"key": day, "recorded": at(1), "grade": Grade.VERIFIED} | fields
    return Rate(date=on(day, month), currency="EUR", into="USD", rate=Decimal(value), **clocks)


def test_another_currency_is_converted_at_the_last_rate_and_says_so() -> None:
    found = total(received(100, day=10, currency="EUR"), rates=(rate(1, "1.5"), rate(9, "1.2"), rate(11, "9")))
    assert (found.amount, [each.rate for each in found.rates]) == (Decimal("120.0"), [Decimal("1.2")])


@pytest.mark.parametrize(
    "rates",
    [(), (rate(11, "1.2"),), (rate(1, "1.2", month=1),), (rate(9, "1.2", grade=Grade.DISPUTED),)],
    ids=["none", "of a later day", "of long before", "disputed"],
)
def test_without_a_rate_no_sum_is_given(rates: tuple[Rate, ...]) -> None:
    assert total(received(100, day=10, currency="EUR"), received(5), rates=rates) is None


def test_the_sum_is_that_of_the_day_and_of_what_was_known() -> None:
    money = Money((received(3), received(4, day=5)), currencies={"appeal": "USD"})
    seen = {day: money.total(Stage.RECEIVED, "appeal", on(day), None) for day in (4, 5)}
    assert [int(found.amount) for found in seen.values() if found] == [3, 7]
    early = money.total(Stage.RECEIVED, "appeal", on(9), at(2))
    assert early is not None
    assert early.amount == 3
