"""Withdrawals of milestones and waivers of gates: what is set aside until its ending."""

from django.utils.translation import gettext_lazy as _

from milestones.models import columns
from milestones.models.gates import Gate
from milestones.models.milestones import Milestone
from milestones.models.records import Ending, Record


class Withdrawal(Record):
    """One row says that a milestone is no longer pursued, until its ending."""

    milestone = columns.part(Milestone, _("milestone"), _("What is no longer pursued."), "withdrawals")

    hangs_on = ("milestone", "source")

    class Meta(Record.Meta):
        verbose_name = _("milestone given up")
        verbose_name_plural = _("milestones given up")


class WithdrawalEnding(Ending):
    """One row says that a withdrawal is over."""

    withdrawal = columns.only_part(Withdrawal, _("milestone given up"), _("What is over."), "ending")

    hangs_on = ("withdrawal", "source")

    class Meta(Ending.Meta):
        verbose_name = _("milestone taken up again")
        verbose_name_plural = _("milestones taken up again")

    def __str__(self) -> str:
        return f"{self.withdrawal.milestone} ({self.date})"


class Waiver(Record):
    """One row says that a gate was set aside by those who may, until its ending."""

    gate = columns.part(Gate, _("group of conditions"), _("What was set aside."), "waivers")

    hangs_on = ("gate", "source")

    class Meta(Record.Meta):
        verbose_name = _("waiver")
        verbose_name_plural = _("waivers")


class WaiverEnding(Ending):
    """One row says that a waiver is over."""

    waiver = columns.only_part(Waiver, _("waiver"), _("What is over."), "ending")

    hangs_on = ("waiver", "source")

    class Meta(Ending.Meta):
        verbose_name = _("end of a waiver")
        verbose_name_plural = _("ends of waivers")

    def __str__(self) -> str:
        return f"{self.waiver.gate} ({self.date})"
