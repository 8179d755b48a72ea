"""The whole plan page, ready for its template: nothing is looked up or worked out after this."""

from dataclasses import dataclass

from milestones.pages.plan.cards import HeldBy, NextDate, PillarCard, held_by, pillar_cards
from milestones.pages.plan.changes import ChangeRow, change_rows
from milestones.pages.plan.deadlocks import DeadlockStory, deadlock_stories
from milestones.pages.plan.indicators import IndicatorPart, indicator_part
from milestones.pages.plan.matrix import MatrixPart, matrix_part
from milestones.pages.plan.rows import PillarSection, ReleasingRow, pillar_sections, releasing_rows
from milestones.pages.plan.sentence import state_in_a_sentence
from milestones.pages.plan.strip import Strip, strip_of
from milestones.pages.plan.timeline import TimelinePart, timeline_part
from milestones.selectors.plan_page import PlanFacts
from milestones.verdict_marks import STATUS_MARKS, TRUTH_MARKS, Mark


@dataclass(frozen=True, slots=True)
class PlanPage:
    """What the template of the plan page shows."""

    slug: str
    name: str
    summary: str
    sentence: str
    strip: Strip
    held_by: HeldBy | None
    next_date: NextDate | None
    cards: tuple[PillarCard, ...]
    matrix: MatrixPart | None
    releasing: tuple[ReleasingRow, ...]
    deadlocks: tuple[DeadlockStory, ...]
    timeline: TimelinePart | None
    indicators: IndicatorPart
    changes: tuple[ChangeRow, ...]
    sections: tuple[PillarSection, ...]
    statuses: tuple[Mark, ...]
    truths: tuple[Mark, ...]


def compose_plan_page(facts: PlanFacts, *, is_rtl: bool) -> PlanPage:
    """The page in the active language; `is_rtl` mirrors its pictures."""
    evaluation, names = facts.evaluation, facts.names
    cards = pillar_cards(evaluation, names, is_rtl=is_rtl)
    present = {verdict.status for verdict in evaluation.milestones.values()}
    return PlanPage(
        slug=facts.plan.slug,
        name=facts.plan.name,
        summary=facts.plan.summary,
        sentence=state_in_a_sentence(evaluation),
        strip=strip_of(evaluation, names),
        held_by=held_by(names, evaluation.milestones.values()),
        next_date=min(
            (card.next_date for card in cards if card.next_date), key=lambda each: each.day, default=None
        ),
        cards=cards,
        matrix=matrix_part(evaluation, cards, is_rtl=is_rtl),
        releasing=releasing_rows(evaluation, names, cards),
        deadlocks=deadlock_stories(evaluation, names),
        timeline=timeline_part(evaluation, names, cards, is_rtl=is_rtl),
        indicators=indicator_part(evaluation, names, is_rtl=is_rtl),
        changes=change_rows(facts.changes, names),
        sections=pillar_sections(evaluation, names, cards),
        statuses=tuple(mark for status, mark in STATUS_MARKS.items() if status in present),
        truths=tuple(TRUTH_MARKS.values()),
    )
