"""A file's rows come in all or none, dirty files are told cell by cell, and an import is taken back as a whole."""

import contextlib
import io
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.db import connection, connections
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from structlog.testing import capture_logs

from milestones.kinds.core import KIND_OF
from milestones.lettering import language_of
from milestones.management.commands.serve_metrics import Stored
from milestones.models import Actor, Assessment, Import, Observation, Plan, RecomputeMark, Source
from milestones.services import saving
from milestones.services.checking import in_lists
from milestones.services.importing import begin, bring_in, check, give_up, progress, read_anew, receive, take_back
from milestones.tables import reading
from milestones.tables.columns import Table, csv_lines
from milestones.tables.of_kinds import columns_of_kind, rows_of_kind
from milestones.tables.reading import Unreadable
from milestones.tables.sheets import Sheets
from milestones.tasks import sweep_marks
from pillars.governance.models import Function, ServiceDelivery
from tests import factories as make
from tests.admin.conftest import in_role

pytestmark = pytest.mark.django_db
OBSERVATIONS, ASSESSMENTS, SOURCES = KIND_OF[Observation], KIND_OF[Assessment], KIND_OF[Source]
HEADER = "indicator,date,value,source\n"


@pytest.fixture
def plan() -> Plan:
    plan = make.make_plan()
    make.make_indicator(plan, "crossings", name_en="Crossings a day", name_ar="العبور في اليوم")
    make.make_source(plan, "report", title_en="The report", title_ar="التقرير")
    return plan


@pytest.fixture
def analyst(plan: Plan) -> Any:
    return in_role("analyst")


def sent(
    content: str | bytes, plan: Plan, user: Any, name: str = "counts.csv", kind: Any = OBSERVATIONS, **mapping: Any
) -> Import:
    got = receive(kind, plan, name, content.encode() if isinstance(content, str) else content, user=user)
    got.mapping |= mapping
    got.save()
    check(got)
    return got


def rows_of(got: Import, language: str = "en") -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = got.outcome["told"][language]["rows"]
    return rows


def faults(got: Import, language: str = "en") -> list[tuple[int, str, str]]:
    return [(row["row"], fault["column"], fault["value"]) for row in rows_of(got, language) for fault in row["faults"]]


def messages(got: Import, language: str = "en") -> str:
    return " ".join(fault["message"] for row in rows_of(got, language) for fault in row["faults"])


def test_what_no_column_tells_is_called_as_people_call_it(plan: Plan, analyst: Any) -> None:
    got = sent("indicator,date\ncrossings,2026-01-02\n", plan, analyst)
    assert (faults(got, "ar"), messages(got)) == ([(2, "القيمة", "")], "This is missing: no column tells it.")
    assert messages(sent(HEADER + "crossings,2026-01-02,,\n", plan, analyst)) == "This cell is empty. Fill it in."


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        (OBSERVATIONS, "indicator,date,value\ncrossings,soon,many\nnobody,2026-01-02,3\n"),
        (SOURCES, "slug,title\nreport,It again\n"),
        (SOURCES, f"slug,title,publisher\nlong,Long,{'x' * 3000}\n"),
    ],
)
def test_what_is_wrong_is_told_in_the_language_of_whoever_reads(
    kind: Any, content: str, plan: Plan, analyst: Any
) -> None:
    """Also to a colleague who does not read the one in which the file was checked."""
    got = sent(content, plan, analyst, kind=kind)
    told = {language: messages(got, language) for language in ("en", "ar", "he")}
    assert {language_of(words) for words in told.values()} == {"en", "ar", "he"}, told


def book(*rows: list[Any]) -> bytes:
    made, file = Workbook(), io.BytesIO()
    for row in rows:
        made.active.append(row)
    made.save(file)
    return file.getvalue()


def test_rows_come_in_by_name_or_slug_and_are_taken_back(plan: Plan, analyst: Any) -> None:
    got = sent(
        "Indicator,Date,Value,Source,note (ar)\n"
        "Crossings a day,2026-01-02,12,The report,ملاحظة\ncrossings,2026-01-03,13,report,\n",
        plan,
        analyst,
    )
    assert (faults(got), got.outcome["count"], Observation.objects.count()) == ([], 2, 0)
    bring_in(got)
    got.refresh_from_db()
    rows: list[Any] = list(Observation.objects.order_by("date"))
    first, second = rows
    assert (first.value, first.source.slug, first.note_ar, first.entered_by) == (12, "report", "ملاحظة", analyst)
    assert (got.stage, got.keys, got.content) == ("done", [first.pk, second.pk], None)
    bring_in(got)  # once
    assert Observation.objects.count() == 2
    assert not take_back(got, "", user=analyst).rows
    take_back(got, "The wrong file.", user=analyst)
    assert {row.retraction_reason for row in Observation.objects.all()} == {"The wrong file."}
    got.refresh_from_db()
    assert (got.stage, got.reason) == ("retracted", "The wrong file.")
    assert Stored()._figures()["tracker_import_rows"][1] == 2


