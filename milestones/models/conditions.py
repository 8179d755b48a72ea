"""Conditions: the single things that must hold."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from milestones.models import columns
from milestones.models.constraints import constrained, rule
from milestones.models.gates import Gate
from milestones.models.indicators import Indicator
from milestones.models.milestones import Milestone
from milestones.models.naming import called
from milestones.models.parts import Ranked
from milestones.models.plans import Pillar


def _exactly(kind: str, *also: str) -> Q:
    """Only the columns of one kind of condition are filled, `also` among them where given."""
    every = {"milestone", "reaches", "indicator", "at_least", "at_most", "pillar", "progress", "date"}
    filled = {kind, *also}
    return Q(**{f"{column}__isnull": column not in filled for column in sorted(every)})


@called(_("condition"), _("conditions"))
@constrained(
    "condition",
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
    for_days = models.PositiveIntegerField(
        _("for days"),
        default=0,
        help_text=_(
            "For how many days before, without a break, a level or value must have held; 0 for that day alone."
        ),
    )

    hangs_on = ("gate",)

    def __str__(self) -> str:
        if self.milestone is not None:
            return f"{self.milestone}: {self.get_reaches_display()}"
        if self.indicator is not None:
            return f"{self.indicator} {'≥' if self.at_most is None else '≤'} {self.bound}"
        if self.pillar is not None:
            return f"{self.pillar} ≥ {self.progress} %"
        return str(self.date)

    @property
    def bound(self) -> object:
        """The value that an indicator must reach (`at_least`) or keep under (`at_most`)."""
        return self.at_least if self.at_most is None else self.at_most
