"""Rows of one model, as a state holds them: in order, and found by their columns."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, Generic, TypeVar, overload

from django.db.models import Model

Row = TypeVar("Row", bound=Model)


class Rows(Sequence[Row], Generic[Row]):
    """The rows in their model's order; nothing here asks a database."""

    def __init__(self, model: type[Row], items: Sequence[Row]) -> None:
        self.model, self._items = model, items

    def __len__(self) -> int:
        return len(self._items)

    def __iter__(self) -> Iterator[Row]:
        return iter(self._items)

    @overload
    def __getitem__(self, index: int) -> Row: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Row]: ...
    def __getitem__(self, index: int | slice) -> Row | Sequence[Row]:
        return self._items[index]

    @cached_property
    def by_key(self) -> Mapping[Any, Row]:
        """The rows by their primary keys."""
        return {row.pk: row for row in self._items}

    def by(self, column: str) -> Mapping[Any, tuple[Row, ...]]:
        """The rows by the value of a column; none for a value that no row has."""
        return self._groups(column)

    def where(self, **columns: Any) -> "Rows[Row]":
        """The rows whose columns have these values."""
        rows: Sequence[Row] = self._items
        for name, value in columns.items():
            groups = self._groups(name) if rows is self._items else _grouped(rows, name)
            rows = groups[value]
        return Rows(self.model, rows)

    def get(self, **columns: Any) -> Row:
        """The one row whose columns have these values; raises the model's DoesNotExist where there is none."""
        rows = self.where(**columns)
        if not rows:
            raise self.model.DoesNotExist(f"There is no {self.model._meta.verbose_name} with {columns}.")  # type: ignore[attr-defined] # every model has one
        return rows[0]

    def _groups(self, column: str) -> Mapping[Any, tuple[Row, ...]]:
        return self._kept.get(column) or self._kept.setdefault(column, _grouped(self._items, column))

    @cached_property
    def _kept(self) -> dict[str, Mapping[Any, tuple[Row, ...]]]:
        return {}


class _Groups(dict[Any, tuple[Any, ...]]):
    def __missing__(self, value: Any) -> tuple[Any, ...]:
        return ()


def _grouped(rows: Sequence[Any], column: str) -> Mapping[Any, tuple[Any, ...]]:
    groups: defaultdict[Any, list[Any]] = defaultdict(list)
    for row in rows:
        groups[getattr(row, column)].append(row)
    return _Groups({value: tuple(alike) for value, alike in groups.items()})
