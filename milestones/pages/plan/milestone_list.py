"""All of a plan's milestones as one list: narrowed, searched, put in order, grouped and paged as an address says."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import groupby
from typing import Any

from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from milestones import notation
from milestones.contingency.evaluation import MilestoneVerdict
from milestones.contingency.scales import Status
from milestones.lettering import folded
from milestones.models import Actor, Area, Milestone, Phase, Responsibility
from milestones.models.choices import MilestoneKind
from milestones.pages.blocks import Block, Fold, Text
from milestones.pages.cells import Words
from milestones.pages.links import milestones_address, query_with
from milestones.pages.milestone_table import milestone_table
from milestones.pages.paging import PAGE, ROWS_AT_A_TIME, turns_of
from milestones.pages.scene import Scene
from milestones.words import CERTAINTIES, STATUS_MARKS

ALWAYS_SHOWN = 2
SEARCH, ORDER, GROUP = "search", "ordering", "group"


@dataclass(frozen=True, slots=True)
class Listed:
    """A milestone with its verdict and the slugs of those who owe it."""

    row: Milestone
    verdict: MilestoneVerdict
    owed_by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """What a reader may choose under one name of the address: values with their words, the first for none chosen.

    `values_of` are those that a milestone has, of a choice that narrows the list; `chosen` is what the address asks.
    """

    name: str
    label: Words
    words: Mapping[str, Words]
    values_of: Callable[[Listed], Iterable[str]] = lambda listed: ()
    chosen: str = ""


class MilestoneList:
    """The plan's milestones, and what a reader may choose of them."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        owed = scene.viewpoint.rows(Responsibility).by("milestone_id")
        verdicts = scene.evaluation.milestones
        self.all = [
            Listed(row, verdicts[row.slug], tuple(owes.actor.slug for owes in owed[row.pk] if owes.actor))
            for row in scene.viewpoint.rows(Milestone)
            if row.slug in verdicts  # a draft counts for nobody
        ]
        self.narrowing = tuple(_narrowing(scene))
        names = {choice.name: choice.words for choice in self.narrowing}
        self.known: Mapping[str, Iterable[str]] = {**names, ORDER: _orders(), GROUP: names}

    def page(self, asked: Mapping[str, str], number: int) -> Mapping[str, Any]:
        """The page of so much as is asked for by name; a number past the last is that of the last.

        `data` is the address of the same milestones from the API, `asked` what leads to the page.
        """
        chosen = sorted(self._chosen(asked), key=partial(_place, asked.get(ORDER, "")))
        groups = (choice for choice in self.narrowing if choice.name == asked.get(GROUP))
        group = next((_with_counts(choice, chosen) for choice in groups), None)
        if group:
            chosen.sort(key=partial(_place_in_groups, group))
        viewpoint = self.scene.viewpoint
        number, turns = turns_of(len(chosen), number, lambda turn: query_with(viewpoint, **asked, **{PAGE: turn}))
        begin = ROWS_AT_A_TIME * (number - 1)
        told = chosen[begin : begin + ROWS_AT_A_TIME]
        ungrouped = {name: value for name, value in asked.items() if name != GROUP}  # of groups the API knows nothing
        choices = list(self._offered(asked))
        return {
            "counted": self._counted(len(chosen), begin, len(told)),
            "search": asked.get(SEARCH, ""),
            "first_choices": choices[:ALWAYS_SHOWN],
            "more_choices": choices[ALWAYS_SHOWN:],
            "has_more_chosen": any(choice.chosen for choice in choices[ALWAYS_SHOWN:]),
            "blocks": list(self._blocks(told, group)),
            "turns": turns,
            "is_narrowed": bool(asked),
            "asked": {**asked, PAGE: str(number)} if number > 1 else asked,
            "data": milestones_address(viewpoint, **ungrouped),
        }

    def _offered(self, asked: Mapping[str, str]) -> Iterator[Choice]:
        """The choices of which there is something to choose, each with what is chosen, even of what none has."""
        groups: dict[str, Words] = {"": _("no groups")}
        for choice in self.narrowing:
            counted = _with_counts(replace(choice, chosen=asked.get(choice.name, "")), self.all)
            if len(counted.words) > 1:
                groups[choice.name] = choice.label
                yield counted
        yield Choice(ORDER, _("Order"), _orders(), chosen=asked.get(ORDER, ""))
        yield Choice(GROUP, _("Group"), groups, chosen=asked.get(GROUP, ""))

    def _chosen(self, asked: Mapping[str, str]) -> Iterator[Listed]:
        sought = folded(asked.get(SEARCH, "")).split()
        narrowed = [(choice, asked[choice.name]) for choice in self.narrowing if asked.get(choice.name)]
        for listed in self.all:
            row = listed.row
            if all(value in choice.values_of(listed) for choice, value in narrowed):
                text = folded(f"{row.name} {row.slug} {row.description}") if sought else ""
                if all(word in text for word in sought):
                    yield listed

    def _counted(self, count: int, begin: int, told: int) -> str:
        total = len(self.all)
        words = {"count": notation.number(count), "total": notation.number(total)}
        text = ngettext("%(count)s of %(total)s milestone.", "%(count)s of %(total)s milestones.", total)
        sentence = text % words
        if told == count:
            return sentence
        shown = notation.range_of(notation.number(begin + 1), notation.number(begin + told))
        return _("%(counted)s These are %(shown)s.") % {"counted": sentence, "shown": shown}

    def _blocks(self, told: Sequence[Listed], group: Choice | None) -> Iterator[Block]:
        if not told:
            yield Text(_("No milestone is as you ask. Leave something out."))
        if group is None:
            yield milestone_table((listed.verdict for listed in told), self.scene)
            return
        place = partial(_place_in_groups, group)
        for number, members in groupby(told, key=place):
            words = [*group.words.values(), _("none of these")][number]
            yield Fold(
                format_html("<h2>{}</h2>", words),
                (milestone_table((listed.verdict for listed in members), self.scene),),
                is_open=True,
            )


