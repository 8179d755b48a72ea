"""A list of the admin as a file: the rows that its filters leave, in its order, as CSV or as a workbook."""

from collections.abc import Iterator
from datetime import date
from itertools import chain, islice
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.utils import label_for_field, lookup_field
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from milestones.admin.base import own_path
from milestones.admin.lists import leave_out_hidden
from milestones.pages.desk import address
from milestones.pages.paging import as_text
from milestones.services.checking import kind_of
from milestones.services.importing import kind_named
from milestones.tables.columns import MOST_ROWS, Column, Held, Table, csv_lines
from milestones.tables.of_kinds import columns_of_kind, rows_of_kind
from milestones.tables.sheets import XLSX_TYPE, Sheets
from milestones.wording.columns import in_words

AT_A_TIME = 1000
FORMS = {"csv": "text/csv; charset=utf-8", "xlsx": XLSX_TYPE}
BYTE_ORDER_MARK = "\ufeff".encode()
"""Without it Excel takes a CSV for the letters of the machine's own country."""


class ExportedAdmin(admin.ModelAdmin):
    """Lists that are exported as they are filtered."""

    def get_urls(self) -> list[Any]:
        return [own_path(self, "export/<str:form>/", self.export_view, "export"), *super().get_urls()]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        told = {"export_forms": FORMS, "imported": kind_named(self.opts.label_lower) and self.opts.label_lower}
        return super().changelist_view(request, told | (extra_context or {}))

    def export_view(self, request: HttpRequest, form: str) -> HttpResponseBase:
        """The rows of the list, in this form."""
        kind = kind_of(self.model)
        if form not in FORMS or not self.has_view_or_change_permission(request):
            raise PermissionDenied
        rows = self.get_changelist_instance(request).queryset
        count = rows.count()
        if count > MOST_ROWS[form]:
            words = _("These are %(count)s rows, and a table in this form has at most %(most)s. Narrow it.")
            self.message_user(request, words % {"count": count, "most": MOST_ROWS[form]}, messages.ERROR)
            return HttpResponseRedirect(f"{address(self.model, 'changelist')}?{request.GET.urlencode()}")
        title, name = str(self.opts.verbose_name_plural), kind.path if kind else self.opts.model_name
        if kind is not None:
            keys = [field.name for field in kind.fields_alone if field.references]
            columns, told = columns_of_kind(kind), rows_of_kind(kind, self._seen(rows.select_related(*keys), request))
        else:
            names = {str(label_for_field(name, self.model, self)): name for name in self.get_list_display(request)}
            columns = tuple(Column(label, Held.TEXT, "", may_be_null=True) for label in names)
            told = ({label: self._listed(row, names[label]) for label in names} for row in self._seen(rows, request))
        table = Table(str(name), title, columns, count, told)
        response: HttpResponseBase
        if form == "csv":
            response = StreamingHttpResponse(chain((BYTE_ORDER_MARK,), csv_lines(table)))
        else:
            sheets = Sheets()
            sheets.add(title, columns, told)
            response = HttpResponse(sheets.body())
        response.headers["Content-Type"] = FORMS[form]
        response.headers["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
        return response

    def _seen(self, rows: Any, request: HttpRequest) -> Iterator[Any]:
        told = rows.iterator(AT_A_TIME)
        while some := list(islice(told, AT_A_TIME)):
            self.make_ready(some, request)
            yield from some

    def make_ready(self, rows: list[Any], request: HttpRequest) -> None:
        """Have rows of the list name nothing that is hidden from the user."""
        leave_out_hidden(rows, request.user)

    def _listed(self, row: Any, name: Any) -> str:
        """What the list shows of a row in the column, as text; days and instants as data has them."""
        column, _attribute, value = lookup_field(name, row, self)
        if isinstance(value, date):
            return value.isoformat()
        if isinstance(value, SafeString):
            return as_text(value)
        return str(value or "") if column is None or column.is_relation else in_words(column, value)
