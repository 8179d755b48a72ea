"""A section that no pillar app here reads: kept as plain data, as it is."""

from decimal import Decimal

from milestones.limits import plain
from milestones.planfile.faults import Path, Refused, Report
from milestones.planfile.values import as_decimal, as_printable

MISSION = ("governance", "reconstruction", "demilitarisation")
"""The sections that the format names; a section may also be called as a pillar, or as an app that is there."""


def section_data(raw: object, path: Path, report: Report) -> object:
    """The data with whole numbers as int and other numbers as strings, exact; None for what is refused."""
    try:
        if isinstance(raw, str):
            return as_printable(raw)
        if isinstance(raw, Decimal):
            number = as_decimal(raw)
            return int(number) if number == int(number) else format(plain(number), "f")
        for key in raw if isinstance(raw, dict) else ():
            as_printable(key)
    except Refused as refused:
        report.refuse(path, refused)
        return None
    if isinstance(raw, dict):
        return {key: section_data(value, (*path, key), report) for key, value in raw.items()}
    if isinstance(raw, list):
        return [section_data(value, (*path, index), report) for index, value in enumerate(raw)]
    return raw
