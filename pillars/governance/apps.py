from importlib import import_module

from django.apps import AppConfig


class GovernanceConfig(AppConfig):
    """Governance: bodies, seats, services and reform."""

    name = "pillars.governance"
    label = "governance"

    def ready(self) -> None:
        # Models are there only by now.
        import_module("pillars.governance.announcement")
