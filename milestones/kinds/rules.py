"""What entries may not say: each rule a pure function, with its key and its sentence beside it.

An entry is a map from the plan file's keys to values, with slugs for other rows. A rule's code is its function's name;
its sentence names the entry's own values, and what the function gives besides, as `%(key)s`.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Entry = Mapping[str, Any]
Lists = Mapping[str, Sequence[Entry]]
"""The entries of a plan by the key of their kind."""
Pointer = tuple[str | int, ...]
Words = Mapping[str, Any]
"""What a sentence names, by name."""


@dataclass(frozen=True, slots=True)
class Breach:
    """One rule that is broken.

    `pointer` leads to the key, from the entry or from the lists that were checked; it is () for the whole entry.
    `sentence` may be lazy: it is said in the language of whoever reads `message`.
    """

    pointer: Pointer
    code: str
    sentence: Any
    params: Words = field(default_factory=dict)
    is_warning: bool = False

    @property
    def message(self) -> str:
        """What is wrong, and what to do, as a sentence."""
        return str(self.sentence) % self.params


def _breach(rule: "RowRule | OwnedRule", entry: Entry, broken: bool | Words) -> Iterator[Breach]:
    """The breach of a rule that the entry breaks, with what its sentence names."""
    if broken:
        more = broken if isinstance(broken, Mapping) else {}
        yield Breach((rule.key,) if rule.key else (), rule.code, rule.sentence, {**entry, **more})


@dataclass(frozen=True, slots=True)
class RowRule:
    """A rule over one entry: what `is_broken` by it, and with which further words.

    `reads` are the lists in the entry that it asks, which are then keys of it.
    """

    code: str
    key: str
    sentence: Any
    is_broken: Callable[[Entry], bool | Words]
    reads: tuple[str, ...] = ()

    def breaches(self, entry: Entry) -> Iterator[Breach]:
        """The breach, if the entry breaks it."""
        return _breach(self, entry, self.is_broken(entry))


@dataclass(frozen=True, slots=True)
class OwnedRule:
    """A rule over an entry that stands in another's: `is_broken` is given both.

    `reads` are the lists of the owner that it asks, which are then keys of the owner. One that is asked `by_hand` alone
    refuses what somebody enters, and nothing that a plan file tells of.
    """

    code: str
    key: str
    sentence: Any
    reads: tuple[str, ...]
    is_broken: Callable[[Entry, Entry], bool | Words]
    by_hand: bool = False

    def breaches(self, entry: Entry, owner: Entry) -> Iterator[Breach]:
        """The breach, if the entry breaks it where it stands."""
        return _breach(self, entry, self.is_broken(entry, owner))


@dataclass(frozen=True, slots=True)
class ListRule:
    """A rule over whole lists of a plan: which entries of the list `of` break it, by their index.

    `reads` are the other lists that it asks.
    """

    code: str
    of: str
    reads: tuple[str, ...]
    key: str
    sentence: Any
    broken: Callable[..., Iterable[tuple[int, Words]]]

    @property
    def lists(self) -> tuple[str, ...]:
        """All that it asks, its own first: the arguments of `broken`."""
        return (self.of, *self.reads)

    def breaches(self, lists: Lists) -> Iterator[Breach]:
        """Each breach, its pointer beginning with the list's key and the entry's index."""
        own = lists[self.of]
        for index, more in self.broken(*(lists[key] for key in self.lists)):
            pointer: Pointer = (self.of, index, *([self.key] if self.key else []))
            yield Breach(pointer, self.code, self.sentence, {**own[index], **more})


def row_rule(key: str, sentence: Any, *reads: str) -> Callable[[Callable[[Entry], bool | Words]], RowRule]:
    """Make a rule of a function that says whether an entry breaks it, at the key or ("") as a whole.

    Of what stands in the entry it `reads` these lists.
    """
    return lambda function: RowRule(function.__name__, key, sentence, function, reads)


def owned_rule(
    key: str, sentence: Any, *reads: str, by_hand: bool = False
) -> Callable[[Callable[[Entry, Entry], bool | Words]], OwnedRule]:
    """Make a rule of a function that says whether an entry breaks it in its owner's; of that it `reads` these lists."""
    return lambda function: OwnedRule(function.__name__, key, sentence, reads, function, by_hand)


def list_rule(
    place: str, sentence: Any, *reads: str
) -> Callable[[Callable[..., Iterable[tuple[int, Words]]]], ListRule]:
    """Make a rule of a function over lists; `place` is the list whose entries break it and the key, such as seats.body.

    The function is given that list and then those that it `reads`.
    """
    of, _, key = place.partition(".")
    return lambda function: ListRule(function.__name__, of, reads, key, sentence, function)


def by_slug(entries: Iterable[Entry]) -> dict[str, Entry]:
    """The entries by the slug that names them."""
    return {entry["slug"]: entry for entry in entries}
