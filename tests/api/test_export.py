"""A plan goes out whole: as its plan file, and as every table of it, with what each column means."""

import csv
import hashlib
import io
import json
from typing import Any
from zipfile import ZipFile

import pytest
import yaml
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from jsonschema import Draft202012Validator
from openpyxl import load_workbook

from milestones.api.urls import LISTS
from milestones.kinds.format import parse
from milestones.planfile import as_mapping
from milestones.services.loading import load_document
from milestones.state.exporting import export_document
from tests.api.cast import SECRETS, Cast, settle
from tests.factories import make_analyst, make_assessment

ADDRESS = "/api/v1/plans/accord/export/"
SHAPE = {
    "type": "object",
    "required": ["$schema", "name", "resources", "licenses"],
    "properties": {
        "$schema": {"const": "https://datapackage.org/profiles/2.0/datapackage.json"},
        "name": {"type": "string", "pattern": "^[a-z0-9._-]+$"},
        "id": {"type": "string"},
        "created": {"type": "string", "format": "date-time"},
        "version": {"type": "string"},
        "homepage": {"type": "string", "format": "uri"},
        "licenses": {
            "type": "array",
            "minItems": 1,
            "items": {"type": "object", "required": ["name", "path"], "properties": {"name": {"const": "CC-BY-4.0"}}},
        },
        "contributors": {"type": "array", "minItems": 1, "items": {"type": "object", "required": ["title"]}},
        "resources": {
            "type": "array",
            "minItems": 1,
            "items": {
                "type": "object",
                "required": ["name", "path", "type", "schema", "hash", "bytes"],
                "properties": {
                    "name": {"type": "string", "pattern": "^[a-z0-9._-]+$"},
                    "path": {"type": "string", "pattern": "^[^./~].*[.]csv$"},
                    "type": {"const": "table"},
                    "hash": {"type": "string", "pattern": "^sha256:[0-9a-f]{64}$"},
                    "schema": {
                        "type": "object",
                        "required": ["fields"],
                        "properties": {
                            "fields": {
                                "type": "array",
                                "minItems": 1,
                                "items": {
                                    "type": "object",
                                    "required": ["name", "type"],
                                    "properties": {
                                        "type": {
                                            "enum": ["string", "number", "integer", "boolean", "array", "list",
                                                     "datetime", "date", "any"]
                                        },
                                        "constraints": {
                                            "properties": {"enum": {"type": "array", "minItems": 1}},
                                        },
                                    },
                                },
                            },
                            "missingValues": {"const": [""]},
                        },
                    },
                },
            },
        },
    },
}  # fmt: skip
"""What version 2 of the Data Package and Table Schema standards say of the keys that are used."""


@pytest.fixture
def licensed(cast: Cast) -> Cast:
    cast.plan.licence = "CC-BY-4.0"
    cast.plan.save()
    settle(cast.plan)
    return cast


