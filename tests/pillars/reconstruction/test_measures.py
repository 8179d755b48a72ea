"""The measures over loaded records, for any day and instant; and what the shipped plan shows."""

import datetime as dt
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from milestones.contingency.scales import Grade
from milestones.measures import derive
from milestones.models import Indicator, Observation, Plan
from milestones.registry import registry
from milestones.state import state_now
from milestones.state.measuring import measure_fault
from tests import factories as make
from tests.pillars.asking import value_on
from tests.pillars.reconstruction import cast

PLANS = Path(__file__).resolve().parents[3] / "plans"

pytestmark = pytest.mark.django_db


def measured(plan: Plan, name: str, day: dt.date, *, known_at: dt.datetime | None = None, area: str = "") -> Any:
    use = registry.measure(f"reconstruction.{name}")
    assert use is not None
    return value_on(use.measure, use.measure.load(state_now(plan)), day, known_at, use.argument, area)


def value(plan: Plan, name: str, day: dt.date, **options: Any) -> Decimal | None:
    found = measured(plan, name, day, **options)
    return None if found is None else found.value


def loaded_gaza() -> Plan:
    call_command("load_plan", PLANS / "gaza-phase-two.yaml", verbosity=0)
    return Plan.objects.get(slug="gaza-phase-two")


def test_cairos_money_gives_two_shares_and_is_not_added_to_the_boards(capsys: Any) -> None:
    plan = loaded_gaza()
    tenth = Decimal("0.1")
    shares = {}
    for name in ("share_received_of_pledged", "share_received_of_due"):
        found = measured(plan, f"{name}.cairo-2014", dt.date(2016, 3, 31))
        assert found.grade is Grade.REPORTED
        shares[name] = found.value.quantize(tenth, rounding=ROUND_HALF_UP)
        assert measured(plan, f"{name}.cairo-2014", dt.date(2016, 3, 30)) is None
    assert shares == {"share_received_of_pledged": Decimal("40.2"), "share_received_of_due": Decimal("52.0")}
    today = dt.date(2026, 9, 30)
    assert value(plan, "pledged.cairo-2014", today) == 3_510_000_000
    assert value(plan, "pledged.board-of-peace-2026", today) == 17_000_000_000
    assert value(plan, "received.board-of-peace-2026", today) == 23_000_000
    assert value(plan, "share_received_of_pledged.board-of-peace-2026", today) is None
    assert value(plan, "pledged", today) is None  # five appeals are never one sum


def test_the_shipped_indicators_hold_what_the_measures_give(capsys: Any) -> None:
    plan = loaded_gaza()
    given = state_now(plan).rows(Observation).where(series="derived").by("indicator_id")
    fed = Indicator.objects.filter(plan=plan, measure__startswith="reconstruction.")
    assert fed.count() >= 4
    for indicator in fed:
        # Of the Board's money not all receipts are known, so no share is told.
        assert bool(given[indicator.pk]) != (indicator.slug == "board-share-of-pledged"), indicator.slug
    assert not Observation.objects.filter(series="derived").exists()


def test_no_share_is_told_where_one_who_promised_tells_no_receipt(plan: Plan) -> None:
    appeal = cast.make_appeal(plan)
    group = cast.make_donor(plan, "all")
    one, other = cast.make_donor(plan, "one", part_of=group), cast.make_donor(plan, "other", part_of=group)
    for donor in (one, other):
        cast.make_transaction(plan, "pledge", 100, appeal=appeal, donor=donor)
    cast.make_transaction(plan, "received", 25, appeal=appeal, donor=one, date=cast.on(10))
    fund = cast.make_channel(plan, "fund")
    nothing = {"appeal": appeal, "donor": group, "is_total": True}
    cast.make_transaction(plan, "received", 0, channel=fund, date=cast.on(11), **nothing)
    name = "share_received_of_pledged.appeal"
    # 25 of 200 is a lower bound: what the other paid elsewhere than into the fund, nobody has told.
    assert value(plan, name, cast.on(12)) is None
    cast.make_transaction(plan, "received", 5, appeal=appeal, donor=other, date=cast.on(13))
    assert value(plan, name, cast.on(13)) == 15


def test_shares_follow_both_clocks(plan: Plan) -> None:
    appeal = cast.make_appeal(plan)
    cast.make_transaction(plan, "pledge", 100, appeal=appeal)
    cast.make_transaction(plan, "due", 50, appeal=appeal, date=cast.on(5))
    paid = cast.make_transaction(plan, "received", 25, appeal=appeal, date=cast.on(10), recorded_at=cast.at(20))
    name = "share_received_of_pledged"
    assert value(plan, f"{name}.appeal", cast.on(9)) is None
    assert value(plan, f"{name}.appeal", cast.on(10)) == 25
    assert value(plan, f"{name}.appeal", cast.on(10), known_at=cast.at(19)) is None
    assert value(plan, "share_received_of_due", cast.on(10)) == 50  # the plan's only appeal
    assert value(plan, "disbursed.appeal", cast.on(10)) is None
    paid.retracted_at = cast.at(25)
    paid.save()
    assert value(plan, f"{name}.appeal", cast.on(10)) is None
    assert value(plan, f"{name}.appeal", cast.on(10), known_at=cast.at(24)) == 25


