"""The rules that the database holds too, read from its constraints so that each stands once.

A constraint that has a sentence of its own is a rule, called by the constraint's code or name. Those without one are
the last guard of what fields refuse already, such as a word that is none of the list.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from django.db.models import CheckConstraint, F, Q, UniqueConstraint

from milestones.kinds.rules import Entry, ListRule, RowRule, Words

Truth = bool | None
"""As the database has it: None is unknown, and breaks nothing."""

COMPARISONS: Mapping[str, Callable[[Any, Any], bool]] = {
    "exact": lambda value, other: value == other,
    "gt": lambda value, other: value > other,
    "gte": lambda value, other: value >= other,
    "lt": lambda value, other: value < other,
    "lte": lambda value, other: value <= other,
    "in": lambda value, others: value in others,
    "range": lambda value, ends: ends[0] <= value <= ends[1],
}


def has_sentence(constraint: Any) -> bool:
    """Whether it says for itself what is wrong."""
    return bool(constraint.violation_error_message != constraint.default_violation_error_message)


def code_of(constraint: Any) -> str:
    """What its rule is called: its own code, such as the engine's word for the same, else its name."""
    return str(constraint.violation_error_code or constraint.name)


def check_rules(constraints: Iterable[Any], keys: Mapping[str, str]) -> Iterator[RowRule]:
    """A rule for each check constraint with a sentence whose columns all have a key in the entry."""
    for check in constraints:
        if isinstance(check, CheckConstraint) and has_sentence(check):
            columns = [column for column, _, _ in leaves(check.condition)]
            if all(column in keys for column in columns):
                sentence = check.violation_error_message
                yield RowRule(code_of(check), keys.get(place(check), ""), sentence, _breaks(check.condition, keys))


def unique_rules(constraints: Iterable[Any], keys: Mapping[str, str], of: str) -> Iterator[ListRule]:
    """A rule for each unique constraint of a plan's rows with a sentence, but for slugs, which are read as names."""
    for unique in constraints:
        if isinstance(unique, UniqueConstraint) and has_sentence(unique) and "slug" not in unique.fields:
            key, sentence = keys[place(unique)], unique.violation_error_message
            yield ListRule(code_of(unique), of, (), key, sentence, _repeats(unique, keys))


def place(constraint: CheckConstraint | UniqueConstraint) -> str:
    """The column at which its breach is told; "" for the row as a whole.

    Of two columns that are compared it is the first, of a column that is empty or not that one, else the first. Of
    several that are empty none is the place.
    """
    if isinstance(constraint, UniqueConstraint):
        named = [column for column, _, _ in leaves(constraint.condition)] if constraint.condition else []
        own = [column for column in constraint.fields if column != "plan"]
        return (own or named)[-1]
    parts = list(leaves(constraint.condition))
    compared = [column for column, _, value in parts if isinstance(value, F)]
    empty = {column for column, lookup, _ in parts if lookup == "isnull"}
    if compared:
        return compared[0]
    if len(empty) > 1 and not any(lookup != "isnull" and column not in empty for column, lookup, _ in parts):
        return ""
    return sorted(empty)[0] if len(empty) == 1 else parts[0][0]


def leaves(condition: Any) -> Iterator[tuple[str, str, Any]]:
    """The single comparisons of a condition (a Q): column, look-up, value."""
    for child in condition.children:
        if isinstance(child, Q):
            yield from leaves(child)
        else:
            column, _, lookup = child[0].partition("__")
            yield column, lookup or "exact", child[1]


def _breaks(condition: Any, keys: Mapping[str, str]) -> Callable[[Entry], bool]:
    return lambda entry: truth(condition, {column: entry.get(key) for column, key in keys.items()}) is False


def _repeats(
    unique: UniqueConstraint, keys: Mapping[str, str]
) -> Callable[[Iterable[Entry]], Iterator[tuple[int, Words]]]:
    own = [keys[column] for column in unique.fields if column != "plan"]

    def repeats(entries: Iterable[Entry]) -> Iterator[tuple[int, Words]]:
        seen = set()
        for index, entry in enumerate(entries):
            values = {column: entry.get(key) for column, key in keys.items()}
            if unique.condition is not None and not truth(unique.condition, values):
                continue
            named = tuple(entry[key] for key in own)
            if named in seen:
                yield index, {}
            seen.add(named)

    return repeats


def truth(condition: Any, values: Mapping[str, Any]) -> Truth:
    """What a constraint's condition (a Q) is of these values by column, as the database would say it."""
    parts = [truth(child, values) if isinstance(child, Q) else _holds(child, values) for child in condition.children]
    decides = condition.connector == Q.OR
    together: Truth = decides if decides in parts else None if None in parts else not decides
    return together if together is None else together is not condition.negated


def _holds(leaf: tuple[str, Any], values: Mapping[str, Any]) -> Truth:
    column, _, lookup = leaf[0].partition("__")
    value, other = values[column], leaf[1]
    other = values[str(vars(other)["name"])] if isinstance(other, F) else other
    if lookup == "isnull":
        return (value is None) is other
    if value is None or other is None:
        return None
    return COMPARISONS[lookup or "exact"](value, other)
