"""What is followed: a plan's dates as a calendar (iCalendar, RFC 5545), its changes of status as Atom (RFC 4287)."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, time, timedelta
from typing import Any

from django.utils import translation
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from milestones import notation
from milestones.contingency.evaluation import MilestoneVerdict
from milestones.contingency.scales import Status
from milestones.lettering import isolated
from milestones.models import StatusChange
from milestones.pages.dates import NOT_IN_FORCE, WORDS, MilestoneDate, dates_of
from milestones.selectors.plan_page import PlanNames, plan_names
from milestones.selectors.records import Viewpoint
from milestones.state import PlanState
from milestones.wording.causes import causes_in_words
from milestones.words import STATUS_MARKS

PRODUCT = "-//Peace plan tracker//peace-plan-tracker//EN"
LEFT_OUT = NOT_IN_FORCE | {"reached", "claimed"}
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


class ChangeFeed(Atom1Feed):
    """A feed whose time is that of its newest entry or, without any, the instant `since`."""

    def latest_post_date(self) -> datetime:
        if self.items:
            return super().latest_post_date()
        since: datetime = self.feed["since"]
        return since


def add_changes(
    feed: ChangeFeed,
    changes: Iterable[tuple[StatusChange, Iterable[Mapping[str, Any]]]],
    state: PlanState,
    *,
    page: str,
    tag: str,
) -> None:
    """Add the changes as entries; `page` makes of a milestone's slug the address of its page.

    `tag` makes of a change's day and number the id that its entry has for ever (RFC 4151).
    """
    names = plan_names(state)
    for row, causes in changes:
        told = _("; ").join(causes_in_words(causes, names))
        feed.add_item(
            title=_title(row, names),
            link=page.format(row.milestone.slug),
            description=escape(_("Cause: %(causes)s.") % {"causes": told} if told else ""),
            unique_id=tag.format(row.computed_at.date().isoformat(), row.pk),
            pubdate=row.computed_at,
            updateddate=row.computed_at,
            categories=[names.pillars.get(row.milestone.pillar.slug, "")],
        )


def _title(row: StatusChange, names: PlanNames) -> str:
    new = {"milestone": isolated(names.milestones[row.milestone.slug]), "new": STATUS_MARKS[Status(row.new)].word}
    old = {"old": STATUS_MARKS[Status(row.old)].word} if row.old else {}
    return (_("%(milestone)s: %(old)s → %(new)s") if old else _("%(milestone)s: %(new)s")) % (new | old)
