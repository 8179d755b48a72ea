"""A value as the text of one cell, which no spreadsheet takes for a formula."""

import json
from typing import Any

from milestones.tables.columns import SELF_TELLING, Column, Held

BETWEEN = ";"
"""Stands between the parts of a list: slugs and numbers have none."""
BEGINS_FORMULA = frozenset("=+-@\t\r\n＝＋－＠")
GUARD = "'"
"""Stands before a text that begins so, or with itself: who takes one off has the text as it was."""


def cell(column: Column, value: Any) -> str:
    """The text of a cell; empty for null."""
    text = plain_text(column, value)
    is_risky = text[:1] in BEGINS_FORMULA or text[:1] == GUARD
    return GUARD + text if text and is_risky and column.held not in SELF_TELLING else text


def plain_text(column: Column, value: Any) -> str:
    """The value as text, where nothing takes texts for formulas."""
    if value is None:
        return ""
    if column.held is Held.LIST:
        return BETWEEN.join(map(str, value))
    if isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
