"""Verifies a proof of the public ledger, offline: this one file needs Python 3.11 and the package `cryptography` alone.

    python3 verify_ledger.py ledger.json --key NAME+ID+KEY --older checkpoint.txt

The proof is what /ledger/entries/PLAN/REVISION answers, or `ledger.json` of a data package. The key stands on /ledger/
(hold on to one that you got earlier, or from somebody else), and an older checkpoint is what /ledger/checkpoint once
answered: with `?since=SIZE` the proof shows that the log has gone on from it. Hashes are those of RFC 6962, checkpoints
notes by https://c2sp.org/signed-note.
"""

import argparse
import json
import re
import sys
from base64 import b64decode, b64encode
from collections.abc import Iterator, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

FORMAT = "peace-plan-ledger/1"
CONTENT = {"body", "key", "kind", "owner", "rank", "salt"}
"""What a change has besides its line where it says all that the entry was."""
Finding = tuple[bool, str]
"""Whether what was looked at is as it should be, and a sentence on it."""


class Head(NamedTuple):
    """What a checkpoint says: whose log, of how many leaves, and the hash of their tree."""

    origin: str
    size: int
    root: bytes

    @property
    def text(self) -> str:
        """The text of its note."""
        return f"{self.origin}\n{self.size}\n{b64encode(self.root).decode()}\n"

    @classmethod
    def read(cls, note: str) -> "Head":
        """What a note says; raises ValueError where it is no checkpoint."""
        origin, size, root = note.partition("\n\n")[0].split("\n")[:3]
        return cls(origin, int(size), b64decode(root, validate=True))


def notes_in(file: str) -> list[str]:
    """The notes of a file to which checkpoints were appended; all of it where it is none."""
    return re.findall("(?:[^\n\u2014].*\n)+\n(?:\u2014 .*\n?)*", file) or [file]


def is_signed_by(note: str, key: str) -> bool:
    """Whether the note is signed by the key; raises ValueError for what is no key."""
    text, _, signatures = note.partition("\n\n")
    name, key_id, told = key.split("+", 2)
    public = Ed25519PublicKey.from_public_bytes(b64decode(told)[1:])
    lines = re.findall(rf"^\u2014 {re.escape(name)} (.+)$", signatures, re.MULTILINE)
    return any(_is_signature(line, public, key_id, f"{text}\n") for line in lines)


def _is_signature(line: str, public: Ed25519PublicKey, key_id: str, text: str) -> bool:
    try:
        raw = b64decode(line, validate=True)
        public.verify(raw[4:], text.encode())
    except (InvalidSignature, ValueError):  # of base64 too: damaged
        return False
    return raw[:4].hex() == key_id


def leaf_hash(data: str) -> bytes:
    """The hash of a leaf."""
    return sha256(b"\x00" + data.encode()).digest()


def joined(left: bytes, right: bytes) -> bytes:
    """The hash of a node above two others."""
    return sha256(b"\x01" + left + right).digest()


def left_size(size: int) -> int:
    """How many of the leaves of a tree of two or more are on its left: the largest power of two below their number."""
    return 1 << (size - 1).bit_length() - 1


def tree_hash(leaves: Sequence[bytes]) -> bytes:
    """The hash of the tree over leaves of these hashes."""
    if len(leaves) < 2:
        return leaves[0] if leaves else sha256().digest()
    middle = left_size(len(leaves))
    return joined(tree_hash(leaves[:middle]), tree_hash(leaves[middle:]))


def is_included(leaf: bytes, position: int, head: Head, path: Sequence[bytes]) -> bool:
    """Whether the path leads from the leaf at its place to the root: RFC 6962, 2.1.1."""
    left = list(path)

    def root(position: int, size: int) -> bytes:
        if size == 1:
            return leaf
        beside, middle = left.pop(), left_size(size)
        if position < middle:
            return joined(root(position, middle), beside)
        return joined(beside, root(position - middle, size - middle))

    try:
        return 0 <= position < head.size and root(position, head.size) == head.root and not left
    except IndexError:
        return False


def is_consistent(older: Head, newer: Head, path: Sequence[bytes]) -> bool:
    """Whether the path shows that the newer log begins with the older: RFC 6962, 2.1.2."""
    left = list(path)

    def roots(older_size: int, size: int, *, is_whole: bool) -> tuple[bytes, bytes]:
        if older_size == size:
            return (older.root, older.root) if is_whole else (left[-1], left.pop())
        beside, middle = left.pop(), left_size(size)
        if older_size <= middle:
            before, after = roots(older_size, middle, is_whole=is_whole)
            return before, joined(after, beside)
        before, after = roots(older_size - middle, size - middle, is_whole=False)
        return joined(beside, before), joined(beside, after)

    try:
        is_before = 0 < older.size <= newer.size
        return is_before and roots(older.size, newer.size, is_whole=True) == (older.root, newer.root) and not left
    except IndexError:
        return False


