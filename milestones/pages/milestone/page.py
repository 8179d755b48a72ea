"""The whole milestone page, ready for its template: nothing is looked up or worked out after this."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from milestones.contingency.conditions import IndicatorCondition
from milestones.contingency.evaluation import MilestoneVerdict
from milestones.pages.blocks import Table
from milestones.pages.hues import hues
from milestones.pages.links import graph_address
from milestones.pages.milestone.evidence import EvidencePart, evidence_part
from milestones.pages.milestone.gates import DependentRow, GateCard, dependent_rows, gate_cards
from milestones.pages.milestone.history import DatesPart, Event, dates_part, events_of
from milestones.pages.milestone.lead import Lead, PathStep, lead_of, path_steps
from milestones.pages.plan.deadlocks import DeadlockStory, deadlock_stories
from milestones.pages.plan.indicators import IndicatorCard, indicator_cards
from milestones.pages.readings import readings_table
from milestones.pages.scene import Scene
from milestones.selectors.milestone_page import MilestonePageFacts, MilestoneProof
from milestones.selectors.records import label_of


@dataclass(frozen=True, slots=True)
class Judged:
    """All that needs an evaluation."""

    verdict: MilestoneVerdict
    lead: Lead
    gates: tuple[GateCard, ...]
    informs: tuple[GateCard, ...]
    path: tuple[PathStep, ...]
    deadlocks: tuple[DeadlockStory, ...]
    readings: Table | None
    dates: DatesPart
    dependents: tuple[DependentRow, ...]
    in_graph: str
    indicators: tuple[IndicatorCard, ...]


@dataclass(frozen=True, slots=True)
class MilestonePage:
    """What the template shows; `label` says that not everybody sees the milestone, `responsible` who owes it.

    `judged` is None for a draft, which counts for nothing.
    """

    facts: MilestonePageFacts
    label: str
    responsible: str
    hue: int
    judged: Judged | None
    evidence: EvidencePart
    events: Sequence[Event]


def compose_milestone_page(facts: MilestonePageFacts) -> MilestonePage:
    """The page in the active language."""
    milestone, proof = facts.milestone, facts.proof
    hue = hues(facts.names.pillars)[milestone.pillar.slug]
    return MilestonePage(
        facts=facts,
        label=label_of(milestone),
        responsible=_(", ").join(facts.owed_by.get(milestone.slug, ())),
        hue=hue,
        judged=_judged(facts, proof) if proof else None,
        evidence=evidence_part(facts, proof, hue),
        events=events_of(facts),
    )


def _judged(facts: MilestonePageFacts, proof: MilestoneProof) -> Judged:
    scene, slug = Scene(facts.viewpoint, proof.evaluation, facts.names), facts.milestone.slug
    cards = gate_cards(scene, facts, proof)
    indicators = dict.fromkeys((*facts.shown_indicators, *proof.explained.awaited(IndicatorCondition)))
    return Judged(
        verdict=proof.evaluation.milestones[slug],
        lead=lead_of(scene, facts, proof, cards),
        gates=tuple(card for card in cards if card.verdict.is_gate),
        informs=tuple(card for card in cards if not card.verdict.is_gate),
        path=path_steps(scene, facts, proof),
        deadlocks=deadlock_stories(scene, proof.gates, through=slug),
        readings=readings_table(facts, proof),
        dates=dates_part(facts, proof),
        dependents=dependent_rows(scene, slug),
        in_graph=graph_address(facts.viewpoint, slug),
        indicators=indicator_cards(scene, indicators),
    )
