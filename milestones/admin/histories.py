"""The history of a row, read from the entries that revisions kept of it; a version of structure fills its form."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.admin import site
from django.contrib.admin.models import ADDITION, DELETION, LogEntry
from django.contrib.admin.utils import unquote
from django.contrib.admin.views.main import PAGE_VAR
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Model, Q, QuerySet
from django.http import Http404, HttpRequest
from django.http.response import HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from milestones import notation
from milestones.admin.actions import FROM_ROW
from milestones.admin.base import BoundedAdmin, answer, own_path
from milestones.admin.by_role import ByRole
from milestones.admin.exports import ExportedAdmin
from milestones.admin.lists import sees_everything
from milestones.admin.reasons import reasons_given
from milestones.admin.rules_at_save import RulesAtSaveAdmin
from milestones.admin.summaries import EMPTY
from milestones.kinds.kind import plan_of
from milestones.limits import is_key
from milestones.loading.stored import model_of, tables_by_kind
from milestones.models import PlanEntry, Publication, Revision, SeenBy
from milestones.models.publication import publications_seen_by
from milestones.pages.desk import address
from milestones.selectors.row_history import (
    Event,
    Version,
    What,
    accounts_of,
    events_of,
    names_of_rows,
    revisions_of,
    versions_of,
    waiting_edits,
)
from milestones.wording import columns

RESTORE = "restore"
"""What a form's address says the revision by whose version it is filled."""
STAYING = ("publication", "embargoed_until")
"""What is never brought back: who sees a row is decided of the row as it is now."""
Names = Mapping[tuple[Any, int], str]
"""What other rows are called, by model and key; of those that the reader may see."""


@dataclass(frozen=True, slots=True)
class Line:
    """A column of the row in the words of its form: before and after; `language` where it is a text's own."""

    label: str
    old: str
    new: str
    language: str = ""


def lines_between(model: type[Model], before: Version | None, after: Version, names: Names) -> Iterator[Line]:
    """Each column of the version that is told otherwise than before; of none before it, each column."""
    own_change = False
    for name in tables_by_kind()[model._meta.label_lower].columns[1:]:
        column: Any = model._meta.get_field(name)
        old = "" if before is None else in_words(column, before.columns[name], names)
        new = in_words(column, after.columns[name], names)
        if old != new:
            own_change |= name == "publication"
            yield Line(capfirst(str(column.verbose_name)), old, new, getattr(column, "language", ""))
    if before is None or (before.seen_by != after.seen_by and not own_change):
        words = dict(SeenBy.choices)
        yield Line(
            _("Seen by, with all that it hangs on"),
            str(words[before.seen_by]) if before else "",
            str(words[after.seen_by]),
        )


def in_words(column: Any, value: Any, names: Names) -> str:
    """A column's value as its form says it; a dash for what is empty, gone or hidden."""
    if column.is_relation:
        return names.get((column.related_model, value), EMPTY)
    return columns.in_words(column, value) or EMPTY


@dataclass(frozen=True, slots=True)
class Past:
    """Whose history is asked for: the row's key, its plan's, and the row itself where it is still there."""

    key: int
    plan_id: int
    row: Any

    def name(self, model: type[Model]) -> str:
        return str(self.row or f"{model._meta.verbose_name} {self.key}")


