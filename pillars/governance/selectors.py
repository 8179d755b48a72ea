"""What governance shows, as its reader may see it, for a day and an instant."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from milestones.models import Milestone
from milestones.selectors.records import RecordNote, Viewpoint
from pillars.governance import models
from pillars.governance.models.choices import Vetting

PILLAR = "governance"


class SeatState(TextChoices):
    """What is known of a seat on a day."""

    VETTED = "vetted", _("held, vetting passed")
    FILLED = "filled", _("held")
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
    found = list(viewpoint.rows(models.Body, **where))
    seats = list(
        models.Seat.objects.filter(body__in=found).visible_to(viewpoint.user).select_related("portfolio")
    )
    keys = [seat.pk for seat in seats]
    held = models.Appointment.objects.filter(seat__in=keys).select_related("vetted_by")
    vacant = models.Vacancy.objects.filter(seat__in=keys)
    records = [*viewpoint.notes(held), *viewpoint.notes(vacant)]
    records.sort(key=lambda note: (note.row.date, note.row.recorded_at, note.row.pk), reverse=True)
    of_seat = _by(records, lambda row: row.seat_id)
    notes = [_seat(seat, of_seat[seat.pk], viewpoint.on) for seat in seats]
    return tuple(
        BodyNote(body, tuple(note for note in notes if note.seat.body_id == body.pk)) for body in found
    )


def functions(viewpoint: Viewpoint, **where: str) -> tuple[FunctionNote, ...]:
    """The plan's civil functions and public services in its order."""
    found = list(viewpoint.rows(models.Function, **where))
    receivers: dict[int | None, str] = dict(viewpoint.rows(models.Body).values_list("pk", "name"))
    handovers, deliveries = (
        _by(
            viewpoint.notes(model.objects.filter(function__in=found).select_related("area")),
            lambda row: row.function_id,
        )
        for model in (models.FunctionHandover, models.ServiceDelivery)
    )
    return tuple(
        FunctionNote(row, receivers.get(row.receiver_id, ""), handovers[row.pk], deliveries[row.pk])
        for row in found
    )


def benchmarks(viewpoint: Viewpoint, **where: str) -> tuple[BenchmarkNote, ...]:
    """The plan's benchmarks in its order."""
    found = list(viewpoint.rows(models.Benchmark, **where).select_related("judge"))
    rows = models.BenchmarkFinding.objects.filter(benchmark__in=found).select_related("found_by")
    findings = _by(viewpoint.notes(rows), lambda row: row.benchmark_id)
    wanted = [benchmark.milestone_id for benchmark in found if benchmark.milestone_id]
    milestones = {row.pk: row for row in viewpoint.rows(Milestone, pk__in=wanted)}
    return tuple(BenchmarkNote(row, milestones.get(row.milestone_id), findings[row.pk]) for row in found)


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


def _by(notes: Iterable[RecordNote], key: Callable[[Any], int]) -> defaultdict[int, list[RecordNote]]:
    found: defaultdict[int, list[RecordNote]] = defaultdict(list)
    for note in notes:
        found[key(note.row)].append(note)
    return found