def packed(client: Client, query: str = "") -> dict[str, bytes]:
    answer = client.get(f"{ADDRESS}?format=csv{query}")
    assert answer.headers["Content-Type"] == "application/zip", answer.content
    with ZipFile(io.BytesIO(answer.content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def rows_of(body: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(body.decode(), newline="")))


def test_the_plan_file_is_what_the_command_writes_and_loads_again(cast: Cast, client: Client) -> None:
    public = as_mapping(export_document(cast.plan, user=None))
    for form, read in (("json", json.loads), ("yaml", yaml.safe_load)):
        answer = client.get(f"{ADDRESS}?format={form}")
        assert answer.headers["Content-Type"] == f"application/{form}"
        assert as_mapping(parse(answer.content).document) == public
        assert read(answer.content)["plan"]["slug"] == "accord"
    renamed = client.get(ADDRESS).content.replace(b'"accord"', b'"accord-again"')
    load_document(parse(renamed).document)
    again = client.get("/api/v1/plans/accord-again/export/").content
    assert as_mapping(parse(again).document) == as_mapping(parse(renamed).document)


def test_it_is_exported_as_it_was_known(cast: Cast, client: Client) -> None:
    before = client.get(ADDRESS)
    known_at = client.get("/api/v1/plans/accord/").json()["computed_at"]
    make_assessment(cast.handover, note="Learned later.")
    settle(cast.plan)
    assert b"Learned later." in client.get(ADDRESS).content
    then = client.get(f"{ADDRESS}?known_at={known_at}")
    assert then.content == before.content
    assert b"Learned later." not in packed(client, f"&known_at={known_at}")["data/assessments.csv"]


def test_a_package_has_every_table_and_what_describes_it(licensed: Cast, client: Client) -> None:
    files = packed(client)
    package = json.loads(files["datapackage.json"])
    assert [fault.message for fault in Draft202012Validator(SHAPE).iter_errors(package)] == []
    assert len(package["resources"]) == len(LISTS) + 1
    for resource in package["resources"]:
        body = files[resource["path"]]
        header = next(csv.reader(io.StringIO(body.decode(), newline="")))
        assert header == [field["name"] for field in resource["schema"]["fields"]], resource["name"]
        assert resource["bytes"] == len(body)
        assert resource["hash"] == f"sha256:{hashlib.sha256(body).hexdigest()}"
    assert files["LICENSE"].decode().startswith("Accord\n\nLicence: CC-BY-4.0\n")
    citation = yaml.safe_load(files["CITATION.cff"])
    revision = client.get("/api/v1/plans/accord/").json()["revision"]
    assert (citation["cff-version"], citation["type"]) == ("1.2.0", "dataset")
    assert (citation["version"], package["version"]) == (str(revision), str(revision))
    assert citation["license"] == "CC-BY-4.0"
    assert parse(files["plan.yaml"]).document == parse(client.get(ADDRESS).content).document


def test_the_codebook_says_what_every_column_means(licensed: Cast, client: Client) -> None:
    files = packed(client)
    notes = {(note["table"], note["column"]): note for note in rows_of(files["codebook.csv"])}
    package = json.loads(files["datapackage.json"])
    columns = {
        (resource["name"].replace("-", "_"), field["name"])
        for resource in package["resources"]
        for field in resource["schema"]["fields"]
        if resource["path"].startswith("data/")
    }
    assert notes.keys() == columns
    assert [key for key, note in notes.items() if not (note["meaning"] and note["rule"])] == []
    level = notes["assessments", "level"]
    assert level["words"] == "not_initiated;minimum;intermediate;complete"
    assert level["rule"] == "peace-plan/1: assessments.level, needed: docs/plan-format.md"
    assert notes["milestones", "status"]["rule"] == "computed: docs/method.md"
    assert notes["observations", "value"]["unit"] == "the indicator's unit"


def test_a_table_of_the_package_is_the_list(licensed: Cast, client: Client) -> None:
    files = packed(client, "&on=2026-03-10&lang=ar")
    of_list = rows_of(client.get("/api/v1/milestones/?plan=accord&on=2026-03-10&lang=ar&format=csv").content)
    of_package = rows_of(files["data/milestones.csv"])
    assert [{name: row[name] for name in of_package[0]} for row in of_list] == of_package
    assert not {"stale", "today", "computed_at"} & of_package[0].keys()


def test_the_package_of_one_revision_is_the_same_bytes(licensed: Cast, client: Client) -> None:
    """Also when it is asked for under the address to cite, while the plan moves on."""
    first = packed(client, "&on=2026-03-10")
    cited = json.loads(first["datapackage.json"])["id"]
    settle(licensed.plan)  # another recompute, which finds nothing new
    assert packed(client, "&on=2026-03-10") == first
    make_assessment(licensed.handover, note="Learned later.")
    settle(licensed.plan)
    with ZipFile(io.BytesIO(client.get(cited).content)) as archive:
        again = {name: archive.read(name) for name in archive.namelist()}
    described = ("datapackage.json", "CITATION.cff")
    assert [name for name in first if again[name] != first[name] and name not in described] == ["data/milestones.csv"]
    rows, before = rows_of(again["data/milestones.csv"]), rows_of(first["data/milestones.csv"])
    assert [row | {"known_at": ""} for row in rows] == before


def test_a_workbook_has_a_sheet_for_every_table(licensed: Cast, client: Client) -> None:
    answer = client.get(f"{ADDRESS}?format=xlsx&lang=ar")
    book = load_workbook(io.BytesIO(answer.content))
    assert len(book.sheetnames) == len(LISTS) + 2
    assert book.sheetnames[-2:] == ["codebook", "about"]
    assert all(sheet.sheet_view.rightToLeft for sheet in book)


@pytest.mark.parametrize("form", ["json", "yaml", "csv", "xlsx"])
def test_nothing_hidden_goes_out(licensed: Cast, client: Client, form: str) -> None:
    answer = client.get(f"{ADDRESS}?format={form}")
    bodies = [answer.content]
    if form in ("csv", "xlsx"):
        with ZipFile(io.BytesIO(answer.content)) as archive:
            bodies = [archive.read(name) for name in archive.namelist() if "codebook" not in name]
    if form != "xlsx":
        assert not any(f"A {word} thing." in body.decode() for body in bodies for word in SECRETS)
        client.force_login(make_analyst())
        everything = client.get(f"{ADDRESS}?format=json").content
        assert all(f"A {word} thing.".encode() in everything for word in SECRETS)
    else:
        assert not any(f"A {word} thing.".encode() in body for body in bodies for word in SECRETS)


@pytest.mark.parametrize("form", ["json", "yaml", "csv", "xlsx"])
def test_it_is_held_and_kept_and_costs_few_queries(licensed: Cast, client: Client, form: str) -> None:
    address = f"{ADDRESS}?format={form}&lang=en"
    client.get(f"{ADDRESS}?format={form}&lang=he")
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(address)
    assert len(queries) <= {"json": 1, "yaml": 1, "csv": 4, "xlsx": 3}[form], [query["sql"] for query in queries]
    with CaptureQueriesContext(connection) as queries:
        again = client.get(address, headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, len(queries)) == (304, 1)


def codes(answer: Any) -> list[tuple[str, str]]:
    assert answer.status_code == 400
    return [(error["attr"], error["code"]) for error in answer.json()["errors"]]


def test_what_it_cannot_give_is_refused_by_name(cast: Cast, client: Client) -> None:
    assert codes(client.get(f"{ADDRESS}?format=ods")) == [("format", "invalid")]
    assert codes(client.get(f"{ADDRESS}?on=2026-03-10")) == [("on", "not_of_plan_file")]
    assert codes(client.get(f"{ADDRESS}?format=csv&reading=nobody")) == [("reading", "invalid")]
    assert client.get("/api/v1/plans/nowhere/export/").status_code == 404
    assert client.get(ADDRESS, headers={"Accept": "text/html;q=0"}).status_code == 406
    as_yaml = client.get(ADDRESS, headers={"Accept": "application/yaml"})
    assert as_yaml.headers["Content-Type"] == "application/yaml"
