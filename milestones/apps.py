from django.apps import AppConfig


class MilestonesConfig(AppConfig):
    """The core: what was promised, what was observed, what follows."""

    name = "milestones"
    label = "milestones"
