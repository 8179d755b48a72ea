"""What reconstruction keeps: needs, projects, the money trail, and findings."""

from pillars.reconstruction.models.money import ExchangeRate, Finding, FindingEntry, Transaction
from pillars.reconstruction.models.needs import Estimate, NeedsAssessment
from pillars.reconstruction.models.parts import Appeal, Channel, Donor, Sector, Territory
from pillars.reconstruction.models.projects import Project, ProjectStep, UnitCount
