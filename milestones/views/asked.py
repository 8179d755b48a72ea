"""What a reader asks of a page beside the moment, as its address says: choices, a point, what is assumed."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from django.http import HttpRequest
from django.utils.translation import gettext as _

from milestones.contingency.plan import Plan
from milestones.contingency.whatif import Assumption
from milestones.lettering import isolated
from milestones.limits import SEARCH_LENGTH
from milestones.pages.links import ASSUME
from milestones.pages.paging import PAGE
from milestones.planfile import PlanFileError
from milestones.planfile.requests import read_assumptions
from milestones.selectors.plan_page import reading_names
from milestones.selectors.records import Viewpoint
from milestones.state import state_of
from milestones.state.history import revisions_of
from milestones.state.standing import Freshness
from milestones.views.point import BadParameter, check_reading, chosen_day, read_instant


def read_search(request: HttpRequest, name: str) -> str:
    """The words that are searched for under a name of the address; raises BadParameter."""
    search = request.GET.get(name, "").strip()
    if len(search) > SEARCH_LENGTH:
        advice = _("Search for at most %(count)s letters.") % {"count": SEARCH_LENGTH}
        raise BadParameter(name, search[:SEARCH_LENGTH], advice)
    return search


def read_chosen(request: HttpRequest, known: Mapping[str, Iterable[str]], *, search: str = "") -> dict[str, str]:
    """What is chosen under each name of what is known, and the words under `search`, without what is empty.

    Raises BadParameter.
    """
    asked = {name: value for name in known if (value := request.GET.get(name, "").strip())}
    for name, value in asked.items():
        if value not in (told := [word for word in known[name] if word]):
            few = _(", ").join(map(isolated, told)) if len(told) <= MOST_NAMED else ""
            advice = _("Choose from: %(words)s.") % {"words": few} if few else _("Nothing of this plan has that slug.")
            raise BadParameter(name, value, advice)
    return asked | ({search: words} if search and (words := read_search(request, search)) else {})


def read_page(request: HttpRequest, name: str = PAGE) -> int:
    """Which page of a list, or another such number, counted from 1; raises BadParameter."""
    value = request.GET.get(name, "").strip() or "1"
    if not (value.isascii() and value.isdigit() and int(value[:9]) > 0):
        raise BadParameter(name, value, _("Pages are counted from 1."))
    return int(value[:9])


OTHER = ("from_on", "from_reading", "from_known_at", "from_revision")


def read_other(request: HttpRequest, fresh: Freshness, viewpoint: Viewpoint) -> tuple[Viewpoint | None, dict[str, str]]:
    """The point that the page's own is compared with, and what the address says of it; raises BadParameter.

    What it does not say is as on the page; None where it says nothing.
    """
    asked = {name: value for name in OTHER if (value := request.GET.get(name, "").strip())}
    known_at = read_instant(request, "from_known_at") or viewpoint.known_at
    if number := asked.get("from_revision"):
        if "from_known_at" in asked:
            raise BadParameter("from_revision", number, _("A revision has an instant of its own: give one of the two."))
        made = {str(known.own): known.at for known in revisions_of(state_of(fresh))}
        if number not in made:
            advice = _("The plan has no such revision; its last one is %(last)s.") % {
                "last": max(made, key=int, default="0")
            }
            raise BadParameter("from_revision", number, advice)
        known_at = made[number]
    state, on = state_of(fresh, known_at), chosen_day(request, "from_on") or viewpoint.on
    reading, readings = asked.get("from_reading", ""), list(reading_names(state))
    check_reading("from_reading", reading, readings)
    here = viewpoint.reading if viewpoint.reading in readings else None
    other = replace(viewpoint, state=state, on=on, known_at=known_at, reading=reading or here)
    return (other if asked else None), asked


LONGEST, MOST_NAMED = 10_000, 100
SAID = {
    "level": ("milestone", "level"),
    "start": ("milestone", "planned_start"),
    "due": ("milestone", "due"),
    "withdrawn": ("milestone", "withdrawn"),
    "value": ("indicator", "value"),
    "waived": ("gate", "waived"),
}
"""Which key of the API's question names the thing, and which says what is assumed of it."""
NUMBER = re.compile(r"-?(0|[1-9]\d{0,20})(\.\d{1,20})?")


def read_assumed(request: HttpRequest, plan: Plan) -> Mapping[str, Assumption]:
    """The assumptions, by how an address writes them; raises BadParameter."""
    # Of one thing what is said last holds, such as by the form after the address.
    items = dict({tuple(item.split(":", 2)[:2]): (item, name) for name, item in _items(request)}.values())
    if not items:
        return {}
    try:
        body = f'{{"assume": [{", ".join(map(_as_json, items))}]}}'
        return dict(zip(items, read_assumptions(body[:LONGEST].encode(), plan), strict=True))
    except PlanFileError as error:
        place = error.faults[0].place
        item = [*items][place[1] if len(place) > 1 and isinstance(place[1], int) else -1]
        text = _("Assume a level, a day, a value, a waiver or a withdrawal of what the plan has, such as %(example)s.")
        example = "level:SLUG:complete"
        if item.partition(":")[0] in ("start", "due") and item.count(":") == 1:  # the form's own day was left empty
            text, example = _("Give a day as year, month and day, such as %(example)s."), "2026-06-20"
        raise BadParameter(items[item], item, text % {"example": isolated(example)}) from error


def _items(request: HttpRequest) -> Iterator[tuple[str, str]]:
    """Each assumption, after the parameter that it comes from: what the address says, and what the form adds."""
    for item in " ".join(request.GET.getlist(ASSUME)).split():
        yield ASSUME, item
    given = {name: str(text).strip() for name, text in request.GET.items()}
    stands = given.get("stands") or "level:complete"
    if given.get("day") and not (given.get("milestone") and stands in ("start", "due")):
        raise BadParameter("day", given["day"], _("Say also which milestone is to start or is due then."))
    if given.get("value") and not given.get("indicator"):
        raise BadParameter("value", given["value"], _("Say also of which indicator it is the value."))
    told = {
        "milestone": (stands, given.get("day", "")),
        "indicator": ("value", given.get("value", "")),
        "gate": ("waived", ""),
    }
    for name, (said_of, value) in told.items():
        if given.get(name):
            kind, _colon, level = said_of.partition(":")
            yield name, ":".join((kind, given[name], *filter(None, (level or value,))))


def _as_json(item: str) -> str:
    """An entry of the API's question; what cannot be read as one becomes an entry that it refuses."""
    kind, of, value = (*item.split(":", 2), "", "")[:3]
    named, key = SAID.get(kind, ("milestone", "level"))
    told = "true" if key in ("withdrawn", "waived") and not value else _quoted(value, is_number=key == "value")
    return f'{{"{named}": {_quoted(of, is_number=named == "gate")}, "{key}": {told}}}'


def _quoted(text: str, *, is_number: bool) -> str:
    return text if is_number and NUMBER.fullmatch(text) else json.dumps(text)
