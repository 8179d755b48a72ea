"""What every record of reconstruction has: its plan and its grade."""

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from milestones.contingency.scales import Grade
from milestones.models.choices import GRADES
from milestones.models.parts import refuse_other_plans
from milestones.models.records import RetractableRecord


class PlanRecord(RetractableRecord):
    """A graded record of a plan; `same_plan` names the keys that must stay inside it."""

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

    same_plan: ClassVar[tuple[str, ...]] = ("source",)

    class Meta(RetractableRecord.Meta):
        abstract = True
        constraints = [
            models.CheckConstraint(condition=Q(verification__range=(0, 3)), name="%(class)s_grade_is_known")
        ]

    def clean(self) -> None:
        super().clean()
        refuse_other_plans(self, plan_id=self.plan_id, names=self.same_plan)


def refuse_negative(**amounts: object) -> None:
    """Raise a ValidationError, by field, for each number below zero; a mistake is retracted, not subtracted."""
    errors = {
        name: gettext("%(value)s is below zero. Retract what was mistaken instead.") % {"value": amount}
        for name, amount in amounts.items()
        if amount is not None and amount < 0  # type: ignore[operator]
    }
    if errors:
        raise ValidationError(errors)
