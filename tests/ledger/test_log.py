"""What goes into the log, when, and in which order."""

import io
import json
import re
import stat
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext

from milestones.ledger import keys_in
from milestones.models import Checkpoint, LedgerLeaf, Plan, PlanEntry, Revision
from milestones.selectors.ledger import logged_as
from milestones.services import ledger
from milestones.services.ledger import append_to_log
from milestones.services.recompute import recompute
from milestones.tasks import sweep_marks
from tests.factories import make_assessment, make_milestone, make_plan
from tests.ledger.logs import DRAFT, NOW, RESTRICTED, faults, logged, make_history, verify
from tools.verify_ledger import Head, is_signed_by

pytestmark = pytest.mark.django_db


def shown() -> list[tuple[str, int]]:
    leaves = LedgerLeaf.objects.order_by("position").values_list("revision__plan__slug", "revision__number")
    return [tuple(leaf) for leaf in leaves]


def test_a_revision_that_the_public_was_shown_is_a_leaf_and_no_other(settings: Any) -> None:
    plan = make_history()
    assert shown() == [("accord", 1), ("accord", 2), ("accord", 4)]
    assert [leaf.position for leaf in LedgerLeaf.objects.all()] == [0, 1, 2]
    leaf = json.loads(logged_as(Revision.objects.get(plan=plan, number=4))[0][0])
    assert {name: leaf[name] for name in ("plan", "revision", "changes", "method")} == {
        "plan": plan.pk, "revision": 3, "changes": 2, "method": 1,
    }  # fmt: skip
    assert faults(settings) == []


def test_a_leaf_has_the_public_entries_that_came_and_went() -> None:
    plan = make_history()
    first, second, last = (logged_as(leaf.revision)[0][1] for leaf in LedgerLeaf.objects.order_by("position"))
    assert {entry.kind for _line, entry in first} >= {"milestones.plan", "milestones.milestone", "milestones.pillar"}
    assert {(line[0], entry.kind) for line, entry in second} == {
        ("+", "milestones.assessment"), ("+", "milestones.source"),
    }  # fmt: skip
    assert sorted((line[0], entry.kind) for line, entry in last) == [
        ("+", "milestones.milestone"), ("-", "milestones.milestone"),
    ]  # fmt: skip
    hidden = PlanEntry.objects.get(plan=plan, body__contains='"hidden"')
    assert hidden not in [entry for changes in (first, second, last) for _line, entry in changes]


def test_revisions_are_logged_together_as_one_by_one() -> None:
    make_history()
    revisions = [leaf.revision for leaf in LedgerLeaf.objects.order_by("position")]
    together = logged_as(*revisions)
    assert together == [logged_as(revision)[0] for revision in revisions]
    assert together[1:] == logged_as(*revisions[1:])


def test_a_plan_that_nobody_is_shown_is_not_in_the_log() -> None:
    plan = make_plan(publication=DRAFT)
    make_milestone(plan)
    logged(plan)
    assert shown() == []
    plan.publication = "published"
    plan.save()
    logged(plan)
    assert shown() == [("accord", 2)]
    plan.publication = RESTRICTED
    plan.save()
    logged(plan)
    assert shown() == [("accord", 2), ("accord", 3)]
    assert all(line.startswith("-") for line, _entry in logged_as(Revision.objects.get(number=3))[0][1])


def test_the_revisions_of_a_database_without_a_log_are_logged_in_the_order_in_which_they_were_made(
    settings: Any,
) -> None:
    plans = [make_plan(slug=slug) for slug in ("one", "other")]
    for times in range(2):
        for plan in plans:
            make_milestone(plan, f"milestone-{times}")
            recompute(plan.pk)
    assert append_to_log() == 4
    assert shown() == [("one", 1), ("other", 1), ("one", 2), ("other", 2)]
    assert append_to_log() == 0
    assert faults(settings) == []


