"""What a measure's argument names that a plan does not have, as the end of a sentence about the measure."""

from pillars.reconstruction.models import Appeal, Sector
from pillars.reconstruction.models.choices import Unit


def unknown_appeal(plan_id: int, argument: str) -> str:
    """An appeal has to be named where the plan has several."""
    if not argument:
        several = Appeal.objects.filter(plan=plan_id).count() > 1
        return "needs the slug of an appeal after it, since the plan has several" if several else ""
    return unknown_appeal_or_none(plan_id, argument)


def unknown_appeal_or_none(plan_id: int, argument: str) -> str:
    """An appeal may be named."""
    known = not argument or Appeal.objects.filter(plan=plan_id, slug=argument).exists()
    return "" if known else f'names the appeal "{argument}", which the plan does not have'


def unknown_sector(plan_id: int, argument: str) -> str:
    """A sector may be named."""
    known = not argument or Sector.objects.filter(plan=plan_id, slug=argument).exists()
    return "" if known else f'names the sector "{argument}", which the plan does not have'


def unknown_units(plan_id: int, argument: str) -> str:
    """A sector may be named, and a unit after it."""
    sector, dot, unit = argument.partition(".")
    if dot and unit not in Unit.values:
        return f'names "{unit}", which is no unit'
    return unknown_sector(plan_id, sector)
