"""The positions that actors take."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from milestones.models import columns
from milestones.models.actors import Actor
from milestones.models.choices import Stance
from milestones.models.constraints import constrained, rule
from milestones.models.milestones import Milestone
from milestones.models.naming import called
from milestones.models.plans import Pillar
from milestones.models.records import RetractableRecord


@called(_("position"), _("positions"), "{actor}: {stance} ({date})")
@constrained(
    "position",
    rule(
        "position_is_about_one_thing",
        Q(pillar__isnull=True) | Q(milestone__isnull=True),
        _("A position is about a pillar or a milestone, not both. Choose one."),
        code="position_about",
    ),
)
class Position(RetractableRecord):
    """One row is what an actor said, on a date, about a pillar, a milestone or (with neither) the plan."""

    actor = columns.part(Actor, _("actor"), _("Whose position it is."), "positions")
    stance = columns.word(_("stance"), Stance.choices, _("What the actor says, in a word."), length=15)
    pillar = columns.optional_part(
        Pillar, _("about the pillar"), _("The pillar it is about, if it is about one."), "positions"
    )
    milestone = columns.optional_part(
        Milestone, _("about the milestone"), _("The milestone it is about, if it is about one."), "positions"
    )

    hangs_on = ("actor", "pillar", "milestone", "source")
