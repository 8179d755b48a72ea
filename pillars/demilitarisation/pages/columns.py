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
from milestones.pages.records import choice_column, number_column, text_column
from pillars.demilitarisation import models
from pillars.demilitarisation.wording import disputed_words, figure_range, leaving


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
    columns: tuple[Column, ...]
    row: Callable[[Any], str]
    figure: Callable[[Any], str] = lambda row: ""
    day: Callable[[Any], dt.date] = lambda row: row.date
    once: Callable[[Any], object] = lambda row: row.pk


STAGE, AREA = text_column("phase", _("Stage")), text_column("area", _("Area"))

SHOWN = (
    ShownKind(
        "tallies",
        models.Tally,
        _("Collected and destroyed"),
        _("No count of what was collected or destroyed is on record."),
        (
            text_column("category", _("Category")),
            STAGE,
            AREA,
            text_column("series", _("Counted by")),
            choice_column("step", _("Step")),
            choice_column("scope", _("Covers")),
            number_column("handed_in", _("Handed in")),
            number_column("accepted", pgettext_lazy("weapons", "Accepted")),
            number_column("rejected", pgettext_lazy("weapons", "Rejected")),
            Column(pgettext_lazy("weapons", "Disputed"), disputed_words, is_number=True),
        ),
        # Counts of a stage and of everything are never one line
        row=lambda row: f"{row.series}: {row.get_scope_display()}",
        figure=lambda row: notation.number(row.accepted),
    ),
    ShownKind(
        "totals",
        models.ArmsTotal,
        _("Agreed, declared and estimated totals"),
        _("No agreed, declared or estimated total is on record."),
        (
            text_column("category", _("Category")),
            choice_column("basis", _("Basis")),
            text_column("claimant", _("Claimant")),
            STAGE,
            AREA,
            Column(_("Figure"), lambda row: figure_range(row.low, row.high), is_number=True),
        ),
        row=lambda row: str(row.claimant or row.phase or row.get_basis_display()),
        figure=lambda row: figure_range(row.low, row.high),
    ),
    ShownKind(
        "inspections",
        models.Inspection,
        _("Inspections and certifications"),
        _("No inspection or certification is on record."),
        (
            choice_column("kind", _("Kind")),
            AREA,
            STAGE,
            text_column("category", _("Category")),
            text_column("inspector", _("By")),
            text_column("mandate", _("Mandate")),
            text_column("witness", _("Witnessed by")),
            choice_column("outcome", _("Outcome")),
            Column(
                _("Figures"), lambda row: str(_("published") if row.figures_published else _("not published"))
            ),
        ),
        row=lambda row: str(row.get_outcome_display()),
    ),
    ShownKind(
        "incidents",
        models.Incident,
        _("Alleged violations"),
        _("No alleged violation is on record; that is not to say that there was none."),
        (
            Column(_("Happened on"), lambda row: notation.short_day(row.happened_on)),
            choice_column("kind", _("Kind")),
            AREA,
            text_column("alleged_by", _("Alleged by")),
            text_column("alleged_against", _("Alleged against")),
            text_column("denied_by", _("Denied by")),
            text_column("investigated_by", _("Investigated by")),
            choice_column("finding", _("Finding")),
        ),
        row=lambda row: str(row.get_finding_display()),
        day=lambda row: row.happened_on,
        once=lambda row: row.case,
    ),
    ShownKind(
        "pullbacks",
        models.Pullback,
        _("Pull-backs and handovers"),
        _("No pull-back or handover is on record."),
        (
            STAGE,
            AREA,
            text_column("line", _("Line")),
            choice_column("step", _("Step")),
            text_column("leaves", _("Who leaves")),
            text_column("takes_over", _("Who takes over")),
            number_column("soldiers", _("Soldiers")),
            number_column("police", _("Police")),
            number_column("personnel", _("Not divided")),
        ),
        row=lambda row: str(row.get_step_display()),
        figure=leaving,
    ),
    ShownKind(
        "line-claims",
        models.LineClaim,
        _("Claims about lines"),
        _("No claim about a line is on record."),
        (
            text_column("line", _("Line")),
            text_column("claimant", _("Claimant")),
            Column(
                _("Share of the territory, %"), lambda row: figure_range(row.low, row.high), is_number=True
            ),
        ),
        row=lambda row: str(row.line),
        figure=lambda row: figure_range(row.low, row.high),
    ),
)

SHOWN_OF = {kind.slug: kind for kind in SHOWN}
