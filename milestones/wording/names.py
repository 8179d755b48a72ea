"""What sentences call things, and how a name stands safely inside a sentence."""

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext as _

from milestones import notation
from milestones.contingency.days import as_date
from milestones.lettering import isolated
from milestones.selectors.plan_page import PlanNames


def milestone_name(slug: str, names: PlanNames) -> str:
    """A milestone in quotation marks; one that the reader may not see has no name."""
    name = names.milestones.get(slug)
    return _("a step that is not shown") if name is None else quoted(name)


def indicator_name(slug: str, names: PlanNames) -> str:
    """An indicator in quotation marks."""
    indicator = names.indicators.get(slug)
    return _("a count that is not shown") if indicator is None else quoted(indicator.name)


def thing_name(kind: str, slug: str, names: PlanNames) -> str:
    """What a condition of the kind names, by its name alone; a day by its date."""
    match kind:
        case "milestone":
            return names.milestones[slug]
        case "indicator":
            return names.indicators[slug].name
        case "pillar":
            return names.pillars[slug]
    return _("a date: %(day)s") % {"day": notation.day(date.fromisoformat(slug))}


def quoted(name: str) -> str:
    """A name in the language's quotation marks."""
    return _("“%(name)s”") % {"name": isolated(name)}


def listed(parts: Iterable[str]) -> str:
    """Phrases one after another, separated so that commas inside them do no harm."""
    return _("; ").join(parts)


def joined(first: str, second: str) -> str:
    """Two sentences, the second one saying more of the first."""
    return _("%(sentence)s %(why)s") % {"sentence": first, "why": second}


def day_words(day: int | None) -> str:
    """A day, given as an ordinal, as the language writes it; empty for none and for never."""
    return "" if day is None else notation.day(as_date(day))