def test_all_that_is_wrong_with_a_row_is_told_at_once(plan: Plan, analyst: Any) -> None:
    got = sent("indicator,date,value\nnobody,soon,many\ncrossings,2026-01-02,3\n", plan, analyst)
    assert faults(got) == [(2, "indicator", "nobody"), (2, "date", "soon"), (2, "value", "many")]
    for language in ("en", "ar", "he"):  # that the other names no source is no fault
        (warning,) = got.outcome["told"][language]["warnings"]
        assert language_of(warning) == language


def test_one_bad_row_and_nothing_comes_in(plan: Plan, analyst: Any) -> None:
    got = sent(
        HEADER + "crossings,2026-01-02,12,report\ncrossings,2026-01-03,many,report\n,2026-01-04,3,raport\n",
        plan,
        analyst,
    )
    assert faults(got) == [(3, "value", "many"), (4, "source", "raport"), (4, "indicator", "")]
    bring_in(got)
    assert (Observation.objects.count(), Import.objects.get().stage) == (0, "checked")


def test_more_faults_than_are_told_are_said_to_be_more(
    plan: Plan, analyst: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("milestones.planfile.faults.MOST_FAULTS", 3)
    rows = "".join(f"crossings,2026-01-{day:02},many,report\n" for day in range(1, 8))
    got = sent(HEADER + rows, plan, analyst)
    assert (got.outcome["refused"], got.outcome["count"], len(got.outcome["told"]["en"]["whole"])) == (3, 7, 1)
    bring_in(got)
    assert (Observation.objects.count(), Import.objects.get().stage) == (0, "checked")


def test_what_is_not_the_senders_to_say_is_told_at_its_row(plan: Plan) -> None:
    contributor = in_role("contributor")
    header, row = "indicator,date,value,publication,verification\n", "crossings,2026-01-0{},1,{},{}\n"
    got = sent(header + row.format(1, "draft", "reported") + row.format(2, "published", "reported"), plan, contributor)
    assert [(row["row"], len(row["faults"])) for row in rows_of(got)] == [(3, 1), (2, 0)]
    assert "Your role" in messages(got)
    with capture_logs() as told:
        got = sent(header + "".join(row.format(day, "draft", "verified") for day in (1, 2, 3)), plan, contributor)
    assert got.outcome["refused"] == 3
    assert [entry["rows"] for entry in told if entry["event"] == "denied"] == [3]
    bring_in(got)
    assert not Observation.objects.exists()


def test_many_rows_are_held_to_the_rules_of_lists_at_once(analyst: Any, plan: Plan) -> None:
    service, civil = (
        Function.objects.create(plan=plan, slug=kind, name=kind, kind=kind)
        for kind in ("public-service", "civil-function")
    )
    rows = [ServiceDelivery(function=service, date=make.DAY, status="partly") for _ in range(5)]
    rows[3].function = civil
    assert [(index, breach.code) for index, breach in in_lists(rows)] == [(3, "delivered_by_no_service")]
    assert list(in_lists(rows[:3])) == []


@pytest.mark.parametrize(
    ("value", "day", "told"),
    [
        ("٢٦٬١٤٥", "2026-01-02", ""),
        ("26 145", "2026-01-02", "write 26145"),
        ("1,5", "2026-01-02", "write 1.5"),
        ("45%", "2026-01-02", "is no number"),
        ("12", "٣١/٠١/٢٠٢٦", ""),
        ("12", "03/04/2026", "is 2026-04-03 or 2026-03-04"),
        ("12", "31.1.26", "is no date"),
        ("12", "2026-02-30", "is no date"),
        ("12", "٢٠٩٩-٠١-٠١", "is later than the plan's day"),
        ("12", "yesterday", "is no date"),
    ],
)
def test_dirty_cells_are_told_in_words(value: str, day: str, told: str, plan: Plan, analyst: Any) -> None:
    got = sent(HEADER + f'crossings,{day},"{value}",report\n', plan, analyst)
    assert messages(got) == "" if not told else told in messages(got)
    assert all(word not in messages(got, "ar") for word in ("write", "is no", "is 20", "is later"))


@pytest.mark.parametrize(
    ("numbers", "days", "value", "day", "meant"),
    [
        ("comma", "day", "1.234,5", "03/04/2026", "1234.5"),
        ("point", "month", "1,234.5", "04/03/2026", "1234.5"),
        ("comma", "day", "12", "3.4.2026", "12"),
    ],
)
def test_what_may_mean_two_things_is_read_as_the_analyst_says(
    numbers: str, days: str, value: str, day: str, meant: str, plan: Plan, analyst: Any
) -> None:
    got = sent(HEADER + f'crossings,{day},"{value}",report\n', plan, analyst, numbers=numbers, days=days)
    assert faults(got) == []
    bring_in(got)
    row = Observation.objects.get()
    assert (str(row.date), f"{row.value.normalize():f}") == ("2026-04-03", meant)


@pytest.mark.parametrize(
    ("encoding", "text", "taken"),
    [
        ("utf-8-sig", "العبور في اليوم", "UTF-8"),
        ("utf-16", "العبور في اليوم", "UTF-16"),
        ("utf-16-le", "العبور في اليوم", "UTF-16-LE"),
        ("cp1256", "العبور في اليوم", "Windows-1256"),
        ("cp1255", "מעברים ביום", "Windows-1255"),
        ("cp1252", "Übergänge façade", "Windows-1252"),
    ],
)
def test_an_encoding_is_found_and_said(encoding: str, text: str, taken: str) -> None:
    read, name = reading.decoded(f"indicator,date,value\n{text},2026-01-02,3\n".encode(encoding))
    assert (name, text in read) == (taken, True)


def test_headers_in_arabic_and_below_a_title_are_found(plan: Plan, analyst: Any) -> None:
    title = ["عبور المعابر", None, None, None]
    rows = book(
        title, [], ["المؤشر", "التاريخ", "القيمة", "المصدر"], ["العبور في اليوم", "2026-01-02", 12.5, "التقرير"]
    )
    got = sent(rows, plan, analyst, "counts.xlsx")
    assert (faults(got), got.mapping["columns"]["value"], rows_of(got)[0]["row"]) == ([], "القيمة", 4)


def test_a_workbooks_formulas_errors_and_shares_are_told(plan: Plan, analyst: Any) -> None:
    made = Workbook()
    for row in (
        ["indicator", "date", "value"],
        ["crossings", "2026-01-02", "=1+1"],
        ["crossings", "2026-01-03", "#REF!"],
        ["crossings", "2026-01-04", 0.45],
    ):
        made.active.append(row)
    made.active["C3"].data_type, made.active["C4"].number_format = "e", "0%"
    file = io.BytesIO()
    made.save(file)
    got = sent(file.getvalue(), plan, analyst, "counts.xlsx")
    assert faults(got) == [(2, "value", "=1+1"), (3, "value", "#REF!"), (4, "value", "45%")]


def test_repeated_rows_are_told_and_stored_ones_may_be_left_out(plan: Plan, analyst: Any) -> None:
    text = HEADER + "crossings,2026-01-02,12,report\ncrossings,2026-01-02,12.0,report\n"
    assert [row for row, _column, _value in faults(sent(text, plan, analyst))] == [3]
    first = sent(HEADER + "crossings,2026-01-02,12,report\n", plan, analyst)
    bring_in(first)
    more = HEADER + "crossings,2026-01-02,12,report\ncrossings,2026-01-03,14,report\n"
    assert [row for row, _column, _value in faults(sent(more, plan, analyst))] == [2]
    got = sent(more, plan, analyst, leave_out=True)
    bring_in(got)
    assert (got.outcome["left_out"], Observation.objects.count()) == (1, 2)


def test_a_mapping_is_remembered_for_the_same_columns(plan: Plan, analyst: Any) -> None:
    text = "what,when,how many\ncrossings,2026-01-02,12\n"
    columns = {"indicator": "what", "date": "when", "value": "how many"}
    faulty = sent(text.replace("12", "a lot"), plan, analyst, columns=columns, constants={"source": "report"})
    assert (faulty.stage, faulty.outcome["refused"]) == ("checked", 1)
    mended = receive(OBSERVATIONS, plan, "more.csv", text.encode(), user=analyst)
    assert (mended.mapping["columns"], mended.mapping["constants"]) == (columns, {"source": "report"})
    other = receive(OBSERVATIONS, plan, "more.csv", text.encode(), user=in_role("analyst", "another"))
    assert other.mapping["columns"] == {}  # of what was only tried another hears nothing
    check(mended)
    bring_in(mended)
    again = receive(OBSERVATIONS, plan, "more.csv", text.replace("12", "13").encode(), user=analyst)
    assert (again.mapping["columns"], again.mapping["constants"]) == (columns, {"source": "report"})


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.odt", b"x", "unknown_form"),
        ("a.csv", b"", "empty"),
        ("a.csv", b"\xff\xfea", "bad_encoding"),
        ("a.xlsx", b"no archive", "bad_workbook"),
        ("a.json", b"{", "bad_json"),
        ("a.json", b'[{"a": 1}, 2]', "bad_json"),
        ("a.csv", b"a,b\n" + b"x" * 300 + b"\0,1\n", "unprintable"),
        ("a.json", b'[{"a": "\\ud800"}]', "unprintable"),
        ("a.csv", b"a,b\n" + b"," * 300 + b"x\n", "too_many_columns"),
    ],
)
def test_what_is_no_table_is_refused(name: str, content: bytes, code: str) -> None:
    with pytest.raises(Unreadable) as refused:
        reading.read_file(name, content)
    assert refused.value.breach.code == code
    assert refused.value.breach.message


