"""The pillar apps' own records: kept as they are, or read by the app that registered for them."""

from collections.abc import Iterable, Mapping
from typing import Any

import pytest

from milestones.kinds.format import parse
from milestones.planfile import PlanFileError, Shape, Table, as_mapping
from milestones.planfile.faults import Fault
from milestones.planfile.quantities import Day, Number, Whole
from tests.planfile.plans import coded, small_plan, warned

SEATS = {"appointments": [{"seat": 1, "since": "2026-01-17", "share": "0.5", "sworn": True, "note": None}]}


def someone_sits(lists: Mapping[str, Any]) -> Iterable[Fault]:
    for index, appointment in enumerate(lists["appointments"]):
        if appointment.seat == 0:
            yield Fault(("appointments", index, "seat"), "empty_seat", "nobody sits there")


APPOINTMENTS = Table(key="appointments", fields=(Whole(key="seat", needed=True), Day(key="since"), Number(key="share")))
GOVERNANCE = Table(key="governance", nested=(APPOINTMENTS,), shape=Shape.ONE, check=someone_sits)


def test_a_section_that_nothing_reads_is_kept_and_warned_of() -> None:
    parsed = parse(small_plan(governance=SEATS), sections=())
    assert parsed.document.sections == {"governance": SEATS}
    assert [(fault.path, fault.code) for fault in parsed.warnings] == [("governance", "section_unread")]
    assert as_mapping(parsed.document)["governance"] == SEATS


def test_a_section_is_read_by_its_table_and_written_again() -> None:
    section = {"appointments": [{"seat": 1, "since": "2026-01-17", "share": "0.5"}]}
    parsed = parse(small_plan(governance=section), sections=(GOVERNANCE,))
    assert parsed.document.sections["governance"].appointments[0].seat == 1
    assert parsed.warnings == ()
    assert as_mapping(parsed.document)["governance"] == section


def test_a_sections_faults_refuse_the_file_together_with_all_others() -> None:
    plan = small_plan(governance={"appointments": [{"seat": 0}]}, format="x")
    with pytest.raises(PlanFileError) as refused:
        parse(plan, sections=(GOVERNANCE,))
    assert list(map(str, refused.value.faults))[1:] == ["governance.appointments[0].seat: nobody sits there"]
    assert refused.value.faults[0].path == "format"


def test_numbers_in_a_section_keep_every_digit() -> None:
    source = (
        '{"format": "peace-plan/1", "plan": {"slug": "a", "name": "A"}, "pillars": [],'
        ' "reconstruction": [1, 1.0, 0.1, 12345678901234.5]}'
    )
    assert parse(source, sections=()).document.sections["reconstruction"] == [1, 1, "0.1", "12345678901234.5"]


def test_a_section_is_called_as_the_mission_a_pillar_or_a_reader() -> None:
    assert coded(small_plan(economy={})) == [("economy", "unknown_key")]
    assert warned(small_plan(security={})) == [("security", "section_unread")]
    economy = Table(key="economy", nested=(), shape=Shape.ONE)
    assert parse(small_plan(economy={}), sections=(economy,)).document.sections == {"economy": {}}


def test_a_section_that_is_another_plans_pillar_is_refused_with_a_word_on_pillars() -> None:
    with pytest.raises(PlanFileError) as refused:
        parse(small_plan(economy={"prices": []}))
    assert list(map(str, refused.value.faults)) == [
        'economy: unknown key; no pillar of this plan and no app here is called "economy"'
    ]


def test_what_cannot_be_stored_is_refused_inside_a_section() -> None:
    assert coded(small_plan(governance={"a": [{"b": "\x00"}]})) == [("governance.a[0].b", "unprintable")]
    assert coded(small_plan(governance={"a": 1e300})) == [("governance.a", "bad_number")]
    assert coded(small_plan(governance={"\x00": 1})) == [("governance", "unprintable")]
