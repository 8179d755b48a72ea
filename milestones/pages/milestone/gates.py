"""The proof: each gate with its conditions and the records behind each; and what elsewhere names the milestone."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from milestones.contingency.conditions import LevelProof, MilestoneCondition, PillarCondition, ValueProof
from milestones.contingency.evaluation import MilestoneVerdict
from milestones.contingency.evidence import Evidence, SeriesEvidence
from milestones.contingency.explanation import ConditionProof, GateProof
from milestones.contingency.verdicts import ConditionVerdict, GroupVerdict
from milestones.models import Milestone
from milestones.pages.milestone_table import level_bar
from milestones.pages.record_lists import RecordLine, kind_in, kinds_of, level_line, value_line
from milestones.pages.scene import Scene
from milestones.pages.voices import Saying, saying_of
from milestones.selectors.milestone_page import MilestonePageFacts, MilestoneProof
from milestones.selectors.milestone_records import GateNote
from milestones.wording.conditions import finding, requirement, why_it_cannot_be_told
from milestones.wording.gates import before_step, clearing_sentences, how_many
from milestones.words import STATUS_MARKS, TRUTH_MARKS, Mark

MOST_SUPERSEDED = 2
"""A condition shows so many superseded records of what it waits for; that milestone's own page has them all."""


@dataclass(frozen=True, slots=True)
class GateCard:
    """One gate, or group that informs; `number` counts from 1 in the milestone's groups under the reading.

    `written` is where it stands, None where the reader may not see it; `clears` what would clear it.
    """

    number: int
    verdict: GroupVerdict
    written: GateNote | None
    saying: Saying | None
    clears: str
    conditions: Sequence[Mapping[str, Any]]

    @property
    def mark(self) -> Mark:
        """Whether it is met."""
        return TRUTH_MARKS[self.verdict.truth]

    @property
    def heading(self) -> str:
        """Before which step it stands, and how many of its conditions it requires."""
        return f"{before_step(self.verdict.group)}{_(': ')}{how_many(self.verdict.group)}"


def gate_cards(scene: Scene, facts: MilestonePageFacts, proof: MilestoneProof) -> tuple[GateCard, ...]:
    """Every group of the reading, in the plan's order."""
    explained = proof.explained
    clears = clearing_sentences(explained, facts.names)
    return tuple(
        _gate_card(scene, facts, proof, number, gate, clears.get(number, ""))
        for number, gate in enumerate(explained.gates)
    )


def certifier_words(milestone: Milestone | None) -> str:
    """Who judges that a milestone is complete; empty where none is known, and for none."""
    if milestone is None:
        return ""
    if milestone.certifier_none_designated:
        return _("The text designates nobody to judge that it is complete.")
    certifier = milestone.certifier
    return _("Judged complete by: %(actor)s.") % {"actor": certifier.name} if certifier else ""


def _gate_card(
    scene: Scene, facts: MilestonePageFacts, proof: MilestoneProof, number: int, gate: GateProof, clears: str
) -> GateCard:
    written = proof.gates.get(gate.ref)
    is_choice = len(gate.conditions) > 1  # of one condition, the condition itself says what is missing
    return GateCard(
        number=number + 1,
        verdict=gate.verdict,
        written=written,
        saying=saying_of(written, facts.readings) if written else None,
        clears=clears if is_choice and gate.verdict.is_gate else "",
        conditions=tuple(_condition_card(scene, facts, proof, condition) for condition in gate.conditions),
    )


def _condition_card(
    scene: Scene, facts: MilestonePageFacts, proof: MilestoneProof, condition: ConditionProof
) -> Mapping[str, Any]:
    """One condition; texts that do not apply are empty."""
    named = condition.condition
    awaited = named.milestone if isinstance(named, MilestoneCondition) else ""
    return {
        "mark": TRUTH_MARKS[condition.truth],
        "requirement": scene.requirement(named),
        "finding": finding(condition, facts.names),
        "why": why_it_cannot_be_told(condition),
        "level": level_bar(proof.evaluation.milestones[awaited]) if awaited else None,
        "certifier": certifier_words(proof.awaited.get(awaited)),
        "owed_by": _(", ").join(facts.owed_by.get(awaited, ())),
        "records": list(_records(facts, condition)),
    }


def _records(facts: MilestonePageFacts, condition: ConditionProof) -> Iterator[RecordLine]:
    """The records behind what stands against the condition, newest first; of superseded ones the newest few."""
    match condition.standing:
        case LevelProof(evidence=evidence):
            for key, kind in _shown(evidence):
                if key in facts.assessment_of:
                    yield level_line(facts.assessment_of[key], kind)
        case ValueProof(series=every_series):
            for series in every_series:
                yield from _values(facts, condition.condition.named, series)


def _values(facts: MilestonePageFacts, indicator: str, series: SeriesEvidence) -> Iterator[RecordLine]:
    named = facts.names.indicators[indicator]
    for key, kind in _shown(series.records):
        if key in facts.observation_of:
            yield value_line(facts.observation_of[key], kind_in(series, kind), named)


def _shown(evidence: Evidence[Any]) -> Iterator[tuple[Any, str]]:
    """Keys and kinds, newest first: what counts, what is claimed, what is disputed, the last superseded ones."""
    superseded = {record.ref for record in evidence.superseded[:-MOST_SUPERSEDED]}
    kinds = kinds_of(evidence)
    for kind in ("later", "base", "disputed", "superseded"):
        for record in reversed(getattr(evidence, kind)):
            if record.ref not in superseded:
                yield record.ref, kinds[record.ref]


Dependent = tuple[SafeString, Mark, str, Mark | None, bool]
"""A milestone with its status, the condition that it places here and its truth, and whether that holds it up; or, with
no truth, the planned date of it that follows."""


def dependent_rows(scene: Scene, slug: str) -> tuple[Dependent, ...]:
    """The direct dependents under the reading, in the plan's order."""
    verdicts = scene.evaluation.milestones
    return tuple(row for other in verdicts.values() for row in _rows(scene, verdicts[slug], other))


def _rows(scene: Scene, verdict: MilestoneVerdict, other: MilestoneVerdict) -> Iterator[Dependent]:
    name, mark = scene.milestone(other.slug), STATUS_MARKS[other.status]
    for group in other.groups if other.slug != verdict.slug else ():
        for judged in group.conditions:
            if _names(verdict, judged):
                words = _("%(before)s: %(condition)s") % {
                    "before": before_step(group.group),
                    "condition": requirement(judged.condition, scene.names),
                }
                yield name, mark, words, TRUTH_MARKS[judged.truth], group.is_gate
    schedule = other.facts.schedule
    for planned, words in (
        (schedule.start, _("its planned start follows this milestone")),
        (schedule.due, _("its due date follows this milestone")),
    ):
        if planned.follows is not None and planned.follows.after == verdict.slug:
            yield name, mark, words, None, True


def _names(verdict: MilestoneVerdict, condition: ConditionVerdict) -> bool:
    match condition.condition:
        case MilestoneCondition(milestone=slug):
            return slug == verdict.slug
        case PillarCondition(pillar=pillar):
            return pillar == verdict.facts.milestone.pillar
    return False
