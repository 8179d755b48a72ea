"""One kind of row: its model, the name of its list, and where it belongs."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from django.db import models
from django.utils.text import capfirst
from modeltranslation.translator import NotRegistered, translator

from milestones.kinds.constraints import check_rules, unique_rules
from milestones.kinds.fields import KindField, ValueType
from milestones.kinds.rules import Breach, ListRule, Lists, RowRule
from milestones.models import AppendOnly, Plan, RetractableRecord
from milestones.models.append_only import RETRACTION
from milestones.models.publication import Bounded, Published, plan_path
from milestones.planfile.fields import Field
from milestones.planfile.table import Rule

WORKINGS = frozenset({"id", "plan", "rank", "entered_by", "replaces", "revision"})
"""Columns that no door tells as a value: a row's key, its plan, its place in its list, and by whom it was entered."""

RECORD_KEYS = {"recorded_at": "recorded", "retracted_at": "retracted"}
"""How the plan file calls the two clocks; the API calls them by their columns."""


@dataclass(frozen=True, eq=False)
class Kind:
    """One kind of row, whose list is called `key` in the plan file and, with hyphens, in addresses of the API.

    `renamed` gives the file's key of each column that is called otherwise there. `owner` is the column that names the
    row in whose entry the list stands; without one it stands in the plan itself or in its pillar's section. `rules` are
    those that the database cannot hold; what its constraints say is not said again.

    `is_imported` says that its rows are brought in from spreadsheets too: each key of theirs is one value.

    For the plan file alone: `composed` are keys declared by hand, in place of those of their columns; `called` says
    what a closed list's word is; `identity` are the keys that tell its entries apart, where no slug does; `is_needed`
    that a file has the list; `is_often_one` that one entry may stand without a list; `entry_rules` what an entry may
    not say in a file, or had better not.
    """

    model: type[Bounded]
    key: str
    renamed: Mapping[str, str] = field(default_factory=dict)
    owner: str = ""
    rules: tuple[RowRule | ListRule, ...] = ()
    composed: tuple[Field, ...] = ()
    called: Mapping[str, str] = field(default_factory=dict)
    identity: tuple[str, ...] = ()
    is_imported: bool = False
    is_needed: bool = False
    is_often_one: bool = False
    entry_rules: tuple[Rule, ...] = ()

    @property
    def path(self) -> str:
        """Its place in the API, below its app's."""
        return self.key.replace("_", "-")

    @property
    def heading(self) -> str:
        """What its rows are called, above them."""
        return capfirst(str(self.model._meta.verbose_name_plural))

    @property
    def is_of_records(self) -> bool:
        """Whether rows are added and then stay."""
        return issubclass(self.model, AppendOnly)

    @property
    def is_retractable(self) -> bool:
        """Whether a record can be taken back."""
        return issubclass(self.model, RetractableRecord)

    @property
    def is_published(self) -> bool:
        """Whether a row has a publication of its own."""
        return issubclass(self.model, Published)

    @cached_property
    def is_ranked(self) -> bool:
        """Whether a row keeps its place in its list."""
        return any(column.name == "rank" for column in self.model._meta.concrete_fields)

    @property
    def is_named_in_plan(self) -> bool:
        """Whether a slug names a row in its plan."""
        return "slug" in self.keys and "__" not in self.in_plan

    @cached_property
    def in_plan(self) -> str:
        """The look-up from a row to its plan, such as "plan" or "gate__milestone__plan"."""
        return plan_path(self.model)

    @cached_property
    def fields(self) -> tuple[KindField, ...]:
        """Every column that is told, each translated text once, in the model's order: its own first."""
        told = [
            column
            for column in self.model._meta.concrete_fields
            if column.name not in WORKINGS and column.name != self.owner and not hasattr(column, "translated_field")
        ]
        return tuple(sorted(map(self._field, told), key=lambda field: field.name in self.shared_names))

    @cached_property
    def shared_names(self) -> frozenset[str]:
        """The columns that it has from the records and parts of the core, rather than for itself."""
        inherited = {"publication"} if self.is_published else set[str]()
        if self.is_of_records:
            inherited |= {"date", "recorded_at", *RETRACTION, "source", "note", "verification", "embargoed_until"}
        return frozenset(inherited)

    @cached_property
    def row_rules(self) -> tuple[RowRule, ...]:
        """The rules over one entry."""
        own = (rule for rule in self.rules if isinstance(rule, RowRule) and not rule.is_owned)
        return (*check_rules(self.model._meta.constraints, self.keys), *own)

    @cached_property
    def list_rules(self) -> tuple[ListRule, ...]:
        """The rules over the whole list."""
        own = (rule for rule in self.rules if isinstance(rule, ListRule))
        return (*unique_rules(self.model._meta.constraints, self.keys, self.key), *own)

    @cached_property
    def owned_rules(self) -> tuple[RowRule, ...]:
        """The rules over one entry in its owner's."""
        return tuple(rule for rule in self.rules if isinstance(rule, RowRule) and rule.is_owned)

    @cached_property
    def owner_model(self) -> type[models.Model] | None:
        """The model of the rows in whose entries its list stands."""
        return self.model._meta.get_field(self.owner).related_model if self.owner else None

    @cached_property
    def is_single(self) -> bool:
        """Whether there is at most one in its owner's entry, so that it is a value and no list."""
        return bool(self.owner and self.model._meta.get_field(self.owner).one_to_one)

    @cached_property
    def is_link(self) -> bool:
        """Whether a row does nothing but name another in its owner's list."""
        return bool(self.owner) and [told.value_type for told in self.fields] == [ValueType.REFERENCE]

    @property
    def help_text(self) -> str:
        """What one row is, as its model says it."""
        return (self.model.__doc__ or "").strip().partition("\n")[0]

    @cached_property
    def keys(self) -> dict[str, str]:
        """The key of each column that is told."""
        return {field.name: field.key for field in self.fields}

    @cached_property
    def fields_alone(self) -> tuple[KindField, ...]:
        """Every column that is told of a row which stands alone, and not in its owner's entry: its owner first."""
        owner = (self._field(self.model._meta.get_field(self.owner)),) if self.owner else ()
        return (*owner, *self.fields)

    def entry_of(self, row: models.Model) -> dict[str, Any]:
        """The row as an entry, of which rules are asked: a value for each key."""
        return {field.key: field.value_of(row) for field in self.fields}

    def _field(self, column: Any) -> KindField:
        key = self.renamed.get(column.name) or RECORD_KEYS.get(column.name, column.name)
        return KindField(column=column, key=key, is_translated=column.name in translated_names(self.model))


