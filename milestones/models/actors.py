"""Actors, and the positions that they take."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from milestones.limits import NAME_LENGTH, URL_LENGTH
from milestones.models.choices import ActorKind, Stance
from milestones.models.fields import validate_web_address
from milestones.models.parts import PlanPart, unique_in_plan
from milestones.models.records import RetractableRecord


class Actor(PlanPart):
    """One row is one party, state, mediator, institution, donor or monitor of a plan."""

    name = models.CharField(_("name"), max_length=NAME_LENGTH, help_text=_("What the actor is called."))
    kind = models.CharField(
        _("kind"),
        max_length=20,
        choices=ActorKind.choices,
        blank=True,
        default="",
        help_text=_("What the actor is to the plan."),
    )
    url = models.CharField(
        _("address"),
        max_length=URL_LENGTH,
        blank=True,
        default="",
        validators=[validate_web_address],
        help_text=_("The actor's own site: an http or https address."),
    )

    class Meta:
        verbose_name = _("actor")
        verbose_name_plural = _("actors")
        ordering = ("plan_id", "rank", "id")
        constraints = [
            unique_in_plan("actor"),
            models.CheckConstraint(condition=Q(kind__in=["", *ActorKind.values]), name="actor_kind_is_known"),
        ]


class Position(RetractableRecord):
    """One row is what an actor said, on a date, about a pillar, a milestone or (with neither) the plan."""

    actor = models.ForeignKey(
        Actor,
        on_delete=models.PROTECT,
        related_name="positions",
        verbose_name=_("actor"),
        help_text=_("Whose position it is."),
    )
    stance = models.CharField(
        _("stance"), max_length=15, choices=Stance.choices, help_text=_("What the actor says, in a word.")
    )
    pillar = models.ForeignKey(
        "milestones.Pillar",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="positions",
        verbose_name=_("about the pillar"),
        help_text=_("The pillar it is about, if it is about one."),
    )
    milestone = models.ForeignKey(
        "milestones.Milestone",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="positions",
        verbose_name=_("about the milestone"),
        help_text=_("The milestone it is about, if it is about one."),
    )

    hangs_on = ("actor", "pillar", "milestone", "source")

    class Meta(RetractableRecord.Meta):
        verbose_name = _("position")
        verbose_name_plural = _("positions")
        constraints = [
            models.CheckConstraint(
                condition=Q(pillar__isnull=True) | Q(milestone__isnull=True),
                name="position_is_about_one_thing",
                violation_error_message=_(
                    "A position is about a pillar or a milestone, not both. Choose one."
                ),
            ),
            models.CheckConstraint(condition=Q(stance__in=Stance.values), name="position_stance_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.actor}: {self.get_stance_display()} ({self.date})"
