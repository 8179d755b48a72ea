"""Why a milestone has its status: each reason of the engine as a sentence."""

from collections.abc import Iterable, Sequence
from itertools import groupby

from django.utils.translation import gettext as _

from milestones import notation
from milestones.contingency.days import NEVER
from milestones.contingency.explanation import Explanation, GateProof
from milestones.contingency.reasons import Reason, Why
from milestones.contingency.scales import Before, Truth
from milestones.notation import ngettext
from milestones.selectors.plan_page import PlanNames
from milestones.wording.conditions import reached, requirement, why_it_cannot_be_told
from milestones.wording.gates import before_step, missing_of
from milestones.wording.names import day_words, joined, listed, milestone_name


def reason_sentences(explained: Explanation, names: PlanNames) -> list[str]:
    """Why the milestone has its status, in the engine's order: a sentence a reason.

    Unmet gates before one step, all of whose missing conditions are needed, share a sentence.
    """
    sentences = []
    for shared, reasons in groupby(explained.verdict.reasons, key=lambda reason: _shared(reason, explained)):
        if shared is None:
            sentences += [_sentence(reason, explained, names) for reason in reasons]
        elif shared[0] is Why.GATE_UNMET:
            sentences.append(_still_to_come([_gate(reason, explained) for reason in reasons], names))
        else:
            sentences.append(_cannot_be_told(list(reasons), explained, names))
    return list(dict.fromkeys(sentences))


def change_sentences(reasons: Iterable[Reason], names: PlanNames) -> list[str]:
    """The reasons of a past status change; the gates that they number may be others by now, so none is quoted."""
    return list(dict.fromkeys(_past(reason, names) for reason in reasons))


def named_by(reason: Reason, explained: Explanation) -> tuple[int, ...]:
    """The conditions of its gate, by their positions, that a reason's sentence names; none of one without a gate."""
    if reason.gate is None:
        return ()
    gate = _gate(reason, explained).verdict
    if reason.condition is not None:
        return (reason.condition,)
    if reason.why is Why.GATE_NEVER_OPENS:
        return tuple(place for place, condition in enumerate(gate.conditions) if condition.earliest == NEVER)
    return gate.unmet


def _gate(reason: Reason, explained: Explanation) -> GateProof:
    assert reason.gate is not None
    return explained.gates[reason.gate]


def _shared(reason: Reason, explained: Explanation) -> tuple[object, ...] | None:
    """What reasons that are told in one sentence have in common; None for one that stands alone."""
    if reason.why is Why.CONDITION_UNKNOWN and reason.condition is not None:
        condition = _gate(reason, explained).conditions[reason.condition]
        return reason.why, reason.gate, why_it_cannot_be_told(condition)
    if reason.why is not Why.GATE_UNMET:
        return None
    gate = _gate(reason, explained).verdict
    return (reason.why, gate.group.before) if gate.lacking == len(gate.unmet) else None


def _past(reason: Reason, names: PlanNames) -> str:
    """A reason without its gate."""
    day = {"day": day_words(reason.day)}
    match reason.why:
        case Why.GATE_UNMET_WHEN_REACHED:
            return _("It went ahead on %(day)s, before its conditions were met.") % day
        case Why.GATE_FAILED_SINCE:
            return _("Conditions that were met when it went ahead, on %(day)s, had failed since.") % day
        case Why.GATE_NEVER_OPENS:
            return _("Something that must come first could never come.")
        case Why.CONDITION_UNKNOWN:
            return _("It could not be told whether its conditions were met.")
        case Why.GATE_OPENS_LATE:
            return _("Something that must come first could come only after the planned day.")
        case Why.GATE_UNMET:
            return _("Something that must come first was not met.")
        case Why.ALL_GATES_MET:
            return _("All its conditions are met: it may go ahead.")
    return _without_gates(reason, names)


def _without_gates(reason: Reason, names: PlanNames) -> str:
    """A reason that speaks of no gate."""
    day = {"day": day_words(reason.day)}
    match reason.why:
        case Why.WITHDRAWN:
            return _("It is given up: it is no longer pursued.")
        case Why.AUTHORITY_LAPSED if reason.day is None:
            return _("Its authority ended before it was complete.")
        case Why.AUTHORITY_LAPSED:
            return _("Its authority ended on %(day)s, before it was complete.") % day
        case Why.COMPLETE:
            return _("It has been complete since %(day)s, and all its conditions are met.") % day
        case Why.IN_DEADLOCK:
            return _in_deadlock(reason.milestones, names)
        case Why.START_NEVER_COMES:
            return _("Its planned start follows this, for which no date can be found: %(condition)s.") % {
                "condition": reached(reason.milestones[0], reason.level or 0, names)
            }
        case Why.LAPSES_TOO_SOON:
            return {
                1: _("Its authority ends on %(day)s, before it can start."),
                2: _("Its authority ends on %(day)s, before it can be well under way."),
                3: _("Its authority ends on %(day)s, before it can be complete."),
            }[reason.level or 0] % day
    return _("Nothing is named that must come before it.")


