"""Lists: filtered by a closed set, in a total order, a page at a time."""

from collections.abc import Mapping, Sequence
from functools import reduce
from operator import or_
from typing import Any, ClassVar

from django.db.models import F, Q, QuerySet
from django.http import Http404
from drf_spectacular.utils import inline_serializer
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.utils.urls import remove_query_param, replace_query_param

from milestones.api.parameters import LANGUAGES, LIMIT, OFFSET, POINT, ROWS, SEARCH, Parameter, ordering
from milestones.api.schema import component_name
from milestones.api.views.base import ReadView
from milestones.kinds.kind import translated_names
from milestones.models.publication import Bounded
from milestones.selectors.api_moments import Moment


class ListView(ReadView):
    """A page of things; `orderings` are the columns by the words that order by them."""

    orderings: ClassVar[Mapping[str, str]] = {}
    searched: ClassVar[Sequence[str]] = ()

    @classmethod
    def own_parameters(cls) -> tuple[Parameter, ...]:
        found = [*super().own_parameters(), LIMIT, OFFSET, ordering(tuple(cls.orderings))]
        return (*found, SEARCH) if cls.searched else tuple(found)

    @classmethod
    def answer_shape(cls) -> Any:
        return inline_serializer(
            f"{component_name(cls.serializer_class)}Page",
            {
                "count": serializers.IntegerField(help_text="How many there are in all."),
                "next": serializers.CharField(allow_null=True, help_text="Address of the next page."),
                "previous": serializers.CharField(allow_null=True, help_text="Address of the page before."),
                "results": cls.serializer_class(many=True),
            },
        )

    def page(self, count: int, results: Any) -> dict[str, Any]:
        """The envelope of a page."""
        limit, offset = self.limit, self.offset
        here = self.request.build_absolute_uri()
        following = replace_query_param(here, "offset", offset + limit) if offset + limit < count else None
        before = None
        if offset > limit:
            before = replace_query_param(here, "offset", offset - limit)
        elif offset:
            before = remove_query_param(here, "offset")
        return {"count": count, "next": following, "previous": before, "results": results}

    @property
    def limit(self) -> int:
        return self.asked.get("limit", ROWS)

    @property
    def offset(self) -> int:
        return self.asked.get("offset", 0)

    def narrowed(self, rows: QuerySet) -> QuerySet:
        """The rows that pass the filters and the search."""
        if self.filterset is not None:
            rows = self.filterset.filter_queryset(rows)
        sought = self.asked.get("search")
        if sought is None:
            return rows
        columns = searched_columns(rows.model, self.searched)
        return rows.filter(reduce(or_, (Q(**{f"{column}__icontains": sought}) for column in columns)))

    def ordered(self, rows: QuerySet, default: Sequence[str]) -> QuerySet:
        """The rows in the order that was asked for, the default one after it; what is missing comes last."""
        terms: list[Any] = []
        for word in self.asked.get("ordering", ()):
            column = F(self.orderings[word.removeprefix("-")])
            is_descending = word.startswith("-")
            terms.append(column.desc(nulls_last=True) if is_descending else column.asc(nulls_last=True))
        return rows.order_by(*terms, *default)


class RowsView(ReadView):
    """A view of the rows of one model, each as its columns say."""

    def rows(self, request: Request, **kwargs: Any) -> QuerySet:
        """The rows that the reader may see."""
        return rows_seen(self.model, request)

    def tell(self, rows: QuerySet, request: Request) -> list[dict[str, Any]]:
        """The rows with what the answer says of each."""
        return with_lines(self.serializer_class, rows, request)


class RowListView(RowsView, ListView):
    """A list of rows."""

    default_order: ClassVar[Sequence[str]] = ("plan__slug", "rank", "pk")

    def answer(self, request: Request, **kwargs: Any) -> dict[str, Any]:
        rows = self.narrowed(self.rows(request, **kwargs))
        page = self.ordered(rows, self.default_order)[self.offset : self.offset + self.limit]
        return self.page(rows.count(), self.shaped(self.tell(page, request), many=True))


class RowView(RowsView):
    """One row, by what its address names."""

    keys: ClassVar[Mapping[str, str]] = {"plan": "plan__slug", "slug": "slug"}

    def row(self, request: Request, **kwargs: Any) -> dict[str, Any]:
        """The row; raises Http404."""
        named = {self.keys[name]: value for name, value in kwargs.items()}
        found = self.tell(self.rows(request, **kwargs).filter(**named), request)
        if not found:
            raise Http404
        return found[0]

    def answer(self, request: Request, **kwargs: Any) -> Any:
        return self.shaped(self.row(request, **kwargs))


class MomentView(RowView):
    """One row with what follows for it at a moment: on a day, as known at an instant, under a reading."""

    parameters = POINT

    def answer(self, request: Request, **kwargs: Any) -> Any:
        row = self.row(request, **kwargs)
        moment, beside = self.moment_of_plan()
        return self.shaped(row | self.following(row, moment) | beside)

    def following(self, row: Mapping[str, Any], moment: Moment) -> dict[str, Any]:
        """What follows; raises Http404."""
        raise NotImplementedError


def rows_seen(model: type[Bounded], request: Request) -> QuerySet:
    """The model's rows that the reader may see."""
    return model.objects.visible_to(request.user)


def with_lines(serializer: Any, rows: QuerySet, request: Request) -> list[dict[str, Any]]:
    """The rows as the columns that the serializer names, with its lines: lists that hang on each row."""
    annotations = serializer.annotations(request.user)
    found = list(rows.annotate(**annotations).values("pk", *serializer.columns, *annotations))
    keys = [row["pk"] for row in found]
    for name, load in serializer.lines.items():
        lines = load(keys, request.user)
        for row in found:
            row[name] = lines.get(row["pk"], [])
    return found


def searched_columns(model: type[Bounded], names: Sequence[str]) -> list[str]:
    """The columns of the names: of a translated text, those of every language."""
    translated = translated_names(model)
    columns: list[str] = []
    for name in names:
        columns += [f"{name}_{code}" for code in LANGUAGES] if name in translated else [name]
    return columns
