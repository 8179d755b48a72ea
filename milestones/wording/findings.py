"""Why a condition cannot be told from the records."""

from django.utils.translation import gettext as _


def why_it_cannot_be_told(why: str) -> str:
    """The sentence for a why-unknown code of an explanation; empty where the condition is met or not met."""
    texts = {
        "no-data": _("There is no record that would tell."),
        "stale": _("The last count is too old to speak for this day."),
        "claimed": _("It rests on claims: no record of the required grade establishes it."),
        "contested": _("The records do not agree."),
    }
    return texts.get(why, "")
