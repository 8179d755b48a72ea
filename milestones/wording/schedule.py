"""Planned and forecast dates in words."""

from datetime import date

from django.utils.translation import gettext as _

from milestones import notation
from milestones.contingency.explanation import Explanation
from milestones.contingency.plan import Lifted, RelativeDate, RevisedDate
from milestones.contingency.scales import Level
from milestones.notation import ngettext
from milestones.selectors.plan_page import PlanNames
from milestones.wording.conditions import reached


def planned_words(planned: RevisedDate | None, names: PlanNames) -> str:
    """A planned date: a day, so many days after a milestone's level, or that it was lifted; empty for none."""
    if isinstance(planned, Lifted):
        return _("no date any more")
    if not isinstance(planned, RelativeDate):
        return notation.day(planned)
    event = reached(planned.after, planned.reaches, names)
    if not planned.days:
        return _("on the day on which %(event)s") % {"event": event}
    told = {"days": planned.days, "event": event}
    return ngettext("%(days)s day after %(event)s", "%(days)s days after %(event)s", planned.days, **told)


def forecast_sentences(explained: Explanation, *, on: date) -> list[str]:
    """When it can be complete, if all that is claimed holds, and if nothing but what is established does."""
    if explained.verdict.level[0] == Level.COMPLETE:
        return [_("It is complete.")]
    return [_earliest(explained, on), established_sentence(explained.verdict.forecast.complete_established)]


def _earliest(explained: Explanation, on: date) -> str:
    forecast = explained.verdict.forecast
    day = forecast.complete_earliest
    if day is None:
        return _("Earliest: never, as the plan and the records stand.")
    if explained.verdict.level[1] == Level.COMPLETE:
        return _("It is said to be complete, since %(day)s.") % {"day": notation.day(day)}
    if day == on:
        return _("Earliest: this very day, if all that is still to be done were done today.")
    told = _("Earliest: %(day)s, if what is said is so and nothing else is late.") % {"day": notation.day(day)}
    delay = forecast.delay_days
    if not delay:
        return told
    late = ngettext(
        "That is %(days)s day after it was due.", "That is %(days)s days after it was due.", delay, days=delay
    )
    return _("%(sentence)s %(why)s") % {"sentence": told, "why": late}


def established_sentence(day: date | None) -> str:
    """When it can be complete if nothing but what is confirmed holds."""
    if day is None:
        return _("On what is confirmed alone, no date can be given.")
    return _("On what is confirmed alone: %(day)s.") % {"day": notation.day(day)}
