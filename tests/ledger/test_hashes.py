"""Hashes and notes by the vectors that their formats publish."""

from hashlib import sha256
from pathlib import Path

import pytest

from milestones.ledger import consistency_path, grown, inclusion_path, keys_in, new_keys, root_of, signed
from tools.verify_ledger import Head, is_consistent, is_included, is_signed_by, leaf_hash, tree_hash

LEAVES = ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
"""The leaves of Certificate Transparency's reference implementation of RFC 6962."""
HASHES = [sha256(b"\x00" + bytes.fromhex(leaf)).digest() for leaf in LEAVES]
ROOTS = (
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
)
A = "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7"
B = "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e"
C = "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"
D = "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"
E = "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0"
F = "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a"
INCLUSIONS = [(1, 1, []), (1, 8, [A, B, C]), (6, 8, [D, E, ROOTS[4]]), (3, 3, [ROOTS[2]]), (2, 5, [ROOTS[1], B, D])]
CONSISTENCIES = [(1, 1, []), (1, 8, [A, B, C]), (6, 8, [F, E, ROOTS[4]]), (2, 5, [B, D])]

PRIVATE = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
KEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
TEXT = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
SIGNATURE = "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM="
NOTE = f"{TEXT}\n\u2014 PeterNeumann {SIGNATURE}\n"
"""The example of the package that the signed-note format was written from."""


def node(first: int, last: int) -> bytes:
    return tree_hash(HASHES[first:last])


def head_of(size: int) -> Head:
    return Head("log", size, bytes.fromhex(ROOTS[size]))


@pytest.mark.parametrize("size", range(len(ROOTS)))
def test_a_tree_has_the_published_root(size: int) -> None:
    assert tree_hash(HASHES[:size]).hex() == root_of(grown(b"", 0, HASHES[:size])).hex() == ROOTS[size]
    for middle in range(size + 1):
        frontier = grown(b"", 0, HASHES[:middle])
        assert root_of(grown(frontier, middle, HASHES[middle:size])).hex() == ROOTS[size]


@pytest.mark.parametrize(("leaf", "size", "path"), INCLUSIONS)
def test_a_leaf_has_the_published_path(leaf: int, size: int, path: list[str]) -> None:
    assert [step.hex() for step in inclusion_path(node, leaf - 1, size)] == path


@pytest.mark.parametrize(("older", "size", "path"), CONSISTENCIES)
def test_a_tree_goes_on_by_the_published_path(older: int, size: int, path: list[str]) -> None:
    assert [step.hex() for step in consistency_path(node, older, size)] == path


@pytest.mark.parametrize("size", range(1, len(ROOTS)))
def test_the_verifier_takes_every_right_path_and_no_other(size: int) -> None:
    for position in range(size):
        path = inclusion_path(node, position, size)
        assert is_included(HASHES[position], position, head_of(size), path)
        for wrong in wrong_paths(path):
            assert not is_included(HASHES[position], position, head_of(size), wrong)
        for other in {*range(size + 2)} - {position}:
            assert not is_included(HASHES[position], other, head_of(size), path)
    for older in range(1, size + 1):
        path = consistency_path(node, older, size)
        assert is_consistent(head_of(older), head_of(size), path)
        for wrong in wrong_paths(path):
            assert not is_consistent(head_of(older), head_of(size), wrong)
    for newer in range(size):
        assert not is_consistent(head_of(size), head_of(newer), [])


def wrong_paths(path: list[bytes]) -> list[list[bytes]]:
    """The path with a step more, without one, and with one bit changed in each."""
    flipped = [[*path[:i], bytes([path[i][0] ^ 1]) + path[i][1:], *path[i + 1 :]] for i in range(len(path))]
    without = [[*path[:i], *path[i + 1 :]] for i in range(len(path))]
    return [[*path, HASHES[0]], *flipped, *without]


def test_a_note_is_signed_as_published() -> None:
    assert signed(TEXT, PRIVATE) == NOTE
    assert is_signed_by(NOTE, KEY)


def test_a_note_with_another_text_key_or_signature_is_not_signed() -> None:
    other, _ = new_keys("PeterNeumann")
    for note in (
        NOTE.replace("problem", "problems", 1),
        NOTE.replace("x08go/ZJ", "x08go/ZK"),
        NOTE.replace("x08go", "x08gp"),
        NOTE.replace("x08go/ZJ", "x08go"),
        NOTE.replace("x08go/ZJ", "x08go/?"),
        NOTE.replace("x08go/ZJ", "x08go/Z"),
        NOTE.replace("\u2014 PeterNeumann", "\u2014 EnochRoot"),
        f"{TEXT}\n",
        signed(TEXT, other),
    ):
        assert not is_signed_by(note, KEY)


def test_a_note_is_signed_by_any_of_the_lines_of_a_name() -> None:
    other, _ = new_keys("PeterNeumann")
    line = signed(TEXT, other).partition("\n\n")[2]
    assert is_signed_by(NOTE.replace("\n\n", f"\n\n{line}", 1), KEY)


def test_a_new_key_signs_for_the_one_that_verifies_it() -> None:
    private, public = new_keys("tracker.example")
    assert is_signed_by(signed(TEXT, private), public)


def test_a_file_of_keys_signs_by_its_private_one_and_verifies_by_the_others(tmp_path: Path) -> None:
    path = tmp_path / "keys"
    assert keys_in(str(path)) == keys_in("") == ("", [])
    path.touch(mode=0o600)
    path.write_text(f"{PRIVATE}\n{KEY}\nEnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop\n")
    signing, verifying = keys_in(str(path))
    assert signing == PRIVATE
    assert verifying == [KEY, "EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop"]


def test_a_checkpoint_is_read_as_it_was_written() -> None:
    head = Head("tracker.example", 5, bytes.fromhex(ROOTS[5]))
    note = signed(head.text, PRIVATE)
    assert Head.read(note) == head
    for broken in ("", "tracker.example\n", "tracker.example\nfive\nabc=\n\n", "tracker.example\n5\n?\n\n"):
        with pytest.raises(ValueError, match=r"unpack|five|base64"):
            Head.read(broken)


def test_a_leaf_is_hashed_apart_from_what_stands_above_it() -> None:
    assert leaf_hash("").hex() == ROOTS[1]