class HistoryAdmin(ByRole, ExportedAdmin, RulesAtSaveAdmin, BoundedAdmin):
    """Rows with their history, of which a user sees the versions that were not hidden from such users."""

    history_per_page = 50

    def get_urls(self) -> list[Any]:
        way = "<path:object_id>/history/<str:number>/"
        return [own_path(self, way, self.version_view, "version"), *super().get_urls()]

    def get_form(self, request: HttpRequest, obj: Model | None = None, **kwargs: Any) -> Any:
        form: Any = super().get_form(request, obj, **kwargs)
        if obj is not None and RESTORE in request.GET and self.has_change_permission(request, obj):
            past, number = self._past(request, str(obj.pk)), request.GET[RESTORE]
            self._version(past, number, request.user)
            form.restored = restored_by(self.model, past.plan_id, number, request.user, key=past.key)
            events = self._events(past, publications_seen_by(request.user, past.plan_id))
            told = max(event.revision for *_row, event in events if event.revision <= int(number))
            request.restored = notation.instant(revisions_of(past.plan_id, [told])[told].at)  # type: ignore[attr-defined]
        return form

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> Any:
        context |= {"restored": getattr(request, "restored", "")}
        return super().render_change_form(request, context, *args, **kwargs)

    def response_action(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        """Back to the record, where its own page asked; to the one that replaces it, where that was raised."""
        response = super().response_action(request, queryset)
        row = request.POST.get(FROM_ROW, "") and getattr(request, "entered_anew", request.POST[FROM_ROW])
        if isinstance(response, HttpResponseRedirect) and is_key(row):
            response["Location"] = address(self.model, "change", row)
        return response

    def history_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> HttpResponse:
        past = self._past(request, object_id)
        seen = publications_seen_by(request.user, past.plan_id)
        events = sorted(self._events(past, seen), key=lambda told: told[2].revision, reverse=True)
        page, paged = paged_by(request, events, self.history_per_page)
        waiting = waiting_edits(past.plan_id, past.row) if past.row and page.number == 1 else []
        context = {
            "title": _("Change history: %s") % past.name(self.model),
            "happenings": [
                *(_waiting(entry, request.user) for entry in waiting),
                *self._happenings(past, list(page), request.user),
            ],
            "standing": str(events[0][2].revision) if events else "",
            "reasons": list(reasons_given(past.row)) if past.row and Publication.DRAFT in seen else [],
        }
        return self._answer(request, "admin/milestones/history.html", past, context | paged)

    def version_view(self, request: HttpRequest, object_id: str, number: str) -> HttpResponse:
        """An old version, to be read: by a POST it would pass the rules by, which the form that it fills asks."""
        if request.method not in ("GET", "HEAD"):
            raise PermissionDenied
        past = self._past(request, object_id)
        entry, version = self._version(past, number, request.user)
        names = names_of_rows(self.model, [version], request.user)
        revision = revisions_of(past.plan_id, [version.first])[version.first]
        instant = notation.instant(revision.at)
        context = {
            "number": number,
            "title": _("%(original)s, as it was saved on %(instant)s")
            % {"original": past.name(self.model), "instant": instant},
            "instant": instant,
            "lines": tuple(lines_between(self.model, None, version, names)),
            "parts": list(self._parts(past, number, request.user)),
            "redaction": address(PlanEntry, "redaction", entry) if request.user.is_superuser else "",
        }
        return self._answer(request, "admin/milestones/version.html", past, context)

    def _parts(self, past: Past, number: str, user: Any) -> Iterator[tuple[str, tuple[Line, ...]]]:
        """What stood on the row's page as its lines at a revision, in order: each by its kind, with what it said."""
        for model in lines_of(self.model):
            versions = versions_at(model, past.plan_id, number, user, owner=past.key).values()
            names = names_of_rows(model, versions, user)
            for version in sorted(versions, key=lambda told: (told.columns.get("rank", 0), told.columns["id"])):
                told = lines_between(model, None, version, names)
                yield capfirst(str(model._meta.verbose_name)), tuple(line for line in told if line.new != EMPTY)

    def _version(self, past: Past, number: str, user: Any) -> tuple[int, Version]:
        """What the row said at a revision, by its entry's key. Raises Http404 where it said nothing that he may see."""
        versions = versions_at(self.model, past.plan_id, number, user, key=past.key)
        if not versions:
            raise Http404
        return next(iter(versions.items()))

    def _past(self, request: HttpRequest, object_id: str) -> Past:
        """Whose history it is. Raises Http404 where the user may not see the row, or there never was one."""
        key = unquote(object_id)
        if not is_key(key):
            raise Http404
        row = self.get_object(request, key)
        if not self.has_view_or_change_permission(request, row):
            raise PermissionDenied
        plan_id = None if row is None else plan_of(row)
        if row is None and sees_everything(request.user):
            kept = PlanEntry.objects.filter(kind=self.opts.label_lower, key=key)
            plan_id = kept.values_list("plan", flat=True).first()
        if plan_id is None:
            raise Http404
        return Past(int(key), plan_id, row)

    def _events(self, past: Past, seen: Iterable[Publication]) -> Iterator[tuple[Any, int, Event]]:
        """What happened to the row, and to the parts of it that are edited as lines of its page."""
        keys = [(self.model, past.key)]
        for model in lines_of(self.model):
            entries = PlanEntry.objects.filter(plan=past.plan_id, kind=model._meta.label_lower, owner=past.key)
            keys += [(model, key) for key in entries.order_by("key").values_list("key", flat=True).distinct()]
        for model, key in keys:
            yield from ((model, key, event) for event in events_of(past.plan_id, model._meta.label_lower, key, seen))

    def _happenings(self, past: Past, events: list[tuple[Any, int, Event]], user: Any) -> Iterator[dict[str, Any]]:
        """The rows of the table: when, who, what (to which `part` of it), column by column, and the version, if any."""
        versions: dict[int, Version] = {}
        names: dict[tuple[Any, int], str] = {}
        for model in {model for model, _key, _event in events}:
            of_model = [event for other, _key, event in events if other is model]
            entries = {entry for event in of_model for entry in (event.before, event.after) if entry}
            told = versions_of(model._meta.label_lower, entries)
            versions, names = versions | told, names | names_of_rows(model, told.values(), user)
        revisions = revisions_of(past.plan_id, {event.revision for _model, _key, event in events})
        who = {
            (model, key, number): revisions[number].who_changed(model._meta.label_lower, key)
            for model, key, number in {(model, key, event.revision) for model, key, event in events}
            if number in revisions
        }
        accounts = accounts_of(key for keys in who.values() for key in keys)
        for model, key, event in events:
            is_own = model is self.model
            before, after = versions.get(event.before or 0), versions.get(event.after or 0)
            is_told = after and (before or not is_own)
            lines = tuple(lines_between(model, before, after, names)) if after and is_told else ()
            if event.what in (What.CHANGED, What.RESTORED) and not lines:
                continue  # only what others are called, or what the user may not see, was changed
            revision: Revision | None = revisions.get(event.revision)
            yield {
                "at": notation.instant(revision.at) if revision else EMPTY,
                "who": listed(accounts[one] for one in who.get((model, key, event.revision), ()) if one in accounts),
                "what": event.what.label,
                "part": "" if is_own else model._meta.verbose_name,
                "lines": lines,
                "address": address(self.model, "version", past.key, event.revision) if after and is_own else "",
                "number": str(event.revision) if after or not is_own else "",
            }

    def _answer(self, request: HttpRequest, template: str, past: Past, context: dict[str, Any]) -> TemplateResponse:
        shared = {"object": past.row, "key": past.key, "name": past.name(self.model), "subtitle": None}
        shared["may_restore"] = past.row is not None and self.has_change_permission(request, past.row)
        return answer(self, request, template, shared | context)


def lines_of(model: Any) -> list[Any]:
    """The models of what stands in such a row and is edited with it: of a group its conditions."""
    nested = tables_by_kind()[model._meta.label_lower].nested
    return [model_of(table) for table in nested if not (table.is_of_records or site.is_registered(model_of(table)))]


def versions_at(model: Any, plan_id: int | None, number: str, user: Any, **which: int) -> dict[int, Version]:
    """What rows said at a revision, as far as the user sees it, by the key of the entry."""
    if not is_key(number):
        return {}
    stood = Q(last=None) | Q(last__gte=number)
    entries = PlanEntry.objects.filter(stood, plan=plan_id, kind=model._meta.label_lower, first__lte=number, **which)
    keys = entries.within(publications_seen_by(user, plan_id)).values_list("pk", flat=True)
    return versions_of(model._meta.label_lower, list(keys))


def restored_by(model: Any, plan_id: int | None, number: str, user: Any, **which: int) -> dict[int, dict[str, Any]]:
    """What a revision fills in, by row and field: nothing hidden or gone, and not who sees it."""
    versions = versions_at(model, plan_id, number, user, **which).values()
    names, columns = names_of_rows(model, versions, user), tables_by_kind()[model._meta.label_lower].columns[1:]
    told: dict[int, dict[str, Any]] = {}
    for version in versions:
        values = told.setdefault(version.columns["id"], {})
        for name in columns:
            column, value = model._meta.get_field(name), version.columns[name]
            is_gone = column.is_relation and value is not None and (column.related_model, value) not in names
            if column.name not in STAYING and not is_gone:
                values[column.name] = value
    return told


def _waiting(entry: LogEntry, user: Any) -> dict[str, Any]:
    """An edit that waits for its recompute, in the words of the admin's log, which may name rows."""
    what = {ADDITION: What.ADDED, DELETION: What.REMOVED}.get(entry.action_flag, What.CHANGED)
    return {
        "at": notation.instant(entry.action_time),
        "who": str(entry.user),
        "what": _("%(what)s; waits to be taken up") % {"what": what.label},
        "detail": entry.get_change_message() if sees_everything(user) else "",
    }


def paged_by(request: HttpRequest, rows: Any, size: int) -> tuple[Any, dict[str, Any]]:
    """The page of the rows that is asked for, and what leads to the others."""
    page = Paginator(rows, size).get_page(request.GET.get(PAGE_VAR))
    pages = page.paginator.get_elided_page_range(page.number)
    return page, {"page_obj": page, "page_range": pages, "page_var": PAGE_VAR}


def listed(accounts: Iterable[Any]) -> str:
    return ", ".join(sorted(map(str, accounts))) or EMPTY
