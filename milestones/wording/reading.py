"""What is wrong with a cell, in the reader's language: the plan file's own faults are told in English alone."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from milestones.kinds.rules import Breach
from milestones.planfile.values import respelt

TWICE_IN_FILE = gettext_lazy("It says what row %(row)s says. Take one out, or tell them apart by a note.")
TWICE_IN_PLAN = gettext_lazy("The plan has this row already. Take it out, or leave out what is there.")
TOO_MANY_ROWS = gettext_lazy("The file has more than %(most)s rows. Cut it in parts.")
SENTENCES = {
    "missing": gettext_lazy("This is missing: no column tells it, or the cell is empty."),
    "bad_number": gettext_lazy("“%(value)s” is no number. Write digits, and a point before decimals."),
    "inexact": gettext_lazy("“%(value)s” has more digits than are kept."),
    "bad_date": gettext_lazy("“%(value)s” is no date. Write year, month and day, such as 2026-01-31."),
    "bad_instant": gettext_lazy("“%(value)s” is no instant. Write it such as 2026-01-14T18:00:00Z."),
    "bad_slug": gettext_lazy("“%(value)s” is no slug: small letters a to z, digits and hyphens, a letter first."),
    "too_long": gettext_lazy("This is longer than %(most)s characters."),
    "unprintable": gettext_lazy("This holds what cannot be printed. Type it anew."),
    "wrong_type": gettext_lazy("“%(value)s” is not what is wanted here."),
    "bad_url": gettext_lazy("“%(value)s” is no address that begins with https:// or http://."),
    "bad_language": gettext_lazy("“%(value)s” is no language tag such as en or ar."),
}


def cell_sentence(fault: Breach, value: str) -> str:
    """What the fault of a cell with this text says; one that has no words here as it is."""
    if not isinstance(fault.sentence, str):
        return fault.message
    plainly = respelt(value) if fault.code == "bad_number" else None
    if plainly:
        words = _("“%(value)s” is not written as numbers are here: write %(plainly)s.")
        return words % {"value": value, "plainly": plainly[0]}
    code = "bad_instant" if fault.code == "instant_without_zone" else fault.code
    if code in SENTENCES:
        return str(SENTENCES[code]) % {"value": value, "most": "", **fault.params}
    if fault.code.startswith("unknown_"):
        return _("“%(value)s” is not known here.") % {"value": value}
    return fault.message