def translated_names(model: type[models.Model]) -> frozenset[str]:
    """The model's texts that are kept in each language."""
    try:
        return frozenset(translator.get_options_for_model(model).all_fields)
    except NotRegistered:
        return frozenset()


def plan_of(row: models.Model) -> int | None:
    """The key of the plan that a row belongs to; None while it belongs to none."""
    *owners, plan = plan_path(type(row)).split("__")
    holder: Any = row
    for owner in owners:
        holder = getattr(holder, owner, None)
    key: int | None = getattr(holder, plan if plan == "pk" else f"{plan}_id", None)
    return key


def plan_keys(model: type[models.Model]) -> list[str]:
    """The model's keys to rows of a plan, which must be those of its own, but for the way to that plan."""
    way = plan_path(model).partition("__")[0]
    relations = (column for column in model._meta.concrete_fields if column.is_relation and column.name != way)
    return [column.name for column in relations if issubclass(column.related_model or Plan, Bounded)]


def breaches_in_lists(kinds: Sequence[Kind], lists: Lists) -> Iterator[Breach]:
    """What the kinds' entries in these lists break, list by list and entry by entry."""
    for kind in kinds:
        for index, entry in enumerate(lists[kind.key]):
            for rule in kind.row_rules:
                for breach in rule.breaches(entry):
                    yield replace(breach, pointer=(kind.key, index, *breach.pointer))
        for list_rule in kind.list_rules:
            yield from list_rule.breaches(lists)
