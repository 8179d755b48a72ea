"""Dated records and their sources, as a reader may see them for a day and an instant."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from operator import attrgetter
from typing import Any, TypeVar

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Model
from django.utils.translation import get_language

from milestones.contingency import Evaluation
from milestones.contingency.scales import Grade
from milestones.models import Clause, Plan, Publication, Source
from milestones.state import PlanState, Rows, evaluation_of

Asked = TypeVar("Asked")
Row = TypeVar("Row", bound=Model)
NEWEST_FIRST = ("-date", "-recorded_at", "-pk")


@dataclass(frozen=True, slots=True)
class SourceNote:
    """The document that a statement rests on; what is told of it in several languages is in the page's own.

    `clauses` are the numbers of those that are entered, to which a clause leads.
    """

    title: str
    title_language: str
    publisher: str
    url: str
    day: date | None
    language: str
    tier: str
    tier_words: str
    slug: str = ""
    clauses: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class RecordNote:
    """One record as its reader sees it, with its source; it counts unless it is disputed, retracted or a draft."""

    row: Any
    source: SourceNote | None
    is_retracted: bool

    @property
    def grade(self) -> Grade | None:
        """How well it is verified; None of a kind that has no grade, such as a position."""
        return Grade(self.row.verification) if hasattr(self.row, "verification") else None

    @property
    def counts(self) -> bool:
        """Whether it counts."""
        is_draft = self.row.publication == Publication.DRAFT
        return not (self.is_retracted or is_draft or self.grade is Grade.DISPUTED)

    @property
    def learned(self) -> datetime | None:
        """The second clock; None where the tracker learned it on the record's own day."""
        at: datetime = self.row.recorded_at
        return None if at.date() == self.row.date else at

    @property
    def label(self) -> str:
        """How it is labelled where not everybody sees it; empty for a published one."""
        return label_of(self.row)


@dataclass(frozen=True)
class Viewpoint:
    """A plan's state as one audience sees it, for a day, as known at an instant (None: all is known), as read how.

    `reading` is None for the plan's first one.
    `query` keeps the reader's own choices in links from page to page; empty or with a leading question mark.
    """

    state: PlanState
    on: date
    known_at: datetime | None = None
    query: str = ""
    reading: str | None = None

    @property
    def plan(self) -> Plan:
        """The plan."""
        return self.state.plan

    def evaluation(self) -> Evaluation:
        """What counts, evaluated; raises UnknownReading."""
        return evaluation_of(self.state, self.on, self.known_at, self.reading)

    def rows(self, model: type[Row], **where: Any) -> Rows[Row]:
        """The plan's rows of a model that the reader may see, whose columns have these values."""
        return self.state.rows(model).where(**where)

    def has_learned(self, recorded_at: datetime | None) -> bool:
        """Whether the tracker had learned something by the instant; False for None."""
        return recorded_at is not None and (self.known_at is None or recorded_at <= self.known_at)

    def holds(self, record: Any) -> bool:
        """Whether a dated record had come, and had been learned."""
        return record.date <= self.on and self.has_learned(record.recorded_at)

    def notes(self, rows: Iterable[Any], *, order: Sequence[str] = NEWEST_FIRST) -> tuple[RecordNote, ...]:
        """The records among the rows that had come, newest first, drafts and retracted too."""
        had_come = list(filter(self.holds, rows))
        for term in reversed(order):
            had_come.sort(key=attrgetter(term.removeprefix("-")), reverse=term.startswith("-"))
        return tuple(
            RecordNote(row, self.source(row.source_id), self.has_learned(getattr(row, "retracted_at", None)))
            for row in had_come
        )

    def source(self, key: int | None) -> SourceNote | None:
        """One of the plan's sources; None for none, and for one that the reader may not see."""
        source = self.state.rows(Source).by_key.get(key)
        if source is None:
            return None
        kept, question = self.state.kept, ("source", source.pk, get_language())
        if question not in kept:
            clauses = self.state.rows(Clause).by("source_id")[source.pk]
            numbers = frozenset(clause.number for clause in clauses)
            kept[question] = replace(source_note(source), clauses=numbers)
        note: SourceNote = kept[question]
        return note


def only(rows: Sequence[Asked]) -> Asked:
    """The one that was asked for; raises ObjectDoesNotExist where there is none."""
    if not rows:
        raise ObjectDoesNotExist
    return rows[0]


def source_note(source: Source) -> SourceNote:
    """A source as pages cite it."""
    return SourceNote(
        title=source.title,
        # Of one that is told in several languages the letters say which one a reader sees.
        title_language="" if any(getattr(source, f"title_{code}") for code in ("ar", "he")) else source.language,
        publisher=source.publisher or "",
        url=source.url,
        day=source.date,
        language=source.language,
        tier=source.tier,
        tier_words=str(source.get_tier_display()) if source.tier else "",
        slug=source.slug,
    )


def label_of(row: Any) -> str:
    """How a row that not everybody sees is labelled; empty for a published one."""
    return "" if row.publication == Publication.PUBLISHED else str(row.get_publication_display())
