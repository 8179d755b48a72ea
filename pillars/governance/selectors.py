"""What governance shows, as its reader may see it, for a day and an instant."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Model, TextChoices
from django.utils.translation import gettext_lazy as _

from milestones.models import GradedRecord
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


def seats(viewpoint: Viewpoint, body: models.Body) -> tuple[SeatNote, ...]:
    """The body's seats in order."""
    held, vacant = viewpoint.rows(models.Appointment).by("seat_id"), viewpoint.rows(models.Vacancy).by("seat_id")
    of_body = viewpoint.rows(models.Seat).by("body_id")[body.pk]
    return tuple(_seat(seat, viewpoint.notes([*held[seat.pk], *vacant[seat.pk]]), viewpoint.on) for seat in of_body)


def said_of(viewpoint: Viewpoint, model: type[GradedRecord], part: Model) -> Sequence[RecordNote]:
    """All that was said of a function or a benchmark in records of a kind, newest first."""
    return viewpoint.notes(viewpoint.rows(model).by(f"{model.hangs_on[0]}_id")[part.pk])


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
