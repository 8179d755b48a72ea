"""Files of rows as they come: CSV in any encoding, workbooks and JSON, as rows of texts with their numbers.

Nothing is interpreted here but what a file itself says: a workbook's days and numbers stand as plan files write them.
"""

import csv
import re
import struct
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO, StringIO
from itertools import islice
from typing import Any
from zipfile import BadZipFile, ZipFile

from django.utils.translation import gettext_lazy as _
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from milestones.kinds.rules import Breach
from milestones.lettering import LETTERS
from milestones.planfile.faults import Refused, Report
from milestones.planfile.plain_data import read_json
from milestones.tables.columns import BEGINS_FORMULA, GUARD

MOST_BYTES, MOST_UNPACKED = 20 * 1024**2, 400 * 1024**2
MOST_ROWS, MOST_COLUMNS, WIDEST, MOST_BLANK = 100_000, 200, 5000, 10_000
MIB = 1024**2
ENCODINGS = {
    "utf-8-sig": "UTF-8",
    "utf-16": "UTF-16",
    "cp1256": "Windows-1256",
    "cp1255": "Windows-1255",
    "cp1252": "Windows-1252",
    "iso8859-6": "ISO-8859-6",
    "iso8859-8": "ISO-8859-8",
    "cp720": "DOS-720",
    "cp862": "DOS-862",
}
"""The encodings that may be said of a file, by the names that Python has for them."""


class Plain(str):
    """A number, day or truth that a workbook or JSON tells as such, in the plan file's spelling."""


class Broken(str):
    """A cell that says nothing, as it is shown: a formula that was never reckoned, or an error."""


Row = tuple[int, Sequence[str]]
"""Its number in the file, from 1, and its cells."""


@dataclass(frozen=True)
class Sheet:
    """The rows that are not blank, in order, and how the file was read: its encoding, or its sheet."""

    rows: Sequence[Row]
    read_as: str


class Unreadable(ValueError):
    """A file that cannot be taken; `breach` says why."""

    def __init__(self, code: str, sentence: Any, **params: Any) -> None:
        self.breach = Breach((), code, sentence, params)
        super().__init__(code)


