"""Gates: the groups of conditions that stand before a milestone's steps."""

from collections.abc import Iterable
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from milestones.contingency.scales import Before, Force
from milestones.limits import CODE_LENGTH
from milestones.models.choices import BEFORES, FORCES
from milestones.models.fields import required_of, validate_required_count
from milestones.models.parts import Ranked
from milestones.models.plans import Pillar
from milestones.models.publication import EVERYTHING, BoundedQuerySet, Publication, Row

REQUIRE_LENGTH = 10


class GateQuerySet(BoundedQuerySet[Row]):
    """Gates; one with a condition that is hidden is hidden whole, since half of it would tell another promise.

    A condition on a pillar is hidden with the last of the pillar's milestones.
    """

    def within(self, publications: Iterable[Publication]) -> Self:
        seen = frozenset(publications)
        hidden = EVERYTHING - seen
        rows = super().within(publications)
        if not hidden:
            return rows
        return (
            rows.exclude(conditions__milestone__publication__in=hidden)
            .exclude(conditions__indicator__publication__in=hidden)
            .exclude(conditions__pillar__in=Pillar.objects.exclude(milestones__publication__in=seen))
        )


class GateManager(models.Manager.from_queryset(GateQuerySet)):  # type: ignore[misc]
    """The manager of gates."""


class Gate(Ranked):
    """One row is one group of conditions before one step of a milestone."""

    milestone = models.ForeignKey(
        "milestones.Milestone",
        on_delete=models.CASCADE,
        related_name="gates",
        verbose_name=_("milestone"),
        help_text=_("The milestone before whose step it stands."),
    )
    before = models.CharField(
        _("before"), max_length=15, choices=BEFORES, help_text=_("The step that waits for it.")
    )
    require = models.CharField(
        _("require"),
        max_length=REQUIRE_LENGTH,
        default="all",
        validators=[validate_required_count],
        help_text=_("How many of its conditions must be met: all, any, or a number."),
    )
    force = models.CharField(
        _("force"),
        max_length=10,
        choices=FORCES,
        default=Force.GATES.value,
        help_text=_("Whether it holds the milestone up, or is only shown (the text says “may”)."),
    )
    readings = models.ManyToManyField(
        "milestones.Reading",
        through="milestones.GateReading",
        related_name="gates",
        blank=True,
        verbose_name=_("readings"),
        help_text=_("The readings under which it stands; none named means every reading."),
    )
    source = models.ForeignKey(
        "milestones.Source",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="gates",
        verbose_name=_("source"),
        help_text=_("Where the text says so."),
    )
    clause = models.CharField(
        _("clause"), max_length=CODE_LENGTH, blank=True, default="", help_text=_("The place in the source.")
    )
    note = models.TextField(
        _("note"), blank=True, default="", help_text=_("What a reader should know of it.")
    )

    hangs_on = ("milestone",)

    objects: ClassVar[GateQuerySet[Self]] = GateManager()

    class Meta:
        verbose_name = _("gate")
        verbose_name_plural = _("gates")
        ordering = ("milestone_id", "rank", "id")
        constraints = [
            models.CheckConstraint(
                condition=Q(before__in=[before.value for before in Before]), name="gate_before_is_known"
            ),
            models.CheckConstraint(
                condition=Q(force__in=[force.value for force in Force]), name="gate_force_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.milestone}: {self.get_before_display()}"

    def required_of(self, count: int) -> int:
        """How many of its `count` conditions must be met."""
        return required_of(self.require, count=count)


class GateReading(Ranked):
    """One row is one reading under which a gate stands."""

    gate = models.ForeignKey(
        Gate, on_delete=models.CASCADE, verbose_name=_("gate"), help_text=_("The gate that stands under it.")
    )
    reading = models.ForeignKey(
        "milestones.Reading",
        on_delete=models.PROTECT,
        verbose_name=_("reading"),
        help_text=_("The reading under which it stands."),
    )

    hangs_on = ("gate", "reading")

    class Meta:
        verbose_name = _("reading of a gate")
        verbose_name_plural = _("readings of a gate")
        ordering = ("gate_id", "rank", "id")
        constraints = [models.UniqueConstraint(fields=["gate", "reading"], name="gate_reading_unique")]

    def __str__(self) -> str:
        return f"{self.gate}: {self.reading}"
