"""What the app announces to the core."""

from milestones.kinds.sections import section_of
from milestones.registry import Panel, PillarApp, registry
from pillars.demilitarisation.api import ROUTES
from pillars.demilitarisation.kinds import KINDS
from pillars.demilitarisation.measures import MEASURES
from pillars.demilitarisation.panels import panel_context
from pillars.demilitarisation.section_checks import CHECKS

registry.add(
    PillarApp(
        slug="demilitarisation",
        kinds=KINDS,
        measures=MEASURES,
        section=section_of("demilitarisation", KINDS, checks=CHECKS),
        panels=(Panel("demilitarisation/panel.html", panel_context),),
        api=ROUTES,
    )
)
