from importlib import import_module

from django.apps import AppConfig


class ReconstructionConfig(AppConfig):
    """Reconstruction: needs, projects and the money trail."""

    name = "pillars.reconstruction"
    label = "reconstruction"

    def ready(self) -> None:
        # Models are there only by now.
        import_module("pillars.reconstruction.announcement")
