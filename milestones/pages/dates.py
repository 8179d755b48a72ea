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
    "start": _("planned start"),
    "original": _("planned first, revised since"),
    "forecast": _("complete at the earliest"),
    "lapses": _("mandate ends"),
}
"""The kinds of dates and their words, in the order of a key."""


@dataclass(frozen=True, slots=True)
class MilestoneDate:
    """One date. `planned` is what was planned for it, a start or a due date, or "" for what was not planned.

    `kind` is one of WORDS; `is_revised` says of a date in force that another was planned first, which is `original`.
    """

    day: date
    kind: str
    milestone: str
    planned: str = ""
    is_revised: bool = False


def dates_of(verdict: MilestoneVerdict, on: date) -> Iterator[MilestoneDate]:
    """Every date of a milestone, as the plan and the records have it on a day."""
    milestone, schedule, slug = verdict.facts.milestone, verdict.facts.schedule, verdict.slug
    for original, planned, kind in (
        (milestone.planned_start, schedule.start, "start"),
        (milestone.due, schedule.due, "due"),
    ):
        was_another = isinstance(original, date) and original.toordinal() != planned.day
        if isinstance(original, date) and was_another:
            yield MilestoneDate(original, "original", slug, kind)
        if planned.calendar_day:
            now = "overdue" if kind == "due" and verdict.is_overdue else kind
            yield MilestoneDate(planned.calendar_day, now, slug, kind, was_another)
    low, high = verdict.level
    since = verdict.facts.since[Level.COMPLETE]
    if since is not None and since != EVER and (day := as_date(since)):
        yield MilestoneDate(day, "reached" if low == Level.COMPLETE else "claimed", slug)
    forecast = verdict.forecast.complete_earliest
    if forecast is not None and forecast > on and high < Level.COMPLETE:
        yield MilestoneDate(forecast, "forecast", slug)
    if milestone.lapses is not None:
        yield MilestoneDate(milestone.lapses, "lapses", slug)
