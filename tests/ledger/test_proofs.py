"""Proofs as a running server gives them, and what the single file says of them, in an empty folder and offline."""

import io
import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any
from urllib.request import urlopen
from zipfile import ZipFile

import pytest
from django.test import Client
from django.utils import translation

from milestones.ledger import keys_in
from milestones.models import Checkpoint, LedgerLeaf, Plan, PlanEntry
from milestones.selectors.ledger import node_of_log
from milestones.services.ledger import make_key
from milestones.state.keeping import keeper
from tests.factories import make_analyst, make_assessment, make_condition, make_gate, make_milestone, make_plan
from tests.ledger.logs import DRAFT, RESTRICTED, logged, make_history, proof_of, redact, verify
from tools import verify_ledger
from tools.verify_ledger import tree_hash

pytestmark = pytest.mark.django_db

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def plan(settings: Any, tmp_path: Path) -> Plan:
    settings.LEDGER_KEY_FILE = str(tmp_path / "ledger.key")
    make_key()
    return make_history()


def wrong(proof: dict[str, Any], keys: Sequence[str] = (), older: str = "") -> list[str]:
    """What the verifier finds that is not as it should be."""
    return [words for is_right, words in verify_ledger.findings(proof, keys, older) if not is_right]


def test_a_proof_of_each_revision_is_verified_alone_in_an_empty_folder(
    client: Client, settings: Any, tmp_path: Path, plan: Plan
) -> None:
    folder = tmp_path / "empty"
    folder.mkdir()
    shutil.copy(ROOT / "tools" / "verify_ledger.py", folder)
    assert client.get("/ledger/verify_ledger.py").content == (folder / "verify_ledger.py").read_bytes()
    (key,) = keys_in(settings.LEDGER_KEY_FILE)[1]
    older = Checkpoint.objects.get(size=1).note
    (folder / "older.txt").write_text(older)
    (folder / "proof.json").write_bytes(client.get("/ledger/entries/accord/3?since=1").content)
    command = [sys.executable, "-I", "verify_ledger.py", "proof.json", "--key", key, "--older", "older.txt"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, env={})
    assert done.stderr == ""
    assert done.returncode == 0
    lines = done.stdout.splitlines()
    assert lines[0] == "ok    The checkpoint of 3 leaves of localhost is signed by the key."
    assert lines[1].startswith(f"ok    Revision 3 of plan {plan.pk} (2026-03-10T12:00:00")
    assert lines[1].endswith("of the log.")
    assert lines[2:] == [
        "ok    Its 2 changes are those that were logged.",
        "ok    1 entries are told here and were looked at; "
        "0 are withheld and 0 redacted: of these the digest is proved.",
        "ok    The log is shown to go on from that of 1 leaves.",
        "All that was looked at is as it was logged.",
    ]
    (folder / "proof.json").write_text("{}")
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, env={})
    assert done.returncode == 2


def change_of(proof: dict[str, Any]) -> Any:
    return next(change for change in proof["revisions"][0]["changes"] if "salt" in change)


def an_entry_says_otherwise(proof: dict[str, Any]) -> None:
    change_of(proof)["body"] = change_of(proof)["body"].replace("keys", "guns")


def an_entry_is_of_another_row(proof: dict[str, Any]) -> None:
    change_of(proof)["key"] += 1


def an_altered_entry_is_without_its_salt(proof: dict[str, Any]) -> None:
    change = change_of(proof)
    change["body"] = change["body"].replace("keys", "guns")
    del change["salt"]


def an_altered_entry_is_said_to_be_withheld(proof: dict[str, Any]) -> None:
    change = change_of(proof)
    an_altered_entry_is_without_its_salt(proof)
    change["withheld"] = True


def a_salt_takes_in_the_entry(proof: dict[str, Any]) -> None:
    change = change_of(proof)
    change["salt"] += b'{"body":'.hex()


def a_key_is_a_text(proof: dict[str, Any]) -> None:
    change_of(proof)["key"] = str(change_of(proof)["key"])


def a_body_is_no_json(proof: dict[str, Any]) -> None:
    change = change_of(proof)
    change["body"], change["key"] = f'{change["body"]},"key":{change["key"]}', 7


def no_revision_is_told_of(proof: dict[str, Any]) -> None:
    proof["revisions"] = []


