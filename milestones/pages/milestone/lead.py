"""What a reader must grasp first: why it stands as it does, who says so, what would move it, and its hold-up path."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from milestones.contingency.conditions import MilestoneCondition
from milestones.contingency.evidence import Evidence
from milestones.contingency.plan import Assessment
from milestones.contingency.reasons import Why
from milestones.contingency.scales import Grade, Level, Status
from milestones.pages.milestone.gates import GateCard
from milestones.pages.milestone_table import level_bar
from milestones.pages.scene import Scene
from milestones.pages.voices import Saying, saying_of
from milestones.selectors.milestone_page import MilestonePageFacts, MilestoneProof
from milestones.selectors.records import SourceNote
from milestones.wording.conditions import reached
from milestones.wording.gates import still_missing
from milestones.wording.hold_up import HoldUpSentence, hold_up_sentences
from milestones.wording.ranges import range_sentence, since_sentences
from milestones.wording.reasons import named_by, reason_sentences
from milestones.words import GRADE_WORDS, STATUS_MARKS


def lead_of(
    scene: Scene, facts: MilestonePageFacts, proof: MilestoneProof, gates: Sequence[GateCard]
) -> Mapping[str, Any]:
    """The head of the page from the proof and what was made of it.

    `range_words` say what the level rests on and since when, `required` which grade establishes it, `recorded_from` is
    the source of the newest record that it rests on; what fell due after the records end is not told to be late.
    """
    verdict, evidence = proof.explained.verdict, proof.explained.evidence
    asked = facts.milestone.verification
    required = Grade(facts.viewpoint.plan.verification if asked is None else asked)
    base = [int(record.level) for record in evidence.base]
    later = [int(record.level) for record in evidence.later]
    # That it is complete is said by a record, not by a gate.
    sayings = () if verdict.status is Status.FULFILLED else _sayings(facts, proof, gates)
    told = range_sentence(*verdict.level, base=base, later=later)
    return {
        "mark": STATUS_MARKS[verdict.status],
        "is_late": scene.is_late(verdict),
        "reasons": reason_sentences(proof.explained, facts.names),
        "sayings": _each_voice_once(sayings),
        "recorded_from": _recorded_from(facts, evidence),
        "moves": _moves(scene, facts, proof),
        "level": level_bar(verdict),
        "range_words": (told, *since_sentences(proof.explained, base=base)),
        "required": GRADE_WORDS[required],
    }


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
    voices = {(saying.words, saying.kind, saying.source, saying.clause): saying for saying in sayings}
    return tuple(voices.values())


def _moves(scene: Scene, facts: MilestonePageFacts, proof: MilestoneProof) -> Mapping[str, Any]:
    """What would move it: in `steps` the conditions that the reasons name, each with who owes it, "" for nobody.

    `words` say what is to come of the steps or, without any, how it can come by itself; nothing where nothing is to.
    """
    verdict, names = proof.explained.verdict, facts.names
    steps = tuple(dict.fromkeys(_steps(scene, facts, proof)))
    if steps:
        asked = _("A record of the required grade on whether this is so:")
        mended = _("It would be in order once this is so:")
        words = {Status.UNSETTLED: asked, Status.PREMATURE: mended, Status.UNDERMINED: mended}
        return {"words": words.get(verdict.status, ""), "steps": steps}
    if verdict.status in (Status.WITHDRAWN, Status.FULFILLED, Status.LAPSED):
        return {}
    if verdict.level[1] == Level.COMPLETE:
        claimed = reached(verdict.slug, Level.COMPLETE, names)
        return {"words": _("A record of the required grade that would confirm this: %(event)s.") % {"event": claimed}}
    return {"words": hold_up_sentences(proof.explained, names)[0].text}


def _steps(scene: Scene, facts: MilestonePageFacts, proof: MilestoneProof) -> Iterator[tuple[SafeString, str]]:
    """A step for each condition; one for those of a gate that does not need all of them."""
    explained = proof.explained
    for reason in explained.verdict.reasons:
        places = named_by(reason, explained)
        gate = explained.gates[reason.gate or 0].verdict if places else None
        conditions = [gate.group.conditions[place] for place in places] if gate else []
        if gate and reason.condition is None and gate.lacking < len(gate.unmet):
            told = [str(scene.requirement(condition)) for condition in conditions]
            yield SafeString(still_missing(told, gate.lacking)), ""
            continue
        for condition in conditions:
            awaited = condition.named if isinstance(condition, MilestoneCondition) else ""
            yield scene.requirement(condition), _(", ").join(facts.owed_by.get(awaited, ()))


def path_steps(scene: Scene, facts: MilestonePageFacts, proof: MilestoneProof) -> Sequence[Mapping[str, Any]]:
    """The steps in order, each with who says that it is one; of another milestone, with its address and who owes it."""

    def step(sentence: HoldUpSentence) -> Mapping[str, Any]:
        gates = [proof.gates[ref] for ref in sentence.refs if ref in proof.gates]
        is_other = sentence.milestone != facts.milestone.slug
        return {
            "sentence": sentence,
            "name": facts.names.milestones.get(sentence.milestone, ""),
            "address": scene.address("milestone-page", sentence.milestone) if is_other else "",
            "owed_by": _(", ").join(facts.owed_by.get(sentence.milestone, ())) if is_other else "",
            "sayings": list(dict.fromkeys(saying_of(gate, facts.readings) for gate in gates)),
        }

    return list(map(step, hold_up_sentences(proof.explained, facts.names)))
