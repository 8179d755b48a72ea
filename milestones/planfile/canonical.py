"""Canonical JSON: one text for one row, so that it can be compared and have a digest.

Keys are sorted, UTF-8, without white space; decimals are strings, instants in UTC, other rows named by slug, and what
goes without saying is left out. Where that leaves a choice it is RFC 8785 (JSON Canonicalization Scheme), whose escapes
are those of Python's encoder; all keys are ASCII, and all numbers whole and small.
"""

import json
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from milestones.planfile.fields import Columns, Field, Keys
from milestones.planfile.table import Table

SALT_BYTES = 16
_ENCODER = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def canonical_text(data: Mapping[str, Any]) -> str:
    """The data as canonical JSON. Raises ValueError for a number that has none."""
    return _ENCODER.encode(data)


def canonical_body(table: Table, values: Mapping[str, Any]) -> str:
    """The own keys of an entry as canonical JSON; what stands in it are entries of their own."""
    told = ((field.key, field.canonical(values)) for field in table.fields)
    return canonical_text({key: value for key, value in told if value is not None})


def digest(salt: bytes, *, kind: str, key: int, owner: int, rank: int, body: str) -> bytes:
    """SHA-256 of the salt and of the canonical JSON of the row: what it says, which it is, and where it stands."""
    whole = f'{{"body":{body},"key":{key},"kind":"{kind}","owner":{owner},"rank":{rank}}}'
    return sha256(salt + whole.encode()).digest()


def told_by(field: Field, body: Mapping[str, Any]) -> tuple[Any, ...]:
    """What a body tells under the key of a field that names rows: their slugs, and what stands beside one in a map."""
    value = body.get(field.key)
    return tuple(value.values()) if isinstance(value, dict) else (value,)


class Restorer:
    """From the bodies of a table's entries back to the columns of their rows, unchecked: they were ours."""

    def __init__(self, table: Table, keys: Keys) -> None:
        self._fields = {field.key: field for field in table.fields}
        self._keys = keys
        self._blank: Columns = {}
        for field in table.fields:
            self._blank |= field.write(field.default, keys)

    def columns(self, body: Mapping[str, Any]) -> Columns:
        """The columns that keep the values of a body, as the loader of a plan file writes them."""
        columns = self._blank.copy()
        for key, plain in body.items():
            field = self._fields[key]
            columns.update(field.write(field.restore(plain), self._keys))
        return columns
