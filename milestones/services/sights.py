"""Whether an audience sees a difference of a plan's rows, or an edit that waits: each counts its own."""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from milestones.loading.rows import chunks
from milestones.loading.stored import tables_by_kind
from milestones.models import Audience, Plan, PlanEntry, Publication, SeenBy
from milestones.models.publication import Bounded
from milestones.planfile import Table
from milestones.planfile.canonical import told_by
from milestones.services.differences import Difference, Version, Versions


def is_changed_for(audience: Audience, difference: Difference) -> bool:
    """Whether the audience sees a difference: of its rows, of what they name of its rows, or of their order."""
    words = frozenset(SeenBy.within(audience.publications))
    seen = [
        row
        for row in difference.rows
        for version in (difference.before.get(row), difference.after.get(row))
        if version is not None and version.publication in words
    ]
    if not seen or not difference.is_whole:
        return bool(seen)
    return _seen(difference.before, words) != _seen(difference.after, words)


def is_changed_in_past(audience: Audience, difference: Difference, plan: Plan) -> bool:
    """Whether the audience is told otherwise of the past: a row that it saw then is restricted now, or no more."""
    if Publication.RESTRICTED in audience.publications:
        return False
    keys = defaultdict(list)
    for row in difference.rows:
        if _is_restricted(difference.before.get(row)) != _is_restricted(difference.after.get(row)):
            keys[row.kind].append(row.key)
    words = SeenBy.within(audience.publications)
    seen = PlanEntry.objects.filter(plan=plan, publication__in=words)
    return any(seen.filter(kind=kind, key__in=chunk).exists() for kind, of in keys.items() for chunk in chunks(of))


def _is_restricted(version: Version | None) -> bool:
    return version is not None and Publication.RESTRICTED.value in version.publication


def seen_by(row: Bounded, plan_id: int) -> SeenBy:
    """Who sees a row, or saw it at the plan's last revision: all, those cleared, or at the most analysts.

    Of a plan that has no revision yet all may have seen what its tables said.
    """
    versions = PlanEntry.objects.filter(plan=plan_id, kind=row._meta.label_lower, key=row.pk)
    before = versions.filter(last=None).values_list("publication", flat=True).first()
    if before is None and Plan.objects.filter(pk=plan_id, revision=0).exists():
        return SeenBy.ALL
    is_restricted = getattr(row, "publication", None) == Publication.RESTRICTED
    if is_restricted and versions.filter(publication=SeenBy.ALL).exists():
        return SeenBy.ALL  # who is told otherwise of the past
    rows: Any = type(row)._default_manager
    for audience, word in ((Audience.PUBLIC, SeenBy.ALL), (Audience.RESTRICTED, SeenBy.CLEARED)):
        publications = audience.publications
        if before in SeenBy.within(publications) or rows.within(publications).filter(pk=row.pk).exists():
            return word
    return SeenBy.ANALYSTS


def _seen(versions: Versions, words: frozenset[str]) -> dict[tuple[str, int], list[tuple[int, Any]]]:
    """What is seen of the versions: by kind and owner, in order, each row's key and what it says.

    Of a row that is not seen nothing is named; of places in a list only the order is seen.
    """
    tables = tables_by_kind()
    hidden = frozenset(_hidden_names(versions, words, tables))
    lists = defaultdict(list)
    for row, version in versions.items():
        if version.publication in words:
            told = _without(hidden, tables.get(row.kind), version.body)
            lists[row.kind, version.owner].append((version.rank, row.key, told))
    return {
        name: [(key, told) for _, key, told in sorted(rows, key=lambda row: row[:2])] for name, rows in lists.items()
    }


def _hidden_names(versions: Versions, words: frozenset[str], tables: Mapping[str, Table]) -> Iterator[tuple[str, str]]:
    for row, version in versions.items():
        table = tables.get(row.kind)
        if table is not None and table.has_slug and version.publication not in words:
            yield row.kind, json.loads(version.body)["slug"]


def _without(hidden: frozenset[tuple[str, str]], table: Table | None, body: str) -> Any:
    """What a body says, without the keys that name hidden rows."""
    if table is None or not any(kind in table.names for kind, _ in hidden):
        return body
    content = json.loads(body)
    for field in table.fields:
        if any((kind, name) in hidden for kind in field.names for name in told_by(field, content)):
            del content[field.key]
    return content
