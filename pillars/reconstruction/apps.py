from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReconstructionConfig(AppConfig):
    """Reconstruction: needs, projects and the money trail."""

    name = "pillars.reconstruction"
    label = "reconstruction"
    verbose_name = _("Reconstruction")

    def ready(self) -> None:
        # Models are there only by now.
        import_module("pillars.reconstruction.announcement")
