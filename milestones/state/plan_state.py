"""The state of a plan: its rows as they stood, for one audience, and what the engine makes of them."""

from collections import defaultdict
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from operator import itemgetter
from threading import RLock
from typing import Any, Generic, TypeVar, overload

from django.db.models import Model
from django.db.models.base import ModelState

from milestones.contingency import Evaluation, evaluate
from milestones.contingency import plan as engine
from milestones.contingency.scales import Grade
from milestones.kinds.format import ROOT, table_of
from milestones.loading.stored import Columns, StoredRows, assembled, model_of, order_of, read_rows, with_inner
from milestones.models import Observation, Plan, Publication
from milestones.models.publication import Bounded
from milestones.planfile import Entry, to_plan
from milestones.planfile.to_plan import READ_BY_ENGINE, read_by_engine
from milestones.state.boundary import Boundary
from milestones.state.measuring import derived_rows

Row = TypeVar("Row", bound=Model)


class Rows(Sequence[Row], Generic[Row]):
    """The rows in their model's order; nothing here asks a database."""

    def __init__(self, model: type[Row], items: Sequence[Row]) -> None:
        self.model, self._items = model, items

    def __len__(self) -> int:
        return len(self._items)

    def __iter__(self) -> Iterator[Row]:
        return iter(self._items)

    @overload
    def __getitem__(self, index: int) -> Row: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Row]: ...
    def __getitem__(self, index: int | slice) -> Row | Sequence[Row]:
        return self._items[index]

    @cached_property
    def by_key(self) -> Mapping[Any, Row]:
        """The rows by their primary keys."""
        return {row.pk: row for row in self._items}

    def by(self, column: str) -> Mapping[Any, tuple[Row, ...]]:
        """The rows by the value of a column; none for a value that no row has."""
        if column not in self._kept:
            self._kept[column] = _grouped(self._items, column)
        return self._kept[column]

    def where(self, **columns: Any) -> "Rows[Row]":
        """The rows whose columns have these values; where none is named these themselves, with what is kept of them."""
        if not columns:
            return self
        rows: Sequence[Row] = self._items
        for name, value in columns.items():
            rows = self.by(name)[value] if rows is self._items else _grouped(rows, name)[value]
        return Rows(self.model, rows)

    def get(self, **columns: Any) -> Row:
        """The one row whose columns have these values; raises the model's DoesNotExist where there is none."""
        rows = self.where(**columns)
        if not rows:
            raise self.model.DoesNotExist(f"There is no {self.model._meta.verbose_name} with {columns}.")  # type: ignore[attr-defined] # every model has one
        return rows[0]

    @cached_property
    def _kept(self) -> dict[str, Mapping[Any, tuple[Row, ...]]]:
        return {}


class _Groups(dict[Any, tuple[Any, ...]]):
    def __missing__(self, value: Any) -> tuple[Any, ...]:
        return ()


def _grouped(rows: Sequence[Any], column: str) -> Mapping[Any, tuple[Any, ...]]:
    groups: defaultdict[Any, list[Any]] = defaultdict(list)
    for row in rows:
        groups[getattr(row, column)].append(row)
    return _Groups({value: tuple(alike) for value, alike in groups.items()})


ENGINE_TABLES = tuple(read_by_engine(table) for table in ROOT.nested if table.kind in READ_BY_ENGINE)
HEADER, *ENGINE_LISTS = ENGINE_TABLES
OBSERVATIONS = table_of("indicators.observations")
BYTES_OF_A_ROW, BYTES_OF_ITS_COLUMNS = 800, 1050
"""What a row takes and what its columns do, as measured with tracemalloc over the Gaza plan (775 beside them)."""

Version = tuple[int, int, int]
"""(revision, how many marks wait, key of the newest or 0), all as one audience counts them.

Equal ones show it the same rows: marks go only with a recompute, which raises its revision where it sees a difference,
so under one revision they only grow. The newest key alone would not do: an edit may commit after another whose mark
was made later.
"""


