"""What every record of reconstruction has: its plan and its grade."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from milestones.models import Plan, RetractableRecord, columns
from milestones.models.columns import Text
from pillars.reconstruction.currencies import validate_currency


def currency_code(label: Text, help_text: Text) -> models.CharField[str, str]:
    """A currency by its code in ISO 4217."""
    return models.CharField(label, max_length=3, validators=[validate_currency], help_text=help_text)


class PlanRecord(RetractableRecord):
    """A graded record of a plan."""

    plan = columns.part(Plan, _("plan"), _("The plan it belongs to."), "reconstruction_%(class)ss")
    verification = columns.grade(_("How well it is verified; a disputed record counts for nothing."))

    class Meta(RetractableRecord.Meta):
        abstract = True