def test_files_that_are_too_big_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = book(["a", "b"], *[["c", "d"]] * 30)
    for limit, code in (("MOST_BYTES", "too_big"), ("MOST_UNPACKED", "too_big_unpacked")):
        with monkeypatch.context() as patched:
            patched.setattr(reading, limit, 100)
            with pytest.raises(Unreadable) as refused:
                reading.read_file("a.xlsx", rows)
        assert refused.value.breach.code == code
    monkeypatch.setattr(reading, "MOST_ROWS", 10)
    with pytest.raises(Unreadable) as refused:
        reading.read_file("a.xlsx", rows)
    assert refused.value.breach.code == "too_many_rows"


WORKBOOK = book(["a", "b"], ["c", 1.5], ["=1+1", True])


@given(data=st.data())
@settings(max_examples=150, deadline=None)
def test_a_damaged_workbook_is_refused_or_read(data: Any) -> None:
    places = data.draw(st.lists(st.integers(0, 4000), max_size=4))
    damaged = bytearray(WORKBOOK)
    for place in places:
        damaged[place] = data.draw(st.integers(0, 255))
    with contextlib.suppress(Unreadable):
        reading.read_file("a.xlsx", bytes(damaged[: data.draw(st.integers(0, 4000) | st.just(9999))]))


