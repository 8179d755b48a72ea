"""Why a milestone has its status: each reason of the engine as a sentence."""

from collections.abc import Callable, Iterable, Sequence
from itertools import groupby

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from milestones.contingency.reasons import Why
from milestones.contingency.scales import Before, Force, Truth
from milestones.wording.conditions import reached, requirement
from milestones.wording.findings import why_it_cannot_be_told
from milestones.wording.gates import before_step, still_missing
from milestones.wording.names import Names, Stated, day_words, joined, listed, milestone_name

Sayer = Callable[[Stated, Stated, Names], str]
"""(the reason, the explanation it belongs to, the names) -> a sentence."""


def reason_sentences(explained: Stated, names: Names) -> list[str]:
    """Why the milestone has its status, in the engine's order: a sentence a reason.

    Unmet gates before one step, all of whose missing conditions are needed, share a sentence.
    """
    sentences = []
    for shared, reasons in groupby(explained["reasons"], key=lambda each: _shared(each, explained)):
        if shared is None:
            sentences += [_SAYERS[Why(reason["why"])](reason, explained, names) for reason in reasons]
        elif shared[0] is Why.GATE_UNMET:
            gates = [explained["gates"][reason["gate"]] for reason in reasons]
            sentences.append(_still_to_come(gates, names))
        else:
            sentences.append(_cannot_be_told(list(reasons), explained, names))
    return _each_once(sentences)


def change_sentences(reasons: Iterable[Stated], names: Names) -> list[str]:
    """The reasons of a past status change; the gates that they number may be others by now, so none is quoted."""
    return _each_once(_past(reason, names) for reason in reasons)


def _shared(reason: Stated, explained: Stated) -> tuple[object, ...] | None:
    """What reasons that are told in one sentence have in common; None for one that stands alone."""
    why = Why(reason["why"])
    if why not in (Why.GATE_UNMET, Why.CONDITION_UNKNOWN):
        return None
    gate = explained["gates"][reason["gate"]]
    if why is Why.CONDITION_UNKNOWN:
        return why, reason["gate"], why_it_cannot_be_told(gate["conditions"][reason["condition"]])
    missing = sum(each["truth"] != Truth.MET for each in gate["conditions"])
    needs_all = gate["require"] - (len(gate["conditions"]) - missing) == missing
    return (why, gate["before"]) if needs_all else None


def _each_once(sentences: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(sentences))


def _past(reason: Stated, names: Names) -> str:
    why = Why(reason["why"])
    if why in _WITHOUT_GATES:
        return _SAYERS[why](reason, {}, names)
    if why is Why.GATE_UNMET_WHEN_REACHED:
        return _("It went ahead on %(day)s, before its conditions were met.") % {
            "day": day_words(reason["day"])
        }
    if why is Why.GATE_FAILED_SINCE:
        return _("Conditions that were met when it went ahead, on %(day)s, had failed since.") % {
            "day": day_words(reason["day"])
        }
    return {
        Why.GATE_NEVER_OPENS: _("A gate before it could never open."),
        Why.CONDITION_UNKNOWN: _("It could not be told whether its conditions were met."),
        Why.GATE_OPENS_LATE: _("A gate before it could open only after the planned day."),
        Why.GATE_UNMET: _("A gate before it was not met."),
    }[why]


def _withdrawn(reason: Stated, explained: Stated, names: Names) -> str:
    return _("It is withdrawn: it is no longer pursued.")


def _authority_lapsed(reason: Stated, explained: Stated, names: Names) -> str:
    if "day" not in reason:
        return _("Its authority ended before it was complete.")
    return _("Its authority ended on %(day)s, before it was complete.") % {"day": day_words(reason["day"])}


def _unmet_when_reached(reason: Stated, explained: Stated, names: Names) -> str:
    gate = explained["gates"][reason["gate"]]
    if gate["truth_when_reached"] == Truth.UNKNOWN:
        text = _(
            "%(step)s; on that day it could not be told whether this was so, and it is not so now: %(missing)s."
        )
    else:
        text = _("%(step)s, before this was so, and it is not so now: %(missing)s.")
    return text % {"step": _step_taken(gate, reason["day"]), "missing": _missing(gate, names)}


def _failed_since(reason: Stated, explained: Stated, names: Names) -> str:
    gate = explained["gates"][reason["gate"]]
    return _("%(step)s, when its conditions were met; this is no longer so: %(missing)s.") % {
        "step": _step_taken(gate, reason["day"]),
        "missing": _missing(gate, names),
    }


def _step_taken(gate: Stated, day: str) -> str:
    """The beginning of a sentence: the step behind the gate was taken on the day."""
    return {
        Before.START: _("It started on %(day)s"),
        Before.INTERMEDIATE: _("It reached the intermediate level on %(day)s"),
        Before.COMPLETION: _("It was complete on %(day)s"),
    }[Before(gate["before"])] % {"day": day_words(day)}


def _missing(gate: Stated, names: Names) -> str:
    """The gate's conditions that are not met, and how many of them are missing."""
    missing = [requirement(each, names) for each in gate["conditions"] if each["truth"] != Truth.MET]
    return still_missing(missing, gate["require"] - (len(gate["conditions"]) - len(missing)))


def _complete(reason: Stated, explained: Stated, names: Names) -> str:
    return _("It has been complete since %(day)s, and all its conditions are met.") % {
        "day": day_words(reason["day"])
    }


