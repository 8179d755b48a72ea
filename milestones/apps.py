from importlib import import_module

from django.apps import AppConfig


class MilestonesConfig(AppConfig):
    """The core: what was promised, what was observed, what follows."""

    name = "milestones"
    label = "milestones"

    def ready(self) -> None:
        # Both listen from the first save on: one marks what changed, the other recomputes what was marked.
        import_module("milestones.signals")
        import_module("milestones.tasks")
