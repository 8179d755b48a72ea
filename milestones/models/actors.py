"""Actors: who has a part in a plan."""

from django.utils.translation import gettext_lazy as _

from milestones.models import columns
from milestones.models.choices import ActorKind
from milestones.models.constraints import constrained
from milestones.models.naming import called
from milestones.models.parts import PlanPart


@called(_("actor"), _("actors"))
@constrained("actor")
class Actor(PlanPart):
    """One row is one party, state, mediator, institution, donor or monitor of a plan."""

    name = columns.name(_("What the actor is called."))
    kind = columns.optional_word(_("kind"), ActorKind.choices, _("What the actor is to the plan."), length=20)
    url = columns.web_address(_("The actor's own site: an http or https address."))
