"""The rules that a plan answers to as a whole, asked of the rows once an edit is written and before it counts."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from milestones.contingency.checks import find_faults
from milestones.contingency.findings import Place, PlanFault, Severity
from milestones.models import Audience, Plan, Series
from milestones.selectors.engine_plan import engine_plan
from milestones.wording.faults import fault_sentence


def refuse_faults(plan: Plan) -> list[PlanFault]:
    """Raise a ValidationError with a sentence for each thing that the plan may not say; else return its warnings."""
    faults = _faults(plan)
    errors = [fault for fault in faults if fault.severity is Severity.ERROR]
    if errors:
        raise ValidationError([sentence(fault) for fault in errors])
    return faults


def sentence(fault: PlanFault) -> str:
    """Where the fault is and what it is."""
    return _("%(place)s: %(fault)s.") % {"place": _place(fault.place), "fault": fault_sentence(fault)}


def _faults(plan: Plan) -> list[PlanFault]:
    series: dict[str, list[str]] = {}
    declared = Series.objects.filter(indicator__plan=plan).order_by("rank", "id")
    for indicator, slug in declared.values_list("indicator__slug", "slug"):
        series.setdefault(indicator, []).append(slug)
    return find_faults(engine_plan(plan, audience=Audience.WHOLE), series=series)


def _place(place: Place) -> str:
    """The place in the words of the forms, its numbers from 1 as people count."""
    words = {
        "plan": _("plan"),
        "milestones": _("milestone"),
        "indicators": _("indicator"),
        "groups": _("gate"),
        "conditions": _("condition"),
        "schedule": _("schedule revision"),
    }
    said = [f"{words[place.entries]} “{place.slug}”"]
    for step in place.steps:
        if isinstance(step, int):
            said[-1] += f" {step + 1}"
        else:
            said.append(words.get(step, step))
    return ", ".join(said)
