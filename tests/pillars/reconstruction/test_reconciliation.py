"""Two accounts of the same money, the findings between them, and how findings close and open again."""

from decimal import Decimal
from typing import Any

import pytest

from milestones.contingency.scales import Grade
from pillars.reconstruction.counting import Records, Site
from pillars.reconstruction.measures import standing_findings
from pillars.reconstruction.models.choices import About, CountKind, Side, Stage, State, StepKind, Unit
from pillars.reconstruction.money import Money
from pillars.reconstruction.progress import Count, Step
from pillars.reconstruction.reconciliation import Entry, Finding, Opened
from pillars.reconstruction.trail import Place, Rate
from tests.pillars.reconstruction.cast import at, on, told


def paid(sum_: int, **fields: Any) -> Any:
    return told(Stage.RECEIVED, sum_, side=Side.DONOR, **{"appeal": "a", "donor": "d", "channel": "c"} | fields)


def got(sum_: int, **fields: Any) -> Any:
    return told(Stage.RECEIVED, sum_, side=Side.CHANNEL, **{"appeal": "a", "donor": "d", "channel": "c"} | fields)


def standing(money: Money, *, day: int = 28, **records: Any) -> tuple[tuple[Finding, ...], Grade | None]:
    return standing_findings(Records(money, **records), on(day), None)


@pytest.mark.parametrize(
    ("entries", "compared", "gaps"),
    [
        pytest.param([paid(5), got(5)], 1, [], id="they agree"),
        pytest.param([paid(5), got(3)], 1, [(5, 3)], id="less arrived than was paid"),
        pytest.param([paid(3), got(5)], 1, [(3, 5)], id="more arrived than was paid"),
        pytest.param([paid(5)], 0, [], id="one account alone is not compared"),
        pytest.param([paid(5), got(5, channel="other")], 0, [], id="another channel is another matter"),
        pytest.param(
            [paid(5), paid(4, donor="e"), got(9, donor=None)], 1, [], id="a channel's sum holds all its donors"
        ),
        pytest.param([paid(5), got(3, grade=Grade.DISPUTED)], 0, [], id="what is disputed is not compared"),
        pytest.param([paid(5, currency="EUR"), got(5)], 0, [], id="without a rate it is not compared"),
    ],
)
def test_what_was_paid_is_held_against_what_was_received(
    entries: list[Any], compared: int, gaps: list[tuple[int, int]]
) -> None:
    found, grade = standing(Money(tuple(entries)))
    assert (grade is not None) == bool(compared)
    assert [(each.difference.first, each.difference.second) for each in found if each.difference] == gaps


def test_a_difference_says_at_which_rate_an_account_was_converted() -> None:
    rate = Rate(key=1, date=on(1), recorded=at(1), currency="EUR", into="USD", rate=Decimal("1.1"))
    ((found,), _grade) = standing(Money((paid(10, currency="EUR"), got(9)), rates=(rate,)))
    gap = found.difference
    assert gap is not None
    assert (gap.first, gap.second, gap.unit, gap.rates) == (11, 9, "USD", (rate,))


def delivered_gaps(disbursed: int, built: int | None, *steps: StepKind) -> list[tuple[Decimal, Decimal]]:
    money = Money(
        (
            told(Stage.COMMITMENT, 100, appeal="a", project="p"),
            told(Stage.DISBURSED, disbursed, appeal="a", project="p"),
        )
    )
    clocks: Any = {"key": 1, "date": on(1), "recorded": at(1), "project": "p"}
    counts = [Count(**clocks, kind=CountKind.PLANNED, unit=Unit.HOMES, quantity=Decimal(200))]
    if built is not None:
        counts.append(Count(**clocks, kind=CountKind.DELIVERED, unit=Unit.HOMES, quantity=Decimal(built)))
    done = tuple(Step(**clocks, kind=kind) for kind in steps)
    found, grade = standing(money, sites={"p": Site(None, None)}, steps=done, counts=tuple(counts))
    assert grade is not None
    return [(each.difference.first, each.difference.second) for each in found if each.difference]


@pytest.mark.parametrize(
    ("disbursed", "built", "steps", "gaps"),
    [
        (50, 100, (), []),
        (59, 100, (), []),
        (60, 100, (), [(60, 50)]),
        (80, None, (), [(80, 0)]),
        (95, 190, (StepKind.COMPLETED,), [(95, 95)]),
        (100, 200, (StepKind.COMPLETED,), []),
    ],
)
def test_money_that_runs_ahead_of_building_is_a_finding(
    disbursed: int, built: int | None, steps: tuple[StepKind, ...], gaps: list[tuple[int, int]]
) -> None:
    assert delivered_gaps(disbursed, built, *steps) == gaps


PLACE = Place("a", "d", "c")
GAP = Money((paid(5, day=10), got(3, day=10)))


def entry(day: int, state: State | None, **fields: Any) -> Entry:
    values = {"key": day, "date": on(day), "recorded": at(day), "finding": "gap", "state": state}
    return Entry(**values | fields)


@pytest.mark.parametrize(
    ("entries", "state"),
    [
        ((), State.OPEN),
        ((entry(11, State.EXAMINED),), State.EXAMINED),
        ((entry(11, State.EXAMINED), entry(12, State.EXPLAINED)), State.EXPLAINED),
        ((entry(12, State.SETTLED), entry(13, None)), State.SETTLED),
        ((entry(9, State.EXPLAINED),), State.OPEN),
        ((entry(12, State.SETTLED, retracted=at(13)),), State.OPEN),
        ((entry(27, State.SETTLED),), State.OPEN),
        ((entry(12, State.SETTLED, recorded=at(9)),), State.OPEN),
    ],
    ids=[
        "none",
        "examined",
        "closed",
        "a word more",
        "it changed since",
        "taken back",
        "of a later day",
        "an account became known since",
    ],
)
def test_a_differences_finding_has_the_last_state_that_still_fits(entries: tuple[Entry, ...], state: State) -> None:
    opened = (Opened("gap", About.RECEIVED, PLACE),)
    ((found,), grade) = standing(GAP, day=20, findings=opened, entries=entries)
    assert (found.slug, found.state, found.grade) == ("gap", state, Grade.REPORTED)
    gap = found.difference
    assert gap is not None
    assert (gap.place, gap.first, gap.second, gap.unit) == (PLACE, 5, 3, "USD")
    assert (gap.newest, gap.learned, gap.grade) == (on(10), at(10), grade)


def test_a_difference_that_nobody_opened_is_a_finding_all_the_same() -> None:
    ((found,), _grade) = standing(GAP, day=20)
    assert (found.slug, found.is_open) == (None, True)


def test_a_contested_matter_is_a_finding_from_its_first_word() -> None:
    claims: Any = {
        "findings": (Opened("claims", About.CONTESTED, PLACE),),
        "entries": (entry(5, None, finding="claims"),),
    }
    assert standing(Money(), day=4, **claims) == ((), None)
    ((found,), _grade) = standing(Money(), day=5, **claims)
    assert found.is_open
