"""Bringing a file's rows in: read, checked row by row, entered all or none, and taken back as a whole."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.core.cache import cache
from django.db import transaction
from django.utils import timezone
from django.utils.translation import override

from milestones.kinds import Kind
from milestones.kinds.format import every_kind
from milestones.loading.rows import CHUNK, chunks
from milestones.models import Import, Plan
from milestones.planfile.text import LANGUAGES
from milestones.services.entering import Reading
from milestones.services.many_rows import enter_lines, take_turn
from milestones.services.mapping import CellReader, Line, first_mapping, headed, targets_of
from milestones.services.retraction import of_reason, remove, retract
from milestones.services.rights import refuse_unless_allowed
from milestones.services.saving import Entered
from milestones.services.trying import Effect
from milestones.tables.reading import MOST_ROWS, TOO_MANY_ROWS, Unreadable, read_file
from milestones.wording.columns import cell_sentence

MOST_TOLD = 1000
"""So many rows an outcome tells of, those with faults first."""
WAITING, ENDED = (Import.Stage.SENT, Import.Stage.CHECKED), (Import.Stage.DONE, Import.Stage.RETRACTED)
KEPT_SECONDS = 6 * 3600


def kind_named(label: str) -> Kind | None:
    """The kind of this model, if its rows can be brought in."""
    return next((kind for kind in every_kind() if kind.is_imported and kind.model._meta.label_lower == label), None)


def receive(kind: Kind, plan: Plan, name: str, content: bytes, *, user: Any, publisher: str = "") -> Import:
    """Keep a file that was sent, its columns mapped as far as they are known; raises Unreadable, PermissionDenied."""
    refuse_unless_allowed(user, "add", kind.model)
    sent = Import(plan=plan, kind=kind.model._meta.label_lower, who=user, at=timezone.now(), content=content)
    sent.file_name, sent.digest, sent.publisher = name[-200:], hashlib.sha256(content).hexdigest(), publisher
    return read_anew(sent, kind)


def read_anew(sent: Import, kind: Kind, encoding: str = "") -> Import:
    """Keep what the file says its columns are called, read in this encoding or the likeliest; raises Unreadable."""
    sheet = read_file(sent.file_name, bytes(sent.content or b""), encoding)
    place, names = headed(sheet, kind)
    if len(sheet.rows) - place - 1 > MOST_ROWS:
        raise Unreadable("too_many_rows", TOO_MANY_ROWS, most=MOST_ROWS)
    sent.headers, sent.stage = names, Import.Stage.SENT
    sent.mapping = first_mapping(sent, kind) | {"encoding": encoding}
    sent.outcome = {"read_as": sheet.read_as, "count": len(sheet.rows) - place - 1}
    first = (cells for _number, cells in sheet.rows[place + 1 : place + 4])
    sent.outcome["first"] = [[*cells, *[""] * (len(names) - len(cells))] for cells in first]
    if sent._state.adding:
        sent.save()
    else:  # unless it was brought in meanwhile
        told = {name: getattr(sent, name) for name in ("headers", "stage", "mapping", "outcome")}
        Import.objects.filter(pk=sent.pk, stage__in=WAITING).update(**told)
    return sent


def begin(sent: Import, mapping: Mapping[str, Any], why: str = "") -> bool:
    """Say that the file is being worked on, how it is read and why; false where it is already, or is brought in."""
    waiting = Import.objects.filter(pk=sent.pk, stage__in=WAITING)
    told = {"mapping": dict(mapping), "outcome": sent.outcome | {"why": why}}
    is_begun = waiting.update(**told, stage=Import.Stage.WORKING, begun_at=timezone.now())
    if is_begun:
        cache.delete(_progress(sent))
    return bool(is_begun)


def progress(sent: Import) -> tuple[bool, int]:
    """Whether all rows are read, and how many were read or, after that, checked."""
    return cache.get(_progress(sent)) or (False, 0)


def _progress(sent: Import) -> str:
    return f"import-progress:{sent.pk}"  # earlier versions kept a bare number under "import:"


def give_up(**which: Any) -> None:
    """Say of files that are still worked on that this was broken off: nothing came of it."""
    working = Import.objects.filter(**which, stage=Import.Stage.WORKING)
    for sent in working:  # of which some may end meanwhile
        working.filter(pk=sent.pk).update(stage=Import.Stage.SENT, outcome=sent.outcome | {"is_broken_off": True})


def check(sent: Import) -> None:
    """Bring the rows in and take that back; keep what came of each, and of the statuses."""
    with transaction.atomic():
        lines, effect = _brought_in(sent)
        transaction.set_rollback(True)
    _keep(sent, lines, effect)


def bring_in(sent: Import) -> None:
    """Bring the rows in, all or none; once. Of two files at once the second waits, and then finds the first's rows.

    They come in as they were checked: where they want a reason that was not given for it, none does.
    """
    with transaction.atomic():
        take_turn(sent.plan, sent.kind)
        sent.refresh_from_db()
        if sent.keys or sent.content is None:
            return
        with transaction.atomic():
            lines, effect = _brought_in(sent)
            is_right = bool(effect.outcome.rows) and not any(line.faults for line in lines)
            is_held_back = is_right and effect.wants_reason and not _is_reasoned(sent, effect)
            transaction.set_rollback(is_held_back or not is_right)
        if is_right and not is_held_back:
            sent.keys, sent.content = [row.pk for row in effect.outcome.rows], None
        _keep(sent, lines, effect, is_held_back=is_held_back)


def _is_reasoned(sent: Import, effect: Effect[Entered]) -> bool:
    """Whether it was said why, by who had been shown all for which a reason is wanted."""
    shown = {"trouble": {}, "lacks_source": False, "why": ""} | sent.outcome
    is_shown = effect.trouble.items() <= shown["trouble"].items() and effect.lacks_source <= shown["lacks_source"]
    return is_shown and bool(shown["why"])


def take_back(sent: Import, reason: str, *, user: Any) -> Entered:
    """Retract all rows that an import brought in, or take out what it added to the structure; with the reason."""
    kind: Any = kind_named(sent.kind)
    stored: Any = kind.model._default_manager
    rows = [row for some in chunks(sent.keys) for row in stored.filter(pk__in=some)]
    with transaction.atomic():
        if kind.is_retractable:
            outcome = retract(kind, rows, reason=reason, user=user, at=timezone.now())
        else:
            outcome = Entered(faults=tuple(of_reason(reason)))
            outcome = outcome if outcome.faults else remove(rows, user=user, at=timezone.now())
        if not outcome.faults:
            sent.stage, sent.reason = Import.Stage.RETRACTED, reason
            sent.save(update_fields=["stage", "reason"])
    return outcome


def forget_files(*, before: datetime) -> None:
    """Delete files that were sent before this instant, and whose rows nobody brought in."""
    Import.objects.filter(at__lt=before, content__isnull=False).delete()


def _brought_in(sent: Import) -> tuple[list[Line], Effect[Entered]]:
    """Enter the rows with which nothing is wrong; what is with the others is told at the lines."""
    kind: Any = kind_named(sent.kind)
    lines, reading = list[Line](), Reading(kind, sent.plan, sent.who)

    def told(done: int, *, is_read: bool = True) -> None:
        cache.set(_progress(sent), (is_read, done), KEPT_SECONDS)

    for count, line in enumerate(_lines(sent, kind), 1):
        lines.append(line)
        if not count % CHUNK:
            told(count, is_read=False)
    return lines, enter_lines(lines, reading, leave_out=bool(sent.mapping.get("leave_out")), told=told)


def _lines(sent: Import, kind: Kind) -> Iterator[Line]:
    sheet = read_file(sent.file_name, bytes(sent.content or b""), sent.mapping.get("encoding", ""))
    place, names = headed(sheet, kind)
    columns, constants = sent.mapping.get("columns", {}), sent.mapping.get("constants", {})
    reader = CellReader(kind, sent.plan, sent.who, sent.mapping)
    filled = [target.name for target in reader.targets if target.name in columns.keys() | constants.keys()]
    for number, cells in sheet.rows[place + 1 :]:
        told = dict(zip(names, cells, strict=False))
        yield reader.line({key: told.get(columns.get(key, ""), "") or constants.get(key, "") for key in filled}, number)


def _keep(sent: Import, lines: Sequence[Line], effect: Effect[Entered], *, is_held_back: bool = False) -> None:
    first, outcome = sorted(lines, key=lambda line: not line.faults)[:MOST_TOLD], effect.outcome
    sent.outcome |= {
        "is_broken_off": False,
        "is_held_back": is_held_back,
        "flips": effect.flips,
        "trouble": effect.trouble,
        "wants_reason": effect.wants_reason,
        "state": {"is_preview": effect.state.is_preview},
        "told": {language: _in_language(language, sent, first, outcome) for language in LANGUAGES},
        "count": len(lines),
        "refused": sum(bool(line.faults) for line in lines),
        "left_out": sum(line.is_left_out for line in lines),
        "drafts": len(outcome.drafts),
        "lacks_source": effect.lacks_source,
    }
    sent.stage = Import.Stage.DONE if sent.keys else Import.Stage.CHECKED
    told = {name: getattr(sent, name) for name in ("outcome", "stage", "keys", "content")}
    Import.objects.filter(pk=sent.pk).exclude(stage__in=ENDED).update(**told)  # a late check ends after what it checked


def _in_language(language: str, sent: Import, lines: Sequence[Line], outcome: Entered) -> dict[str, Any]:
    """What became of the first rows and of the plan, told to readers of a language."""
    kind = kind_named(sent.kind)
    with override(language):
        columns = {target.name: target.label for target in targets_of(kind)} if kind else {}  # of those that none tells
        columns |= sent.mapping.get("columns", {})
        return {
            "rows": [_told(line, columns) for line in lines],
            "whole": outcome.of_whole,
            "warnings": list(dict.fromkeys(cell_sentence(warning, "") for warning in outcome.warnings)),
        }


def _told(line: Line, columns: Mapping[str, str]) -> dict[str, Any]:
    """What became of a row, as the page lists it: each fault with its column, its value and what is wrong."""
    word = "refused" if line.faults else "left_out" if line.is_left_out else "added"
    return {
        "row": line.number,
        "outcome": word,
        "says": [text for text in line.cells.values() if text],
        "faults": [
            {"column": columns.get(name, name), "value": line.cells.get(name, ""), "message": words}
            for name, words in line.told()
        ],
    }
