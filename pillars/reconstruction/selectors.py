"""What reconstruction's panel and pages show, as the reader may see it, for a day and an instant."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from milestones.selectors.records import RecordNote, Viewpoint
from pillars.reconstruction import models
from pillars.reconstruction.counting import Records, load_records

PILLAR = "reconstruction"
PLACES: Mapping[str, Any] = {
    "appeal": models.Appeal,
    "donor": models.Donor,
    "channel": models.Channel,
    "project": models.Project,
}
Notes = tuple[RecordNote, ...]


@dataclass(frozen=True)
class Facts:
    """A plan's reconstruction for one viewpoint, each part loaded when it is first asked for; records oldest first."""

    viewpoint: Viewpoint

    @cached_property
    def records(self) -> Records:
        """What counts for the reader: money, projects and findings."""
        return load_records(self.viewpoint.state)

    @cached_property
    def assessments(self) -> tuple[models.NeedsAssessment, ...]:
        """The assessments that were published by the day, by theirs."""
        assessments = self.viewpoint.rows(models.NeedsAssessment)
        had_come = (row for row in assessments if row.published_on <= self.viewpoint.on)
        return tuple(sorted(had_come, key=lambda row: row.published_on))

    @cached_property
    def estimates(self) -> Notes:
        """Every figure of an assessment that had come."""
        return self.notes(models.Estimate)

    @cached_property
    def places(self) -> Mapping[str, Mapping[str, Any]]:
        """What money is told of, by kind and slug."""
        return {kind: {row.slug: row for row in self.viewpoint.rows(model)} for kind, model in PLACES.items()}

    @cached_property
    def counting(self) -> Notes:
        """The figures that count, of assessments that were published by then."""
        return tuple(note for note in self.estimates if note.counts and note.row.assessment in self.assessments)

    def notes(self, model: Any, **where: object) -> Notes:
        """The records of a model that had come, oldest first."""
        return self.viewpoint.notes(self.viewpoint.rows(model, **where))[::-1]
