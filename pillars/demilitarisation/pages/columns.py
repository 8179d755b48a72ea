"""Demilitarisation's kinds of records: their columns and their place in the picture over time, in words."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from milestones import notation
from milestones.pages.blocks import Column
from milestones.pages.cells import Words
from milestones.pages.record_lists import field_column
from pillars.demilitarisation import models
from pillars.demilitarisation.wording import disputed_words, leaving

Name = str | tuple[str, Words]
Told = Name | Column
"""A field by its name, with a heading of its own where that is not what it is called; or a column as it is."""


@dataclass(frozen=True, slots=True)
class ShownKind:
    """One kind of record, `slug` in its pages' addresses; `none` says in a sentence that there are none.

    In the picture over time a record stands on its `day` in the row of a word, with a figure or "". Of records that
    are the same `once` the newest is drawn.
    """

    slug: str
    model: type[Model]
    title: Words
    none: Words
    told: tuple[Told, ...]
    row: Callable[[Any], str]
    figure: Callable[[Any], str] = lambda row: ""
    day: Callable[[Any], dt.date] = lambda row: row.date
    once: Callable[[Any], object] = lambda row: row.pk

    @property
    def columns(self) -> tuple[Column, ...]:
        """A column for each that is told, headed as its field is called unless it comes with a heading of its own."""
        field = self.model._meta.get_field
        names = ((told, "") if isinstance(told, str) else told for told in self.told)
        return tuple(told if isinstance(told, Column) else field_column(field(told[0]), told[1]) for told in names)


AREA = ("area", _("Area"))


def _range(heading: Words) -> Column:
    return Column(heading, _figures, is_number=True)


def _figures(row: Any) -> str:
    """From the low figure to the high one."""
    return notation.range_of(notation.plain_number(row.low), notation.plain_number(row.high))


SHOWN = (
    ShownKind(
        "tallies",
        models.Tally,
        _("Collected and destroyed"),
        _("No count of what was collected or destroyed is on record."),
        ("category", "phase", AREA, ("series", _("Counted by")), "step", ("scope", _("Covers")),
         "handed_in", "accepted", "rejected",
         Column(pgettext_lazy("weapons", "Disputed"), disputed_words, is_number=True)),
        # Counts of a stage and of everything are never one line
        row=lambda row: f"{row.series}: {row.get_scope_display()}",
        figure=lambda row: notation.number(row.accepted),
    ),
    ShownKind(
        "totals",
        models.ArmsTotal,
        _("Agreed, declared and estimated totals"),
        _("No agreed, declared or estimated total is on record."),
        ("category", "basis", "claimant", "phase", AREA, _range(_("Figure"))),
        row=lambda row: str(row.claimant or row.phase or row.get_basis_display()),
        figure=_figures,
    ),
    ShownKind(
        "inspections",
        models.Inspection,
        _("Inspections and certifications"),
        _("No inspection or certification is on record."),
        ("kind", AREA, "phase", "category", ("inspector", _("By")), "mandate", "witness",
         "outcome", Column(_("Figures"), lambda row: _("published") if row.figures_published else _("not published"))),
        row=lambda row: str(row.get_outcome_display()),
    ),
    ShownKind(
        "incidents",
        models.Incident,
        _("Alleged violations"),
        _("No alleged violation is on record; that is not to say that there was none."),
        ("happened_on", "kind", AREA, "alleged_by", "alleged_against", "denied_by",
         "investigated_by", ("finding", _("Finding"))),
        row=lambda row: str(row.get_finding_display()),
        day=lambda row: row.happened_on,
        once=lambda row: row.case,
    ),
    ShownKind(
        "pullbacks",
        models.Pullback,
        _("Pull-backs and handovers"),
        _("No pull-back or handover is on record."),
        ("phase", AREA, "line", "step", "leaves", "takes_over", "soldiers", "police",
         ("personnel", _("Not divided"))),
        row=lambda row: str(row.get_step_display()),
        figure=leaving,
    ),
    ShownKind(
        "line-claims",
        models.LineClaim,
        _("Claims about lines"),
        _("No claim about a line is on record."),
        ("line", "claimant", _range(_("Share of the territory, %"))),
        row=lambda row: str(row.line),
        figure=_figures,
    ),
)  # fmt: skip

SHOWN_OF = {kind.slug: kind for kind in SHOWN}
