"""What the app announces to the core."""

from milestones.registry import Panel, PillarApp, by_path, registry
from pillars.reconstruction.api import ROUTES
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
from pillars.reconstruction.panels import reconstruction_panel
from pillars.reconstruction.section import SECTION

registry.add(
    PillarApp(
        slug="reconstruction",
        measures=MEASURES,
        section=SECTION,
        panels=(Panel("reconstruction/panel.html", reconstruction_panel),),
        api=ROUTES,
    )
)

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
