"""A gate in words: before which step it stands, how many of its conditions it requires, what would clear it."""

from django.utils.translation import gettext as _

from milestones.contingency.explanation import Explanation
from milestones.contingency.plan import Group
from milestones.contingency.scales import Before, Force
from milestones.contingency.verdicts import GroupVerdict
from milestones.notation import ngettext
from milestones.selectors.plan_page import PlanNames
from milestones.wording.conditions import requirement
from milestones.wording.names import listed


def before_step(gate: Group) -> str:
    """Before which step the gate stands, as the beginning of a sentence."""
    if gate.force is Force.INFORMS:
        return {
            Before.START: _("Taken into account for its start"),
            Before.INTERMEDIATE: _("Taken into account before it is well under way"),
            Before.COMPLETION: _("Taken into account for its completion"),
        }[gate.before]
    return {
        Before.START: _("Before it may start"),
        Before.INTERMEDIATE: _("Before it may be well under way"),
        Before.COMPLETION: _("Before it may be complete"),
    }[gate.before]


def how_many(gate: Group) -> str:
    """How many of its conditions must be met."""
    count, required = len(gate.conditions), gate.require
    if count == 1:
        return _("this must be so")
    if required == count:
        return ngettext("all %(count)s of these", "all %(count)s of these", count)
    if required == 1:
        return ngettext("any of these %(count)s", "any of these %(count)s", count)
    told = {"required": required, "count": count}
    return ngettext("%(required)s of these %(count)s", "%(required)s of these %(count)s", required, **told)


def meaning(gate: Group, names: PlanNames) -> str:
    """What the gate says, in a sentence."""
    return _("%(before)s, %(how_many)s: %(conditions)s.") % {
        "before": before_step(gate),
        "how_many": how_many(gate),
        "conditions": "; ".join(requirement(condition, names) for condition in gate.conditions),
    }


def clearing_sentences(explained: Explanation, names: PlanNames) -> dict[int, str]:
    """Which conditions, or how many of which, are still to be met for each gate that is not met, by its number."""
    return {
        number: _("%(before)s: %(still_missing)s.")
        % {"before": before_step(gate.group), "still_missing": missing_of(gate, names)}
        for number, gate in explained.would_clear.items()
    }


def missing_of(gate: GroupVerdict, names: PlanNames) -> str:
    """The gate's conditions that are not met, and how many of them are missing."""
    missing = [requirement(gate.group.conditions[position], names) for position in gate.unmet]
    return still_missing(missing, gate.lacking)


def still_missing(missing: list[str], more: int) -> str:
    """The missing conditions as a list; with how many of them will do, where not all are needed."""
    if more == len(missing):
        return listed(missing)
    told = listed(missing)
    return ngettext("one of these: %(conditions)s", "%(count)s of these: %(conditions)s", more, conditions=told)
