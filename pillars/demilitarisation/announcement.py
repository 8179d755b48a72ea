"""What the app announces to the core."""

from milestones.kinds.tables import section_of
from milestones.registry import PillarApp, registry
from pillars.demilitarisation.api import ROUTES
from pillars.demilitarisation.kinds import KINDS
from pillars.demilitarisation.measures import MEASURES
from pillars.demilitarisation.pages import panel

registry.add(
    PillarApp(
        slug="demilitarisation",
        hue=3,
        kinds=KINDS,
        measures=MEASURES,
        section=section_of("demilitarisation", KINDS),
        panel=panel,
        api=ROUTES,
    )
)
