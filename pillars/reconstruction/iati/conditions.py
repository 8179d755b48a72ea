"""The gates that hold money, in words: what an activity's funds wait for."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import translation
from django.utils.translation import gettext as _

from milestones.contingency.conditions import Condition
from milestones.contingency.plan import Group
from milestones.contingency.scales import Before, Force
from milestones.models import Audience, Gate, Milestone, Plan
from milestones.models.fields import required_of
from milestones.planfile.text import LANGUAGES
from milestones.selectors.engine_plan import conditions_by_gate
from milestones.selectors.plan_page import PlanNames, plan_names
from milestones.state import state_for
from milestones.wording.conditions import requirement
from milestones.wording.gates import before_step, how_many
from milestones.wording.names import listed, quoted


@dataclass(frozen=True, slots=True)
class Holding:
    """A text by language for each gate that holds the money; `informing` counts those that hold nothing."""

    texts: tuple[dict[str, str], ...] = ()
    informing: int = 0


def holding_gates(plan: Plan, milestone_id: int | None) -> Holding:
    """The gates before a milestone, as the public may read them; none where it may not see the milestone."""
    public = Milestone.objects.counting_for(Audience.PUBLIC)
    milestone = None if milestone_id is None else public.filter(pk=milestone_id).first()
    if milestone is None:
        return Holding()
    state = state_for(plan)
    gates = Gate.objects.filter(milestone=milestone).counting_for(Audience.PUBLIC)
    rows = list(gates.prefetch_related("readings").order_by("rank", "pk"))
    conditions = conditions_by_gate(gate__milestone=milestone)
    holding = [gate for gate in rows if gate.force == Force.GATES]
    texts: list[dict[str, str]] = [{} for _gate in holding]
    for language in LANGUAGES:
        with translation.override(language):
            names = plan_names(state)
            for text, gate in zip(texts, holding, strict=True):
                text[language] = _in_words(gate, conditions[gate.pk], names)
    return Holding(tuple(texts), len(rows) - len(holding))


def _in_words(gate: Gate, conditions: Sequence[Condition], names: PlanNames) -> str:
    required = required_of(gate.require, count=len(conditions))
    group = Group(Before(gate.before), tuple(conditions), required, Force(gate.force))
    before = before_step(group)
    if len(conditions) > 1:
        before = f"{before}{_(', ')}{how_many(group)}"
    sentence = f"{before}: {listed(requirement(each, names) for each in conditions)}"
    readings = [str(names.readings.get(reading.slug, reading)) for reading in gate.readings.all()]
    if not readings:
        return sentence
    return _("%(conditions)s (in the reading %(readings)s)") % {
        "conditions": sentence,
        "readings": listed(quoted(reading) for reading in readings),
    }
