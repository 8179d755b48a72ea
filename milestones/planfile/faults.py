"""What is wrong with a plan file: all of it at once, each fault with its path."""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from milestones.contingency.spelling import did_you_mean
from milestones.planfile.limits import MOST_FAULTS, MOST_HINTS

Path = tuple[str | int, ...]
Params = Mapping[str, str | int]
Key = tuple[Path, str, str]
"""Path, code and message: what makes two faults the same."""
UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
"""What no text may hold: control characters but tab and newline, and half characters."""
MORE: Key = ((), "more_faults", f"there is more than these {MOST_FAULTS:,}; mend them first")


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong, or (as a warning) doubtful: where, which rule, and in an English sentence.

    `params` are the values that the message names. `line` counts from 1, and is None where there is no text.
    """

    place: Path
    code: str
    message: str
    params: Params = field(default_factory=dict)
    line: int | None = None

    @property
    def path(self) -> str:
        """The place as people read it, `milestones[12].gates[0].require`; "" for the document as a whole."""
        return dotted(self.place)

    def __str__(self) -> str:
        where = (f"line {self.line}" if self.line else "", self.path)
        place = ", ".join(filter(None, where))
        return f"{place}: {self.message}" if place else self.message


class PlanFileError(ValueError):
    """A plan file that cannot be taken; `faults` says everything that is wrong with it."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(map(str, self.faults)))


@dataclass(frozen=True, slots=True)
class Reference:
    """A slug that names another entry, which may stand further down."""

    path: Path
    kind: str
    slug: str


class Refused(Exception):
    """One value cannot be taken; whoever knows the value's path makes a Fault of it."""

    def __init__(self, code: str, message: str, /, **params: str | int) -> None:
        self.code, self.message, self.params = code, message, params
        super().__init__(message)


class Report:
    """What is found while one document is read: faults, warnings, and slugs to be looked up at the end."""

    def __init__(self) -> None:
        self.faults: dict[Key, Fault] = {}
        self.warnings: dict[Key, Fault] = {}
        self.references: list[Reference] = []
        self.replaced: set[Path] = set()

    def error(self, path: Path, code: str, message: str, /, **params: str | int) -> None:
        """Add a fault; the same one said again (by a template's next area) is kept once."""
        self._add(self.faults, (path, code, message), params)
        if code != "unknown_key":
            self.replaced.update(path[:length] for length in range(len(path) + 1))

    def refuse(self, path: Path, refused: Refused) -> None:
        """Add the fault of a value that cannot be taken."""
        self.error(path, refused.code, refused.message, **refused.params)

    def warn(self, path: Path, code: str, message: str, /, **params: str | int) -> None:
        """Add a warning."""
        self._add(self.warnings, (path, code, message), params)

    def _add(self, faults: dict[Key, Fault], key: Key, params: Params) -> None:
        path, code, message = key
        if len(faults) < MOST_FAULTS:
            faults.setdefault(key, Fault(path, code, message, params))
        elif key not in faults:
            faults[MORE] = Fault(*MORE, {"most": MOST_FAULTS})

    @property
    def is_full(self) -> bool:
        """Whether it holds as many faults as are told, so that reading on would only take time."""
        return MORE in self.faults

    def look_up(self, known: Mapping[str, Collection[str]]) -> None:
        """Refuse each slug that names none of the entries known, which stand by kind; then none waits any more."""
        for reference in self.references:
            slugs, name = known.get(reference.kind, ()), reference.kind.rpartition(".")[2]
            if reference.slug not in slugs:
                hint = self.hint(reference.slug, slugs)
                message = f'there is no {name} "{reference.slug}"{hint}'
                self.error(reference.path, f"unknown_{name}", message, slug=reference.slug, hint=hint)
        self.references.clear()

    def hint(self, word: str, known: Collection[str]) -> str:
        """What a mistyped word may have been meant to be; "" once many faults have been found, for speed."""
        return did_you_mean(word, known) if len(self.faults) < MOST_HINTS else ""

    def is_replaced(self, path: Path) -> bool:
        """Whether something at or below the path could not be read, so that a stand-in is there."""
        return path in self.replaced


def in_order(faults: Mapping[Key, Fault], document: object) -> tuple[Fault, ...]:
    """The faults in the order in which their places stand in the document; what is missing there comes last."""
    positions: dict[int, dict[object, int]] = {}

    def rank(key: Key) -> list[int]:
        ranks: list[int] = []
        holder = document
        for step in key[0]:
            if isinstance(holder, dict):
                known = positions.get(id(holder))
                if known is None:
                    known = positions[id(holder)] = {name: place for place, name in enumerate(holder)}
                ranks.append(known.get(step, len(known)))
                holder = holder.get(step)
            else:
                ranks.append(step if isinstance(step, int) else 0)
                below = holder if isinstance(holder, list) and isinstance(step, int) else []
                holder = below[step] if isinstance(step, int) and step < len(below) else None
        return ranks

    return tuple(faults[key] for key in sorted(faults, key=rank))


def dotted(path: Path) -> str:
    """A path as people read it: `milestones[12].gates[0].require`; an odd key stands in quotes."""
    parts: list[str] = []
    for step in path:
        if isinstance(step, int):
            parts.append(f"[{step}]")
        else:
            name = step if re.fullmatch(r"[\w-]{1,60}", step) else f'"{shortened(step)}"'
            parts.append(f".{name}" if parts else name)
    return "".join(parts)


def shortened(words: str, most: int = 60) -> str:
    """The words in one line, cut where they run on for too long; what cannot be printed stands as its escape."""
    line = " ".join(words.split())
    cut = line if len(line) <= most else line[: most - 1] + "…"
    return UNPRINTABLE.sub(lambda match: f"\\u{ord(match[0]):04x}", cut)
