"""The plan file as immutable data: one class for each kind of entry, one attribute for each key.

Attributes are named as the keys of docs/plan-format.md. None, an empty tuple or the default says that a key
is absent. Templates are expanded when a file is parsed, so a document has none. Slugs that name other entries
are kept as slugs; `parse` has checked that they exist.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Literal

from milestones.contingency.plan import Condition, PlannedDate, RevisedDate
from milestones.contingency.scales import Before, Force, Grade, Level
from milestones.planfile.text import Text

FORMAT = "peace-plan/1"
KEYS = (
    "format",
    "plan",
    "readings",
    "actors",
    "sources",
    "pillars",
    "phases",
    "areas",
    "indicators",
    "milestones",
    "positions",
    "templates",
)
"""The keys of a document besides its sections, in the order in which they are written."""
NONE_DESIGNATED = "none-designated"
DERIVED_SERIES = "derived"

Require = Literal["all", "any"] | int


class Publication(StrEnum):
    """Who may see an entry: nobody but analysts, everybody, or the few who hold the right."""

    DRAFT = "draft"
    PUBLISHED = "published"
    RESTRICTED = "restricted"


class ActorKind(StrEnum):
    """What an actor is to the plan."""

    PARTY = "party"
    STATE = "state"
    MEDIATOR = "mediator"
    INSTITUTION = "institution"
    DONOR = "donor"
    MONITOR = "monitor"


class Tier(StrEnum):
    """How a source was read: official or in full, major outlet, secondary or partisan, not itself read."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"


class Direction(StrEnum):
    """Whether an indicator is meant to rise or to fall."""

    INCREASE = "increase"
    DECREASE = "decrease"


class Stance(StrEnum):
    """How an actor stands to the plan, a pillar or a milestone."""

    SUPPORTS = "supports"
    CONDITIONAL = "conditional"
    OPPOSES = "opposes"
    NO_POSITION = "no-position"


@dataclass(frozen=True, slots=True)
class PlanHeader:
    """The plan itself. `timezone`: whose calendar "today" is; `as_of`: up to when it was compiled."""

    slug: str
    name: Text
    summary: Text | None = None
    verification: Grade = Grade.CORROBORATED
    timezone: str = "UTC"
    as_of: dt.date | None = None
    publication: Publication = Publication.PUBLISHED


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read the text; `actor` is whose way it is."""

    slug: str
    name: Text
    actor: str | None = None


@dataclass(frozen=True, slots=True)
class Actor:
    """A party, state, mediator, institution, donor or monitor."""

    slug: str
    name: Text
    kind: ActorKind | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """A document that statements rest on; `language` is a BCP 47 tag."""

    slug: str
    title: Text
    publisher: Text | None = None
    date: dt.date | None = None
    url: str | None = None
    language: str | None = None
    tier: Tier | None = None
    publication: Publication = Publication.PUBLISHED


@dataclass(frozen=True, slots=True)
class Pillar:
    """A track of the plan."""

    slug: str
    name: Text
    summary: Text | None = None


@dataclass(frozen=True, slots=True)
class Phase:
    """A stretch of the plan's own calendar; without an end it is still open."""

    slug: str
    name: Text
    start: dt.date | None = None
    end: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Area:
    """A sector or district; `p_code` is its OCHA place code."""

    slug: str
    name: Text
    p_code: str | None = None


@dataclass(frozen=True, slots=True)
class Series:
    """One publisher's count of an indicator by one rule."""

    slug: str
    name: Text | None = None
    actor: str | None = None
    definition: Text | None = None


@dataclass(frozen=True, slots=True)
class Observation:
    """A record of an indicator's value; `series` is "" where none is named."""

    date: dt.date
    value: Decimal
    recorded: dt.datetime
    verification: Grade = Grade.REPORTED
    source: str | None = None
    series: str = ""
    note: Text | None = None
    retracted: dt.datetime | None = None
    publication: Publication = Publication.PUBLISHED


