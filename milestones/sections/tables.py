"""What a section is made of: its tables, in an order in which each names only rows of those before it."""

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Model

from milestones import models
from milestones.kinds.rules import Breach
from milestones.models import AppendOnly, RetractableRecord
from milestones.sections.fields import Field, GradeOf, Named, PublicationOf, Words, day, instant

Entry = Mapping[str, Any]
"""One entry: a value for every key of its table."""

Check = Callable[[Mapping[str, tuple[Entry, ...]]], Iterable[Breach]]
"""The rules over a whole section."""


@dataclass(frozen=True)
class SectionTable:
    """One list of a section: the model of its rows and its keys.

    `in_plan` is the lookup from a row to its plan; with "plan" the column `plan` is filled from the plan itself.
    A model that is AppendOnly holds records: their date, recorded, source, note, publication, verification (where it
    has the column) and retracted (where it is retractable) are keys without being named.
    """

    key: str
    model: type[Model]
    fields: tuple[Field, ...]
    in_plan: str = "plan"

    @property
    def is_of_records(self) -> bool:
        """Whether rows are records, which stay as they were entered."""
        return issubclass(self.model, AppendOnly)

    @property
    def is_retractable(self) -> bool:
        """Whether a record can be taken back."""
        return issubclass(self.model, RetractableRecord)

    def all_fields(self) -> tuple[Field, ...]:
        """Every key of an entry."""
        return (*self.fields, *self._common())

    def _common(self) -> Iterable[Field]:
        columns = {column.name for column in self.model._meta.concrete_fields}
        if self.is_of_records:
            yield day("date", needed=True)
            yield instant("recorded", column="recorded_at")
            yield Named(key="source", model=models.Source, kind="source")
            if "verification" in columns:
                yield GradeOf()
            if self.is_retractable:
                yield instant("retracted", column="retracted_at")
            if "note_en" in columns:
                yield Words(key="note")
            if "embargoed_until" in columns:
                yield day("embargoed_until")
        if "publication" in columns:
            yield PublicationOf()

    def content(self, entry: Entry) -> Hashable:
        """What makes two records one: all but their publication and retraction."""
        return tuple(
            entry[each.key] for each in self.all_fields() if each.key not in ("publication", "retracted")
        )


@dataclass(frozen=True)
class Section:
    """A pillar app's section: its name in the plan file, its tables in order, and the rules over the whole."""

    slug: str
    tables: tuple[SectionTable, ...]
    check: Check


Read = Mapping[str, tuple[Entry, ...]]
"""What was read of a section: its entries by table."""
