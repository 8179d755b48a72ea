from django.apps import AppConfig

from milestones.registry import PillarApp, registry


class GovernanceConfig(AppConfig):
    """Governance: seats, bodies, services and reform."""

    name = "pillars.governance"
    label = "governance"

    def ready(self) -> None:
        registry.add(PillarApp(slug="governance"))
