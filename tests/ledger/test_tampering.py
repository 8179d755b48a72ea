"""Whatever somebody changes who owns the database, past its guards, is found and named."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from milestones.ledger import keys_in, signed
from milestones.models import Checkpoint, LedgerLeaf, Plan, PlanEntry, Revision
from milestones.planfile.canonical import digest
from milestones.services.ledger import append_to_log, make_key
from tests.factories import make_milestone
from tests.ledger.logs import NOW, faults, logged, make_history, redact, unguarded, verify
from tools.verify_ledger import Head

pytestmark = pytest.mark.django_db

ENTRY, REVISION, LEAF, CHECKPOINT = (
    f"milestones_{table}" for table in ("planentry", "revision", "ledgerleaf", "checkpoint")
)


@pytest.fixture(autouse=True)
def plan(settings: Any, tmp_path: Path) -> Plan:
    settings.LEDGER_KEY_FILE = str(tmp_path / "ledger.key")
    make_key()
    plan = make_history()
    assert faults(settings) == []
    return plan


def write(table: str, key: int, **columns: Any) -> None:
    """What the guards would refuse."""
    with unguarded() as cursor:
        told = ", ".join(f'"{name}" = %s' for name in columns)
        cursor.execute(f"UPDATE {table} SET {told} WHERE id = %s", [*columns.values(), key])


def drop(table: str, *keys: int) -> None:
    with unguarded() as cursor:
        for key in keys:
            cursor.execute(f"DELETE FROM {table} WHERE id = %s", [key])


def entry(**asked: Any) -> PlanEntry:
    return PlanEntry.objects.filter(kind="milestones.milestone", publication="published", **asked).order_by("first")[0]


def flipped(raw: Any) -> bytes:
    raw = bytes(raw)
    return bytes([raw[0] ^ 1]) + raw[1:]


def a_word_is_changed_in_an_entry() -> None:
    write(ENTRY, entry().pk, body=entry().body.replace("keys", "guns"))


def the_plan_itself_is_made_unreadable() -> None:
    plan = PlanEntry.objects.get(kind="milestones.plan")
    write(ENTRY, plan.pk, body=plan.body[1:])


def a_salt_is_changed() -> None:
    write(ENTRY, entry().pk, salt=flipped(entry().salt))


def an_entry_is_written_anew_with_a_digest_that_fits() -> None:
    kept = entry()
    body = kept.body.replace("keys", "guns")
    fits = digest(bytes(kept.salt), kind=kept.kind, key=kept.key, owner=kept.owner, rank=kept.rank, body=body)
    write(ENTRY, kept.pk, body=body, digest=fits)


def an_entry_is_taken_out() -> None:
    drop(ENTRY, assessment().pk)


def put_in(kept: PlanEntry, **columns: Any) -> None:
    """An entry like this one, with a digest that fits."""
    for name, value in columns.items():
        setattr(kept, name, value)
    kept.pk, kept._state.adding = None, True
    kept.digest = digest(
        bytes(kept.salt), kind=kept.kind, key=kept.key, owner=kept.owner, rank=kept.rank, body=kept.body
    )
    kept.save()


def assessment() -> PlanEntry:
    return PlanEntry.objects.get(kind="milestones.assessment")


def an_entry_is_put_in_for_an_earlier_day() -> None:
    put_in(assessment(), key=assessment().key + 1)


def an_entry_comes_and_goes_between_two_leaves() -> None:
    put_in(assessment(), key=assessment().key + 1, first=3, last=3)


def an_entry_is_put_in_after_the_last_leaf() -> None:
    plan = Plan.objects.get()
    make_milestone(plan, "hidden-too", publication="draft")
    logged(plan)
    put_in(assessment(), key=assessment().key + 1, first=5)


def what_stands_is_said_otherwise_after_the_last_leaf() -> None:
    plan, kept = Plan.objects.get(), entry(last=None)
    make_milestone(plan, "hidden-too", publication="draft")
    logged(plan)
    write(ENTRY, kept.pk, last=4)
    put_in(kept, body=kept.body.replace("keys", "guns"), first=5)


def what_stands_is_called_redacted_and_said_otherwise() -> None:
    what_stands_is_said_otherwise_after_the_last_leaf()
    before = PlanEntry.objects.get(kind="milestones.milestone", publication="published", last=4)
    write(ENTRY, before.pk, body="", salt=b"", redacted_at=NOW, redaction_reason="A name.")


def an_entry_is_of_no_revision() -> None:
    put_in(assessment(), key=assessment().key + 1, first=0)


def a_row_is_told_twice_at_once() -> None:
    put_in(assessment(), first=3, last=4, publication="draft")


def an_entry_counts_as_hidden_and_is_shown() -> None:
    put_in(assessment(), key=assessment().key + 1, first=3, publication="draft")


def an_entry_that_counts_as_hidden_cannot_be_read() -> None:
    put_in(assessment(), key=assessment().key + 1, first=3, publication="draft", body="{")


def a_plan_is_set_back() -> None:
    write("milestones_plan", Plan.objects.get().pk, revision=2)


def an_entry_is_said_to_have_come_later() -> None:
    write(ENTRY, assessment().pk, first=4)


def an_entry_is_said_to_have_ended_earlier() -> None:
    write(ENTRY, entry(last__isnull=False).pk, last=1)


def an_entry_is_hidden_from_the_start() -> None:
    write(ENTRY, assessment().pk, publication="draft")


def a_revision_is_dated_back() -> None:
    revision = Revision.objects.get(number=2)
    write(REVISION, revision.pk, at=revision.at.replace(year=2025))


def a_revision_is_said_to_be_by_another_method() -> None:
    write(REVISION, Revision.objects.get(number=2).pk, method=2)


def a_leaf_is_replaced() -> None:
    leaf = LedgerLeaf.objects.get(position=1)
    write(LEAF, leaf.pk, hash=flipped(leaf.hash))


def two_leaves_change_places() -> None:
    first, second = LedgerLeaf.objects.filter(position__in=(0, 1)).order_by("position")
    for key, position in ((first.pk, 99), (second.pk, 0), (first.pk, 1)):
        write(LEAF, key, position=position)


def a_leaf_is_taken_out() -> None:
    drop(LEAF, LedgerLeaf.objects.get(position=1).pk)


def the_tail_is_cut_off() -> None:
    drop(LEAF, LedgerLeaf.objects.get(position=2).pk)


def a_checkpoint_is_of_another_log() -> None:
    newest = Checkpoint.objects.all()[0]
    head = Head.read(newest.note)
    write(CHECKPOINT, newest.pk, note=newest.note.replace(head.text, head._replace(root=bytes(32)).text))


def a_checkpoint_is_signed_by_a_stranger() -> None:
    newest = Checkpoint.objects.all()[0]
    stranger = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
    write(CHECKPOINT, newest.pk, note=signed(Head.read(newest.note).text, stranger))


def a_signature_is_taken_off() -> None:
    newest = Checkpoint.objects.all()[0]
    write(CHECKPOINT, newest.pk, note=signed(Head.read(newest.note).text, ""))


def a_checkpoint_is_said_to_be_of_another_size() -> None:
    older, newest = Checkpoint.objects.order_by("size")[1:]
    write(CHECKPOINT, newest.pk, size=older.size, frontier=bytes(older.frontier))


def a_checkpoint_is_of_a_log_of_another_name() -> None:
    newest, (signing, _keys) = Checkpoint.objects.all()[0], keys_in(settings.LEDGER_KEY_FILE)
    head = Head.read(newest.note)._replace(origin="another.example")
    write(CHECKPOINT, newest.pk, note=signed(head.text, signing))


def the_hashes_of_a_checkpoint_are_changed() -> None:
    newest = Checkpoint.objects.all()[0]
    write(CHECKPOINT, newest.pk, frontier=flipped(newest.frontier))


TAMPERINGS: dict[Callable[[], None], str] = {
    a_word_is_changed_in_an_entry: "is not what its digest says",
    the_plan_itself_is_made_unreadable: "(milestones.plan",
    a_salt_is_changed: "is not what its digest says",
    an_entry_is_written_anew_with_a_digest_that_fits: "Leaf 0 is not what revision 1 of “accord” says",
    an_entry_is_taken_out: "Leaf 1 is not what revision 2 of “accord” says",
    an_entry_is_put_in_for_an_earlier_day: "Leaf 1 is not what revision 2",
    an_entry_comes_and_goes_between_two_leaves: "Revision 3 of “accord” is no leaf, and all are shown something else",
    an_entry_is_put_in_after_the_last_leaf: "Revision 5 of “accord” is no leaf, and all are shown something else",
    what_stands_is_said_otherwise_after_the_last_leaf: "Revision 5 of “accord” is no leaf, and all are shown",
    what_stands_is_called_redacted_and_said_otherwise: "is redacted, and no revision since tells of it",
    an_entry_is_of_no_revision: "is of a revision that there is not",
    a_row_is_told_twice_at_once: "stands beside another of its row",
    an_entry_counts_as_hidden_and_is_shown: "Revision 4 of “accord” shows all milestones.assessment",
    an_entry_that_counts_as_hidden_cannot_be_read: "cannot be read back",
    a_plan_is_set_back: "“accord” is said to be at revision 2, and has 4.",
    an_entry_is_said_to_have_come_later: "Leaf 1 is not what revision 2",
    an_entry_is_said_to_have_ended_earlier: "Leaf 2 is not what revision 3",
    an_entry_is_hidden_from_the_start: "Leaf 1 is not what revision 2",
    a_revision_is_dated_back: "Leaf 1 is not what revision 2",
    a_revision_is_said_to_be_by_another_method: "Leaf 1 is not what revision 2",
    a_leaf_is_replaced: "Leaf 1 is not what revision 2",
    two_leaves_change_places: "is of a log with other leaves",
    a_leaf_is_taken_out: "The log has no leaf 1.",
    the_tail_is_cut_off: "The checkpoint of 3 leaves is of 3 leaves, and the log has 2: its tail was cut off.",
    a_checkpoint_is_of_another_log: "The checkpoint of 3 leaves is of a log with other leaves.",
    a_checkpoint_is_signed_by_a_stranger: "The checkpoint of 3 leaves is not signed by any key",
    a_signature_is_taken_off: "The checkpoint of 3 leaves is not signed by any key",
    a_checkpoint_is_said_to_be_of_another_size: "The checkpoint of 2 leaves says in its note",
    a_checkpoint_is_of_a_log_of_another_name: "The checkpoint of 3 leaves says in its note",
    the_hashes_of_a_checkpoint_are_changed: "The checkpoint of 3 leaves is kept with hashes that are not the log's.",
}


@pytest.mark.parametrize("tamper", TAMPERINGS, ids=lambda tamper: tamper.__name__)
def test_tampering_is_found_and_named(tamper: Callable[[], None], settings: Any) -> None:
    tamper()
    told = faults(settings)
    assert any(TAMPERINGS[tamper] in fault for fault in told), told
    assert "does not say what the rows say" in verify()


def test_every_byte_of_an_entry_counts(settings: Any) -> None:
    body = entry().body
    for place in range(0, len(body), 7):
        changed = body[:place] + chr(ord(body[place]) ^ 1) + body[place + 1 :]
        write(ENTRY, entry().pk, body=changed)
        assert len(faults(settings)) == 1
        write(ENTRY, entry().pk, body=body)
    assert faults(settings) == []


def test_a_log_that_was_cut_off_with_all_that_hung_on_it_is_found_by_a_checkpoint_kept_elsewhere(
    settings: Any, tmp_path: Path, plan: Plan
) -> None:
    kept = tmp_path / "checkpoint.txt"
    kept.write_text(Checkpoint.objects.all()[0].note)
    drop(CHECKPOINT, *Checkpoint.objects.filter(size=3).values_list("pk", flat=True))
    drop(LEAF, LedgerLeaf.objects.get(position=2).pk)
    newest = Revision.objects.get(number=4)
    drop(ENTRY, *PlanEntry.objects.filter(first=4).values_list("pk", flat=True))
    for ended in PlanEntry.objects.filter(last=3):
        write(ENTRY, ended.pk, last=None)
    drop(REVISION, newest.pk)
    write("milestones_plan", plan.pk, revision=3)
    assert faults(settings) == []  # nothing in the database tells any more
    assert verify("--checkpoint", str(kept)).endswith("1 faults.")
    told = faults(settings, kept.read_text())
    assert told == ["The checkpoint that was kept elsewhere is of 3 leaves, and the log has 2: its tail was cut off."]


def test_a_log_that_was_written_anew_is_found_by_a_checkpoint_kept_elsewhere(settings: Any, plan: Plan) -> None:
    kept = Checkpoint.objects.all()[0].note
    an_entry_is_written_anew_with_a_digest_that_fits()
    drop(CHECKPOINT, *Checkpoint.objects.values_list("pk", flat=True))
    drop(LEAF, *LedgerLeaf.objects.values_list("pk", flat=True))
    append_to_log()
    assert faults(settings) == []
    told = faults(settings, kept)
    assert told == ["The checkpoint that was kept elsewhere is of a log with other leaves."]


def test_each_checkpoint_of_a_file_is_looked_at(settings: Any) -> None:
    notes = [checkpoint.note for checkpoint in Checkpoint.objects.order_by("size", "id")]
    assert faults(settings, "".join(notes)) == []
    newest = Head.read(notes[-1])
    for forged in (newest._replace(root=bytes(32)), newest._replace(size=9)):
        assert len(faults(settings, "".join([*notes, signed(forged.text, ""), *notes]))) == 1


def test_what_follows_a_kept_checkpoint_is_no_tampering(settings: Any, plan: Plan) -> None:
    kept = Checkpoint.objects.all()[0].note
    milestone = plan.milestones.get(slug="handover")
    milestone.name = "All is handed over."
    milestone.save()
    logged(plan)
    assert faults(settings, kept) == []


def test_a_redacted_entry_is_no_tampering(settings: Any) -> None:
    redact(PlanEntry.objects.get(kind="milestones.assessment"))
    assert faults(settings) == []
    with unguarded() as cursor:
        cursor.execute("UPDATE milestones_planentry SET salt = %s WHERE redacted_at IS NOT NULL", [b"left"])
    assert [fault.partition(") ")[2] for fault in faults(settings)] == ["is redacted, and still says something."]


def test_a_redacted_version_of_before_is_no_tampering(settings: Any, plan: Plan) -> None:
    milestone = plan.milestones.get(slug="handover")
    milestone.name = "All is handed over."
    milestone.save()
    logged(plan)
    redact(PlanEntry.objects.filter(kind="milestones.milestone", key=milestone.pk, last__isnull=False)[0])
    assert faults(settings) == []


def test_an_entry_that_is_emptied_and_not_said_to_be_redacted_is_found(settings: Any) -> None:
    write(ENTRY, entry().pk, body="", salt=b"")
    assert any("is not what its digest says" in fault for fault in faults(settings))
