"""What entries may not say: each rule a pure function, with its key and its sentence beside it.

An entry is a map from the plan file's keys to values, with slugs for other rows. A rule's code is its function's name;
its sentence names the entry's own values, and what the function gives besides, as `%(key)s`.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from milestones.lettering import isolated_words

Entry = Mapping[str, Any]
Entries = Sequence[Entry]
Lists = Mapping[str, Entries]
"""The entries of a plan by the key of their kind."""
Pointer = tuple[str | int, ...]
Words = Mapping[str, Any]
"""What a sentence names, by name."""
Broken = Iterator[tuple[int, Words]]
"""The entries of a list that break a rule, by their places, and what its sentence names of each."""


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
        return str(self.sentence) % isolated_words(self.params)


@dataclass(frozen=True, slots=True)
class RowRule:
    """A rule over one entry: what `is_broken` by it, and with which further words.

    One that `is_owned` is over an entry that stands in another's, and is given both. `reads` are the lists that it
    asks, in the entry or, of an owned one, in the owner's, which are then keys of that. One that is asked `by_hand`
    alone refuses what somebody enters, and nothing that a plan file tells of.
    """

    code: str
    key: str
    sentence: Any
    is_broken: Callable[..., bool | Words]
    reads: tuple[str, ...] = ()
    is_owned: bool = False
    by_hand: bool = False

    def breaches(self, entry: Entry, *owner: Entry) -> Iterator[Breach]:
        """The breach, if the entry breaks it, where it stands, with what its sentence names."""
        if broken := self.is_broken(entry, *owner):
            more = broken if isinstance(broken, Mapping) else {}
            yield Breach((self.key,) if self.key else (), self.code, self.sentence, {**entry, **more})


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
    broken: Callable[..., Broken]

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


def row_rule(
    key: str, sentence: Any, *reads: str, is_owned: bool = False, by_hand: bool = False
) -> Callable[[Callable[..., bool | Words]], RowRule]:
    """Make a rule of a function that says whether an entry breaks it, at the key or ("") as a whole.

    Of what stands in the entry, or (if it `is_owned`) in its owner's, it `reads` these lists.
    """
    return lambda function: RowRule(function.__name__, key, sentence, function, reads, is_owned, by_hand)


def list_rule(place: str, sentence: Any, *reads: str) -> Callable[[Callable[..., Broken]], ListRule]:
    """Make a rule of a function over lists; `place` is the list whose entries break it and the key, such as seats.body.

    The function is given that list and then those that it `reads`.
    """
    of, _, key = place.partition(".")
    return lambda function: ListRule(function.__name__, of, reads, key, sentence, function)


def by_slug(entries: Iterable[Entry]) -> dict[str, Entry]:
    """The entries by the slug that names them."""
    return {entry["slug"]: entry for entry in entries}