def findings(proof: dict[str, Any], keys: Sequence[str] = (), older: str = "") -> Iterator[Finding]:
    """What is found, a sentence each; raises KeyError, TypeError or ValueError for what is no proof at all."""
    if proof["format"] != FORMAT:
        raise ValueError(f"Only {FORMAT} can be read.")
    head = Head.read(proof["checkpoint"])
    if keys:
        is_signed = any(is_signed_by(proof["checkpoint"], key) for key in keys)
        words = f"{'' if is_signed else 'NOT '}signed by the key"
        yield is_signed, f"The checkpoint of {head.size} leaves of {head.origin} is {words}."
    if not proof["revisions"]:
        yield False, "The proof tells NOTHING of any revision: there is nothing to verify."
    standing: set[str] = set()
    before = None
    for revision in proof["revisions"]:
        yield from _of_revision(revision, head)
        yield from _of_order(before, revision, standing)
        before = revision
    since = proof.get("since", {"checkpoint": older, "consistency": []})
    path = [bytes.fromhex(step) for step in since["consistency"]]
    for note in notes_in(older or since["checkpoint"]) if older or "since" in proof else ():
        kept = Head.read(note)
        goes_on = is_consistent(kept, head, [] if kept.size == head.size else path)
        hint = "" if "since" in proof or kept.size >= head.size else f" Ask for the proof with ?since={kept.size}."
        yield goes_on, f"The log is {'' if goes_on else 'NOT '}shown to go on from that of {kept.size} leaves.{hint}"


def _of_revision(revision: dict[str, Any], head: Head) -> Iterator[Finding]:
    leaf, changes = json.loads(revision["leaf"]), revision["changes"]
    path = [bytes.fromhex(step) for step in revision["inclusion"]]
    is_logged = is_included(leaf_hash(revision["leaf"]), revision["position"], head, path)
    words = f"{'' if is_logged else 'NOT '}leaf {revision['position']} of the log"
    yield is_logged, f"Revision {leaf['revision']} of plan {leaf['plan']} ({leaf['at']}) is {words}."
    lines = [change["change"] for change in changes]
    is_whole = tree_hash([leaf_hash(line) for line in lines]).hex() == leaf["root"] and len(lines) == leaf["changes"]
    yield is_whole, f"Its {len(lines)} changes are {'' if is_whole else 'NOT '}those that were logged."
    for change in changes:
        if not _has_shape(change):
            yield False, f"The change {change['change']} does NOT have one of the shapes that a change has."
    shown = [change for change in changes if _has_shape(change) and "salt" in change]
    for change in shown:
        entry = '{{"body":{body},"key":{key},"kind":"{kind}","owner":{owner},"rank":{rank}}}'.format_map(change)
        if change["change"] != f"+{sha256(bytes.fromhex(change['salt']) + entry.encode()).hexdigest()}":
            yield False, f"{change['kind']} {change['key']} does NOT say what was logged."
    withheld, redacted = (sum(word in change for change in changes) for word in ("withheld", "redacted"))
    hidden = f"{withheld} are withheld and {redacted} redacted: of these the digest is proved."
    yield True, f"{len(shown)} entries are told here and were looked at; {hidden}"


def _has_shape(change: dict[str, Any]) -> bool:
    """Whether a change is its digest alone, or is said to be withheld or redacted, or says all that it was."""
    told = {name: value for name, value in change.items() if name != "change"}
    if not re.fullmatch("[+-][0-9a-f]{64}", change["change"]):
        return False
    if told.keys() == {"redacted"}:
        return isinstance(told["redacted"], dict) and told["redacted"].keys() == {"on", "reason"}
    return told in ({}, {"withheld": True}) or (told.keys() == CONTENT and _is_content(told))


def _is_content(told: dict[str, Any]) -> bool:
    """Whether what an entry says is of the types that make its text that of one entry alone."""
    words = (told["body"], told["kind"], told["salt"])
    if not all(isinstance(word, str) for word in words):
        return False
    try:
        json.loads(told["body"])
    except ValueError:
        return False
    are_whole = all(type(told[name]) is int for name in ("key", "owner", "rank"))
    is_salt = re.fullmatch("[0-9a-f]{32}", told["salt"])
    return bool(are_whole and is_salt and re.fullmatch(r"[a-z0-9_.]+", told["kind"]))


def _of_order(before: dict[str, Any] | None, revision: dict[str, Any], standing: set[str]) -> Iterator[Finding]:
    """That revisions of one plan follow each other, and that from the first on nothing ends that did not stand."""
    leaf, last = json.loads(revision["leaf"]), before and json.loads(before["leaf"])
    if last and (leaf["plan"], leaf["revision"]) != (last["plan"], last["revision"] + 1):
        yield False, f"Revision {leaf['revision']} does NOT follow revision {last['revision']}."
    lines = [change["change"] for change in revision["changes"]]
    ended = {line[1:] for line in lines if line.startswith("-")}
    if (last or leaf["revision"] == 1) and not ended <= standing:
        yield False, f"Revision {leaf['revision']} ends what did NOT stand in those before it."
    standing -= ended
    standing |= {line[1:] for line in lines if line.startswith("+")}


def main(arguments: Sequence[str] | None = None) -> int:
    """Say what is found: 0 where all is as it should be, 1 where something is not, 2 where nothing can be read."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("proof", type=Path, help="the proof, a JSON file")
    parser.add_argument("--key", action="append", default=[], help="a key that signs the log's checkpoints")
    parser.add_argument("--older", type=Path, help="older checkpoints of the same log, a file")
    asked = parser.parse_args(arguments)
    try:
        older = asked.older.read_text("utf-8") if asked.older else ""
        told = list(findings(json.loads(asked.proof.read_text("utf-8")), asked.key, older))
    except (KeyError, TypeError, ValueError, OSError) as error:
        print(f"This cannot be read as a proof: {error!r}", file=sys.stderr)
        return 2
    for is_right, words in told:
        print(f"{'ok   ' if is_right else 'WRONG'} {words}")
    if not asked.key:
        print("      Nobody's signature was looked at: give the log's key by --key.")
    are_right = all(is_right for is_right, _ in told)
    print("All that was looked at is as it was logged." if are_right else "Something is NOT as it was logged.")
    return 0 if are_right else 1


if __name__ == "__main__":
    sys.exit(main())