def test_only_what_is_published_is_measured(plan: Plan) -> None:
    appeal = cast.make_appeal(plan)
    cast.make_transaction(plan, "pledge", 100, appeal=appeal)
    cast.make_transaction(plan, "pledge", 900, appeal=appeal, publication="restricted")
    assert value(plan, "pledged.appeal", cast.on(9)) == 100


def test_units_of_one_kind_are_added_by_sector_and_area(plan: Plan) -> None:
    sector, area = cast.make_sector(plan), make.make_area(plan, "north")
    one = cast.make_project(plan, "one", sector=sector, area=area)
    two = cast.make_project(plan, "two", sector=sector)
    cast.make_count(one, "planned", 50)
    assert value(plan, "units_rebuilt.housing", cast.on(2)) == 0
    cast.make_count(one, "delivered", 10)
    cast.make_count(one, "delivered", 5, date=cast.on(3))
    cast.make_count(two, "delivered", 7)
    assert value(plan, "units_rebuilt.housing", cast.on(2)) == 17
    assert value(plan, "units_rebuilt.housing", cast.on(3)) == 22
    assert value(plan, "units_rebuilt.housing", cast.on(3), area="north") == 15
    assert value(plan, "units_rebuilt.health", cast.on(3)) is None
    cast.make_count(two, "delivered", 3, unit="classrooms")
    assert value(plan, "units_rebuilt.housing", cast.on(3)) is None
    assert value(plan, "units_rebuilt.housing.homes", cast.on(3)) == 22
    assert value(plan, "units_rebuilt.housing.classrooms", cast.on(3)) == 3
    assert value(plan, "units_rebuilt.housing.tonnes", cast.on(3)) is None


def test_a_project_is_late_after_its_planned_days_until_it_ends(plan: Plan) -> None:
    project = cast.make_project(plan)
    cast.make_step(project, "planned", planned_start=cast.on(5), planned_end=cast.on(10))
    late = {day: value(plan, "projects_late", cast.on(day)) for day in (5, 6)}
    assert late == {5: 0, 6: 1}
    cast.make_step(project, "started", date=cast.on(7))
    cast.make_step(project, "planned", date=cast.on(12), planned_end=cast.on(20))
    cast.make_step(project, "completed", date=cast.on(25))
    late = {day: value(plan, "projects_late", cast.on(day)) for day in (6, 7, 10, 11, 12, 20, 21, 24, 25)}
    assert [day for day, count in late.items() if count] == [6, 11, 21, 24]


def test_a_day_that_passes_is_observed_without_a_new_record(plan: Plan) -> None:
    project = cast.make_project(plan)
    cast.make_step(project, "planned", planned_start=cast.on(5), planned_end=cast.on(10))
    use = registry.measure("reconstruction.projects_late")
    assert use is not None
    found = derive(use.measure, use.measure.load(state_now(plan)), until=cast.on(30))
    assert [(each.date, each.value) for each in found] == [(cast.on(1), 0), (cast.on(6), 1)]


def test_findings_are_counted_until_they_are_accounted_for(plan: Plan) -> None:
    appeal, donor, channel = cast.make_appeal(plan), cast.make_donor(plan), cast.make_channel(plan)
    place = {"appeal": appeal, "donor": donor, "channel": channel}
    assert value(plan, "findings_open", cast.on(9)) is None
    cast.make_transaction(plan, "received", 9, **place, side="donor")
    cast.make_transaction(plan, "received", 4, **place, side="channel")
    assert value(plan, "findings_open.appeal", cast.on(9)) == 1
    finding = cast.make_finding(plan, about="received", **place)
    cast.make_entry(finding, "explained", date=cast.on(3))
    assert value(plan, "findings_open.appeal", cast.on(2)) == 1
    assert value(plan, "findings_open.appeal", cast.on(3)) == 0
    cast.make_transaction(plan, "received", 1, **place, side="donor", date=cast.on(6))
    assert value(plan, "findings_open.appeal", cast.on(6)) == 1
    assert value(plan, "findings_open.other", cast.on(6)) == 0


@pytest.mark.parametrize(
    ("measure", "fault"),
    [
        ("received.cairo", 'names the appeal "cairo", which the plan does not have'),
        ("received", "needs the slug of an appeal after it, since the plan has several"),
        ("received.second", ""),
        ("findings_open", ""),
        ("findings_open.cairo", 'names the appeal "cairo", which the plan does not have'),
        ("projects_late.health", 'names the sector "health", which the plan does not have'),
        ("units_rebuilt.housing.homes", ""),
        ("units_rebuilt.housing.houses", 'names "houses", which is no unit'),
        ("units_rebuilt.health.homes", 'names the sector "health", which the plan does not have'),
    ],
)
def test_an_argument_that_the_plan_does_not_have_is_told(plan: Plan, measure: str, fault: str) -> None:
    cast.make_appeal(plan)
    cast.make_appeal(plan, "second")
    cast.make_sector(plan)
    told = measure_fault(state_now(plan), f"reconstruction.{measure}")
    assert told == (
        f'The measure "reconstruction.{measure}" {fault}: it gives nothing until that is mended.' if fault else ""
    )
