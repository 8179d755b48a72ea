"""What happened to one row, revision by revision, as far as a reader may be told."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.admin.models import LogEntry
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.db.models import Min, Model, TextChoices
from django.utils.translation import gettext_lazy as _

from milestones.loading.stored import tables_by_kind
from milestones.loading.versions import columns_of_versions
from milestones.models import PlanEntry, Publication, RecomputeMark, Revision, SeenBy
from milestones.models.publication import Bounded
from milestones.planfile.fields import Columns
from milestones.selectors.plans import Reader


class What(TextChoices):
    """What a revision did to a row, in the eyes of those who are told; SHOWN: they see no version before this one."""

    ADDED = "added", _("added")
    SHOWN = "shown", _("shown for the first time")
    CHANGED = "changed", _("changed")
    PUBLISHED = "published", _("published")
    RESTRICTED = "restricted", _("restricted")
    WITHHELD = "withheld", _("withheld as a draft")
    RETRACTED = "retracted", _("retracted")
    RESTORED = "restored", _("restored as it was before")
    REMOVED = "removed", _("removed")
    RETURNED = "returned", _("came again")


@dataclass(frozen=True, slots=True)
class Event:
    """What one revision did to a row: the keys of the entries before and after it; None where there is none."""

    what: What
    revision: int
    before: int | None
    after: int | None


@dataclass(frozen=True, slots=True)
class Version:
    """What a row said from one revision on, by column, and who saw it."""

    first: int
    seen_by: str
    columns: Columns


IS_RETRACTED = '"retracted":'
"""What the body of a record holds from its retraction on, after which nothing changes but who sees it."""


def what_changed(before: str, after: str, *, is_retracted: bool, is_again: bool) -> What:
    """What was done to a row that was there: by who saw it and sees it now, and whether it said the same before."""
    if before != after:
        return {SeenBy.ALL: What.PUBLISHED, SeenBy.CLEARED: What.RESTRICTED}.get(SeenBy(after), What.WITHHELD)
    if is_retracted:
        return What.RETRACTED
    return What.RESTORED if is_again else What.CHANGED


def events_of(plan_id: int, kind: str, key: int, publications: Iterable[Publication]) -> list[Event]:
    """What happened to a row, oldest first, told to those who see these publications.

    A version that was hidden from them is passed over, and so is a removal or a return next to it.
    """
    seen = SeenBy.within(publications)
    entries = PlanEntry.objects.filter(plan=plan_id, kind=kind, key=key).order_by("first")
    events: list[Event] = []
    before: int | None = None  # the last that they saw
    last, was_seen, told = 0, False, [("", "")]
    for pk, first, until, publication, body in entries.values_list("pk", "first", "last", "publication", "body"):
        is_back = last > 0 and last + 1 < first and was_seen
        if is_back:
            events.append(Event(What.REMOVED, last + 1, before, None))
        was_seen = publication in seen
        if was_seen:
            what = What.SHOWN if last else What.ADDED
            if before is not None:
                is_again = body != "" and (publication, body) in told
                what = what_changed(told[-1][0], publication, is_retracted=IS_RETRACTED in body, is_again=is_again)
            events.append(Event(What.RETURNED if is_back and before else what, first, before, pk))
            before = pk
            told.append((publication, body))
        last = until or 0
    if last and was_seen:
        events.append(Event(What.REMOVED, last + 1, before, None))
    return events


def versions_of(kind: str, entries: Iterable[int]) -> dict[int, Version]:
    """The versions of the kind's rows that these entries keep, by the key of the entry; none of a redacted one."""
    kept = list(PlanEntry.objects.filter(pk__in=entries).exclude(body=""))
    told = zip(kept, columns_of_versions(tables_by_kind()[kind], kept), strict=True)
    return {entry.pk: Version(entry.first, entry.publication, columns) for entry, columns in told}


def revisions_of(plan_id: int, numbers: Iterable[int]) -> dict[int, Revision]:
    """The plan's revisions of these numbers."""
    return {row.number: row for row in Revision.objects.filter(plan=plan_id, number__in=numbers)}


def makers_of(plan_id: int, rows: Collection[tuple[str, int]]) -> dict[tuple[str, int], list[int]]:
    """By kind and key, as they are given: the accounts whose changes the first revision of each row took up."""
    kinds, keys = {kind for kind, _ in rows}, {key for _, key in rows}
    entries = PlanEntry.objects.filter(plan=plan_id, kind__in=kinds, key__in=keys).order_by()
    firsts = entries.values_list("kind", "key").annotate(Min("first"))
    first = {(kind, key): number for kind, key, number in firsts if (kind, key) in rows}
    made = revisions_of(plan_id, set(first.values())) if first else {}
    return {row: made[number].who_changed(*row) for row, number in first.items() if number in made}


def accounts_of(keys: Iterable[int]) -> Mapping[int, Any]:
    """The accounts that are still there."""
    return get_user_model().objects.in_bulk(set(keys))


def waiting_edits(plan_id: int, row: Model) -> list[LogEntry]:
    """What the admin's log says of edits of the row that no revision has taken up yet, newest first."""
    since = RecomputeMark.objects.filter(plan=plan_id).aggregate(since=Min("raised_at"))["since"]
    if since is None:
        return []
    log = LogEntry.objects.filter(
        content_type=ContentType.objects.get_for_model(row), object_id=str(row.pk), action_time__gte=since
    )
    return list(log.select_related("user").order_by("-action_time"))


def names_of_rows(model: type[Model], versions: Iterable[Version], reader: Reader) -> dict[tuple[Any, int], str]:
    """What the rows that versions name are called today, by model and key; without what the reader may not see."""
    versions, names = list(versions), {}
    for column in model._meta.concrete_fields:
        other: Any = column.related_model
        keys = {version.columns.get(column.attname) for version in versions} - {None}
        if keys and isinstance(other, type) and issubclass(other, Bounded):
            for row in other._default_manager.visible_to(reader).filter(pk__in=keys):
                names[other, row.pk] = str(row)
    return names
