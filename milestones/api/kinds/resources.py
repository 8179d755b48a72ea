"""A kind in the API: its list and its single rows, mounted below its app's slug."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db.models import Model
from django.utils.text import capfirst

from milestones.api.filters import Filter
from milestones.api.kinds.keys import Key, keys_of
from milestones.api.kinds.shapes import KindSerializer, narrowing, shape_of
from milestones.api.serializers.base import AddressField
from milestones.api.views.lists import RowListView, RowView
from milestones.api.views.steps import STEPS, Step, StepView
from milestones.api.views.writing import Adding, Changing, WriteView
from milestones.kinds import Kind, ValueType
from milestones.kinds.fields import in_english
from milestones.models import Plan
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
    omitted: Collection[str] = ()
    """The columns that are told in another way."""
    filters: dict[str, Filter] = field(default_factory=dict)
    """More filters, or better ones."""
    searched: Sequence[str] = ()
    """More columns in which a search looks."""
    base: type[KindSerializer] = KindSerializer
    """A serializer with what hangs on a row beside its columns."""
    path: str = ""
    """Where its list stands, if not at its key."""
    operation: str = ""
    """What programs that are made from the schema call the list, if not by its app and key."""


@dataclass(frozen=True, eq=False)
class Resource:
    """A kind in the API, under a heading of its documentation: a pillar app's slug, or one of the core's own."""

    kind: Kind
    tag: str
    special: Special = Special()
    is_of_core: bool = False

    @property
    def key(self) -> str:
        """What names a row in its address."""
        return "/".join(f"<{'int' if name == 'pk' else 'slug'}:{name}>" for name in self._named)

    @property
    def path(self) -> str:
        """The address of the list, below its app's."""
        return self.special.path or self.kind.path

    @property
    def route(self) -> str:
        """What the address of a single row is called."""
        if self.is_of_core:
            return str(self.kind.model._meta.model_name)
        return f"{self.tag}-{self.path}-one"

    @cached_property
    def keys(self) -> tuple[Key, ...]:
        """The keys of a row."""
        special = self.special
        return tuple(keys_of(self.kind, renamed=special.renamed, also=special.also, omitted=special.omitted))

    @cached_property
    def shape(self) -> type[KindSerializer]:
        """The serializer of a row."""
        address = AddressField(f"api:{self.route}", **self._named)
        return shape_of(self.kind, self._name, self.keys, address, self.special.base)

    @cached_property
    def filters(self) -> Mapping[str, Filter]:
        """The filters of the list by their names."""
        return {name: filter_ for key in self.keys for name, filter_ in narrowing(key)} | self.special.filters

    @cached_property
    def many(self) -> type[RowListView]:
        """The view of the list."""
        title = capfirst(in_english(self.kind.model._meta.verbose_name_plural))
        options = {
            "__doc__": f"{title}: what the reader may see, in order.",
            "operation": self._operation,
            "summary": title,
            "filters": self.filters,
            "orderings": dict(self._orderings()),
            "default_order": tuple(self._order()),
            "searched": tuple(self._searched()),
        }
        return type(f"{self._name}ListView", (Adding, RowListView), self._shared | options)

    @cached_property
    def one(self) -> type[RowView]:
        """The view of a single row."""
        title = f"One {in_english(self.kind.model._meta.verbose_name)}"
        options = {
            "__doc__": f"{title}.",
            "operation": self.route if self.is_of_core else f"{self._operation}_one",
            "summary": title,
        }
        base = WriteView if self.kind.is_of_records else Changing
        return type(f"{self._name}View", (base, RowView), self._shared | options)

    def _view_of(self, one: type[RowView], name: str, step: Step) -> type[RowView]:
        """The view of what can be done to the row that another shows."""
        operation = f"{self._operation}_{name.replace('-', '_')}"
        own = {"__module__": one.__module__, "operation": operation, "step": step, "writes": {"POST": step.write}}
        return type(f"{self._name}{name.title()}View", (StepView, one), own)

    def routes(self, one: Any = None, many: Any = None) -> Iterator[ApiRoute]:
        """Its addresses below its app's: the list, a row (by these views, if given), what is done to it."""
        address, one = f"{self.path}/{self.key}", one or self.one
        yield ApiRoute(self.path, many or self.many)
        yield ApiRoute(address, one, self.route)
        for name, step in STEPS.items():
            if step.is_of(self.kind):
                yield ApiRoute(f"{address}/{name}", self._view_of(one, name, step), f"{self.route}-{name}")

    @property
    def _named(self) -> dict[str, str]:
        """What names a row in its address, and the columns that it comes from."""
        if self.kind.model is Plan:
            return {"plan": "slug"}
        return {"plan": f"{self.kind.in_plan}__slug", "slug": "slug"} if self.kind.is_named_in_plan else {"pk": "pk"}

    @property
    def _name(self) -> str:
        return self.special.name or self.kind.model.__name__

    @property
    def _operation(self) -> str:
        if self.is_of_core:
            return self.special.operation or self.path.replace("-", "_")
        return self.special.operation or f"{self.tag}_{self.kind.key}"

    @property
    def _shared(self) -> dict[str, Any]:
        return {
            "__module__": self.kind.model.__module__,
            "model": self.kind.model,
            "serializer_class": self.shape,
            "tag": self.tag,
        }

    def _orderings(self) -> Iterator[tuple[str, str]]:
        """The columns by the words that order by them: those with an order, and slugs that every row has in sight."""
        if self.kind.is_of_records:
            yield from (("date", "date"), ("recorded_at", "recorded_at"))
        else:
            yield "rank", "rank"
        for key in self.keys:
            is_slug = key.field.value_type is ValueType.SLUG or (key.is_reference and key.is_by_slug)
            if key.field.value_type in ORDERED or (is_slug and not key.may_hide and not key.may_be_null):
                yield key.name, key.source

    def _order(self) -> Iterator[str]:
        """The order of a list that nobody orders: records by their dates, all else as in the plan."""
        if self.kind.is_of_records:
            yield from RECORD_ORDER
            return
        *owners, _plan = self.kind.in_plan.split("__")
        yield f"{self.kind.in_plan}__slug"
        for depth in range(len(owners), 0, -1):
            owner = "__".join(owners[:depth])
            yield from (f"{owner}__rank", f"{owner}_id")
        yield from ("rank", "pk")

    def _searched(self) -> Iterator[str]:
        """The columns in which a search looks: texts, codes and slugs."""
        yield from (field.name for field in self.kind.fields if field.value_type in SEARCHED)
        yield from self.special.searched


def routes(
    app: str, kinds: Iterable[Kind], special: Mapping[type[Model], Special] | None = None
) -> tuple[ApiRoute, ...]:
    """The addresses of each kind below the app's slug: its list, and a part by plan and slug or a record by number."""
    resources = [Resource(kind, app, (special or {}).get(kind.model, Special())) for kind in kinds]
    return tuple(route for resource in resources for route in resource.routes())
