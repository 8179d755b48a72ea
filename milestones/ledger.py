"""The trees and the keys of the public ledger; what its verifier needs of them too is told there, in one file.

A frontier is the hashes of the full subtrees of which a tree consists, the largest first: all that is needed to add
leaves to it. Keys are told as Go's notes have them: `NAME+ID+KEY` to verify, `PRIVATE+KEY+NAME+ID+SEED` to sign.
"""

from base64 import b64decode, b64encode
from collections.abc import Iterable, Sequence
from functools import reduce
from hashlib import sha256
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tools.verify_ledger import joined, left_size, tree_hash

HASH_BYTES = 32
DASH = "\u2014 "
"""What a line with a signature begins with."""
PRIVATE = "PRIVATE+KEY+"
ED25519 = b"\x01"
"""The kind of key, by https://c2sp.org/signed-note."""


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


def inclusion_path(leaves: Sequence[bytes], position: int) -> list[bytes]:
    """What proves that a leaf is in the tree of these: RFC 6962, 2.1.1."""
    if len(leaves) == 1:
        return []
    middle = left_size(len(leaves))
    if position < middle:
        return [*inclusion_path(leaves[:middle], position), tree_hash(leaves[middle:])]
    return [*inclusion_path(leaves[middle:], position - middle), tree_hash(leaves[:middle])]


def consistency_path(leaves: Sequence[bytes], size: int, *, is_whole: bool = True) -> list[bytes]:
    """What proves that the tree of the first so many leaves is the beginning of that of all: RFC 6962, 2.1.2."""
    if size == len(leaves):
        return [] if is_whole else [tree_hash(leaves)]
    middle = left_size(len(leaves))
    if size <= middle:
        return [*consistency_path(leaves[:middle], size, is_whole=is_whole), tree_hash(leaves[middle:])]
    return [*consistency_path(leaves[middle:], size - middle, is_whole=False), tree_hash(leaves[:middle])]


def keys_in(path: str) -> tuple[str, list[str]]:
    """The key that signs ("": none) and those that verify, the newest first: a file of keys has them a line each."""
    lines = Path(path).read_text().split() if path and Path(path).exists() else []
    private = [line for line in lines if line.startswith(PRIVATE)]
    return "".join(private[:1]), [line for line in lines if line not in private]


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