def _in_deadlock(slugs: Sequence[str], names: PlanNames) -> str:
    if len(slugs) == 1:
        return _("It waits, in the end, for itself.")
    return ngettext(
        "It waits in a circle of %(count)s milestone: %(milestones)s.",
        "It waits in a circle of %(count)s milestones, of which none can be first: %(milestones)s.",
        len(slugs),
        milestones=listed(milestone_name(slug, names) for slug in slugs),
    )


def _sentence(reason: Reason, explained: Explanation, names: PlanNames) -> str:
    """A reason that stands alone, with what it says of its gate."""
    match reason.why:
        case Why.GATE_UNMET_WHEN_REACHED | Why.GATE_FAILED_SINCE:
            return _step_taken(reason, _gate(reason, explained), names)
        case Why.GATE_NEVER_OPENS:
            gate = _gate(reason, explained).verdict
            conditions = gate.group.conditions
            never = [requirement(conditions[place], names) for place in named_by(reason, explained)]
            return _("%(before)s, this must be so, and no date can be found for it: %(conditions)s.") % {
                "before": before_step(gate.group),
                "conditions": listed(never),
            }
        case Why.ALL_GATES_MET if day := _all_met_since(explained):
            return _("All its conditions have been met since %(day)s: it may go ahead.") % {"day": day}
        case Why.GATE_OPENS_LATE:
            return _opens_late(reason, _gate(reason, explained), names)
        case Why.GATE_UNMET:
            return _still_to_come([_gate(reason, explained)], names)
    return _past(reason, names)


def _step_taken(reason: Reason, gate: GateProof, names: PlanNames) -> str:
    """The step behind the gate was taken on the day, and what is not so now."""
    step = {
        Before.START: _("It started on %(day)s"),
        Before.INTERMEDIATE: _("It was well under way on %(day)s"),
        Before.COMPLETION: _("It was complete on %(day)s"),
    }[gate.verdict.group.before] % {"day": day_words(reason.day)}
    if reason.why is Why.GATE_FAILED_SINCE:
        text = _("%(step)s, when its conditions were met; this is no longer so: %(missing)s.")
    elif gate.verdict.truth_when_reached is Truth.UNKNOWN:
        text = _("%(step)s; on that day it could not be told whether this was so, and it is not so now: %(missing)s.")
    else:
        text = _("%(step)s, before this was so, and it is not so now: %(missing)s.")
    return text % {"step": step, "missing": missing_of(gate.verdict, names)}


def _all_met_since(explained: Explanation) -> str:
    """The day on which the last condition came to be met; empty where not every one is met, or one always was.

    Of a gate that needs only some of its conditions, others may have met it before; so nothing is said of it.
    """
    gates = [gate for gate in explained.gates if gate.verdict.is_gate]
    conditions = [condition for gate in gates for condition in gate.conditions]
    days = [proof.since for proof in conditions if proof.truth is Truth.MET and proof.since is not None]
    needs_all = all(gate.verdict.group.require == len(gate.conditions) and not gate.verdict.is_waived for gate in gates)
    return notation.day(max(days, default=None)) if needs_all and len(days) == len(conditions) else ""


def _cannot_be_told(reasons: Sequence[Reason], explained: Explanation, names: PlanNames) -> str:
    """The conditions of one gate that cannot be told for the same cause."""
    gate = _gate(reasons[0], explained)
    conditions = [gate.conditions[reason.condition] for reason in reasons if reason.condition is not None]
    told = _("%(before)s, this must be so, and the records do not tell whether it is: %(conditions)s.") % {
        "before": before_step(gate.verdict.group),
        "conditions": listed(requirement(proof.condition, names) for proof in conditions),
    }
    return joined(told, why_it_cannot_be_told(conditions[0]))


def _still_to_come(gates: Sequence[GateProof], names: PlanNames) -> str:
    """What the gates before one step still miss."""
    return _("%(before)s, this must still come: %(missing)s.") % {
        "before": before_step(gates[0].verdict.group),
        "missing": listed(dict.fromkeys(missing_of(gate.verdict, names) for gate in gates)),
    }


def _opens_late(reason: Reason, gate: GateProof, names: PlanNames) -> str:
    days = {"day": day_words(reason.day), "planned": day_words(reason.planned)}
    late = (
        _("That can be so on %(day)s at the earliest; it was planned for %(planned)s.")
        if days["day"]
        else _("No date can be found for that; it was planned for %(planned)s.")
    )
    return joined(_still_to_come([gate], names), late % days)
