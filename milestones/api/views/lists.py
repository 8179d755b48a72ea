"""Lists: filtered by a closed set, in a total order, a page at a time."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import cache, cached_property
from heapq import merge
from operator import itemgetter
from typing import Any, ClassVar, cast

from django.http import Http404
from django.http.response import HttpResponseBase
from django.utils import translation
from django.utils.translation import gettext as _
from drf_spectacular.utils import inline_serializer
from rest_framework import serializers
from rest_framework.request import Request

from milestones.api.columns import in_order, in_words_order, value_at
from milestones.api.cursors import CURSOR, PLACE, Cursor
from milestones.api.filters import Filter
from milestones.api.languages import ALL, ALL_LANGUAGES, LANG_OR_ALL, in_every_language
from milestones.api.moments import told
from milestones.api.parameters import LANG, LANGUAGES, LIMIT, OFFSET, POINT, ROWS, SEARCH, Parameter, ordering
from milestones.api.problems import invalid, not_found
from milestones.api.schema import component_name
from milestones.api.tables.forms import JSON
from milestones.api.views.base import ReadView, as_json
from milestones.api.views.tabled import TabledView
from milestones.kinds.kind import plan_of, translated_names
from milestones.models.publication import Bounded
from milestones.state import PlanState, state_of
from milestones.state.keeping import keeper
from milestones.state.standing import Freshness
from milestones.tables.columns import MOST_ROWS, Table


class ListView(TabledView):
    """A page of things, or a table of all; `orderings` are the columns by the words that order by them."""

    orderings: ClassVar[Mapping[str, str]] = {}
    searched: ClassVar[Sequence[str]] = ()
    turns: Mapping[str, str | None] = {}
    """The pages before and after, by their relations to this one."""
    beside: ClassVar[Mapping[str, str]] = {}
    """The texts that a page has beside its rows, each with what it is."""
    told_beside: Mapping[str, str] = {}
    """What these say of this page."""

    @classmethod
    @cache
    def own_parameters(cls) -> tuple[Parameter, ...]:
        parameters = [*super().own_parameters(), LIMIT, OFFSET, ordering(tuple(cls.orderings))]
        return (*parameters, SEARCH) if cls.searched else tuple(parameters)

    @classmethod
    def answer_shape(cls) -> Any:
        return _page_shape(cls.serializer_class, tuple(cls.beside.items()))

    walked = 0
    """How many rows a walk gave before."""
    following: Mapping[str, Any] | None = None
    """What leads to the next page of a walk; nothing at its end."""

    def gathered(self) -> tuple[int, Iterator[bytes]]:
        """How many there are in all and, as JSON, those from `offset` on, at most `limit`; raises ValidationError."""
        raise NotImplementedError

    def answer(self, request: Request, **kwargs: Any) -> bytes:
        return self.page(*self.gathered())

    def table(self, request: Request, **kwargs: Any) -> Table:
        count, rows = self.gathered()
        shown = max(0, min(count - self.offset, self.limit))
        return self.named(self.shape.fields, shown, map(json.loads, rows))

    def page(self, count: int, results: Iterable[bytes]) -> bytes:
        """A page as a body, of rows that are JSON."""
        limit, offset = self.limit, self.offset
        following, before = self.following, None
        if following is None:
            following = {"offset": offset + limit} if offset + limit < count else {}
            before = {"offset": max(0, offset - limit) or None} if offset else None
        self.turns = {
            "next": self.address(**following) if following else None,
            "prev": None if before is None else self.address(**before),
        }
        envelope = as_json(
            {"count": count, "next": self.turns["next"], "previous": self.turns["prev"], **self.told_beside}
        )
        return b'%s,"results":[%s]}' % (envelope[:-1], b",".join(results))

    def links(self) -> dict[str, str]:
        pages = {relation: address for relation, address in self.turns.items() if address is not None}
        return super().links() | pages

    @property
    def limit(self) -> int:
        """How many are shown at the most: of a table one more than it may have, by which that is told."""
        most = ROWS if self.asked_form == JSON else MOST_ROWS[self.asked_form] + 1
        limit: int = self.asked.get("limit", most)
        return limit

    @property
    def offset(self) -> int:
        return self.asked.get("offset", self.walked)


@cache
def _page_shape(shape: type[Any], beside: tuple[tuple[str, str], ...]) -> Any:
    """The shape of a page; lists of the same rows share it, as the schema has one of its name."""
    return inline_serializer(
        f"{component_name(shape)}Page",
        {
            "count": serializers.IntegerField(help_text="How many there are in all."),
            "next": serializers.CharField(allow_null=True, help_text="Address of the next page."),
            "previous": serializers.CharField(allow_null=True, help_text="Address of the page before."),
            **{name: serializers.CharField(help_text=words) for name, words in beside},
            "results": shape(many=True),
        },
    )


class RowsView(ReadView):
    """A view of the rows of one model, each as its columns say."""

    lang = LANG_OR_ALL

    def tell(self, row: Any, state: PlanState) -> dict[str, Any]:
        """What the answer says of a row."""
        return self.serializer_class.told(row, state)

    def spoken(self, make: Callable[[], dict[str, Any]]) -> dict[str, Any]:
        """What is made, in the language that is spoken or, if that is asked for, in all."""
        return in_every_language(make) if self.asked.get("lang") == ALL else make()

    def _answered(self, request: Request, **kwargs: Any) -> HttpResponseBase:
        response = super()._answered(request, **kwargs)
        if self.asked.get("lang") == ALL:
            response.headers["Content-Language"] = ", ".join(LANGUAGES)
            cast("Any", response).content_type = ALL_LANGUAGES
        return response


class RowListView(RowsView, ListView):
    """A list of rows."""

    default_order: ClassVar[Sequence[str]] = ("plan__slug", "rank", "pk")

    @classmethod
    @cache
    def own_parameters(cls) -> tuple[Parameter, ...]:
        return (*super().own_parameters(), CURSOR)

    def gathered(self) -> tuple[int, Iterator[bytes]]:
        rows = self._found()
        count = len(rows)
        if self.cursor is not None and self.cursor.place:
            self.walked, count = next(at for at, row in enumerate(rows, 1) if row is PLACE), count - 1
        shown = rows[self.offset : self.offset + self.limit]
        if self.cursor is not None:
            leads_on = self.offset + self.limit < len(rows)
            self.following = {"cursor": self._cursor_after(shown[-1])} if leads_on else {}
        return count, map(self._row, shown)

    def _found(self) -> list[Any]:
        """The rows that pass, in order, with the place of the walk among them."""
        lists = [in_order(state, self.model, self.default_order) for state in self.states]
        words, cursor = self.asked.get("ordering", ()), self.cursor
        if cursor is not None and cursor.place:
            lists.append(([tuple(cursor.place)], [PLACE]))
        tests = [*self.tests()]
        if len(lists) == 1:
            rows = lists[0][1]
        else:
            rows = [row for _terms, row in merge(*(zip(*placed, strict=True) for placed in lists), key=itemgetter(0))]
        if tests:
            rows = [row for row in rows if row is PLACE or all(test(row) for test in tests)]

        def term(row: Any, word: str) -> Any:
            return cursor.words[word] if row is PLACE else self.value(row, self.orderings[word])  # type: ignore[union-attr,index] # the place is of a cursor

        return in_words_order(rows, words, term)

    @cached_property
    def cursor(self) -> Cursor | None:
        """The place of the walk that is asked for; refuses one of another list or order."""
        cursor: Cursor | None = self.asked.get("cursor")
        if cursor is not None and "offset" in self.asked:
            raise invalid("cursor", _("A walk by cursor knows no offset. Leave one of them out."))
        if cursor is not None and cursor.pins is not None and cursor.walk != self._walk:
            raise invalid("cursor", _("This cursor is of another list or order. Begin with cursor=*."))
        return cursor

    @property
    def _walk(self) -> str:
        return " ".join((self.operation, *self.asked.get("ordering", ())))

    def _cursor_after(self, row: Any) -> str:
        pins = {fresh.plan_id: self._pin(fresh) for fresh in self.plans}
        place = [value_at(row, path) for path in self.default_order]
        words = [word.removeprefix("-") for word in self.asked.get("ordering", ())]
        terms = {word: self.value(row, self.orderings[word]) for word in words}
        return Cursor(self._walk, pins, place, terms).text()

    @cached_property
    def states(self) -> tuple[PlanState, ...]:
        """The states of the plans or, in a walk, those at which it began; a plan that is newer is none of its."""
        if self.cursor is None:
            return tuple(state_of(fresh, self.asked.get("known_at")) for fresh in self.plans)
        pins = self.cursor.pins
        self.plans = tuple(fresh for fresh in self.plans if pins is None or fresh.plan_id in pins)
        return tuple(state_of(fresh, self._pin(fresh)) for fresh in self.plans)

    def _pin(self, fresh: Freshness) -> datetime | None:
        """The instant of the revision of the plan at which the walk looks."""
        if self.cursor is not None and self.cursor.pins is not None:
            return self.cursor.pins[fresh.plan_id]
        known_at: datetime | None = self.asked.get("known_at")
        return min(filter(None, (known_at, fresh.revised_at)), default=None)

    def tests(self) -> Iterator[Callable[[Any], bool]]:
        """What a row must pass to be listed: the filters and the search. That of the plans chose the states."""
        for name, given in self.given.items():
            if name != "plan":
                yield self._passes(self.filters[name], given)
        if "search" in self.asked:
            yield self._has(self.asked["search"].lower())

    def value(self, row: Any, path: str) -> Any:
        """What is tested of a row, or orders it."""
        return value_at(row, path)

    def _passes(self, narrowing: Filter, given: Any) -> Callable[[Any], bool]:
        test = narrowing.test(given)
        return lambda row: test(self.value(row, narrowing.column))

    def _has(self, sought: str) -> Callable[[Any], bool]:
        columns = searched_columns(self.model, self.searched)
        return lambda row: any(sought in str(value_at(row, column) or "").lower() for column in columns)

    def _row(self, row: Any) -> bytes:
        """A row as JSON; whole ones are kept, by language and host."""
        fresh, state = self.by_plan[plan_of(row)]

        def made() -> bytes:
            return as_json(self.spoken(lambda: self.shaped(self.tell(row, state))))

        if self.asked.keys() - NOT_OF_A_ROW or self.asked.get("lang") == ALL:
            return made()
        question = ("row", self.operation, row.pk, state.seen, translation.get_language(), self._host)
        return keeper.kept(question, made, len, of=fresh.tag)

    @cached_property
    def by_plan(self) -> Mapping[int | None, tuple[Freshness, PlanState]]:
        """The plans and their states by the plans' keys."""
        return {state.plan_id: (fresh, state) for fresh, state in zip(self.plans, self.states, strict=True)}

    @cached_property
    def _host(self) -> str:
        return self.request.build_absolute_uri("/")


