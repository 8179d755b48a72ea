"""What the toy shows on its pillar's page."""

from dataclasses import dataclass
from typing import ClassVar

from milestones.selectors.records import RecordNote, Viewpoint
from tests.pillars.toy.models import Gathering


@dataclass(frozen=True)
class Held:
    gatherings: tuple[RecordNote, ...]
    template: ClassVar[str] = "toy/panel.html"


def panel(viewpoint: Viewpoint) -> tuple[Held, ...]:
    return (Held(viewpoint.notes(viewpoint.rows(Gathering))),)
