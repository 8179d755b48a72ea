from importlib import import_module

from django.apps import AppConfig


class DemilitarisationConfig(AppConfig):
    """Demilitarisation: arms, inspections, incidents and handovers."""

    name = "pillars.demilitarisation"
    label = "demilitarisation"

    def ready(self) -> None:
        # Models are there only by now.
        import_module("pillars.demilitarisation.announcement")
