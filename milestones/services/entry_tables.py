"""Which model keeps which kind of entry of a plan file, and in which columns."""

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from django.db.models import Model

from milestones import models
from milestones.contingency.plan import (
    Condition,
    DateCondition,
    IndicatorCondition,
    MilestoneCondition,
    PillarCondition,
)
from milestones.contingency.scales import Before, Force, Grade, Level
from milestones.planfile import document as entries
from milestones.services.entry_columns import (
    Certifier,
    Code,
    Column,
    Columns,
    Keys,
    OneOf,
    Plain,
    Planned,
    Reference,
    Required,
    Revised,
    Row,
    Slugs,
    Subject,
    Words,
)


@dataclass(frozen=True, slots=True)
class Link:
    """An actor, indicator or reading that is named in an entry's list."""

    slug: str


@dataclass(frozen=True, eq=False)
class Table:
    """The rows of a model as entries of one class.

    `owner` is the column that names the row in whose list an entry stands; None stands for the document itself.
    `in_plan` is the lookup from a row to its plan. Lists that have tables of their own are left `empty`.
    """

    model: type[Model]
    entry: Any
    columns: tuple[Column, ...]
    owner: str | None = "plan_id"
    in_plan: str = "plan"
    empty: Mapping[str, Any] = field(default_factory=dict)

    @property
    def is_ranked(self) -> bool:
        """Whether a row keeps its place in its list."""
        return any(column.name == "rank" for column in self.model._meta.concrete_fields)

    @property
    def is_named(self) -> bool:
        """Whether slugs name the entries."""
        return any(column.columns == ("slug",) for column in self.columns)

    def column_names(self) -> list[str]:
        """Every column that is read."""
        own = [name for column in self.columns for name in column.columns]
        return ["id", *([self.owner] if self.owner else []), *(["rank"] if self.is_ranked else []), *own]

    def content(self, entry: Any) -> Hashable:
        """What the table keeps of an entry; rows with equal content say the same."""
        return tuple(getattr(entry, column.key) for column in self.columns)

    def read(self, row: Row, slugs: Slugs) -> Any:
        """The entry that a row keeps."""
        return self.entry(**{column.key: column.read(row, slugs) for column in self.columns}, **self.empty)

    def write(self, entry: Any, keys: Keys) -> Columns:
        """The columns that keep an entry."""
        written: Columns = {}
        for column in self.columns:
            written.update(column.write(getattr(entry, column.key), keys))
        return written


class ConditionTable(Table):
    """Conditions: an entry's class tells which of the columns are filled."""

    KINDS: Mapping[str, type[Condition]] = {
        "milestone": MilestoneCondition,
        "indicator": IndicatorCondition,
        "pillar": PillarCondition,
        "date": DateCondition,
    }

    def content(self, entry: Any) -> Hashable:
        return entry  # type: ignore[no-any-return]

    def read(self, row: Row, slugs: Slugs) -> Any:
        given = {column.key: column.read(row, slugs) for column in self.columns}
        kind = next(kind for name, kind in self.KINDS.items() if given[name] is not None)
        return kind(**{each.name: given[each.name] for each in fields(kind) if each.name in given})

    def write(self, entry: Any, keys: Keys) -> Columns:
        written: Columns = {}
        for column in self.columns:
            absent = 0 if column.key == "for_days" else None
            written.update(column.write(getattr(entry, column.key, absent), keys))
        return written


_SLUG, _NAME = Plain("slug"), Words("name", required=True)
_PUBLICATION = OneOf("publication", scale=entries.Publication)
_REQUIRED_GRADE = OneOf("verification", scale=Grade)
_SOURCE = Reference("source", models.Source)
_DATED = (Plain("date"), Plain("recorded", "recorded_at"), _SOURCE)
_RECORD = (*_DATED, Words("note"), _PUBLICATION)
_RETRACTABLE = (*_RECORD, Plain("retracted", "retracted_at"))
_GRADE = OneOf("verification", scale=Grade)

