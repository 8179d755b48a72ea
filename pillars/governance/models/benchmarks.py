"""Benchmarks of oversight and reform, and what was found of them."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from milestones.contingency.scales import Grade
from milestones.limits import CODE_LENGTH, NAME_LENGTH
from milestones.models import RetractableRecord
from milestones.models.choices import GRADES
from milestones.models.parts import PlanPart, unique_in_plan
from milestones.models.publication import Published
from pillars.governance.models.choices import BenchmarkKind, Outcome


class Benchmark(Published, PlanPart):
    """One row is one thing by which oversight or reform is to be judged."""

    name = models.CharField(_("name"), max_length=NAME_LENGTH, help_text=_("What is to be reached."))
    kind = models.CharField(
        _("kind"), max_length=10, choices=BenchmarkKind.choices, help_text=_("What the benchmark is for.")
    )
    judge = models.ForeignKey(
        "milestones.Actor",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="judged_benchmarks",
        verbose_name=_("judge"),
        help_text=_("The actor who says whether it is met."),
    )
    judge_none_designated = models.BooleanField(
        _("no judge designated"),
        default=False,
        help_text=_("The text names nobody who says whether it is met."),
    )
    due = models.DateField(_("due"), null=True, blank=True, help_text=_("The day by which it is promised."))
    milestone = models.ForeignKey(
        "milestones.Milestone",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="governance_benchmarks",
        verbose_name=_("milestone"),
        help_text=_("The plan's milestone that it is part of."),
    )
    description = models.TextField(
        _("description"), blank=True, default="", help_text=_("What the text says of it.")
    )
    source = models.ForeignKey(
        "milestones.Source",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="governance_benchmarks",
        verbose_name=_("source"),
        help_text=_("Where the text sets it."),
    )
    clause = models.CharField(
        _("clause"), max_length=CODE_LENGTH, blank=True, default="", help_text=_("The place in the source.")
    )

    class Meta:
        verbose_name = _("benchmark")
        verbose_name_plural = _("benchmarks")
        ordering = ("plan_id", "rank", "id")
        constraints = [
            unique_in_plan("benchmark"),
            models.CheckConstraint(
                condition=Q(kind__in=BenchmarkKind.values), name="benchmark_kind_is_known"
            ),
            models.CheckConstraint(
                condition=Q(judge__isnull=True) | Q(judge_none_designated=False),
                name="benchmark_judge_or_none",
                violation_error_message=_("It has a judge, or none is designated. Choose one of the two."),
            ),
        ]


class BenchmarkFinding(RetractableRecord):
    """One row says whether a benchmark is met, from its date on."""

    benchmark = models.ForeignKey(
        Benchmark,
        on_delete=models.PROTECT,
        related_name="findings",
        verbose_name=_("benchmark"),
        help_text=_("The benchmark it is about."),
    )
    outcome = models.CharField(
        _("outcome"), max_length=10, choices=Outcome.choices, help_text=_("What was found.")
    )
    found_by = models.ForeignKey(
        "milestones.Actor",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="governance_findings",
        verbose_name=_("found by"),
        help_text=_("Who found it; empty where it is the tracker's reading of the source."),
    )
    verification = models.PositiveSmallIntegerField(
        _("verification"),
        choices=GRADES,
        default=Grade.REPORTED.value,
        help_text=_("How well it is verified."),
    )

    hangs_on = ("benchmark", "found_by", "source")

    class Meta(RetractableRecord.Meta):
        verbose_name = _("finding on a benchmark")
        verbose_name_plural = _("findings on benchmarks")
        constraints = [
            models.CheckConstraint(
                condition=Q(verification__range=(0, 3)), name="benchmark_finding_grade_is_known"
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=Outcome.values), name="benchmark_finding_outcome_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.benchmark}: {self.get_outcome_display()} ({self.date})"
