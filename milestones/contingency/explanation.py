"""The proof of one milestone's status: gates, conditions, records, hold-up path, what would clear it.

`ref`s are those of the plan that was evaluated (a row's key, a path in a file), so that a page can show the record
with its source.
"""

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import date
from typing import Any

from milestones.contingency.conditions import Condition, Proof
from milestones.contingency.days import EVER, as_date, iso
from milestones.contingency.evaluation import Evaluation, MilestoneVerdict
from milestones.contingency.evidence import Evidence
from milestones.contingency.facts import Facts
from milestones.contingency.holdup import HoldUpStep, hold_up_path
from milestones.contingency.plan import Assessment
from milestones.contingency.scales import Truth
from milestones.contingency.verdicts import ConditionVerdict, GroupVerdict


@dataclass(frozen=True, slots=True)
class ConditionProof:
    """One condition with what stands against it today.

    `since`: the first day on which it had its truth, None where that has no beginning; `why`: its truth, or why it
    cannot be told (no-data, stale, claimed, contested, or a gap in the days before).
    """

    verdict: ConditionVerdict
    since: date | None
    why: str
    standing: Proof

    @property
    def condition(self) -> Condition:
        """What must hold."""
        return self.verdict.condition

    @property
    def truth(self) -> Truth:
        """Whether it does."""
        return self.verdict.truth

    def as_dict(self) -> dict[str, Any]:
        """The condition as it is published."""
        return {
            **self.verdict.as_dict(),
            **self.condition.as_dict(),
            "ref": self.condition.ref,
            "since": self.since.isoformat() if self.since else None,
            **self.standing.as_dict(),
            "why": self.why,
        }


@dataclass(frozen=True, slots=True)
class GateProof:
    """One group of the reading with the proof of its conditions."""

    verdict: GroupVerdict
    conditions: tuple[ConditionProof, ...]

    @property
    def ref(self) -> Hashable:
        """The handle of the group."""
        return self.verdict.group.ref

    def as_dict(self) -> dict[str, Any]:
        """The group as it is published."""
        conditions = [judged.as_dict() for judged in self.conditions]
        return self.verdict.as_dict() | {"ref": self.ref, "conditions": conditions}


@dataclass(frozen=True, slots=True)
class Explanation:
    """A milestone's verdict with what it rests on."""

    verdict: MilestoneVerdict
    gates: tuple[GateProof, ...]
    evidence: Evidence[Assessment]
    hold_up: tuple[HoldUpStep, ...]

    def since(self, level: int) -> int | None:
        """The day on which the level was reached, or since when it is claimed; None above the range."""
        return self.verdict.facts.since[level]

    def awaited(self, kind: type[Condition]) -> tuple[str, ...]:
        """What its groups name by one kind of condition, each once."""
        conditions = (proof.condition for gate in self.gates for proof in gate.conditions)
        return tuple(dict.fromkeys(wanted.named for wanted in conditions if isinstance(wanted, kind)))

    @property
    def would_clear(self) -> dict[int, GroupVerdict]:
        """The gates that are not met, by number: each would be with `lacking` more of its `unmet` conditions."""
        groups = enumerate(self.verdict.groups)
        return {number: group for number, group in groups if group.is_gate and group.truth is not Truth.MET}

    @property
    def refs(self) -> frozenset[Hashable]:
        """The handles of its groups and of the gates on its hold-up path."""
        bindings = (binding.ref for step in self.hold_up for binding in step.bindings)
        return frozenset((*(gate.ref for gate in self.gates), *bindings))

    def as_dict(self) -> dict[str, Any]:
        """The milestone's published entry with, beside it, what each verdict in it rests on: `api.md`."""
        facts = self.verdict.facts
        return self.verdict.as_dict() | {
            "gates": [gate.as_dict() for gate in self.gates],
            "evidence": self.evidence.as_dict(),
            "level_since": {
                str(level): {"day": iso(since), "claimed": facts.low < level}
                for level, since in enumerate(facts.since)
                if since is not None
            },
            "schedule": facts.schedule_as_dict(),
            "hold_up": [step.as_dict() for step in self.hold_up],
            "would_clear": [
                {"gate": number, "more": gate.lacking, "of": list(gate.unmet)}
                for number, gate in self.would_clear.items()
            ],
        }


def explain(evaluation: Evaluation, slug: str) -> Explanation:
    """What the verdict on the milestone rests on. Raises KeyError for one that the plan has not."""
    verdict, facts = evaluation.milestones[slug], evaluation.facts
    return Explanation(
        verdict=verdict,
        gates=tuple(
            GateProof(group, tuple(_prove(facts, judged) for judged in group.conditions)) for group in verdict.groups
        ),
        evidence=facts.level_evidence(slug),
        hold_up=hold_up_path(evaluation, slug),
    )


def _prove(facts: Facts, verdict: ConditionVerdict) -> ConditionProof:
    condition = verdict.condition
    since = condition.since(facts, verdict.truth)
    standing = condition.proof(facts, verdict.truth)
    is_met_today = bool(condition.for_days) and condition.since(facts, Truth.MET) is not None
    has_gap = verdict.truth is Truth.UNKNOWN and is_met_today
    return ConditionProof(
        verdict=verdict,
        since=None if since in (None, EVER) else as_date(since),
        why="gap" if has_gap else standing.why,
        standing=standing,
    )
