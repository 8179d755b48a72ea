"""A table: one kind of entry, its keys, and the tables of the lists that stand in it."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from typing import Any

from milestones.contingency.findings import TEMPLATES
from milestones.planfile.cursor import Cursor
from milestones.planfile.entry import Entry
from milestones.planfile.faults import Fault, Path, dotted
from milestones.planfile.fields import Field, Named, Slug
from milestones.planfile.vocabulary import DERIVED_SERIES


class Shape(Enum):
    """How a table's entries stand under its key."""

    LIST = "list"
    ONE = "one"
    ONE_OR_LIST = "one or a list"
    SLUGS = "slugs"
    """A list of slugs: each entry is a link, of one key."""


Rule = Callable[[Cursor, Entry], None]
"""What one entry may not say, reported at the cursor."""
Lists = Mapping[str, Any]
"""The lists of a section by their keys."""


Check = Callable[[Lists], Iterable[Fault]]
"""The rules over a section: what its entries may not say together, with places from the section."""


@dataclass(frozen=True, eq=False, kw_only=True)
class Table:
    """One kind of entry under its key in the file.

    `kind` is its model's label, such as "milestones.actor"; "" of the document and of a section, which have no rows.
    `in_plan` is the look-up from a row to its plan; `owner` the column that names the row in whose entry it stands, or
    the plan's, where a row has it. `identity` are the keys that tell two entries of a list apart, where any do.
    """

    key: str
    kind: str = ""
    fields: tuple[Field, ...] = ()
    nested: tuple["Table", ...] = ()
    shape: Shape = Shape.LIST
    is_needed: bool = False
    is_of_records: bool = False
    is_ranked: bool = False
    in_plan: str = ""
    owner: str = ""
    identity: tuple[str, ...] = ()
    rules: tuple[Rule, ...] = ()
    check: Check | None = None
    help: str = ""

    @cached_property
    def known_keys(self) -> frozenset[str]:
        """Every key that an entry may have."""
        own = [field.key for field in self.fields] + [table.key for table in self.nested]
        return frozenset([*own, *(spelling for field in self.fields for spelling in field.spellings)])

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """Every column that is read."""
        own = (column for field in self.fields for column in field.columns)
        return ("id", *([self.owner] if self.owner else []), *(["rank"] if self.is_ranked else []), *own)

    @property
    def link(self) -> Field:
        """The only key of a link."""
        return self.fields[0]

    @cached_property
    def has_slug(self) -> bool:
        """Whether others name its entries by slug."""
        return any(isinstance(field, Slug) and field.key == "slug" for field in self.fields)

    @cached_property
    def names(self) -> frozenset[str]:
        """The kinds that its own entries name."""
        return frozenset(kind for field in self.fields for kind in field.names)

    def entry(self, **given: Any) -> Entry:
        """An entry with defaults where nothing is given; raises TypeError for a key that it has not."""
        blank = {field.key: field.default for field in self.fields}
        blank |= {table.key: table.empty for table in self.nested}
        return Entry(self, blank).replace(**given)

    @property
    def empty(self) -> Any:
        """What its key holds where there is no entry."""
        return None if self.shape is Shape.ONE else ()

    def read(self, cursor: Cursor) -> Entry:
        """The entry in a map, faults reported."""
        cursor.check_keys(self.known_keys)
        values = {field.key: field.take(cursor) for field in self.fields}
        for table in self.nested:
            values[table.key] = table.read_in(cursor)
        entry = Entry(self, values)
        for rule in self.rules:
            rule(cursor, entry)
        return entry

    def read_in(self, cursor: Cursor) -> Any:
        """What stands under its key in the map of a cursor."""
        if self.is_needed and not cursor.has(self.key):
            cursor.missing(self.key)
        if self.shape is Shape.SLUGS:
            assert isinstance(self.link, Named)
            return cursor.slugs(self.key, self.link.kind)
        if self.shape is Shape.ONE:
            return cursor.inside(self.key, self.read)
        if self.shape is Shape.ONE_OR_LIST and not isinstance(cursor.raw.get(self.key), list):
            one = cursor.inside(self.key, self.read)
            return () if one is None else (one,)
        return self.read_list(cursor.below(item, path) for path, item in cursor.items(self.key))

    def read_list(self, cursors: Iterable[Cursor]) -> tuple[Entry, ...]:
        """The entries at the cursors, until no more faults are told; one that stands there twice is refused."""
        entries: list[Entry] = []
        first: dict[tuple[Any, ...], Path] = {}
        for cursor in cursors:
            if cursor.report.is_full:
                break
            entry = self.read(cursor)
            entries.append(entry)
            name = tuple(entry[key] for key in self.identity)
            if not any(name):
                continue  # nameless, or its name could not be read
            before = first.setdefault(name, cursor.path)
            if before is not cursor.path:
                key = self.identity[-1]
                message = f'"{name[-1]}" is already the {key} of {dotted(before)}'
                cursor.error(key, f"duplicate_{key}", message, **{key: str(name[-1])})
        return tuple(entries)

    def row(self, value: Any) -> Entry:
        """The entry of a value in its list: a link's is made of its slug."""
        return Entry(self, {self.link.key: value}) if self.shape is Shape.SLUGS else value

    def entries_of(self, holder: Mapping[str, Any]) -> tuple[Any, ...]:
        """What stands under its key in an entry, as a list."""
        value = holder[self.key]
        if self.shape is Shape.ONE:
            return () if value is None else (value,)
        return tuple(value)

    def content(self, entry: Entry) -> tuple[Any, ...]:
        """What its own columns keep of an entry."""
        return tuple(entry[field.key] for field in self.fields)


def inner_entries(
    entry: Entry, path: Path = (), origins: Mapping[str, Sequence[Path]] | None = None
) -> Iterator[tuple[Path, Entry]]:
    """Every entry that stands in one, however deep, with its path; `origins` are those of lists written elsewhere."""
    for table in entry.table.nested:
        for index, inner in enumerate(table.entries_of(entry) if table.shape is not Shape.SLUGS else ()):
            own = (*path, table.key) if table.shape is Shape.ONE else (*path, table.key, index)
            place = origins[table.key][index] if origins and table.key in origins else own
            yield place, inner
            yield from inner_entries(inner, place)
    for name, section in entry.get("sections", {}).items():
        if isinstance(section, Entry):
            yield from inner_entries(section, (name,))


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
