"""What the app announces to the core."""

from milestones.registry import PillarApp, by_path, registry
from pillars.reconstruction.measures import MEASURES
from pillars.reconstruction.models import (
    Appeal,
    Channel,
    Donor,
    Estimate,
    ExchangeRate,
    Finding,
    FindingEntry,
    NeedsAssessment,
    Project,
    ProjectStep,
    Sector,
    Territory,
    Transaction,
    UnitCount,
)
from pillars.reconstruction.section import SECTION

registry.add(PillarApp(slug="reconstruction", measures=MEASURES, section=SECTION))

for model in (
    Appeal,
    Channel,
    Donor,
    Estimate,
    ExchangeRate,
    Finding,
    FindingEntry,
    NeedsAssessment,
    Project,
    ProjectStep,
    Sector,
    Territory,
    Transaction,
    UnitCount,
):
    registry.watch(model, by_path("plan_id"))
