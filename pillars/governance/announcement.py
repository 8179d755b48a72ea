"""What the app announces to the core."""

from milestones.kinds.sections import section_of
from milestones.registry import Panel, PillarApp, registry
from pillars.governance.api import ROUTES
from pillars.governance.kinds import KINDS
from pillars.governance.measures import MEASURES
from pillars.governance.panels import governance_panel
from pillars.governance.section_checks import CHECKS

registry.add(
    PillarApp(
        slug="governance",
        kinds=KINDS,
        measures=MEASURES,
        section=section_of("governance", KINDS, checks=CHECKS),
        panels=(Panel("governance/panel.html", governance_panel),),
        api=ROUTES,
    )
)
