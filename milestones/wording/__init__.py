"""Verdicts in words: pure functions from an explanation to whole sentences in the active language.

What goes in is what `milestones.contingency.explanation.explain` gives, or the reasons of a stored change, and the
names of what it speaks of; what comes out is what we computed, told neutrally. Nothing is looked up or decided here.
"""

from milestones.wording.conditions import finding, requirement
from milestones.wording.findings import why_it_cannot_be_told
from milestones.wording.gates import (
    before_step,
    clearing_sentences,
    how_many,
    mending_sentence,
    settling_sentence,
)
from milestones.wording.hold_up import HoldUpSentence, end_of_path, hold_up_sentences
from milestones.wording.names import Names
from milestones.wording.ranges import range_sentence, since_sentences
from milestones.wording.reasons import change_sentences, reason_sentences
from milestones.wording.schedule import forecast_sentences, planned_words

__all__ = [
    "HoldUpSentence",
    "Names",
    "before_step",
    "change_sentences",
    "clearing_sentences",
    "end_of_path",
    "finding",
    "forecast_sentences",
    "hold_up_sentences",
    "how_many",
    "mending_sentence",
    "planned_words",
    "range_sentence",
    "reason_sentences",
    "requirement",
    "settling_sentence",
    "since_sentences",
    "why_it_cannot_be_told",
]
