"""The records of demilitarisation: counts and outcomes, never persons, never a place finer than an area."""

from pillars.demilitarisation.models.arms import COUNTS, ArmsTotal, Tally
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
from pillars.demilitarisation.models.pullbacks import FORCES, LineClaim, Pullback
from pillars.demilitarisation.models.structure import ArmsCategory, CountingSeries, PullbackLine
from pillars.demilitarisation.models.verification import Incident, Inspection
