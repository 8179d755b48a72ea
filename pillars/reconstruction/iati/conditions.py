"""The gates that hold money, in words: what an activity's funds wait for."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch
from django.utils import translation
from django.utils.translation import gettext as _

from milestones.contingency.scales import Force
from milestones.models import Audience, Condition, Gate, Milestone, Plan
from milestones.selectors.plan_page import PlanNames, plan_names
from milestones.wording.conditions import requirement
from milestones.wording.gates import before_step, how_many
from milestones.wording.names import listed, quoted
from pillars.reconstruction.iati.codes import LANGUAGES


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
    named = Condition.objects.select_related("milestone", "indicator", "pillar").order_by("rank", "pk")
    gates = Gate.objects.filter(milestone=milestone).counting_for(Audience.PUBLIC)
    rows = list(gates.prefetch_related(Prefetch("conditions", named), "readings").order_by("rank", "pk"))
    holding = [gate for gate in rows if gate.force == Force.GATES]
    texts: list[dict[str, str]] = [{} for _gate in holding]
    for language in LANGUAGES:
        with translation.override(language):
            names = plan_names(plan)
            for text, gate in zip(texts, holding, strict=True):
                text[language] = _in_words(gate, names)
    return Holding(tuple(texts), len(rows) - len(holding))


def _in_words(gate: Gate, names: PlanNames) -> str:
    stated = [_stated(row) for row in gate.conditions.all()]
    before = before_step({"force": gate.force, "before": gate.before})
    if len(stated) > 1:
        required = _required(gate.require, stated)
        before = f"{before}{_(', ')}{how_many({'conditions': stated, 'require': required})}"
    said = f"{before}: {listed(requirement(each, names) for each in stated)}"
    readings = [str(names.readings.get(reading.slug, reading)) for reading in gate.readings.all()]
    if not readings:
        return said
    return _("%(gate)s (in the reading %(readings)s)") % {
        "gate": said,
        "readings": listed(quoted(reading) for reading in readings),
    }


def _required(require: str, conditions: Sequence[object]) -> int:
    return {"all": len(conditions), "any": 1}.get(require) or int(require)


def _stated(row: Condition) -> dict[str, Any]:
    """The condition as an explanation states it."""
    if row.milestone is not None:
        return {"milestone": row.milestone.slug, "reaches": row.reaches, "for_days": row.for_days}
    if row.indicator is not None:
        bound = "at_least" if row.at_most is None else "at_most"
        return {"indicator": row.indicator.slug, bound: str(row.bound), "for_days": row.for_days}
    if row.pillar is not None:
        return {"pillar": row.pillar.slug, "progress": str(row.progress)}
    return {"date": str(row.date)}