PLAN = Table(
    models.Plan,
    entries.PlanHeader,
    (_SLUG, _NAME, Words("summary"), _REQUIRED_GRADE, Plain("timezone"), Plain("as_of"), _PUBLICATION),
    owner=None,
    in_plan="pk",
)
ACTORS = Table(
    models.Actor,
    entries.Actor,
    (_SLUG, _NAME, OneOf("kind", scale=entries.ActorKind, absent=""), Code("url")),
)
SOURCES = Table(
    models.Source,
    entries.Source,
    (
        _SLUG,
        Words("title", required=True),
        Words("publisher"),
        Plain("date"),
        Code("url"),
        Code("language"),
        OneOf("tier", scale=entries.Tier, absent=""),
        _PUBLICATION,
    ),
)
PILLARS = Table(models.Pillar, entries.Pillar, (_SLUG, _NAME, Words("summary")))
PHASES = Table(models.Phase, entries.Phase, (_SLUG, _NAME, Plain("start"), Plain("end")))
AREAS = Table(models.Area, entries.Area, (_SLUG, _NAME, Code("p_code")))
READINGS = Table(models.Reading, entries.Reading, (_SLUG, _NAME, Reference("actor", models.Actor)))
INDICATORS = Table(
    models.Indicator,
    entries.Indicator,
    (
        _SLUG,
        _NAME,
        Reference("pillar", models.Pillar),
        Words("unit"),
        Plain("decimals"),
        OneOf("direction", scale=entries.Direction),
        Words("definition"),
        Plain("baseline"),
        Plain("target"),
        Plain("target_date"),
        _REQUIRED_GRADE,
        Code("official"),
        Plain("stale_after"),
        Code("measure"),
        Reference("area", models.Area),
        _PUBLICATION,
    ),
)
SERIES = Table(
    models.Series,
    entries.Series,
    (_SLUG, Words("name"), Reference("actor", models.Actor), Words("definition")),
    owner="indicator_id",
    in_plan="indicator__plan",
)
OBSERVATIONS = Table(
    models.Observation,
    entries.Observation,
    (*_RETRACTABLE, Plain("value"), _GRADE, Plain("series")),
    owner="indicator_id",
    in_plan="indicator__plan",
)
MILESTONES = Table(
    models.Milestone,
    entries.Milestone,
    (
        _SLUG,
        _NAME,
        Reference("pillar", models.Pillar),
        Words("description"),
        Reference("phase", models.Phase),
        Reference("area", models.Area),
        _SOURCE,
        Code("clause"),
        Planned("planned_start"),
        Planned("due"),
        Plain("lapses"),
        Plain("weight"),
        _REQUIRED_GRADE,
        Certifier(),
        _PUBLICATION,
    ),
)
RESPONSIBLE = Table(
    models.Responsibility,
    Link,
    (Reference("slug", models.Actor, "actor_id"),),
    owner="milestone_id",
    in_plan="milestone__plan",
)
SHOWN_INDICATORS = Table(
    models.ShownIndicator,
    Link,
    (Reference("slug", models.Indicator, "indicator_id"),),
    owner="milestone_id",
    in_plan="milestone__plan",
)
SCHEDULE = Table(
    models.ScheduleRevision,
    entries.ScheduleRevision,
    (*_RECORD, Revised("planned_start"), Revised("due")),
    owner="milestone_id",
    in_plan="milestone__plan",
)
WITHDRAWALS = Table(
    models.Withdrawal, entries.Suspension, _RECORD, owner="milestone_id", in_plan="milestone__plan"
)
WITHDRAWAL_ENDINGS = Table(
    models.WithdrawalEnding,
    entries.Ending,
    _DATED,
    owner="withdrawal_id",
    in_plan="withdrawal__milestone__plan",
)
ASSESSMENTS = Table(
    models.Assessment,
    entries.Assessment,
    (*_RETRACTABLE, OneOf("level", scale=Level), _GRADE),
    owner="milestone_id",
    in_plan="milestone__plan",
)
GATES = Table(
    models.Gate,
    entries.Gate,
    (
        OneOf("before", scale=Before),
        Required(),
        OneOf("force", scale=Force),
        _SOURCE,
        Code("clause"),
        Words("note"),
    ),
    owner="milestone_id",
    in_plan="milestone__plan",
    empty={"conditions": ()},
)
GATE_READINGS = Table(
    models.GateReading,
    Link,
    (Reference("slug", models.Reading, "reading_id"),),
    owner="gate_id",
    in_plan="gate__milestone__plan",
)
CONDITIONS = ConditionTable(
    models.Condition,
    Condition,
    (
        Reference("milestone", models.Milestone),
        OneOf("reaches", scale=Level),
        Reference("indicator", models.Indicator),
        Plain("at_least"),
        Plain("at_most"),
        Reference("pillar", models.Pillar),
        Plain("progress"),
        Plain("date"),
        Plain("for_days"),
    ),
    owner="gate_id",
    in_plan="gate__milestone__plan",
)
WAIVERS = Table(models.Waiver, entries.Suspension, _RECORD, owner="gate_id", in_plan="gate__milestone__plan")
WAIVER_ENDINGS = Table(
    models.WaiverEnding,
    entries.Ending,
    _DATED,
    owner="waiver_id",
    in_plan="waiver__gate__milestone__plan",
)
POSITIONS = Table(
    models.Position,
    entries.Position,
    (
        *_RETRACTABLE,
        Reference("actor", models.Actor),
        OneOf("stance", scale=entries.Stance),
        Subject(),
    ),
    owner=None,
    in_plan="actor__plan",
)

TABLES = (
    PLAN,
    ACTORS,
    SOURCES,
    PILLARS,
    PHASES,
    AREAS,
    READINGS,
    INDICATORS,
    SERIES,
    OBSERVATIONS,
    MILESTONES,
    RESPONSIBLE,
    SHOWN_INDICATORS,
    SCHEDULE,
    WITHDRAWALS,
    WITHDRAWAL_ENDINGS,
    ASSESSMENTS,
    GATES,
    GATE_READINGS,
    CONDITIONS,
    WAIVERS,
    WAIVER_ENDINGS,
    POSITIONS,
)
"""Every table of a plan; each comes after those that its rows point to, but for planned dates."""


def tables_named() -> Iterator[Table]:
    """The tables whose entries others name by slug."""
    return (table for table in TABLES if table.is_named and table not in (PLAN, SERIES))
