"""The argument of the measures of arms: `SCOPE[.SERIES[.CATEGORY]]`, read and checked.

SCOPE is `all` for everything so far, a phase for that stage alone, or `through.PHASE` for everything up to and in it.
Without SERIES the count that decides is read; without CATEGORY all categories of arms are.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from milestones.models import Phase
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


def unknown_scope(plan_id: int, argument: str) -> str:
    """What of the argument the plan does not have, as the end of a sentence about the measure."""
    return " and ".join(_unknown(plan_id, argument))


def _unknown(plan_id: int, argument: str) -> Iterator[str]:
    scope = read_scope(argument)
    if scope.phase and not Phase.objects.filter(plan=plan_id, slug=scope.phase).exists():
        yield f'names the phase "{scope.phase}", which the plan does not have'
    series = CountingSeries.objects.filter(plan=plan_id)
    if scope.series and not series.filter(slug=scope.series).exists():
        yield f'names the counting series "{scope.series}", which the plan does not have'
    if not scope.series and not series.filter(decides=True).exists():
        yield "names no counting series, and none of the plan decides"
    categories = ArmsCategory.objects.filter(plan=plan_id)
    if scope.category and not categories.filter(slug=scope.category).exists():
        yield f'names the category "{scope.category}", which the plan does not have'
    if scope.rest:
        yield f'has "{scope.rest}" at its end, after the category'