def test_a_recompute_logs_what_it_took_up(django_capture_on_commit_callbacks: Any) -> None:
    plan = make_plan()
    with django_capture_on_commit_callbacks(execute=True):
        recompute(plan.pk, now=NOW)
    assert shown() == [("accord", 1)]


def test_a_log_that_cannot_be_written_is_no_reason_to_fail(
    django_capture_on_commit_callbacks: Any, settings: Any, tmp_path: Path
) -> None:
    settings.LEDGER_KEY_FILE = str(tmp_path)  # a folder
    plan = make_plan()
    with django_capture_on_commit_callbacks(execute=True):
        assert recompute(plan.pk, now=NOW)
    assert shown() == []
    settings.LEDGER_KEY_FILE = ""
    make_milestone(plan)
    logged(plan)
    assert shown() == [("accord", 1), ("accord", 2)]


def make_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


TROUBLES: dict[str, tuple[Callable[[Path], object], str]] = {
    "a folder": (make_folder, "cannot be read: .*Is a directory"),
    "no text": (lambda path: path.write_bytes(b"\xff\xfe\x00"), "cannot be read: .*decode"),
    "no key": (lambda path: path.write_text("secret-of-somebody-else"), "Line 1 .* is no key: “secret-o…”"),
    "half a key": (lambda path: path.write_text(path.read_text().splitlines()[0][:-7]), "is no key: “PRIVATE"),
    "for a group": (lambda path: path.chmod(0o640), "has the mode 640"),
    "for all": (lambda path: path.chmod(0o604), "has the mode 604"),
}


@pytest.mark.parametrize("trouble", TROUBLES)
def test_a_file_of_keys_that_cannot_be_used_is_named_and_stops_no_edit_and_no_page(
    trouble: str, django_capture_on_commit_callbacks: Any, settings: Any, tmp_path: Path, client: Client
) -> None:
    path = tmp_path / "ledger.key"
    settings.LEDGER_KEY_FILE = str(path)
    call_command("ledger", "make-key")
    plan, seed = make_history(), keys_in(str(path))[0].split("+", 4)[4][:20]  # its base64 may have a "+" too
    spoil, words = TROUBLES[trouble]
    spoil(path)
    for action in ("append", "verify", "make-key"):
        with pytest.raises(CommandError, match=re.escape(str(path))) as told:
            call_command("ledger", action)
        assert re.search(words, str(told.value)), told.value
        assert seed not in str(told.value)
    make_assessment(plan.milestones.get(slug="handover"))
    with django_capture_on_commit_callbacks(execute=True):
        assert recompute(plan.pk, now=NOW)
    assert len(shown()) == 3
    for address in ("/ledger/", "/ledger/checkpoint", "/ledger/entries/accord/1", "/plans/accord/"):
        assert client.get(address).status_code == 200, address


def test_a_log_that_was_signed_waits_for_its_key_and_goes_on_by_the_clock(settings: Any, tmp_path: Path) -> None:
    path = tmp_path / "ledger.key"
    settings.LEDGER_KEY_FILE = str(path)
    call_command("ledger", "make-key")
    plan = make_history()
    path.rename(tmp_path / "away")
    make_assessment(plan.milestones.get(slug="handover"))
    logged(plan)
    assert len(shown()) == 3
    assert any("is not signed by any key" in fault for fault in faults(settings))
    (tmp_path / "away").rename(path)
    assert faults(settings) == []
    told = io.StringIO()
    call_command("ledger", "verify", stdout=told)
    assert "3 revisions in the log, 1 that wait" in told.getvalue()
    assert "this waits to be logged: Accord (10 March 2026" in told.getvalue()
    sweep_marks()
    assert len(shown()) == 4
    assert faults(settings) == []


