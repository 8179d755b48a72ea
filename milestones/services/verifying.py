"""Whether the ledger says what the rows say: all entries, revisions, leaves and checkpoints of the database."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from django.apps import apps
from django.conf import settings

from milestones.kinds.format import every_table
from milestones.ledger import DASH, grown, root_of
from milestones.loading.stored import Columns, with_inner
from milestones.loading.versions import columns_brought
from milestones.models import Audience, Checkpoint, LedgerLeaf, Plan, PlanEntry, Revision, SeenBy
from milestones.models.revisions import EntryQuerySet
from milestones.planfile.canonical import digest
from milestones.selectors.ledger import CONTENT, logged_as
from milestones.services.differences import Difference, versions_of
from milestones.services.sights import is_changed_for
from milestones.state.boundary import Boundary
from milestones.state.history import day_of
from tools.verify_ledger import Head, is_signed_by, leaf_hash, notes_in


def faults_of_ledger(keys: Sequence[str], *, held: str = "") -> Iterator[str]:
    """A sentence for each thing that is not as it was logged; `held` are checkpoints kept elsewhere, as one file."""
    for plan in Plan.objects.order_by("pk"):
        made = list(Revision.objects.filter(plan=plan).order_by("number"))
        faults = [*_faults_of_entries(plan, made)]
        yield from faults or _faults_of_sights(plan, made)  # what is not whole cannot be read back
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
    yield from _faults_of_checkpoints(keys, frontiers)
    for note in notes_in(held) if held else ():
        yield from _faults_of(note, frontiers, "The checkpoint that was kept elsewhere")


def _faults_of_entries(plan: Plan, made: Sequence[Revision]) -> Iterator[str]:
    numbers = {None, *(revision.number for revision in made)}
    shown = max((one.number for before, one in pairwise(made) if one.public_number > before.public_number), default=0)
    before = PlanEntry()
    for entry in PlanEntry.objects.filter(plan=plan).order_by("kind", "key", "first").iterator():
        named = f"Entry {entry.pk} of “{plan.slug}” ({entry.kind} {entry.key})"
        if not {entry.first, entry.last} <= numbers:
            yield f"{named} is of a revision that there is not."
        is_of_same = (before.kind, before.key) == (entry.kind, entry.key)
        if is_of_same and (before.last is None or before.last >= entry.first):
            yield f"{named} stands beside another of its row."
        before = entry
        if entry.redacted_at is not None:
            if entry.salt or entry.body not in ("", "{}"):
                yield f"{named} is redacted, and still says something."
            if entry.publication == SeenBy.ALL and (entry.last is None or entry.last >= shown):
                yield f"{named} is redacted, and no revision since tells of it."
        elif digest(bytes(entry.salt), **{name: getattr(entry, name) for name in CONTENT}) != bytes(entry.digest):
            yield f"{named} is not what its digest says."


def _faults_of_sights(plan: Plan, made: Sequence[Revision]) -> Iterator[str]:
    """Whether revisions follow each other, and all are shown what was logged alone.

    No row is shown that counts as hidden, and none comes or goes at a revision that is no leaf. A state is read back
    where it is shown: at the leaves, and as it stands.
    """
    told, at = PlanEntry.objects.filter(plan=plan), 0
    columns: Columns = dict.fromkeys(with_inner(every_table()), ())
    public = told.filter(publication=SeenBy.ALL).values_list("first", "last")
    moved = {number for first, last in public for number in (first, last and last + 1)}
    if plan.revision != len(made):
        yield f"“{plan.slug}” is said to be at revision {plan.revision}, and has {len(made)}."
    for before, revision in pairwise([Revision(number=0, public_number=0), *made]):
        named, number = f"Revision {revision.number} of “{plan.slug}”", revision.number
        step = revision.public_number - before.public_number
        if number != before.number + 1 or step not in (0, 1) or (before.at and before.at >= revision.at):
            yield f"{named} does not follow the one before it."
        try:
            if not step and number in moved and _is_seen_otherwise(told, number):
                yield f"{named} is no leaf, and all are shown something else by it: an entry was put in, or ended."
            if step or revision is made[-1]:
                columns = columns_brought(columns, plan.pk, of=at, to=number)
                shown = Boundary(columns, Audience.PUBLIC.publications, day_of(columns, revision.at))
                hidden = told.exclude(publication=SeenBy.ALL).at_revision(at := number).filter(redacted_at=None)
                for kind, key in hidden.values_list("kind", "key"):
                    if key in shown.keys(apps.get_model(kind)):
                        yield f"{named} shows all {kind} {key}, which is in no leaf."
        except (LookupError, ValueError) as error:
            yield f"{named} cannot be read back: {error!r}."
            return


def _is_seen_otherwise(told: EntryQuerySet[PlanEntry], number: int) -> bool:
    """Whether all see a difference at a revision; a row of which a version was redacted is left out."""
    before, after = (versions_of(told.at_revision(one))[0] for one in (number - 1, number))
    for row in [row for side in (before, after) for row, version in side.items() if not version.body]:
        before.pop(row, None)
        after.pop(row, None)
    return is_changed_for(Audience.PUBLIC, Difference(before, after, {}, is_whole=True))


def _faults_of_checkpoints(keys: Sequence[str], frontiers: Mapping[int, bytes]) -> Iterator[str]:
    """Whether checkpoints are of this log, and the newest is signed: one that was kept without a key is by a later."""
    newest, is_covered = 0, False
    for checkpoint in Checkpoint.objects.order_by("-size", "-id"):
        named, newest = f"The checkpoint of {checkpoint.size} leaves", max(newest, checkpoint.size)
        yield from _faults_of(checkpoint.note, frontiers, named)
        if frontiers.get(checkpoint.size, b"") != bytes(checkpoint.frontier):
            yield f"{named} is kept with hashes that are not the log's."
        if not checkpoint.note.startswith(tuple(f"{name}\n{checkpoint.size}\n" for name in _names(keys))):
            yield f"{named} says in its note that it is another's, or of another size."
        is_signed = any(is_signed_by(checkpoint.note, key) for key in keys)
        if not is_signed and (DASH in checkpoint.note or (keys and not is_covered)):
            yield f"{named} is not signed by any key of the file of keys."
        is_covered = is_covered or is_signed
    if newest != max(frontiers):
        yield f"The log has {max(frontiers)} leaves, and its newest checkpoint is of {newest}."


def _names(keys: Sequence[str]) -> set[str]:
    """What the log is called, or was when one of the keys was made."""
    return {settings.LEDGER_NAME, *(key.partition("+")[0] for key in keys)}


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
