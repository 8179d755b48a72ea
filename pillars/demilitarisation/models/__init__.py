"""The records of demilitarisation: counts and outcomes, never persons, never a place finer than an area."""

from pillars.demilitarisation.models.choices import (
    Basis,
    CategoryKind,
    Finding,
    IncidentKind,
    InspectionKind,
    Outcome,
    PullbackStep,
    Scope,
    Step,
)
from pillars.demilitarisation.models.embargo import EmbargoedRecord, LocalDay
from pillars.demilitarisation.models.records import (
    COUNTS,
    FORCES,
    ArmsTotal,
    Incident,
    Inspection,
    LineClaim,
    Pullback,
    Tally,
)
from pillars.demilitarisation.models.structure import ArmsCategory, CountingSeries, PullbackLine
