"""Changes of status: of one plan or of all, newest first or, for who follows them, in order after a cursor."""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any, ClassVar

from django.apps import apps
from django.db.models import Count, Max, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.request import Request

from milestones.api.addresses import address_now
from milestones.api.filters import Filter, number, part, same, word
from milestones.api.filters import day as day_filter
from milestones.api.parameters import LANG, BadValue, Parameter
from milestones.api.problems import invalid
from milestones.api.serializers.base import OF_PLAN, AddressField, RowSerializer, as_it_is, day, number_of, text
from milestones.api.serializers.evaluation import STATUSES, ReasonSerializer
from milestones.api.views.base import as_json
from milestones.api.views.lists import ListView, RowsView, RowView
from milestones.contingency.scales import Status
from milestones.models import ChangeKind, Indicator, Milestone, Pillar, Plan, Revision, StatusChange
from milestones.selectors.causes import told_causes, told_reasons
from milestones.state import PlanState
from milestones.state.boundary import own_number

BEGIN = "0"
CURSOR = re.compile(r"\A[a-z][a-z0-9-]*:[0-9]{1,18}(,[a-z][a-z0-9-]*:[0-9]{1,18})*\Z")
Cursor = Mapping[str, int]
"""By a plan's slug the number of the last of its changes that was told.

A plan's changes are made one recompute after another, so that a later one has the higher number; those of two plans
may come to light in another order than that of their numbers, and one number for both would pass some over.
"""


def read_cursor(value: str) -> Cursor:
    """A cursor as an answer gave it; raises BadValue."""
    if value == BEGIN:
        return {}
    if not CURSOR.match(value):
        message = _("“%(value)s” is no cursor. Give the “since” of an answer, or 0 for the first changes.")
        raise BadValue(message % {"value": value})
    return {slug: int(number) for slug, _colon, number in (part.partition(":") for part in value.split(","))}


def as_text(cursor: Cursor) -> str:
    """The cursor as an address carries it."""
    return ",".join(f"{slug}:{number}" for slug, number in sorted(cursor.items())) or BEGIN


SINCE = Parameter(
    "since",
    read_cursor,
    {"type": "string"},
    "Only changes that came after an answer, in their order: its `since`, or 0 for the first. A walk along `next`, and "
    "on from the last `since` on another day, meets each change once, whatever is edited meanwhile.",
)


CAUSES = ("added", "changed", "removed", "loaded", "day", "method")
"""The words of `milestones.services.causing`."""


class CauseSerializer(serializers.Serializer):
    """What made a status change; a key that does not apply is left out."""

    kind = serializers.ChoiceField(
        choices=CAUSES, help_text="added, changed, removed, loaded, day (a new one began) or method (a new one)."
    )
    model = serializers.CharField(required=False, help_text="What kind of row it was.")
    milestone = serializers.CharField(required=False)
    indicator = serializers.CharField(required=False)
    on = serializers.DateField(required=False, help_text="The day that began.")
    url = serializers.CharField(required=False, help_text="The row that was added or changed.")


class ChangeSerializer(RowSerializer):
    """One milestone found in another status than before."""

    url = AddressField("api:change", plan="plan__slug", pk="pk")
    id = number_of("Its number.", source="pk")
    plan = text(OF_PLAN, source="plan__slug")
    pillar = text("The milestone's pillar, by slug.", source="milestone__pillar__slug")
    milestone = text("Whose status changed, by slug.", source="milestone__slug")
    old = serializers.ChoiceField(
        choices=["", *STATUSES], read_only=True, help_text="Its status before; empty when it had none yet."
    )
    new = serializers.ChoiceField(choices=STATUSES, read_only=True, help_text="Its status since.")
    on = day("The day for which the recompute was made.")
    computed_at = serializers.DateTimeField(read_only=True, help_text="When it was computed.")
    reasons = as_it_is(ReasonSerializer(many=True), help_text="Why it has the new status.")
    kind = serializers.ChoiceField(
        choices=ChangeKind.values,
        read_only=True,
        help_text="What made it change: facts, the plan's text, publication, a new day, a new method, or a first load.",
    )
    method = number_of("The version of the method with which it was computed.")
    causes = as_it_is(CauseSerializer(many=True), help_text="What made it change, of what it rests on.")
    cause_count = number_of("How many causes there were in all.")
    revision = number_of("The plan's revision that brought it.")


TOLD = ("kind", "milestone", "indicator", "on")


def causes_and_reasons(change: StatusChange, state: PlanState, request: Request) -> dict[str, Any]:
    """The change's `causes`, `cause_count` and `reasons`, without what tells of a row that the reader may not see."""
    milestones, indicators = state.rows(Milestone).by("slug"), state.rows(Indicator).by("slug")
    all_causes = change.cause.get("causes", ())
    causes = [
        cause_told(cause, state, request)
        for cause in told_causes(all_causes, state)
        if ("milestone" not in cause or milestones[cause["milestone"]])
        and ("indicator" not in cause or indicators[cause["indicator"]])
    ]
    return {
        "causes": causes,
        "cause_count": change.cause.get("count", 0) - (len(all_causes) - len(causes)),
        "reasons": [_reason(reason, milestones) for reason in told_reasons(change, state)],
    }


def cause_told(cause: Mapping[str, Any], state: PlanState, request: Request) -> dict[str, Any]:
    """A cause that may be told; with the address of the row that came or changed."""
    told = {name: cause[name] for name in TOLD if name in cause}
    if "model" in cause:
        told["model"] = cause["model"].rpartition(".")[2]
    if "pk" in cause:
        told["url"] = address_now(apps.get_model(cause["model"]), cause["pk"], state, request)
    return told


