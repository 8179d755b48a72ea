"""The admin: the analysts' door. Each module registers the pages of its models."""

from milestones.admin import actors, gates, indicators, milestones, plans, record_pages, workings

__all__ = ["actors", "gates", "indicators", "milestones", "plans", "record_pages", "workings"]
