"""Who may see what: setting it, and refusing what would be told by half."""

from collections.abc import Iterable, Mapping

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from milestones.models import Condition, Indicator, Milestone, Plan, Publication
from milestones.models.publication import Published

SEEN_AT_LEAST_AS_FAR = {
    Publication.PUBLISHED: {Publication.PUBLISHED},
    Publication.RESTRICTED: {Publication.PUBLISHED, Publication.RESTRICTED},
    Publication.DRAFT: set(Publication),
}
"""What a gate may name, by the publication of its milestone."""


def set_publication(rows: Iterable[Published], publication: Publication) -> list[Published]:
    """Give each row this publication, one by one so that history and recompute hear of it; those that changed."""
    with transaction.atomic():
        changed = [row for row in rows if row.publication != publication]
        for row in changed:
            row.publication = publication
            # This column alone: modeltranslation would write the bare text columns in the reader's language.
            row.save(update_fields=["publication"])
    return changed


def refuse_hidden_conditions(plan: Plan) -> None:
    """Raise a ValidationError for each gate that would show while something that it names is hidden.

    A gate is seen with its milestone. With a condition hidden it would promise something else, so such a gate is
    shown to nobody who may not see the condition; what people see as published must not vanish so. A pillar is
    hidden with the last of its milestones.
    """
    conditions = Condition.objects.filter(gate__milestone__plan=plan).select_related(
        "gate__milestone", "milestone", "indicator", "pillar"
    )
    of_pillars: dict[int, set[str]] = {}
    placed = Milestone.objects.filter(plan=plan).order_by().values_list("pillar_id", "publication").distinct()
    for pillar, publication in placed:
        of_pillars.setdefault(pillar, set()).add(publication)
    in_order = conditions.order_by("gate__milestone__rank", "gate__milestone_id", "gate_id", "rank", "pk")
    sentences = [found for each in in_order if (found := _refusal(each, of_pillars))]
    if sentences:
        raise ValidationError(sentences)


def _refusal(condition: Condition, of_pillars: Mapping[int, set[str]]) -> str | None:
    """Why the condition may not stand in its gate; None where it may."""
    gate = condition.gate
    far_enough = SEEN_AT_LEAST_AS_FAR[Publication(gate.milestone.publication)]
    words = {
        "before": gate.get_before_display(),
        "milestone": gate.milestone,
        "publication": gate.milestone.get_publication_display(),
    }
    if condition.pillar is not None and far_enough.isdisjoint(of_pillars.get(condition.pillar.pk, ())):
        return _(
            "The gate before the %(before)s of “%(milestone)s” (%(publication)s) waits for the pillar “%(pillar)s”, "
            "and none of that pillar’s milestones is seen as far. Leave one there, or take the pillar out of the "
            "gate first."
        ) % (words | {"pillar": condition.pillar})
    named: Milestone | Indicator | None = condition.milestone or condition.indicator
    if named is None or named.publication in far_enough:
        return None
    return _(
        "The gate before the %(before)s of “%(milestone)s” (%(publication)s) names the %(kind)s “%(named)s”, which "
        "is %(hidden)s. Publish “%(named)s” as far, or take it out of the gate first."
    ) % (
        words | {"kind": named._meta.verbose_name, "named": named, "hidden": named.get_publication_display()}
    )