def test_a_file_is_worked_on_once_at_a_time(plan: Plan, analyst: Any) -> None:
    got = receive(OBSERVATIONS, plan, "a.csv", HEADER.encode() + b"crossings,2026-01-02,1,report\n", user=analyst)
    assert begin(got, got.mapping)
    assert not begin(got, got.mapping)
    give_up(pk=got.pk)
    assert begin(got, got.mapping)


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time")
def test_of_files_with_the_same_rows_at_once_one_is_brought_in(plan: Plan, analyst: Any) -> None:
    """The same file twice, and others of other names for their columns; the later ones are told of the first's rows."""
    headers = (HEADER, HEADER, HEADER.replace("value", "Value"), HEADER.replace("date", "Date"))
    for day in ("02", "03", "04"):
        files = [sent(f"{header}crossings,2026-01-{day},12,report\n", plan, analyst) for header in headers]
        gate = Barrier(len(files))

        def bring(file: Import, gate: Barrier = gate) -> str:
            try:
                begin(file, file.mapping)
                gate.wait(timeout=30)
                bring_in(Import.objects.get(pk=file.pk))
                return Import.objects.get(pk=file.pk).stage
            finally:
                connections.close_all()

        with ThreadPoolExecutor(len(files)) as threads:
            stages = sorted(threads.map(bring, files))
        assert stages == ["checked", "checked", "checked", "done"]
        assert Observation.objects.filter(date=f"2026-01-{day}").count() == 1