def read_file(name: str, content: bytes, encoding: str = "") -> Sheet:
    """The rows of a file, by the ending of its name, its text in an encoding if one is said; raises Unreadable."""
    if len(content) > MOST_BYTES:
        words = _("The file has more than %(most)s MiB. Cut it in parts.")
        raise Unreadable("too_big", words, most=MOST_BYTES // MIB)
    ending = name.rpartition(".")[2].casefold()
    if ending in ("xlsx", "xlsm"):
        sheet = _workbook(content)
    elif ending == "json":
        sheet = Sheet(list(_json(*decoded(content, encoding))), "UTF-8")
    elif ending in ("csv", "tsv", "txt"):
        text, read_as = decoded(content, encoding)
        sheet = Sheet(list(_bounded(_csv(text))), read_as)
    else:
        raise Unreadable("unknown_form", _("A file is wanted that ends in .csv, .xlsx or .json."))
    if len(sheet.rows) < 2:
        raise Unreadable("empty", _("The file has no rows: a line of names is wanted, and rows below it."))
    return sheet


def decoded(content: bytes, encoding: str = "") -> tuple[str, str]:
    """The text and its encoding: as is said, else by its mark, else UTF-8, else by its letters; raises Unreadable."""
    if encoding:
        return _in(content, encoding), ENCODINGS[encoding]
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if content.startswith(mark):
            return _in(content, encoding), encoding.removesuffix("-sig").upper()
    if b"\0" in content[:200]:
        order = "utf-16-be" if content[:1] == b"\0" else "utf-16-le"
        return _in(content, order), order.upper()
    try:
        return content.decode(), "UTF-8"
    except UnicodeDecodeError:
        encoding = _letters_encoding(content)
        return _in(content, encoding), encoding.replace("cp", "Windows-")


TOO_MANY_ROWS = _("The file has more than %(most)s rows. Cut it in parts.")
NO_TEXT = _("The file is not text as it says: at byte %(byte)s it is no %(encoding)s. Save it as UTF-8.")


def _in(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise Unreadable("bad_encoding", NO_TEXT, byte=error.start + 1, encoding=encoding.upper()) from error


def _letters_encoding(content: bytes) -> str:
    """Of the encodings of a byte a letter: Latin where such letters stand among plain ones, else the likeliest."""
    beside = len(re.findall(rb"[A-Za-z][\x80-\xff]|[\x80-\xff][A-Za-z]", content))
    if beside > len(re.findall(rb"[\x80-\xff]{2,}", content)):
        return "cp1252"
    shares = {}
    for encoding, language in (("cp1256", "ar"), ("cp1255", "he")):
        letters = [letter for letter in content.decode(encoding, "replace") if letter > "\x7f"]
        shares[encoding] = sum(bool(LETTERS[language].match(letter)) for letter in letters) / len(letters)
    return max(shares, key=lambda encoding: shares[encoding])


def _csv(text: str) -> Iterator[Row]:
    lines = list(islice((line for line in text.splitlines() if line.strip()), 10))
    counts = {sign: [0, *(line.count(sign) for line in lines)] for sign in ",;\t"}
    between = max(counts, key=lambda sign: (min(counts[sign][1:4], default=0), sum(counts[sign])))
    try:
        for number, cells in enumerate(csv.reader(StringIO(text, newline=""), delimiter=between), 1):
            yield number, [_unguarded(cell.strip().replace("\r\n", "\n")) for cell in cells]
    except csv.Error as error:
        raise Unreadable("bad_csv", _("The file is no CSV: a quotation mark may not be closed.")) from error


def _unguarded(text: str) -> str:
    """The text without the sign that an export sets before what would be taken for a formula."""
    return text[1:] if text[:1] == GUARD and text[1:2] in BEGINS_FORMULA | {GUARD} else text


def _bounded(rows: Iterable[Row]) -> Iterator[Row]:
    """The rows that are not blank; raises Unreadable where there are too many, or too long ones."""
    count = last = 0
    for number, cells in rows:
        if not any(cells):
            continue
        if number - last > MOST_BLANK:
            words = _("Row %(row)s stands below more than %(most)s blank rows. Take these out.")
            raise Unreadable("too_many_blank", words, row=number, most=MOST_BLANK)
        count, last = count + 1, number
        if count > MOST_ROWS + 10:
            raise Unreadable("too_many_rows", TOO_MANY_ROWS, most=MOST_ROWS)
        if len(cells) > WIDEST or any(cells[MOST_COLUMNS:]):
            words = _("Row %(row)s has more than %(most)s columns.")
            raise Unreadable("too_many_columns", words, row=number, most=MOST_COLUMNS)
        if HALVES.search("".join(cells)):
            words = _("Row %(row)s holds what cannot be printed. Type it anew.")
            raise Unreadable("unprintable", words, row=number)
        yield number, cells


HALVES = re.compile("[\0\ud800-\udfff]")
"""What no database keeps."""


def _workbook(content: bytes) -> Sheet:
    try:
        with ZipFile(BytesIO(content)) as archive:
            if sum(part.file_size for part in archive.infolist()) > MOST_UNPACKED:
                words = _("The workbook unpacks to more than %(most)s MiB. Cut it in parts.")
                raise Unreadable("too_big_unpacked", words, most=MOST_UNPACKED // MIB)
            parts = [part for part in archive.namelist() if part.endswith((".xml", ".rels"))]
            if any(b"<!DOCTYPE" in archive.open(part).read(1000) for part in parts):
                raise Unreadable("bad_workbook", NO_WORKBOOK)
            has_formulas = any(
                b"<f>" in archive.read(part) or b"<f " in archive.read(part)
                for part in parts
                if part.startswith("xl/worksheets/sheet")
            )
        values = load_workbook(BytesIO(content), read_only=True, data_only=True)
        sheet: Any = values.active if values.active in values.worksheets else values.worksheets[0]
        told = _cells(sheet)
        if has_formulas:
            told = _reckoned(told, load_workbook(BytesIO(content), read_only=True)[sheet.title])
        return Sheet(list(_bounded(told)), sheet.title)
    except Unreadable:
        raise
    except MALFORMED as error:
        raise Unreadable("bad_workbook", NO_WORKBOOK) from error


MALFORMED = (
    BadZipFile, zlib.error, InvalidFileException, LookupError, SyntaxError, EOFError, ValueError, TypeError,
    AttributeError, ArithmeticError, RuntimeError, struct.error,
)  # fmt: skip
"""What the reader of workbooks raises of one that is none."""
NO_WORKBOOK = _("The file is no workbook that can be read. Save it anew as .xlsx, without a password.")


def _cells(sheet: Any) -> Iterator[Row]:
    sheet.reset_dimensions()  # which a file may tell wrongly
    for number, cells in enumerate(sheet.iter_rows(), 1):
        yield number, [_shown(cell) for cell in cells]


def _reckoned(rows: Iterator[Row], formulas: Any) -> Iterator[Row]:
    """The rows, in which a formula without a value stands as what it is."""
    formulas.reset_dimensions()
    for (number, cells), own in zip(rows, formulas.iter_rows(), strict=True):
        lost = [not text and formula.data_type == "f" for text, formula in zip(cells, own, strict=True)]
        shown = (Broken(getattr(formula.value, "text", formula.value)) for formula in own)
        yield number, [a if is_lost else b for a, b, is_lost in zip(shown, cells, lost, strict=True)]


def _shown(cell: Any) -> str:
    """The cell's value as plan files write it; a share of a hundred with its sign, as the sheet shows it."""
    value = cell.value
    match value:
        case None:
            return ""
        case bool():
            return Plain(str(value).lower())
        case datetime() | date():
            return Plain(value.isoformat().removesuffix("T00:00:00"))
        case int() | float():
            is_share = "%" in (cell.number_format or "")
            plain = f"{value * 100 if is_share else value:.15g}" if isinstance(value, float) else str(value)
            return Plain(f"{plain}%" if is_share else plain)
    text = str(value).strip()
    return Broken(text) if cell.data_type == "e" else text


def _json(text: str, _encoding: str) -> Iterator[Row]:
    report = Report()
    try:
        read = read_json(text, report)
    except Refused as refused:
        raise Unreadable("bad_json", _("The file is no JSON: %(why)s."), why=refused.message) from refused
    if report.faults or not isinstance(read, list) or not all(isinstance(entry, dict) for entry in read):
        raise Unreadable("bad_json", _("A list of maps is wanted, each with the same keys."))
    flat = [dict(_flat(entry)) for entry in read]
    names = list(dict.fromkeys(name for entry in flat for name in entry))
    yield from _bounded(
        [(0, names), *((number, [row.get(name, "") for name in names]) for number, row in enumerate(flat, 1))]
    )


def _flat(entry: dict[str, Any], before: str = "") -> Iterator[tuple[str, str]]:
    for key, value in entry.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{before}{key}.")
        elif isinstance(value, list):
            yield before + key, Broken(value)
        elif value is not None:
            told = str(value).lower() if isinstance(value, bool) else str(value)
            yield before + key, told if isinstance(value, str) else Plain(told)
