"""Reads: a plan's state, immutable, cut to what its audience may see, from which all that is shown is computed."""

from milestones.state.evaluating import evaluation_of
from milestones.state.finding import state_at, state_for, state_now, state_of
from milestones.state.plan_state import PlanState, Rows
