"""The forms of an answer, which `format` or Accept asks for: each goes out as it was made."""

from collections.abc import Sequence
from typing import Any

from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request

from milestones.api.parameters import Parameter, one_of
from milestones.tables.sheets import XLSX_TYPE

JSON = "json"


class _Form(BaseRenderer):
    """A form whose bodies are bytes already."""

    render_style = "binary"

    def render(self, data: Any, accepted_media_type: Any = None, renderer_context: Any = None) -> Any:
        return data


def _form(name: str, media_type: str, charset: str | None = None) -> Any:
    return type(f"{name.title()}Form", (_Form,), {"format": name, "media_type": media_type, "charset": charset})


CsvForm = _form("csv", "text/csv", "utf-8")
"""A table as text, with commas (RFC 4180)."""
XlsxForm = _form("xlsx", XLSX_TYPE)
"""A table as a workbook, with a sheet of what describes it."""
CsvwForm = _form("csvw", "application/csvm+json")
"""What describes a table as CSV, by CSV on the Web."""
YamlForm = _form("yaml", "application/yaml")
"""A plan file."""
PackageForm = _form("csv", "application/zip")
"""A data package, whose tables are CSV."""


class FormNegotiation(DefaultContentNegotiation):
    """Takes the form that `format` names, if there is one; else that which Accept asks for."""

    def select_renderer(self, request: Request, renderers: Any, format_suffix: Any = None) -> Any:
        asked = request.query_params.get("format")
        chosen = next((renderer for renderer in renderers if renderer.format == asked), None)
        if chosen is not None:
            return chosen, chosen.media_type
        return super().select_renderer(request, renderers, format_suffix)


def format_parameter(forms: Sequence[str]) -> Parameter:
    """The parameter that asks for one of the forms, of which the first is what else is given."""
    return Parameter("format", *one_of(forms, default=forms[0]), "The form of the answer, which Accept asks for too.")
