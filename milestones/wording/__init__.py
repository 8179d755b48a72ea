"""Verdicts in words: pure functions from an explanation's data to whole sentences in the active language.

What goes in is the JSON of `milestones.contingency.explanation.explain` (or of a stored verdict) and the names of
what it speaks of; what comes out is what we computed, told neutrally. Nothing is looked up or decided here.
"""

from milestones.wording.conditions import finding, requirement
from milestones.wording.findings import why_it_cannot_be_told
from milestones.wording.gates import before_step, clearing_sentences, how_many
from milestones.wording.hold_up import HoldUpSentence, hold_up_sentences
from milestones.wording.names import Names
from milestones.wording.ranges import range_sentence
from milestones.wording.reasons import change_sentences, reason_sentences
from milestones.wording.schedule import forecast_sentences, planned_words

__all__ = [
    "HoldUpSentence",
    "Names",
    "before_step",
    "change_sentences",
    "clearing_sentences",
    "finding",
    "forecast_sentences",
    "hold_up_sentences",
    "how_many",
    "planned_words",
    "range_sentence",
    "reason_sentences",
    "requirement",
    "why_it_cannot_be_told",
]
