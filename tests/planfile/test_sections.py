"""The pillar apps' own records: kept as they are, or read by the app that registered for them."""

from collections.abc import Iterable

import pytest

from milestones.planfile import Document, Fault, PlanFileError, as_mapping, parse
from tests.planfile.plans import coded, small_plan, warned

SEATS = {"appointments": [{"seat": 1, "since": "2026-01-17", "share": "0.5", "sworn": True, "note": None}]}


def count(raw: object, document: Document, path: str) -> tuple[object, Iterable[Fault]]:
    """Read a section into the number of its appointments; it must have some."""
    assert isinstance(raw, dict)
    held = raw.get("appointments", [])
    return len(held), [] if held else [
        Fault(f"{path}.appointments", "missing", f"none in {document.plan.slug}")
    ]


def test_a_section_that_nothing_reads_is_kept_and_warned_of() -> None:
    parsed = parse(small_plan(governance=SEATS))
    assert parsed.document.sections == {"governance": SEATS}
    assert [(fault.path, fault.code) for fault in parsed.warnings] == [("governance", "section_unread")]
    assert as_mapping(parsed.document)["governance"] == SEATS


def test_a_reader_gets_the_section_and_what_it_makes_of_it_is_returned() -> None:
    parsed = parse(small_plan(governance=SEATS), sections={"governance": count})
    assert parsed.sections == {"governance": 1}
    assert parsed.document.sections == {"governance": SEATS}
    assert parsed.warnings == ()


def test_a_readers_faults_refuse_the_file_together_with_all_others() -> None:
    plan = small_plan(governance={"appointments": []}, format="x")
    with pytest.raises(PlanFileError) as refused:
        parse(plan, sections={"governance": count})
    assert list(map(str, refused.value.faults))[1:] == ["governance.appointments: none in small"]
    assert refused.value.faults[0].path == "format"


def test_numbers_in_a_section_keep_every_digit() -> None:
    source = (
        '{"format": "peace-plan/1", "plan": {"slug": "a", "name": "A"}, "pillars": [],'
        ' "reconstruction": [1, 1.0, 0.1, 12345678901234.5]}'
    )
    assert parse(source).document.sections["reconstruction"] == [1, 1, "0.1", "12345678901234.5"]


def test_a_section_is_called_as_the_mission_a_pillar_or_a_reader() -> None:
    assert coded(small_plan(economy={})) == [("economy", "unknown_key")]
    assert warned(small_plan(security={})) == [("security", "section_unread")]
    assert parse(small_plan(economy={}), sections={"economy": lambda raw, *_: (raw, ())}).sections == {
        "economy": {}
    }


def test_what_cannot_be_stored_is_refused_inside_a_section() -> None:
    assert coded(small_plan(governance={"a": [{"b": "\x00"}]})) == [("governance.a[0].b", "unprintable")]
    assert coded(small_plan(governance={"a": 1e300})) == [("governance.a", "bad_number")]
    assert coded(small_plan(governance={"\x00": 1})) == [("governance", "unprintable")]
