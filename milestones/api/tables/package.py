"""A plan as a data package: every table as CSV, what describes them, and the plan file, in one archive.

By the Data Package standard, version 2 (datapackage.org). Its bytes follow from the plan's state and the moment alone.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import yaml
from rest_framework.renderers import JSONRenderer

from milestones.api.tables.columns import NOTE_COLUMNS, Note
from milestones.api.tables.describing import GUARDED, Origin
from milestones.tables.columns import BETWEEN, Column, Held, Table, csv_lines
from milestones.tables.sheets import TimelessArchive

PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
MAKER = "Peace plan tracker project"
DESCRIPTOR, CODEBOOK, CITATION, LICENCE, PLAN_FILE, LEDGER = (
    "datapackage.json", "codebook.csv", "CITATION.cff", "LICENSE", "plan.yaml", "ledger.json",
)  # fmt: skip


@dataclass(frozen=True)
class Contents:
    """What goes into a package: tables in order, the notes on their columns, and the plan file's text.

    `address` is where the same package is to be had; `moment` the day, instant and reading of its verdicts.
    """

    origin: Origin
    address: str
    moment: Mapping[str, Any]
    tables: Sequence[Table]
    notes: Sequence[Note]
    plan_file: str

    @property
    def codebook(self) -> Table:
        """The notes as a table."""
        rows = [note._asdict() for note in self.notes]
        return Table("codebook", "What each column means", NOTE_COLUMNS, len(rows), rows)

    def body(self, proof: Mapping[str, Any] | None = None) -> bytes:
        """The package as an archive, with the ledger's proof of the plan where there is one."""
        files = dict(self._files())
        if proof:
            files[LEDGER] = json.dumps(proof, ensure_ascii=False, indent=1).encode()
        files[DESCRIPTOR] = JSONRenderer().render(self._descriptor(files), "application/json; indent=1")
        body = BytesIO()
        with TimelessArchive(body, "w") as archive:
            for name in sorted(files):
                archive.writestr(name, files[name])
        return body.getvalue()

    def _files(self) -> Iterator[tuple[str, bytes]]:
        for table in (*self.tables, self.codebook):
            yield _path(table), b"".join(csv_lines(table))
        told = self.origin.as_dict(self.address)
        yield PLAN_FILE, self.plan_file.encode()
        yield CITATION, _citation(told, self.address).encode()
        if told["licence"]:
            yield LICENCE, f"{told['name']}\n\nLicence: {told['licence']}\n{told['licence_url']}\n".encode()

    def _descriptor(self, files: Mapping[str, bytes]) -> dict[str, Any]:
        told, plan = self.origin.as_dict(self.address), self.origin.plan
        licence = {"name": told["licence"], "path": told["licence_url"]}
        descriptor = {
            "$schema": PROFILE,
            "name": told["plan"],
            "id": self.address,
            "title": told["name"],
            "description": "\n\n".join(filter(None, (plan.summary if plan else "", GUARDED))),
            "version": str(told["revision"]),
            "created": told["revised_at"],
            "homepage": self.address,
            "licenses": [licence] if told["licence"] else None,
            "contributors": [{"title": MAKER, "roles": ["author"]}],
            "citation": told["citation"],
            "moment": self.moment,
            "resources": [_resource(table, files[_path(table)]) for table in (*self.tables, self.codebook)],
        }
        return {key: value for key, value in descriptor.items() if value}


def _path(table: Table) -> str:
    return CODEBOOK if table.columns is NOTE_COLUMNS else f"data/{table.name}.csv"


def _citation(told: Mapping[str, Any], address: str) -> str:
    """The Citation File Format, 1.2.0."""
    lines = {
        "cff-version": "1.2.0",
        "message": told["citation"],
        "type": "dataset",
        "title": told["name"],
        "authors": [{"name": MAKER}],
        "version": str(told["revision"]),
        "date-released": told["revised_at"] and told["revised_at"][:10],
        "license": told["licence"],
        "url": address,
    }
    given = {key: value for key, value in lines.items() if value}
    return str(yaml.safe_dump(given, sort_keys=False, allow_unicode=True))


def _resource(table: Table, body: bytes) -> dict[str, Any]:
    return {
        "name": table.name.replace("_", "-"),
        "type": "table",
        "title": table.title,
        "path": _path(table),
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(body),
        "hash": f"sha256:{hashlib.sha256(body).hexdigest()}",
        "schema": {"fields": [_field(column) for column in table.columns], "missingValues": [""]},
    }


def _field(column: Column) -> dict[str, Any]:
    """The column by Table Schema, version 2."""
    told: dict[str, Any] = {"name": column.name, "type": column.held.value, "description": column.text}
    match column.held:
        case Held.ADDRESS:
            told |= {"type": "string", "format": "uri"}
        case Held.INSTANT:
            told["format"] = "any"
        case Held.LIST:
            told["delimiter"] = BETWEEN
    constraints: dict[str, Any] = {}
    if column.words:
        constraints["enum"] = [*filter(None, column.words)]
    if not column.may_be_null and column.held not in {Held.TEXT, Held.LIST}:
        constraints["required"] = True
    return told | ({"constraints": constraints} if constraints else {})
