"""What governance adds to its pillar's page: every body's seats, the functions and the benchmarks."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django.utils import translation
from django.utils.safestring import SafeString

from milestones.models import Plan
from milestones.selectors.plans import Reader
from milestones.selectors.records import Viewpoint
from pillars.governance.notes import BodyNote
from pillars.governance.pictures import DrawnSeat, draw_seats
from pillars.governance.selectors import governance_facts
from pillars.governance.wording import (
    BodyLine,
    SeatLine,
    benchmark_line,
    body_line,
    function_line,
    seat_line,
    state_key,
)


@dataclass(frozen=True, slots=True)
class BodyPart:
    """A body with the picture of its seats, None where it has none here, and their table."""

    line: BodyLine
    picture: SafeString | None
    seats: tuple[SeatLine, ...]


def body_part(note: BodyNote) -> BodyPart:
    """The body in the page's language and direction."""
    drawn = [DrawnSeat(seat.seat.name, seat.state) for seat in note.seats]
    image = draw_seats(
        drawn,
        body=note.body.name,
        is_rtl=translation.get_language_bidi(),
        slug=f"seats-of-{note.body.slug}",
    )
    return BodyPart(body_line(note), image if drawn else None, tuple(seat_line(each) for each in note.seats))


def governance_panel(
    plan: Plan, user: Reader, on: dt.date, known_at: dt.datetime | None
) -> Mapping[str, Any] | None:
    """The panel's context; None where the plan has no governance on record that the reader may see."""
    facts = governance_facts(plan, user=user, on=on, known_at=known_at)
    if facts.is_empty:
        return None
    functions = tuple(function_line(note) for note in facts.functions)
    return {
        "plan": plan,
        "bodies": tuple(body_part(note) for note in facts.bodies),
        "key": state_key(),
        "functions": functions,
        "benchmarks": tuple(benchmark_line(note) for note in facts.benchmarks),
    }


@dataclass(frozen=True, slots=True)
class Panel:
    """The whole panel."""

    context: Mapping[str, Any]
    template: ClassVar[str] = "governance/panel.html"


def panel(viewpoint: Viewpoint) -> Sequence[Panel]:
    """The panel; nothing where there is nothing to show."""
    context = governance_panel(viewpoint.plan, viewpoint.user, viewpoint.on, viewpoint.known_at)
    return () if context is None else (Panel(context),)
