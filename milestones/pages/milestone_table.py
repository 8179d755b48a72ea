"""Milestones as a table: status, level range, dates planned and forecast."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from milestones import notation
from milestones.contingency.evaluation import MilestoneVerdict
from milestones.contingency.plan import LIFTED, RevisedDate
from milestones.contingency.scales import Level, Status
from milestones.notation import ngettext
from milestones.pages.blocks import Column, Table, table
from milestones.pages.cells import labelled, marked, noted, rendered
from milestones.pages.dates import WORDS
from milestones.pages.scene import Scene
from milestones.selectors.plan_page import PlanNames
from milestones.wording.schedule import planned_words
from milestones.words import STATUS_MARKS


@dataclass(frozen=True, slots=True)
class LevelBar:
    """A level range of 0 to 3 as a bar in three parts, with its words."""

    low: int
    high: int
    words: str
    has_records: bool

    @property
    def parts(self) -> tuple[str, ...]:
        """Of each part of the bar whether it is `full`, `open` or `none`."""
        return tuple("full" if self.low >= part else "open" if self.high >= part else "none" for part in (1, 2, 3))

    @property
    def html(self) -> SafeString:
        """The bar and its words."""
        return rendered("milestones/level_bar.html", level=self)


def level_bar(verdict: MilestoneVerdict) -> LevelBar:
    """The verdict's level range as a bar; a milestone without any record that counts says so."""
    words = notation.level_range(*verdict.level) if verdict.has_records else _("no record")
    return LevelBar(*verdict.level, words, verdict.has_records)


def milestone_table(verdicts: Iterable[MilestoneVerdict], scene: Scene) -> Table:
    """A row for each of the milestones, in their order."""
    columns = (
        Column(_("Milestone"), lambda verdict: scene.milestone(verdict.slug)),
        Column(_("Status"), lambda verdict: marked(STATUS_MARKS[verdict.status])),
        Column(_("Level"), lambda verdict: level_bar(verdict).html),
        Column(_("Due"), lambda verdict: _due(verdict, scene), is_told=True, none=""),
        Column(
            pgettext("column", "Complete"),
            lambda verdict: noted(*_forecast(verdict, scene.evaluation.on)),
            is_told=True,
            none="",
        ),
    )
    return table(_("Milestones"), columns, verdicts, kind="milestones")


def _due(verdict: MilestoneVerdict, scene: Scene) -> SafeString:
    """The due date in force, the original one where it was another, and whether it is past."""
    names, planned, original = scene.names, verdict.facts.schedule.due, verdict.facts.milestone.due
    if planned.is_missing and not planned.is_lifted:
        return SafeString()
    in_force = planned.calendar_day or planned.follows or (LIFTED if planned.is_lifted else None)
    was_another = original is not None and original not in (planned.follows, planned.calendar_day)
    first = _("first: %(day)s") % {"day": _planned(original, names)} if was_another else ""
    words = noted(_planned(in_force, names), first)
    if not verdict.is_overdue:
        return words
    if scene.is_late(verdict):
        return labelled(words, WORDS["overdue"], "overdue")
    return noted(words, _("after the records end"))


def _planned(planned: RevisedDate | None, names: PlanNames) -> str:
    """A planned date: a day, or so many days after a milestone's level."""
    return notation.short_day(planned) if isinstance(planned, date) else planned_words(planned, names)


def _forecast(verdict: MilestoneVerdict, on: date) -> tuple[str, str]:
    """When it is complete, at the earliest, and what to know of that date.

    That it can be complete on the very day of the page, if all that is missing came at once, tells a reader nothing.
    """
    if verdict.status is Status.WITHDRAWN:
        return "", ""
    day, late = verdict.forecast.complete_earliest, verdict.forecast.delay_days
    low, high = verdict.level
    if high == Level.COMPLETE:
        return notation.short_day(day), _("reached") if low == Level.COMPLETE else _("said, not confirmed")
    if day is None:
        return _("no date"), ""
    if day == on:
        return "", _("not yet")
    note = _("at the earliest")
    if late:
        note = ngettext("at the earliest, %(days)s day late", "at the earliest, %(days)s days late", late, days=late)
    return notation.short_day(day), note