class RowView(RowsView):
    """One row, by what its address names."""

    def row(self, **named: Any) -> tuple[Any, PlanState]:
        """The row and its state, by all that names it but its plan; raises Http404."""
        columns = {name: value for name, value in named.items() if name != "plan"}
        for state in self.states:
            for row in state.rows(self.model).where(**columns):
                return row, state
        if "slug" in named:
            raise not_found(
                named["slug"], {slug for state in self.states for slug in state.rows(self.model).by("slug")}
            )
        raise Http404

    def answer(self, request: Request, **kwargs: Any) -> Any:
        row, state = self.row(**kwargs)
        return self.spoken(lambda: self.shaped(self.tell(row, state)))


class MomentView(RowView):
    """One row with what follows for it at a moment: on a day, as known at an instant, under a reading."""

    parameters = POINT

    def answer(self, request: Request, **kwargs: Any) -> Any:
        row, state = self.row(**kwargs)
        beside = told(self.plans[0], state, self.moment)
        return self.spoken(lambda: self.shaped(self.tell(row, state) | self.following(row, state) | beside))

    def following(self, row: Any, state: PlanState) -> dict[str, Any]:
        """What follows; raises Http404."""
        raise NotImplementedError


NOT_OF_A_ROW = frozenset(parameter.name for parameter in (LIMIT, OFFSET, SEARCH, LANG)) | {"ordering", "format"}
"""The parameters that leave the rows themselves as they are."""


def searched_columns(model: type[Bounded], names: Sequence[str]) -> list[str]:
    """The columns of the names: of a translated text, those of every language."""
    translated = translated_names(model)
    columns: list[str] = []
    for name in names:
        columns += [f"{name}_{code}" for code in LANGUAGES] if name in translated else [name]
    return columns
