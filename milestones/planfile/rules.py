"""What one entry of the core's tables may not say, or had better not, besides the form of its values."""

from milestones.contingency.findings import TEMPLATES
from milestones.planfile.cursor import Cursor
from milestones.planfile.entry import Entry
from milestones.planfile.vocabulary import DERIVED_SERIES

CONDITION_KEYS = {
    "milestone": ("milestone", "reaches", "for_days"),
    "indicator": ("indicator", "at_least", "at_most", "for_days"),
    "pillar": ("pillar", "progress"),
    "date": ("date",),
}
"""By kind of condition: the keys that go with it."""
NEEDED_WITH = {"milestone": "reaches", "pillar": "progress"}


def has_source(cursor: Cursor, entry: Entry) -> None:
    """A record without a source is warned of, and so is a gate."""
    if entry.get("series") != DERIVED_SERIES and not any(cursor.has(key) for key in ("source", "basis")):
        what = "record" if entry.table.is_of_records else "gate"
        cursor.report.warn(cursor.path, "unsourced", f"this {what} names no source")


def stands_under_a_reading(cursor: Cursor, gate: Entry) -> None:
    """A gate that names no reading in its list would never stand."""
    if cursor.raw.get("readings") == []:
        cursor.error("readings", "empty_readings", TEMPLATES["empty_readings"])


def is_of_one_kind(cursor: Cursor, condition: Entry) -> None:
    """A condition names one thing, and has the keys that go with it."""
    kinds = [kind for kind in CONDITION_KEYS if cursor.has(kind)]
    if len(kinds) != 1:
        named = " and ".join(kinds) or "none of them"
        message = f"a condition names one of milestone, indicator, pillar and date; this one has {named}"
        cursor.error(None, "condition_kind", message, found=named)
        return
    [kind] = kinds
    needed = NEEDED_WITH.get(kind)
    if needed and not cursor.has(needed):
        cursor.missing(needed)
    for key in cursor.raw:
        if key in condition and key not in CONDITION_KEYS[kind] and cursor.has(key):
            code = "for_days_misplaced" if key == "for_days" else "misplaced_key"
            cursor.error(key, code, f"{key} does not go with a condition on a {kind}", key=key, kind=kind)
