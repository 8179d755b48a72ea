"""Many records at once: a table of cells, typed or pasted, checked cell by cell and saved all or none."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from itertools import pairwise
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from milestones import notation
from milestones.chosen import chosen_plan
from milestones.contingency import Evaluation
from milestones.kinds.rules import Breach
from milestones.models import Indicator, Milestone, Plan
from milestones.planfile.fields import Named, Words
from milestones.planfile.quantities import Number, Whole
from milestones.selectors.plans import local_date
from milestones.services.checking import kind_of
from milestones.services.entering import enter
from milestones.services.mapping import CellReader, Target, targets_of, words_of
from milestones.state import PlanState, evaluation_of, state_for
from milestones.tables.spelling import Unclear
from milestones.wording.reading import cell_sentence

ROWS, MOST = 10, 500
"""So many rows an empty table has, and a full one at most."""
LEFT_OUT = frozenset({"recorded", "publication", "embargoed_until", "until"})
CARRIED = ("source", "verification")
"""What an empty cell takes from the row above."""
AFTER_TODAY = gettext_lazy("%(day)s is later than the plan's day, %(today)s.")


@dataclass
class Row:
    """A row of cells by the names of their columns, the entry that they make, and what is wrong, by column."""

    cells: dict[str, str]
    entry: dict[str, Any] = field(default_factory=dict)
    faults: dict[str, list[str]] = field(default_factory=dict)

    def fault(self, breach: Breach) -> None:
        """Tell what is wrong at its cell; at "" where it has none."""
        name = str(breach.pointer[0]) if breach.pointer else ""
        name = name if name in self.cells else ""
        self.faults.setdefault(name, []).append(cell_sentence(breach, self.cells.get(name, "")))


class GridPage(admin.ModelAdmin):
    """A kind of records that is entered in a table too, of the chosen plan."""

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.grid_view)
        return [path("grid/", view, name=_grid_name(self.opts)), *super().get_urls()]

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        address = reverse(f"admin:{_grid_name(self.opts)}")
        return super().changelist_view(request, (extra_context or {}) | {"grid_address": address})

    def grid_view(self, request: HttpRequest) -> HttpResponse:
        """The table, empty, as it was sent with what is wrong, or saved."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        plan = chosen_plan(request)
        if plan is None:
            self.message_user(request, _("Choose a plan first."), messages.WARNING)
            return HttpResponseRedirect(reverse("admin:index"))
        grid = Grid(self.model, plan, request.user)
        rows = grid.rows(request.POST)
        if "save" in request.POST and rows:
            saved = grid.save(rows)
            for row in saved:
                self.log_addition(request, row, [{"added": {}}])
            if saved:
                count = len(saved)
                text = ngettext("%(count)d record was saved.", "%(count)d records were saved.", count)
                self.message_user(request, text % {"count": count}, messages.SUCCESS)
                return HttpResponseRedirect(request.path)
        request.current_app = self.admin_site.name
        shared = self.admin_site.each_context(request) | {"opts": self.opts, "media": self.media}
        title = _("Many at once: %(kind)s") % {"kind": self.opts.verbose_name_plural}
        return TemplateResponse(request, "admin/milestones/grid.html", shared | {"title": title} | grid.context(rows))


