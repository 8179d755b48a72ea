"""The normal form of a document: its records in an order of their own, so that equal plans are equal documents.

Records stand by date, then by instant of recording, then by content; schedule revisions by date alone, for of
several on one date the last listed holds. Nothing that the engine concludes depends on the rest of the order.
"""

from dataclasses import replace
from datetime import date, datetime
from typing import Protocol, TypeVar

from milestones.planfile.document import Document, Gate, Indicator, Milestone


class Record(Protocol):
    """What every record has."""

    @property
    def date(self) -> date:
        """The day for which it speaks."""

    @property
    def recorded(self) -> datetime:
        """The instant at which it was learned."""


R = TypeVar("R", bound=Record)


def normalised(document: Document) -> Document:
    """The same plan with its records in order; the lists of its structure stay as they are."""
    return replace(
        document,
        indicators=tuple(map(_indicator, document.indicators)),
        milestones=tuple(map(_milestone, document.milestones)),
        positions=in_order(document.positions),
    )


def in_order(records: tuple[R, ...]) -> tuple[R, ...]:
    """The records by date, instant and content."""
    return tuple(sorted(records, key=lambda record: (record.date, record.recorded, repr(record))))


def _indicator(indicator: Indicator) -> Indicator:
    return replace(indicator, observations=in_order(indicator.observations))


def _milestone(milestone: Milestone) -> Milestone:
    return replace(
        milestone,
        schedule=tuple(sorted(milestone.schedule, key=lambda revision: revision.date)),
        withdrawn=in_order(milestone.withdrawn),
        assessments=in_order(milestone.assessments),
        gates=tuple(map(_gate, milestone.gates)),
    )


def _gate(gate: Gate) -> Gate:
    return replace(gate, waived=in_order(gate.waived))
