"""What the public ledger says of a plan's revisions, how it is proved, and whether it says what the rows say."""

import json
from base64 import b64encode
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db.models import Q

from milestones.kinds.format import every_table
from milestones.ledger import DASH, consistency_path, grown, inclusion_path, keys_in, root_of
from milestones.loading.stored import model_of, with_inner
from milestones.models import Checkpoint, LedgerLeaf, PlanEntry, Revision, SeenBy
from milestones.planfile.canonical import canonical_text, digest, told_by
from milestones.planfile.quantities import plain_instant
from milestones.state import PlanState
from tools.verify_ledger import FORMAT, Head, is_signed_by, leaf_hash, notes_in, tree_hash

Changes = list[tuple[str, PlanEntry]]
"""Of a revision each line of its tree with the entry that it is of, in the order of the lines."""
CONTENT = ("body", "key", "kind", "owner", "rank")


def waiting_revisions(plans: Iterable[int]) -> list[Revision]:
    """The plans' revisions that changed what the public sees and are not in the log yet, in the order of the log."""
    waiting = []
    for plan in plans:
        made = Revision.objects.filter(plan=plan)
        logged = made.filter(leaf__isnull=False).order_by("-number").first()
        shown, number = (logged.public_number, logged.number) if logged else (0, 0)
        for revision in made.filter(number__gt=number).order_by("number"):
            if revision.public_number > shown:
                shown = revision.public_number
                waiting.append(revision)
    return sorted(waiting, key=lambda revision: (revision.at, revision.pk))


def logged_revisions(state: PlanState) -> list[Revision]:
    """The revisions in the log that made a plan what its state is, oldest first."""
    made = Revision.objects.filter(plan=state.plan_id, number__lte=state.revision, leaf__isnull=False)
    return list(made.order_by("number"))


def logged_as(*revisions: Revision) -> list[tuple[str, Changes]]:
    """The leaf's text and the changes of revisions of one plan that follow each other as the public counts them.

    A revision's changes are the public's entries that it took up (`+`) or ended (`-`) since the one before; each line
    has the digest too. The root in a leaf is that of the tree of these lines.
    """
    first, last = revisions[0], revisions[-1]
    before = Revision.objects.filter(plan=first.plan_id, public_number=first.public_number - 1).order_by("number")
    numbers = [before.values_list("number", flat=True).first() or 0, *(revision.number for revision in revisions)]
    entries = PlanEntry.objects.filter(plan=first.plan_id, publication=SeenBy.ALL, first__lte=last.number)
    changes: list[Changes] = [[] for _ in numbers]
    for entry in entries.filter(Q(first__gt=numbers[0]) | Q(last__range=(numbers[0], last.number - 1))).order_by():
        came = bisect_left(numbers, entry.first)
        gone = len(numbers) if entry.last is None else bisect_right(numbers, entry.last)
        for index, sign in ((came, "+"), (gone, "-")):
            if 0 < index < len(numbers) and came < gone:
                changes[index].append((f"{sign}{bytes(entry.digest).hex()}", entry))
    return [
        (_leaf(revision, own), own)
        for revision, unsorted in zip(revisions, changes[1:], strict=True)
        for own in [sorted(unsorted, key=lambda change: change[0])]
    ]


def _leaf(revision: Revision, changes: Changes) -> str:
    told = {
        "at": plain_instant(revision.at),
        "changes": len(changes),
        "method": revision.method,
        "plan": revision.plan_id,
        "revision": revision.public_number,
        "root": tree_hash([leaf_hash(line) for line, _ in changes]).hex(),
    }
    return canonical_text(told)


def hashes_of(first: int, last: int) -> list[bytes]:
    """The hashes of the log's leaves from the place `first` to before `last`."""
    leaves = LedgerLeaf.objects.filter(position__gte=first, position__lt=last).order_by("position")
    return [bytes(leaf) for leaf in leaves.values_list("hash", flat=True)]


def bundle(state: PlanState, revisions: Sequence[Revision], since: Checkpoint | None = None) -> dict[str, Any]:
    """What proves that the revisions are in the log, by the first checkpoint of them all that the newest key signed.

    What the entries say is told of those that stand at the last of the revisions, as far as the state shows it. `since`
    is an older checkpoint, which the log is proved to go on from.
    """
    leaves = dict(LedgerLeaf.objects.filter(revision__in=revisions).values_list("revision_id", "position"))
    size = max(*leaves.values(), since.size - 1 if since else 0) + 1
    checkpoint = _checkpoint_of(size)
    hashes, hidden = hashes_of(0, checkpoint.size), _hidden_names(state)
    told: dict[str, Any] = {
        "format": FORMAT,
        "checkpoint": checkpoint.note,
        "revisions": [
            {
                "leaf": leaf,
                "position": leaves[revision.pk],
                "inclusion": [step.hex() for step in inclusion_path(hashes, leaves[revision.pk])],
                "changes": [
                    {"change": line, **_told(line, entry, state, hidden, revisions[-1].number)}
                    for line, entry in changes
                ],
            }
            for revision, (leaf, changes) in zip(revisions, logged_as(*revisions), strict=True)
        ],
    }
    if since is not None:
        path = consistency_path(hashes, since.size)
        told["since"] = {"checkpoint": since.note, "consistency": [step.hex() for step in path]}
    return told


