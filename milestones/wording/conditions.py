"""A condition in words: what must hold (a phrase for lists), how it stands, and why it cannot be told."""

from fractions import Fraction

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from milestones import notation
from milestones.contingency.conditions import (
    Condition,
    DateCondition,
    IndicatorCondition,
    LevelProof,
    MilestoneCondition,
    PillarCondition,
    ProgressProof,
    ValueProof,
)
from milestones.contingency.explanation import ConditionProof
from milestones.contingency.scales import Level, Truth
from milestones.lettering import isolated
from milestones.notation import ngettext
from milestones.selectors.plan_page import PlanNames
from milestones.wording.names import indicator_name, milestone_name, quoted
from milestones.wording.ranges import level_words, range_sentence

REACHED = {
    Level.MINIMUM: gettext_noop("%(milestone)s has started"),
    Level.INTERMEDIATE: gettext_noop("%(milestone)s is well under way"),
    Level.COMPLETE: gettext_noop("%(milestone)s is complete"),
}


def requirement(condition: Condition, names: PlanNames) -> str:
    """What must hold, as a phrase without a full stop, such as: “Weapons handed over” is complete, for 30 days."""
    told = _without_days(condition, names)
    days = condition.for_days
    if not days:
        return told
    held = {"condition": told, "days": days}
    return ngettext("%(condition)s, for %(days)s day", "%(condition)s, for %(days)s days", days, **held)


def reached(milestone: str, level: int, names: PlanNames) -> str:
    """That a milestone has reached a level, as a phrase."""
    return _(REACHED[Level(level)]) % {"milestone": milestone_name(milestone, names)}


def finding(proof: ConditionProof, names: PlanNames) -> str:
    """How a condition stands on the day: what is on record, and since when that is so."""
    told, since = _standing(proof, names), _since(proof)
    return _("%(finding)s %(since)s") % {"finding": told, "since": since} if since else told


def why_it_cannot_be_told(proof: ConditionProof) -> str:
    """Why an explained condition cannot be told; empty where it is met or not met."""
    series = proof.standing.series if isinstance(proof.standing, ValueProof) else ()
    if proof.why == "no-data" and any(evidence.is_claim for evidence in series):
        return _("It is only said, and nothing is confirmed to compare it with.")
    texts = {
        "no-data": _("There is no record that would tell."),
        "stale": _("The last count is too old to speak for this day."),
        "claimed": _("It is said, not confirmed: no record of the required grade says so."),
        "gap": _("It is so on this day, but we can’t tell for some of the days before."),
        "contested": _("The records do not agree."),
    }
    return texts.get(proof.why, "")


def with_unit(value: str, unit: str) -> str:
    """A number or a range with its unit, where it has one; a percent sign stands close to its number."""
    if unit == "%":
        return f"{value}%"
    return _("%(value)s %(unit)s") % {"value": value, "unit": isolated(unit)} if unit else value


def _without_days(condition: Condition, names: PlanNames) -> str:
    match condition:
        case MilestoneCondition():
            return reached(condition.milestone, condition.reaches, names)
        case IndicatorCondition():
            return _bound(condition, names)
        case PillarCondition():
            return _("the progress of %(pillar)s is %(percent)s%% or more") % {
                "pillar": quoted(names.pillars.get(condition.pillar, condition.pillar)),
                "percent": notation.plain_number(condition.progress),
            }
        case DateCondition():
            return _("%(day)s has come") % {"day": notation.day(condition.date)}
    raise TypeError(condition)


def _bound(condition: IndicatorCondition, names: PlanNames) -> str:
    if condition.at_least is not None:
        text = _("%(indicator)s is at least %(bound)s")
    else:
        text = _("%(indicator)s is at most %(bound)s")
    bound = condition.at_most if condition.at_least is None else condition.at_least
    indicator = names.indicators.get(condition.indicator)
    value = with_unit(notation.plain_number(bound), indicator.unit if indicator else "")
    return text % {"indicator": indicator_name(condition.indicator, names), "bound": value}


def _standing(proof: ConditionProof, names: PlanNames) -> str:
    match proof.standing:
        case LevelProof(low=low, high=high, evidence=evidence):
            if not evidence.base and not evidence.later:
                return range_sentence(low, high, base=(), later=())
            if low == high:
                return _("It stands at “%(level)s”.") % {"level": level_words(low)}
            words = {"low": level_words(low), "high": level_words(high)}
            return _("It stands between “%(low)s” and “%(high)s”.") % words
        case ValueProof() as standing:
            return _counts(standing, proof.condition.named, names)
        case ProgressProof(low=low, high=high):
            return _progress(low, high)
    return _("That day has come.") if proof.truth is Truth.MET else _("That day is still to come.")


def _counts(standing: ValueProof, slug: str, names: PlanNames) -> str:
    if standing.low is None:
        return _("No count speaks for this day.")
    indicator = names.indicators.get(slug)
    decimals, unit = (indicator.decimals, indicator.unit) if indicator else (0, "")
    low, high = (notation.figure(value, decimals) for value in (standing.low, standing.high))
    if low == high:
        return _("The count is %(value)s.") % {"value": with_unit(low, unit)}
    return _("The counts run from %(low)s to %(high)s.") % {"low": low, "high": with_unit(high, unit)}


def _progress(low: Fraction | None, high: Fraction | None) -> str:
    if low is None or high is None:
        return _("No milestone of the pillar is pursued.")
    least, most = (notation.percentage(end) for end in (low, high))
    if least == most:
        return _("Its progress is %(percent)s%%.") % {"percent": least}
    return _("Its progress is between %(low)s%% and %(high)s%%.") % {"low": least, "high": most}


def _since(proof: ConditionProof) -> str:
    """Since when the condition has had its truth; empty where that has no beginning, and for dates."""
    if proof.since is None or isinstance(proof.condition, DateCondition):
        return ""
    return {
        Truth.MET: _("The condition has been met since %(day)s."),
        Truth.UNMET: _("The condition has not been met since %(day)s."),
        Truth.UNKNOWN: _("That has been open since %(day)s."),
    }[proof.truth] % {"day": notation.day(proof.since)}