class Grid:
    """The table of a kind's records in a plan, for one user."""

    def __init__(self, model: Any, plan: Plan, user: Any) -> None:
        kind = kind_of(model)
        assert kind is not None  # only kinds have a grid
        self.kind, self.plan, self.user = kind, plan, user
        self.targets = [
            target for target in targets_of(kind) if target.name not in LEFT_OUT and not isinstance(target.field, Words)
        ]
        self.faults: list[str] = []

    def rows(self, sent: Any) -> list[Row]:
        """The rows that were sent and say something, those pasted as text after those of the table."""
        columns = [sent.getlist(target.name) for target in self.targets]
        typed = [*zip(*columns, strict=False), *(line.split("\t") for line in sent.get("paste", "").splitlines())]
        names = [target.name for target in self.targets]
        rows = [[text.strip() for text in cells] for cells in typed[:MOST]]
        padded = ([*cells, *[""] * len(names)] for cells in rows if any(cells))
        return [Row(dict(zip(names, cells, strict=False))) for cells in padded]

    def save(self, rows: list[Row]) -> tuple[Any, ...]:
        """What was saved: all of them, or none, and what is wrong told at their cells."""
        self._carry_down(rows)
        reader = CellReader(self.kind, self.plan, self.user, {})
        today = local_date(self.plan, timezone.now())
        for row in rows:
            self._read(row, reader, today)
        is_read = not any(row.faults for row in rows)
        outcome = enter(
            self.kind,
            [row.entry for row in rows],
            plan=self.plan,
            user=self.user,
            at=timezone.now(),
            dry_run=not is_read,
        )
        for fault in outcome.faults:
            if not fault.pointer or not isinstance(fault.pointer[0], int):
                self.faults.append(fault.message)
            elif is_read or not rows[fault.pointer[0]].faults:
                rows[fault.pointer[0]].fault(replace(fault, pointer=fault.pointer[1:]))
        return outcome.rows if is_read else ()

    def context(self, rows: list[Row]) -> dict[str, Any]:
        """What the table's template lays out: columns, rows of cells, and what may be chosen in each column."""
        empty = [Row({target.name: "" for target in self.targets}) for _number in range(max(1, ROWS - len(rows)))]
        now = self._now()
        return {
            "columns": [{"name": one.name, "label": one.label, "is_needed": one.field.needed} for one in self.targets],
            "rows": [
                {
                    "cells": [self._cell(row, target) for target in self.targets],
                    "now": now.get(row.cells.get(self.kind.owner, ""), ""),
                    "faults": row.faults.get("", ()),
                }
                for row in (*rows, *empty)
            ],
            "options": [(target.name, list(self._options(target, now))) for target in self.targets],
            "has_now": bool(now),
            "about": self.kind.owner,
            "faults": self.faults,
        }

    def _cell(self, row: Row, target: Target) -> dict[str, Any]:
        is_number = isinstance(target.field, Number | Whole)
        return {
            "name": target.name,
            "label": target.label,
            "value": row.cells.get(target.name, ""),
            "faults": row.faults.get(target.name, ()),
            "mode": "decimal" if is_number else "text",
        }

    def _carry_down(self, rows: list[Row]) -> None:
        for above, row in pairwise(rows):
            for name in CARRIED:
                if name in row.cells and not row.cells[name]:
                    row.cells[name] = above.cells[name]

    def _read(self, row: Row, reader: CellReader, today: date) -> None:
        for target in self.targets:
            text = row.cells[target.name]
            if not text:
                continue
            try:
                value = reader.value(target, text)
            except Unclear as unclear:
                row.fault(replace(unclear.breach, pointer=(target.name,)))
                continue
            row.entry[target.name] = value
            if target.name == "date" and str(value) > today.isoformat() and len(str(value)) == 10:
                words = {"day": text, "today": notation.day(today)}
                row.fault(Breach(("date",), "after_today", AFTER_TODAY, words))

    @cached_property
    def _state(self) -> PlanState:
        return state_for(self.plan, self.user)

    def _now(self) -> Mapping[str, str]:
        """How each thing that records are about stands now, by its slug and by its name."""
        owner: Any = self.kind.owner_model
        if owner not in (Indicator, Milestone):
            return {}
        evaluation = evaluation_of(self._state, self._state.until)
        counting = {row.slug for row in self._state.counting.rows(Indicator)}
        told = {row: _standing(row, evaluation, counting) for row in self._state.rows(owner)}
        return {name: words for row, words in told.items() for name in (row.slug, str(row))}

    def _options(self, target: Target, now: Mapping[str, str]) -> Iterator[tuple[str, str]]:
        """The words that a cell takes, each with what people call it and how it stands."""
        if isinstance(target.field, Named):
            for row in self._state.rows(target.column.related_model):
                yield row.slug, " · ".join(filter(None, (str(row), now.get(row.slug, ""))))
        else:
            words = words_of(self.kind, target.field)
            labels = {str(label) for label in dict(target.column.choices or ()).values()}
            yield from ((label, "") for label in sorted(labels) if words)


def _standing(row: Any, evaluation: Evaluation, counting: Collection[str]) -> str:
    """The level of a milestone, or the reading of an indicator with its unit, its unit alone where it counts not."""
    if isinstance(row, Milestone):
        verdict = evaluation.milestones.get(row.slug)
        return notation.level_range(*verdict.level) if verdict else ""
    if row.slug not in counting:
        return row.unit
    low, high = evaluation.facts.values(row.slug).at(evaluation.on.toordinal())
    if low is None or high is None:
        return row.unit
    ends = [notation.figure(end, row.decimals) for end in dict.fromkeys((low, high))]
    return f"{notation.range_of(*ends) if len(ends) > 1 else ends[0]} {row.unit}"


def _grid_name(opts: Any) -> str:
    return f"{opts.app_label}_{opts.model_name}_grid"
