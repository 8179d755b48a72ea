"""What must never have been entered: emptied for good, and nothing else is; digest, day and reason stay."""

import contextlib
import datetime as dt
import io
import json
import sqlite3
import zipfile
from pathlib import Path

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.db.models import QuerySet
from django.db.utils import ConnectionHandler
from django.test import Client

from milestones.loading.stored import ALL
from milestones.models import Assessment, Import, Plan, PlanEntry, Revision, Submission
from milestones.services.ledger import append_to_log
from milestones.services.recompute import recompute
from milestones.services.redaction import redact
from milestones.services.verifying import faults_of_ledger
from milestones.state import state_for
from milestones.state.keeping import bodies, keeper
from tests.factories import make_analyst, make_assessment, make_milestone, make_plan
from tools import verify_ledger

pytestmark = pytest.mark.django_db

NAME = "Zebediah Quillfeather"
REASON = "A person was named in the note."
WHY = {"reason": REASON, "user": ALL, "at": dt.datetime(2026, 6, 21, 12, tzinfo=dt.UTC)}
NOW = dt.datetime(2026, 6, 20, 12, tzinfo=dt.UTC)


@pytest.fixture
def plan() -> Plan:
    plan = make_plan(slug="told", publication="published")
    milestone = make_milestone(plan, slug="one", publication="published")
    make_assessment(milestone, note=f"Seen by {NAME}.", publication="published")
    recompute(plan.pk)
    return plan


def entry_of(model: type) -> PlanEntry:
    return PlanEntry.objects.filter(kind=model._meta.label_lower).order_by("first")[0]  # type: ignore[attr-defined]


def everything_stored() -> str:
    """All rows of all tables as text, bytes as Latin letters."""
    told = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            told += [
                bytes(value).decode("latin-1") if isinstance(value, bytes | memoryview) else str(value)
                for row in cursor.fetchall()
                for value in row
            ]
    return "\n".join(told)


def test_a_name_is_gone_from_every_table_and_page_and_digest_day_and_reason_stay(plan: Plan, client: Client) -> None:
    entry, page = entry_of(Assessment), "/plans/told/milestones/one/"
    digest, revision = bytes(entry.digest), Revision.objects.get()
    assert NAME in everything_stored()
    assert NAME in client.get(page).content.decode()
    call_command("redact", str(entry.pk), "--reason", REASON, stdout=io.StringIO())
    keeper.clear()
    assert NAME not in everything_stored()
    entry.refresh_from_db()
    assert (entry.body, bytes(entry.salt), bytes(entry.digest)) == ("", b"", digest)
    assert entry.redaction_reason == REASON
    assert entry.redacted_at is not None
    then = (revision.at + dt.timedelta(microseconds=1)).isoformat().replace("+00:00", "Z")
    of_api = ("plans/told/export/", "plans/told/revisions/1/", "plans/told/export/?format=csv", "assessments/")
    pages = (page, f"{page}?known_at={then}", f"/plans/told/changes/?since={then}", "/plans/told/corrections/")
    for address in (*pages, *(f"/api/v1/{path}" for path in of_api)):
        answer = client.get(address)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]
        assert answer.status_code == 200, address
        with zipfile.ZipFile(io.BytesIO(body)) if body.startswith(b"PK") else contextlib.nullcontext() as archive:
            told = [archive.read(name) for name in archive.namelist()] if archive else [body]
        assert not any(NAME.encode() in text for text in told), address
    corrections = client.get("/plans/told/corrections/").content.decode()
    assert REASON in corrections
    assert digest.hex() in corrections


def test_what_another_process_keeps_in_memory_it_tells_no_more_and_the_ledger_holds(plan: Plan, client: Client) -> None:
    """No commit is made here, so that what was kept before stays at hand, as it does in a process beside."""
    append_to_log(plan.pk)
    then = (Revision.objects.get().at + dt.timedelta(microseconds=1)).isoformat().replace("+00:00", "Z")
    pages = ("/plans/told/", "/plans/told/milestones/one/", f"/plans/told/milestones/one/?known_at={then}")
    of_api = (
        "assessments/",
        "plans/told/export/",
        f"plans/told/export/?known_at={then}",
        "plans/told/export/?format=csv",
    )
    addresses = [*pages, *(f"/api/v1/{path}" for path in of_api), "/ledger/entries/told/1"]
    readers = [client, Client()]
    readers[1].force_login(make_analyst())

    def told(reader: Client, address: str) -> bytes:
        answer = reader.get(address)
        assert answer.status_code == 200, address
        if not answer.content.startswith(b"PK"):
            return answer.content
        with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
            return b"".join(archive.read(name) for name in archive.namelist())

    before = [told(reader, address) for reader in readers for address in addresses]
    assert sum(NAME.encode() in text for text in before) >= len(addresses)
    held, kept = keeper.held, bodies.held
    redact(entry_of(Assessment), reason=REASON, user=ALL, at=NOW)
    assert (keeper.held, bodies.held) == (held, kept)
    for reader in readers:
        for address in addresses:
            assert NAME.encode() not in told(reader, address), address
    append_to_log(plan.pk)
    proof = json.loads(told(client, "/ledger/entries/told/1"))
    assert all(is_right for is_right, _words in verify_ledger.findings(proof))
    assert list(faults_of_ledger([])) == []


