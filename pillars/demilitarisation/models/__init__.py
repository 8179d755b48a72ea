"""The records of demilitarisation: counts and outcomes, never persons, never a place finer than an area."""

from pillars.demilitarisation.models.choices import Basis, CategoryKind, Finding, Scope, Step
from pillars.demilitarisation.models.records import FORCES, ArmsTotal, Incident, Inspection, LineClaim, Pullback, Tally
from pillars.demilitarisation.models.structure import ArmsCategory, CountingSeries, PullbackLine
