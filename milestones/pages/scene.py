"""What a page of a plan speaks from: one evaluation, the names of what it speaks of, and where its links lead."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from milestones import notation
from milestones.contingency import Evaluation
from milestones.contingency.conditions import Condition, IndicatorCondition, MilestoneCondition
from milestones.contingency.evaluation import MilestoneVerdict
from milestones.contingency.explanation import Explanation
from milestones.pages.cells import isolated, link
from milestones.pages.dates import MilestoneDate, dates_of, is_late
from milestones.pages.hues import hues
from milestones.pages.links import page_address, short_reading, with_links
from milestones.selectors.plan_page import PlanNames, plan_names, reading_names
from milestones.selectors.records import Viewpoint
from milestones.wording.conditions import requirement
from milestones.wording.names import thing_name
from milestones.wording.reasons import reason_sentences


def moment_words(viewpoint: Viewpoint) -> str:
    """A point in words: its day, its reading, and the instant whose knowledge it shows."""
    readings = reading_names(viewpoint.state)
    reading = short_reading(readings.get(viewpoint.reading or next(iter(readings), ""), ""))
    known = _("as known at %(instant)s") % {"instant": notation.instant(viewpoint.known_at)}
    return " · ".join(filter(None, (notation.day(viewpoint.on), reading, known if viewpoint.known_at else "")))


@dataclass(frozen=True, slots=True)
class Scene:
    """Links keep the choices of the viewpoint's reader."""

    viewpoint: Viewpoint
    evaluation: Evaluation
    names: PlanNames

    def milestone(self, slug: str) -> SafeString:
        """A milestone's name, which leads to its page."""
        return link(self.names.milestones[slug], self.address("milestone-page", slug))

    def pillar(self, slug: str) -> SafeString:
        """A pillar's name, which leads to its page."""
        return link(self.names.pillars[slug], self.address("pillar-page", slug))

    def indicator(self, slug: str) -> SafeString:
        """An indicator's name, which leads to its page."""
        return link(self.names.indicators[slug].name, self.address("indicator-page", slug))

    def thing(self, kind: str, slug: str) -> SafeString:
        """What may be waited for, by its name, which leads to its page if it has one."""
        pages = {"milestone": self.milestone, "indicator": self.indicator, "pillar": self.pillar}
        return pages[kind](slug) if kind in pages else isolated(thing_name(kind, slug, self.names))

    def requirement(self, condition: Condition) -> SafeString:
        """What must hold; of a milestone's level or a count, as the link to it."""
        address = ""
        match condition:
            case MilestoneCondition(milestone=slug):
                address = self.address("milestone-page", slug)
            case IndicatorCondition(indicator=slug) if slug in self.names.indicators:
                address = self.address("indicator-page", slug)
        words = escape(requirement(condition, self.names))
        return link(words, address)

    def reasons(self, explained: Explanation) -> list[SafeString]:
        """Why a milestone has its status; each milestone and indicator that is named leads to its page."""
        return [with_links(told, self.viewpoint, self.names) for told in reason_sentences(explained, self.names)]

    def hue(self, pillar: str) -> int:
        """The pillar's hue in the plan."""
        return hues(self.names.pillars)[pillar]

    def members(self, pillar: str) -> list[MilestoneVerdict]:
        """The verdicts on the pillar's milestones, in the plan's order."""
        verdicts = self.evaluation.milestones.values()
        return [verdict for verdict in verdicts if verdict.facts.milestone.pillar == pillar]

    def is_late(self, verdict: MilestoneVerdict) -> bool:
        """Whether it is past due, and the plan's records reach that day."""
        return is_late(verdict, self.viewpoint.plan.as_of)

    def dates(self, verdict: MilestoneVerdict) -> Iterator[MilestoneDate]:
        """The verdict's dates on the day of the page."""
        return dates_of(verdict, self.evaluation.on, self.viewpoint.plan.as_of)

    def address(self, page: str, *slug: str) -> str:
        """The address of the plan's page, or of a part's, for the same reader's choices."""
        return page_address(self.viewpoint, page, *slug)


def scene_at(viewpoint: Viewpoint) -> Scene:
    """The scene from a viewpoint; raises UnknownReading."""
    return Scene(viewpoint, viewpoint.evaluation(), plan_names(viewpoint.state))
