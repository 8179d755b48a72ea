"""What is recorded of a milestone: how far it has come, and how its dates were changed."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from milestones.contingency.plan import LIFTED, RevisedDate
from milestones.contingency.scales import Grade
from milestones.models.choices import GRADES, LEVELS
from milestones.models.milestones import Milestone
from milestones.models.records import Record, RetractableRecord
from milestones.models.schedule import Scheduled, lifted_constraints, schedule_constraints


class Assessment(RetractableRecord):
    """One row is one judgement of a milestone's level, for one day."""

    milestone = models.ForeignKey(
        Milestone,
        on_delete=models.PROTECT,
        db_index=False,
        related_name="assessments",
        verbose_name=_("milestone"),
        help_text=_("What was assessed."),
    )
    level = models.PositiveSmallIntegerField(_("level"), choices=LEVELS, help_text=_("How far it had come."))
    verification = models.PositiveSmallIntegerField(
        _("verification"),
        choices=GRADES,
        default=Grade.REPORTED.value,
        help_text=_("How well it is verified."),
    )

    hangs_on = ("milestone", "source")

    class Meta(RetractableRecord.Meta):
        verbose_name = _("assessment")
        verbose_name_plural = _("assessments")
        constraints = [
            models.CheckConstraint(condition=Q(level__range=(0, 3)), name="assessment_level_is_known"),
            models.CheckConstraint(condition=Q(verification__range=(0, 3)), name="assessment_grade_is_known"),
        ]
        indexes = [
            # A milestone's assessments in order: its page, and its newest one.
            models.Index(fields=["milestone", "date"], name="assessment_of_milestone"),
        ]

    def __str__(self) -> str:
        return f"{self.milestone}: {self.get_level_display()} ({self.date})"


class ScheduleRevision(Scheduled, Record):
    """One row is one change of a milestone's planned dates: each is given anew, lifted, or left as it was.

    Of several with one date the one with the highest rank holds.
    """

    milestone = models.ForeignKey(
        Milestone,
        on_delete=models.PROTECT,
        related_name="schedule_revisions",
        verbose_name=_("milestone"),
        help_text=_("Whose dates were changed."),
    )
    rank = models.PositiveIntegerField(
        _("rank"), default=0, help_text=_("Its place among the milestone's revisions, from 0.")
    )

    planned_start_lifted = models.BooleanField(
        _("planned start: lifted"), default=False, help_text=_("There is no planned start any more.")
    )
    due_lifted = models.BooleanField(
        _("due: lifted"), default=False, help_text=_("There is no due date any more.")
    )

    hangs_on = ("milestone", "source", "planned_start_after", "due_after")

    class Meta(Record.Meta):
        verbose_name = _("schedule revision")
        verbose_name_plural = _("schedule revisions")
        ordering = ("milestone_id", "rank", "id")
        constraints = [
            *schedule_constraints("schedule_revision"),
            *lifted_constraints("schedule_revision"),
        ]

    def __str__(self) -> str:
        return f"{self.milestone} ({self.date})"

    def _planned(self, prefix: str) -> RevisedDate | None:
        return LIFTED if getattr(self, f"{prefix}_lifted") else super()._planned(prefix)
