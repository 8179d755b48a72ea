"""The rules that a plan answers to as a whole, asked of the rows once an edit is written and before it counts."""

from django.utils.functional import lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from milestones.contingency.checks import find_faults
from milestones.contingency.findings import Place, PlanFault, Severity
from milestones.kinds.rules import Breach
from milestones.models import Audience, Plan, Series
from milestones.selectors.engine_plan import engine_plan
from milestones.services.hidden_conditions import hidden_conditions
from milestones.wording.faults import fault_sentence


def plan_breaches(plan: Plan) -> list[Breach]:
    """What the plan as a whole may not say, or (as warnings) had better not; pointers lead from the plan, by slugs."""
    return [*map(_breach, _faults(plan)), *hidden_conditions(plan)]


def _breach(fault: PlanFault) -> Breach:
    place = fault.place
    steps = ("gates" if step == "groups" else step for step in place.steps)
    pointer = (place.entries, place.slug, *steps)
    words = {"place": lazy(_place, str)(place), "fault": lazy(fault_sentence, str)(fault)}
    return Breach(pointer, fault.code, _("%(place)s: %(fault)s."), words, fault.severity is Severity.WARNING)


def _faults(plan: Plan) -> list[PlanFault]:
    series: dict[str, list[str]] = {}
    declared = Series.objects.filter(indicator__plan=plan).order_by("rank", "id")
    for indicator, slug in declared.values_list("indicator__slug", "slug"):
        series.setdefault(indicator, []).append(slug)
    return find_faults(engine_plan(plan, audience=Audience.WHOLE), series=series)


def _place(place: Place) -> str:
    """The place in the words of the forms, its numbers from 1 as people count."""
    words = {
        "plan": gettext("plan"),
        "milestones": gettext("milestone"),
        "indicators": gettext("indicator"),
        "groups": gettext("group of conditions"),
        "conditions": gettext("condition"),
        "schedule": gettext("schedule revision"),
    }
    steps = [f"{words[place.entries]} “{place.slug}”"]
    for step in place.steps:
        if isinstance(step, int):
            steps[-1] += f" {step + 1}"
        else:
            steps.append(words.get(step, step))
    return ", ".join(steps)
