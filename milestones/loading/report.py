"""What a load did, in counts and in sentences."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field

MOST_NAMES = 8
"""A sentence names so many entries at the most."""
WORDS = {"kept": "kept that the file does not have"}
UNNAMED = ("added", "unchanged")
"""What a sentence only counts."""


@dataclass(slots=True)
class Changes:
    """What happened to the entries of one kind, each by its name; `kept` records are not in the file."""

    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    retracted: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)

    @property
    def has_writes(self) -> bool:
        """Whether a row was written."""
        return bool(self.added or self.changed or self.removed or self.retracted)

    def sentence(self, kind: str) -> str:
        """The changes in words."""
        parts = (_counted(names, WORDS.get(done, done)) for done, names in asdict(self).items())
        return f"{kind.capitalize()}: {', '.join(filter(None, parts))}."


def _counted(names: list[str], done: str) -> str:
    if not names:
        return ""
    more = ["…"] if len(names) > MOST_NAMES else []
    listed = "" if done in UNNAMED else f" ({', '.join(names[:MOST_NAMES] + more)})"
    return f"{len(names)} {done}{listed}"


@dataclass(slots=True)
class LoadReport:
    """What one load did to a plan: changes by the kind of row, in the plural, and what else is to be said."""

    plan: str
    kinds: dict[str, Changes] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    def of(self, kind: str) -> Changes:
        """The changes of one kind."""
        return self.kinds.setdefault(kind, Changes())

    @property
    def has_writes(self) -> bool:
        """Whether the load wrote anything."""
        return any(changes.has_writes for changes in self.kinds.values())

    def sentences(self) -> Iterator[str]:
        """The report in sentences, kinds without entries left out."""
        kept = sum(len(changes.kept) for changes in self.kinds.values())
        if not self.has_writes and kept:
            many = "are not in the file, or say otherwise there; they stay"
            words = "is not in the file, or says otherwise there; it stays" if kept == 1 else many
            yield f"Nothing was written: of {self.plan} {kept} on record {words}."
        elif not self.has_writes:
            yield f"Nothing differs: {self.plan} is as the file says."
        for kind, changes in self.kinds.items():
            if changes.has_writes or changes.kept:
                yield changes.sentence(kind)
        yield from self.notes
