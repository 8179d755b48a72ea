"""By what the lists of a kind are narrowed: for each key the look-ups that its type of value allows."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django_filters import Filter, FilterSet

from milestones.api import filters
from milestones.api.kinds.keys import Key
from milestones.kinds import ValueType

RANGES: Mapping[ValueType, tuple[Any, str, str]] = {
    ValueType.DAY: (filters.day, "on this day or later", "on this day or earlier"),
    ValueType.INSTANT: (filters.instant, "at this instant or later", "at this instant or earlier"),
    ValueType.NUMBER: (filters.exact_number, "this or more", "this or less"),
    ValueType.WHOLE: (filters.number, "this or more", "this or less"),
}
"""Values that have an order: by what they are read, and what `gte` and `lte` ask of them."""


def filters_of(name: str, keys: Iterable[Key], also: Mapping[str, Filter]) -> type[FilterSet]:
    """The closed set of a list's filters; `also` are those that no column implies, or that are better than its own."""
    derived = {word: filter_ for key in keys for word, filter_ in narrowing(key)}
    return type(f"{name}Filters", (FilterSet,), derived | dict(also))


def narrowing(key: Key) -> Iterator[tuple[str, Filter]]:
    """The filters of a key by their names; none of a text, which is searched."""
    field, path = key.field, key.path
    related: Any = field.references
    match field.value_type:
        case ValueType.REFERENCE if key.is_by_slug:
            yield key.name, filters.PartFilter(related, path, told(key, "any of these, by slug"))
        case ValueType.REFERENCE:
            yield key.name, filters.number(key.source, told(key, "this, by number"))
        case ValueType.WORD:
            yield key.name, filters.WordFilter(path, filters.same(field.words), told(key, "any of these"))
        case ValueType.SCALE:
            stored = filters.words_of(field.scale)
            yield key.name, filters.WordFilter(path, stored, told(key, "any of these"))
        case ValueType.FLAG:
            yield key.name, filters.truth(path, told(key, "true or false"))
        case ValueType.SLUG:
            yield key.name, filters.slug(path, told(key, "this slug"))
        case ValueType.CODE if field.is_short:
            yield key.name, filters.code(path, told(key, "exactly this"))
    yield from _in_range(key)
    if field.value_type is ValueType.INSTANT and key.may_be_null:
        has_happened = filters.truth(path, told(key, "whether it was"), lookup="isnull", exclude=True)
        yield key.name.removesuffix("_at"), has_happened


def _in_range(key: Key) -> Iterator[tuple[str, Filter]]:
    if key.field.value_type in RANGES:
        make, from_words, to_words = RANGES[key.field.value_type]
        yield f"{key.name}__gte", make(key.path, told(key, from_words), lookup="gte")
        yield f"{key.name}__lte", make(key.path, told(key, to_words), lookup="lte")


def told(key: Key, way: str) -> str:
    """What the filter asks, and what the column holds."""
    return f"{key.title}: {way}. {key.text}"
