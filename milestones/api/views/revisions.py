"""A plan's revisions as its readers count them, and what each took up."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.apps import apps
from django.contrib.auth import get_user_model
from django.db.models import Q
from django.http import Http404
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.reverse import reverse

from milestones.api.columns import in_words_order
from milestones.api.facts import DifferingRowSerializer, DifferingRowsSerializer, Fact, facts_told, page_of
from milestones.api.filters import instant
from milestones.api.parameters import LIMIT, OFFSET
from milestones.api.serializers.base import OF_PLAN
from milestones.api.views.base import ReadView, as_json
from milestones.api.views.changes import CAUSES, CauseSerializer, cause_told
from milestones.api.views.lists import ListView
from milestones.kinds.format import every_kind
from milestones.models import PlanEntry, Publication, Revision
from milestones.planfile.vocabulary import DERIVED_SERIES
from milestones.state import PlanState, state_of
from milestones.state.differing import Differing, differing_rows
from milestones.state.history import Known, revisions_of

Row = tuple[str, int]
"""A row's kind and key."""


CAUSES_OF_REVISIONS = [*CAUSES, "manual"]


class RevisionCauseSerializer(CauseSerializer):
    """What made a revision; a key that does not apply is left out."""

    kind = serializers.ChoiceField(
        choices=CAUSES_OF_REVISIONS, help_text="What happened; manual: it was asked for by hand."
    )


class PlanRevisionSerializer(serializers.Serializer):
    """One revision that changed what the reader sees of a plan."""

    url = serializers.CharField()
    plan = serializers.CharField(help_text=OF_PLAN)
    number = serializers.IntegerField(help_text="Its number among those that the reader counts, from 1.")
    at = serializers.DateTimeField(help_text="When it was made.")
    method = serializers.IntegerField(help_text="The version of the method with which it was evaluated.")
    causes = RevisionCauseSerializer(
        many=True, help_text="What was edited, or happened, as far as it may be told; 20 at most."
    )
    who = serializers.ListField(
        child=serializers.CharField(),
        help_text="Whose accounts made the edits, for those who see drafts; none for all others.",
    )
    changes = serializers.CharField(help_text="The changes of status that it brought.")


class RevisedRowSerializer(DifferingRowSerializer):
    """One row that the revision took up, with the digests of what it said: SHA-256 in hexadecimal, salted."""

    digest_before = serializers.CharField(allow_null=True, help_text="Of what it said; null where it came.")
    digest = serializers.CharField(allow_null=True, help_text="Of what it says; null where it went.")


class PlanRevisionDetailSerializer(PlanRevisionSerializer, DifferingRowsSerializer):
    """One revision with what it took up."""

    withheld = serializers.IntegerField(help_text="How many rows that it had are restricted now, and told nothing of.")
    facts = RevisedRowSerializer(many=True, help_text="Those from `offset` on, `limit` at the most.")


class RevisionRows(ReadView):
    """The revisions that changed what the reader sees; the others are neither told of nor counted."""

    tag = "plans"

    def told(self, made: Sequence[Known]) -> Iterator[dict[str, Any]]:
        """What is told of each of the revisions, in their order."""
        (fresh,), (state,) = self.plans, self.states
        stored = Revision.objects.filter(plan=fresh.plan_id, number__in=[known.number for known in made])
        by_number = {revision.number: revision for revision in stored}
        causes = self._causes(by_number.values(), state)
        names = self._names(by_number.values(), state)
        address = partial(reverse, request=self.request)
        for known in made:
            revision = by_number[known.number]
            named = {"plan": fresh.slug, "number": known.own}
            changes = address("api:changes", kwargs={"plan": fresh.slug})
            yield {
                "url": address("api:revision", kwargs=named),
                **named,
                "at": known.at,
                "method": revision.method,
                "causes": causes[revision.number],
                "who": [names[who] for who in map(int, revision.who) if who in names],
                "changes": f"{changes}?{urlencode({'revision': known.own})}",
            }

    def _causes(self, revisions: Iterable[Revision], state: PlanState) -> Mapping[int, list[dict[str, Any]]]:
        """By revision its causes; those alone that name no row, or one which was seen then and is seen now."""
        causes = {revision.number: revision.cause.get("causes", ()) for revision in revisions}
        rows = [(cause["model"], cause["pk"]) for told in causes.values() for cause in told if "pk" in cause]
        entries = _touched(state, [*causes], rows)
        touched = {
            (number, (kind, key))
            for kind, key, first, last in entries.values_list("kind", "key", "first", "last")
            for number in (first, None if last is None else last + 1)
        }

        def may_be_told(cause: Mapping[str, Any], number: int) -> bool:
            if "pk" not in cause:
                return cause.get("kind") != "removed" or "model" in cause or Publication.DRAFT in state.seen
            model: Any = apps.get_model(cause["model"])
            return cause["pk"] in state.keys(model) and (number, (cause["model"], cause["pk"])) in touched

        told: dict[int, list[dict[str, Any]]] = {}
        for number, among in causes.items():
            told[number] = [cause_told(cause, state, self.request) for cause in among if may_be_told(cause, number)]
        return told

    def _names(self, revisions: Iterable[Revision], state: PlanState) -> Mapping[int, str]:
        """What the accounts are called that made edits; none for those who are not told."""
        if Publication.DRAFT not in state.seen:
            return {}
        keys = {int(who) for revision in revisions for who in revision.who}
        accounts: Any = get_user_model().objects
        return {who.pk: who.get_username() for who in accounts.filter(pk__in=keys).order_by("pk")}


