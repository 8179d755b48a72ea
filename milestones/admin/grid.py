"""Many records at once: a table of cells, typed or pasted, checked cell by cell and saved all or none."""

from collections.abc import Collection, Iterator, Mapping
from functools import cached_property
from itertools import chain, pairwise, repeat
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from milestones import notation
from milestones.admin.base import answer, own_path
from milestones.admin.reasons import reason_of, with_reason
from milestones.admin.rules_at_save import tell_of_drafts
from milestones.chosen import chosen_plan
from milestones.contingency import Evaluation
from milestones.limits import REASON_LENGTH
from milestones.models import Indicator, Milestone, Plan, Publication
from milestones.planfile.fields import Named, Words
from milestones.planfile.quantities import Number, Whole
from milestones.services.checking import kind_of
from milestones.services.entering import Reading
from milestones.services.many_rows import enter_lines, take_turn
from milestones.services.mapping import CellReader, Line, Target, targets_of, words_of
from milestones.services.rights import in_reach
from milestones.services.saving import Entered
from milestones.services.trying import Effect
from milestones.state import PlanState, evaluation_of, state_for
from milestones.state.finding import preview_of

ROWS, MOST = 10, 500
"""So many rows an empty table has, and a full one at most."""
LEFT_OUT = frozenset({"recorded", "publication", "embargoed_until", "until"})
CARRIED = ("source", "verification")
"""What an empty cell takes from the row above."""
TOO_MANY = gettext_lazy(
    "Of %(count)s rows the first %(most)s stand here, and nothing is saved yet. Save these and paste the rest again, "
    "or import them as a file."
)


class GridPage(admin.ModelAdmin):
    """A kind of records that is entered in a table too, of the chosen plan."""

    has_grid = True

    def get_urls(self) -> list[Any]:
        return [own_path(self, "grid/", self.grid_view, "grid"), *super().get_urls()]

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
        if "save" in request.POST and rows and not grid.faults:
            outcome = grid.save(rows, is_reasoned=bool(reason_of(request)))
            for row in outcome.rows:
                self.log_addition(request, row, with_reason([{"added": {}}], request))
            if outcome.rows:
                count = len(outcome.rows)
                text = ngettext("%(count)d record was saved.", "%(count)d records were saved.", count)
                self.message_user(request, text % {"count": count}, messages.SUCCESS)
                tell_of_drafts(self, request, outcome)
                return HttpResponseRedirect(request.path)
        title = _("Many at once: %(kind)s") % {"kind": self.opts.verbose_name_plural}
        context = {"title": title, "reason": reason_of(request), "most": REASON_LENGTH} | grid.context(rows)
        return answer(self, request, "admin/milestones/grid.html", context)


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
        self.told: list[dict[str, list[str]]] = []
        self.effect: Effect[Entered] | None = None

    def rows(self, sent: Any) -> list[dict[str, str]]:
        """The rows that were sent and say something, by column, those pasted as text after those of the table."""
        columns = [sent.getlist(target.name) for target in self.targets]
        typed = [*zip(*columns, strict=False), *(line.split("\t") for line in sent.get("paste", "").splitlines())]
        names = [target.name for target in self.targets]
        rows = [cells for told in typed if any(cells := [text.strip() for text in told])]
        if len(rows) > MOST:
            self.faults = [TOO_MANY % {"count": len(rows), "most": MOST}]
        return [dict(zip(names, chain(cells, repeat("")), strict=False)) for cells in rows[:MOST]]

    def save(self, rows: list[dict[str, str]], *, is_reasoned: bool) -> Entered:
        """What was saved: all of them, or none, and what is wrong told at their cells, or what trouble they make."""
        for above, row in pairwise(rows):
            row |= {name: above[name] for name in CARRIED if name in row and not row[name]}
        reader = CellReader(self.kind, self.plan, self.user, {})
        lines = [reader.line(row, number) for number, row in enumerate(rows, 1)]
        with transaction.atomic():
            take_turn(self.plan, self.kind.model._meta.label_lower)
            effect = enter_lines(lines, Reading(self.kind, self.plan, self.user))
            is_read = not any(line.faults for line in lines)
            self.effect = effect if is_read and effect.wants_reason and not is_reasoned else None
            is_saved = is_read and self.effect is None
            transaction.set_rollback(not is_saved)
        self.faults, self.told = effect.outcome.of_whole, [_faults_by_cell(line) for line in lines]
        return effect.outcome if is_saved else Entered()

    def context(self, rows: list[dict[str, str]]) -> dict[str, Any]:
        """What the table's template lays out: columns, rows of cells, and what may be chosen in each column."""
        empty: list[dict[str, str]] = [{} for _number in range(max(1, ROWS - len(rows)))]
        now, nothing = self._now(), dict[str, list[str]]()
        return {
            "columns": [{"name": one.name, "label": one.label, "is_needed": one.field.needed} for one in self.targets],
            "rows": [
                {
                    "cells": [self._cell(row, faults, target) for target in self.targets],
                    "now": now.get(row.get(self.kind.owner, ""), ""),
                    "faults": faults.get("", ()),
                }
                for row, faults in zip((*rows, *empty), chain(self.told, repeat(nothing)), strict=False)
            ],
            "options": [(target.name, list(self._options(target, now))) for target in self.targets],
            "has_now": bool(now),
            "about": self.kind.owner,
            "faults": self.faults,
            "effect": self.effect,
        }

    def _cell(self, row: Mapping[str, str], faults: Mapping[str, Any], target: Target) -> dict[str, Any]:
        return {
            "name": target.name,
            "label": target.label,
            "value": row.get(target.name, ""),
            "faults": faults.get(target.name, ()),
            "mode": "decimal" if isinstance(target.field, Number | Whole) else "text",
        }

    @cached_property
    def _state(self) -> PlanState:
        """The plan as its user sees it; one that is a draft, as if all of it were published."""
        state = state_for(self.plan, self.user)
        return preview_of(state) if self.plan.publication == Publication.DRAFT else state

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
            model = target.column.related_model
            reached = set(in_reach(model.objects.all(), self.user).values_list("pk", flat=True))
            for row in self._state.rows(model):
                if row.pk in reached:
                    yield row.slug, " · ".join(filter(None, (str(row), now.get(row.slug, ""))))
        else:
            words = words_of(self.kind, target.field)
            labels = {str(label) for label in dict(target.column.choices or ()).values()}
            yield from ((label, "") for label in sorted(labels) if words)


def _faults_by_cell(line: Line) -> dict[str, list[str]]:
    """What is wrong with a row, by column; at "" what has none."""
    told: dict[str, list[str]] = {}
    for name, words in line.told():
        told.setdefault(name if name in line.cells else "", []).append(words)
    return told


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
