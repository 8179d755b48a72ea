"""One hue a pillar, from 1; the style sheet knows what it looks like."""

from collections.abc import Iterable
from itertools import cycle

from milestones.registry import registry

HUES = 6


def hue_of(pillar: str) -> int:
    """The hue of a pillar app's own pillar, the same in every plan."""
    return hues([pillar])[pillar]


def hues(pillars: Iterable[str]) -> dict[str, int]:
    """The hue of each of a plan's pillars: an app's pillar keeps the app's, the others have what is left, in order."""
    apps = {pillar: registry.app(pillar) for pillar in pillars}
    kept = {pillar: app.hue for pillar, app in apps.items() if app is not None and app.hue}
    free = cycle([hue for hue in range(1, HUES + 1) if hue not in kept.values()] or range(1, HUES + 1))
    return {pillar: kept.get(pillar) or next(free) for pillar in apps}
