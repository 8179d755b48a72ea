"""Why a condition cannot be told from the records."""

from django.utils.translation import gettext as _

from milestones.contingency.conditions import ValueProof
from milestones.contingency.explanation import ConditionProof


def why_it_cannot_be_told(proof: ConditionProof) -> str:
    """Why an explained condition cannot be told; empty where it is met or not met."""
    series = proof.standing.series if isinstance(proof.standing, ValueProof) else ()
    if proof.why == "no-data" and any(each.is_claim for each in series):
        return _("It is only said, and nothing is confirmed to compare it with.")
    texts = {
        "no-data": _("There is no record that would tell."),
        "stale": _("The last count is too old to speak for this day."),
        "claimed": _("It is said, not confirmed: no record of the required grade says so."),
        "gap": _("It is so on this day, but we can’t tell for some of the days before."),
        "contested": _("The records do not agree."),
    }
    return texts.get(proof.why, "")