def _checkpoint_of(size: int) -> Checkpoint:
    """The first checkpoint of so many leaves or more that the newest key signed; else the first that is signed."""
    made = Checkpoint.objects.filter(size__gte=size).order_by("size", "-id")
    signed, newest = made.filter(note__contains=DASH), keys_in(settings.LEDGER_KEY_FILE)[1][:1]
    by_newest = (one for key in newest for one in signed.filter(note__contains=_begun_by(key)))
    return next((one for one in by_newest if is_signed_by(one.note, newest[0])), None) or signed.first() or made[0]


def _begun_by(key: str) -> str:
    """How a line with a signature by the key begins, as far as its base64 tells of the key alone."""
    name, key_id, _ = key.split("+", 2)
    return f"{DASH}{name} {b64encode(bytes.fromhex(key_id)).decode()[:5]}"


def _hidden_names(state: PlanState) -> frozenset[tuple[str, str]]:
    """The rows that a state does not show, by kind and slug."""
    return frozenset(
        (table.kind, row["slug"])
        for table, rows in state.columns.items()
        if table.has_slug
        for row in rows
        if row["id"] not in state.keys(model_of(table))  # type: ignore[arg-type] # all are bounded
    )


def _told(line: str, entry: PlanEntry, state: PlanState, hidden: frozenset[Any], number: int) -> dict[str, Any]:
    """The salted entry itself if it stands at the revision of this number, unless it is redacted or not for all."""
    if entry.redacted_at is not None:
        return {"redacted": {"on": entry.redacted_at.date().isoformat(), "reason": entry.redaction_reason}}
    if line.startswith("-") or (entry.last is not None and entry.last < number):
        return {}
    model: Any = apps.get_model(entry.kind)
    table = next(table for table in with_inner(every_table()) if table.kind == entry.kind)
    said_of = json.loads(entry.body)
    names = {(kind, name) for field in table.fields for kind in field.names for name in told_by(field, said_of)}
    if entry.key not in state.keys(model) or names & hidden:
        return {"withheld": True}
    return {name: getattr(entry, name) for name in CONTENT} | {"salt": bytes(entry.salt).hex()}


def faults_of_ledger(keys: Sequence[str], *, held: str = "") -> Iterator[str]:
    """A sentence for each thing that is not as it was logged; `held` are checkpoints kept elsewhere, as one file."""
    yield from _faults_of_entries()
    frontiers = {0: b""}
    leaves = LedgerLeaf.objects.select_related("revision__plan").order_by("position")
    for place, leaf in enumerate(leaves.iterator()):
        named = f"revision {leaf.revision.public_number} of “{leaf.revision.plan.slug}”"
        if leaf.position != place:
            yield f"The log has no leaf {place}."
            return
        if bytes(leaf.hash) != leaf_hash(logged_as(leaf.revision)[0][0]):
            yield f"Leaf {place} is not what {named} says: it, or an entry that it took up or ended, was changed."
        frontiers[place + 1] = grown(frontiers[place], place, [bytes(leaf.hash)])
    newest, was_signed = 0, False
    for checkpoint in Checkpoint.objects.order_by("size", "id"):
        named, newest = f"The checkpoint of {checkpoint.size} leaves", checkpoint.size
        yield from _faults_of(checkpoint.note, frontiers, named)
        if frontiers.get(newest, b"") != bytes(checkpoint.frontier):
            yield f"{named} is kept with hashes that are not the log's."
        is_signed = any(is_signed_by(checkpoint.note, key) for key in keys)
        if not is_signed and (was_signed or DASH in checkpoint.note):
            yield f"{named} is not signed by any key of the file of keys."
        was_signed = was_signed or is_signed
    if newest != max(frontiers):
        yield f"The log has {max(frontiers)} leaves, and its newest checkpoint is of {newest}."
    for note in notes_in(held) if held else ():
        yield from _faults_of(note, frontiers, "The checkpoint that was kept elsewhere")


def _faults_of_entries() -> Iterator[str]:
    for entry in PlanEntry.objects.select_related("plan").iterator():
        named = f"Entry {entry.pk} of “{entry.plan.slug}” ({entry.kind} {entry.key})"
        if entry.redacted_at is not None:
            if entry.salt or entry.body not in ("", "{}"):
                yield f"{named} is redacted, and still says something."
        elif digest(bytes(entry.salt), **{name: getattr(entry, name) for name in CONTENT}) != bytes(entry.digest):
            yield f"{named} is not what its digest says."


def _faults_of(note: str, frontiers: Mapping[int, bytes], named: str) -> Iterator[str]:
    try:
        head = Head.read(note)
    except ValueError:
        yield f"{named} cannot be read."
        return
    if head.size not in frontiers:
        yield f"{named} is of {head.size} leaves, and the log has {max(frontiers)}: its tail was cut off."
    elif root_of(frontiers[head.size]) != head.root:
        yield f"{named} is of a log with other leaves."
