"""How many there are said to be, and how many were brought in."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from milestones.models import Actor, Area, Phase, called, columns, constrained, rule
from pillars.demilitarisation.models.choices import Basis, Scope, Step
from pillars.demilitarisation.models.embargo import EmbargoedRecord
from pillars.demilitarisation.models.structure import ArmsCategory, CountingSeries

COUNTS = ("handed_in", "accepted", "rejected", "disputed")


@called(_("total of arms"), _("totals of arms"), "{category}: {low} ({date})")
@constrained(
    "demil_total",
    rule(
        "demil_total_is_a_range",
        Q(low__gte=0, high__gte=F("low")),
        _("A total is a range from low to high, not below 0."),
    ),
)
class ArmsTotal(EmbargoedRecord):
    """One row is one statement of how many there are, or are to be handed in: a figure or a range."""

    category = columns.part(ArmsCategory, _("category"), _("What is counted."), "totals")
    basis = columns.word(
        _("basis"),
        Basis.choices,
        _("Agreed by the parties (it is then a target), declared by its owner, or estimated."),
    )
    claimant = columns.optional_part(
        Actor, _("claimant"), _("Who says so; empty where the agreement or the source itself does.")
    )
    phase = columns.optional_part(Phase, _("stage"), _("The stage it is for; empty for the whole."))
    area = columns.optional_part(
        Area, _("area"), _("The area it is for, the finest place there is; empty for the whole.")
    )
    low = columns.number(_("low"), _("The lowest figure of the range, or the figure."))
    high = columns.number(_("high"), _("The highest figure of the range, or the figure again."))


@called(_("tally"), _("tallies"), "{category}, {series} ({date})")
@constrained(
    "demil_tally",
    rule(
        "demil_tally_of_stage_names_it",
        ~Q(scope=Scope.STAGE, phase__isnull=True),
        _("A tally that covers a stage names the stage."),
    ),
    rule(
        "demil_tally_counts_something",
        ~Q(**{f"{count}__isnull": True for count in COUNTS}),
        _("A tally gives at least one figure: handed in, accepted, rejected or disputed."),
    ),
)
class Tally(EmbargoedRecord):
    """One row is one count of what was collected or destroyed, in one way of counting; counts only, no persons."""

    category = columns.part(ArmsCategory, _("category"), _("What was counted."), "tallies")
    series = columns.part(CountingSeries, _("counting series"), _("Who counted, by which rule."), "tallies")
    step = columns.word(_("step"), Step.choices, _("Collected, or destroyed."), default=Step.COLLECTED)
    scope = columns.word(
        _("scope"), Scope.choices, _("What it covers: the event, the stage or everything up to the day.")
    )
    phase = columns.optional_part(Phase, _("stage"), _("The stage in which, or at whose end, it was counted."))
    area = columns.optional_part(
        Area, _("area"), _("The area it was counted in, the finest place there is; empty for the whole.")
    )
    handed_in = columns.optional_count(_("handed in"), _("How many were brought; empty where not published."))
    accepted = columns.optional_count(_("accepted"), _("How many this count accepts; empty where unknown."))
    rejected = columns.optional_count(_("rejected"), _("How many this count rejects; empty where unknown."))
    disputed = columns.optional_count(
        _("disputed"), _("How many of the accepted somebody disputes; empty where unknown.")
    )
    disputed_by = columns.optional_part(Actor, _("disputed by"), _("Who disputes them."))

    class Meta(EmbargoedRecord.Meta):
        indexes = [
            # A stage's counts in one way of counting, in order: measures and the picture.
            models.Index(fields=["plan", "series", "phase", "date"], name="demil_tally_by_series")
        ]
