"""Planned dates as columns: each is a day, or so many days after a milestone reaches a level."""

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from milestones.contingency.plan import RelativeDate, RevisedDate
from milestones.contingency.scales import Level
from milestones.models import columns
from milestones.models.parts import rule


class Scheduled(models.Model):
    """A planned start and a due date, each a day (`_on`), relative (`_days`, `_after`, `_reaches`), or neither."""

    planned_start_on = columns.optional_day(_("planned start"), _("The day on which it is to start."))
    planned_start_days = columns.optional_count(
        _("planned start: days"), _("Or: so many days after a milestone's level.")
    )
    planned_start_after = columns.optional_part(
        "milestones.Milestone",
        _("planned start: after"),
        _("The milestone from whose level the days are counted."),
        "%(class)ss_starting_after",
    )
    planned_start_reaches = columns.optional_reached_level(
        _("planned start: reaches"), _("The level from which the days are counted.")
    )
    due_on = columns.optional_day(_("due"), _("The day on which it is due."))
    due_days = columns.optional_count(_("due: days"), _("Or: so many days after a milestone's level."))
    due_after = columns.optional_part(
        "milestones.Milestone",
        _("due: after"),
        _("The milestone from whose level the days are counted."),
        "%(class)ss_due_after",
    )
    due_reaches = columns.optional_reached_level(_("due: reaches"), _("The level from which the days are counted."))

    class Meta:
        abstract = True

    @property
    def planned_start(self) -> RevisedDate | None:
        """The planned start as the engine reads it; follows `planned_start_after` where it is relative."""
        return self._planned("planned_start")

    @property
    def due(self) -> RevisedDate | None:
        """The due date as the engine reads it; follows `due_after` where it is relative."""
        return self._planned("due")

    def _planned(self, prefix: str) -> RevisedDate | None:
        after = getattr(self, f"{prefix}_after")
        if after is None:
            planned: date | None = getattr(self, f"{prefix}_on")
            return planned
        reaches = Level(getattr(self, f"{prefix}_reaches"))
        return RelativeDate(days=getattr(self, f"{prefix}_days"), after=after.slug, reaches=reaches)


def schedule_constraints(model: str) -> list[models.CheckConstraint]:
    """The constraints that each planned date of the model is a day, relative, or neither."""
    start = _("Give the planned start as a day, or as days, milestone and level together.")
    due = _("Give the due date as a day, or as days, milestone and level together.")
    return [
        rule(f"{model}_{prefix}_is_day_or_relative", _date_or_relative(prefix), sentence)
        for prefix, sentence in (("planned_start", start), ("due", due))
    ]


def lifted_constraints(model: str) -> list[models.CheckConstraint]:
    """The constraints that a date of the model is lifted, or given, not both."""
    start = _("Lift the planned start, or give another; not both.")
    due = _("Lift the due date, or give another; not both.")
    return [
        rule(
            f"{model}_{prefix}_is_lifted_or_given",
            Q(**{f"{prefix}_lifted": False})
            | Q(**{f"{prefix}_{part}__isnull": True for part in ("on", "days", "after", "reaches")}),
            sentence,
        )
        for prefix, sentence in (("planned_start", start), ("due", due))
    ]


def _date_or_relative(prefix: str) -> Q:
    parts = [f"{prefix}_{part}" for part in ("days", "after", "reaches")]
    no_part = Q(**{f"{part}__isnull": True for part in parts})
    every_part = Q(**{f"{part}__isnull": False for part in parts}) & Q(**{f"{prefix}_reaches__range": (1, 3)})
    return no_part | (every_part & Q(**{f"{prefix}_on__isnull": True}))
