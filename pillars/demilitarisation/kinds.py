"""The kinds of rows that demilitarisation keeps."""

from milestones.kinds import Kind
from pillars.demilitarisation import models, rules

KINDS = (
    Kind(models.ArmsCategory, "categories"),
    Kind(models.CountingSeries, "series"),
    Kind(models.PullbackLine, "lines"),
    Kind(models.ArmsTotal, "totals"),
    Kind(
        models.Tally,
        "tallies",
        rules=(rules.sorted_out_beyond_handed_in, rules.disputed_beyond_accepted, rules.disputed_without_number),
        is_imported=True,
    ),
    Kind(models.Inspection, "inspections", is_imported=True),
    Kind(models.Incident, "incidents", rules=(rules.found_by_nobody,), is_imported=True),
    Kind(models.LineClaim, "line_claims"),
    Kind(models.Pullback, "pullbacks"),
)
