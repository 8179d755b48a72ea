"""What would follow if something were so: which statuses would be others, from what to what, and why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar
from urllib.parse import parse_qsl

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from milestones import notation
from milestones.contingency import Evaluation
from milestones.contingency.explanation import explain
from milestones.contingency.plan import Group
from milestones.contingency.scales import Level, Truth
from milestones.contingency.whatif import (
    AssumedLevel,
    AssumedSchedule,
    AssumedValue,
    AssumedWaiver,
    AssumedWithdrawal,
    Assumption,
    Flip,
    evaluation_under,
    flips,
)
from milestones.notation import ngettext
from milestones.pages.blocks import Column, Section, Text, table
from milestones.pages.cells import Words, link, listed, marked
from milestones.pages.links import ASSUME, what_if_address
from milestones.pages.page import Page
from milestones.pages.plan.deadlocks import before_which
from milestones.pages.plan.graph import PlanGraph
from milestones.pages.scene import Scene
from milestones.wording.conditions import requirement, with_unit
from milestones.wording.schedule import planned_words
from milestones.words import LEVEL_WORDS, STATUS_MARKS

MOST_FLIPS, MOST_OPTIONS = 300, 400
"""So many statuses are told; a list to choose from has so many at the most, of more a reader writes which."""


@dataclass(frozen=True, slots=True)
class Assuming:
    """The form: what can be assumed of what, values with their words, of too many none; `kept` are what it keeps."""

    choices: Mapping[str, Mapping[str, Words]]
    kept: Mapping[str, str]
    template: ClassVar[str] = "pages/assuming.html"


def what_if_page(scene: Scene, assumed: Mapping[str, Assumption]) -> Page:
    """The page of what would follow from assumptions, by how an address writes them."""
    after = evaluation_under(scene.evaluation, assumed.values())
    flipped = flips(scene.evaluation, after)
    count = len(flipped)
    notice = _(
        "Nothing here happened. The page shows what would follow on its day if what is assumed were so and confirmed; "
        "nothing of it is recorded."
    )
    text = ngettext("%(count)s milestone would stand otherwise.", "%(count)s milestones would stand otherwise.", count)
    lines = listed(_assumed(scene, assumed, item) for item in assumed)
    told = [Section(_("Assumed"), (Text(lines),)), _flips(scene, flipped, after)] if assumed else []
    if flipped:
        title, note = _("What would wait for what"), _("Lit is what would stand otherwise.")
        lit = {("milestone", flip.milestone) for flip in flipped}
        if drawn := PlanGraph(replace(scene, evaluation=after), title, note).lit(lit):
            told.append(Section(title, drawn, "graph"))
    return Page(
        heading=_("What if (assumed, not on record)"),  # as it is cited, framed and kept as a file, too
        state=text if assumed else "",
        blocks=(Text(notice, "notice"), *told, Section(_("Assume"), (_form(scene, assumed),))),
        data="",
        is_listed=False,
    )


def _flips(scene: Scene, flipped: Sequence[Flip], after: Evaluation) -> Section:
    columns = (
        Column(_("Milestone"), lambda flip: scene.milestone(flip.milestone)),
        Column(_("As it stands"), lambda flip: marked(STATUS_MARKS[flip.before])),
        Column(_("As it would stand"), lambda flip: marked(STATUS_MARKS[flip.after])),
        Column(_("Why"), lambda flip: listed(scene.reasons(explain(after, flip.milestone)))),
    )
    heading, none = _("What would be otherwise"), _("No milestone would stand otherwise.")
    if len(flipped) > MOST_FLIPS:
        heading = _("The first %(count)s of them") % {"count": notation.number(MOST_FLIPS)}
    return Section(heading, (table(heading, columns, flipped[:MOST_FLIPS], none=none),), "flips")


def _assumed(scene: Scene, assumed: Mapping[str, Assumption], item: str) -> SafeString:
    """An assumption in words, with the way to leave it out."""
    without = what_if_address(scene.viewpoint, *(other for other in assumed if other != item))
    what, so = _words(scene, assumed[item])
    return format_html("{}{}{} · {}", what, _(": "), so, link(_("leave it out"), without))


def _words(scene: Scene, assumption: Assumption) -> tuple[SafeString, Words]:
    """Of what something is assumed, and what."""
    so: Words
    match assumption:
        case AssumedValue(slug, value):
            unit = scene.names.indicators[slug].unit
            return scene.indicator(slug), with_unit(notation.plain_number(value), unit)
        case AssumedLevel(slug, level):
            so = LEVEL_WORDS[level]
        case AssumedSchedule(slug, start, due):
            text = _("start: %(day)s") if due is None else _("due: %(day)s")
            so = text % {"day": planned_words(start if due is None else due, scene.names)}
        case AssumedWaiver(slug, number):
            group = scene.evaluation.facts.by_slug[slug].milestone.groups[number]
            so = _("%(condition)s: set aside") % {"condition": _before(scene, group)}
        case AssumedWithdrawal(slug):
            so = _("given up")
    return scene.milestone(slug), so


def _before(scene: Scene, group: Group) -> str:
    """What must come first, and before which step."""
    conditions = _("; ").join(requirement(condition, scene.names) for condition in group.conditions)
    return _("%(step)s, %(conditions)s") % {"step": before_which(group.before), "conditions": conditions}


def _form(scene: Scene, assumed: Mapping[str, Assumption]) -> Assuming:
    stands: dict[str, Words] = {
        **{f"level:{level.slug}": LEVEL_WORDS[level] for level in reversed(Level)},
        "withdrawn": _("given up"),
        "start": _("is to start on the day"),
        "due": _("is due on the day"),
    }
    choices: dict[str, Mapping[str, Words]] = {
        "milestones": scene.names.milestones,
        "stands": stands,
        "indicators": {slug: named.name for slug, named in scene.names.indicators.items()},
        "gates": {
            str(judged.group.ref): f"{scene.names.milestones[slug]}{_(', ')}{_before(scene, judged.group)}"
            for slug, verdict in scene.evaluation.milestones.items()
            for judged in verdict.groups
            if judged.is_gate and judged.truth is not Truth.MET and verdict.status.is_open
        },
    }
    few = {name: words if len(words) <= MOST_OPTIONS else {} for name, words in choices.items() if words}
    kept = dict(parse_qsl(scene.viewpoint.query.removeprefix("?"))) | {ASSUME: " ".join(assumed)}
    return Assuming(few, {name: value for name, value in kept.items() if value})
