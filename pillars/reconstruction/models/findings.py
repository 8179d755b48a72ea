"""Findings: differences that somebody must account for, and what was said and done about each."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from milestones.limits import NAME_LENGTH
from milestones.models.parts import PlanPart, unique_in_plan
from milestones.models.publication import Published
from pillars.reconstruction.models.base import PlanRecord
from pillars.reconstruction.models.choices import About, State


class Finding(Published, PlanPart):
    """One row is one difference that an owner must account for, or a matter on which claims stand side by side."""

    name = models.CharField(_("name"), max_length=NAME_LENGTH, help_text=_("What differs."))
    about = models.CharField(
        _("about"),
        max_length=10,
        choices=About.choices,
        help_text=_("Which two things are held against each other."),
    )
    owner = models.ForeignKey(
        "milestones.Actor",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="findings_owned",
        verbose_name=_("owner"),
        help_text=_("Who must account for it; empty while nobody is named."),
    )
    appeal = models.ForeignKey(
        "reconstruction.Appeal",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="findings",
        verbose_name=_("appeal"),
        help_text=_("The appeal whose money it is about."),
    )
    donor = models.ForeignKey(
        "reconstruction.Donor",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="findings",
        verbose_name=_("donor"),
        help_text=_("The donor it is about."),
    )
    channel = models.ForeignKey(
        "reconstruction.Channel",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="findings",
        verbose_name=_("channel"),
        help_text=_("The channel it is about."),
    )
    project = models.ForeignKey(
        "reconstruction.Project",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="findings",
        verbose_name=_("project"),
        help_text=_("The project it is about."),
    )

    hangs_on = ("plan", "appeal", "project")

    class Meta:
        verbose_name = _("finding")
        verbose_name_plural = _("findings")
        ordering = ("plan_id", "rank", "id")
        constraints = [
            unique_in_plan("finding"),
            models.CheckConstraint(condition=Q(about__in=About.values), name="finding_about_is_known"),
        ]


class FindingEntry(PlanRecord):
    """One row is what somebody said of a finding, or the state that it came to."""

    finding = models.ForeignKey(
        Finding,
        on_delete=models.PROTECT,
        related_name="entries",
        verbose_name=_("finding"),
        help_text=_("What it is about."),
    )
    actor = models.ForeignKey(
        "milestones.Actor",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="finding_entries",
        verbose_name=_("actor"),
        help_text=_("Who says so, among the plan's actors; else the source alone speaks."),
    )
    claimant = models.CharField(
        _("claimant"),
        max_length=NAME_LENGTH,
        blank=True,
        default="",
        help_text=_("Who says so, where it is none of the plan's actors, such as a newspaper."),
    )
    state = models.CharField(
        _("state"),
        max_length=10,
        choices=State.choices,
        blank=True,
        default="",
        help_text=_("The state that the finding came to; empty where something is said and nothing changes."),
    )

    hangs_on = ("plan", "finding", "source")

    class Meta(PlanRecord.Meta):
        verbose_name = _("entry of a finding")
        verbose_name_plural = _("entries of findings")
        constraints = [
            *PlanRecord.Meta.constraints,
            models.CheckConstraint(
                condition=Q(state__in=["", *State.values]), name="findingentry_state_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.finding} ({self.date})"
