"""A list as CSV and as XLSX has the rows of its JSON, and no cell of it is a formula."""

import csv
import datetime as dt
import io
import json
import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from rest_framework import serializers

from milestones.api.tables.columns import columns_of
from milestones.api.urls import RESOURCES
from milestones.api.views import tabled
from milestones.api.views.lists import ListView
from milestones.tables.columns import BETWEEN, GUARD, Column, Held, cell
from milestones.tables.sheets import Sheets
from tests.api.cast import LISTS, Cast, settle
from tests.factories import make_milestone

LISTS_OF_PILLARS = tuple(
    str(pattern.pattern).rstrip("/")
    for pattern in RESOURCES
    if issubclass(pattern.callback.view_class, ListView)
    and "-" in (pattern.name or "")
    and "<" not in str(pattern.pattern)
)
RISKY = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "'=1", "''", "＝1", "#REF!", "", "يبدأ", 'a,"b"\r\nc', ";"]


def rows_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def read(column: Column, text: str) -> Any:
    """What a cell of the CSV says, by what is published of its column."""
    if column.held is Held.LIST:
        return [int(part) if part.isdigit() else part for part in text.split(BETWEEN)] if text else []
    if text == "" and column.may_be_null:
        return None
    if column.held in {Held.FLAG, Held.WHOLE, Held.JSON} or (column.held is Held.ANY and text[:1] in "{["):
        return json.loads(text)
    return text.removeprefix(GUARD)


def columns_at(client: Client, path: str) -> list[Column]:
    name = path.partition("?")[0].replace("plans/accord/", "plans/<slug:plan>/")
    view = next(each.callback.view_class for each in RESOURCES if str(each.pattern) == f"{name}/")
    return list(columns_of(view.serializer_class().fields))


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_table_has_the_rows_of_the_list(cast: Cast, client: Client, language: str) -> None:
    """Cell by cell what the JSON says, in the same order, of every list; none is left out."""
    for name in (*LISTS, *LISTS_OF_PILLARS):
        told = client.get(f"/api/v1/{name}/?limit=1000&lang={language}").json()["results"]
        answer = client.get(f"/api/v1/{name}/?format=csv&lang={language}")
        assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
        columns = columns_at(client, name)
        header, *_ = csv.reader(io.StringIO(answer.content.decode(), newline=""))
        assert header == [column.name for column in columns], name
        rows = rows_of(answer.content.decode())
        assert len(rows) == len(told), name
        for row, expected in zip(rows, told, strict=True):
            for column in columns:
                value = column.value(expected)
                assert read(column, row[column.name]) == value or str(value) == row[column.name], (name, column)


def test_a_table_takes_the_filters_order_and_fields_of_the_list(cast: Cast, client: Client) -> None:
    query = "plan=accord&ordering=-slug&limit=2&offset=1&fields=slug,level&on=2026-03-10"
    told = client.get(f"/api/v1/milestones/?{query}").json()["results"]
    rows = rows_of(client.get(f"/api/v1/milestones/?{query}&format=csv").content.decode())
    assert [row["slug"] for row in rows] == [each["slug"] for each in told]
    assert list(rows[0]) == ["slug", "level.low", "level.high"]


