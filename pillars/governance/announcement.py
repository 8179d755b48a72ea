"""What the app announces to the core."""

from milestones.kinds.tables import section_of
from milestones.registry import PillarApp, registry
from pillars.governance.api import ROUTES
from pillars.governance.kinds import KINDS
from pillars.governance.measures import MEASURES
from pillars.governance.pages import panel

registry.add(
    PillarApp(
        slug="governance",
        hue=1,
        kinds=KINDS,
        measures=MEASURES,
        section=section_of("governance", KINDS),
        panel=panel,
        styles="governance/style.css",
        api=ROUTES,
    )
)
