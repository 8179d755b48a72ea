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
from milestones.selectors.records import RecordNote, SourceNote, label_of
from milestones.wording import hold_up_sentences


@dataclass(frozen=True, slots=True)
class AboutPart:
    """What the plan says of the milestone."""

    description: str
    phase: str
    area: str
    source: SourceNote | None
    clause: str
    responsible: str
    certifier: str


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
    """What the template shows. `slug` is the plan's; `judged` is None for a draft, which counts for nothing."""

    slug: str
    plan_name: str
    milestone: str
    name: str
    label: str
    pillar: str
    pillar_name: str
    hue: int
    about: AboutPart
    judged: Judged | None
    evidence: EvidencePart
    positions: tuple[RecordNote, ...]
    events: tuple[Event, ...]

    @property
    def deadlocks(self) -> tuple[DeadlockStory, ...]:
        """The deadlocks in which the milestone stands."""
        return self.judged.deadlocks if self.judged else ()


def compose_milestone_page(
    facts: MilestonePageFacts, *, chosen: Sequence[tuple[str, str]], is_rtl: bool
) -> MilestonePage:
    """The page in the active language; `chosen` are its address's parameters, `is_rtl` mirrors its pictures."""
    milestone = facts.milestone
    hue = hues(facts.names.pillars)[milestone.pillar.slug]
    return MilestonePage(
        slug=facts.plan.slug,
        plan_name=facts.plan.name,
        milestone=milestone.slug,
        name=milestone.name,
        label=label_of(milestone),
        pillar=milestone.pillar.slug,
        pillar_name=milestone.pillar.name,
        hue=hue,
        about=_about(facts),
        judged=_judged(facts, facts.proof, chosen, is_rtl=is_rtl) if facts.proof else None,
        evidence=evidence_part(facts, facts.proof, hue=hue, is_rtl=is_rtl),
        positions=facts.positions,
        events=events_of(facts),
    )


def _about(facts: MilestonePageFacts) -> AboutPart:
    milestone = facts.milestone
    certifier = milestone.certifier.name if milestone.certifier else ""
    return AboutPart(
        description=milestone.description or "",
        phase=milestone.phase.name if milestone.phase else "",
        area=milestone.area.name if milestone.area else "",
        source=facts.source,
        clause=milestone.clause,
        responsible=_(", ").join(facts.owed_by.get(milestone.slug, ())),
        certifier=_("Nobody is designated by the text.")
        if milestone.certifier_none_designated
        else certifier,
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
