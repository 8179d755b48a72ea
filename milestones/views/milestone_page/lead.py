"""What a reader must grasp first: why it stands as it does, who says so, and what would move it."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from milestones.contingency.evidence import level_evidence
from milestones.contingency.holdup import Binds
from milestones.contingency.scales import Status
from milestones.marks import GRADE_WORDS, STATUS_MARKS, Mark
from milestones.selectors.milestone_page import MilestonePageFacts, MilestoneProof
from milestones.views.milestone_page.gates import GateCard
from milestones.views.milestone_page.records import SourceLine
from milestones.views.plan_page.rows import LevelBar, level_bar
from milestones.wording import range_sentence, reason_sentences
from milestones.wording.hold_up import HoldUpSentence
from milestones.wording.names import milestone_name


@dataclass(frozen=True, slots=True)
class Saying:
    """Who says so: one voice with its source."""

    voice: str
    kind: str
    source: SourceLine | None
    clause: str


@dataclass(frozen=True, slots=True)
class FirstMove:
    """The step at the end of the hold-up path: what would have to move first, and whose it is to move."""

    words: str
    milestone: str
    owed_by: str


@dataclass(frozen=True, slots=True)
class Lead:
    """The head of the page. `range_words` say what the level rests on, `required` the grade that establishes it."""

    mark: Mark
    reasons: tuple[str, ...]
    sayings: tuple[Saying, ...]
    first_move: FirstMove | None
    level: LevelBar
    range_words: str
    required: str
    is_overdue: bool


def lead_of(
    facts: MilestonePageFacts,
    proof: MilestoneProof,
    gates: tuple[GateCard, ...],
    path: list[HoldUpSentence],
) -> Lead:
    """The head of the page from the proof and what was made of it."""
    verdict = proof.evaluation.milestones[facts.text.slug]
    evidence = level_evidence(proof.evaluation.facts, facts.text.slug)
    return Lead(
        mark=STATUS_MARKS[verdict.status],
        reasons=tuple(reason_sentences(proof.explained, facts.names)),
        sayings=tuple(dict.fromkeys(_sayings(proof, gates))),
        first_move=_first_move(facts, proof, path),
        level=level_bar(verdict),
        range_words=range_sentence(
            *verdict.level,
            base=[int(each.level) for each in evidence.base],
            later=[int(each.level) for each in evidence.later],
        ),
        required=str(GRADE_WORDS[facts.text.required]),
        is_overdue=verdict.is_overdue,
    )


def _sayings(proof: MilestoneProof, gates: tuple[GateCard, ...]) -> Iterator[Saying]:
    """The voices of the gates that the reasons name, else of every gate."""
    named = {reason["gate"] for reason in proof.explained["reasons"] if "gate" in reason}
    for card in gates:
        is_named = card.number - 1 in named if named else card.is_gate
        if is_named and card.voice is not None:
            yield Saying(card.voice.words, card.voice.kind, card.source, card.clause)


def _first_move(
    facts: MilestonePageFacts, proof: MilestoneProof, path: list[HoldUpSentence]
) -> FirstMove | None:
    """What stands at the end of the path; None where nothing is to come, or where a ring has no end."""
    verdict = proof.evaluation.milestones[facts.text.slug]
    last = proof.explained["hold_up"][-1]
    is_done = verdict.status in (Status.FULFILLED, Status.WITHDRAWN)
    if is_done or verdict.level[0] == 3 or last["binds"] in (Binds.REPEATS, Binds.WITHDRAWN):
        return None
    slug = last["milestone"]
    owed_by = _(", ").join(facts.owed_by.get(slug, ()))
    if slug == facts.text.slug and last["binds"] == Binds.TODAY:
        return FirstMove(_("This step itself: nothing stands before it."), slug, owed_by)
    if last["binds"] == Binds.TODAY:
        words = _("%(milestone)s: nothing that the plan names stands before that.")
        return FirstMove(words % {"milestone": milestone_name(slug, facts.names)}, slug, owed_by)
    return FirstMove(path[-1].text, slug, owed_by)
