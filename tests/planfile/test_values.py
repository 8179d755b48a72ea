"""Single values: what is taken, what is refused, and in which words."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from milestones.contingency.plan import LIFTED, DateCondition, RelativeDate
from milestones.contingency.scales import Grade, Level
from milestones.kinds.format import parse
from milestones.planfile import Entry
from milestones.planfile.composed import About
from milestones.planfile.text import Text
from milestones.planfile.to_plan import condition_of
from milestones.planfile.vocabulary import NONE_DESIGNATED
from tests.planfile.plans import (
    assessment,
    coded,
    faults,
    gate,
    indicator,
    milestone,
    position,
    said,
    small_plan,
    warned,
    with_condition,
    with_gate,
    with_indicator,
    with_milestone,
)


def first_milestone(**changes: Any) -> Entry:
    """The first milestone of the small plan, parsed."""
    return parse(with_milestone(**changes)).document.milestones[0]


M = "milestones[0]"


@pytest.mark.parametrize(
    ("plan", "fault"),
    [
        (with_milestone(slug=True), f"{M}.slug: a slug (in quotes, if it is this) is wanted; this is the boolean true"),
        (with_milestone(slug=2026), f"{M}.slug: a slug (in quotes, if it is this) is wanted; this is the number 2026"),
        (
            with_milestone(slug="Hand over"),
            f'{M}.slug: "Hand over" is no slug: small letters a-z, digits and hyphens, and a letter first',
        ),
        (with_milestone(slug=None), f"{M}.slug: this is missing"),
        (with_milestone(name=None), f"{M}.name: this is missing"),
        (with_milestone(name="  "), f"{M}.name: this is missing"),
        (with_milestone(due="14.1.2026"), f'{M}.due: a date such as 2026-01-14 is wanted; this is "14.1.2026"'),
        (with_milestone(due="2026-02-30"), f"{M}.due: there is no day 2026-02-30"),
        (with_milestone(due=5), f"{M}.due: a date, or {{days, after, reaches}}, is wanted; this is the number 5"),
        (with_milestone(weight="heavy"), f'{M}.weight: a number is wanted; this is "heavy"'),
        (with_milestone(titel="x"), f"{M}.titel: unknown key"),
        (with_milestone(dew="2026-01-01"), f'{M}.dew: unknown key; did you mean "due"?'),
        (
            with_milestone(verification="verifed"),
            f'{M}.verification: there is no grade "verifed"; did you mean "verified"?',
        ),
        (
            with_milestone(assessments=[assessment(level="done")]),
            f'{M}.assessments[0].level: there is no level "done"; '
            "it is one of not_initiated, minimum, intermediate, complete",
        ),
        (
            with_milestone(assessments=[assessment(recorded="2026-01-01T10:00:00")]),
            f"{M}.assessments[0].recorded: 2026-01-01T10:00:00 has no zone; add Z for UTC, or an offset such as +02:00",
        ),
        (with_milestone(certifier="none-designatd"), f'{M}.certifier: there is no actor "none-designatd"'),
        (with_milestone(gates={}), f"{M}.gates: a list is wanted; this is a map"),
        (with_milestone(gates=["x"]), f'{M}.gates[0]: a map is wanted; this is "x"'),
        (with_milestone(clause=16), f"{M}.clause: a string (put it in quotes) is wanted; this is the number 16"),
        (
            small_plan(milestones=[milestone(), milestone()]),
            f'milestones[1].slug: "handover" is already the slug of {M}',
        ),
    ],
)
def test_a_refusal_says_where_what_is_wanted_and_what_stands_there(plan: dict[str, Any], fault: str) -> None:
    assert said(plan) == [fault]


GATE = f"{M}.gates[0]"
CONDITION = f"{GATE}.conditions[0]"


@pytest.mark.parametrize(
    ("plan", "path", "code"),
    [
        (small_plan(format="peace-plan/2"), "format", "unknown_format"),
        (small_plan(format=None), "format", "missing"),
        (small_plan(plan=None), "plan", "missing"),
        (small_plan(plan=5), "plan", "wrong_type"),
        (small_plan(pillars=None, milestones=None, indicators=None), "pillars", "missing"),
        (small_plan(sauces=[]), "sauces", "unknown_key"),
        (small_plan(plan={"slug": "s", "name": "S", "timezone": "Asia/Gazza"}), "plan.timezone", "unknown_timezone"),
        (small_plan(plan={"slug": "s", "name": {"fr": "S"}}), "plan.name", "unknown_language"),
        (small_plan(plan={"slug": "s", "name": 5}), "plan.name", "wrong_type"),
        (small_plan(plan={"slug": "s", "name": {"en": 5}}), "plan.name", "wrong_type"),
        (small_plan(plan={"slug": "s", "name": "S\x07"}), "plan.name", "unprintable"),
        (small_plan(plan={"slug": "s", "name": "S" * 501}), "plan.name", "too_long"),
        (small_plan(plan={"slug": "s" * 101, "name": "S"}), "plan.slug", "too_long"),
        (
            small_plan(actors=[{"slug": "north", "name": "N", "kind": "army"}]),
            "actors[0].kind",
            "unknown_kind_of_actor",
        ),
        (small_plan(actors=[{"slug": "north", "name": "N", "url": "javascript:x"}]), "actors[0].url", "bad_url"),
        (small_plan(sources=[{"slug": "roadmap", "title": "R", "tier": "E"}]), "sources[0].tier", "unknown_tier"),
        (
            small_plan(sources=[{"slug": "roadmap", "title": "R", "language": "English"}]),
            "sources[0].language",
            "bad_language",
        ),
        (
            small_plan(phases=[{"slug": "one", "name": "O", "start": "2026-01-02", "end": "2026-01-01"}]),
            "phases[0].end",
            "end_before_start",
        ),
        (small_plan(readings=[{"slug": "a", "name": "A", "actor": "south"}]), "readings[0].actor", "unknown_actor"),
        (with_milestone(phase="two"), f"{M}.phase", "unknown_phase"),
        (with_milestone(area="gaza"), f"{M}.area", "unknown_area"),
        (with_milestone(source="x"), f"{M}.source", "unknown_source"),
        (with_milestone(responsible=["north", "north"]), f"{M}.responsible[1]", "duplicate"),
        (with_milestone(responsible="north"), f"{M}.responsible", "wrong_type"),
        (with_milestone(indicators=["lorries"]), f"{M}.indicators[0]", "unknown_indicator"),
        (with_milestone(publication="secret"), f"{M}.publication", "unknown_publication"),
        (with_milestone(weight=True), f"{M}.weight", "wrong_type"),
        (with_milestone(weight="1e-61"), f"{M}.weight", "bad_number"),
        (with_milestone(weight="1" * 61), f"{M}.weight", "bad_number"),
        (with_milestone(due={"days": 1, "after": "pull-back"}), f"{M}.due.reaches", "missing"),
        (
            with_milestone(due={"days": "1.5", "after": "handover", "reaches": "complete"}),
            f"{M}.due.days",
            "bad_number",
        ),
        (with_milestone(due={"days": True, "after": "handover", "reaches": "complete"}), f"{M}.due.days", "wrong_type"),
        (with_milestone(assessments=[assessment(date=None)]), f"{M}.assessments[0].date", "missing"),
        (with_milestone(assessments=[assessment(level=3)]), f"{M}.assessments[0].level", "wrong_type"),
        (
            with_milestone(assessments=[assessment(recorded="2026-01-01")]),
            f"{M}.assessments[0].recorded",
            "bad_instant",
        ),
        (
            with_milestone(assessments=[assessment(retracted="2026-01-01T25:00:00Z")]),
            f"{M}.assessments[0].retracted",
            "bad_instant",
        ),
        (
            with_milestone(assessments=[assessment(retracted="0001-01-01T00:00:00+14:00")]),
            f"{M}.assessments[0].retracted",
            "bad_instant",
        ),
        (with_milestone(withdrawn={"source": "roadmap"}), f"{M}.withdrawn.date", "missing"),
        (with_milestone(withdrawn=[{"source": "roadmap"}]), f"{M}.withdrawn[0].date", "missing"),
        (
            with_gate(waived={"date": "2026-01-01", "source": "roadmap", "ended": {"source": "roadmap"}}),
            f"{GATE}.waived.ended.date",
            "missing",
        ),
        (with_gate(before="end"), f"{GATE}.before", "unknown_step"),
        (with_gate(before=None), f"{GATE}.before", "missing"),
        (with_gate(force="must"), f"{GATE}.force", "unknown_force"),
        (with_gate(require="most"), f"{GATE}.require", "unknown_number_of_conditions"),
        (with_gate(require=1.5), f"{GATE}.require", "bad_number"),
        (with_gate(conditions=None), f"{GATE}.conditions", "missing"),
        (with_gate(basis="roadmap"), f"{GATE}.basis", "source_twice"),
        (with_gate(source=None, basis="x"), f"{GATE}.basis", "unknown_source"),
        (with_gate(readings=["text", "text"]), f"{GATE}.readings[1]", "duplicate"),
        (with_condition({}), CONDITION, "condition_kind"),
        (
            with_condition({"milestone": "pull-back", "reaches": "complete", "date": "2026-01-01"}),
            CONDITION,
            "condition_kind",
        ),
        (with_condition({"milestone": "pull-back"}), f"{CONDITION}.reaches", "missing"),
        (with_condition({"pillar": "governance"}), f"{CONDITION}.progress", "missing"),
        (
            with_condition({"pillar": "governance", "progress": 5, "for_days": 3}),
            f"{CONDITION}.for_days",
            "for_days_misplaced",
        ),
        (with_condition({"date": "2026-01-01", "for_days": 3}), f"{CONDITION}.for_days", "for_days_misplaced"),
        (with_condition({"date": "2026-01-01", "reaches": "complete"}), f"{CONDITION}.reaches", "misplaced_key"),
        (with_condition({"date": "2026-01-01", "since": 1}), f"{CONDITION}.since", "unknown_key"),
        (with_indicator(decimals=11), "indicators[0].decimals", "bad_number"),
        (with_indicator(direction="up"), "indicators[0].direction", "unknown_direction"),
        (with_indicator(measure="seats"), "indicators[0].measure", "bad_measure"),
        (
            with_indicator(observations=[{"date": "2026-01-01", "source": "roadmap"}]),
            "indicators[0].observations[0].value",
            "missing",
        ),
        (with_indicator(official="um", series=[{"slug": "un"}]), "indicators[0].official", "unknown_series"),
        (
            with_indicator(
                series=[{"slug": "un"}],
                observations=[{"date": "2026-01-01", "value": 1, "source": "roadmap", "series": "derived"}],
            ),
            "indicators[0].observations[0].series",
            "unknown_series",
        ),
        (with_indicator(series=[{"slug": "un"}, {"slug": "un"}]), "indicators[0].series[1].slug", "duplicate_slug"),
        (
            small_plan(actors=[{"slug": "north", "name": "N"}, {"slug": NONE_DESIGNATED, "name": "X"}]),
            "actors[1].slug",
            "reserved_slug",
        ),
        (small_plan(positions=[position(stance="maybe")]), "positions[0].stance", "unknown_stance"),
        (small_plan(positions=[position(actor=None)]), "positions[0].actor", "missing"),
        (small_plan(positions=[position(actor="south")]), "positions[0].actor", "unknown_actor"),
        (small_plan(positions=[position(about={})]), "positions[0].about", "position_about"),
        (
            small_plan(positions=[position(about={"milestone": "handover", "pillar": "security"})]),
            "positions[0].about",
            "position_about",
        ),
        (small_plan(positions=[position(about={"pillar": "x"})]), "positions[0].about.pillar", "unknown_pillar"),
        (
            small_plan(positions=[position(about={"milestone": "x"})]),
            "positions[0].about.milestone",
            "unknown_milestone",
        ),
    ],
)
def test_each_wrong_value_is_refused_at_its_place(plan: dict[str, Any], path: str, code: str) -> None:
    assert coded(plan) == [(path, code)]


def test_what_is_left_out_has_its_default() -> None:
    document = parse(small_plan()).document
    assert document.plan.verification is Grade.CORROBORATED
    assert document.plan.timezone == "UTC"
    assert document.milestones[0].weight == 1
    assert document.milestones[0].publication == "published"
    assert document.positions[0].about == About()
    assert parse(with_gate()).document.milestones[0].gates[0].require == "all"


def test_a_record_is_learned_at_midnight_utc_of_its_day_unless_it_says_otherwise() -> None:
    held = first_milestone(assessments=[assessment(), assessment(recorded="2026-01-05T12:00:00+03:00")])
    assert [record.recorded for record in held.assessments] == [
        datetime(2026, 1, 1, tzinfo=UTC),
        datetime(2026, 1, 5, 9, tzinfo=UTC),
    ]
    assert held.assessments[0].verification is Grade.REPORTED


def test_null_says_nothing() -> None:
    assert first_milestone() == parse(small_plan()).document.milestones[0]
    plan = small_plan()
    plan["milestones"][0] |= {"phase": None, "due": None, "gates": None, "withdrawn": None}
    assert parse(plan).document == parse(small_plan()).document


def test_numbers_may_be_strings_and_are_exact() -> None:
    assert first_milestone(weight="0.10").weight == Decimal("0.1")
    assert first_milestone(weight="1e2").weight == 100
    due = first_milestone(due={"days": "14", "after": "pull-back", "reaches": "minimum"}).due
    assert due == RelativeDate(14, "pull-back", Level.MINIMUM)


def test_a_revision_lifts_a_date_by_the_word_none_and_an_original_date_does_not() -> None:
    revision = {"date": "2026-02-01", "due": "none", "source": "roadmap"}
    milestone = first_milestone(due="2026-03-01", schedule=[revision])
    assert (milestone.schedule[0].due, milestone.schedule[0].planned_start) == (LIFTED, None)
    assert said(with_milestone(due="none")) == [f'{M}.due: a date such as 2026-01-14 is wanted; this is "none"']


def test_a_text_is_a_string_or_a_map_by_language() -> None:
    assert first_milestone(name="Plain").name == Text({"en": "Plain"})
    assert first_milestone(name={"he": "א", "ar": ""}).name == {"he": "א"}
    assert Text({"ar": "ب", "en": "b"}) == Text({"en": "b", "ar": "ب"})
    assert Text({"ar": "ب", "he": "ב"}).best("en") == "ب"


def test_a_slug_may_be_a_word_that_other_yaml_readers_take_for_a_boolean() -> None:
    source = (
        "format: peace-plan/1\nplan: {slug: no, name: Norway}\npillars: [{slug: on, name: On}]\n"
        "milestones: [{slug: yes, name: Yes, pillar: on}]\n"
    )
    assert parse(source).document.milestones[0].pillar == "on"


def test_basis_is_an_older_word_for_the_source_of_a_gate() -> None:
    plan = with_gate(source=None, basis="roadmap")
    assert parse(plan).document == parse(with_gate()).document


def test_a_withdrawal_may_be_one_or_several() -> None:
    one = {"date": "2026-01-01", "source": "roadmap"}
    assert first_milestone(withdrawn=one) == first_milestone(withdrawn=[one])
    assert len(first_milestone(withdrawn=[one, {**one, "date": "2026-03-01"}]).withdrawn) == 2


def test_the_text_may_name_nobody_to_certify() -> None:
    assert first_milestone(certifier=NONE_DESIGNATED).certifier == NONE_DESIGNATED


def test_series_are_free_where_none_is_declared() -> None:
    record = {"date": "2026-01-01", "value": 1, "source": "roadmap", "series": "ministry"}
    held = parse(with_indicator(official="un", observations=[record])).document.indicators[0]
    assert (held.official, held.observations[0].series) == ("un", "ministry")


def test_a_measures_own_series_needs_no_declaration_and_no_source() -> None:
    derived = {"date": "2026-01-01", "value": 1, "series": "derived"}
    plan = with_indicator(measure="governance.seats", series=[{"slug": "un"}], observations=[derived])
    assert warned(plan) == []


def test_a_record_without_a_source_is_warned_of() -> None:
    assert warned(with_milestone(assessments=[assessment(source=None)])) == [(f"{M}.assessments[0]", "unsourced")]


def test_conditions_hold_what_the_file_says() -> None:
    held = first_milestone(gates=[gate(conditions=[{"date": "2026-03-01"}], readings=["north"])]).gates[0]
    assert [condition_of(condition) for condition in held.conditions] == [DateCondition(date(2026, 3, 1))]
    assert held.readings == ("north",)


def test_a_fault_carries_its_values_apart_from_its_words() -> None:
    fault = faults(with_milestone(weight=0))[0]
    assert (fault.path, fault.code, dict(fault.params)) == (f"{M}.weight", "weight", {"weight": "0"})
    assert str(fault) == f"{fault.path}: {fault.message}"


def test_an_indicator_is_checked_apart_from_others() -> None:
    plan = small_plan(indicators=[indicator(), indicator(slug="seats", stale_after="x")])
    assert coded(plan) == [("indicators[1].stale_after", "bad_number")]
