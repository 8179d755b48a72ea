"""What is recorded of a milestone: how far it has come, and how its dates were changed."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from milestones.contingency.plan import LIFTED, RevisedDate
from milestones.models import columns
from milestones.models.choices import LEVELS
from milestones.models.constraints import constrained
from milestones.models.milestones import Milestone
from milestones.models.naming import called
from milestones.models.records import GradedRecord, Record
from milestones.models.schedule import Scheduled, lifted_constraints, schedule_constraints


@called(_("assessment"), _("assessments"), "{milestone}: {level} ({date})")
@constrained("assessment")
class Assessment(GradedRecord):
    """One row is one judgement of a milestone's level, for one day."""

    milestone = columns.part(Milestone, _("milestone"), _("What was assessed."), "assessments", db_index=False)
    level = models.PositiveSmallIntegerField(_("level"), choices=LEVELS, help_text=_("How far it had come."))

    hangs_on = ("milestone", "source")

    class Meta(GradedRecord.Meta):
        indexes = [
            # A milestone's assessments in order: its page, and its newest one.
            models.Index(fields=["milestone", "date"], name="assessment_of_milestone")
        ]


@called(_("schedule revision"), _("schedule revisions"))
@constrained("schedule_revision", *schedule_constraints("schedule_revision"), *lifted_constraints("schedule_revision"))
class ScheduleRevision(Scheduled, Record):
    """One row is one change of a milestone's planned dates: each is given anew, lifted, or left as it was.

    Of several with one date the one with the highest rank holds.
    """

    milestone = columns.part(Milestone, _("milestone"), _("Whose dates were changed."), "schedule_revisions")
    rank = models.PositiveIntegerField(
        _("rank"), default=0, help_text=_("Its place among the milestone's revisions, from 0.")
    )

    planned_start_lifted = columns.flag(_("planned start: lifted"), _("There is no planned start any more."))
    due_lifted = columns.flag(_("due: lifted"), _("There is no due date any more."))

    hangs_on = ("milestone", "source", "planned_start_after", "due_after")

    class Meta(Record.Meta):
        ordering = ("milestone_id", "rank", "id")

    def _planned(self, prefix: str) -> RevisedDate | None:
        return LIFTED if getattr(self, f"{prefix}_lifted") else super()._planned(prefix)