def a_signature_is_damaged(proof: dict[str, Any]) -> None:
    proof["checkpoint"] = f"{proof['checkpoint'][:-4]}\n"


def an_entry_is_left_out(proof: dict[str, Any]) -> None:
    proof["revisions"][0]["changes"].pop()


def an_entry_is_told_twice(proof: dict[str, Any]) -> None:
    proof["revisions"][0]["changes"] += proof["revisions"][0]["changes"][-1:]


def a_digest_is_another(proof: dict[str, Any]) -> None:
    change = proof["revisions"][0]["changes"][0]
    change["change"] = change["change"][:-1] + ("0" if change["change"][-1] != "0" else "1")


def a_revision_is_dated_back(proof: dict[str, Any]) -> None:
    proof["revisions"][0]["leaf"] = proof["revisions"][0]["leaf"].replace("2026-", "2025-")


def a_revision_is_of_another_plan(proof: dict[str, Any]) -> None:
    proof["revisions"][0]["leaf"] = proof["revisions"][0]["leaf"].replace('"plan":', '"plan":7')


def a_revision_stands_elsewhere(proof: dict[str, Any]) -> None:
    proof["revisions"][0]["position"] -= 1


def a_path_is_another(proof: dict[str, Any]) -> None:
    proof["revisions"][0]["inclusion"][0] = "00" * 32


def a_checkpoint_is_of_another_log(proof: dict[str, Any]) -> None:
    proof["checkpoint"] = proof["checkpoint"].replace("localhost\n3", "localhost\n4", 1)


def a_checkpoint_is_not_signed(proof: dict[str, Any]) -> None:
    proof["checkpoint"] = proof["checkpoint"].partition("\n\n")[0] + "\n\n"


def an_older_log_is_another(proof: dict[str, Any]) -> None:
    proof["since"]["consistency"][0] = "00" * 32


FORGERIES: dict[Callable[[dict[str, Any]], None], str] = {
    an_entry_says_otherwise: "does NOT say what was logged",
    an_entry_is_of_another_row: "does NOT say what was logged",
    an_altered_entry_is_without_its_salt: "does NOT have one of the shapes",
    an_altered_entry_is_said_to_be_withheld: "does NOT have one of the shapes",
    a_salt_takes_in_the_entry: "does NOT have one of the shapes",
    a_key_is_a_text: "does NOT have one of the shapes",
    a_body_is_no_json: "does NOT have one of the shapes",
    no_revision_is_told_of: "there is nothing to verify",
    a_signature_is_damaged: "is NOT signed by the key",
    an_entry_is_left_out: "changes are NOT those that were logged",
    an_entry_is_told_twice: "changes are NOT those that were logged",
    a_digest_is_another: "changes are NOT those that were logged",
    a_revision_is_dated_back: "is NOT leaf 2 of the log",
    a_revision_is_of_another_plan: "is NOT leaf 2 of the log",
    a_revision_stands_elsewhere: "is NOT leaf 1 of the log",
    a_path_is_another: "is NOT leaf 2 of the log",
    a_checkpoint_is_of_another_log: "is NOT signed by the key",
    a_checkpoint_is_not_signed: "is NOT signed by the key",
    an_older_log_is_another: "is NOT shown to go on from that of 1 leaves",
}


@pytest.mark.one_database
@pytest.mark.parametrize("forge", FORGERIES, ids=lambda forge: forge.__name__)
def test_a_forged_proof_is_found_and_named(
    forge: Callable[[dict[str, Any]], None], client: Client, settings: Any
) -> None:
    proof = proof_of(client, "accord", 3, "?since=1")
    keys = keys_in(settings.LEDGER_KEY_FILE)[1]
    assert wrong(proof, keys) == []
    forge(proof)
    told = wrong(proof, keys)
    assert any(FORGERIES[forge] in words for words in told), told


def test_a_checkpoint_that_was_kept_says_more_than_the_one_in_the_proof(client: Client) -> None:
    proof = proof_of(client, "accord", 3, "?since=1")
    assert wrong(proof, older=Checkpoint.objects.get(size=1).note) == []
    other = Checkpoint.objects.get(size=1).note.replace("\n1\n", "\n2\n")
    assert wrong(proof, older=other) == ["The log is NOT shown to go on from that of 2 leaves."]
    bare = proof_of(client, "accord", 3)
    assert "Ask for the proof with ?since=1." in wrong(bare, older=Checkpoint.objects.get(size=1).note)[0]
    assert wrong(bare, older=Checkpoint.objects.get(size=3).note) == []
    cut = proof_of(client, "accord", 1)
    assert wrong(cut, older=Checkpoint.objects.get(size=3).note) != []  # a log that was longer once


