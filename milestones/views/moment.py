"""What a page of a plan says of the day, reading and instant that it speaks for, beside the point itself."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString

from milestones import notation
from milestones.pages.corrections import withheld_sentence
from milestones.pages.links import short_reading
from milestones.state import PlanState
from milestones.views.point import Point


def moment_of(state: PlanState, point: Point, readings: Mapping[str, str], *, is_judged: bool) -> Mapping[str, Any]:
    """The moment of a page, for its template; `is_judged` where it shows statuses, which an evaluation gives.

    `readings` are names by slug, of which the page's stands without what is in brackets. `is_last_day`: the plan has
    ended and the page speaks for its last day. `runs_past_records`: the day lies after `records_end`, up to which the
    plan's records were compiled; its year is marked as usual where it is the page's. `computed_at` is of the stored
    evaluation, None where the page does not rest on it; `is_stale`: a change since then, made at `waiting_since`, or a
    new day is not in it. `is_past`: the plan was changed after the instant for which the page speaks; `withheld` says
    how many entries of then are left out, restricted since. `revision` is the plan's that the page shows, 0 for none.
    """
    is_usual_reading = point.reading == next(iter(readings), None)
    is_stored = point.is_today and point.known_at is None and is_usual_reading
    plan = state.plan
    return {
        "is_today": point.is_today and point.on != plan.ended,
        "is_last_day": point.on == plan.ended,
        "reading_name": short_reading(readings.get(point.reading or "", "")),
        "is_usual_reading": is_usual_reading,
        "readings": readings,
        "runs_past_records": plan.as_of is not None and point.on > plan.as_of,
        "records_end": _records_end(plan.as_of, point.on),
        "computed_at": state.computed_at if is_stored and is_judged else None,
        "is_stale": is_stored and state.is_stale,
        "waiting_since": state.waiting_since if is_stored else None,
        "has_failed": is_stored and state.has_failed,
        "is_past": state.is_past,
        "withheld": withheld_sentence(state.withheld),
        "revision": state.version[0],
    }


def _records_end(as_of: date | None, on: date) -> SafeString:
    if as_of is None or as_of.year != on.year:
        return format_html("{}", notation.short_day(as_of))
    return format_html('{}<span class="is-usual"> {}</span>', notation.day_of_year(as_of), as_of.year)
