"""Gates, the groups of conditions before a milestone's steps, and conditions, the single things that must hold."""

from collections.abc import Iterable
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from milestones import notation
from milestones.contingency.scales import Force
from milestones.lettering import isolated
from milestones.models import columns
from milestones.models.choices import BEFORES, FORCES
from milestones.models.fields import validate_required_count
from milestones.models.indicators import Indicator
from milestones.models.milestones import Milestone
from milestones.models.parts import Ranked, called, in_database, rule
from milestones.models.plans import Pillar, Reading, Source
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


@called(_("group of conditions"), _("groups of conditions"), "{milestone}: {before}")
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


@called(_("reading of conditions"), _("readings of conditions"), "{gate}: {reading}")
@in_database(models.UniqueConstraint(fields=["gate", "reading"], name="gate_reading_unique"))
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


def _exactly(kind: str, *also: str) -> Q:
    """Only the columns of one kind of condition are filled, `also` among them where given."""
    every = {"milestone", "reaches", "indicator", "at_least", "at_most", "pillar", "progress", "date"}
    filled = {kind, *also}
    return Q(**{f"{column}__isnull": column not in filled for column in sorted(every)})


@called(_("condition"), _("conditions"))
@in_database(
    rule(
        "condition_is_of_one_kind",
        _exactly("milestone", "reaches")
        | _exactly("indicator", "at_least")
        | _exactly("indicator", "at_most")
        | _exactly("pillar", "progress")
        | _exactly("date"),
        _(
            "A condition is one thing: a milestone with its level, an indicator with at least or at most, "
            "a pillar with its progress, or a date."
        ),
        code="condition_kind",
    ),
    rule("condition_level_can_be_reached", Q(reaches__isnull=True) | Q(reaches__range=(1, 3))),
    rule(
        "condition_progress_is_percent",
        Q(progress__isnull=True) | (Q(progress__gte=0) & Q(progress__lte=100)),
        _("Progress is from 0 to 100 percent."),
        code="progress_range",
    ),
    rule(
        "condition_for_days_of_level_or_value",
        Q(for_days=0) | Q(milestone__isnull=False) | Q(indicator__isnull=False),
        _("“For days” goes with a milestone or an indicator only. Leave it at 0."),
        code="for_days_misplaced",
    ),
)
class Condition(Ranked):
    """One row is one thing that must hold: a milestone's level, an indicator's value, a pillar's progress, a date."""

    gate = columns.part(
        Gate,
        _("group of conditions"),
        _("The conditions among which it stands."),
        "conditions",
        on_delete=models.CASCADE,
    )
    milestone = columns.optional_part(Milestone, _("milestone"), _("The milestone that is waited for."), "awaited_by")
    reaches = columns.optional_reached_level(_("reaches"), _("The level that the milestone must have."))
    indicator = columns.optional_part(Indicator, _("indicator"), _("The indicator that is waited for."), "awaited_by")
    at_least = columns.optional_number(_("at least"), _("The lowest value, in the indicator's unit, that will do."))
    at_most = columns.optional_number(_("at most"), _("The highest value, in the indicator's unit, that will do."))
    pillar = columns.optional_part(Pillar, _("pillar"), _("The pillar that is waited for."), "awaited_by")
    progress = columns.optional_number(_("progress"), _("The progress, in percent, that the pillar must have."))
    date = columns.optional_day(_("date"), _("The day from which it is met."))
    for_days = columns.count(
        _("for days"),
        _("For how many days before, without a break, a level or value must have held; 0 for that day alone."),
        default=0,
    )

    hangs_on = ("gate",)

    def __str__(self) -> str:
        if self.milestone is not None:
            return f"{isolated(self.milestone)}: {self.get_reaches_display()}"
        if self.indicator is not None:
            sign, bound = ("≥", self.at_least) if self.at_most is None else ("≤", self.at_most)
            return f"{isolated(self.indicator)} {sign} {notation.plain_number(bound)}"
        if self.pillar is not None:
            return f"{isolated(self.pillar)} ≥ {notation.plain_number(self.progress)}%"
        return notation.day(self.date)
