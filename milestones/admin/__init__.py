"""The admin: the analysts' door. Each module registers the pages of its models."""

from milestones.admin import core, gates, indicators, milestones, plans, workings

__all__ = ["core", "gates", "indicators", "milestones", "plans", "workings"]
