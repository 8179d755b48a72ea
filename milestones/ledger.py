"""The trees and the keys of the public ledger; what its verifier needs of them too is told there, in one file.

A frontier is the hashes of the full subtrees of which a tree consists, the largest first: all that is needed to add
leaves to it. Keys are told as Go's notes have them: `NAME+ID+KEY` to verify, `PRIVATE+KEY+NAME+ID+SEED` to sign.
"""

import re
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterable
from functools import reduce
from hashlib import sha256
from pathlib import Path

import structlog
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings

from tools.verify_ledger import joined, left_size, tree_hash

log = structlog.get_logger(__name__)

Node = Callable[[int, int], bytes]
"""Gives the hash of the tree over a log's leaves from one place to before another."""
HASH_BYTES = 32
DASH = "\u2014 "
"""What a line with a signature begins with."""
PRIVATE = "PRIVATE+KEY+"
ED25519 = b"\x01"
"""The kind of key, by https://c2sp.org/signed-note."""
KEY = re.compile(rf"({re.escape(PRIVATE)})?[^+]+\+[0-9a-f]{{8}}\+[A-Za-z0-9+/]{{44}}")
"""A line of a file of keys: 33 bytes in base64, of which the first is the kind."""


class KeyFileError(Exception):
    """The file of keys cannot be used; it says which file, and why."""


def grown(frontier: bytes, size: int, leaves: Iterable[bytes]) -> bytes:
    """The frontier of a tree of so many leaves once the hashes of more are added."""
    full = _hashes(frontier)
    for count, leaf in enumerate(leaves, size + 1):
        full.append(leaf)
        while not count & 1:
            right, left = full.pop(), full.pop()
            full.append(joined(left, right))
            count >>= 1
    return b"".join(full)


def root_of(frontier: bytes) -> bytes:
    """The hash of the whole tree."""
    return reduce(lambda right, left: joined(left, right), reversed(_hashes(frontier) or [tree_hash(())]))


def _hashes(frontier: bytes) -> list[bytes]:
    return [frontier[start : start + HASH_BYTES] for start in range(0, len(frontier), HASH_BYTES)]


def inclusion_path(node: Node, position: int, last: int, first: int = 0) -> list[bytes]:
    """What proves that a leaf is in the tree of those up to `last`: RFC 6962, 2.1.1."""
    if last - first == 1:
        return []
    middle = first + left_size(last - first)
    if position < middle:
        return [*inclusion_path(node, position, middle, first), node(middle, last)]
    return [*inclusion_path(node, position, last, middle), node(first, middle)]


def consistency_path(node: Node, size: int, last: int, first: int = 0) -> list[bytes]:
    """What proves that the tree of so many leaves is the beginning of that of those up to `last`: RFC 6962, 2.1.2."""
    if size == last:
        return [node(first, last)] if first else []
    middle = first + left_size(last - first)
    if size <= middle:
        return [*consistency_path(node, size, middle, first), node(middle, last)]
    return [*consistency_path(node, size, last, middle), node(first, middle)]


def keys_in(path: str) -> tuple[str, list[str]]:
    """The key that signs ("": none) and those that verify, the newest first: a file of keys has them a line each.

    Where there is no file there are none. Raises KeyFileError.
    """
    file = Path(path)
    try:
        lines = file.read_text("utf-8").split() if path and file.exists() else []
        mode = file.stat().st_mode & 0o777 if lines else 0
    except (OSError, UnicodeError) as error:
        raise KeyFileError(f"The file of keys {path} cannot be read: {error}.") from error
    for number, line in enumerate(lines, 1):
        if not KEY.fullmatch(line):  # not told whole: it may be what nobody is to read
            raise KeyFileError(f"Line {number} of the file of keys {path} is no key: “{line[:8]}…”.")
    private = [line for line in lines if line.startswith(PRIVATE)]
    if private and mode & 0o077:
        raise KeyFileError(f"The file of keys {path} has the mode {mode:o}: others could sign. Set it to 600.")
    return "".join(private[:1]), [line for line in lines if line not in private]


def known_keys() -> list[str]:
    """The keys that verify, the newest first; none where their file cannot be used, which is logged."""
    try:
        return keys_in(settings.LEDGER_KEY_FILE)[1]
    except KeyFileError as error:
        log.error("ledger_keys_not_read", reason=str(error))
        return []


def new_keys(name: str) -> list[str]:
    """A new key of this name that signs, and the one that verifies what it signs."""
    key = Ed25519PrivateKey.generate()
    public = key.public_key().public_bytes_raw()
    key_id = sha256(f"{name}\n".encode() + ED25519 + public).hexdigest()[:8]
    own = f"{name}+{key_id}"
    parts = {f"{PRIVATE}{own}": key.private_bytes_raw(), own: public}
    return [f"{begin}+{b64encode(ED25519 + raw).decode()}" for begin, raw in parts.items()]


def signed(text: str, key: str) -> str:
    """The text, which ends with its line, as a note: signed where there is a key that signs."""
    if not key:
        return f"{text}\n"
    name, key_id, seed = key.removeprefix(PRIVATE).split("+", 2)
    signature = Ed25519PrivateKey.from_private_bytes(b64decode(seed)[1:]).sign(text.encode())
    return f"{text}\n{DASH}{name} {b64encode(bytes.fromhex(key_id) + signature).decode()}\n"
