"""The kinds of rows that demilitarisation keeps."""

from milestones.kinds import Kind
from pillars.demilitarisation import models

KINDS = (
    Kind(models.ArmsCategory, "categories"),
    Kind(models.CountingSeries, "series"),
    Kind(models.PullbackLine, "lines"),
    Kind(models.ArmsTotal, "totals"),
    Kind(models.Tally, "tallies"),
    Kind(models.Inspection, "inspections"),
    Kind(models.Incident, "incidents"),
    Kind(models.LineClaim, "line_claims"),
    Kind(models.Pullback, "pullbacks"),
)
