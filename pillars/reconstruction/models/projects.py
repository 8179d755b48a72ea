"""Projects: what is to be built, when, by whom, and what of it was delivered."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from milestones.limits import NAME_LENGTH
from milestones.models.fields import ExactDecimalField
from milestones.models.parts import PlanPart, unique_in_plan
from milestones.models.publication import Published
from pillars.reconstruction.models.base import PlanRecord
from pillars.reconstruction.models.choices import CountKind, StepKind, Unit


class Project(Published, PlanPart):
    """One row is one project of rebuilding."""

    name = models.CharField(_("name"), max_length=NAME_LENGTH, help_text=_("What it is called."))
    description = models.TextField(
        _("description"), blank=True, default="", help_text=_("What is built, in a paragraph.")
    )
    sector = models.ForeignKey(
        "reconstruction.Sector",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="projects",
        verbose_name=_("sector"),
        help_text=_("The sector it belongs to; empty if not stated."),
    )
    area = models.ForeignKey(
        "milestones.Area",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="projects",
        verbose_name=_("area"),
        help_text=_("The place it is in; empty for the whole."),
    )
    implementer = models.ForeignKey(
        "milestones.Actor",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="projects",
        verbose_name=_("implementer"),
        help_text=_("Who carries it out."),
    )
    milestone = models.ForeignKey(
        "milestones.Milestone",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="projects",
        verbose_name=_("milestone"),
        help_text=_("The milestone it belongs to, whose gates are its conditions; empty for none."),
    )
    iati_identifier = models.CharField(
        _("IATI identifier"),
        max_length=NAME_LENGTH,
        blank=True,
        default="",
        help_text=_("The identifier of its activity; empty for one made from the slug."),
    )

    class Meta:
        verbose_name = _("project")
        verbose_name_plural = _("projects")
        ordering = ("plan_id", "rank", "id")
        constraints = [
            unique_in_plan("project"),
            models.UniqueConstraint(
                fields=["plan", "iati_identifier"],
                condition=~Q(iati_identifier=""),
                name="project_iati_identifier_unique_in_plan",
                violation_error_message=_("This plan has a project with this IATI identifier already."),
            ),
        ]


class ProjectStep(PlanRecord):
    """One row is one step of a project: its dates as planned, its start, a stop, its end."""

    project = models.ForeignKey(
        Project,
        on_delete=models.PROTECT,
        related_name="steps",
        verbose_name=_("project"),
        help_text=_("Whose step it is."),
    )
    kind = models.CharField(_("kind"), max_length=10, choices=StepKind.choices, help_text=_("What happened."))
    planned_start = models.DateField(
        _("planned start"), null=True, blank=True, help_text=_("With “planned”: the day it is to start.")
    )
    planned_end = models.DateField(
        _("planned end"), null=True, blank=True, help_text=_("With “planned”: the day it is to be complete.")
    )

    hangs_on = ("plan", "project", "source")

    class Meta(PlanRecord.Meta):
        verbose_name = _("step of a project")
        verbose_name_plural = _("steps of projects")
        constraints = [
            *PlanRecord.Meta.constraints,
            models.CheckConstraint(condition=Q(kind__in=StepKind.values), name="projectstep_kind_is_known"),
            models.CheckConstraint(
                condition=Q(kind="planned") | Q(planned_start__isnull=True, planned_end__isnull=True),
                name="projectstep_dates_are_planned",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project}: {self.get_kind_display()} ({self.date})"


class UnitCount(PlanRecord):
    """One row is a number of units, planned for a project or delivered by it."""

    project = models.ForeignKey(
        Project,
        on_delete=models.PROTECT,
        related_name="unit_counts",
        verbose_name=_("project"),
        help_text=_("Whose units they are."),
    )
    kind = models.CharField(
        _("kind"), max_length=10, choices=CountKind.choices, help_text=_("Planned or delivered.")
    )
    unit = models.CharField(_("unit"), max_length=20, choices=Unit.choices, help_text=_("What is counted."))
    quantity = ExactDecimalField(_("quantity"), help_text=_("How many."))
    is_total = models.BooleanField(
        _("total"),
        default=False,
        help_text=_(
            "The sum of all up to its date, which replaces what was counted before; a plan always is."
        ),
    )

    hangs_on = ("plan", "project", "source")

    class Meta(PlanRecord.Meta):
        verbose_name = _("count of units")
        verbose_name_plural = _("counts of units")
        constraints = [
            *PlanRecord.Meta.constraints,
            models.CheckConstraint(condition=Q(kind__in=CountKind.values), name="unitcount_kind_is_known"),
            models.CheckConstraint(condition=Q(unit__in=Unit.values), name="unitcount_unit_is_known"),
            models.CheckConstraint(condition=Q(quantity__gte=0), name="unitcount_is_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.project}: {self.quantity} {self.get_unit_display()} ({self.date})"