def test_each_checkpoint_that_was_kept_is_looked_at(client: Client) -> None:
    proof = proof_of(client, "accord", 3, "?since=1")
    first, newest = (Checkpoint.objects.get(size=size).note for size in (1, 3))
    assert wrong(proof, older=first + first + newest) == []
    other = newest.replace("\n3\n", "\n4\n")
    assert wrong(proof, older=first + other) == ["The log is NOT shown to go on from that of 4 leaves."]


def test_a_redacted_entry_leaves_its_digest_the_day_and_the_reason(client: Client) -> None:
    entry = PlanEntry.objects.get(kind="milestones.assessment")
    digest = f"+{bytes(entry.digest).hex()}"
    assert "The keys were seen." in json.dumps(proof_of(client, "accord", 2))
    redact(entry)
    keeper.clear()
    after = proof_of(client, "accord", 2)
    assert "The keys were seen." not in json.dumps(after)
    (change,) = [change for change in after["revisions"][0]["changes"] if change["change"] == digest]
    assert change == {"change": digest, "redacted": {"on": "2026-03-10", "reason": "A name."}}
    assert wrong(after) == []
    told = [words for _, words in verify_ledger.findings(after)]
    assert any("0 are withheld and 1 redacted" in words for words in told)


def test_what_is_restricted_now_is_withheld_from_the_proof_of_then(client: Client, plan: Plan) -> None:
    assert "The keys are handed over." in json.dumps(proof_of(client, "accord", 1))
    handover = plan.milestones.get(slug="handover")
    handover.publication = RESTRICTED
    handover.save()
    logged(plan)
    proof = proof_of(client, "accord", 1)
    assert "handed over" not in json.dumps(proof)
    assert any(change.get("withheld") for change in proof["revisions"][0]["changes"])
    assert wrong(proof) == []


def test_an_entry_that_names_what_is_hidden_is_withheld(client: Client, plan: Plan) -> None:
    secret = make_milestone(plan, "unnamed", publication=DRAFT)
    follower = make_milestone(plan, "follower")
    follower.due_after, follower.due_days, follower.due_reaches = secret, 3, 3
    follower.save()
    make_condition(make_gate(follower), milestone=plan.milestones.get(slug="handover"), reaches=3)
    logged(plan)
    proof = proof_of(client, "accord", 4)
    assert "unnamed" not in json.dumps(proof)
    assert any(change.get("withheld") for change in proof["revisions"][0]["changes"])
    assert wrong(proof) == []


@pytest.mark.parametrize("query", ["", "?since=1"])
def test_nothing_is_told_of_a_plan_that_is_not_for_all(client: Client, plan: Plan, query: str) -> None:
    plan.publication = RESTRICTED
    plan.save()
    logged(plan)
    for revision in range(6):
        assert client.get(f"/ledger/entries/accord/{revision}{query}").status_code == 404


@pytest.mark.parametrize("address", ["entries/accord/9", "entries/nowhere/1", "entries/accord/3?since=2026",
                                     "entries/accord/3?since=x", "leaves/1"])  # fmt: skip
def test_what_is_not_there_is_not_found(client: Client, address: str) -> None:
    assert client.get(f"/ledger/{address}").status_code == 404


def test_a_size_beyond_all_bounds_is_refused(client: Client) -> None:
    assert client.get("/ledger/entries/accord/3?since=" + "9" * 5000).status_code == 400
    assert client.get("/ledger/leaves/" + "9" * 5000).status_code == 404
    assert client.get("/ledger/entries/accord/" + "9" * 5000).status_code == 404


