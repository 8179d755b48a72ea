"""Long tables of a page of blocks, so many rows at a time."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from milestones import notation
from milestones.pages.blocks import Block, Fold, Group, Section, Table
from milestones.pages.page import Page, PageLink

ROWS_AT_A_TIME = 100


def turned(page: Page, number: int, address: Callable[[int], str]) -> tuple[Page, int]:
    """The page with the rows of its number, and that number: the last where there are fewer.

    Every table has pages of its own and stays at its last one; `address` is that of a number.
    """
    last = -(-max(map(len, _tables(page.blocks)), default=0) // ROWS_AT_A_TIME)
    if last <= 1:
        return page, 1
    number = min(number, last)
    links = tuple(PageLink(notation.number(turn), address(turn), turn == number) for turn in range(1, last + 1))
    return replace(page, blocks=tuple(_cut(page.blocks, number)), turns=links), number


def _tables(blocks: Sequence[Block]) -> Iterator[Sequence[object]]:
    """The rows of each table."""
    for block in blocks:
        if isinstance(block, Table):
            yield block.rows
        elif isinstance(block, Section | Fold | Group):
            yield from _tables(block.blocks)


def _cut(blocks: Sequence[Block], number: int) -> Iterator[Block]:
    """The blocks with the rows of the number; what a reader folded open to turn its table's page stays open."""
    for block in blocks:
        if isinstance(block, Table):
            begin = ROWS_AT_A_TIME * min(number - 1, max(0, len(block.rows) - 1) // ROWS_AT_A_TIME)
            yield replace(block, rows=block.rows[begin : begin + ROWS_AT_A_TIME])
        elif isinstance(block, Fold):
            is_long = any(len(rows) > ROWS_AT_A_TIME for rows in _tables(block.blocks))
            is_open = block.is_open or (number > 1 and is_long)
            yield replace(block, blocks=tuple(_cut(block.blocks, number)), is_open=is_open)
        elif isinstance(block, Section | Group):
            yield replace(block, blocks=tuple(_cut(block.blocks, number)))
        else:
            yield block
