"""The plan file's format, made of the kinds: the core's tables, and the sections of the pillar apps that are there."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from milestones.kinds.core import KINDS
from milestones.kinds.kind import Kind
from milestones.kinds.tables import tables_of
from milestones.planfile import parse as reading
from milestones.planfile.document import Format
from milestones.planfile.parse import Parsed
from milestones.planfile.plain_data import Syntax
from milestones.planfile.table import Shape, Table
from milestones.registry import registry

ROOT = Table(key="document", nested=tables_of(KINDS), shape=Shape.ONE)
"""The document; its nested tables are the core's."""


def table_of(key: str) -> Table:
    """The core's table of a key that leads to it, such as "milestones" or "milestones.gates.conditions"."""
    table = ROOT
    for step in key.split("."):
        table = next(inner for inner in table.nested if inner.key == step)
    return table


def every_kind() -> tuple[Kind, ...]:
    """The core's kinds, and those of the pillar apps that are there."""
    return (*KINDS, *(kind for app in registry.apps() for kind in app.kinds))


def every_table() -> tuple[Table, ...]:
    """The core's tables, and those of the pillar apps that are there."""
    return (*ROOT.nested, *(table for section in registry.sections() for table in section.nested))


def this_format() -> Format:
    """The format with the sections of the pillar apps that are there."""
    return Format(ROOT, registry.sections())


def parse(
    source: str | bytes | Mapping[str, object],
    *,
    format: Syntax | None = None,  # noqa: A002 - the word people use for it
    sections: Sequence[Table] | None = None,
    now: datetime | None = None,
) -> Parsed:
    """The plan file in a text, or in maps and lists; raises PlanFileError with all its faults, and nothing else.

    `sections` are those that are read, by default those of the pillar apps that are there; with an instant for `now`,
    records of a later day are warned of.
    """
    form = this_format() if sections is None else Format(ROOT, tuple(sections))
    return reading.parse(source, form, syntax=format, now=now)