def _touched(state: PlanState, numbers: Sequence[int], rows: Sequence[Row]) -> Any:
    """The entries, of those that are seen and may be the rows', that one of the revisions took up or ended."""
    kinds, keys = zip(*rows, strict=True) if rows else ((), ())
    is_touched = Q(first__in=numbers) | Q(last__in=[number - 1 for number in numbers])
    entries = PlanEntry.objects.filter(is_touched, plan=state.plan_id, kind__in=set(kinds), key__in=set(keys))
    return entries.within(state.seen).order_by()


class RevisionListView(RevisionRows, ListView):
    """The plan's revisions, newest first."""

    operation, summary = "revisions", "The revisions of a plan"
    serializer_class = PlanRevisionSerializer
    filters = {
        "at__gte": instant("at", "Made at this instant or later.", "gte"),
        "at__lte": instant("at", "Made at this instant or earlier.", "lte"),
    }
    orderings = {"number": "own", "at": "at"}

    def gathered(self) -> tuple[int, Iterator[bytes]]:
        made = revisions_of(self.states[0])[::-1]
        for name, given in self.given.items():
            test, column = self.filters[name].test(given), self.filters[name].column
            made = [known for known in made if test(getattr(known, column))]
        terms = self.orderings
        made = in_words_order(made, self.asked.get("ordering", ()), lambda known, word: getattr(known, terms[word]))
        page = made[self.offset : self.offset + self.limit]
        return len(made), (as_json(self.shaped(row)) for row in self.told(page))


class RevisionView(RevisionRows):
    """One revision with every row that it took up, as it was told before and after, and their digests.

    Rows are told in the order of the plan file; a row that is restricted now is told of no more.
    """

    operation, summary = "revision", "One revision of a plan"
    serializer_class = PlanRevisionDetailSerializer
    parameters = (LIMIT, OFFSET)

    def answer(self, request: Request, **kwargs: Any) -> dict[str, Any]:
        (fresh,), (now,) = self.plans, self.states
        made = {known.own: known for known in revisions_of(now)}
        known, earlier = made.get(kwargs["number"]), made.get(kwargs["number"] - 1)
        if known is None:
            raise Http404
        after = state_of(fresh, known.at)
        before = after if earlier is None else state_of(fresh, earlier.at)
        differing = _all_of(after) if earlier is None else differing_rows(every_kind(), before, after)
        facts = list(facts_told(differing, before, after, now, request))
        page = page_of(facts, self.asked)
        page["facts"] = list(_with_digests(page["facts"], now, known))
        (told,) = self.told([known])
        return self.chosen(told | {"withheld": after.withheld} | page)


def _all_of(state: PlanState) -> Iterator[Differing]:
    """Every row of the first revision, which came with it."""
    for kind in every_kind():
        for row in state.rows(kind.model):
            if getattr(row, "series", "") != DERIVED_SERIES:
                yield Differing(kind, None, row)


def _with_digests(facts: Sequence[Fact], state: PlanState, known: Known) -> Iterator[Fact]:
    """The facts with the digests of the entries that the revision ended and took up, of those that were seen."""
    entries = _touched(state, [known.number], [(fact["kind"], fact["key"]) for fact in facts])
    digests = {
        (kind, key, first == known.number): bytes(digest).hex()
        for kind, key, first, digest in entries.values_list("kind", "key", "first", "digest")
    }
    for fact in facts:
        before, after = (digests.get((fact["kind"], fact["key"], is_new)) for is_new in (False, True))
        yield fact | {"digest_before": before, "digest": after}
