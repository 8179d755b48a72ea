"""What a reader must grasp first: why it stands as it does, who says so, and what would move it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from milestones.contingency.evidence import Evidence
from milestones.contingency.holdup import Binds
from milestones.contingency.plan import Assessment
from milestones.contingency.reasons import Why
from milestones.contingency.scales import Grade, Level, Status
from milestones.pages.milestone.gates import GateCard
from milestones.pages.milestone_table import LevelBar, level_bar
from milestones.pages.scene import Scene
from milestones.pages.voices import Saying, saying_of
from milestones.selectors.milestone_page import MilestonePageFacts, MilestoneProof
from milestones.selectors.records import SourceNote
from milestones.wording.gates import mending_sentence, settling_sentence
from milestones.wording.hold_up import end_of_path
from milestones.wording.ranges import range_sentence, since_sentences
from milestones.wording.reasons import reason_sentences
from milestones.words import GRADE_WORDS, STATUS_MARKS, Mark


@dataclass(frozen=True, slots=True)
class FirstMove:
    """The step at the end of the hold-up path: what would have to move first, and whose it is to move.

    `address` is that of another milestone, and empty where the step is the page's own.
    """

    words: str
    address: str = ""
    owed_by: str = ""


@dataclass(frozen=True, slots=True)
class Lead:
    """The head of the page. `range_words` say what the level rests on and since when, `required` which grade
    establishes it, `recorded_from` is the source of the newest record that it rests on."""

    mark: Mark
    reasons: tuple[str, ...]
    sayings: tuple[Saying, ...]
    recorded_from: SourceNote | None
    first_move: FirstMove | None
    level: LevelBar
    range_words: tuple[str, ...]
    required: str


def lead_of(
    scene: Scene, facts: MilestonePageFacts, proof: MilestoneProof, gates: Sequence[GateCard]
) -> Lead:
    """The head of the page from the proof and what was made of it."""
    verdict, evidence = proof.explained.verdict, proof.explained.evidence
    asked = facts.milestone.verification
    required = Grade(facts.viewpoint.plan.verification if asked is None else asked)
    base = [int(each.level) for each in evidence.base]
    later = [int(each.level) for each in evidence.later]
    # That it is complete is said by a record, not by a gate.
    sayings = () if verdict.status is Status.FULFILLED else _sayings(facts, proof, gates)
    return Lead(
        mark=STATUS_MARKS[verdict.status],
        reasons=tuple(reason_sentences(proof.explained, facts.names)),
        sayings=_each_voice_once(sayings),
        recorded_from=_recorded_from(facts, evidence),
        first_move=_first_move(scene, facts, proof),
        level=level_bar(verdict),
        range_words=(
            range_sentence(*verdict.level, base=base, later=later),
            *since_sentences(proof.explained, base=base),
        ),
        required=str(GRADE_WORDS[required]),
    )


def _recorded_from(facts: MilestonePageFacts, evidence: Evidence[Assessment]) -> SourceNote | None:
    """Of the records that establish the level, or else of those that claim one."""
    keys = {record.ref for record in evidence.base or evidence.later}
    newest = next((record for record in facts.assessments if record.row.pk in keys), None)
    return None if newest is None else newest.source


def _sayings(facts: MilestonePageFacts, proof: MilestoneProof, cards: Sequence[GateCard]) -> Iterator[Saying]:
    """The voices of the gates that the reasons name; of a deadlock, those of its path; else of every gate."""
    reasons = proof.explained.verdict.reasons
    named = {reason.gate for reason in reasons if reason.gate is not None}
    if any(reason.why is Why.IN_DEADLOCK for reason in reasons):
        for step in proof.explained.hold_up:
            for binding in step.bindings:
                if binding.ref in proof.gates:
                    yield saying_of(proof.gates[binding.ref], facts.readings)
        return
    for card in cards:
        is_named = card.number - 1 in named if named else card.verdict.is_gate
        if is_named and card.saying is not None:
            yield card.saying


def _each_voice_once(sayings: Iterable[Saying]) -> tuple[Saying, ...]:
    """The sayings without those that differ in nothing but the readings."""
    voices = {(each.voice.words, each.voice.kind, each.source, each.clause): each for each in sayings}
    return tuple(voices.values())


def _first_move(scene: Scene, facts: MilestonePageFacts, proof: MilestoneProof) -> FirstMove | None:
    """What stands at the end of the path; None where nothing is to come, or where a ring has no end."""
    verdict, last = proof.explained.verdict, proof.explained.hold_up[-1]
    if verdict.status in (Status.PREMATURE, Status.UNDERMINED):
        return FirstMove(mending_sentence(proof.explained, facts.names))
    is_done = verdict.status is Status.WITHDRAWN or verdict.level[0] == Level.COMPLETE
    if is_done or last.binds in (Binds.REPEATS, Binds.WITHDRAWN):
        return None
    if verdict.status is Status.UNSETTLED:
        return FirstMove(settling_sentence(proof.explained, facts.names))
    is_other = last.milestone != facts.milestone.slug
    return FirstMove(
        words=end_of_path(proof.explained, facts.names),
        address=scene.address("milestone-page", last.milestone) if is_other else "",
        owed_by=_(", ").join(facts.owed_by.get(last.milestone, ())) if last.binds is Binds.TODAY else "",
    )
