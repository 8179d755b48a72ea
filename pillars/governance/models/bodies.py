"""Bodies, the portfolios that they have, and their seats."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from milestones.limits import CODE_LENGTH, NAME_LENGTH
from milestones.models.parts import PlanPart, unique_in_plan
from milestones.models.publication import Published
from pillars.governance.models.choices import BodyKind


class Body(Published, PlanPart):
    """One row is one body that governs, oversees or keeps order under a plan."""

    name = models.CharField(_("name"), max_length=NAME_LENGTH, help_text=_("What the body is called."))
    kind = models.CharField(
        _("kind"), max_length=20, choices=BodyKind.choices, help_text=_("What the body is.")
    )
    actor = models.ForeignKey(
        "milestones.Actor",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="governance_bodies",
        verbose_name=_("actor"),
        help_text=_("The actor of the plan that the body is, where it is one."),
    )
    size = models.PositiveIntegerField(
        _("size"),
        null=True,
        blank=True,
        help_text=_("How many seats the sources give it; empty where they give no number."),
    )
    description = models.TextField(
        _("description"), blank=True, default="", help_text=_("What it is for, and what is known of it.")
    )
    source = models.ForeignKey(
        "milestones.Source",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="governance_bodies",
        verbose_name=_("source"),
        help_text=_("Where the body is set up or described."),
    )
    clause = models.CharField(
        _("clause"), max_length=CODE_LENGTH, blank=True, default="", help_text=_("The place in the source.")
    )

    class Meta:
        verbose_name = _("body")
        verbose_name_plural = _("bodies")
        ordering = ("plan_id", "rank", "id")
        constraints = [
            unique_in_plan("body"),
            models.CheckConstraint(condition=Q(kind__in=BodyKind.values), name="body_kind_is_known"),
            models.CheckConstraint(
                condition=Q(size__isnull=True) | Q(size__gt=0),
                name="body_size_is_positive",
                violation_error_message=_("A body has at least one seat. Leave its size empty if unknown."),
            ),
        ]


class Portfolio(PlanPart):
    """One row is one field of government that a body divides among its seats."""

    body = models.ForeignKey(
        Body,
        on_delete=models.PROTECT,
        related_name="portfolios",
        verbose_name=_("body"),
        help_text=_("The body whose portfolio it is."),
    )
    name = models.CharField(_("name"), max_length=NAME_LENGTH, help_text=_("What the portfolio is called."))

    hangs_on = ("plan", "body")

    class Meta:
        verbose_name = _("portfolio")
        verbose_name_plural = _("portfolios")
        ordering = ("plan_id", "rank", "id")
        constraints = [unique_in_plan("portfolio")]


class Seat(PlanPart):
    """One row is one seat of a body, whoever holds it."""

    body = models.ForeignKey(
        Body,
        on_delete=models.PROTECT,
        related_name="seats",
        verbose_name=_("body"),
        help_text=_("The body that the seat is in."),
    )
    name = models.CharField(_("name"), max_length=NAME_LENGTH, help_text=_("What the seat is called."))
    portfolio = models.ForeignKey(
        Portfolio,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="seats",
        verbose_name=_("portfolio"),
        help_text=_("What its holder is charged with; empty where none was published."),
    )
    must_be_independent = models.BooleanField(
        _("must be independent"),
        default=False,
        help_text=_("Whether the text wants its holder to be independent of parties."),
    )

    hangs_on = ("plan", "body", "portfolio")

    class Meta:
        verbose_name = _("seat")
        verbose_name_plural = _("seats")
        ordering = ("plan_id", "rank", "id")
        constraints = [unique_in_plan("seat")]
