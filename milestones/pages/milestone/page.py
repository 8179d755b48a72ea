"""The whole milestone page, ready for its template: nothing is looked up or worked out after this."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from milestones import notation
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
from milestones.selectors.milestone_records import PositionNote
from milestones.selectors.records import SourceNote
from milestones.wording import hold_up_sentences


@dataclass(frozen=True, slots=True)
class PositionLine:
    """What one actor said."""

    actor: str
    stance: str
    stance_words: str
    day: str
    note: str
    source: SourceNote | None
    is_retracted: bool


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
    positions: tuple[PositionLine, ...]
    events: tuple[Event, ...]

    @property
    def deadlocks(self) -> tuple[DeadlockStory, ...]:
        """The deadlocks in which the milestone stands."""
        return self.judged.deadlocks if self.judged else ()


def compose_milestone_page(
    facts: MilestonePageFacts, *, chosen: Sequence[tuple[str, str]], is_rtl: bool
) -> MilestonePage:
    """The page in the active language; `chosen` are its address's parameters, `is_rtl` mirrors its pictures."""
    text = facts.text
    hue = hues(facts.names.pillars)[text.pillar]
    return MilestonePage(
        slug=facts.plan.slug,
        plan_name=facts.plan.name,
        milestone=text.slug,
        name=text.name,
        label=text.label,
        pillar=text.pillar,
        pillar_name=text.pillar_name,
        hue=hue,
        about=AboutPart(
            description=text.description,
            phase=text.phase,
            area=text.area,
            source=text.source,
            clause=text.clause,
            responsible=_(", ").join(facts.owed_by.get(text.slug, ())),
            certifier=_("Nobody is designated by the text.")
            if text.certifier.is_none_designated
            else text.certifier.name,
        ),
        judged=_judged(facts, facts.proof, chosen, is_rtl=is_rtl) if facts.proof else None,
        evidence=evidence_part(facts, facts.proof, hue=hue, is_rtl=is_rtl),
        positions=tuple(map(_position, facts.positions)),
        events=events_of(facts),
    )


def _judged(
    facts: MilestonePageFacts, proof: MilestoneProof, chosen: Sequence[tuple[str, str]], *, is_rtl: bool
) -> Judged:
    cards = gate_cards(facts, proof)
    path = hold_up_sentences(proof.explained, facts.names)
    return Judged(
        lead=lead_of(facts, proof, cards),
        gates=tuple(card for card in cards if card.is_gate),
        informs=tuple(card for card in cards if not card.is_gate),
        path=path_steps(facts, proof, path),
        deadlocks=deadlock_stories(proof.evaluation, facts.names, through=facts.text.slug),
        readings=reading_rows(facts, proof, chosen),
        dates=dates_part(facts, proof),
        dependents=dependents_part(facts, proof),
        indicators=indicator_cards(proof.evaluation, facts.names, _indicators(facts, proof), is_rtl=is_rtl),
    )


def _indicators(facts: MilestonePageFacts, proof: MilestoneProof) -> list[str]:
    """Those that the plan shows here, and those that a gate of the milestone waits for."""
    awaited = [
        condition["indicator"]
        for gate in proof.explained["gates"]
        for condition in gate["conditions"]
        if "indicator" in condition
    ]
    return list(dict.fromkeys([*facts.shown_indicators, *awaited]))


def _position(note: PositionNote) -> PositionLine:
    return PositionLine(
        actor=note.actor,
        stance=note.stance,
        stance_words=note.stance_words,
        day=notation.day(note.day),
        note=note.note,
        source=note.source,
        is_retracted=note.is_retracted,
    )
