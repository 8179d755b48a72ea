"""An entry of the plan file: one row, whatever its kind, as an immutable map from key to value."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NoReturn

if TYPE_CHECKING:
    from milestones.planfile.table import Table


class Entry(dict[str, Any]):
    """A value for every key of its table, read as `entry["due"]` or `entry.due`; equal where all values are.

    `ref` is the key of the row that it was read from, None where it comes from a file; it is no part of its value.
    """

    __slots__ = ("ref", "table")

    table: "Table"
    ref: int | None

    def __init__(self, table: "Table", values: Mapping[str, Any], ref: int | None = None) -> None:
        super().__init__(values)
        self.table, self.ref = table, ref

    def __getattr__(self, key: str) -> Any:
        try:
            return self[key]
        except KeyError:
            raise AttributeError(f"An entry of {self.table.key} has no key {key}.") from None

    def __hash__(self) -> int:  # type: ignore[override] # immutable, as its values are
        return hash(tuple(self.values()))

    def replace(self, **changes: Any) -> "Entry":
        """The entry with other values under some of its keys; raises TypeError for a key that it has not."""
        if unknown := changes.keys() - self.keys():
            raise TypeError(f"An entry of {self.table.key} has no keys {sorted(unknown)}.")
        return Entry(self.table, {**self, **changes}, self.ref)

    def _refuse(self, *_args: Any, **_changes: Any) -> NoReturn:
        raise TypeError("An entry is not changed; replace() gives another.")

    __setitem__ = __delitem__ = __ior__ = _refuse
    clear = pop = popitem = setdefault = update = _refuse


Document = Entry
"""One whole plan file; `sections` holds, by pillar app, its entry, or the plain data of a section that none reads."""
