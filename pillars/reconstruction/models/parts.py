"""What reconstruction is made of: sectors, territories, appeals, donors and channels."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from milestones.limits import CODE_LENGTH, NAME_LENGTH
from milestones.models.parts import PlanPart, unique_in_plan
from milestones.models.publication import Published
from pillars.reconstruction.currencies import validate_currency
from pillars.reconstruction.models.choices import ChannelKind


class Sector(PlanPart):
    """One row is one sector of rebuilding, such as housing or health."""

    name = models.CharField(_("name"), max_length=NAME_LENGTH, help_text=_("What the sector is called."))
    iati_code = models.CharField(
        _("IATI sector code"),
        max_length=CODE_LENGTH,
        blank=True,
        default="",
        help_text=_(
            "The five-digit DAC purpose code (IATI vocabulary 1) that it stands for; empty for none."
        ),
    )

    class Meta:
        verbose_name = _("sector")
        verbose_name_plural = _("sectors")
        ordering = ("plan_id", "rank", "id")
        constraints = [unique_in_plan("sector")]


class Territory(PlanPart):
    """One row is one territory that an assessment's figures cover."""

    name = models.CharField(_("name"), max_length=NAME_LENGTH, help_text=_("What is covered."))

    class Meta:
        verbose_name = _("territory")
        verbose_name_plural = _("territories")
        ordering = ("plan_id", "rank", "id")
        constraints = [unique_in_plan("territory")]


class Appeal(Published, PlanPart):
    """One row is one conference or appeal: money for one purpose that may be added up, and to no other's."""

    name = models.CharField(_("name"), max_length=NAME_LENGTH, help_text=_("What it is called."))
    summary = models.TextField(
        _("summary"), blank=True, default="", help_text=_("What the money is for, and what is counted.")
    )
    currency = models.CharField(
        _("currency"),
        max_length=3,
        validators=[validate_currency],
        help_text=_("The ISO 4217 code of the currency in which its sums are told."),
    )
    is_base_rate = models.BooleanField(
        _("base rate"),
        default=False,
        help_text=_("An earlier appeal, kept for comparison; it is no money of this plan."),
    )
    milestone = models.ForeignKey(
        "milestones.Milestone",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="appeals",
        verbose_name=_("milestone"),
        help_text=_("The milestone that its payment is, whose gates hold the money; empty for none."),
    )
    iati_identifier = models.CharField(
        _("IATI identifier"),
        max_length=NAME_LENGTH,
        blank=True,
        default="",
        help_text=_("The identifier of the activity that reports it; empty for one made from the slug."),
    )

    class Meta:
        verbose_name = _("appeal")
        verbose_name_plural = _("appeals")
        ordering = ("plan_id", "rank", "id")
        constraints = [unique_in_plan("appeal")]


class Donor(PlanPart):
    """One row is one who gives money, or several whose sum alone is published."""

    name = models.CharField(_("name"), max_length=NAME_LENGTH, help_text=_("What it is called."))
    actor = models.ForeignKey(
        "milestones.Actor",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="donor_roles",
        verbose_name=_("actor"),
        help_text=_("Who it is among the plan's actors; empty for a group, or where it is none of them."),
    )
    part_of = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="parts",
        verbose_name=_("part of"),
        help_text=_("The group whose sum includes it; where both are told, only the group's sum counts."),
    )
    iati_ref = models.CharField(
        _("IATI organisation"),
        max_length=CODE_LENGTH,
        blank=True,
        default="",
        help_text=_("Its organisation identifier in IATI; empty where it has none."),
    )

    class Meta:
        verbose_name = _("donor")
        verbose_name_plural = _("donors")
        ordering = ("plan_id", "rank", "id")
        constraints = [
            unique_in_plan("donor"),
            models.CheckConstraint(
                condition=Q(part_of__isnull=True) | ~Q(part_of=models.F("id")), name="donor_no_part_of_itself"
            ),
        ]


class Channel(PlanPart):
    """One row is one fund, account or agency that money goes through, or the direct way."""

    name = models.CharField(_("name"), max_length=NAME_LENGTH, help_text=_("What it is called."))
    kind = models.CharField(_("kind"), max_length=10, choices=ChannelKind.choices, help_text=_("What it is."))
    holder = models.ForeignKey(
        "milestones.Actor",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="channels_held",
        verbose_name=_("holder"),
        help_text=_("Who keeps it, such as a fund's trustee."),
    )
    iati_ref = models.CharField(
        _("IATI organisation"),
        max_length=CODE_LENGTH,
        blank=True,
        default="",
        help_text=_("Its organisation identifier in IATI; empty where it has none."),
    )

    class Meta:
        verbose_name = _("channel")
        verbose_name_plural = _("channels")
        ordering = ("plan_id", "rank", "id")
        constraints = [
            unique_in_plan("channel"),
            models.CheckConstraint(condition=Q(kind__in=ChannelKind.values), name="channel_kind_is_known"),
        ]
