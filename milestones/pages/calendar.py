"""A plan's dates as a calendar (iCalendar, RFC 5545)."""

from datetime import UTC, datetime, time, timedelta

from django.utils import translation
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from milestones import notation
from milestones.contingency.evaluation import MilestoneVerdict
from milestones.contingency.scales import Status
from milestones.pages.dates import WORDS, MilestoneDate, dates_of
from milestones.selectors.plan_page import PlanNames, plan_names
from milestones.selectors.records import Viewpoint
from milestones.words import STATUS_MARKS

PRODUCT = "-//Peace plan tracker//peace-plan-tracker//EN"
LEFT_OUT = frozenset({"original", "reached", "claimed"})
"""The kinds of dates that are no event: what is not in force any more, and what is behind."""
ASKED_AGAIN_AFTER = timedelta(hours=12)


def calendar_of(viewpoint: Viewpoint, *, host: str, page: str) -> bytes:
    """Planned starts and due dates in force, forecasts and ends of mandates, each all day long.

    `host` ends their UIDs, `page` makes of a milestone's slug the address of its page. A forecast is tentative; what is
    planned of a milestone that was withdrawn is cancelled rather than left out, so that it goes from calendars, too.
    """
    calendar, evaluation = Calendar(), viewpoint.evaluation()
    language = translation.get_language()
    name = _("Dates: %(plan)s") % {"plan": viewpoint.plan.name}
    for key, value in {"prodid": PRODUCT, "version": "2.0", "method": "PUBLISH", "calscale": "GREGORIAN"}.items():
        calendar.add(key, value)
    for key in ("name", "x-wr-calname"):
        calendar.add(key, name, parameters={"LANGUAGE": language})
    calendar.add("refresh-interval", ASKED_AGAIN_AFTER, parameters={"VALUE": "DURATION"})
    names = plan_names(viewpoint.state)
    for verdict in evaluation.milestones.values():
        planned = list(dates_of(verdict, evaluation.on, viewpoint.plan.as_of))
        first = {dated.planned: dated for dated in planned if dated.kind == "original"}
        for dated in planned:
            if dated.kind not in LEFT_OUT:
                event = _event(dated, verdict, names, first.get(dated.planned))
                event.add("uid", f"{viewpoint.plan.slug}.{verdict.slug}.{dated.planned or dated.kind}@{host}")
                event.add("url", page.format(verdict.slug))
                _stamp(event, viewpoint)
                calendar.add_component(event)
    body: bytes = calendar.to_ical()
    return body


def _event(dated: MilestoneDate, verdict: MilestoneVerdict, names: PlanNames, first: MilestoneDate | None) -> Event:
    event, language = Event(), {"LANGUAGE": translation.get_language()}
    told = [str(STATUS_MARKS[verdict.status].word)]
    if dated.is_revised and first is not None:
        told.append(_("%(what)s: %(day)s") % {"what": WORDS["original"], "day": notation.day(first.day)})
    title = {"milestone": names.milestones[verdict.slug], "new": WORDS[dated.kind]}
    event.add("summary", _("%(milestone)s: %(new)s") % title, parameters=language)
    event.add("description", "\n".join(told), parameters=language)
    event.add("categories", [names.pillars[verdict.facts.milestone.pillar]])
    event.add("dtstart", dated.day)
    event.add("transp", "TRANSPARENT")
    status = "TENTATIVE" if dated.kind == "forecast" else "CONFIRMED"
    event.add("status", "CANCELLED" if verdict.status is Status.WITHDRAWN else status)
    return event


def _stamp(event: Event, viewpoint: Viewpoint) -> None:
    """Say of which revision it is, and when what is told was last computed."""
    state = viewpoint.state
    computed = state.computed_at or datetime.combine(viewpoint.on, time(), UTC)
    event.add("dtstamp", computed)
    event.add("last-modified", computed)
    event.add("sequence", state.version[0])