def test_what_was_kept_without_a_key_is_told_and_no_tampering_once_a_signed_checkpoint_follows(
    settings: Any, tmp_path: Path
) -> None:
    settings.LEDGER_KEY_FILE = str(tmp_path / "ledger.key")
    call_command("ledger", "make-key")
    plan = make_history()
    settings.LEDGER_KEY_FILE = ""
    make_assessment(plan.milestones.get(slug="handover"))
    logged(plan)
    settings.LEDGER_KEY_FILE = str(tmp_path / "ledger.key")
    assert faults(settings) == ["The checkpoint of 4 leaves is not signed by any key of the file of keys."]
    call_command("ledger", "append")
    told = io.StringIO()
    call_command("ledger", "verify", stdout=told)
    assert "1 checkpoints were kept without a key, and are not signed." in told.getvalue()


def test_an_edit_costs_the_log_few_queries_however_long_it_is() -> None:
    plan = make_history()

    def queries() -> int:
        make_assessment(plan.milestones.get(slug="handover"))
        recompute(plan.pk, now=NOW)
        with CaptureQueriesContext(connection) as captured:
            append_to_log(plan.pk)
        return len(captured)

    counts = {queries() for _ in range(6)}
    assert len(counts) == 1
    assert max(counts) <= 12


def test_checkpoints_follow_the_log_and_say_whose_it_is(settings: Any) -> None:
    settings.LEDGER_NAME = "tracker.example"
    make_history()
    heads = [Head.read(checkpoint.note) for checkpoint in Checkpoint.objects.order_by("size")]
    assert [(head.origin, head.size) for head in heads] == [("tracker.example", size) for size in (1, 2, 3)]
    assert all(checkpoint.note.endswith("\n\n") for checkpoint in Checkpoint.objects.all())


def test_a_key_is_made_kept_out_of_the_database_and_replaced(settings: Any, tmp_path: Path) -> None:
    settings.LEDGER_NAME, settings.LEDGER_KEY_FILE = "tracker.example", str(tmp_path / "ledger.key")
    make_history()
    call_command("ledger", "make-key")
    signing, old = keys_in(settings.LEDGER_KEY_FILE)
    assert stat.S_IMODE((tmp_path / "ledger.key").stat().st_mode) == 0o600
    newest = Checkpoint.objects.first()
    assert newest is not None
    assert newest.size == 3
    assert is_signed_by(newest.note, old[0])
    call_command("ledger", "make-key")
    newer, keys = keys_in(settings.LEDGER_KEY_FILE)
    assert keys[1:] == old
    assert newer != signing
    assert signing.split("+", 4)[4] not in (tmp_path / "ledger.key").read_text()
    newest = Checkpoint.objects.first()
    assert newest is not None
    assert is_signed_by(newest.note, keys[0])
    assert faults(settings) == []
    assert verify() == ""


def test_a_key_needs_a_place(settings: Any) -> None:
    settings.LEDGER_KEY_FILE = ""
    with pytest.raises(CommandError, match="LEDGER_KEY_FILE"):
        call_command("ledger", "make-key")


@pytest.mark.django_db(transaction=True)
def test_workers_at_once_never_fork_the_log(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    if connection.vendor == "sqlite":
        pytest.skip("SQLite has one writer.")
    plans = [make_plan(slug=f"plan-{number}") for number in range(4)]
    start, failures, begun = threading.Barrier(len(plans)), [], set[int]()
    read = ledger.waiting_revisions

    def late(asked: Any) -> Any:
        waiting = read(asked)
        if threading.get_ident() not in begun:
            begun.add(threading.get_ident())
            start.wait(timeout=20)  # so that all have read the same end of the log
        return waiting

    def work(plan: Plan) -> None:
        try:
            append_to_log(plan.pk)
        except Exception as error:  # noqa: BLE001 - told by the test
            failures.append(error)
        finally:
            connections.close_all()

    monkeypatch.setattr("milestones.services.recompute.append_to_log", lambda _plan: 0)
    for plan in plans:
        recompute(plan.pk)
    monkeypatch.setattr(ledger, "waiting_revisions", late)
    threads = [threading.Thread(target=work, args=(plan,)) for plan in plans]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert [leaf.position for leaf in LedgerLeaf.objects.order_by("position")] == list(range(len(plans)))
    assert faults(settings) == []