@dataclass(frozen=True, slots=True)
class Indicator:
    """A quantity that is counted. `stale_after` is in days; `official` names the one series to read."""

    slug: str
    name: Text
    pillar: str
    unit: Text | None = None
    decimals: int = 0
    direction: Direction = Direction.INCREASE
    definition: Text | None = None
    baseline: Decimal | None = None
    target: Decimal | None = None
    target_date: dt.date | None = None
    verification: Grade | None = None
    official: str | None = None
    stale_after: int | None = None
    measure: str | None = None
    area: str | None = None
    publication: Publication = Publication.PUBLISHED
    series: tuple[Series, ...] = ()
    observations: tuple[Observation, ...] = ()


@dataclass(frozen=True, slots=True)
class Ending:
    """The record that a waiver or a withdrawal is over."""

    date: dt.date
    recorded: dt.datetime
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Suspension:
    """A record that a group is waived, or a milestone withdrawn, from `date` until its ending counts."""

    date: dt.date
    recorded: dt.datetime
    source: str | None = None
    note: Text | None = None
    ended: Ending | None = None
    publication: Publication = Publication.PUBLISHED


@dataclass(frozen=True, slots=True)
class ScheduleRevision:
    """A record that planned dates were changed; None gives nothing, LIFTED (the word `none`) lifts the date."""

    date: dt.date
    recorded: dt.datetime
    planned_start: RevisedDate | None = None
    due: RevisedDate | None = None
    source: str | None = None
    note: Text | None = None
    publication: Publication = Publication.PUBLISHED


@dataclass(frozen=True, slots=True)
class Assessment:
    """A record of a milestone's level."""

    date: dt.date
    level: Level
    recorded: dt.datetime
    verification: Grade = Grade.REPORTED
    source: str | None = None
    note: Text | None = None
    retracted: dt.datetime | None = None
    publication: Publication = Publication.PUBLISHED


@dataclass(frozen=True, slots=True)
class Gate:
    """A group of conditions before a step; `readings` None means every reading. Conditions carry no `ref`."""

    before: Before
    conditions: tuple[Condition, ...]
    require: Require = "all"
    force: Force = Force.GATES
    readings: tuple[str, ...] | None = None
    source: str | None = None
    clause: str | None = None
    note: Text | None = None
    waived: tuple[Suspension, ...] = ()


@dataclass(frozen=True, slots=True)
class Milestone:
    """A promised step with its original schedule, its records and its gates.

    `certifier` is an actor, NONE_DESIGNATED where the text names nobody, or None where nothing is said of it.
    """

    slug: str
    name: Text
    pillar: str
    description: Text | None = None
    phase: str | None = None
    area: str | None = None
    responsible: tuple[str, ...] = ()
    source: str | None = None
    clause: str | None = None
    planned_start: PlannedDate | None = None
    due: PlannedDate | None = None
    lapses: dt.date | None = None
    weight: Decimal = Decimal(1)
    verification: Grade | None = None
    certifier: str | None = None
    indicators: tuple[str, ...] = ()
    publication: Publication = Publication.PUBLISHED
    schedule: tuple[ScheduleRevision, ...] = ()
    withdrawn: tuple[Suspension, ...] = ()
    assessments: tuple[Assessment, ...] = ()
    gates: tuple[Gate, ...] = ()


@dataclass(frozen=True, slots=True)
class About:
    """What a position is about: one milestone, one pillar, or (with neither) the plan."""

    milestone: str | None = None
    pillar: str | None = None


@dataclass(frozen=True, slots=True)
class Position:
    """A record of what an actor says about the plan, a pillar or a milestone."""

    actor: str
    date: dt.date
    stance: Stance
    recorded: dt.datetime
    about: About = About()
    source: str | None = None
    note: Text | None = None
    retracted: dt.datetime | None = None
    publication: Publication = Publication.PUBLISHED


@dataclass(frozen=True, slots=True)
class Document:
    """One whole plan file. `sections` holds the pillar apps' own records, by app, as plain data.

    In a section a whole number is an int and any other number a string, so that no digit is lost.
    """

    plan: PlanHeader
    pillars: tuple[Pillar, ...]
    readings: tuple[Reading, ...] = ()
    actors: tuple[Actor, ...] = ()
    sources: tuple[Source, ...] = ()
    phases: tuple[Phase, ...] = ()
    areas: tuple[Area, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    positions: tuple[Position, ...] = ()
    sections: Mapping[str, object] = field(default_factory=dict)