def test_nothing_is_lost_between_pages(cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """A table is of all rows; a long one goes out in pieces, in the reader's language, and is the same."""
    for number in range(60):
        make_milestone(cast.plan, f"more-{number}", rank=20 + number, name="More", name_ar="المزيد")
    settle(cast.plan)
    address = "/api/v1/milestones/?format=csv&lang=ar"
    whole = client.get(address).content
    assert len(rows_of(whole.decode())) > 60
    monkeypatch.setattr(tabled, "MOST_AT_ONCE", 10)
    streamed = client.get(address + "&plan=accord")
    assert streamed.streaming
    assert b"".join(streamed) == client.get(address).getvalue() == whole
    assert "المزيد" in whole.decode()


def test_what_is_too_much_for_a_table_is_refused(cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("milestones.api.views.lists.MOST_ROWS", {"csv": 1, "xlsx": 1, "csvw": 1})
    monkeypatch.setattr(tabled, "MOST_ROWS", {"csv": 1, "xlsx": 1, "csvw": 1})
    refused = client.get("/api/v1/milestones/?format=csv")
    assert refused.headers["Content-Type"] == "application/problem+json"
    assert refused.json()["errors"][0] | {"detail": ""} == {"attr": "format", "code": "too_much", "detail": ""}
    assert client.get("/api/v1/milestones/?format=csv&limit=1").status_code == 200


def test_a_form_can_be_asked_for_by_accept(cast: Cast, client: Client) -> None:
    as_csv = client.get("/api/v1/pillars/", headers={"Accept": "text/csv"})
    assert as_csv.content == client.get("/api/v1/pillars/?format=csv").content
    mixed = client.get("/api/v1/pillars/", headers={"Accept": "text/csv, */*;q=0.1"})
    assert mixed.content == as_csv.content, "the public's kept JSON was given"
    as_json = client.get("/api/v1/pillars/")
    assert as_json.headers["Content-Type"] == "application/json"
    assert as_json.headers["ETag"] != as_csv.headers["ETag"]
    refused = client.get("/api/v1/pillars/", headers={"Accept": "text/turtle"})
    assert (refused.status_code, refused.headers["Content-Type"]) == (406, "application/problem+json")


@pytest.mark.parametrize("form", ["csv", "xlsx", "csvw"])
def test_a_table_that_has_not_changed_is_not_sent_again(cast: Cast, client: Client, form: str) -> None:
    for name in (*LISTS, "plans/accord/evaluation", "plans/accord/series"):
        address = f"/api/v1/{name}/?format={form}&lang=en"
        answer = client.get(address)
        again = client.get(address, headers={"If-None-Match": answer.headers["ETag"]})
        assert (again.status_code, again.content) == (304, b""), name
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).content == answer.content, name
        assert len(queries) == 1, "it was not kept"


def test_what_describes_a_table_is_linked(cast: Cast, client: Client) -> None:
    cast.plan.licence = "CC-BY-4.0"
    cast.plan.save()
    settle(cast.plan)
    answer = client.get("/api/v1/milestones/?plan=accord&format=csv&lang=he")
    links = dict(re.findall(r'<([^>]*)>; rel="(\w+)"', answer.headers["Link"]))
    addresses = {relation: address for address, relation in links.items()}
    assert addresses["license"] == "https://spdx.org/licenses/CC-BY-4.0.html"
    metadata = client.get(addresses["describedby"]).json()
    header = next(csv.reader(io.StringIO(answer.content.decode())))
    assert [column["name"] for column in metadata["tableSchema"]["columns"]] == header
    assert metadata["dc:license"] == {"@id": "https://spdx.org/licenses/CC-BY-4.0.html"}
    assert client.get(metadata["url"]).content == answer.content
    (note,) = metadata["notes"]
    (plan,) = note["plans"]
    assert plan["revision"] == client.get("/api/v1/plans/accord/").json()["revision"]
    assert note["query"]["plan"] == "accord"
    assert metadata["url"] in plan["citation"]


def test_a_workbook_has_the_table_and_a_sheet_that_describes_it(cast: Cast, client: Client) -> None:
    make_milestone(cast.plan, "risky", name='=HYPERLINK("http://example.org")', name_ar="=١+١", rank=3)
    settle(cast.plan)
    for language, is_to_the_left in (("en", False), ("ar", True), ("he", True)):
        answer = client.get(f"/api/v1/milestones/?plan=accord&format=xlsx&lang={language}")
        book = load_workbook(io.BytesIO(answer.content))
        assert book.sheetnames == ["milestones", "about"]
        sheet, about = book
        assert all(bool(each.sheet_view.rightToLeft) is is_to_the_left for each in book)
        header, *rows = sheet.iter_rows()
        told = client.get(f"/api/v1/milestones/?plan=accord&lang={language}").json()["results"]
        names = [each.value for each in header]
        assert [row[names.index("name")].value for row in rows] == [each["name"] for each in told]
        assert {each.data_type for row in sheet.iter_rows() for each in row} <= {"s", "inlineStr", "n", "d", "b"}
        on = rows[0][names.index("on")].value
        assert on.date() == dt.date.fromisoformat(told[0]["on"])
        lines = dict(row[:2] for row in about.iter_rows(values_only=True))
        assert lines["accord.revision"] == str(told[0]["revision"])
        assert "milestones/?" in lines["source"]


def test_evaluation_and_series_are_tables_of_their_rows(cast: Cast, client: Client) -> None:
    evaluation = "/api/v1/plans/accord/evaluation/?on=2026-03-10"
    rows = rows_of(client.get(f"{evaluation}&format=csv").content.decode())
    told = client.get(evaluation).json()["milestones"]
    assert {row["milestone"]: (row["status"], int(row["level.low"]), int(row["level.high"])) for row in rows} == {
        slug: (verdict["status"], verdict["level"]["low"], verdict["level"]["high"]) for slug, verdict in told.items()
    }
    series = "/api/v1/plans/accord/series/?from=2026-02-20&to=2026-06-10&reading=*"
    runs = client.get(series).json()["runs"]
    rows = rows_of(client.get(f"{series}&format=csv").content.decode())
    assert [(row["milestone"], row["reading"], row["from"], row["to"], row["status"]) for row in rows] == [
        (run["milestone"], run["reading"], run["from"], run["to"], run["status"]) for run in runs
    ]
    refused = client.get(f"{series}&format=csv&fields=url").json()
    assert [error["code"] for error in refused["errors"]] == ["fixed_columns"]


TEXT = Column("text", Held.TEXT, "", may_be_null=False)


@given(st.one_of(st.sampled_from(RISKY), st.text(st.characters(codec="utf-8", exclude_characters="\0"))))
def test_no_text_is_a_formula_and_none_is_changed(text: str) -> None:
    written = cell(TEXT, text)
    assert written[:1] not in set("=+-@\t\r\n＝＋－＠")
    assert written.removeprefix(GUARD) == text


@given(st.integers() | st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_is_written_as_it_is(number: float) -> None:
    assert json.loads(cell(Column("number", Held.NUMBER, "", may_be_null=False), number)) == number


def test_a_workbook_keeps_every_text_a_text_and_every_number_exact() -> None:
    columns = [TEXT, Column("number", Held.NUMBER, "", may_be_null=True), Column("day", Held.DAY, "", may_be_null=True)]
    rows = [{"text": text, "number": None, "day": None} for text in RISKY]
    rows += [
        {"text": "\x0bx", "number": "-2.50", "day": "2026-06-20"},
        {"text": "y" * 40_000, "number": "12345678901234567890.5", "day": "1850-01-01"},
    ]
    sheets = Sheets()
    sheets.add("A" * 40, columns, rows)
    (sheet,) = load_workbook(io.BytesIO(sheets.body()))
    _header, *read_back = sheet.iter_rows()
    for (text, *_), expected in zip(read_back, RISKY, strict=False):
        assert text.data_type in {"s", "inlineStr", "n"}, expected
        assert "".join((text.value or "").split()) == "".join(expected.split())
    (odd, number, day), (long, exact, early) = read_back[-2:]
    assert (odd.value, number.value, day.value.date()) == ("�x", -2.5, dt.date(2026, 6, 20))
    assert (len(long.value), exact.value, early.value) == (32_767, "12345678901234567890.5", "1850-01-01")


def test_equal_tables_are_equal_bytes() -> None:
    def made() -> bytes:
        sheets = Sheets()
        sheets.add("a", [TEXT], [{"text": "b"}])
        return sheets.body()

    assert made() == made()


def test_an_object_has_a_column_for_each_value_and_a_list_one() -> None:
    class Inner(serializers.Serializer):
        low = serializers.IntegerField()

    class Outer(serializers.Serializer):
        note = serializers.CharField(help_text="A note.")
        slug = serializers.CharField()
        level = Inner(allow_null=True)
        several = Inner(many=True)
        slugs = serializers.ListField(child=serializers.CharField())

    assert [(each.name, each.held.value, each.may_be_null) for each in columns_of(Outer().fields)] == [
        ("slug", "string", False),
        ("note", "string", False),
        ("level.low", "integer", True),
        ("several", "array", False),
        ("slugs", "list", False),
    ]