def test_leaves_are_told_in_order_and_full_pages_for_ever(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    answer = client.get("/ledger/leaves/0")
    hashes = [bytes(leaf.hash).hex() for leaf in LedgerLeaf.objects.order_by("position")]
    assert answer.content.decode().splitlines() == hashes
    assert answer["Cache-Control"] == "no-cache"
    monkeypatch.setattr("milestones.views.ledger.PAGE", 2)
    full, rest = client.get("/ledger/leaves/0"), client.get("/ledger/leaves/1")
    assert full.content.decode().splitlines() == hashes[:2]
    assert rest.content.decode().splitlines() == hashes[2:]
    assert full["Cache-Control"] == "public, max-age=31536000, immutable"


def test_the_checkpoint_is_the_newest_note(client: Client) -> None:
    answer = client.get("/ledger/checkpoint")
    assert answer.content.decode() == Checkpoint.objects.all()[0].note
    assert answer["Content-Type"] == "text/plain; charset=utf-8"


@pytest.mark.parametrize("language", ["en", "ar", "he"])
def test_the_page_says_how_the_log_stands(client: Client, settings: Any, language: str) -> None:
    page = client.get(f"/ledger/?lang={language}").content.decode()
    assert keys_in(settings.LEDGER_KEY_FILE)[1][0] in page.replace("&#x2B;", "+")
    assert "/ledger/entries/accord/3" in page
    assert "/ledger/checkpoint" in page
    assert Checkpoint.objects.all()[0].note.splitlines()[2] in page.replace("&#x2B;", "+")


def test_without_a_key_the_page_says_so(client: Client, settings: Any, plan: Plan) -> None:
    settings.LEDGER_KEY_FILE = ""
    make_assessment(plan.milestones.get(slug="handover"))
    logged(plan)
    assert "This site has no key" in client.get("/ledger/").content.decode()
    assert client.get("/ledger/checkpoint").content.decode().endswith("\n\n")
    assert wrong(proof_of(client, "accord", 4)) == []


def test_a_page_of_a_plan_leads_to_the_proof_of_its_revision(client: Client) -> None:
    page = client.get("/plans/accord/").content.decode()
    assert 'href="/ledger/entries/accord/3"' in page
    client.force_login(make_analyst())
    page = client.get("/plans/accord/").content.decode()
    assert "/ledger/entries/" not in page
    assert 'href="/ledger/"' in page


def test_a_data_package_has_its_proof(client: Client, plan: Plan) -> None:
    def package(query: str = "") -> dict[str, bytes]:
        answer = client.get(f"/api/v1/plans/accord/export/?format=csv{query}")
        with ZipFile(io.BytesIO(answer.content)) as archive:
            return {name: archive.read(name) for name in archive.namelist()}

    first = package()
    proof = json.loads(first["ledger.json"])
    assert [json.loads(revision["leaf"])["revision"] for revision in proof["revisions"]] == [1, 2, 3]
    assert wrong(proof) == []
    told = {change["key"] for revision in proof["revisions"] for change in revision["changes"] if "body" in change}
    standing = PlanEntry.objects.filter(last__isnull=True, publication="published")
    assert told == set(standing.values_list("key", flat=True))
    pinned = json.loads(first["datapackage.json"])["id"]
    make_assessment(plan.milestones.get(slug="handover"))
    logged(plan)
    with ZipFile(io.BytesIO(client.get(pinned).content)) as archive:
        assert archive.read("ledger.json") == first["ledger.json"]
    swapped = json.loads(first["ledger.json"])
    del swapped["revisions"][1]
    assert wrong(swapped) == ["Revision 3 does NOT follow revision 1."]


def test_a_package_with_its_proof_costs_few_queries_however_many_revisions_there_are(
    client: Client, plan: Plan, django_assert_max_num_queries: Any
) -> None:
    client.get("/api/v1/plans/accord/export/?format=csv&lang=he")
    with django_assert_max_num_queries(9):
        client.get("/api/v1/plans/accord/export/?format=csv&lang=ar")


def test_a_page_costs_no_more_than_before(client: Client, django_assert_max_num_queries: Any) -> None:
    client.get("/plans/accord/")
    with translation.override("en"), django_assert_max_num_queries(2):
        client.get("/plans/accord/?on=2026-03-09")


def test_a_proof_is_by_a_signed_checkpoint_once_there_is_a_key(client: Client, settings: Any, tmp_path: Path) -> None:
    settings.LEDGER_KEY_FILE = ""
    logged(make_plan(slug="unsigned"))
    unsigned = proof_of(client, "unsigned", 1)
    assert wrong(unsigned) == []
    settings.LEDGER_KEY_FILE = str(tmp_path / "another.key")
    make_key()
    keeper.clear()
    assert wrong(proof_of(client, "unsigned", 1), keys_in(settings.LEDGER_KEY_FILE)[1]) == []


def test_a_new_key_retires_proofs_that_are_kept(client: Client, settings: Any) -> None:
    addresses = ("/ledger/entries/accord/2", "/api/v1/plans/accord/export/?format=csv")
    before = {address: client.get(address)["ETag"] for address in addresses}
    page = client.get("/plans/accord/")["ETag"]
    make_key()
    newest = keys_in(settings.LEDGER_KEY_FILE)[1][0]
    assert wrong(proof_of(client, "accord", 2), [newest]) == []
    for address, tag in before.items():
        assert client.get(address, headers={"if-none-match": tag}).status_code == 200, address
    assert client.get("/plans/accord/", headers={"if-none-match": page}).status_code == 304


def test_proofs_are_the_same_by_the_pages_that_are_kept(
    client: Client, plan: Plan, monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: Any
) -> None:
    for _again in range(9):
        make_assessment(plan.milestones.get(slug="handover"))
        logged(plan)
    proofs = [proof_of(client, "accord", number, "?since=5") for number in range(1, 13)]
    monkeypatch.setattr("milestones.selectors.ledger.PAGE", 2)
    for again in range(2):  # by another address: answers are kept, by Redis too
        assert [proof_of(client, "accord", number, f"?since=5&again={again}") for number in range(1, 13)] == proofs
    node, leaves = node_of_log(), list(LedgerLeaf.objects.order_by("position")[:8])
    with django_assert_num_queries(0):
        assert node(0, 8) == tree_hash([bytes(leaf.hash) for leaf in leaves])


def test_what_no_public_entry_names_leaves_no_trace(client: Client, plan: Plan) -> None:
    before = {number: proof_of(client, "accord", number) for number in (1, 2, 3)}
    for publication in (DRAFT, RESTRICTED):
        make_milestone(plan, f"secret-{publication}", publication=publication)
        logged(plan)
    keeper.clear()
    assert {number: proof_of(client, "accord", number) for number in (1, 2, 3)} == before
    assert client.get("/ledger/entries/accord/4").status_code == 404


@pytest.mark.django_db(transaction=True)
def test_a_running_server_hands_out_all_that_is_needed(live_server: Any, settings: Any, tmp_path: Path) -> None:
    def download(address: str, name: str) -> None:
        with urlopen(f"{live_server.url}{address}") as answer:
            (tmp_path / "empty" / name).write_bytes(answer.read())

    (tmp_path / "empty").mkdir()
    download("/ledger/checkpoint", "kept.txt")
    size = LedgerLeaf.objects.count()
    make_assessment(Plan.objects.get().milestones.get(slug="handover"))
    logged(Plan.objects.get())
    download("/ledger/verify_ledger.py", "verify_ledger.py")
    newest = LedgerLeaf.objects.count()  # of one plan
    assert newest > size
    download(f"/ledger/entries/accord/{newest}?since={size}", "proof.json")
    download("/api/v1/plans/accord/export/?format=csv", "package.zip")
    with ZipFile(tmp_path / "empty" / "package.zip") as archive:
        (tmp_path / "empty" / "package.json").write_bytes(archive.read("ledger.json"))
    key = keys_in(settings.LEDGER_KEY_FILE)[1][0]
    for proof, older in (("proof.json", ["--older", "kept.txt"]), ("package.json", [])):
        command = [sys.executable, "-I", "verify_ledger.py", proof, "--key", key, *older]
        done = subprocess.run(command, cwd=tmp_path / "empty", capture_output=True, text=True, check=False, env={})
        assert (done.returncode, done.stderr) == (0, ""), done.stdout
        assert done.stdout.endswith("All that was looked at is as it was logged.\n")
    assert verify() == ""


def test_after_a_rotation_older_revisions_are_proved_by_the_new_key(client: Client, settings: Any) -> None:
    make_key()
    newest = keys_in(settings.LEDGER_KEY_FILE)[1][0]
    assert [wrong(proof_of(client, "accord", number), [newest]) for number in (1, 2, 3)] == [[], [], []]
