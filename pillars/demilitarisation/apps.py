from django.apps import AppConfig

from milestones.registry import PillarApp, registry


class DemilitarisationConfig(AppConfig):
    """Demilitarisation: arms, inspections, incidents and handovers."""

    name = "pillars.demilitarisation"
    label = "demilitarisation"

    def ready(self) -> None:
        registry.add(PillarApp(slug="demilitarisation"))
