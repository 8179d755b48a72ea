"""The hold-up path: what the milestone waits for, and what that waits for, to the end."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from milestones.selectors.milestone_page import MilestonePageFacts, MilestoneProof
from milestones.views.milestone_page.records import SourceLine, source_line
from milestones.views.milestone_page.voices import Voice, voice_of
from milestones.wording.hold_up import HoldUpSentence


@dataclass(frozen=True, slots=True)
class PathStep:
    """One step; `milestone` is another milestone's slug, or empty where the step is about the page's own."""

    text: str
    milestone: str
    name: str
    day: str
    owed_by: str
    voice: Voice | None
    source: SourceLine | None
    clause: str


def path_steps(
    facts: MilestonePageFacts, proof: MilestoneProof, sentences: Sequence[HoldUpSentence]
) -> tuple[PathStep, ...]:
    """The steps in order, each with who says that it is one."""
    return tuple(_step(facts, proof, sentence) for sentence in sentences)


def _step(facts: MilestonePageFacts, proof: MilestoneProof, sentence: HoldUpSentence) -> PathStep:
    gate = proof.gates.get(sentence.ref) if isinstance(sentence.ref, int) else None
    is_other = sentence.milestone != facts.text.slug
    return PathStep(
        text=sentence.text,
        milestone=sentence.milestone if is_other else "",
        name=facts.names.milestones.get(sentence.milestone, ""),
        day=sentence.day,
        owed_by=_(", ").join(facts.owed_by.get(sentence.milestone, ())) if is_other else "",
        voice=voice_of(gate, facts.readings) if gate else None,
        source=source_line(gate.source) if gate else None,
        clause=gate.clause if gate else "",
    )