def test_what_was_brought_in_is_not_put_back_by_who_read_it_before(plan: Plan, analyst: Any) -> None:
    got = receive(OBSERVATIONS, plan, "a.csv", HEADER.encode() + b"crossings,2026-01-02,1,report\n", user=analyst)
    begin(got, got.mapping)
    early, late = (Import.objects.get(pk=got.pk) for _ in range(2))
    bring_in(got)
    read_anew(early, OBSERVATIONS)
    check(late)
    give_up(pk=got.pk)
    got.refresh_from_db()
    assert (got.stage, len(got.keys), got.content) == (Import.Stage.DONE, 1, None)


def test_trouble_that_arises_after_the_check_wants_a_reason_of_its_own(plan: Plan, analyst: Any) -> None:
    first, second = (make.make_milestone(plan, slug) for slug in ("first", "second"))
    got = sent(
        "milestone,date,level,verification\nsecond,2026-01-02,complete,verified\n", plan, analyst, kind=ASSESSMENTS
    )
    assert (got.outcome["trouble"], got.outcome["wants_reason"]) == ({}, True)  # it names no source
    make.make_condition(make.make_gate(second), milestone=first)
    for stage in ("checked", "done"):  # what is shown the second time is reasoned
        assert begin(got, got.mapping, "It was read out.")
        got.refresh_from_db()
        bring_in(got)
        got.refresh_from_db()
        assert (got.stage, got.outcome["is_held_back"]) == (stage, stage == "checked")
        assert got.outcome["trouble"] == {"second": "premature"}
        assert second.assessments.count() == len(got.keys) == (stage == "done")


def test_actors_and_sources_come_in_and_are_taken_out(plan: Plan, analyst: Any) -> None:
    root = make.make_user("root", is_staff=True, is_superuser=True)
    got = sent(
        '[{"slug": "board", "name": {"en": "Board", "ar": "المجلس"}, "kind": "party"}]',
        plan,
        root,
        "a.json",
        KIND_OF[Actor],
    )
    bring_in(got)
    assert Actor.objects.values_list("name_ar", flat=True).get() == "المجلس"
    take_back(got, "Twice.", user=root)
    assert not Actor.objects.exists()
    again = sent("slug,title\nreport,Report\n", plan, root, kind=KIND_OF[Source])
    assert [row for row, _column, _value in faults(again)] == [2]


def test_who_may_not_add_may_not_import(plan: Plan) -> None:
    with pytest.raises(PermissionDenied):
        receive(OBSERVATIONS, plan, "a.csv", HEADER.encode(), user=in_role("reader"))


