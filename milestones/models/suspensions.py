"""Withdrawals of milestones and waivers of gates: what is set aside until its ending."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from milestones.models.gates import Gate
from milestones.models.milestones import Milestone
from milestones.models.parts import refuse_other_plans
from milestones.models.records import Ending, Record


class Withdrawal(Record):
    """One row says that a milestone is no longer pursued, until its ending."""

    milestone = models.ForeignKey(
        Milestone,
        on_delete=models.PROTECT,
        related_name="withdrawals",
        verbose_name=_("milestone"),
        help_text=_("What is no longer pursued."),
    )

    hangs_on = ("milestone", "source")

    class Meta(Record.Meta):
        verbose_name = _("withdrawal")
        verbose_name_plural = _("withdrawals")

    def __str__(self) -> str:
        return f"{self.milestone} ({self.date})"

    def clean(self) -> None:
        super().clean()
        if not self.milestone_id:
            return
        refuse_other_plans(self, plan_id=self.milestone.plan_id, names=("source",))
        standing = self.milestone.withdrawals.filter(ending__isnull=True).exclude(pk=self.pk)
        if self._state.adding and standing.exists():
            raise ValidationError(
                _("“%(milestone)s” is withdrawn already. End that withdrawal first."),
                params={"milestone": self.milestone},
            )


class WithdrawalEnding(Ending):
    """One row says that a withdrawal is over."""

    withdrawal = models.OneToOneField(
        Withdrawal,
        on_delete=models.PROTECT,
        related_name="ending",
        verbose_name=_("withdrawal"),
        help_text=_("What is over."),
    )

    hangs_on = ("withdrawal", "source")

    class Meta(Ending.Meta):
        verbose_name = _("end of a withdrawal")
        verbose_name_plural = _("ends of withdrawals")

    def __str__(self) -> str:
        return f"{self.withdrawal.milestone} ({self.date})"

    def clean(self) -> None:
        super().clean()
        if self.withdrawal_id:
            refuse_other_plans(self, plan_id=self.withdrawal.milestone.plan_id, names=("source",))


class Waiver(Record):
    """One row says that a gate was set aside by those who may, until its ending."""

    gate = models.ForeignKey(
        Gate,
        on_delete=models.PROTECT,
        related_name="waivers",
        verbose_name=_("gate"),
        help_text=_("What was set aside."),
    )

    hangs_on = ("gate", "source")

    class Meta(Record.Meta):
        verbose_name = _("waiver")
        verbose_name_plural = _("waivers")

    def __str__(self) -> str:
        return f"{self.gate} ({self.date})"

    def clean(self) -> None:
        super().clean()
        if not self.gate_id:
            return
        refuse_other_plans(self, plan_id=self.gate.milestone.plan_id, names=("source",))
        standing = self.gate.waivers.filter(ending__isnull=True).exclude(pk=self.pk)
        if self._state.adding and standing.exists():
            raise ValidationError(
                _("The gate “%(gate)s” is waived already. End that waiver first."), params={"gate": self.gate}
            )


class WaiverEnding(Ending):
    """One row says that a waiver is over."""

    waiver = models.OneToOneField(
        Waiver,
        on_delete=models.PROTECT,
        related_name="ending",
        verbose_name=_("waiver"),
        help_text=_("What is over."),
    )

    hangs_on = ("waiver", "source")

    class Meta(Ending.Meta):
        verbose_name = _("end of a waiver")
        verbose_name_plural = _("ends of waivers")

    def __str__(self) -> str:
        return f"{self.waiver.gate} ({self.date})"

    def clean(self) -> None:
        super().clean()
        if self.waiver_id:
            refuse_other_plans(self, plan_id=self.waiver.gate.milestone.plan_id, names=("source",))
