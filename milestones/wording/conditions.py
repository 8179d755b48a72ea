"""A condition in words: what must hold (a phrase for lists), and how it stands (a sentence)."""

from collections.abc import Callable
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from milestones import notation
from milestones.contingency.scales import Truth
from milestones.wording.names import (
    Names,
    Stated,
    day_words,
    indicator_name,
    isolated,
    milestone_name,
    pillar_name,
)
from milestones.wording.ranges import level_words


def requirement(condition: Stated, names: Names) -> str:
    """What must hold, as a phrase without a full stop, such as: “Weapons handed over” is complete, for 30 days."""
    if "milestone" in condition:
        said = reached(condition["milestone"], condition["reaches"], names)
    elif "indicator" in condition:
        said = _bound(condition, names)
    elif "pillar" in condition:
        said = _("the progress of %(pillar)s is %(percent)s%% or more") % {
            "pillar": pillar_name(condition["pillar"], names),
            "percent": notation.plain_number(Decimal(condition["progress"])),
        }
    else:
        return _("%(day)s has come") % {"day": day_words(condition["date"])}
    days = condition.get("for_days", 0)
    if not days:
        return said
    held = ngettext("%(condition)s, for %(days)s day", "%(condition)s, for %(days)s days", days)
    return held % {"condition": said, "days": days}


def reached(milestone: str, level: str | int, names: Names) -> str:
    """That a milestone has reached a level (its slug or its number), as a phrase."""
    texts: dict[str | int, str] = {
        1: _("%(milestone)s has reached the level “minimum”"),
        2: _("%(milestone)s has reached the level “intermediate”"),
        3: _("%(milestone)s is complete"),
    }
    number = {"minimum": 1, "intermediate": 2, "complete": 3}.get(str(level), level)
    return texts[number] % {"milestone": milestone_name(milestone, names)}


def finding(condition: Stated, names: Names) -> str:
    """How an explained condition stands on the day: what is on record, and since when that is so."""
    kinds: dict[str, Callable[[Stated, Names], str]] = {
        "milestone": _level_found,
        "indicator": _value_found,
        "pillar": _progress_found,
        "date": _day_found,
    }
    told = next(say for kind, say in kinds.items() if kind in condition)(condition, names)
    since = _since(condition)
    return _("%(finding)s %(since)s") % {"finding": told, "since": since} if since else told


def with_unit(value: str, unit: str) -> str:
    """A number or a range with its unit, where it has one; a percent sign stands close to its number."""
    if unit == "%":
        return f"{value}%"
    return _("%(value)s %(unit)s") % {"value": value, "unit": isolated(unit)} if unit else value


def _bound(condition: Stated, names: Names) -> str:
    if "at_least" in condition:
        text, bound = _("%(indicator)s is at least %(bound)s"), condition["at_least"]
    else:
        text, bound = _("%(indicator)s is at most %(bound)s"), condition["at_most"]
    found = names.indicators.get(condition["indicator"])
    value = with_unit(notation.plain_number(Decimal(bound)), found.unit if found else "")
    return text % {"indicator": indicator_name(condition["indicator"], names), "bound": value}


def _level_found(condition: Stated, names: Names) -> str:
    low, high = condition["level"]["low"], condition["level"]["high"]
    if low == high:
        return _("It stands at “%(level)s”.") % {"level": level_words(low)}
    return _("It stands between “%(low)s” and “%(high)s”.") % {
        "low": level_words(low),
        "high": level_words(high),
    }


def _value_found(condition: Stated, names: Names) -> str:
    if condition["value"] is None:
        return _("No count speaks for this day.")
    found = names.indicators.get(condition["indicator"])
    decimals, unit = (found.decimals, found.unit) if found else (0, "")
    low, high = (notation.number(Decimal(condition["value"][end]), decimals) for end in ("low", "high"))
    if low == high:
        return _("The count is %(value)s.") % {"value": with_unit(low, unit)}
    return _("The counts run from %(low)s to %(high)s.") % {"low": low, "high": with_unit(high, unit)}


def _progress_found(condition: Stated, names: Names) -> str:
    if condition["percent"] is None:
        return _("No milestone of the pillar is pursued.")
    low, high = (
        notation.plain_number(round(Decimal(str(condition["percent"][end])), 1)) for end in ("low", "high")
    )
    if low == high:
        return _("Its progress is %(percent)s%%.") % {"percent": low}
    return _("Its progress is between %(low)s%% and %(high)s%%.") % {"low": low, "high": high}


def _day_found(condition: Stated, names: Names) -> str:
    return _("That day has come.") if condition["truth"] == Truth.MET else _("That day is still to come.")


def _since(condition: Stated) -> str:
    """Since when the condition has had its truth; empty where that has no beginning, and for dates."""
    if not condition.get("since") or "date" in condition:
        return ""
    texts = {
        Truth.MET: _("The condition has been met since %(day)s."),
        Truth.UNMET: _("The condition has not been met since %(day)s."),
        Truth.UNKNOWN: _("That has been open since %(day)s."),
    }
    return texts[Truth(condition["truth"])] % {"day": day_words(condition["since"])}