@dataclass(eq=False)
class PlanState:
    """One plan for those who see `seen`, of the calendar day `today`; immutable, and shared by threads.

    `columns` are those of every row, hidden ones too: they are asked only through the boundary. Rows are instances of
    their models, made when they are first asked for, with what they name at hand: no attribute asks the database.

    `computed_at` is the instant of the plan's stored evaluation, `revised_at` of its revision; `is_stale` says that an
    edit, made first at `waiting_since`, or a new day waits, `has_failed` that its recompute failed. `revision` is the
    plan's own number, which is told to nobody who counts fewer. A state of the past leaves out what is restricted in
    the state whose identity is `superseded_by`: `withheld` rows that were seen then. Measures count what was known at
    `known_at`; None: all that the state holds. In a preview
    (`is_preview`) drafts are as they would be if they were published.
    """

    plan_id: int
    revision: int
    version: Version
    columns: Columns
    seen: frozenset[Publication]
    today: date
    computed_at: datetime | None = None
    revised_at: datetime | None = None
    is_stale: bool = False
    waiting_since: datetime | None = None
    has_failed: bool = False
    withheld: int = 0
    superseded_by: Hashable = None
    known_at: datetime | None = None
    is_preview: bool = False

    def __post_init__(self) -> None:
        self._boundary = Boundary(self.columns, self.seen, self.today)
        self._lock = RLock()
        self._rows: dict[type[Model], Rows[Any]] = {}
        self._whole: dict[type[Model], Rows[Any]] = {}
        """Of the rows made, those that have all that they name at hand: only these are for other threads."""
        self._making = 0
        self.kept: dict[Any, Any] = {}
        """What readers keep here of what they made of the state alone, under keys of their own."""

    @property
    def identity(self) -> Hashable:
        """Equal ones show the same rows to those who see the same."""
        waiting = (self.version, Publication.DRAFT in self.seen) if self.version[1] else None
        return self.plan_id, self.revision, waiting, self.superseded_by, self.known_at, self.is_preview

    @property
    def is_past(self) -> bool:
        """Whether there is a newer revision than this."""
        return self.superseded_by is not None

    @cached_property
    def plan(self) -> Plan:
        """The plan's own row. Raises Plan.DoesNotExist where the audience does not see it."""
        return self.rows(Plan).get()

    def rows(self, model: type[Row]) -> Rows[Row]:
        """The rows of a model that the audience sees, in the order of the plan file."""
        if model in self._whole:
            return self._whole[model]
        with self._lock:
            self._making += 1
            try:
                if model not in self._rows:
                    self._make(model)
            finally:
                self._making -= 1
            if not self._making:
                self._whole = dict(self._rows)
            return self._rows[model]

    def keys(self, model: type[Bounded]) -> frozenset[int]:
        """The keys of the stored rows of a model that the audience sees."""
        return self._boundary.keys(model)

    def stored_columns(self, model: type[Model]) -> tuple[dict[str, Any], ...]:
        """The columns of the rows of a model that the audience sees, in order, as they are stored."""
        keys = self.keys(model)  # type: ignore[arg-type] # all are bounded
        return tuple(row for row in self._boundary.columns(model) if row["id"] in keys)

    def seen_columns(self, model: type[Model]) -> tuple[dict[str, Any], ...]:
        """The columns of the rows of a model that the audience sees, in order, with what measures give."""
        stored = self.stored_columns(model)
        if model is not Observation or not self.derived:
            return stored
        return tuple(sorted((*stored, *self.derived), key=itemgetter(*order_of(OBSERVATIONS))))

    @cached_property
    def derived(self) -> tuple[dict[str, Any], ...]:
        """The observations that measures give, as their columns."""
        return tuple(derived_rows(self, self.until))

    @property
    def until(self) -> date:
        """The day up to which measures count: the plan's own today."""
        (plan,) = self._boundary.columns(Plan)
        return min(self.today, plan["ended"] or self.today)

    @cached_property
    def counting(self) -> "PlanState":
        """The state of what counts for the audience: all that it sees but drafts."""
        seen = self.seen - {Publication.DRAFT}
        if seen == self.seen:
            return self
        return replace(self, seen=seen)

    @cached_property
    def engine_plan(self) -> engine.Plan:
        """What counts, as the engine reads it; every `ref` is the key of the row it came from."""
        seen = {table: self.counting.seen_columns(model_of(table)) for table in with_inner(ENGINE_LISTS)}
        (plan,) = self._boundary.columns(Plan)  # of a draft nothing counts, and even that has a slug
        return plan_of_rows(assembled(ENGINE_LISTS, seen), plan["slug"], plan["verification"])

    def evaluate(self, on: date, known_at: datetime | None = None, reading: str | None = None) -> Evaluation:
        """The evaluation of what counts; raises UnknownReading for a reading that the plan does not declare."""
        return evaluate(self.engine_plan, on=on, known_at=known_at, reading=reading)

    @property
    def size(self) -> int:
        """About how many bytes its rows take, once they are made; those of the past share their columns with none."""
        bytes_of_a_row = BYTES_OF_A_ROW + BYTES_OF_ITS_COLUMNS * self.is_past
        return bytes_of_a_row * sum(map(len, self.columns.values()))

    def _make(self, model: type[Model]) -> None:
        blank = {field.attname: None for field in model._meta.concrete_fields}
        own = {"revision": self.version[0]} if model is Plan else {}
        made = [_instance(model, {**blank, **row, **own}) for row in self.seen_columns(model)]
        self._rows[model] = Rows(model, tuple(made))  # before what they name: rows may name one another
        for field in model._meta.concrete_fields:
            named: Any = field.related_model
            if self._boundary.holds(named):
                _join(made, field, self.rows(named).by_key)


def plan_of_rows(rows: StoredRows, slug: str, verification: int) -> engine.Plan:
    """The engine's plan of the rows of its lists; every `ref` is the key of the row it came from."""
    header = HEADER.entry(slug=slug, verification=Grade(verification))
    lists = {table.key: rows.entries(table) for table in ENGINE_LISTS}
    return to_plan(Entry(ROOT, {HEADER.key: header, **lists}))


def engine_plan(plan: Plan) -> engine.Plan:
    """All that is stored of a plan, whoever may see it, in a number of queries that does not grow with the plan."""
    return plan_of_rows(read_rows(ENGINE_LISTS, plan.pk), plan.slug, plan.verification)


def _instance(model: type[Row], columns: Mapping[str, Any]) -> Row:
    """A row of the model; past the constructor, which would take ten times as long and ask for every column."""
    row = model.__new__(model)
    row._state = ModelState()
    row._state.adding = False
    row.__dict__.update(columns)
    return row


def _join(rows: list[Any], key: Any, named: Mapping[Any, Any]) -> None:
    """Put at hand what the rows name; what the audience does not see they do not name."""
    for row in rows:
        other = named.get(getattr(row, key.attname))
        if other is None:
            setattr(row, key.attname, None)
        row._state.fields_cache[key.name] = other
