"""A kind in the API: its list and its single rows, mounted below its app's slug."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db.models import Model
from django.utils.translation import override
from django_filters import Filter, FilterSet

from milestones.api.kinds.filtering import filters_of
from milestones.api.kinds.keys import Key, keys_of
from milestones.api.kinds.shapes import KindSerializer, shape_of
from milestones.api.serializers.base import AddressField
from milestones.api.views.lists import RowListView, RowView
from milestones.kinds import Kind, ValueType
from milestones.registry import ApiRoute

RECORD_ORDER = ("date", "recorded_at", "pk")
SEARCHED = (ValueType.SLUG, ValueType.TEXT, ValueType.CODE)
ORDERED = (ValueType.DAY, ValueType.NUMBER, ValueType.WHOLE, ValueType.SCALE)


@dataclass(frozen=True)
class Special:
    """What a kind's model cannot say of it in the API."""

    name: str = ""
    """What the schema calls a row, if not as its model."""
    renamed: Mapping[str, str] = field(default_factory=dict)
    """The keys that are called otherwise than their columns, by the columns."""
    also: Mapping[str, str] = field(default_factory=dict)
    """More keys, with the look-ups that they follow, such as {"body": "seat__body"}."""
    filters: Mapping[str, Filter] = field(default_factory=dict)
    """More filters, or better ones."""
    searched: Sequence[str] = ()
    """More columns in which a search looks."""
    operation: str = ""
    """What programs that are made from the schema call the list, if not by its app and key."""


@dataclass(frozen=True, eq=False)
class Resource:
    """A kind in the API of the pillar app whose slug is `app`."""

    kind: Kind
    app: str
    special: Special = Special()

    @cached_property
    def keys(self) -> tuple[Key, ...]:
        """The keys of a row."""
        return tuple(keys_of(self.kind, renamed=self.special.renamed, also=self.special.also))

    @cached_property
    def shape(self) -> type[KindSerializer]:
        """The serializer of a row."""
        plan = f"{self.kind.in_plan}__slug"
        named = {"plan": plan, "slug": "slug"} if self.kind.is_named else {"pk": "pk"}
        address = AddressField(f"api:{self.app}-{self.kind.path}-one", **named)
        return shape_of(self.kind, self._name, self.keys, address)

    @cached_property
    def filterset(self) -> type[FilterSet]:
        """The filters of the list."""
        return filters_of(self._name, self.keys, self.special.filters)

    @cached_property
    def many(self) -> type[RowListView]:
        """The view of the list."""
        title = _title(self.kind.model._meta.verbose_name_plural)
        ways = RECORD_ORDER[:2] if self.kind.is_of_records else ("rank", "slug")
        own = [key for key in self.keys if key.field.value_type in ORDERED]
        options = {
            "__doc__": f"{title}: what the reader may see, in order.",
            "operation": self._operation,
            "summary": title,
            "filterset_class": self.filterset,
            "orderings": {way: way for way in ways} | {key.name: key.path for key in own},
            "default_order": RECORD_ORDER if self.kind.is_of_records else RowListView.default_order,
            "searched": tuple(self._searched()),
        }
        return type(f"{self._name}ListView", (RowListView,), self._shared | options)

    @cached_property
    def one(self) -> type[RowView]:
        """The view of a single row."""
        title = f"One {_title(self.kind.model._meta.verbose_name, is_first=False)}"
        options = {
            "__doc__": f"{title}.",
            "operation": f"{self._operation}_one",
            "summary": title,
            "keys": RowView.keys if self.kind.is_named else {"pk": "pk"},
        }
        return type(f"{self._name}View", (RowView,), self._shared | options)

    @property
    def _name(self) -> str:
        return self.special.name or self.kind.model.__name__

    @property
    def _operation(self) -> str:
        return self.special.operation or f"{self.app}_{self.kind.key}"

    @property
    def _shared(self) -> dict[str, Any]:
        return {
            "__module__": self.kind.model.__module__,
            "model": self.kind.model,
            "serializer_class": self.shape,
            "tag": self.app,
        }

    def _searched(self) -> Iterator[str]:
        """The columns in which a search looks: texts, codes and slugs."""
        yield from (each.name for each in self.kind.fields if each.value_type in SEARCHED)
        yield from self.special.searched


def routes(
    app: str, kinds: Iterable[Kind], special: Mapping[type[Model], Special] | None = None
) -> tuple[ApiRoute, ...]:
    """The addresses of each kind below the app's slug: its list, and a part by plan and slug or a record by number."""
    resources = [Resource(kind, app, (special or {}).get(kind.model, Special())) for kind in kinds]
    return tuple(
        route
        for resource in resources
        for route in (
            ApiRoute(resource.kind.path, resource.many),
            ApiRoute(f"{resource.kind.path}/{_key(resource.kind)}", resource.one),
        )
    )


def _key(kind: Kind) -> str:
    return "<slug:plan>/<slug:slug>" if kind.is_named else "<int:pk>"


def _title(words: Any, *, is_first: bool = True) -> str:
    with override("en"):
        title = str(words)
    return title[:1].upper() + title[1:] if is_first else title
