"""What every record of reconstruction has: its plan and its grade."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from milestones.contingency.scales import Grade
from milestones.models.choices import GRADES
from milestones.models.records import RetractableRecord


class PlanRecord(RetractableRecord):
    """A graded record of a plan."""

    plan = models.ForeignKey(
        "milestones.Plan",
        on_delete=models.PROTECT,
        related_name="reconstruction_%(class)ss",
        verbose_name=_("plan"),
        help_text=_("The plan it belongs to."),
    )
    verification = models.PositiveSmallIntegerField(
        _("verification"),
        choices=GRADES,
        default=Grade.REPORTED.value,
        help_text=_("How well it is verified; a disputed record counts for nothing."),
    )

    class Meta(RetractableRecord.Meta):
        abstract = True
        constraints = [
            models.CheckConstraint(condition=Q(verification__range=(0, 3)), name="%(class)s_grade_is_known")
        ]
