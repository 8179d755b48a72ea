"""What a measure's argument names that a plan does not have, as the end of a sentence about the measure."""

from collections.abc import Callable, Container
from typing import Any

from milestones.state import PlanState

Unknown = Callable[[PlanState, str], str]
"""(the plan's state, the argument) -> what of it the plan does not have; "" where all is known."""


def naming(model: Any, noun: str, *, is_needed: bool = False, **where: object) -> Unknown:
    """The argument may name a row of the plan by its slug, of those `where` leaves; or it has to."""

    def unknown(state: PlanState, argument: str) -> str:
        if not argument:
            return f"needs the slug of a {noun} after it" if is_needed else ""
        known = state.rows(model).where(slug=argument, **where)
        return "" if known else f'names the {noun} "{argument}", which the plan does not have'

    return unknown


def one_of(words: Container[str], noun: str) -> Unknown:
    """The argument may be one of the words."""
    return lambda _state, word: "" if not word or word in words else f'names "{word}", which is no {noun}'
