from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MilestonesConfig(AppConfig):
    """The core: what was promised, what was observed, what follows."""

    name = "milestones"
    verbose_name = _("Plans and milestones")

    def ready(self) -> None:
        # They listen from the first save on: one marks what changed, the other recomputes what was marked.
        import_module("milestones.signals")
        import_module("milestones.tasks")
        import_module("milestones.services.rights")  # it declares the permissions that follow from roles
