"""The hold-up path: what the milestone waits for, and what that waits for, to the end."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from milestones.pages.scene import Scene
from milestones.pages.voices import Saying, saying_of
from milestones.selectors.milestone_page import MilestonePageFacts, MilestoneProof
from milestones.wording.hold_up import HoldUpSentence, hold_up_sentences


@dataclass(frozen=True, slots=True)
class PathStep:
    """One step; `address` leads to another milestone's page, and is empty where the step is about the page's own."""

    sentence: HoldUpSentence
    name: str
    address: str
    owed_by: str
    sayings: tuple[Saying, ...]


def path_steps(scene: Scene, facts: MilestonePageFacts, proof: MilestoneProof) -> tuple[PathStep, ...]:
    """The steps in order, each with who says that it is one."""

    def step(sentence: HoldUpSentence) -> PathStep:
        gates = [proof.gates[ref] for ref in sentence.refs if ref in proof.gates]
        is_other = sentence.milestone != facts.milestone.slug
        return PathStep(
            sentence=sentence,
            name=facts.names.milestones.get(sentence.milestone, ""),
            address=scene.address("milestone-page", sentence.milestone) if is_other else "",
            owed_by=_(", ").join(facts.owed_by.get(sentence.milestone, ())) if is_other else "",
            sayings=tuple(dict.fromkeys(saying_of(gate, facts.readings) for gate in gates)),
        )

    return tuple(map(step, hold_up_sentences(proof.explained, facts.names)))
