"""What a measure's argument names that a plan does not have, as the end of a sentence about the measure."""

from milestones.selectors.arguments import naming
from milestones.state import PlanState
from pillars.reconstruction.models import Appeal, Sector
from pillars.reconstruction.models.choices import Unit

unknown_appeal_or_none = naming(Appeal, "appeal")
unknown_sector = naming(Sector, "sector")


def unknown_appeal(state: PlanState, argument: str) -> str:
    """An appeal has to be named where the plan has several."""
    if not argument and len(state.rows(Appeal)) > 1:
        return "needs the slug of an appeal after it, since the plan has several"
    return unknown_appeal_or_none(state, argument)


def unknown_units(state: PlanState, argument: str) -> str:
    """A sector may be named, and a unit after it."""
    sector, dot, unit = argument.partition(".")
    if dot and unit not in Unit.values:
        return f'names "{unit}", which is no unit'
    return unknown_sector(state, sector)
