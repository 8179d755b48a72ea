"""What the app announces to the core."""

from milestones.registry import Panel, PillarApp, by_path, registry
from pillars.demilitarisation import models
from pillars.demilitarisation.api import ROUTES
from pillars.demilitarisation.measures import MEASURES
from pillars.demilitarisation.panels import panel_context
from pillars.demilitarisation.section import SECTION

WATCHED = (
    models.ArmsCategory,
    models.CountingSeries,
    models.PullbackLine,
    models.ArmsTotal,
    models.Tally,
    models.Inspection,
    models.Incident,
    models.LineClaim,
    models.Pullback,
)

registry.add(
    PillarApp(
        slug="demilitarisation",
        measures=MEASURES,
        section=SECTION,
        panels=(Panel("demilitarisation/panel.html", panel_context),),
        api=ROUTES,
    )
)
for _model in WATCHED:
    registry.watch(_model, by_path("plan_id"))
