"""The fewest conditions that would open every gate of a milestone, and what, once known, would settle the most."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from milestones.contingency.conditions import KINDS, RANKS, Condition
from milestones.contingency.evaluation import Evaluation, MilestoneVerdict
from milestones.contingency.scales import Truth
from milestones.contingency.verdicts import GroupVerdict

MOST_TRIED = 20_000
"""How many sets are tried at the most: gates that ask for some of many can be met in more ways than can be listed."""

Chosen = frozenset[Condition]


@dataclass(frozen=True, slots=True)
class ClearingSets:
    """The smallest sets of conditions, in the order of the gates; `is_whole` is False where not all could be tried."""

    sets: tuple[tuple[Condition, ...], ...]
    is_whole: bool


def smallest_sets(groups: Iterable[GroupVerdict]) -> ClearingSets:
    """Every smallest set of conditions with which each gate among `groups` would be met; none where all are met.

    A condition that says more stands for one that says less; of two sets that differ in that alone the lesser is
    given. Conditions that cannot hold together are never in one set.
    """
    lacking = [group for group in groups if group.is_gate and group.truth is not Truth.MET]
    search = _Search([([group.group.conditions[place] for place in group.unmet], group.lacking) for group in lacking])
    search.run()
    order = {condition: place for place, condition in enumerate(search.candidates)}
    sets = (tuple(sorted(chosen, key=order.__getitem__)) for chosen in search.smallest())
    ordered = sorted(sets, key=lambda chosen: [order[condition] for condition in chosen])
    return ClearingSets(tuple(ordered), is_whole=search.tried <= MOST_TRIED)


@dataclass
class _Search:
    """Branches on the gate with the least choice, and cuts what is larger than the smallest found.

    `needs` are the conditions that are not met of each gate, and how many of them must be yet.
    """

    needs: Sequence[tuple[Sequence[Condition], int]]
    tried: int = 0
    sets: dict[Chosen, None] = field(default_factory=dict)
    seen: set[Chosen] = field(default_factory=set)

    def __post_init__(self) -> None:
        conditions = (condition for unmet, _ in self.needs for condition in unmet)
        by_order = {(condition.kind, condition.order): condition for condition in conditions}
        self.candidates = tuple(by_order.values())
        self.size = len(self.candidates)

    def run(self) -> None:
        """Find the sets; stops when too many were tried."""
        waiting: list[Chosen] = [frozenset()] if self.needs else []
        while waiting and self.tried <= MOST_TRIED:
            chosen = waiting.pop()
            if chosen in self.seen or len(chosen) > self.size:
                continue
            self.seen.add(chosen)
            self.tried += 1
            choices = self._choices(chosen)
            if choices is None:
                self.size = len(chosen)
                self.sets[chosen] = None
            elif len(chosen) < self.size:
                waiting += [chosen | {condition} for condition in choices]

    def smallest(self) -> Iterator[Chosen]:
        """The smallest of the sets found, without those of which a lesser condition would do."""
        for chosen in self.sets:
            if len(chosen) == self.size and not self._says_too_much(chosen):
                yield chosen

    def _choices(self, chosen: Chosen) -> list[Condition] | None:
        """The conditions of which one must be added, for the gate with the least choice; None where none must."""
        wanting = [(left, wanted) for left, wanted in self._open(chosen) if wanted > 0]
        if not wanting:
            return None
        left, wanted = min(wanting, key=lambda gate: len(gate[0]) - gate[1])
        # Of `left` all but len(left) - wanted are met in the end: among the first of them that many more, one is.
        first = left[: len(left) - wanted + 1]
        return [
            added
            for added in self.candidates
            if any(added.implies(one) for one in first) and not any(added.excludes(one) for one in chosen)
        ]

    def _open(self, chosen: Chosen) -> Iterator[tuple[list[Condition], int]]:
        """Of each gate the conditions that no chosen one meets, and how many of them are wanted still."""
        for unmet, lacking in self.needs:
            left = [wanted for wanted in unmet if not any(one.implies(wanted) for one in chosen)]
            yield left, lacking - (len(unmet) - len(left))

    def _says_too_much(self, chosen: Chosen) -> bool:
        return any(
            lesser not in chosen
            and condition.implies(lesser)
            and self._choices((chosen - {condition}) | {lesser}) is None
            for condition in chosen
            for lesser in self.candidates
        )


@dataclass(frozen=True, slots=True)
class Settles:
    """A thing that conditions name, and the milestones all of whose gates could be told if it were known."""

    kind: str
    slug: str
    milestones: tuple[str, ...]


def what_settles(evaluation: Evaluation) -> tuple[Settles, ...]:
    """What would settle open milestones by itself, whatever it turned out to be; what settles most comes first.

    A milestone counts when some of its gates cannot be told, and what cannot be told in these is this alone. Ties by
    milestone, indicator, pillar, then slug.
    """
    settled: dict[tuple[int, str], list[str]] = defaultdict(list)
    for slug, verdict in evaluation.milestones.items():
        untold = _untold(verdict) if verdict.status.is_open else set()
        if len(untold) == 1:
            settled[untold.pop()].append(slug)
    ordered = sorted(settled, key=lambda named: (-len(settled[named]), *named))
    return tuple(Settles(KINDS[rank].kind, slug, tuple(settled[rank, slug])) for rank, slug in ordered)


def _untold(verdict: MilestoneVerdict) -> set[tuple[int, str]]:
    """What cannot be told in the milestone's gates that cannot be told, by the rank of its kind and its name."""
    return {
        (RANKS[judged.condition.kind], judged.condition.named)
        for group in verdict.groups
        if group.is_gate and group.truth is Truth.UNKNOWN
        for judged in group.conditions
        if judged.truth is Truth.UNKNOWN
    }