def _in_deadlock(reason: Stated, explained: Stated, names: Names) -> str:
    slugs = reason["milestones"]
    if len(slugs) == 1:
        return _("It waits, in the end, for itself.")
    text = ngettext(
        "It stands in a deadlock of %(count)s milestone: %(milestones)s.",
        "It stands in a deadlock of %(count)s milestones, of which none can move before another: %(milestones)s.",
        len(slugs),
    )
    return text % {
        "count": len(slugs),
        "milestones": listed(milestone_name(slug, names) for slug in slugs),
    }


def _gate_never_opens(reason: Stated, explained: Stated, names: Names) -> str:
    gate = explained["gates"][reason["gate"]]
    never = [requirement(each, names) for each in gate["conditions"] if each["earliest"] is None]
    return _("%(before)s, this must be so, and no date can be found for it: %(conditions)s.") % {
        "before": before_step(gate),
        "conditions": listed(never),
    }


def _start_never_comes(reason: Stated, explained: Stated, names: Names) -> str:
    return _("Its planned start follows this, for which no date can be found: %(condition)s.") % {
        "condition": reached(reason["milestones"][0], reason["level"], names)
    }


def _lapses_too_soon(reason: Stated, explained: Stated, names: Names) -> str:
    text = {
        1: _("Its authority ends on %(day)s, before it can start."),
        2: _("Its authority ends on %(day)s, before it can reach the intermediate level."),
        3: _("Its authority ends on %(day)s, before it can be complete."),
    }[reason["level"]]
    return text % {"day": day_words(reason["day"])}


def _no_gates(reason: Stated, explained: Stated, names: Names) -> str:
    return _("Nothing is named that must come before it.")


def _all_gates_met(reason: Stated, explained: Stated, names: Names) -> str:
    day = _all_met_since(explained)
    if day is None:
        return _("All its conditions are met: it may go ahead.")
    return _("All its conditions have been met since %(day)s: it may go ahead.") % {"day": day_words(day)}


def _all_met_since(explained: Stated) -> str | None:
    """The day on which the last condition came to be met; None where not every one is met, or one always was.

    Of a gate that needs only some of its conditions, others may have met it before; so nothing is said of it.
    """
    gates = [gate for gate in explained.get("gates", ()) if gate["force"] == Force.GATES]
    conditions = [condition for gate in gates for condition in gate["conditions"]]
    if any(each["truth"] != Truth.MET or not each.get("since") for each in conditions):
        return None
    if any(gate["require"] != len(gate["conditions"]) or gate["waived"] for gate in gates):
        return None
    return max((each["since"] for each in conditions), default=None)


def _condition_unknown(reason: Stated, explained: Stated, names: Names) -> str:
    return _cannot_be_told([reason], explained, names)


def _cannot_be_told(reasons: Sequence[Stated], explained: Stated, names: Names) -> str:
    """The conditions of one gate that cannot be told for the same cause."""
    gate = explained["gates"][reasons[0]["gate"]]
    conditions = [gate["conditions"][reason["condition"]] for reason in reasons]
    told = _("%(before)s, this must be so, and the records do not tell whether it is: %(conditions)s.") % {
        "before": before_step(gate),
        "conditions": listed(requirement(condition, names) for condition in conditions),
    }
    return joined(told, why_it_cannot_be_told(conditions[0]))


def _gate_unmet(reason: Stated, explained: Stated, names: Names) -> str:
    return _still_to_come([explained["gates"][reason["gate"]]], names)


def _still_to_come(gates: Sequence[Stated], names: Names) -> str:
    """What the gates before one step still miss."""
    return _("%(before)s, this must still come: %(missing)s.") % {
        "before": before_step(gates[0]),
        "missing": listed(dict.fromkeys(_missing(gate, names) for gate in gates)),
    }


def _gate_opens_late(reason: Stated, explained: Stated, names: Names) -> str:
    told = _gate_unmet(reason, explained, names)
    if reason.get("day") is None:
        late = _("No date can be found for that; it was planned for %(planned)s.")
        return joined(told, late % {"planned": day_words(reason["planned"])})
    late = _("That can be so on %(day)s at the earliest; it was planned for %(planned)s.")
    return joined(told, late % {"day": day_words(reason["day"]), "planned": day_words(reason["planned"])})


_SAYERS: dict[Why, Sayer] = {
    Why.WITHDRAWN: _withdrawn,
    Why.AUTHORITY_LAPSED: _authority_lapsed,
    Why.GATE_UNMET_WHEN_REACHED: _unmet_when_reached,
    Why.GATE_FAILED_SINCE: _failed_since,
    Why.COMPLETE: _complete,
    Why.IN_DEADLOCK: _in_deadlock,
    Why.GATE_NEVER_OPENS: _gate_never_opens,
    Why.START_NEVER_COMES: _start_never_comes,
    Why.LAPSES_TOO_SOON: _lapses_too_soon,
    Why.NO_GATES: _no_gates,
    Why.ALL_GATES_MET: _all_gates_met,
    Why.CONDITION_UNKNOWN: _condition_unknown,
    Why.GATE_OPENS_LATE: _gate_opens_late,
    Why.GATE_UNMET: _gate_unmet,
}

_WITHOUT_GATES = frozenset(
    {
        Why.WITHDRAWN,
        Why.AUTHORITY_LAPSED,
        Why.COMPLETE,
        Why.IN_DEADLOCK,
        Why.START_NEVER_COMES,
        Why.LAPSES_TOO_SOON,
        Why.NO_GATES,
        Why.ALL_GATES_MET,
    }
)
