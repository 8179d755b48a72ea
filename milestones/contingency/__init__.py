"""The heart: what a plan's contingency status is. Pure Python, standard library only.

The rules are those of the project's method page, `docs/method.md`. `evaluate` is the one public call; the types a
plan is made of are in `plan`, the scales in `scales`, the answer in `evaluation`.
"""

from milestones.contingency.engine import evaluate
from milestones.contingency.evaluation import Evaluation
from milestones.contingency.facts import UnknownReading

METHOD = 1
"""The version of the method: raised with every change of the engine that can change an answer, and kept with each."""
