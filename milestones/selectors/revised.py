"""What was published of a plan's text and says something else since, from the entries of its revisions."""

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any

from django.apps import apps
from django.db.models import Q

from milestones.kinds import Kind
from milestones.kinds.format import every_kind
from milestones.loading.stored import tables_by_kind
from milestones.models import PlanEntry
from milestones.planfile import Table
from milestones.selectors.records import Viewpoint
from milestones.state import PlanState
from milestones.state.history import every_revision

DAY = re.compile(r"\A\d{4}-\d\d-\d\d\Z")
"""No slug begins with a digit."""
UNTOLD = frozenset({"publication", "as_of"})
"""Keys of which nothing is told: who sees a row, and up to which day records were compiled, correct nothing."""


@dataclass(frozen=True, slots=True)
class Revised:
    """A row of the text that was revised, at which instant, and the keys under which it says something else."""

    kind: Kind
    row: Any
    at: datetime
    keys: tuple[str, ...]


def revised_rows(viewpoint: Viewpoint) -> list[Revised]:
    """Each revision of a row that is seen still, newest first; records are not revised, but retracted. One query.

    Told is what those who see the state saw before and after. A name of what they do not see is not told.
    """
    state, kinds = viewpoint.state, {kind.model._meta.label_lower: kind for kind in every_kind()}
    tables = {kind: table for kind, table in tables_by_kind().items() if kind in kinds and not table.is_of_records}
    entries = PlanEntry.objects.filter(plan=state.plan_id, kind__in=tables, first__lte=state.revision)
    entries = entries.within(state.seen).exclude(body="").filter(Q(first__gt=1) | Q(last__isnull=False))
    versions: dict[tuple[str, int], list[tuple[int, Mapping[str, Any]]]] = defaultdict(list)
    for kind, key, first, body in entries.order_by("first").values_list("kind", "key", "first", "body"):
        if key in state.keys(kinds[kind].model):
            versions[kind, key].append((first, json.loads(body)))
    instants = {known.number: known.at for known in every_revision(state)} if versions else {}
    revised = [
        Revised(kinds[kind], state.rows(kinds[kind].model).by_key[key], instants[first], keys)
        for (kind, key), told in versions.items()
        for (_earlier, before), (first, after) in pairwise(told)
        if (keys := tuple(_keys_that_differ(tables[kind], before, after, state)))
    ]
    return sorted(revised, key=lambda one: one.at, reverse=True)


def redacted_entries(viewpoint: Viewpoint) -> list[PlanEntry]:
    """What was redacted of versions that the reader may see, by the viewpoint's instant; newest first. One query."""
    entries = PlanEntry.objects.filter(plan=viewpoint.state.plan_id, redacted_at__isnull=False)
    if viewpoint.known_at is not None:
        entries = entries.filter(redacted_at__lte=viewpoint.known_at)
    return list(entries.within(viewpoint.state.seen).order_by("-redacted_at", "-pk"))


def _keys_that_differ(
    table: Table, before: Mapping[str, Any], after: Mapping[str, Any], state: PlanState
) -> Iterator[str]:
    for field in table.fields:
        values = before.get(field.key), after.get(field.key)
        if field.key in UNTOLD or values[0] == values[1]:
            continue
        if not field.names or all(_is_seen(name, field.names, state) for name in _named(values)):
            yield field.key


def _named(values: Iterable[Any]) -> Iterator[str]:
    """The slugs of what these values name; a planned day names a milestone or none."""
    for value in values:
        if isinstance(value, dict):
            yield value["after"]
        elif value is not None and not DAY.match(value):
            yield value


def _is_seen(slug: str, kinds: Iterable[str], state: PlanState) -> bool:
    models: list[Any] = [apps.get_model(kind) for kind in kinds]
    return any(state.rows(model).by("slug")[slug] for model in models)
