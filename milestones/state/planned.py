"""Queries that every reader waits for: PostgreSQL takes longer to plan one than to answer it, and plans these once."""

from collections.abc import Sequence
from typing import Any
from zlib import crc32

from django.db import DEFAULT_DB_ALIAS, InterfaceError, OperationalError, connection, connections


def rows_of(query: str, values: Sequence[Any], *, is_planned: bool) -> list[tuple[Any, ...]]:
    """What the query answers; `is_planned` where it is one of few, since each is kept as long as its connection.

    Whether the connection still stands is not asked before, as Django would, for that costs as much again: one that
    does not is made anew.
    """
    if connection.vendor != "postgresql" or connection.settings_dict.get("DISABLE_SERVER_SIDE_CURSORS"):
        is_planned = False  # by the setting that poolers need which hand a transaction to any connection
    if connection.in_atomic_block:
        return _rows(query, values, is_planned=is_planned)
    connection.health_check_done = True  # type: ignore[attr-defined] # the stubs have it not
    try:
        return _rows(query, values, is_planned=is_planned)
    except (InterfaceError, OperationalError):
        connection.close()
        return _rows(query, values, is_planned=is_planned)


def _rows(query: str, values: Sequence[Any], *, is_planned: bool) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(_planned(query, len(values)) if is_planned else query, values)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


def _planned(query: str, values: int) -> str:
    """The statement that asks the query as it was planned before on this connection."""
    own = connections[DEFAULT_DB_ALIAS]  # this thread's, and not the proxy that all threads share
    held, name = own.__dict__, f"planned_{crc32(query.encode()):08x}"
    if held.get("planned_on") is not own.connection:
        held |= {"planned_on": own.connection, "planned": set()}
    if name not in held["planned"]:
        text = query % tuple(f"${number}" for number in range(1, values + 1))
        with own.wrap_database_errors, own.connection.cursor() as cursor:
            cursor.execute(f"PREPARE {name} AS {text}")
        held["planned"].add(name)
    return f"EXECUTE {name}({', '.join(['%s'] * values)})" if values else f"EXECUTE {name}"
