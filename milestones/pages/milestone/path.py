"""The hold-up path: what the milestone waits for, and what that waits for, to the end."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from milestones.pages.milestone.voices import Saying, saying_of
from milestones.selectors.milestone_page import MilestonePageFacts, MilestoneProof
from milestones.wording.hold_up import HoldUpSentence


@dataclass(frozen=True, slots=True)
class PathStep:
    """One step; `milestone` is another milestone's slug, or empty where the step is about the page's own."""

    text: str
    milestone: str
    name: str
    day: str
    owed_by: str
    sayings: tuple[Saying, ...]


def path_steps(
    facts: MilestonePageFacts, proof: MilestoneProof, sentences: Sequence[HoldUpSentence]
) -> tuple[PathStep, ...]:
    """The steps in order, each with who says that it is one."""
    return tuple(_step(facts, proof, sentence) for sentence in sentences)


def _step(facts: MilestonePageFacts, proof: MilestoneProof, sentence: HoldUpSentence) -> PathStep:
    gates = [proof.gates[ref] for ref in sentence.refs if ref in proof.gates]
    is_other = sentence.milestone != facts.milestone.slug
    return PathStep(
        text=sentence.text,
        milestone=sentence.milestone if is_other else "",
        name=facts.names.milestones.get(sentence.milestone, ""),
        day=sentence.day,
        owed_by=_(", ").join(facts.owed_by.get(sentence.milestone, ())) if is_other else "",
        sayings=tuple(dict.fromkeys(saying_of(gate, facts.readings) for gate in gates)),
    )
