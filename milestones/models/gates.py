"""Gates: the groups of conditions that stand before a milestone's steps."""

from collections.abc import Iterable
from typing import ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from milestones.contingency.scales import Force
from milestones.models import columns
from milestones.models.choices import BEFORES, FORCES
from milestones.models.constraints import constrained
from milestones.models.fields import required_of, validate_required_count
from milestones.models.milestones import Milestone
from milestones.models.naming import called
from milestones.models.parts import Ranked
from milestones.models.plans import Pillar, Reading
from milestones.models.publication import EVERYTHING, BoundedQuerySet, Publication, Row
from milestones.models.sources import Source

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


@called(_("group of conditions"), _("groups of conditions"), "{milestone}: {before}")
@constrained("gate")
class Gate(Ranked):
    """One row is one group of conditions before one step of a milestone."""

    milestone = columns.part(
        Milestone, _("milestone"), _("The milestone before whose step it stands."), "gates", on_delete=models.CASCADE
    )
    before = columns.word(_("before"), BEFORES, _("The step that waits for it."), length=15)
    require = models.CharField(
        _("require"),
        max_length=REQUIRE_LENGTH,
        default="all",
        validators=[validate_required_count],
        help_text=_("How many of its conditions must be met: all, any, or a number."),
    )
    force = columns.word(
        _("force"),
        FORCES,
        _("Whether it must come first, or is only shown (the text says “may”)."),
        default=Force.GATES.value,
    )
    readings = models.ManyToManyField(
        "milestones.Reading",
        through="milestones.GateReading",
        related_name="gates",
        blank=True,
        verbose_name=_("readings"),
        help_text=_("The readings under which it stands; none named means every reading."),
    )
    source = columns.optional_part(Source, _("source"), _("Where the text says so."), "gates")
    clause = columns.clause()
    note = columns.note()

    hangs_on = ("milestone",)

    objects: ClassVar[GateQuerySet[Self]] = GateManager()

    def required_of(self, count: int) -> int:
        """How many of its `count` conditions must be met."""
        return required_of(self.require, count=count)


@called(_("reading of conditions"), _("readings of conditions"), "{gate}: {reading}")
@constrained("gate_reading", models.UniqueConstraint(fields=["gate", "reading"], name="gate_reading_unique"))
class GateReading(Ranked):
    """One row is one reading under which a gate stands."""

    gate = columns.part(
        Gate,
        _("group of conditions"),
        _("The conditions that stand under it."),
        related_name=None,
        on_delete=models.CASCADE,
    )
    reading = columns.part(Reading, _("reading"), _("The reading under which it stands."), related_name=None)

    hangs_on = ("gate",)
