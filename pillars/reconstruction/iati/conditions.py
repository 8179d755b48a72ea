"""The gates that hold money, in words: what an activity's funds wait for."""

from dataclasses import dataclass

from django.utils import translation
from django.utils.translation import gettext as _

from milestones.contingency.plan import Group
from milestones.contingency.scales import Force
from milestones.planfile.text import LANGUAGES
from milestones.selectors.plan_page import PlanNames, plan_names
from milestones.state import PlanState
from milestones.wording.conditions import requirement
from milestones.wording.gates import before_step, how_many
from milestones.wording.names import listed, quoted


@dataclass(frozen=True, slots=True)
class Holding:
    """A text by language for each gate that holds the money; `informing` counts those that hold nothing."""

    texts: tuple[dict[str, str], ...] = ()
    informing: int = 0


def holding_gates(state: PlanState, milestone_id: int | None) -> Holding:
    """The gates before a milestone, as those who see the state may read them; none of one that they do not see."""
    groups_of = (milestone.groups for milestone in state.engine_plan.milestones if milestone.ref == milestone_id)
    groups = next(groups_of, ())
    holding = [group for group in groups if group.force is Force.GATES]
    texts: list[dict[str, str]] = [{} for _group in holding]
    for language in LANGUAGES:
        with translation.override(language):
            names = plan_names(state)
            for text, group in zip(texts, holding, strict=True):
                text[language] = _in_words(group, names)
    return Holding(tuple(texts), len(groups) - len(holding))


def _in_words(group: Group, names: PlanNames) -> str:
    before = before_step(group)
    if len(group.conditions) > 1:
        before = f"{before}{_(', ')}{how_many(group)}"
    sentence = f"{before}: {listed(requirement(condition, names) for condition in group.conditions)}"
    if group.readings is None:
        return sentence
    readings = [str(name) for slug, name in names.readings.items() if slug in group.readings]
    return _("%(conditions)s (in the reading %(readings)s)") % {
        "conditions": sentence,
        "readings": listed(quoted(reading) for reading in readings),
    }
