"""A milestone's dates: planned, revised, come, forecast, and the end of its authority."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from milestones.contingency.days import EVER, as_date
from milestones.contingency.evaluation import MilestoneVerdict
from milestones.contingency.scales import Level

WORDS: dict[str, str | Promise] = {
    "reached": _("completed"),
    "claimed": _("said to be complete"),
    "due": _("due"),
    "overdue": _("late"),
    "passed": _("due after the records end"),
    "start": _("planned start"),
    "original": _("planned first, revised since"),
    "lifted": _("planned first, lifted since"),
    "forecast": _("complete at the earliest"),
    "lapses": _("mandate ends"),
}
"""The kinds of dates and their words, in the order of a key."""
NOT_IN_FORCE = frozenset({"original", "lifted"})


@dataclass(frozen=True, slots=True)
class MilestoneDate:
    """One date. `planned` is what was planned for it, a start or a due date, or "" for what was not planned.

    `kind` is one of WORDS; `is_revised` says of a date in force that another was planned first, of a kind NOT_IN_FORCE.
    """

    day: date
    kind: str
    milestone: str
    planned: str = ""
    is_revised: bool = False


def is_late(verdict: MilestoneVerdict, as_of: date | None) -> bool:
    """Whether records say so: what fell due after `as_of`, the day up to which they run, may have come since.

    A change of the milestone's own level that was entered for a later day reaches as far as that day.
    """
    due = verdict.facts.schedule.due.day
    if as_of is None or due is None or not verdict.is_overdue:
        return verdict.is_overdue
    return due <= max(as_of.toordinal(), verdict.facts.levels.days[-1])


def dates_of(verdict: MilestoneVerdict, on: date, as_of: date | None) -> Iterator[MilestoneDate]:
    """Every date of a milestone, as the plan and its records, which run up to `as_of`, have it on a day."""
    milestone, schedule, slug = verdict.facts.milestone, verdict.facts.schedule, verdict.slug
    for original, planned, kind in (
        (milestone.planned_start, schedule.start, "start"),
        (milestone.due, schedule.due, "due"),
    ):
        was_another = isinstance(original, date) and original.toordinal() != planned.day
        if isinstance(original, date) and was_another:
            yield MilestoneDate(original, "lifted" if planned.is_lifted else "original", slug, kind)
        if planned.calendar_day:
            is_past = kind == "due" and verdict.is_overdue
            past = "overdue" if is_late(verdict, as_of) else "passed"
            yield MilestoneDate(planned.calendar_day, past if is_past else kind, slug, kind, was_another)
    low, high = verdict.level
    since = verdict.facts.since[Level.COMPLETE]
    if since is not None and since != EVER and (day := as_date(since)):
        yield MilestoneDate(day, "reached" if low == Level.COMPLETE else "claimed", slug)
    forecast = verdict.forecast.complete_earliest
    if forecast is not None and forecast > on and high < Level.COMPLETE:
        yield MilestoneDate(forecast, "forecast", slug)
    if milestone.lapses is not None:
        yield MilestoneDate(milestone.lapses, "lapses", slug)
