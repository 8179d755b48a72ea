"""The history of a plan: its revisions, newest first, each with who made it and the rows that it changed."""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any

from django.apps import apps
from django.contrib.admin import site
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.http import HttpRequest
from django.http.response import HttpResponse
from django.utils.translation import gettext as _

from milestones import notation
from milestones.admin.base import own_path
from milestones.admin.histories import HistoryAdmin, listed, paged_by
from milestones.admin.lists import leave_out_hidden, sees_everything
from milestones.models import PlanEntry, Revision
from milestones.models.publication import plan_path, publications_seen_by
from milestones.pages.desk import address
from milestones.selectors.row_history import IS_RETRACTED, What, accounts_of, revisions_of, what_changed
from milestones.services.rights import in_reach

MOST_ROWS = 50
"""How many rows of one revision are named."""


class PlanHistoryAdmin(HistoryAdmin):
    """Plans, with the history of all that they hold, as far as a user may see it."""

    revisions_per_page = 20

    def get_urls(self) -> list[Any]:
        return [own_path(self, "<path:object_id>/revisions/", self.revisions_view, "revisions"), *super().get_urls()]

    def revisions_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        past = self._past(request, object_id)
        page, paged = paged_by(request, _revisions(past.plan_id, request.user), self.revisions_per_page)
        shown = [revision.number for revision in page]
        made = revisions_of(past.plan_id, [*shown, *(number - 1 for number in shown)])
        changed = _changed(past.plan_id, shown, request.user)
        who = {
            number: {key for row in rows for key in made[number].who_changed(row["model"], row["key"])}
            for number, rows in changed.items()
        }
        accounts = accounts_of(key for keys in who.values() for key in keys)
        context = {
            "title": _("History of the whole plan: %s") % past.name(self.model),
            "of_plan": True,
            "happenings": [
                {
                    "at": notation.instant(revision.at),
                    "made": revision,
                    "before": made.get(number - 1),
                    "who": listed(accounts[key] for key in who.get(number, ()) if key in accounts),
                    "rows": changed[number][:MOST_ROWS],
                    "more": max(0, len(changed[number]) - MOST_ROWS),
                }
                for number, revision in ((number, made[number]) for number in shown)
            ],
        }
        return self._answer(request, "admin/milestones/history.html", past, context | paged)


def _revisions(plan_id: int, user: Any) -> QuerySet[Revision]:
    """The plan's revisions, newest first; for who may not see everything those that changed what such users saw."""
    revisions = Revision.objects.filter(plan=plan_id).order_by("-number")
    if sees_everything(user, plan_id):
        return revisions
    return revisions.filter(number__in=_entries(plan_id, user).values("first"))


def _entries(plan_id: int, user: Any) -> Any:
    return PlanEntry.objects.filter(plan=plan_id).within(publications_seen_by(user, plan_id))


def _changed(plan_id: int, numbers: Collection[int], user: Any) -> dict[int, list[dict[str, Any]]]:
    """By revision the rows that it added, changed or (told to who sees everything) removed, kind by kind."""
    seen = _entries(plan_id, user).order_by("kind", "rank", "key")
    same = {"kind": OuterRef("kind"), "key": OuterRef("key")}
    earlier = seen.filter(first__lt=OuterRef("first"), **same).order_by("-first")
    begun = seen.filter(first__in=numbers).annotate(
        before=Subquery(earlier.values("publication")[:1]),
        is_retracted=Q(body__contains=IS_RETRACTED),
        is_again=Exists(earlier.filter(publication=OuterRef("publication"), body=OuterRef("body")).exclude(body="")),
    )
    told = {
        (row.kind, row.key, row.first): What.ADDED
        if row.before is None
        else what_changed(row.before, row.publication, is_retracted=row.is_retracted, is_again=row.is_again)
        for row in begun.defer("body")
    }
    names = names_today(told, user)
    if sees_everything(user, plan_id):
        ended = seen.filter(Q(first__in=numbers, last__isnull=False) | Q(last__in=[number - 1 for number in numbers]))
        ended = ended.annotate(next=F("last") + 1, stands=Exists(seen.filter(last__isnull=True, **same)))
        for kind, key, number, stands, body in ended.values_list("kind", "key", "next", "stands", "body"):
            if number in numbers:
                told.setdefault((kind, key, number), What.REMOVED)
            if not stands:
                names.setdefault((kind, key), json.loads(body or "{}").get("slug", str(key)))
    changed: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for (kind, key, number), what in told.items():
        if (kind, key) in names:
            model = apps.get_model(kind)
            page = address(model, "history", key) if site.is_registered(model) else ""
            row = {"model": kind, "key": key, "name": names[kind, key], "what": what.label, "address": page}
            changed[number].append(row | {"kind": model._meta.verbose_name})
    return changed


def names_today(rows: Iterable[tuple[str, int, int]], user: Any) -> dict[tuple[str, int], str]:
    """What rows, given by kind and key, are called today; without those beyond what the user sees and reaches."""
    keys: dict[str, set[int]] = defaultdict(set)
    for kind, key, _number in rows:
        keys[kind].add(key)
    names: dict[tuple[str, int], str] = {}
    for kind, of_kind in keys.items():
        model: Any = apps.get_model(kind)
        reached = in_reach(model._default_manager.visible_to(user), user).filter(pk__in=of_kind)
        keys_in_names = [column.name for column in model._meta.concrete_fields if column.is_relation]
        there = list(reached.select_related(*filter(None, (plan_path(model).rpartition("__")[0], *keys_in_names))))
        leave_out_hidden(there, user)
        names |= {(kind, row.pk): str(row) for row in there}
    return names
