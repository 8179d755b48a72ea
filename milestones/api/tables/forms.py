"""The forms of an answer, which `format` or Accept asks for: each goes out as it was made."""

from collections.abc import Sequence
from typing import Any

from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request

from milestones.api.parameters import Parameter, read_one_of
from milestones.tables.sheets import XLSX_TYPE

JSON = "json"


class _Form(BaseRenderer):
    """A form whose bodies are bytes already."""

    render_style = "binary"

    def render(self, data: Any, accepted_media_type: Any = None, renderer_context: Any = None) -> Any:
        return data


class CsvForm(_Form):
    """A table as text, with commas (RFC 4180)."""

    format, media_type, charset = "csv", "text/csv", "utf-8"


class XlsxForm(_Form):
    """A table as a workbook, with a sheet of what describes it."""

    format, media_type = "xlsx", XLSX_TYPE


class CsvwForm(_Form):
    """What describes a table as CSV, by CSV on the Web."""

    format, media_type = "csvw", "application/csvm+json"


class YamlForm(_Form):
    """A plan file."""

    format, media_type = "yaml", "application/yaml"


class PackageForm(_Form):
    """A data package, whose tables are CSV."""

    format, media_type = "csv", "application/zip"


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
    return Parameter(
        "format",
        read_one_of(forms),
        {"type": "string", "enum": list(forms), "default": forms[0]},
        "The form of the answer, which Accept asks for too.",
    )
