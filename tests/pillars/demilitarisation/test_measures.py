"""What is measured for any day, as known at any instant; no database is asked."""

from datetime import UTC, date, datetime
from decimal import Decimal
from functools import partial
from typing import Any

import pytest

from milestones.contingency.scales import Grade
from milestones.measures import Loaded, derive
from milestones.sweeps import Measured
from pillars.demilitarisation.counting import Alleged, Collections, Inspected, Target, read_scope
from pillars.demilitarisation.measures import MEASURES
from pillars.demilitarisation.tallying import Tally
from tests.pillars.asking import value_on

accepted, accepted_of_target, areas_certified, inspections_passed, incidents_30_days = (
    partial(value_on, MEASURES[name])
    for name in ("accepted", "accepted_of_target", "areas_certified", "inspections_passed", "incidents_30_days")
)
REPORTED, VERIFIED = Grade.REPORTED, Grade.VERIFIED


def on(day: int, month: int = 3) -> date:
    return date(2026, month, day)


def at(day: int, month: int = 3) -> datetime:
    return datetime(2026, month, day, tzinfo=UTC)


def clocks(day: int, *, known: int | None = None, retracted: int | None = None, grade: Grade = REPORTED,
           month: int = 3) -> dict[str, Any]:  # fmt: skip
    back = None if retracted is None else at(retracted, month)
    return {"date": on(day, month), "recorded": at(known or day, month), "retracted": back, "grade": grade}


def tally(day: int, number: int, scope: str = "total", phase: str = "one", *, series: str = "monitors",
          category: str = "rifles", area: str = "", **told: object) -> Tally:  # fmt: skip
    return Tally(category=category, series=series, scope=scope, phase=phase, area=area, accepted=number,
                 **clocks(day, **told))  # fmt: skip


def collections(*tallies: Tally, targets: tuple[Target, ...] = ()) -> Collections:
    return Collections(tallies, targets, ("one", "two", "three"), "monitors", frozenset({"rifles", "mortars"}))


def count(number: int, grade: Grade = REPORTED) -> Measured:
    return Measured(Decimal(number), grade)


STAGES = (
    tally(1, 243, "stage", "one"),
    tally(5, 233, "stage", "two"),
    tally(5, 476, "total", "two"),
    tally(9, 166, "stage", "three"),
)


@pytest.mark.parametrize(
    ("argument", "day", "expected"),
    [
        ("", 1, 243),
        ("all", 4, 243),
        ("", 5, 476),  # the stage's 233 is in the total of its day
        ("", 9, 642),
        ("one", 9, 243),
        ("two", 4, None),
        ("two", 5, 233),
        ("three", 8, None),
        ("three", 9, 166),
        ("through.one", 9, 243),
        ("through.two", 9, 476),
        ("through.three", 9, 642),
        ("through.three", 8, None),
        ("two.army", 9, None),
        ("nowhere", 9, None),
        ("through.nowhere", 9, None),
        ("all.monitors.rifles", 9, 642),
        ("all.monitors.mortars", 9, None),
    ],
)
def test_counts_of_stages_and_totals_add_up_to_each_scope(argument: str, day: int, expected: int | None) -> None:
    found = accepted(collections(*STAGES), on(day), None, argument, "")
    assert found == (None if expected is None else count(expected))


