from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DemilitarisationConfig(AppConfig):
    """Demilitarisation: arms, inspections, incidents and handovers."""

    name = "pillars.demilitarisation"
    label = "demilitarisation"
    verbose_name = _("Demilitarisation")

    def ready(self) -> None:
        # Models are there only by now.
        import_module("pillars.demilitarisation.announcement")
