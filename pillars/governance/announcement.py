"""What the app announces to the core."""

from milestones.registry import PillarApp, registry

registry.add(PillarApp(slug="governance"))