@pytest.mark.parametrize(
    ("tallies", "argument", "expected"),
    [
        # Events add to the newest base, and only those after its day.
        ((tally(1, 10, "stage"), tally(1, 4, "event"), tally(2, 5, "event")), "one", 15),
        ((tally(1, 4, "event"), tally(2, 5, "event")), "one", 9),
        ((tally(1, 4, "event"), tally(2, 5, "event")), "", 9),
        ((tally(1, 801), tally(1, 47, "event"), tally(2, 35, "event")), "", 836),
        # A total may hold events that were not published: events alone are not the stage then.
        ((tally(1, 801), tally(1, 47, "event"), tally(2, 35, "event")), "one", None),
        ((tally(1, 801), tally(2, 35, "event")), "through.one", 836),
        # A newer total replaces what was added up, also downwards.
        ((tally(1, 50), tally(2, 30, "event"), tally(3, 70)), "", 70),
        # A stage count that grows adds its growth since the total.
        ((tally(1, 10, "stage", "two"), tally(2, 100, phase="one"), tally(3, 25, "stage", "two")), "", 115),
        # Another count is another count.
        ((tally(1, 10), tally(2, 8, series="army")), "", 10),
        ((tally(1, 10), tally(2, 8, series="army")), "all.army", 8),
        # All arms together, each category by itself; infrastructure is asked for by name.
        ((tally(1, 10), tally(1, 3, category="mortars"), tally(1, 2, category="tunnels")), "", 13),
        ((tally(1, 10), tally(1, 2, category="tunnels")), "all.monitors.tunnels", 2),
        # Areas are summed where no count is for the whole, and not beside one.
        ((tally(1, 4, area="north"), tally(1, 6, area="south")), "", 10),
        ((tally(1, 11), tally(1, 4, area="north")), "", 11),
    ],
)
def test_nothing_is_counted_twice(tallies: tuple[Tally, ...], argument: str, expected: int | None) -> None:
    found = accepted(collections(*tallies), on(28), None, argument, "")
    assert found == (None if expected is None else count(expected))


def test_an_area_has_its_own_count() -> None:
    counted = collections(tally(1, 4, area="north"), tally(1, 6, area="south"))
    assert accepted(counted, on(1), None, "", "north") == count(4)


def test_a_measure_is_as_it_was_known_at_the_instant() -> None:
    counted = collections(tally(1, 10), tally(2, 30, known=9, retracted=12))
    assert accepted(counted, on(2), at(8), "", "") == count(10)
    assert accepted(counted, on(2), at(9), "", "") == count(30)
    assert accepted(counted, on(2), at(12), "", "") == count(10)
    assert accepted(counted, on(2), None, "", "") == count(10)


def test_what_is_disputed_counts_for_nothing_and_the_weakest_record_grades_the_sum() -> None:
    counted = collections(
        tally(1, 10, "event", grade=VERIFIED),
        tally(2, 5, "event", grade=REPORTED),
        tally(3, 50, "event", grade=Grade.DISPUTED),
    )
    assert accepted(counted, on(1), None, "", "") == count(10, VERIFIED)
    assert accepted(counted, on(3), None, "", "") == count(15)


def aim(figure: int, phase: str = "", **told: object) -> Target:
    return Target(category="rifles", phase=phase, area="", figure=Decimal(figure),
                  **clocks(1, grade=VERIFIED, **told))  # fmt: skip


@pytest.mark.parametrize(
    ("argument", "expected"),
    [
        ("", "76.4286"),
        ("three", "79.0476"),
        ("one", "115.7143"),
        ("through.two", "113.3333"),
        ("through.three", None),  # the third stage has a target; its sum is told below
    ],
)
def test_accepted_of_target_is_a_percentage_by_scope(argument: str, expected: str | None) -> None:
    targets = (aim(840), aim(210, "one"), aim(210, "two"), aim(210, "three"))
    found = accepted_of_target(collections(*STAGES, targets=targets), on(9), None, argument, "")
    assert found is not None
    assert found.value == Decimal(expected or "101.9048")
    assert found.grade is REPORTED


def test_without_a_target_there_is_no_percentage() -> None:
    assert accepted_of_target(collections(*STAGES, targets=(aim(840),)), on(9), None, "two", "") is None
    assert accepted_of_target(collections(*STAGES, targets=(aim(0),)), on(9), None, "", "") is None


def test_the_newest_target_holds() -> None:
    later = Target(category="rifles", phase="", area="", figure=Decimal(1000), **clocks(8))
    counted = collections(*STAGES, targets=(aim(840), later))
    assert accepted_of_target(counted, on(7), None, "", "") == Measured(Decimal("56.6667"), REPORTED)
    assert accepted_of_target(counted, on(9), None, "", "") == Measured(Decimal("64.2000"), REPORTED)


