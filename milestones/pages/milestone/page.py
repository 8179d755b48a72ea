"""The whole milestone page, ready for its template: nothing is looked up or worked out after this."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from milestones.contingency.conditions import IndicatorCondition
from milestones.pages.hues import hues
from milestones.pages.links import page_with
from milestones.pages.milestone.evidence import evidence_part
from milestones.pages.milestone.gates import dependent_rows, gate_cards
from milestones.pages.milestone.history import dates_part, events_of
from milestones.pages.milestone.lead import lead_of, path_steps
from milestones.pages.plan.deadlocks import deadlock_stories
from milestones.pages.plan.indicators import indicator_cards
from milestones.pages.readings import readings_table
from milestones.pages.scene import Scene
from milestones.selectors.milestone_page import MilestonePageFacts, MilestoneProof
from milestones.selectors.records import label_of


def compose_milestone_page(facts: MilestonePageFacts) -> Mapping[str, Any]:
    """What the template shows, in the active language; of a draft, which counts for nothing, nothing is `judged`."""
    milestone, proof = facts.milestone, facts.proof
    hue = hues(facts.names.pillars)[milestone.pillar.slug]
    return {
        "facts": facts,
        "label": label_of(milestone),
        "responsible": _(", ").join(facts.owed_by.get(milestone.slug, ())),
        "hue": hue,
        "judged": _judged(facts, proof) if proof else {},
        "evidence": evidence_part(facts, proof, hue),
        "events": events_of(facts),
    }


def _judged(facts: MilestonePageFacts, proof: MilestoneProof) -> Mapping[str, Any]:
    """All that needs an evaluation."""
    scene, slug = Scene(facts.viewpoint, proof.evaluation, facts.names), facts.milestone.slug
    cards = gate_cards(scene, facts, proof)
    indicators = dict.fromkeys((*facts.shown_indicators, *proof.explained.awaited(IndicatorCondition)))
    return {
        "verdict": proof.evaluation.milestones[slug],
        "lead": lead_of(scene, facts, proof, cards),
        "gates": [card for card in cards if card.verdict.is_gate],
        "informs": [card for card in cards if not card.verdict.is_gate],
        "path": path_steps(scene, facts, proof),
        "deadlocks": deadlock_stories(scene, proof.gates, through=slug),
        "readings": readings_table(facts, proof),
        "dates": dates_part(facts, proof),
        "dependents": dependent_rows(scene, slug),
        "in_graph": page_with(facts.viewpoint, "graph-page", focus=slug),
        "indicators": indicator_cards(scene, indicators),
    }
