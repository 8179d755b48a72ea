from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GovernanceConfig(AppConfig):
    """Governance: bodies, seats, services and reform."""

    name = "pillars.governance"
    label = "governance"
    verbose_name = _("Governance")

    def ready(self) -> None:
        # Models are there only by now.
        import_module("pillars.governance.announcement")