def looked(day: int, outcome: str, area: str = "north", kind: str = "certification",
           **told: object) -> Inspected:  # fmt: skip
    return Inspected(kind=kind, outcome=outcome, area=area, **clocks(day, **told))


@pytest.mark.parametrize(
    ("day", "area", "expected"),
    [
        (1, "", None),
        (2, "", 1),
        (3, "", 2),
        (5, "", 1),  # the north failed a later one
        (5, "north", 0),
        (5, "south", 1),
        (5, "east", None),
    ],
)
def test_an_area_is_certified_by_its_newest_certification(day: int, area: str, expected: int | None) -> None:
    counted = Loaded(
        (
            looked(1, "passed", kind="inspection"),
            looked(2, "passed"),
            looked(3, "passed", "south"),
            looked(4, "passed", ""),
            looked(5, "failed"),
            looked(5, "passed", "east", grade=Grade.DISPUTED),
        )
    )
    found = areas_certified(counted, on(day), None, "", area)
    assert found == (None if expected is None else count(expected))


def test_the_share_of_inspections_is_of_those_with_a_result() -> None:
    counted = Loaded(
        tuple(
            looked(1, outcome, kind="inspection")
            for outcome in ("passed", "passed", "failed", "refused", "inconclusive")
        )
    )
    assert inspections_passed(counted, on(1), None, "", "") == Measured(Decimal("66.6667"), REPORTED)
    nothing = Loaded((looked(1, "refused", kind="inspection"),))
    assert inspections_passed(nothing, on(1), None, "", "") is None


def alleged(day: int, case: str, *, finding: str = "none", told_on: int | None = None,
            area: str = "north", grade: Grade = REPORTED) -> Alleged:  # fmt: skip
    return Alleged(case=case, happened_on=on(day), area=area, finding=finding,
                   **clocks(told_on or day, grade=grade))  # fmt: skip


CASES = (
    alleged(1, "shots"),
    alleged(2, "lorry", area="south"),
    alleged(2, "lorry", finding="unfounded", told_on=10, area="south"),
    alleged(3, "rumour", grade=Grade.DISPUTED),
)


@pytest.mark.parametrize(
    ("day", "month", "expected"),
    [
        (28, 2, None),
        (1, 3, 1),
        (2, 3, 2),
        (9, 3, 2),
        (10, 3, 1),  # the lorry was found to be nothing
        (30, 3, 1),
        (31, 3, 0),
    ],
)
def test_incidents_are_counted_by_case_and_window(day: int, month: int, expected: int | None) -> None:
    found = incidents_30_days(Loaded(CASES), on(day, month), None, "", "")
    assert found == (None if expected is None else count(expected))


def test_incidents_of_another_area_are_not_counted() -> None:
    assert incidents_30_days(Loaded(CASES), on(2), None, "", "south") == count(1)


def test_the_end_of_the_window_becomes_an_observation() -> None:
    window = derive(MEASURES["incidents_30_days"], Loaded(CASES[:1]), until=on(30, 4))
    assert [(each.date, each.value) for each in window] == [(on(1), 1), (on(31), 0)]


@pytest.mark.parametrize(
    ("argument", "told"),
    [
        ("", ("", False, "", "")),
        ("all.joint", ("", False, "joint", "")),
        ("stage-1", ("stage-1", False, "", "")),
        ("stage-1.joint.rifles", ("stage-1", False, "joint", "rifles")),
        ("through.stage-1", ("stage-1", True, "", "")),
        ("through.stage-1.joint", ("stage-1", True, "joint", "")),
    ],
)
def test_an_argument_names_scope_series_and_category(argument: str, told: tuple[str, bool, str, str]) -> None:
    scope = read_scope(argument)
    assert (scope.phase, scope.is_through, scope.series, scope.category) == told
