"""The whole milestone page, ready for its template: nothing is looked up or worked out after this."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from milestones.contingency.conditions import IndicatorCondition
from milestones.pages.hues import hues
from milestones.pages.milestone.dates import DatesPart, dates_part
from milestones.pages.milestone.dependents import DependentsPart, dependents_part
from milestones.pages.milestone.evidence import EvidencePart, evidence_part
from milestones.pages.milestone.gates import GateCard, gate_cards
from milestones.pages.milestone.history import Event, events_of
from milestones.pages.milestone.lead import Lead, lead_of
from milestones.pages.milestone.path import PathStep, path_steps
from milestones.pages.milestone.readings import ReadingRow, reading_rows
from milestones.pages.plan.deadlocks import DeadlockStory, deadlock_stories
from milestones.pages.plan.indicators import IndicatorCard, indicator_cards
from milestones.selectors.milestone_page import MilestonePageFacts, MilestoneProof
from milestones.selectors.records import label_of
from milestones.wording.hold_up import hold_up_sentences


@dataclass(frozen=True, slots=True)
class Judged:
    """All that needs an evaluation."""

    lead: Lead
    gates: tuple[GateCard, ...]
    informs: tuple[GateCard, ...]
    path: tuple[PathStep, ...]
    deadlocks: tuple[DeadlockStory, ...]
    readings: tuple[ReadingRow, ...]
    dates: DatesPart
    dependents: DependentsPart
    indicators: tuple[IndicatorCard, ...]


@dataclass(frozen=True, slots=True)
class MilestonePage:
    """What the template shows; `judged` is None for a draft, which counts for nothing."""

    facts: MilestonePageFacts
    hue: int
    judged: Judged | None
    evidence: EvidencePart
    events: tuple[Event, ...]

    @property
    def slug(self) -> str:
        """The plan's."""
        return self.facts.plan.slug

    @property
    def label(self) -> str:
        """How the milestone is labelled where not everybody sees it."""
        return label_of(self.facts.milestone)

    @property
    def responsible(self) -> str:
        """Who owes the milestone."""
        return _(", ").join(self.facts.owed_by.get(self.facts.milestone.slug, ()))

    @property
    def deadlocks(self) -> tuple[DeadlockStory, ...]:
        """The deadlocks in which the milestone stands."""
        return self.judged.deadlocks if self.judged else ()


def compose_milestone_page(
    facts: MilestonePageFacts, *, chosen: Sequence[tuple[str, str]], is_rtl: bool
) -> MilestonePage:
    """The page in the active language; `chosen` are its address's parameters, `is_rtl` mirrors its pictures."""
    hue = hues(facts.names.pillars)[facts.milestone.pillar.slug]
    return MilestonePage(
        facts=facts,
        hue=hue,
        judged=_judged(facts, facts.proof, chosen, is_rtl=is_rtl) if facts.proof else None,
        evidence=evidence_part(facts, facts.proof, hue=hue, is_rtl=is_rtl),
        events=events_of(facts),
    )


def _judged(
    facts: MilestonePageFacts, proof: MilestoneProof, chosen: Sequence[tuple[str, str]], *, is_rtl: bool
) -> Judged:
    cards = gate_cards(facts, proof)
    path = hold_up_sentences(proof.explained, facts.names)
    indicators = (*facts.shown_indicators, *proof.explained.awaited(IndicatorCondition))
    return Judged(
        lead=lead_of(facts, proof, cards),
        gates=tuple(card for card in cards if card.is_gate),
        informs=tuple(card for card in cards if not card.is_gate),
        path=path_steps(facts, proof, path),
        deadlocks=deadlock_stories(proof.evaluation, facts.names, through=facts.milestone.slug),
        readings=reading_rows(facts, proof, chosen),
        dates=dates_part(facts, proof),
        dependents=dependents_part(facts, proof),
        indicators=indicator_cards(proof.evaluation, facts.names, dict.fromkeys(indicators), is_rtl=is_rtl),
    )
