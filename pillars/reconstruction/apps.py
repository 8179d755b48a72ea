from django.apps import AppConfig

from milestones.registry import PillarApp, registry


class ReconstructionConfig(AppConfig):
    """Reconstruction: needs, projects and the money trail."""

    name = "pillars.reconstruction"
    label = "reconstruction"

    def ready(self) -> None:
        registry.add(PillarApp(slug="reconstruction"))
