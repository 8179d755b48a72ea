"""Taking out for good what must never have been entered, such as a person's name; digest, day and reason stay.

It is the only way through what keeps rows as they were entered, and the database lets it do nothing but empty.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache as shared
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from milestones.kinds.format import every_table
from milestones.kinds.rules import Breach
from milestones.loading.stored import ALL, model_of, with_inner
from milestones.models import AppendOnly, GradedRecord, Import, Plan, PlanEntry, RepeatableAnswer, Submission
from milestones.services.marks import raise_mark
from milestones.services.recompute import recompute
from milestones.services.retraction import of_reason
from milestones.services.rights import Author
from milestones.services.saving import Entered
from milestones.state.keeping import bodies, keeper

STANDS = _("This is what the plan says now. Change the row first, so that it says nothing of it any more.")
NO_TEXT = _("It has no text that could be taken out.")
REDACTED = _("This was redacted already.")


@transaction.atomic
def redact(entry: PlanEntry, *, reason: str, user: Author, at: datetime) -> Entered:
    """Empty a version of a row, or all versions of a record and the record's own texts, and of those of other grades.

    Of a record the day, words, numbers and what it names stay: a revision says that its texts are gone. Where a version
    is redacted, the one after it stands in for it. Raises PermissionDenied for all but administrators.
    """
    if user is not ALL and not getattr(user, "is_superuser", False):
        raise PermissionDenied
    plan = Plan.objects.select_for_update().get(pk=entry.plan_id)
    model = apps.get_model(entry.kind)
    is_record = issubclass(model, AppendOnly)
    recompute(plan.pk)  # a record that was not taken up yet could not be emptied
    rows = _of_all_grades(model, entry.key)
    versions: QuerySet[PlanEntry] = QuerySet(PlanEntry).filter(
        plan=plan, kind=entry.kind, key__in=rows, redacted_at=None
    )
    texts = {row: told for row in rows if is_record and (told := _texts(model, row))}
    # What stands of a record without texts says nothing to be taken out, and nothing new would stand for it.
    versions = versions.exclude(last=None, key__in=rows - texts.keys()) if is_record else versions.filter(pk=entry.pk)
    keys = list(versions.values_list("pk", flat=True))
    if faults := faults_of(entry, reason):
        return Entered(faults=faults)
    redacted: QuerySet[PlanEntry] = QuerySet(PlanEntry).filter(pk__in=keys)
    redacted.update(redacted_at=at, redaction_reason=reason.strip())
    for row, told in texts.items():
        QuerySet(model).filter(pk=row).update(**dict.fromkeys(told, ""))
    raise_mark(plan, cause={"kind": "manual"})
    recompute(plan.pk, redacted=frozenset(redacted.values_list("publication", flat=True)))
    redacted.update(body="", salt=b"")
    _forget(entry, model, rows, keys)
    return Entered()


def _texts(model: type[AppendOnly], key: int) -> list[str]:
    """The columns in which a record has a text."""
    told = QuerySet(model).filter(pk=key).values(*model.contents()).first() or {}
    return [name for name, text in told.items() if text]


def _of_all_grades(model: type[AppendOnly], key: int) -> set[int]:
    """The keys of a row, of what it replaces and of what replaces it: a record of another grade has the same texts."""
    keys, chain = set[int](), {key}
    while issubclass(model, GradedRecord) and keys != chain:
        keys = chain
        beside: Any = QuerySet(model).filter(Q(pk__in=keys) | Q(replaces__in=keys)).values_list("pk", "replaces")
        chain = keys | {one for pair in beside for one in pair if one}
    return chain


def faults_of(entry: PlanEntry, reason: str) -> tuple[Breach, ...]:
    """Why the entry cannot be redacted, or not for this reason."""
    faults = [*of_reason(reason.strip())]
    if PlanEntry.objects.filter(pk=entry.pk, redacted_at__isnull=False).exists():
        faults.append(Breach((), "redacted", REDACTED))
    elif entry.last is None and not issubclass(model := apps.get_model(entry.kind), AppendOnly):
        faults.append(Breach((), "stands", STANDS))
    elif entry.last is None and not _texts(model, entry.key):
        faults.append(Breach((), "no_text", NO_TEXT))
    return tuple(faults)


def _forget(entry: PlanEntry, model: type[AppendOnly], named: set[int], keys: Iterable[int]) -> None:
    """Empty what else was kept of the row: the admin's log, remarks, answers for a repeat, what imports told, caches.

    Of these entries the log says no more with which reasons a redaction was asked for: one may have told too much.
    """
    # Other rows are called by it, such as an assessment by its milestone.
    called = ContentType.objects.get_for_models(*map(model_of, with_inner(every_table())), model, Import).values()
    asked = Q(content_type=ContentType.objects.get_for_model(PlanEntry), object_id__in=map(str, keys))
    LogEntry.objects.filter(asked | Q(content_type__in=called)).update(object_repr="", change_message="")
    Submission.objects.filter(plan=entry.plan_id, kind=entry.kind, key__in=named).update(remarks="")
    RepeatableAnswer.objects.all().delete()
    for sent in Import.objects.filter(plan=entry.plan_id, kind=entry.kind):  # also what was checked alone
        told = sent.mapping | ({"constants": {}} if "constants" in sent.mapping else {})
        Import.objects.filter(pk=sent.pk).update(outcome={}, content=None, mapping=told)
    for kept in (shared, keeper, bodies):
        transaction.on_commit(kept.clear)
