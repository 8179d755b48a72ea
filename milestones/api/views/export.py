"""A plan as a whole: its plan file, or every table of it."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from drf_spectacular.utils import inline_serializer
from rest_framework import serializers
from rest_framework.request import Request

from milestones.api.moments import told as told_of
from milestones.api.parameters import KNOWN_AT, ON, POINT, READING
from milestones.api.problems import invalid, not_found
from milestones.api.serializers.base import as_it_is
from milestones.api.tables.columns import Note, columns_of, notes_of
from milestones.api.tables.describing import Origin, about, about_lines
from milestones.api.tables.forms import JSON, PackageForm, XlsxForm, YamlForm, format_parameter
from milestones.api.tables.package import Contents
from milestones.api.views.base import BodyRenderer
from milestones.api.views.lists import ListView
from milestones.api.views.tabled import FormedView, workbook
from milestones.models import Plan, StatusChange
from milestones.planfile.quantities import plain_instant
from milestones.selectors.ledger import bundle, logged_revisions
from milestones.state.exporting import document_of, text_of
from milestones.tables.columns import Table

FORMS = (BodyRenderer, YamlForm, PackageForm, XlsxForm)
PASSING = frozenset({"today", "stale"})
"""What is told of the moment of asking rather than of the plan's state, and differs under one revision."""
OF_RUN = "computed_at"
"""So does this, where `stale` stands beside it."""
MOMENT = frozenset(parameter.name for parameter in POINT)


class ExportView(FormedView):
    """The plan file (`json`, `yaml`), or every table of it: a data package of CSV (`csv`), or a workbook (`xlsx`).

    What the reader may see, as the plan stands or as it was known at an instant. Day and reading are those of the
    verdicts in the tables. Under one revision, moment and language the bytes are the same.
    """

    operation, tag, summary = "export", "plans", "A plan as its plan file or as tables"
    parameters = POINT
    renderer_classes = FORMS
    is_signed = True
    form = format_parameter([str(form.format) for form in FORMS])
    tables: Sequence[type[ListView]] = ()
    """The lists of which there is a table each."""

    @classmethod
    def answer_shape(cls) -> Any:
        return inline_serializer(
            "PlanFile",
            {
                "format": serializers.CharField(help_text="The format and its version."),
                "plan": as_it_is(
                    {"type": "object", "additionalProperties": {}},
                    help_text="The plan; the document's other keys stand beside it.",
                ),
            },
        )

    def _answered(self, request: Request, **kwargs: Any) -> HttpResponseBase:
        self._begin(request)
        (state,), form = self.states, self.asked_form
        if not state.rows(Plan):
            raise not_found(kwargs["plan"], ())
        name = f"{kwargs['plan']}-revision-{state.version[0]}"
        if form in (JSON, YamlForm.format):
            for parameter in {ON.name, READING.name} & self.asked.keys():
                message = _("A plan file is of no day and no reading. Leave “%(name)s” out.")
                raise invalid(parameter, message % {"name": parameter}, code="not_of_plan_file")
            return self.as_file(HttpResponse(text_of(document_of(state), form)), f"{name}.{form}")
        contents = self._contents()
        if form == XlsxForm.format:
            count = sum(table.count for table in contents.tables)
            whole = Table(kwargs["plan"], self.summary, (), count, ())
            told = about(whole, [contents.origin], contents.address, contents.moment)
            body = workbook((*contents.tables, contents.codebook), about_lines(told))
            return self.as_file(HttpResponse(body), f"{name}.{form}")
        logged = logged_revisions(state)
        return self.as_file(HttpResponse(contents.body(bundle(state, logged) if logged else None)), f"{name}.zip")

    def _contents(self) -> Contents:
        (fresh,), (state,) = self.plans, self.states
        moment = told_of(fresh, state, self.moment)
        told = [self._table(view_class) for view_class in self.tables]
        tables = [table for table, _notes in told]
        self.refuse_too_many(sum(table.count for table in tables))
        return Contents(
            origin=Origin(fresh, state),
            address=self._pinned(),
            moment={name: moment[name] for name in ("on", "known_at", "reading")},
            tables=tables,
            notes=[note for _table, notes in told for note in notes],
            plan_file=text_of(document_of(state), str(YamlForm.format)),
        )

    def _pinned(self) -> str:
        """The address under which the same is to be had when the plan has moved on."""
        (fresh,), (state,) = self.plans, self.states
        pinned = {ON.name: str(self.moment.on or fresh.today)}
        known_at = self.moment.known_at or state.revised_at
        if known_at is not None:
            pinned[KNOWN_AT.name] = plain_instant(known_at)
        return self.address_in(self.asked_form, **pinned)

    def _table(self, view_class: type[ListView]) -> tuple[Table, list[Note]]:
        """The whole list as a table, and the notes on its columns."""
        view = view_class()
        view.request, view.plans, view.states, view.given = self.request, self.plans, self.states, {}
        taken = MOMENT & {parameter.name for parameter in view.own_parameters()}
        view.asked = {name: value for name, value in self.asked.items() if name in taken}
        fields = dict(view.shape.fields)
        dropped = PASSING | ({OF_RUN} if "stale" in fields else set())
        columns = columns_of({name: field for name, field in fields.items() if name not in dropped})
        table = view.table(self.request)
        rows = [*table.rows]
        if view.model is StatusChange:  # no row of a state: later ones are told of an earlier state as well
            rows = [row for row in rows if row["revision"] <= self.states[0].version[0]]
        whole = Table(table.name, table.title, columns, len(rows), rows)
        return whole, [*notes_of(table.name, view.model, fields, columns)]


def lists_among(views: Iterable[Any]) -> tuple[type[ListView], ...]:
    """Those of the views that are lists, the first of each model."""
    lists = [view for view in views if isinstance(view, type) and issubclass(view, ListView)]
    return tuple({view.model: view for view in reversed(lists)}.values())[::-1]
