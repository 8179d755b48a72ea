"""The kinds of records as pages show them: their columns, in words."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Model
from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from milestones import notation
from pillars.demilitarisation import models


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its heading, and what a record says there; "" where it says nothing."""

    heading: str | Promise
    text: Callable[[Any], str]
    is_number: bool = False


def _no_figure(row: Any) -> str:
    return ""


def _own_day(row: Any) -> dt.date:
    return row.date  # type: ignore[no-any-return]


def _itself(row: Any) -> object:
    return row.pk


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of record, `slug` in its pages' addresses; `none` says in a sentence that there are none.

    In the picture over time a record stands on its `day` in the row of a word, with a figure or "". Of records that
    are the same `once` the newest is drawn.
    """

    slug: str
    model: type[Model]
    title: str | Promise
    none: str | Promise
    columns: tuple[Column, ...]
    row: Callable[[Any], str]
    figure: Callable[[Any], str] = _no_figure
    day: Callable[[Any], dt.date] = _own_day
    once: Callable[[Any], object] = _itself


def _name(key: str, heading: str | Promise) -> Column:
    return Column(heading, lambda row: str(getattr(row, key) or ""))


def _word(key: str, heading: str | Promise) -> Column:
    return Column(heading, lambda row: str(getattr(row, f"get_{key}_display")()))


def _count(key: str, heading: str | Promise) -> Column:
    def text(row: Any) -> str:
        value = getattr(row, key)
        return "" if value is None else notation.number(value)

    return Column(heading, text, is_number=True)


def _range(low: Decimal, high: Decimal) -> str:
    return notation.range_of(notation.plain_number(low), notation.plain_number(high))


def disputed_words(tally: models.Tally) -> str:
    """How many are disputed, and by whom; "" where nobody says."""
    if tally.disputed is None:
        return ""
    count = notation.number(tally.disputed)
    if tally.disputed_by is None:
        return count
    return gettext("%(count)s, by %(actor)s") % {"count": count, "actor": tally.disputed_by}


def _leaving(pullback: models.Pullback) -> str:
    counts = [count for force in models.FORCES if (count := getattr(pullback, force)) is not None]
    return notation.number(sum(counts)) if counts else ""


STAGE, AREA = _name("phase", _("Stage")), _name("area", _("Area"))

KINDS = (
    Kind(
        "tallies",
        models.Tally,
        _("Collected and destroyed"),
        _("No count of what was collected or destroyed is on record."),
        (
            _name("category", _("Category")),
            STAGE,
            AREA,
            _name("series", _("Counted by")),
            _word("step", _("Step")),
            _word("scope", _("Covers")),
            _count("handed_in", _("Handed in")),
            _count("accepted", pgettext_lazy("weapons", "Accepted")),
            _count("rejected", pgettext_lazy("weapons", "Rejected")),
            Column(pgettext_lazy("weapons", "Disputed"), disputed_words, is_number=True),
        ),
        # Counts of a stage and of everything are never one line
        row=lambda row: f"{row.series}: {row.get_scope_display()}",
        figure=lambda row: "" if row.accepted is None else notation.number(row.accepted),
    ),
    Kind(
        "totals",
        models.ArmsTotal,
        _("Agreed, declared and estimated totals"),
        _("No agreed, declared or estimated total is on record."),
        (
            _name("category", _("Category")),
            _word("basis", _("Basis")),
            _name("claimant", _("Claimant")),
            STAGE,
            AREA,
            Column(_("Figure"), lambda row: _range(row.low, row.high), is_number=True),
        ),
        row=lambda row: str(row.claimant or row.phase or row.get_basis_display()),
        figure=lambda row: _range(row.low, row.high),
    ),
    Kind(
        "inspections",
        models.Inspection,
        _("Inspections and certifications"),
        _("No inspection or certification is on record."),
        (
            _word("kind", _("Kind")),
            AREA,
            STAGE,
            _name("category", _("Category")),
            _name("inspector", _("By")),
            _name("mandate", _("Mandate")),
            _name("witness", _("Witnessed by")),
            _word("outcome", _("Outcome")),
            Column(
                _("Figures"),
                lambda row: str(_("published") if row.figures_published else _("not published")),
            ),
        ),
        row=lambda row: str(row.get_outcome_display()),
    ),
    Kind(
        "incidents",
        models.Incident,
        _("Alleged violations"),
        _("No alleged violation is on record; that is not to say that there was none."),
        (
            Column(_("Happened on"), lambda row: notation.short_day(row.happened_on)),
            _word("kind", _("Kind")),
            AREA,
            _name("alleged_by", _("Alleged by")),
            _name("alleged_against", _("Alleged against")),
            _name("denied_by", _("Denied by")),
            _name("investigated_by", _("Investigated by")),
            _word("finding", _("Finding")),
        ),
        row=lambda row: str(row.get_finding_display()),
        day=lambda row: row.happened_on,
        once=lambda row: row.case,
    ),
    Kind(
        "pullbacks",
        models.Pullback,
        _("Pull-backs and handovers"),
        _("No pull-back or handover is on record."),
        (
            STAGE,
            AREA,
            _name("line", _("Line")),
            _word("step", _("Step")),
            _name("leaves", _("Who leaves")),
            _name("takes_over", _("Who takes over")),
            _count("soldiers", _("Soldiers")),
            _count("police", _("Police")),
            _count("personnel", _("Not divided")),
        ),
        row=lambda row: str(row.get_step_display()),
        figure=_leaving,
    ),
    Kind(
        "line-claims",
        models.LineClaim,
        _("Claims about lines"),
        _("No claim about a line is on record."),
        (
            _name("line", _("Line")),
            _name("claimant", _("Claimant")),
            Column(_("Share of the territory, %"), lambda row: _range(row.low, row.high), is_number=True),
        ),
        row=lambda row: str(row.line),
        figure=lambda row: _range(row.low, row.high),
    ),
)

KIND_OF = {kind.slug: kind for kind in KINDS}
