"""Planned and forecast dates in words."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from milestones.contingency.plan import LIFTED
from milestones.wording.conditions import reached
from milestones.wording.names import Names, Stated, day_words


def planned_words(planned: str | Stated | None, names: Names) -> str:
    """A planned date: a day, so many days after a milestone's level, or that it was lifted; empty for none."""
    if planned is None:
        return ""
    if planned == LIFTED:
        return _("no date any more")
    if isinstance(planned, str):
        return day_words(planned)
    event = reached(planned["after"], planned["reaches"], names)
    if not planned["days"]:
        return _("on the day on which %(event)s") % {"event": event}
    text = ngettext("%(days)s day after %(event)s", "%(days)s days after %(event)s", planned["days"])
    return text % {"days": planned["days"], "event": event}


def forecast_sentences(explained: Stated, *, on: str) -> list[str]:
    """When it can be complete, if all that is claimed holds, and if nothing but what is established does."""
    if explained["level"]["low"] == 3:
        return [_("It is complete.")]
    complete = explained["forecast"]["complete"]
    return [_earliest(explained, complete["earliest"], on), _established(complete["established"])]


def _earliest(explained: Stated, day: str | None, on: str) -> str:
    if day is None:
        return _("Earliest: never, as the plan and the records stand.")
    if explained["level"]["high"] == 3:
        return _("It is said to be complete, since %(day)s.") % {"day": day_words(day)}
    if day == on:
        return _("Earliest: this very day, if everything that is missing came at once.")
    told = _("Earliest: %(day)s, if what is claimed holds and nothing else is late.") % {
        "day": day_words(day)
    }
    delay = explained["forecast"]["delay_days"]
    if not delay:
        return told
    text = ngettext(
        "That is %(days)s day after it was due.", "That is %(days)s days after it was due.", delay
    )
    return _("%(sentence)s %(why)s") % {"sentence": told, "why": text % {"days": delay}}


def _established(day: str | None) -> str:
    if day is None:
        return _("On what is established alone, no date can be given.")
    return _("On what is established alone: %(day)s.") % {"day": day_words(day)}
