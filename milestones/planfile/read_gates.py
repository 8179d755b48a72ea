"""Readers of gates and of the four kinds of condition."""

from decimal import Decimal

from milestones.contingency.plan import (
    Condition,
    DateCondition,
    IndicatorCondition,
    MilestoneCondition,
    PillarCondition,
)
from milestones.contingency.scales import Before, Force, Level
from milestones.planfile.cursor import Cursor
from milestones.planfile.document import Gate, Require
from milestones.planfile.read_records import NO_DAY, keys_of, read_suspensions
from milestones.planfile.values import (
    as_code,
    as_date,
    as_decimal,
    as_level,
    as_whole_number,
    one_of,
    word_of,
)

OLDER_SOURCE = "basis"
KINDS = ("milestone", "indicator", "pillar", "date")
KEYS = {
    "milestone": ("milestone", "reaches", "for_days"),
    "indicator": ("indicator", "at_least", "at_most", "for_days"),
    "pillar": ("pillar", "progress"),
    "date": ("date",),
}
_ALL_KEYS = frozenset().union(*KEYS.values())
_REQUIRE_WORDS: dict[str, Require] = {"all": "all", "any": "any"}


def read_gate(cursor: Cursor) -> Gate:
    """A group of conditions."""
    cursor.check_keys(keys_of(Gate) | {OLDER_SOURCE})
    if not cursor.has("conditions"):
        cursor.missing("conditions")
    return Gate(
        before=cursor.need("before", word_of("step", Before), Before.COMPLETION),
        conditions=cursor.each("conditions", read_condition),
        require=cursor.get_or("require", as_require, "all"),
        force=cursor.get_or("force", word_of("force", Force), Force.GATES),
        readings=cursor.slugs("readings") if cursor.has("readings") else None,
        source=gate_source(cursor),
        clause=cursor.get("clause", as_code),
        note=cursor.get("note", cursor.text),
        waived=read_suspensions(cursor, "waived"),
    )


def gate_source(cursor: Cursor) -> str | None:
    """Where the text says so; `basis` is an older word for it."""
    if cursor.has("source") and cursor.has(OLDER_SOURCE):
        message = "basis is an older word for source, which stands here too; give one of them"
        cursor.error(OLDER_SOURCE, "source_twice", message)
    return cursor.refer(OLDER_SOURCE if cursor.has(OLDER_SOURCE) else "source", "source")


def as_require(value: object) -> Require:
    """How many conditions must hold: all, any, or a number."""
    if isinstance(value, str) and not value.lstrip("+-").isdigit():
        return one_of("number of conditions", _REQUIRE_WORDS)(value)
    return as_whole_number(value)


def read_condition(cursor: Cursor) -> Condition:
    """A condition of exactly one kind; a date that always holds stands in for what is none."""
    kinds = [kind for kind in KINDS if cursor.has(kind)]
    if len(kinds) != 1:
        found = " and ".join(kinds) or "none of them"
        message = f"a condition names one of milestone, indicator, pillar and date; this one has {found}"
        cursor.error(None, "condition_kind", message, found=found)
        cursor.check_keys(_ALL_KEYS)
        return DateCondition(NO_DAY)
    check_condition_keys(cursor, kinds[0])
    return _READERS[kinds[0]](cursor)


def check_condition_keys(cursor: Cursor, kind: str) -> None:
    """Refuse what goes with another kind of condition, and all other keys."""
    cursor.check_keys(_ALL_KEYS)
    for key in cursor.raw:
        if key in _ALL_KEYS and key not in KEYS[kind] and cursor.has(key):
            code = "for_days_misplaced" if key == "for_days" else "misplaced_key"
            cursor.error(key, code, f"{key} does not go with a condition on a {kind}", key=key, kind=kind)


def _on_milestone(cursor: Cursor) -> Condition:
    return MilestoneCondition(
        milestone=cursor.need("milestone", cursor.slug, ""),
        reaches=cursor.need("reaches", as_level, Level.MINIMUM),
        for_days=cursor.get_or("for_days", as_whole_number, 0),
    )


def _on_indicator(cursor: Cursor) -> Condition:
    return IndicatorCondition(
        indicator=cursor.need("indicator", cursor.slug, ""),
        at_least=cursor.get("at_least", as_decimal),
        at_most=cursor.get("at_most", as_decimal),
        for_days=cursor.get_or("for_days", as_whole_number, 0),
    )


def _on_pillar(cursor: Cursor) -> Condition:
    return PillarCondition(
        pillar=cursor.need("pillar", cursor.slug, ""),
        progress=cursor.need("progress", as_decimal, Decimal(0)),
    )


def _on_date(cursor: Cursor) -> Condition:
    return DateCondition(cursor.need("date", as_date, NO_DAY))


_READERS = {
    "milestone": _on_milestone,
    "indicator": _on_indicator,
    "pillar": _on_pillar,
    "date": _on_date,
}