def _reason(reason: Mapping[str, Any], milestones: Mapping[str, Any]) -> Mapping[str, Any]:
    if "milestones" not in reason:
        return reason
    return {**reason, "milestones": [slug for slug in reason["milestones"] if milestones[slug]]}


class ChangeRows(RowsView):
    """Changes of status as the reader may be told them; they are no rows of a state, but what became of states."""

    lang = LANG
    model = StatusChange
    tag = "plans"
    serializer_class = ChangeSerializer

    def changes(self) -> Any:
        """Those of milestones that are seen in their plan's state, each with its `own_revision`."""
        if not self.states:
            return StatusChange.objects.none()
        seen = Q(*(_of(state) for state in self.states), _connector=Q.OR)
        revision = Revision.objects.filter(plan=OuterRef("plan"), number=OuterRef("revision"))
        counted = Subquery(revision.values(own_number(self.states[0].seen))[:1])
        rows = StatusChange.objects.filter(seen).annotate(own_revision=Coalesce(counted, "revision"))
        return rows.select_related("plan", "milestone__pillar")

    def tell(self, row: Any, state: PlanState) -> dict[str, Any]:
        told = super().tell(row, state) | causes_and_reasons(row, state, self.request)
        return told | {"revision": row.own_revision}


def _of(state: PlanState) -> Q:
    """A revision may have come since the state was found, whose changes it does not tell."""
    return Q(plan=state.plan_id, revision__lte=state.revision, milestone__in=state.keys(Milestone))


class ChangeListView(ChangeRows, ListView):
    """The changes of its milestones' statuses under its default reading, with their causes; newest first."""

    operation, summary = "changes", "The plan's changes of status"
    filters: ClassVar[Mapping[str, Filter]] = {
        "milestone": part(Milestone, "milestone", "Of these milestones, by slug."),
        "pillar": part(Pillar, "milestone__pillar", "Of milestones in these pillars, by slug."),
        "kind": word("kind", same(ChangeKind.values), "Made by this."),
        "old": word("old", same(Status), "From this status."),
        "new": word("new", same(Status), "To this status."),
        "on__gte": day_filter("on", "On this day or later.", "gte"),
        "on__lte": day_filter("on", "On this day or earlier.", "lte"),
        "revision": number("own_revision", "Brought by this revision."),
    }
    parameters = (SINCE,)
    orderings = {"computed_at": "computed_at", "on": "on"}
    beside = {"since": "To give as `since`, to be told what comes after these."}

    def gathered(self) -> tuple[int, Iterator[bytes]]:
        rows = self.changes()
        for name, given in self.given.items():
            narrowing = self.filters[name]
            rows = rows.filter(**{f"{narrowing.column}__{narrowing.lookup}": given})
        if "since" in self.asked:
            return self._after(rows, self.asked["since"])
        rows = rows.order_by(*self.asked.get("ordering", ()), "-computed_at", "-pk")
        count, newest = self._counted(rows)
        self.told_beside = {"since": as_text(newest)}
        return count, self._told(rows[self.offset : self.offset + self.limit])

    def _after(self, rows: Any, cursor: Cursor) -> tuple[int, Iterator[bytes]]:
        """The page after a cursor, which is followed by its last rows."""
        for name in ("offset", "ordering"):
            if name in self.asked:
                message = _("“%(name)s” has no meaning beside “since”: what came since is told in its order.")
                raise invalid(name, message % {"name": name}, code="not_with_since")
        after = (Q(plan=key, pk__gt=cursor.get(slug, 0)) for key, slug in self._slugs.items())
        rows = rows.filter(Q(*after, _connector=Q.OR)) if self._slugs else rows
        count, _newest = self._counted(rows)
        page = list(rows.order_by("computed_at", "pk")[: self.limit])
        reached = as_text({**cursor, **{self._slugs[row.plan_id]: row.pk for row in page}})
        self.following = {"since": reached} if len(page) < count else {}
        self.told_beside = {"since": reached}
        return count, self._told(page)

    def _told(self, rows: Iterable[StatusChange]) -> Iterator[bytes]:
        states = {state.plan_id: state for state in self.states}
        return (as_json(self.shaped(self.tell(row, states[row.plan_id]))) for row in rows)

    def _counted(self, rows: Any) -> tuple[int, Cursor]:
        """How many rows there are, and the newest of each plan."""
        plans = rows.order_by().values("plan").annotate(many=Count("pk"), newest=Max("pk"))
        told = list(plans.values_list("plan", "many", "newest"))
        return sum(many for _plan, many, _newest in told), {self._slugs[key]: last for key, _, last in told}

    @cached_property
    def _slugs(self) -> Mapping[int, str]:
        return {fresh.plan_id: fresh.slug for fresh in self.plans}


class PlansChangeListView(ChangeListView):
    """The changes of every plan that the reader may see, each under its plan's default reading; newest first."""

    operation, summary = "all_changes", "Changes of status in every plan"
    filters = {**ChangeListView.filters, "plan": part(Plan, "plan", "Of these plans, by slug.")}


class ChangeView(ChangeRows, RowView):
    """One change of a milestone's status, with its causes."""

    operation, summary = "change", "One change of status"

    def row(self, **named: Any) -> tuple[Any, PlanState]:
        return get_object_or_404(self.changes(), pk=named["pk"]), self.states[0]
