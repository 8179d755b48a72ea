"""Bodies and their seats."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from milestones import notation
from milestones.pages.blocks import Block, Column, Fold, Group, Section, Text, table
from milestones.pages.cells import grade_mark, labelled, link, rendered
from milestones.pages.links import page_address
from milestones.pages.page import Page, part_page
from milestones.selectors.records import Viewpoint, label_of
from pillars.governance.models import Body
from pillars.governance.pages.rungs import record_line, record_list
from pillars.governance.selectors import PILLAR, SeatNote, SeatState, seats
from pillars.governance.wording import body_standing, holder_words, vetting_words


class SeatKey:
    """The states of seats with their words; their marks are used by reference."""

    states: ClassVar[Sequence[SeatState]] = tuple(SeatState)
    template: ClassVar[str] = "governance/seat_key.html"


@dataclass(frozen=True, slots=True)
class Seats:
    """A box for each seat: its name, and by shape as well as colour whether it is held; `slug` names it."""

    label: str
    slug: str
    notes: Sequence[SeatNote]
    template: ClassVar[str] = "governance/seats.html"


def body_section(viewpoint: Viewpoint) -> Iterator[Section]:
    """Every body with the picture of its seats; nothing without a body."""
    cards = tuple(_card(body, viewpoint) for body in viewpoint.rows(Body))
    if cards:
        yield Section(_("Bodies and their seats"), (SeatKey(), Group(cards, "bodies")), "bodies")


def body_page(viewpoint: Viewpoint, slug: str) -> Page:
    """A body and its seats, as of a day."""
    body = viewpoint.rows(Body).get(slug=slug)
    notes = seats(viewpoint, body)
    records = record_list(
        record_line(record, [seat.current], seat.seat.name) for seat in notes for record in seat.records
    )
    shown = (Section(_("Seats"), (SeatKey(), *_seats(body, notes, FULL)), "seats"),) if notes else ()
    blocks = (*shown, Section(_("Appointments and vacancies"), (records,), "records"))
    about, state = {_("Kind"): body.get_kind_display()}, body_standing(body, notes)
    return part_page(body, viewpoint, about, blocks, data=f"{PILLAR}-appointments", state=state)


def _card(body: Body, viewpoint: Viewpoint) -> Section:
    notes = seats(viewpoint, body)
    name = link(body.name, page_address(viewpoint, f"{PILLAR}-body", body.slug))
    heading = labelled(labelled(name, body.get_kind_display(), "note"), label_of(body))
    return Section(heading, (Text(body_standing(body, notes)), *_seats(body, notes, BRIEF)), level=3, kind="body-card")


def _seats(body: Body, notes: Sequence[SeatNote], columns: Sequence[Column]) -> Sequence[Block]:
    """The picture and its table; nothing where no seat was published."""
    if not notes:
        return ()
    drawn = Seats(_("Seats of %(body)s") % {"body": body.name}, f"seats-{body.slug}", notes)
    return drawn, Fold(_("The seats as a table"), (table(body.name, columns, notes),), is_open=columns is FULL)


def _of_holding(words: Callable[[Any], str]) -> Callable[[SeatNote], str]:
    """What the appointment of who holds a seat says; nothing where nobody does."""
    return lambda note: words(note.holding.row) if note.holding else ""


def _since(note: SeatNote) -> str:
    """The first day of the holder; of a vacancy, its own."""
    if note.state is SeatState.VACANT:
        return "" if note.current is None or note.since else notation.short_day(note.current.row.date)
    return notation.short_day(note.since)


SEAT = Column(gettext_lazy("Seat"), lambda note: note.seat.name)
STATE = Column(
    pgettext_lazy("of a seat", "State"), lambda note: rendered("governance/seat_mark.html", state=note.state)
)
HOLDER = Column(gettext_lazy("Holder"), _of_holding(holder_words))
BRIEF = (SEAT, STATE, HOLDER)
FULL = (
    SEAT,
    Column(gettext_lazy("Portfolio"), lambda note: note.seat.portfolio or ""),
    Column(
        gettext_lazy("Independence"),
        lambda note: pgettext("a seat's holder", "required") if note.seat.must_be_independent else "",
    ),
    STATE,
    HOLDER,
    Column(gettext_lazy("Since"), _since),
    Column(gettext_lazy("Vetting"), _of_holding(vetting_words)),
    Column(gettext_lazy("Grade"), lambda note: grade_mark(note.current.grade if note.current else None)),
)
