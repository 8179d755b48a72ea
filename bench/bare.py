"""The practical limit: a WSGI function with psycopg2 that answers the tracker's own bytes by one indexed query.

It has no routes, rights, languages or tags. `STORED` bodies it hands out as they are; others it makes of rows whose
columns are the keys of the answer, JSON where they hold more than a value, as a hurried programmer would.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any

import psycopg2
from psycopg2.extras import Json
from psycopg2.sql import SQL, Identifier

STORED = "/stored"
"""Before an address, asks for its body as it is stored."""
TYPES = {int: "bigint", bool: "boolean", str: "text", type(None): "text", dict: "json", list: "json"}

Page = dict[str, Any]


class Bare:
    """The application; `store` takes what an address answers."""

    def __init__(self, database: str) -> None:
        self.connection = psycopg2.connect(database)
        self.connection.autocommit = True
        self.tables: dict[str, tuple[str, list[str]]] = {}
        self.envelopes: dict[str, Page | None] = {}
        with self.connection.cursor() as cursor:
            cursor.execute("CREATE TABLE bare_stored (address text PRIMARY KEY, body text NOT NULL)")

    def store(self, address: str, body: str) -> None:
        """Answer the address with the body, which is JSON or a page."""
        with self.connection.cursor() as cursor:
            cursor.execute("INSERT INTO bare_stored VALUES (%s, %s)", (address, body))
            if not body.lstrip().startswith("<"):
                answer = json.loads(body)
                rows = answer.pop("results", None)
                self._store_rows(cursor, address, [answer] if rows is None else rows)
                self.envelopes[address] = None if rows is None else answer
            cursor.execute("ANALYZE")

    def _store_rows(self, cursor: Any, address: str, rows: Sequence[Page]) -> None:
        name = f"bare_{len(self.tables)}"
        table = Identifier(name)
        values = {key: next((row[key] for row in rows if row[key] is not None), None) for key in rows[0]}
        columns = SQL(", ").join(
            SQL("{} " + TYPES[type(value)]).format(Identifier(key)) for key, value in values.items()
        )
        make = SQL("CREATE TABLE {} (in_plan text, place integer, {}, PRIMARY KEY (in_plan, place))")
        cursor.execute(make.format(table, columns))
        for place, row in enumerate(rows):
            told = [Json(each) if isinstance(each, dict | list) else each for each in row.values()]
            places = SQL(", ").join([SQL("%s")] * (len(told) + 2))
            cursor.execute(SQL("INSERT INTO {} VALUES ({})").format(table, places), ["plan", place, *told])
        wanted = SQL(", ").join(map(Identifier, values))
        query = SQL("SELECT {} FROM {} WHERE in_plan = %s ORDER BY place LIMIT 50").format(wanted, table)
        self.tables[address] = query.as_string(cursor), list(values)

    def __call__(self, environ: Mapping[str, Any], start_response: Any) -> list[bytes]:
        query = environ["QUERY_STRING"]
        address = f"{environ['PATH_INFO']}?{query}" if query else environ["PATH_INFO"]
        with self.connection.cursor() as cursor:
            if address.startswith(STORED):
                text = self._stored(cursor, address.removeprefix(STORED))
            else:
                text = self._made(cursor, address)
        body = text.encode()
        kind = "text/html; charset=utf-8" if text.lstrip().startswith("<") else "application/json"
        start_response("200 OK", [("Content-Type", kind), ("Content-Length", str(len(body)))])
        return [body]

    def _stored(self, cursor: Any, address: str) -> str:
        cursor.execute("SELECT body FROM bare_stored WHERE address = %s", (address,))
        return str(cursor.fetchone()[0])

    def _made(self, cursor: Any, address: str) -> str:
        query, keys = self.tables[address]
        cursor.execute(query, ("plan",))
        rows = [dict(zip(keys, row, strict=True)) for row in cursor]
        envelope = self.envelopes[address]
        answer = rows[0] if envelope is None else {**envelope, "results": rows}
        return json.dumps(answer, separators=(",", ":"), ensure_ascii=False)