def test_many_rows_come_in_as_few_do_and_mark_their_plan(
    plan: Plan, analyst: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(saving, "FEW", 5)
    rows = "".join(f"crossings,2026-01-{day:02},{day},report\n" for day in range(1, 29))
    got = sent(HEADER + rows, plan, analyst)
    RecomputeMark.objects.all().delete()
    bring_in(got)
    assert {row.entered_by for row in Observation.objects.all()} == {analyst}
    assert (Observation.objects.count(), RecomputeMark.objects.count()) == (28, 1)
    bad = sent(
        HEADER + rows.replace("crossings,2026-01-07", "crossings,2026-02-07").replace(",7,", ",77,"), plan, analyst
    )
    assert bad.outcome["refused"] == 27  # which are stored already


def test_what_a_publisher_calls_its_columns_is_remembered_for_its_next_file(plan: Plan, analyst: Any) -> None:
    first = receive(
        OBSERVATIONS, plan, "a.csv", b"what,day,n\ncrossings,2026-01-02,1\n", user=analyst, publisher="OCHA"
    )
    first.mapping["columns"] = {"indicator": "what", "date": "day", "value": "n"}
    first.mapping["constants"] = {"source": "report"}
    first.save()
    bring_in(first)
    content = b"what,n,day,note\ncrossings,2,2026-01-03,x\n"
    own, strange = (
        receive(OBSERVATIONS, plan, "b.csv", content, user=analyst, publisher=name) for name in ("ocha", "x")
    )
    assert own.mapping["columns"] == {"indicator": "what", "date": "day", "value": "n", "note.en": "note"}
    assert own.mapping["constants"] == {"source": "report"}
    assert strange.mapping["columns"] == {"note.en": "note"}
    for place, user in ((make.make_plan("other"), analyst), (plan, make.make_user("another", is_superuser=True))):
        again = receive(OBSERVATIONS, place, "b.csv", content, user=user, publisher="OCHA")
        assert (again.mapping["columns"], again.mapping["constants"]) == (own.mapping["columns"], {})


def test_an_encoding_that_was_guessed_wrongly_is_said(plan: Plan, analyst: Any) -> None:
    words = "\u00c5s og Ringer\u00f8y"
    content = f"indicator,date,value,note\ncrossings,2026-01-02,1,{words}\n".encode("cp1252")
    got = receive(OBSERVATIONS, plan, "a.csv", content, user=analyst)
    assert got.outcome["read_as"] == "Windows-1252"
    read_anew(got, OBSERVATIONS, "cp1256")
    got.refresh_from_db()
    assert (got.outcome["read_as"], words in str(got.outcome["first"])) == ("Windows-1256", False)
    with pytest.raises(Unreadable):
        read_anew(got, OBSERVATIONS, "utf-8-sig")
    got.refresh_from_db()
    assert got.outcome["read_as"] == "Windows-1256"


def test_an_import_whose_worker_was_killed_is_closed_by_the_sweep_and_says_so(plan: Plan, analyst: Any) -> None:
    got = receive(OBSERVATIONS, plan, "a.csv", HEADER.encode() + b"crossings,2026-01-02,1,report\n", user=analyst)
    assert begin(got, got.mapping)
    sweep_marks()
    got.refresh_from_db()
    assert got.stage == Import.Stage.WORKING
    Import.objects.update(begun_at=make.INSTANT)
    sweep_marks()
    got.refresh_from_db()
    assert (got.stage, got.outcome["is_broken_off"]) == (Import.Stage.SENT, True)
    check(got)
    assert (got.stage, got.outcome["is_broken_off"]) == (Import.Stage.CHECKED, False)


TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=20).map(str.strip)
ROWS = st.lists(
    st.tuples(
        st.dates(min_value=make.DAY.replace(year=1900), max_value=make.DAY),
        st.decimals(-(10**9), 10**9, places=3),
        TEXTS | st.sampled_from(["=1", "'=1", "''", "@a"]),
    ),
    min_size=1,
    max_size=5,
    unique_by=lambda row: (row[0], row[1]),
)


@given(rows=ROWS, form=st.sampled_from(["csv", "xlsx"]))
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_is_exported_comes_in_as_it_was(rows: Any, form: str, db: None) -> None:
    plans = [make.make_plan(f"plan-{uuid4()}") for _place in range(2)]
    first, second = (make.make_indicator(plan, "crossings") for plan in plans)
    report, _same = (make.make_source(plan, "report") for plan in plans)
    for day, value, note in rows:
        make.make_observation(first, value, date=day, note_en=note, source=report)
    columns, before = columns_of_kind(OBSERVATIONS), told_of(first)
    if form == "csv":
        content = b"".join(csv_lines(Table("o", "o", columns, len(rows), before)))
    else:
        sheets = Sheets()
        sheets.add("o", columns, before)
        content = sheets.body()
    root = make.make_user(is_staff=True, is_superuser=True)  # who alone may say when it was learned
    got = sent(content, plans[1], root, f"o.{form}")
    assert faults(got) == []
    bring_in(got)
    assert told_of(second) == [row | {"plan": plans[1].slug} for row in before]


def told_of(indicator: Any) -> list[dict[str, Any]]:
    """What the indicator's observations say; an empty note is none."""
    rows = rows_of_kind(OBSERVATIONS, indicator.observations.order_by("date", "value"))
    return [row | {"note": {code: text or None for code, text in row["note"].items()}} for row in rows]


def test_the_progress_that_an_earlier_version_kept_is_not_read(plan: Plan, analyst: Any) -> None:
    got = sent(HEADER + "crossings,2026-01-02,1,report\n", plan, analyst)
    cache.set(f"import:{got.pk}", 500)
    assert progress(got) == (False, 0)


def test_who_begins_what_is_begun_leaves_its_progress_alone(plan: Plan, analyst: Any) -> None:
    got = sent(HEADER + "crossings,2026-01-02,1,report\n", plan, analyst)
    assert begin(got, got.mapping)
    cache.set(f"import-progress:{got.pk}", (True, 500))
    assert not begin(got, got.mapping)
    assert progress(got) == (True, 500)
    Import.objects.update(stage=Import.Stage.CHECKED)
    assert begin(got, got.mapping)
    assert progress(got) == (False, 0)