def _place_in_groups(group: Choice, listed: Listed) -> int:
    """Which of the group's values a milestone stands under: the first that it has; the last of all for none."""
    values = [value for value in group.values_of(listed) if value]
    return min((list(group.words).index(value) for value in values), default=len(group.words))


def _narrowing(scene: Scene) -> Iterator[Choice]:
    viewpoint = scene.viewpoint
    yield Choice("pillar", _("Pillar"), scene.names.pillars, lambda listed: (listed.verdict.facts.milestone.pillar,))
    words = {status.value: STATUS_MARKS[status].word for status in Status}
    yield Choice("status", _("Status"), words, lambda listed: (listed.verdict.status.value,))
    yield Choice("kind", _("Kind"), dict(MilestoneKind.choices), lambda listed: (listed.row.kind,))
    phases = {row.slug: row.name for row in viewpoint.rows(Phase)}
    yield Choice("phase", _("Phase"), phases, lambda listed: (listed.row.phase.slug if listed.row.phase else "",))
    areas = {row.slug: row.name for row in viewpoint.rows(Area)}
    yield Choice("area", _("Area"), areas, lambda listed: (listed.row.area.slug if listed.row.area else "",))
    actors = {row.slug: row.name for row in viewpoint.rows(Actor)}
    yield Choice("responsible", _("Owed by"), actors, lambda listed: listed.owed_by)
    late = {"true": _("past due"), "false": _("not past due")}
    yield Choice("overdue", _("Due"), late, lambda listed: (str(listed.verdict.is_overdue).lower(),))
    recorded = {"true": _("with a record"), "false": _("no record")}
    yield Choice("has_records", _("Records"), recorded, lambda listed: (str(listed.verdict.has_records).lower(),))
    sure = {mark.slug: mark.word for mark in CERTAINTIES}
    yield Choice("certainty", _("Level"), sure, lambda listed: (listed.verdict.certainty,))


def _with_counts(choice: Choice, every: Iterable[Listed]) -> Choice:
    """The choice with those of its values that a milestone has, or that are chosen, each with how many have it."""
    counts = Counter(value for listed in every for value in choice.values_of(listed))
    words = {
        value: _("%(words)s (%(count)s)") % {"words": words, "count": notation.number(counts[value])}
        for value, words in choice.words.items()
        if counts[value] or value == choice.chosen
    }
    return replace(choice, words={"": pgettext("choice", "all"), **words})


def _orders() -> dict[str, Words]:
    return {
        "": _("as in the plan"),
        "due": _("by due date"),
        "-delay_days": _("the longest delay first"),
        "-releases": _("what unlocks most first"),
    }


def _place(order: str, listed: Listed) -> tuple[Any, ...]:
    """What the list is ordered by; those that are alike stand as in the plan, since sorting keeps their order."""
    verdict = listed.verdict
    match order:  # one alone is asked of the evaluation, which works out what each unlocks when it is
        case "due":
            day = verdict.facts.schedule.due.day
            return day is None, day
        case "-delay_days":
            return (-(verdict.forecast.delay_days or 0),)
        case "-releases":
            return (-verdict.releases,)
    return ()
