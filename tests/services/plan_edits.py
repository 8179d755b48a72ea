"""Edits of a document as people make them between two loads, for Hypothesis to choose from."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from hypothesis import assume
from hypothesis import strategies as st

from milestones.contingency.scales import Grade, Level
from milestones.kinds.format import parse
from milestones.planfile import Document, Entry, PlanFileError, as_mapping
from milestones.planfile.composed import Retraction
from milestones.planfile.text import Text
from tests.planfile.entries import (
    Assessment,
    Condition,
    Gate,
    Observation,
    Position,
    ScheduleRevision,
    WaiverEnding,
    Withdrawal,
    WithdrawalEnding,
)

LATER = datetime(2026, 1, 1, tzinfo=UTC)
DAY = date(2026, 5, 1)
MARK = Text("entered between the loads")

Edit = Callable[[st.DrawFn, Document], Document]


def edit_one(draw: st.DrawFn, document: Document, key: str, change: Callable[[Any], Any]) -> Document:
    """The document with one entry of a list changed; as it was where the list is empty."""
    entries = getattr(document, key)
    if not entries:
        return document
    index = draw(st.integers(0, len(entries) - 1))
    changed = (*entries[:index], change(entries[index]), *entries[index + 1 :])
    return document.replace(**{key: changed})


def rename(draw: st.DrawFn, document: Document) -> Document:
    key = draw(st.sampled_from(["milestones", "indicators", "pillars", "actors", "areas", "phases", "readings"]))
    return edit_one(draw, document, key, lambda entry: entry.replace(name=Text({"ar": "اسم", "he": "שם"})))


def change_header(draw: st.DrawFn, document: Document) -> Document:
    return document.replace(plan=document.plan.replace(summary=None, verification=Grade.VERIFIED, as_of=DAY))


def move_dates(draw: st.DrawFn, document: Document) -> Document:
    return edit_one(draw, document, "milestones", lambda entry: entry.replace(planned_start=None, due=DAY, clause=None))


def reorder(draw: st.DrawFn, document: Document) -> Document:
    key = draw(st.sampled_from(["milestones", "indicators", "readings", "sources"]))
    return document.replace(**{key: tuple(reversed(getattr(document, key)))})


def hide(draw: st.DrawFn, document: Document) -> Document:
    key = draw(st.sampled_from(["milestones", "indicators", "sources", "positions"]))
    return edit_one(draw, document, key, lambda entry: entry.replace(publication="restricted"))


def add_records(draw: st.DrawFn, document: Document) -> Document:
    """A record of every kind but positions; the one of schedule listed last."""
    observed = Observation(date=DAY, value=Decimal(draw(st.sampled_from([1, 2]))), recorded=LATER, note=MARK)
    document = edit_one(
        draw, document, "indicators", lambda entry: entry.replace(observations=(observed, *entry.observations))
    )
    assessed = Assessment(date=DAY, level=Level.MINIMUM, recorded=LATER, note=MARK)
    revised = ScheduleRevision(date=draw(st.sampled_from([DAY, date(1950, 1, 1)])), recorded=LATER, due=DAY, note=MARK)
    withdrawn = Withdrawal(
        date=DAY,
        recorded=LATER,
        note=MARK,
        ended=draw(st.sampled_from([None, WithdrawalEnding(date=DAY, recorded=LATER)])),
    )
    return edit_one(
        draw,
        document,
        "milestones",
        lambda entry: entry.replace(
            assessments=(assessed, *entry.assessments),
            schedule=(*entry.schedule, revised),
            withdrawn=(withdrawn, *entry.withdrawn),
        ),
    )


def add_position(draw: st.DrawFn, document: Document) -> Document:
    if not document.actors:
        return document
    actor = draw(st.sampled_from(document.actors)).slug
    return document.replace(
        positions=(Position(actor=actor, date=DAY, stance="opposes", recorded=LATER, note=MARK), *document.positions)
    )


def retract(draw: st.DrawFn, document: Document) -> Document:
    """Every assessment and observation that still counted, of one milestone and one indicator."""
    for key, records in (("milestones", "assessments"), ("indicators", "observations")):
        document = edit_one(
            draw,
            document,
            key,
            lambda entry, records=records: entry.replace(**{records: tuple(map(retracted, getattr(entry, records)))}),
        )
    return document


def retracted(record: Any) -> Any:
    return record.replace(retracted=record.retracted or Retraction(LATER), publication="draft")


def ended(suspension: Entry) -> Entry:
    ending = WithdrawalEnding if suspension.table.key == "withdrawn" else WaiverEnding
    return suspension.replace(ended=suspension.ended or ending(date=DAY, recorded=LATER))


def end_withdrawals_and_waivers(draw: st.DrawFn, document: Document) -> Document:
    return edit_one(
        draw,
        document,
        "milestones",
        lambda entry: entry.replace(
            withdrawn=tuple(map(ended, entry.withdrawn)),
            gates=tuple(gate.replace(waived=tuple(map(ended, gate.waived))) for gate in entry.gates),
        ),
    )


def remove_gates(draw: st.DrawFn, document: Document) -> Document:
    """All that were never waived."""
    return edit_one(
        draw,
        document,
        "milestones",
        lambda entry: entry.replace(gates=tuple(gate for gate in entry.gates if gate.waived)),
    )


def insert_gate(draw: st.DrawFn, document: Document) -> Document:
    gate = Gate(before="start", conditions=(Condition(date=DAY),), note=MARK)
    return edit_one(draw, document, "milestones", lambda entry: entry.replace(gates=(gate, *entry.gates)))


def change_gates(draw: st.DrawFn, document: Document) -> Document:
    """Every gate of one milestone says something else, with one condition more in front."""
    return edit_one(
        draw,
        document,
        "milestones",
        lambda entry: entry.replace(
            gates=tuple(
                gate.replace(clause="7", require="any", conditions=(Condition(date=DAY), *gate.conditions))
                for gate in entry.gates
            )
        ),
    )


def reverse_gates(draw: st.DrawFn, document: Document) -> Document:
    return edit_one(draw, document, "milestones", lambda entry: entry.replace(gates=tuple(reversed(entry.gates))))


def drop_links(draw: st.DrawFn, document: Document) -> Document:
    return edit_one(
        draw,
        document,
        "milestones",
        lambda entry: entry.replace(responsible=entry.responsible[1:], indicators=entry.indicators[::-1]),
    )


EDITS: tuple[Edit, ...] = (
    rename,
    change_header,
    move_dates,
    reorder,
    hide,
    add_records,
    add_position,
    retract,
    end_withdrawals_and_waivers,
    remove_gates,
    insert_gate,
    change_gates,
    reverse_gates,
    drop_links,
)


@st.composite
def edited(draw: st.DrawFn, document: Document) -> Document:
    """The document after up to four edits; one that a plan file can say."""
    for edit in draw(st.lists(st.sampled_from(EDITS), min_size=1, max_size=4)):
        document = edit(draw, document)
    try:
        return parse(as_mapping(document)).document
    except PlanFileError:
        assume(False)
        raise


def without_records(document: Document) -> Document:
    """The document with half of the records gone that can be dropped without a gate being touched."""
    return document.replace(
        positions=document.positions[1::2],
        indicators=tuple(each.replace(observations=each.observations[1::2]) for each in document.indicators),
        milestones=tuple(
            each.replace(
                assessments=each.assessments[1::2], schedule=each.schedule[1::2], withdrawn=each.withdrawn[::2]
            )
            for each in document.milestones
        ),
    )
