"""Long tables of a page of blocks, so many rows at a time, and each table whole, as CSV."""

import csv
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from html import unescape
from io import StringIO
from itertools import compress, count

from django.utils.html import strip_tags

from milestones import notation
from milestones.pages.blocks import Block, Cell, Fold, Group, Section, Table
from milestones.pages.cells import NOTHING
from milestones.pages.page import Page, PageLink
from milestones.tables.columns import Column, Held, cell

ROWS_AT_A_TIME, PAGE = 100, "page"
TEXT = Column("", Held.TEXT, "", may_be_null=True)
UNDER = re.compile(r"</div>\s*<div[^>]*>|<br ?/?>")
"""What stands between two things of a cell, one under another."""


def turned(page: Page, number: int, address: Callable[[int], str]) -> tuple[Page, int]:
    """The page with the rows of its number, and that number: the last where there are fewer.

    Every table has pages of its own and stays at its last one; `address` is that of a number.
    """
    number, turns = turns_of(max((len(table.rows) for table in _tables(page.blocks)), default=0), number, address)
    return replace(page, blocks=tuple(_cut(page.blocks, number, count(1))), turns=turns), number


def turns_of(rows: int, number: int, address: Callable[[int], str]) -> tuple[int, tuple[PageLink, ...]]:
    """The page of so many rows that has the number, or else the last, and links to each of them; none to one alone."""
    last = max(1, -(-rows // ROWS_AT_A_TIME))
    number = min(number, last)
    links = tuple(PageLink(notation.number(turn), address(turn), turn == number) for turn in range(1, last + 1))
    return number, links if last > 1 else ()


def table_as_csv(page: Page, number: int) -> str:
    """The table of a number, counted from 1, whole but for what is drawn, in the page's words; raises IndexError."""
    table, written = list(_tables(page.blocks))[number - 1], StringIO()
    writer = csv.writer(written)
    is_said = [not column.is_drawn for column in table.columns]
    writer.writerow(cell(TEXT, as_text(column.label)) for column in compress(table.columns, is_said))
    writer.writerows([cell(TEXT, _said(told)) for told in compress(row.cells, is_said)] for row in table.rows)
    return written.getvalue()


def _said(told: Cell) -> str:
    """What a cell says as text; empty for nothing."""
    return "" if told.text in (None, "", NOTHING) else as_text(told.html)


def as_text(html: str) -> str:
    """What markup says as a line of text, things under one another behind one another."""
    return " ".join(unescape(strip_tags(UNDER.sub("; ", html))).split())


def _tables(blocks: Sequence[Block]) -> Iterator[Table]:
    for block in blocks:
        if isinstance(block, Table):
            yield block
        elif isinstance(block, Section | Fold | Group):
            yield from _tables(block.blocks)


def _cut(blocks: Sequence[Block], number: int, places: Iterator[int]) -> Iterator[Block]:
    """The blocks with the rows of the number, each table with its place among them.

    What a reader folded open to turn its table's page stays open.
    """
    for block in blocks:
        if isinstance(block, Table):
            begin = ROWS_AT_A_TIME * min(number - 1, max(0, len(block.rows) - 1) // ROWS_AT_A_TIME)
            yield replace(block, rows=block.rows[begin : begin + ROWS_AT_A_TIME], place=next(places))
        elif isinstance(block, Fold):
            is_long = any(len(table.rows) > ROWS_AT_A_TIME for table in _tables(block.blocks))
            is_open = block.is_open or (number > 1 and is_long)
            yield replace(block, blocks=tuple(_cut(block.blocks, number, places)), is_open=is_open)
        elif isinstance(block, Section | Group):
            yield replace(block, blocks=tuple(_cut(block.blocks, number, places)))
        else:
            yield block
