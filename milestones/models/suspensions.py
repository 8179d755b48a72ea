"""Withdrawals of milestones and waivers of gates: what is set aside until its ending."""

from django.utils.translation import gettext_lazy as _

from milestones.models import columns
from milestones.models.gates import Gate
from milestones.models.milestones import Milestone
from milestones.models.naming import called
from milestones.models.records import Ending, Record


@called(_("milestone given up"), _("milestones given up"))
class Withdrawal(Record):
    """One row says that a milestone is no longer pursued, until its ending."""

    milestone = columns.part(Milestone, _("milestone"), _("What is no longer pursued."), "withdrawals")

    hangs_on = ("milestone", "source")


@called(_("milestone taken up again"), _("milestones taken up again"))
class WithdrawalEnding(Ending):
    """One row says that a withdrawal is over."""

    withdrawal = columns.only_part(Withdrawal, _("milestone given up"), _("What is over."), "ending")

    hangs_on = ("withdrawal", "source")


@called(_("waiver"), _("waivers"))
class Waiver(Record):
    """One row says that a gate was set aside by those who may, until its ending."""

    gate = columns.part(Gate, _("group of conditions"), _("What was set aside."), "waivers")

    hangs_on = ("gate", "source")


@called(_("end of a waiver"), _("ends of waivers"))
class WaiverEnding(Ending):
    """One row says that a waiver is over."""

    waiver = columns.only_part(Waiver, _("waiver"), _("What is over."), "ending")

    hangs_on = ("waiver", "source")
