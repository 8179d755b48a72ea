"""What the public ledger says of a plan's revisions, and how it is proved."""

import json
from base64 import b64encode
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

from django.apps import apps
from django.db.models import Max, Q

from milestones.ledger import DASH, Node, consistency_path, inclusion_path, known_keys
from milestones.loading.stored import model_of, tables_by_kind
from milestones.models import Checkpoint, LedgerLeaf, PlanEntry, Revision, SeenBy
from milestones.planfile.canonical import canonical_text, told_by
from milestones.planfile.quantities import plain_instant
from milestones.state import PlanState
from milestones.state.keeping import keeper
from tools.verify_ledger import FORMAT, joined, leaf_hash, left_size, tree_hash

Changes = list[tuple[str, PlanEntry]]
"""Of a revision each line of its tree with the entry that it is of, in the order of the lines."""
CONTENT = ("body", "key", "kind", "owner", "rank")
PAGE, BYTES_OF_A_HASH = 256, 250
"""So many leaves are on a page of them; and what a hash takes that is kept."""


def waiting_revisions(plans: Iterable[int]) -> list[Revision]:
    """The plans' revisions that changed what the public sees and are not in the log yet, in the order of the log."""
    waiting: list[Revision] = []
    for plan in plans:
        made = Revision.objects.filter(plan=plan)
        shown = made.filter(leaf__isnull=False).aggregate(number=Max("public_number"))["number"] or 0
        first: dict[int, Revision] = {}
        for revision in made.filter(public_number__gt=shown).order_by("number"):
            first.setdefault(revision.public_number, revision)
        waiting += first.values()
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


def node_of_log() -> Node:
    """Gives the hashes of the log's subtrees; those of full pages are kept, and what is in others is read once."""
    page_of = cache(lambda page: hashes_of(page * PAGE, (page + 1) * PAGE))

    def node(first: int, last: int) -> bytes:
        page, start = divmod(first, PAGE)
        if last - first < PAGE:
            return tree_hash(page_of(page)[start : start + last - first])
        if last - first == PAGE:
            return keeper.kept(("leaves", page), lambda: tree_hash(page_of(page)), lambda _hash: BYTES_OF_A_HASH)
        middle = first + left_size(last - first)
        return joined(node(first, middle), node(middle, last))

    return node


def bundle(state: PlanState, revisions: Sequence[Revision], since: Checkpoint | None = None) -> dict[str, Any]:
    """What proves that the revisions are in the log, by the first checkpoint of them all that the newest key signed.

    What the entries say is told of those that stand at the last of the revisions, as far as the state shows it. `since`
    is an older checkpoint, which the log is proved to go on from.
    """
    leaves = dict(LedgerLeaf.objects.filter(revision__in=revisions).values_list("revision_id", "position"))
    checkpoint = _checkpoint_of(max(*leaves.values(), since.size - 1 if since else 0) + 1)
    node, hidden = node_of_log(), _hidden_names(state)
    told: dict[str, Any] = {
        "format": FORMAT,
        "checkpoint": checkpoint.note,
        "revisions": [
            {
                "leaf": leaf,
                "position": leaves[revision.pk],
                "inclusion": [step.hex() for step in inclusion_path(node, leaves[revision.pk], checkpoint.size)],
                "changes": [
                    {"change": line, **_told(line, entry, state, hidden, revisions[-1].number)}
                    for line, entry in changes
                ],
            }
            for revision, (leaf, changes) in zip(revisions, logged_as(*revisions), strict=True)
        ],
    }
    if since is not None:
        path = consistency_path(node, since.size, checkpoint.size)
        told["since"] = {"checkpoint": since.note, "consistency": [step.hex() for step in path]}
    return told


def _checkpoint_of(size: int) -> Checkpoint:
    """The first checkpoint of so many leaves or more that the newest key signed; else the first that is signed."""
    made = Checkpoint.objects.filter(size__gte=size).order_by("size", "-id")
    begun = [*map(_begun_by, known_keys()[:1]), DASH, ""]
    return next(one for words in begun if (one := made.filter(note__contains=words).first()))


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
    table = tables_by_kind()[entry.kind]
    said_of = json.loads(entry.body)
    names = {(kind, name) for field in table.fields for kind in field.names for name in told_by(field, said_of)}
    if entry.key not in state.keys(model) or names & hidden:
        return {"withheld": True}
    return {name: getattr(entry, name) for name in CONTENT} | {"salt": bytes(entry.salt).hex()}
