"""A list of the admin as a file: the rows that its filters leave, in its order, as CSV or as a workbook."""

from collections.abc import Iterator
from itertools import chain, islice
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from milestones.admin.base import own_path
from milestones.admin.lists import leave_out_hidden
from milestones.pages.desk import address
from milestones.services.checking import kind_of
from milestones.tables.columns import MOST_ROWS, Table, csv_lines
from milestones.tables.of_kinds import columns_of_kind, rows_of_kind
from milestones.tables.sheets import XLSX_TYPE, Sheets

AT_A_TIME = 1000
FORMS = {"csv": "text/csv; charset=utf-8", "xlsx": XLSX_TYPE}
BYTE_ORDER_MARK = "\ufeff".encode()
"""Without it Excel takes a CSV for the letters of the machine's own country."""


class ExportedAdmin(admin.ModelAdmin):
    """Lists that are exported as they are filtered."""

    def get_urls(self) -> list[Any]:
        return [own_path(self, "export/<str:form>/", self.export_view, "export"), *super().get_urls()]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        kind = kind_of(self.model)
        imported = self.opts.label_lower if kind and kind.is_imported else ""
        told = {"export_forms": FORMS, "imported": imported}
        return super().changelist_view(request, told | (extra_context or {}))

    def export_view(self, request: HttpRequest, form: str) -> HttpResponseBase:
        """The rows of the list, in this form."""
        kind = kind_of(self.model)
        if kind is None or form not in FORMS or not self.has_view_or_change_permission(request):
            raise PermissionDenied
        rows = self.get_changelist_instance(request).queryset
        count = rows.count()
        if count > MOST_ROWS[form]:
            words = _("These are %(count)s rows, and a table in this form has at most %(most)s. Narrow it.")
            self.message_user(request, words % {"count": count, "most": MOST_ROWS[form]}, messages.ERROR)
            return HttpResponseRedirect(f"{address(self.model, 'changelist')}?{request.GET.urlencode()}")
        keys = [field.name for field in kind.fields_alone if field.references]
        told = rows_of_kind(kind, _seen(rows.select_related(*keys), request.user))
        title = str(self.opts.verbose_name_plural)
        table = Table(kind.key, title, columns_of_kind(kind), count, told)
        response: HttpResponseBase
        if form == "csv":
            response = StreamingHttpResponse(chain((BYTE_ORDER_MARK,), csv_lines(table)))
        else:
            sheets = Sheets()
            sheets.add(title, table.columns, table.rows)
            response = HttpResponse(sheets.body())
        response.headers["Content-Type"] = FORMS[form]
        response.headers["Content-Disposition"] = f'attachment; filename="{kind.path}.{form}"'
        return response


def _seen(rows: Any, user: Any) -> Iterator[Any]:
    """The rows, naming nothing that is hidden from the user."""
    told = rows.iterator(AT_A_TIME)
    while some := list(islice(told, AT_A_TIME)):
        leave_out_hidden(some, user)
        yield from some
