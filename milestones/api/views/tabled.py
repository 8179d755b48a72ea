"""Answers that are also to be had as tables."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any, ClassVar
from urllib.parse import urlencode

from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils import translation
from django.utils.translation import gettext as _
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request

from milestones.api.languages import ALL
from milestones.api.parameters import Parameter
from milestones.api.problems import invalid
from milestones.api.tables.columns import columns_of
from milestones.api.tables.describing import Origin, about, about_lines, csv_metadata
from milestones.api.tables.forms import JSON, CsvForm, CsvwForm, FormNegotiation, XlsxForm, format_parameter
from milestones.api.views.base import BodyRenderer, ReadView, as_json
from milestones.tables.columns import MOST_ROWS, Table, csv_lines
from milestones.tables.sheets import Sheets

FORMS: tuple[type[BaseRenderer], ...] = (BodyRenderer, CsvForm, XlsxForm, CsvwForm)
MOST_AT_ONCE = 1000
"""A longer table goes out line by line as it is made, and is not kept."""


class FormedView(ReadView):
    """A view that answers in several forms, by `format` or by Accept."""

    content_negotiation_class = FormNegotiation
    renderer_classes: Any = FORMS
    form: ClassVar[Parameter] = format_parameter([str(form.format) for form in FORMS])

    @classmethod
    @cache
    def own_parameters(cls) -> tuple[Parameter, ...]:
        return (*super().own_parameters(), cls.form)

    @property
    def asked_form(self) -> str:
        """The form that the answer goes out in."""
        return str(self.request.accepted_renderer.format)

    def address_in(self, form: str, **more: str) -> str:
        """The address of the same question in this form, with the language that the answer is in, and `more`."""
        pinned = {name: self.request.query_params.getlist(name) for name in self.request.query_params}
        told = {"lang": translation.get_language(), "format": form} | more
        pinned |= {name: [value] for name, value in told.items()}
        return f"{self.request.build_absolute_uri(self.request.path)}?{urlencode(pinned, doseq=True)}"

    def refuse_too_many(self, count: int) -> None:
        """Raise ValidationError where there are more rows than the form takes."""
        most = MOST_ROWS[self.asked_form]
        if count > most:
            message = _("These are %(count)s rows, and a table in this form has at most %(most)s. Narrow it.")
            raise invalid("format", message % {"count": count, "most": most}, code="too_much")

    def as_file(self, response: HttpResponseBase, name: str) -> HttpResponseBase:
        """The response as a file of this name, in the form that was asked for."""
        renderer = self.request.accepted_renderer
        charset = f"; charset={renderer.charset}" if renderer.media_type.startswith("text/") else ""
        response.headers["Content-Type"] = f"{renderer.media_type}{charset}"
        response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
        return response


class TabledView(FormedView):
    """A view whose answer is JSON, and a table of the same rows."""

    def table(self, request: Request, **kwargs: Any) -> Table:
        """The answer as a table; raises Http404 and ValidationError."""
        raise NotImplementedError

    def named(self, fields: Mapping[str, Any], count: int, rows: Iterable[Any]) -> Table:
        """A table of rows with these fields, under the view's name."""
        return Table(self.operation.replace("-", "_"), self.summary, columns_of(fields), count, rows)

    def listed(self, fields: Mapping[str, Any], made: Callable[[], Sequence[Mapping[str, Any]]]) -> Table:
        """A table of what is one list in the answer, whose columns are fixed; raises ValidationError."""
        for name in ("fields", "omit"):
            if name in self.asked:
                message = _("The columns of this table are fixed. Leave “%(name)s” out.")
                raise invalid(name, message % {"name": name}, code="fixed_columns")
        rows = json.loads(as_json(made()))
        return self.named(fields, len(rows), rows)

    def _answered(self, request: Request, **kwargs: Any) -> HttpResponseBase:
        if self.asked_form == JSON:
            return super()._answered(request, **kwargs)
        self._begin(request)
        if self.asked.get("lang") == ALL:
            raise invalid("lang", _("A table is in one language. Choose it."))
        table = self.table(request, **kwargs)
        self.refuse_too_many(table.count)
        form, told = self.asked_form, self._about(table)
        response: HttpResponseBase
        match form:
            case "csv" if table.count <= MOST_AT_ONCE:
                response = HttpResponse(b"".join(csv_lines(table)))
            case "csv":
                response = StreamingHttpResponse(_in_language(csv_lines(table), translation.get_language()))
            case "xlsx":
                texts = ((f"columns.{column.name}", column.text) for column in table.columns)
                response = HttpResponse(workbook([table], [*about_lines(told), ("", ""), *texts]))
            case _:
                response = HttpResponse(as_json(csv_metadata(table, told)))
        of_plan = f"{self.plans[0].slug}-" if len(self.plans) == 1 else ""
        ending = "csv-metadata.json" if form == CsvwForm.format else form
        return self.as_file(response, f"{of_plan}{table.name.replace('_', '-')}.{ending}")

    def _about(self, table: Table) -> dict[str, Any]:
        query = {name: ", ".join(values) for name, values in self.request.query_params.lists()}
        origins = [Origin(*pair) for pair in zip(self.plans, self.states, strict=True)]
        return about(table, origins, self.address_in("csv" if self.asked_form == "csvw" else self.asked_form), query)

    def links(self) -> dict[str, str]:
        """Where the answer leads: from CSV to what describes its columns."""
        described = {"describedby": self.address_in("csvw")} if self.asked_form == "csv" else {}
        return super().links() | described


def workbook(tables: Iterable[Table], about_them: Iterable[tuple[str, str]]) -> bytes:
    """The tables as sheets, and one of what is told of them."""
    sheets = Sheets()
    for table in tables:
        sheets.add(table.name, table.columns, table.rows)
    sheets.add_texts("about", about_them)
    return sheets.body()


def _in_language(lines: Iterator[bytes], language: str) -> Iterator[bytes]:
    """The lines as they are made after the request's own language is gone."""
    while True:
        with translation.override(language):
            line = next(lines, None)
        if line is None:
            return
        yield line
