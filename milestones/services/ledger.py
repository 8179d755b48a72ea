"""The log of the public ledger: revisions become its leaves, and each growth of it a checkpoint."""

from pathlib import Path

import structlog
from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from milestones.ledger import DASH, KeyFileError, grown, keys_in, new_keys, root_of, signed
from milestones.models import Checkpoint, LedgerLeaf, Plan
from milestones.selectors.ledger import logged_as, waiting_revisions
from tools.verify_ledger import Head, is_signed_by, leaf_hash

log = structlog.get_logger(__name__)

MOST_TRIES = 10
"""How often an append begins again, each time after another worker's."""


def append_to_log(plan_id: int | None = None) -> int:
    """Append the revisions of a plan, or of all, that wait to be logged, and keep a checkpoint; how many they were.

    It has a transaction of its own, after the revision's: places are unique, so of two workers one is refused and
    begins again behind the other, and the log never forks. What a crash or the file of keys left out (which is logged)
    the next call for its plan appends.
    """
    for _ in range(MOST_TRIES):
        try:
            with transaction.atomic():
                return _append([plan_id] if plan_id else [*Plan.objects.values_list("pk", flat=True)])
        except IntegrityError:
            continue
        except KeyFileError as error:
            log.error("ledger_not_appended_to", reason=str(error))
            break
    return 0


def _append(plans: list[int]) -> int:
    newest, waiting = Checkpoint.objects.first(), waiting_revisions(plans)
    signing, verifying = keys_in(settings.LEDGER_KEY_FILE)
    size, frontier = (newest.size, bytes(newest.frontier)) if newest else (0, b"")
    is_to_be_signed = newest is not None and signing and not is_signed_by(newest.note, verifying[0])
    if not waiting and not is_to_be_signed:
        return 0
    if settings.LEDGER_KEY_FILE and not signing and newest is not None and DASH in newest.note:
        raise KeyFileError(
            f"The log was signed, and the file of keys {settings.LEDGER_KEY_FILE} has no key that signs."
        )
    hashes = [leaf_hash(logged_as(revision)[0][0]) for revision in waiting]
    LedgerLeaf.objects.bulk_create(
        LedgerLeaf(position=position, revision=revision, hash=leaf)
        for position, (revision, leaf) in enumerate(zip(waiting, hashes, strict=True), size)
    )
    frontier = grown(frontier, size, hashes)
    head = Head(settings.LEDGER_NAME, size + len(hashes), root_of(frontier))
    Checkpoint.objects.create(size=head.size, at=timezone.now(), frontier=frontier, note=signed(head.text, signing))
    return len(hashes)


def make_key() -> str:
    """Put a new key into the file of keys, sign the log's checkpoint by it, and give the key that verifies.

    Of a key that signed before, the file keeps what verifies; its private part is gone. Raises KeyFileError.
    """
    path = Path(settings.LEDGER_KEY_FILE)
    keys, before = new_keys(settings.LEDGER_NAME), keys_in(str(path))[1]
    fresh = path.with_name(f"{path.name}.new")
    try:
        fresh.unlink(missing_ok=True)
        fresh.touch(mode=0o600)
        fresh.write_text("\n".join([*keys, *before, ""]))
        fresh.replace(path)
    except OSError as error:
        raise KeyFileError(f"The file of keys {path} cannot be written: {error}.") from error
    append_to_log()
    return keys[-1]
