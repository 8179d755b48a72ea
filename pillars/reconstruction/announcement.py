"""What the app announces to the core."""

from milestones.kinds.tables import section_of
from milestones.registry import PillarApp, registry
from pillars.reconstruction.api import ROUTES
from pillars.reconstruction.kinds import KINDS
from pillars.reconstruction.measures import MEASURES
from pillars.reconstruction.pages import panel

registry.add(
    PillarApp(
        slug="reconstruction",
        hue=2,
        kinds=KINDS,
        measures=MEASURES,
        section=section_of("reconstruction", KINDS),
        panel=panel,
        styles="reconstruction/style.css",
        api=ROUTES,
    )
)
