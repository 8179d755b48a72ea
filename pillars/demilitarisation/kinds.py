"""The kinds of rows that demilitarisation keeps, and what their entries may not say beside the models' constraints."""

from django.utils.translation import gettext_lazy as _

from milestones.kinds import Kind
from milestones.kinds.rules import Entry, row_rule
from pillars.demilitarisation import models
from pillars.demilitarisation.models import Finding


@row_rule("handed_in", _("More are accepted and rejected than were handed in. Correct the figures."))
def sorted_out_beyond_handed_in(tally: Entry) -> bool:
    sorted_out = (tally["accepted"] or 0) + (tally["rejected"] or 0)
    return tally["handed_in"] is not None and sorted_out > tally["handed_in"]


@row_rule("disputed", _("More are disputed than were accepted. Correct the figures."))
def disputed_beyond_accepted(tally: Entry) -> bool:
    return None not in (tally["disputed"], tally["accepted"]) and tally["disputed"] > tally["accepted"]


@row_rule("disputed", _("Say how many are disputed, or leave “disputed by” empty."))
def disputed_without_number(tally: Entry) -> bool:
    return tally["disputed_by"] is not None and tally["disputed"] is None


@row_rule("investigated_by", _("Say who found this, or leave the finding as not investigated."))
def found_by_nobody(incident: Entry) -> bool:
    return incident["finding"] in (Finding.UPHELD, Finding.UNFOUNDED) and incident["investigated_by"] is None


KINDS = (
    Kind(models.ArmsCategory, "categories"),
    Kind(models.CountingSeries, "series"),
    Kind(models.PullbackLine, "lines"),
    Kind(models.ArmsTotal, "totals"),
    Kind(
        models.Tally,
        "tallies",
        rules=(sorted_out_beyond_handed_in, disputed_beyond_accepted, disputed_without_number),
        is_imported=True,
    ),
    Kind(models.Inspection, "inspections", is_imported=True),
    Kind(models.Incident, "incidents", rules=(found_by_nobody,), is_imported=True),
    Kind(models.LineClaim, "line_claims"),
    Kind(models.Pullback, "pullbacks"),
)
