"""What would be told by half: a gate that shows while something that it names is hidden."""

from collections.abc import Iterator, Mapping

from django.utils.translation import gettext_lazy as _

from milestones.kinds.rules import Breach
from milestones.models import Condition, Indicator, Milestone, Plan, Publication

SEEN_AT_LEAST_AS_FAR = {
    Publication.PUBLISHED: {Publication.PUBLISHED},
    Publication.RESTRICTED: {Publication.PUBLISHED, Publication.RESTRICTED},
    Publication.DRAFT: set(Publication),
}
"""What a gate may name, by the publication of its milestone."""


def hidden_conditions(plan: Plan) -> Iterator[Breach]:
    """Each condition of a gate that would show while what it names is hidden.

    A gate is seen with its milestone. With a condition hidden it would promise something else, so such a gate is
    shown to nobody who may not see the condition; what people see as published must not vanish so. A pillar is
    hidden with the last of its milestones; of one without any the engine says so itself.
    """
    of_pillars: dict[int, set[str]] = {}
    placed = Milestone.objects.filter(plan=plan).order_by().values_list("pillar_id", "publication").distinct()
    for pillar, publication in placed:
        of_pillars.setdefault(pillar, set()).add(publication)
    conditions = Condition.objects.filter(gate__milestone__plan=plan).select_related(
        "gate__milestone", "milestone", "indicator", "pillar"
    )
    for condition in conditions.order_by("gate__milestone__rank", "gate__milestone_id", "gate_id", "rank", "pk"):
        yield from _hidden(condition, of_pillars)


def _hidden(condition: Condition, of_pillars: Mapping[int, set[str]]) -> Iterator[Breach]:
    gate = condition.gate
    pointer = ("milestones", gate.milestone.slug, "gates", gate.rank, "conditions", condition.rank)
    far_enough = SEEN_AT_LEAST_AS_FAR[Publication(gate.milestone.publication)]
    words = {
        "before": gate.get_before_display(),
        "milestone": str(gate.milestone),
        "publication": gate.milestone.get_publication_display(),
    }
    if condition.pillar is not None and far_enough.isdisjoint(of_pillars.get(condition.pillar.pk, far_enough)):
        sentence = _(
            "What must come before the %(before)s of “%(milestone)s” (%(publication)s) waits for the pillar "
            "“%(pillar)s”, and none of that pillar’s milestones is seen as far. Leave one there, or take that "
            "condition out first."
        )
        yield Breach((*pointer, "pillar"), "hidden_pillar", sentence, words | {"pillar": str(condition.pillar)})
    named: Milestone | Indicator | None = condition.milestone or condition.indicator
    if named is not None and named.publication not in far_enough:
        sentence = _(
            "What must come before the %(before)s of “%(milestone)s” (%(publication)s) names the %(kind)s “%(named)s”, "
            "which is %(hidden)s. Publish “%(named)s” as far, or take that condition out first."
        )
        hidden = named.get_publication_display()
        words |= {"kind": str(named._meta.verbose_name), "named": str(named), "hidden": hidden}
        yield Breach((*pointer, str(named._meta.model_name)), "hidden_condition", sentence, words)
