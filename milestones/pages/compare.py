"""A plan at two points: on two days, under two readings, as known at two instants or at two of its revisions."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar
from urllib.parse import parse_qsl

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from milestones import notation
from milestones.contingency.evaluation import MilestoneVerdict
from milestones.contingency.explanation import explain
from milestones.contingency.verdicts import ConditionVerdict
from milestones.pages.blocks import Block, Column, Fold
from milestones.pages.cells import link, listed, marked
from milestones.pages.changes import became, comparison_address, counted, facts_section, statuses_section
from milestones.pages.page import Page
from milestones.pages.scene import Scene, moment_words
from milestones.selectors.changes import Changes
from milestones.selectors.plan_page import plan_names, reading_names
from milestones.selectors.records import Viewpoint
from milestones.words import TRUTH_MARKS


@dataclass(frozen=True, slots=True)
class Comparing:
    """The form: what is chosen of the other point, the readings by slug, and parameters that it keeps."""

    chosen: Mapping[str, str]
    readings: Mapping[str, str]
    kept: Mapping[str, str]
    template: ClassVar[str] = "pages/comparing.html"


def compare_page(viewpoint: Viewpoint, other: Viewpoint | None, chosen: Mapping[str, str]) -> Page:
    """What differs from the other point to the viewpoint: facts first, then statuses; without another, the form."""
    state, blocks = _("Choose a second point to compare this one with."), list[Block]()
    changes = Changes(other, viewpoint) if other else None
    if other and changes:
        ends = {"older": moment_words(other), "newer": moment_words(viewpoint)}
        state = counted(changes, _("%(older)s → %(newer)s") % ends)
        moved = Column(_("What moved it"), lambda slug: listed(_moved(changes, slug)))
        blocks += filter(None, [facts_section(changes), statuses_section(changes, _("There"), _("Here"), moved)])
    kept = dict(parse_qsl(viewpoint.query.removeprefix("?")))
    form = Comparing(chosen, reading_names(viewpoint.state), kept)
    below = {_("On this page"): link(_("Milestones that stand otherwise"), "#statuses")}
    return Page(
        heading=_("Compare"),
        state=state,
        about=below if changes and changes.statuses else {},
        blocks=(Fold(_("Compare with"), (form,), is_open=other is None), *blocks),
        data=comparison_address(changes) if changes else "",
        is_table=False,
        is_listed=other is None,
    )


def _moved(changes: Changes, slug: str) -> list[SafeString | str]:
    """What is otherwise of the milestone's level and conditions, each linked; with none of these, the reasons."""
    old, new = (evaluation.milestones.get(slug) for evaluation in (changes.then, changes.now))
    if old is None or new is None:
        return []
    scene = Scene(changes.viewpoint, changes.now, plan_names(changes.viewpoint.state))
    told: list[SafeString | str] = []
    if old.level != new.level:
        told.append(became(_("Level"), notation.level_range(*old.level), notation.level_range(*new.level)))
    before, after = _conditions(old), _conditions(new)
    for key in {**after, **before}:
        was, now = before.get(key), after.get(key)
        judged = now or was
        if judged and (was and was.truth) is not (now and now.truth):
            truths = [marked(TRUTH_MARKS[one.truth]) if one else _("not asked for") for one in (was, now)]
            told.append(became(scene.requirement(judged.condition), *truths))
    return told or [*scene.reasons(explain(changes.now, slug))]


def _conditions(verdict: MilestoneVerdict) -> Mapping[tuple[object, int], ConditionVerdict]:
    """Those of its gates, by the gate's key and their place in it."""
    groups = [group for group in verdict.groups if group.is_gate]
    return {(group.group.ref, place): judged for group in groups for place, judged in enumerate(group.conditions)}
