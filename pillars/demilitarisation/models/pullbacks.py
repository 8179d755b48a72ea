"""Where forces are said to stand, and which areas they left and handed over."""

from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from milestones.models import Actor, Area, Phase, called, columns, constrained, rule
from pillars.demilitarisation.models.choices import PullbackStep
from pillars.demilitarisation.models.embargo import EmbargoedRecord
from pillars.demilitarisation.models.structure import PullbackLine

FORCES = ("soldiers", "police", "personnel")


@called(_("claim about a line"), _("claims about lines"), "{line}: {low} % ({date})")
@constrained(
    "demil_lineclaim",
    rule(
        "demil_lineclaim_is_a_share",
        Q(low__gte=0, high__gte=F("low"), high__lte=100),
        _("A share is a range from low to high, from 0 to 100 percent."),
    ),
)
class LineClaim(EmbargoedRecord):
    """One row is one claim of how much of the territory lies behind a line."""

    line = columns.part(PullbackLine, _("line"), _("Which line."), "claims")
    claimant = columns.optional_part(Actor, _("claimant"), _("Who claims it; empty where the source itself does."))
    low = columns.number(_("low"), _("The lowest share of the territory that it holds, in percent."))
    high = columns.number(_("high"), _("The highest share, or the same again, in percent."))


@called(_("pull-back or handover"), _("pull-backs and handovers"))
@constrained("demil_pullback")
class Pullback(EmbargoedRecord):
    """One row is one report on forces that leave an area or a line, and on who takes over."""

    step = columns.word(_("step"), PullbackStep.choices, _("How far it is."))
    phase = columns.optional_part(Phase, _("stage"), _("The stage it belongs to; empty for none."))
    area = columns.optional_part(
        Area, _("area"), _("The area that is left, the finest place there is; empty for the whole.")
    )
    line = columns.optional_part(PullbackLine, _("line"), _("The line pulled back to; empty for none."))
    leaves = columns.optional_part(
        Actor, _("who leaves"), _("Whose forces leave; empty where the source does not say.")
    )
    takes_over = columns.optional_part(
        Actor, _("who takes over"), _("To whom it is handed over; empty where to nobody, or not known.")
    )
    soldiers = columns.optional_count(_("soldiers"), _("How many soldiers leave; empty where unknown."))
    police = columns.optional_count(_("police"), _("How many police leave; empty where unknown."))
    personnel = columns.optional_count(
        _("personnel"), _("How many leave in all, where the source does not divide them; empty where unknown.")
    )

    def __str__(self) -> str:
        return f"{self.area or self.phase or self.plan}: {self.get_step_display()} ({self.date})"
