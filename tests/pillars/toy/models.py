"""A gathering, as a record."""

from django.db import models

from milestones.contingency.scales import Grade
from milestones.models import RetractableRecord
from milestones.models.choices import GRADES


class Gathering(RetractableRecord):
    """One row is one gathering that was held."""

    plan = models.ForeignKey("milestones.Plan", on_delete=models.PROTECT, related_name="gatherings")
    people = models.PositiveIntegerField()
    verification = models.PositiveSmallIntegerField(choices=GRADES, default=Grade.REPORTED.value)

    hangs_on = ("plan", "source")
