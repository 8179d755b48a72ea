"""The argument of the measures of arms: `SCOPE[.SERIES[.CATEGORY]]`, read and checked.

SCOPE is `all` for everything so far, a phase for that stage alone, or `through.PHASE` for everything up to and in it.
Without SERIES the count that decides is read; without CATEGORY all categories of arms are.
"""

from dataclasses import dataclass

from milestones.models import Phase
from milestones.selectors.arguments import naming
from milestones.state import PlanState
from pillars.demilitarisation.models import ArmsCategory, CountingSeries


@dataclass(frozen=True, slots=True)
class Scope:
    """What an argument asks for; empty texts ask for nothing in particular; `rest` is too much."""

    phase: str = ""
    is_through: bool = False
    series: str = ""
    category: str = ""
    rest: str = ""


def read_scope(argument: str) -> Scope:
    """The scope that an argument names."""
    words = argument.split(".") if argument else []
    is_through = len(words) > 1 and words[0] == "through"
    if is_through:
        words = words[1:]
    phase, series, category = (*words, "", "", "")[:3]
    return Scope("" if phase == "all" else phase, is_through, series, category, ".".join(words[3:]))


def unknown_scope(state: PlanState, argument: str) -> str:
    """What of the argument the plan does not have, as the end of a sentence about the measure."""
    scope = read_scope(argument)
    decides = state.rows(CountingSeries).where(decides=True)
    unknown = (
        naming(Phase, "phase")(state, scope.phase),
        naming(CountingSeries, "counting series")(state, scope.series),
        "" if scope.series or decides else "names no counting series, and none of the plan decides",
        naming(ArmsCategory, "category")(state, scope.category),
        scope.rest and f'has "{scope.rest}" at its end, after the category',
    )
    return " and ".join(filter(None, unknown))
