"""Many rows of a kind at once, from a table of cells or a file: read, held to what is there, and entered in turn."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any, cast
from zlib import crc32

from django.core.exceptions import PermissionDenied
from django.db import connection
from django.utils import timezone
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from milestones import notation
from milestones.kinds.kind import WORKINGS, translated_names
from milestones.kinds.rules import Breach
from milestones.models import Plan
from milestones.models.append_only import RETRACTION
from milestones.planfile.values import DATE
from milestones.selectors.plans import Reader, local_date
from milestones.services.entering import Reading
from milestones.services.mapping import Line
from milestones.services.saving import Entered, Filled, beyond_rights
from milestones.services.trying import Effect, effect_of
from milestones.wording.columns import MORE_FAULTS, TWICE_IN_FILE, TWICE_IN_PLAN

UNLIKE = WORKINGS | {"recorded_at", "publication", "embargoed_until", *RETRACTION}
"""What two rows may say otherwise and yet be the same."""
AFTER_TODAY = _("%(day)s is later than the plan's day, %(today)s.")


def take_turn(plan: Plan, kind: str) -> None:
    """Wait, in the caller's transaction, until all others are done who bring many rows of the kind into the plan.

    Whoever has waited finds their rows, and repeats none. A recompute need not wait; SQLite has one writer anyway.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:  # two numbers of 32 bits: what shares them with others waits for these too
            which = [crc32(kind.encode()) - 2**31, plan.pk % 2**31]
            cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", which)


def enter_lines(
    lines: Sequence[Line], reading: Reading, *, leave_out: bool = False, told: Callable[[int], object] | None = None
) -> Effect[Entered]:
    """Enter the lines with which nothing is wrong, or none where something comes to be; what that does to statuses.

    What is wrong with a line is told at it; the caller takes all of it back where that is to keep the others out.
    """
    rows, user = _rows_of(lines, reading), cast(Reader, reading.user)
    if reading.kind.is_of_records:  # of others the slug tells them apart
        _mark_repeated(rows, lines, reading, leave_out=leave_out)
        rows = [row for row in rows if not (lines[row.index].faults or lines[row.index].is_left_out)]
    return effect_of(reading.plan, user, lambda: _added(lines, rows, reading, told))


def _rows_of(lines: Sequence[Line], reading: Reading) -> list[Filled]:
    """The rows of the lines with which nothing is wrong; what cannot be read is told at the others, all of it.

    A record tells of what was: one of a day to come, where the plan is, is refused.
    """
    today = local_date(reading.plan, timezone.now())
    for line in lines if reading.kind.is_of_records else ():
        day = str(line.entry.get("date", ""))
        if DATE.fullmatch(day) and day > today.isoformat():
            words = {"day": line.cells["date"], "today": lazy(notation.day, str)(today)}
            line.faults.append(Breach(("date",), "after_today", AFTER_TODAY, words))
    rows = reading.rows((index, line.entry) for index, line in enumerate(lines))
    told = {(index, *fault.pointer) for index, line in enumerate(lines) for fault in line.faults}
    _tell_at(lines, (fault for fault in reading.faults if fault.pointer not in told))
    return [row for row in rows if not lines[row.index].faults]


def _mark_repeated(rows: Sequence[Filled], lines: Sequence[Line], reading: Reading, *, leave_out: bool) -> None:
    """Tell of each record that says what another of the lines says, or (unless these are left out) a stored one."""
    if not rows:
        return
    kind, days = reading.kind, [row.row.date for row in rows]
    unlike = UNLIKE | translated_names(kind.model)
    names = [column.attname for column in kind.model._meta.concrete_fields if column.name not in unlike]
    stored: Any = kind.model._default_manager.filter(date__range=(min(days), max(days)))
    stored = stored.visible_to(reading.user).filter(**{kind.in_plan: reading.plan.pk, "retracted_at": None})
    there, first = set(stored.values_list(*names).iterator()), dict[Any, int]()
    for row in rows:
        line, alike = lines[row.index], tuple(getattr(row.row, name) for name in names)
        if alike in there and leave_out:
            line.is_left_out = True
        elif alike in there:
            line.faults.append(Breach((), "stored_already", TWICE_IN_PLAN))
        elif first.setdefault(alike, line.number) != line.number:
            line.faults.append(Breach((), "twice_in_file", TWICE_IN_FILE, {"row": first[alike]}))


def _added(
    lines: Sequence[Line], rows: Sequence[Filled], reading: Reading, told: Callable[[int], object] | None
) -> Entered:
    """Add the rows, all or none; what is wrong with one, or is not the user's to say, is told at its line."""
    if reading.report.is_full:
        return Entered(faults=(Breach((), "more_faults", MORE_FAULTS),))
    try:
        outcome = reading.add_rows(rows, at=timezone.now(), told=told)
    except PermissionDenied:
        denied = beyond_rights(rows, reading.user)
        if not denied:
            raise
        outcome = Entered(faults=denied)
    _tell_at(lines, outcome.faults)
    return outcome


def _tell_at(lines: Sequence[Line], faults: Iterable[Breach]) -> None:
    """Tell the faults, but those of none alone, at the lines to whose numbers they point."""
    for fault in faults:
        if fault.pointer and isinstance(fault.pointer[0], int):
            lines[fault.pointer[0]].faults.append(replace(fault, pointer=fault.pointer[1:]))