def test_the_files_of_sqlite_are_written_anew_once_nobody_else_reads_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also its write-ahead log, which keeps what was overwritten as long as anybody is connected."""
    path = tmp_path / "one.sqlite3"
    options = {"timeout": 0.2, "init_command": "PRAGMA journal_mode=WAL;"}
    database = ConnectionHandler(
        {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": path, "OPTIONS": options}}
    )
    monkeypatch.setattr("milestones.management.commands.redact.connection", database["default"])

    def holds_name() -> bool:
        return any(NAME.encode() in file.read_bytes() for file in tmp_path.iterdir())

    with database["default"].cursor() as cursor:
        cursor.execute("CREATE TABLE told (note text)")
        cursor.execute("INSERT INTO told VALUES (%s)", [NAME])
        reader = sqlite3.connect(path, isolation_level=None)
        reader.execute("BEGIN")
        assert reader.execute("SELECT count(*) FROM told").fetchone() == (1,)
        cursor.execute("UPDATE told SET note = ''")
    with pytest.raises(CommandError, match=r"Others read .* run `manage.py redact` once more"):
        call_command("redact")
    assert holds_name()
    reader.execute("COMMIT")
    call_command("redact", stdout=io.StringIO())
    assert not holds_name()
    reader.close()
    database["default"].close()


def test_what_was_kept_is_let_go_of_once_it_is_committed(
    plan: Plan, django_capture_on_commit_callbacks: object
) -> None:
    state_for(plan)
    bodies.put(("an", "answer"), NAME, 100)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        redact(entry_of(Assessment), reason=REASON, user=ALL, at=NOW)
    assert bodies.at_hand(("an", "answer")) is None


def test_remarks_of_a_review_are_emptied_too(plan: Plan) -> None:
    entry = entry_of(Assessment)
    sent_back = {"sent_back_at": NOW, "remarks": f"Leave {NAME} out."}
    Submission.objects.create(plan=plan, kind=entry.kind, key=entry.key, at=NOW, **sent_back)
    redact(entry, reason=REASON, user=ALL, at=NOW)
    assert NAME not in everything_stored()


@pytest.mark.parametrize("place", [0, 1, 2])
def test_records_of_other_grades_are_emptied_with_it(plan: Plan, place: int) -> None:
    rows = [Assessment.objects.get()]
    for _again in range(2):
        more = {"note": f"Seen by {NAME}.", "publication": "published", "replaces": rows[-1]}
        rows.append(make_assessment(rows[0].milestone, **more))
    recompute(plan.pk)
    entry = PlanEntry.objects.filter(kind="milestones.assessment", key=rows[place].pk)[0]
    redact(entry, reason=REASON, user=ALL, at=NOW)
    assert NAME not in everything_stored()


def test_files_that_were_only_checked_are_emptied_too(plan: Plan) -> None:
    who, mapping = User.objects.create(username="editor"), {"columns": {}, "constants": {"note.en": NAME}}
    told = {"content": NAME.encode(), "outcome": {"lines": [NAME]}, "mapping": mapping}
    Import.objects.create(plan=plan, kind="milestones.assessment", who=who, at=NOW, file_name="a.csv", **told)
    redact(entry_of(Assessment), reason=REASON, user=ALL, at=NOW)
    assert NAME not in everything_stored()


def test_the_admins_log_of_other_rows_is_emptied_too(plan: Plan) -> None:
    told = {"content_type": ContentType.objects.get_for_model(plan.milestones.get()), "action_flag": 2}
    user = User.objects.create(username="editor")
    LogEntry.objects.create(user=user, object_id="1", object_repr=NAME, change_message=NAME, **told)
    redact(entry_of(Assessment), reason=REASON, user=ALL, at=NOW)
    assert NAME not in everything_stored()


def test_the_record_stays_what_it_was_but_for_its_texts(plan: Plan) -> None:
    [before] = Assessment.objects.values("date", "level", "verification", "publication", "recorded_at")
    redact(entry_of(Assessment), reason=REASON, user=ALL, at=NOW)
    [after] = Assessment.objects.values("date", "level", "verification", "publication", "recorded_at")
    assert before == after
    assert not Assessment.objects.get().note


@pytest.mark.parametrize("changes", [{"body": ""}, {"salt": b""}, {"body": "{}"}, {"digest": b""}, {"kind": ""}])
def test_the_database_lets_nothing_be_emptied_that_was_not_said_to_be_redacted(
    plan: Plan, changes: dict[str, object]
) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        QuerySet(PlanEntry).filter(pk=entry_of(Assessment).pk).update(**changes)


def test_the_database_lets_a_record_be_emptied_only_once_that_is_said_and_never_altered(plan: Plan) -> None:
    rows = QuerySet(Assessment).all()
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(note="", note_en="")
    redact(entry_of(Assessment), reason=REASON, user=ALL, at=NOW)
    entry = QuerySet(PlanEntry).filter(pk=entry_of(Assessment).pk)
    for refused in (
        lambda: rows.update(note="Another."),
        lambda: rows.update(level=0),
        lambda: entry.update(body="{}"),
        lambda: entry.update(digest=b""),
        lambda: entry.update(redacted_at=NOW + dt.timedelta(days=1)),
        lambda: entry.update(redaction_reason="Another."),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            refused()


def test_an_old_version_of_the_text_is_emptied_and_the_next_stands_in_for_it(plan: Plan, client: Client) -> None:
    milestone = plan.milestones.get()
    then = (Revision.objects.get().at + dt.timedelta(microseconds=1)).isoformat().replace("+00:00", "Z")
    entry = entry_of(type(milestone))
    [fault] = redact(entry, reason=REASON, user=ALL, at=NOW).faults
    assert fault.code == "stands"
    milestone.name_en = "Handed over"
    milestone.save()
    recompute(plan.pk)
    entry.refresh_from_db()
    pages = (f"/plans/told/milestones/one/?known_at={then}", "/plans/told/corrections/", "/api/v1/plans/told/export/")
    tags = {page: client.get(page)["ETag"] for page in pages}
    assert not redact(entry, reason=REASON, user=ALL, at=NOW).faults
    for page, tag in tags.items():
        assert client.get(page, headers={"if-none-match": tag}).status_code == 200, page
    keeper.clear()
    assert "Handed over" in client.get(f"/plans/told/milestones/one/?known_at={then}").content.decode()
    [fault] = redact(entry, reason=REASON, user=ALL, at=NOW).faults
    assert fault.code == "redacted"


def test_a_record_without_texts_stays_as_it_is(plan: Plan, client: Client) -> None:
    bare = make_assessment(plan.milestones.get(), publication="published", level=0)
    recompute(plan.pk)
    entry = PlanEntry.objects.get(kind="milestones.assessment", key=bare.pk)
    [fault] = redact(entry, reason=REASON, user=ALL, at=NOW).faults
    assert fault.code == "no_text"
    redact(entry_of(Assessment), reason=REASON, user=ALL, at=NOW)
    [again] = redact(PlanEntry.objects.get(kind=entry.kind, last=None, key=entry_of(Assessment).key), **WHY).faults
    assert again.code == "no_text"
    keeper.clear()
    assert len(client.get("/api/v1/assessments/").json()["results"]) == 2


def test_a_version_stands_in_for_one_that_was_hidden_as_hidden(plan: Plan, client: Client) -> None:
    hidden = make_milestone(plan, slug="two", publication="draft", name=NAME)
    make_assessment(hidden, publication="published", source=None)
    recompute(plan.pk)
    append_to_log(plan.pk)
    then = (Revision.objects.first().at + dt.timedelta(microseconds=1)).isoformat().replace("+00:00", "Z")
    hidden.name, hidden.publication = "Told", "published"
    hidden.save()
    recompute(plan.pk)
    version = PlanEntry.objects.get(kind="milestones.milestone", key=hidden.pk, publication="draft")
    assert not redact(version, reason=REASON, user=ALL, at=NOW).faults
    append_to_log(plan.pk)
    keeper.clear()
    assert client.get(f"/plans/told/milestones/two/?known_at={then}").status_code == 404
    client.force_login(make_analyst())
    assert "Told" in client.get(f"/plans/told/milestones/two/?known_at={then}").content.decode()
    assert list(faults_of_ledger([])) == []


def test_only_administrators_redact_and_never_without_a_reason(plan: Plan) -> None:
    with pytest.raises(PermissionDenied):
        redact(entry_of(Assessment), reason=REASON, user=User.objects.create(username="editor"), at=NOW)
    with pytest.raises(CommandError, match="Say why"):
        call_command("redact", str(entry_of(Assessment).pk), "--reason", " ")
    with pytest.raises(CommandError, match="There is no entry 0"):
        call_command("redact", "0", "--reason", REASON)
