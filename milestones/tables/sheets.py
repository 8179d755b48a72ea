"""Tables as sheets of a workbook for Excel: typed cells, of which none is a formula, in an archive without a time."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.utils import translation
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.writer.excel import ExcelWriter

from milestones.tables.columns import BEGINS_FORMULA, NUMBERS, Column, Held, plain_text

NO_TIME = (1980, 1, 1, 0, 0, 0)
"""The first instant that an archive can name."""
READABLE_BY_ALL = 0o644 << 16


class TimelessArchive(ZipFile):
    """A zip whose members have no time of their own."""

    def writestr(self, zinfo_or_arcname: Any, data: Any, *args: Any, **options: Any) -> None:
        """Add a member of this name."""
        info = ZipInfo(str(zinfo_or_arcname), NO_TIME)
        info.compress_type, info.external_attr = ZIP_DEFLATED, READABLE_BY_ALL
        super().writestr(info, data)

    def write(self, filename: Any, arcname: Any = None, *args: Any, **options: Any) -> None:
        """Add a file, under another name where one is given."""
        self.writestr(arcname or filename, Path(filename).read_bytes())


XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LONGEST_TEXT, LONGEST_TITLE = 32_767, 31
"""What Excel takes: characters of a cell, and of a sheet's name."""
EXACT_DIGITS = 15
"""Of a number with more digits Excel drops the last ones; it is written as text."""
FIRST_DAY = date(1900, 3, 1)
"""Earlier days Excel counts wrongly, or not at all; they are written as text."""
CUT = "…"
BEGINS_OTHERWISE = BEGINS_FORMULA | {"#"}
"""What a cell may begin with that is then no text: a formula, or the name of an error."""


class Sheets:
    """A workbook that is being written; right to left where the language is."""

    def __init__(self) -> None:
        self._book = Workbook(write_only=True)
        self._book.properties.creator = "Peace plan tracker"
        self._book.properties.created = self._book.properties.modified = datetime(*NO_TIME)  # noqa: DTZ001

    def add(self, title: str, columns: Sequence[Column], rows: Iterable[Any]) -> None:
        """A sheet with a row of names, which stays in sight, and a row for each of these."""
        sheet = self._sheet(title)
        sheet.freeze_panes = "A2"
        sheet.append([_text(sheet, column.name, is_bold=True) for column in columns])
        for row in rows:
            sheet.append([_cell(sheet, column, column.value(row)) for column in columns])

    def add_texts(self, title: str, lines: Iterable[Sequence[str]]) -> None:
        """A sheet of texts."""
        sheet = self._sheet(title)
        for line in lines:
            sheet.append([_text(sheet, text) for text in line])

    def body(self) -> bytes:
        """The workbook as a file."""
        file = BytesIO()
        with TimelessArchive(file, "w") as archive:
            ExcelWriter(self._book, archive).save()
        return file.getvalue()

    def _sheet(self, title: str) -> Any:
        sheet = self._book.create_sheet(title[:LONGEST_TITLE])
        sheet.sheet_view.rightToLeft = translation.get_language_bidi()
        return sheet


def _cell(sheet: Any, column: Column, value: Any) -> Any:
    if value is None:
        return None
    match column.held:
        case Held.FLAG:
            return value
        case Held.DAY if (day := date.fromisoformat(value)) >= FIRST_DAY:
            return day
    if column.held in NUMBERS and len(Decimal(str(value)).as_tuple().digits) <= EXACT_DIGITS:
        return Decimal(str(value))
    return _text(sheet, plain_text(column, value))


def _text(sheet: Any, text: str, *, is_bold: bool = False) -> Any:
    """A cell that is a text whatever it begins with; what no workbook can hold is marked."""
    shown = ILLEGAL_CHARACTERS_RE.sub("�", text)
    if len(shown) > LONGEST_TEXT:
        shown = shown[: LONGEST_TEXT - len(CUT)] + CUT
    is_plain = shown[:1] not in BEGINS_OTHERWISE
    if is_plain and not is_bold:
        return shown
    cell: Any = WriteOnlyCell(sheet, shown)
    cell.data_type = "s"
    if is_bold:
        cell.font = Font(bold=True)
    if not is_plain:
        cell.quotePrefix = True
    return cell
