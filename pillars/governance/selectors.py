"""What governance shows, as its reader may see it, for a day and an instant."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from milestones.models import Milestone
from milestones.selectors.records import RecordNote, Viewpoint
from pillars.governance import models
from pillars.governance.models.choices import Vetting

PILLAR = "governance"


class SeatState(TextChoices):
    """What is known of a seat on a day."""

    VETTED = "vetted", _("filled, vetting passed")
    FILLED = "filled", _("filled")
    VACANT = "vacant", _("vacant")
    UNKNOWN = "unknown", _("no public appointment")


@dataclass(frozen=True, slots=True)
class SeatNote:
    """A seat, what holds of it, and all that was said of it, newest first; `since` is the holder's first day."""

    seat: models.Seat
    state: SeatState
    current: RecordNote | None
    since: dt.date | None
    records: Sequence[RecordNote]

    @property
    def holding(self) -> RecordNote | None:
        """The appointment of who holds it; None for a seat that is vacant or of which nothing is known."""
        return self.current if self.state in (SeatState.VETTED, SeatState.FILLED) else None


@dataclass(frozen=True, slots=True)
class BodyNote:
    """A body with its seats in order."""

    body: models.Body
    seats: tuple[SeatNote, ...]

    def count(self, *states: SeatState) -> int:
        """How many seats are in one of the states."""
        return sum(1 for seat in self.seats if seat.state in states)


@dataclass(frozen=True, slots=True)
class FunctionNote:
    """A function, the body that is to run it ("" where it is not seen), and all that was said of it, newest first."""

    function: models.Function
    receiver: str
    handovers: Sequence[RecordNote]
    deliveries: Sequence[RecordNote]


@dataclass(frozen=True, slots=True)
class BenchmarkNote:
    """A benchmark, the milestone that it is part of, if it is seen, and all that was found of it, newest first."""

    benchmark: models.Benchmark
    milestone: Milestone | None
    findings: Sequence[RecordNote]

    @property
    def current(self) -> RecordNote | None:
        """The finding that holds."""
        return next((note for note in self.findings if note.counts), None)


def bodies(viewpoint: Viewpoint, **where: str) -> tuple[BodyNote, ...]:
    """The plan's bodies in its order."""
    held = viewpoint.rows(models.Appointment).by("seat_id")
    vacant = viewpoint.rows(models.Vacancy).by("seat_id")

    def seat_note(seat: models.Seat) -> SeatNote:
        notes = viewpoint.notes([*held[seat.pk], *vacant[seat.pk]])
        return _seat(seat, notes, viewpoint.on)

    seats = viewpoint.rows(models.Seat).by("body_id")
    return tuple(BodyNote(body, tuple(map(seat_note, seats[body.pk]))) for body in viewpoint.rows(models.Body, **where))


def functions(viewpoint: Viewpoint, **where: str) -> tuple[FunctionNote, ...]:
    """The plan's civil functions and public services in its order."""
    handovers = viewpoint.rows(models.FunctionHandover).by("function_id")
    deliveries = viewpoint.rows(models.ServiceDelivery).by("function_id")
    return tuple(
        FunctionNote(
            row,
            row.receiver.name if row.receiver else "",
            viewpoint.notes(handovers[row.pk]),
            viewpoint.notes(deliveries[row.pk]),
        )
        for row in viewpoint.rows(models.Function, **where)
    )


def benchmarks(viewpoint: Viewpoint, **where: str) -> tuple[BenchmarkNote, ...]:
    """The plan's benchmarks in its order."""
    findings = viewpoint.rows(models.BenchmarkFinding).by("benchmark_id")
    return tuple(
        BenchmarkNote(row, row.milestone, viewpoint.notes(findings[row.pk]))
        for row in viewpoint.rows(models.Benchmark, **where)
    )


def place_of(note: RecordNote) -> str:
    """The area that a record speaks of; "" for the whole."""
    return note.row.area.name if getattr(note.row, "area", None) else ""


def current_by_place(records: Iterable[RecordNote]) -> tuple[RecordNote, ...]:
    """The newest counting record of each place, of the whole first; places that the whole overtook are left out."""
    newest: dict[str, RecordNote] = {}
    for record in records:
        if record.counts and "" not in newest:
            newest.setdefault(place_of(record), record)
    return tuple(newest[place] for place in sorted(newest))


def _seat(seat: models.Seat, records: Sequence[RecordNote], on: dt.date) -> SeatNote:
    counting = [record for record in records if record.counts]
    current = next(iter(counting), None)
    since = None
    if current is not None and isinstance(current.row, models.Appointment):
        for record in counting:
            if not isinstance(record.row, models.Appointment) or record.row.holder != current.row.holder:
                break
            since = record.row.date
    return SeatNote(seat, _state(current, on), current, since, records)


def _state(current: RecordNote | None, on: dt.date) -> SeatState:
    if current is None:
        return SeatState.UNKNOWN
    row = current.row
    if isinstance(row, models.Vacancy) or (row.until is not None and row.until < on):
        return SeatState.VACANT
    return SeatState.VETTED if row.vetting == Vetting.PASSED else SeatState.FILLED
