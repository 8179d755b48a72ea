"""Why a condition cannot be told from the records."""

from django.utils.translation import gettext as _

from milestones.wording.names import Stated


def why_it_cannot_be_told(condition: Stated) -> str:
    """Why an explained condition cannot be told; empty where it is met or not met."""
    if condition["why"] == "no-data" and any(series["is_claim"] for series in condition.get("series", ())):
        return _("There are only claims, and nothing established to hold them against.")
    texts = {
        "no-data": _("There is no record that would tell."),
        "stale": _("The last count is too old to speak for this day."),
        "claimed": _("It rests on claims: no record of the required grade establishes it."),
        "gap": _("It holds on this day, but of some of the days before it cannot be told."),
        "contested": _("The records do not agree."),
    }
    return texts.get(condition["why"], "")
