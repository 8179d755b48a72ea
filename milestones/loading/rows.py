"""Writing rows, one or many: whose name and instant they get, and nothing that was not changed."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import count
from operator import itemgetter
from typing import Any

from django.db import router
from django.db.models import Max, Model, ProtectedError, QuerySet
from django.db.models.deletion import Collector

from milestones.kinds.kind import translated_names
from milestones.loading.stored import ALL, Everyone, model_of, order_of
from milestones.models import Publication, Submission
from milestones.models.publication import plan_path
from milestones.models.records import Dated
from milestones.planfile import Table
from milestones.planfile.fields import Columns
from milestones.selectors.plans import Reader

KEPT_COLUMNS = frozenset({"revision"})
"""Columns that no plan file sets."""
CHUNK = 500
"""So many keys go into one statement; a database takes only so many parameters."""


class RowWriter:
    """Writes rows in a user's name as of an instant, in the caller's transaction.

    One row is saved with Django's signals, which mark its plan; many are written past them, and the caller marks it.
    """

    def __init__(self, *, user: Reader | Everyone, at: datetime) -> None:
        self.user, self.at = None if user is ALL else user, at
        self._ranks: dict[tuple[type[Model], int], Iterator[int]] = {}

    def write(self, row: Any, given: Collection[str]) -> None:
        """Write one row; `given` are the columns that its author filled in or changed.

        A new record gets the name of who enters it and the instant; a new row of a list stands last in it. Of a row
        that is there only what was given is written, beside what others have written since it was read.
        """
        row._author = self.user  # whom the mark of its plan names
        if "rank" in given:
            self._ranks.clear()  # another may be last now
        if not row._state.adding:
            _bring_up_to_date(row, given)
            row.save(update_fields=[field.name for field in row._meta.concrete_fields if field.name in given])
            if "publication" in given or "retracted_at" in given:
                Submission.close(row, at=self.at)
            return
        self.sign(row, given)
        if hasattr(row, "rank") and "rank" not in given:
            row.rank = self._next_rank(row)
        row.save()

    def _next_rank(self, row: Any) -> int:
        """The place after the last in the row's list, the plan's or its owner's; which was last is asked once."""
        model: type[Model] = type(row)
        owner = plan_path(model).partition("__")[0]
        of = model, getattr(row, f"{owner}_id")
        if of not in self._ranks:
            last: int | None = model._default_manager.filter(**{owner: of[1]}).aggregate(last=Max("rank"))["last"]
            self._ranks[of] = count(0 if last is None else last + 1)
        return next(self._ranks[of])

    def sign(self, row: Any, given: Collection[str]) -> None:
        """Say of a new record who entered it, and that it was learned now if its author does not say when."""
        if row._state.adding and isinstance(row, Dated):
            row.entered_by = self.user
            row.recorded_at = row.recorded_at if "recorded_at" in given else self.at

    def write_many(self, rows: Sequence[Any]) -> None:
        """Write new records, which are signed, at one stroke and past signals."""
        type(rows[0])._default_manager.bulk_create(rows, batch_size=CHUNK)

    def add(self, model: type[Model], rows: Iterable[Columns]) -> list[Any]:
        """Insert rows; the instances."""
        author = {"entered_by": self.user} if issubclass(model, Dated) else {}
        return list(model._default_manager.bulk_create([model(**columns, **author) for columns in rows]))

    def overwrite(self, model: type[Model], instances: Sequence[Model]) -> None:
        """Write all columns of rows that are there."""
        key = model._meta.pk
        assert key is not None
        names = [field.name for field in model._meta.concrete_fields if not field.primary_key]
        model._default_manager.bulk_create(
            instances,
            update_conflicts=True,
            unique_fields=[key.name],
            update_fields=[name for name in names if name not in KEPT_COLUMNS],
        )

    def remove(self, model: type[Model], keys: Collection[int], *, free: Collection[str] = ()) -> dict[int, str]:
        """Delete rows with their parts.

        None goes where something rests on one: by the key of each such row, how many of what. The columns named in
        `free` are emptied first, so that rows which go together do not hold one another.
        """
        rows: list[Any] = []
        for chunk in chunks(keys):
            rows.extend(model._default_manager.filter(pk__in=chunk).order_by("pk"))
        if free:
            _set(model, dict.fromkeys(free), keys)
        collector = Collector(using=router.db_for_write(model))
        try:
            collector.collect(rows)
        except ProtectedError:
            return _needed_by(rows)
        for _, row in collector.instances_with_model():
            row._author = self.user  # type: ignore[attr-defined]
        collector.delete()
        return {}

    def change(self, model: type[Model], columns: Mapping[int, Columns]) -> None:
        """Set columns of records, by primary key: their publication, or a retraction of such as have none."""
        alike: dict[tuple[tuple[str, Any], ...], list[int]] = defaultdict(list)
        for key, values in columns.items():
            alike[tuple(values.items())].append(key)
        for told, keys in alike.items():
            _set(model, dict(told), keys)


class RowKeeper(RowWriter):
    """Keeps the rows that it would write, all published, under keys of its own: no database is asked."""

    def __init__(self, *, at: datetime) -> None:
        super().__init__(user=None, at=at)
        self._kept: dict[type[Model], dict[int, Columns]] = defaultdict(dict)

    def columns(self, table: Table) -> tuple[dict[str, Any], ...]:
        """The columns of a table's rows, in order."""
        return tuple(sorted(self._kept[model_of(table)].values(), key=itemgetter(*order_of(table))))

    def add(self, model: Any, rows: Iterable[Columns]) -> list[Any]:
        kept = self._kept[model]
        published = {"publication": Publication.PUBLISHED.value} if model.has_publication() else {}
        for key, columns in enumerate(rows, start := len(kept) + 1):
            kept[key] = {"id": key, **columns, **published}
        return [model(pk=key) for key in range(start, len(kept) + 1)]

    def overwrite(self, model: type[Model], instances: Sequence[Model]) -> None:
        for row in instances:
            kept = self._kept[model][row.pk]
            kept.update({name: getattr(row, name) for name in kept if name != "publication"})


def _set(model: type[Model], values: Columns, keys: Collection[int]) -> None:
    """Set columns of rows, past signals and managers; of records the database lets only what may change."""
    for chunk in chunks(keys):
        QuerySet(model).filter(pk__in=chunk).update(**values)


def chunks(keys: Collection[int]) -> Iterable[list[int]]:
    """The keys in order, so many at a time."""
    ordered = sorted(keys)
    return (ordered[start : start + CHUNK] for start in range(0, len(ordered), CHUNK))


def _needed_by(rows: Iterable[Model]) -> dict[int, str]:
    """By the key of each row that cannot go: how many of what rest on it, or on what would go with it."""
    needed: dict[int, str] = {}
    for row in rows:
        try:
            Collector(using=router.db_for_write(type(row))).collect([row])
        except ProtectedError as error:
            kinds = Counter(str(row._meta.verbose_name_plural) for row in error.protected_objects)
            needed[row.pk] = ", ".join(f"{kind} ({count})" for kind, count in sorted(kinds.items()))
    return needed


def _bring_up_to_date(row: Any, given: Collection[str]) -> None:
    """Lock the stored row and take its columns but the given ones; a bare text column is nobody's to read."""
    stored: Any = QuerySet(type(row)).select_for_update().get(pk=row.pk)
    for column in row._meta.concrete_fields:
        if column.name not in given and column.name not in translated_names(type(row)):
            setattr(row, column.attname, getattr(stored, column.attname))
