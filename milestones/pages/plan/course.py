"""How the milestones stood over time: the strip on each day on which something changed, and the shares by level."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import pairwise
from typing import Any, ClassVar

from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from milestones import notation
from milestones.contingency.runs import Run
from milestones.contingency.scales import Level, Status
from milestones.models import Assessment
from milestones.pages.blocks import Block, Column, Section, Text, table
from milestones.pages.cells import first_of, link, listed, marked
from milestones.pages.changes import became
from milestones.pages.links import moment_address, page_with
from milestones.pages.page import Page
from milestones.pages.plan.strip import KINDS, MOST_SQUARES, Strip, kind_at, strip_of
from milestones.pages.scene import Scene
from milestones.pictures.bars import HEIGHTS, draw_shares
from milestones.selectors.records import RecordNote
from milestones.state.evaluating import runs_of
from milestones.words import LEVEL_WORDS, STATUS_MARKS

MOST_TOLD, MOST_BRIEF, MOST_STANDINGS = 50, 10, 100_000
"""So many changes are told of the day shown and of each other; a page works out so many standings, the newest."""
Standing = Mapping[str, Run]
"""The run of each milestone on a day, by slug."""


def standings(scene: Scene) -> list[tuple[date, Standing]]:
    """How the milestones stood on each day on which one came to stand otherwise, up to the page's; oldest first."""
    viewpoint = scene.viewpoint
    notes = (RecordNote(row, None, viewpoint.has_learned(row.retracted_at)) for row in viewpoint.rows(Assessment))
    begins = min((note.row.date for note in notes if note.counts), default=viewpoint.on)
    days = (min(begins, viewpoint.on), viewpoint.on)
    current: dict[str, Run] = {}
    told: dict[date, Standing] = {}
    for run in runs_of(viewpoint.state, days, viewpoint.known_at, viewpoint.reading, MOST_STANDINGS):
        if run.milestone in scene.names.milestones:
            current[run.milestone] = run
            told[run.first] = dict(current)
    return list(told.items())


@dataclass(frozen=True, slots=True)
class Film:
    """The strip of one day, by its `number` from 1, among all the `days` in words, and what a script moves it by.

    `frames` are the kinds of the `milestones` on each day, a letter each, in the order of `kinds`; of many, nothing.
    """

    number: int
    days: Sequence[str]
    strip: Strip
    milestones: str
    frames: str
    kinds: str = " ".join(KINDS)
    template: ClassVar[str] = "milestones/film.html"

    @property
    def day(self) -> str:
        """The day of the strip."""
        return self.days[self.number - 1]


def film_page(scene: Scene, number: int | None) -> Page:
    """The strip on one of the days, the last where none is asked for, and what came to stand otherwise on each."""
    days = standings(scene)
    before: list[Standing] = [{}, *(standing for _day, standing in days)]

    def day_of(place: int) -> SafeString:
        return link(notation.short_day(days[place][0]), page_with(scene.viewpoint, "film-page", frame=place + 1))

    def otherwise(place: int, most: int) -> list[str]:
        return first_of([*_changes(scene, days[place][1], before[place])], most)

    columns = (
        Column(_("Day"), day_of),
        Column(
            _("What came to stand otherwise"),
            lambda place: listed(otherwise(place, MOST_BRIEF)) if place else _("the first day shown"),
        ),
    )
    blocks: list[Block] = [table(_("Day by day"), columns, reversed(range(len(days))))]
    state = ""
    if days:
        counted = {"day": notation.day(days[0][0]), "count": notation.number(len(days) - 1)}
        state = _("Days after %(day)s on which a milestone came to stand otherwise: %(count)s.") % counted
        chosen = min(number or len(days), len(days)) - 1
        there = link(_("The plan on this day"), page_with(scene.viewpoint, "plan-page", on=days[chosen][0]))
        heading = _("What came to stand otherwise on %(day)s") % {"day": notation.day(days[chosen][0])}
        told = Section(heading, [Text(line) for line in (*otherwise(chosen, MOST_TOLD), there)], "frame")
        blocks = [_film(scene, days, chosen), told, Section(_("All days"), blocks, "days")]
    return Page(heading=_("Day by day"), state=state, blocks=blocks, data=_data(scene, days))


def _film(scene: Scene, days: Sequence[tuple[date, Standing]], chosen: int) -> Film:
    standing = days[chosen][1]
    letters = {kind: chr(ord("a") + place) for place, kind in enumerate(KINDS)}
    moved = standing if len(standing) <= MOST_SQUARES else ()
    return Film(
        chosen + 1,
        [notation.short_day(day) for day, _standing in days],
        strip_of(scene, kind=lambda slug: _kind(scene, standing[slug])),
        " ".join(moved),
        " ".join("".join(letters[_kind(scene, on_day[slug])] for slug in moved) for _day, on_day in days),
    )


def _data(scene: Scene, days: Sequence[tuple[date, Standing]]) -> str:
    """The address of the same days as the API's runs."""
    first, last = days[0][0] if days else None, scene.viewpoint.on
    return moment_address(scene.viewpoint, "plan-series", on=None, **{"from": first, "to": last})


def _kind(scene: Scene, run: Run) -> str:
    return kind_at(run.milestone, run.status, run.high, scene.names)


def _changes(scene: Scene, standing: Standing, before: Standing) -> Iterator[SafeString]:
    for slug, run in standing.items():
        was = before.get(slug)
        if was and was.status is not run.status:
            yield became(scene.milestone(slug), *(marked(STATUS_MARKS[one.status]) for one in (was, run)))
        elif was and (was.low, was.high) != (run.low, run.high):
            levels = (notation.level_range(one.low, one.high) for one in (was, run))
            yield became(scene.milestone(slug), *levels)


def levels_page(scene: Scene) -> Page:
    """The shares of milestones by the level that is confirmed, as the Peace Accords Matrix publishes them."""
    days = standings(scene)
    members = {slug: scene.members(slug) for slug in scene.names.pillars}
    now = [
        (scene.pillar(slug), [verdict.level[0] for verdict in own if verdict.status is not Status.WITHDRAWN])
        for slug, own in members.items()
    ]
    every = [level for _name, levels in now for level in levels]
    over_time = [
        (notation.short_day(day), [run.low for run in standing.values() if run.status is not Status.WITHDRAWN])
        for day, standing in reversed(days)
    ]
    blocks: list[Block] = [
        _shares(_("By pillar"), "by-pillar", _("Pillar"), [*now, (_("all"), every)]),
        _shares(_("Over time"), "over-time", _("Day"), _changed(over_time)),
    ]
    high = {level: HEIGHTS.get(kind, 100) for level, kind in PARTS.items()}
    key = format_html_join(" · ", KEY, ((100 - up, up, PARTS[level], LEVEL_WORDS[level]) for level, up in high.items()))
    note = format_html("{} {}", _("Counted by what is confirmed; what is given up is left out."), key)
    done = sum(level == Level.COMPLETE for level in every)
    state = _("Complete: %(count)s of %(total)s.")
    state %= {"count": notation.number(done), "total": notation.number(len(every))}
    return Page(
        heading=_("Shares by level"), state=state, blocks=(Text(note, "note"), *blocks), data=_data(scene, days)
    )


def _changed(rows: Sequence[tuple[Any, list[int]]]) -> list[tuple[Any, list[int]]]:
    """The days, newest first, whose counts are not those of the day before."""
    return [row for row, older in pairwise([*rows, ("", [])]) if Counter(row[1]) != Counter(older[1])]


PARTS = {
    Level.COMPLETE: "level-3",
    Level.INTERMEDIATE: "level-2",
    Level.MINIMUM: "level-1",
    Level.NOT_INITIATED: "open",
}
"""The kinds of the parts of a bar, in their order: what is not started is an outline, as an open square is."""
KEY = """<span class="inline-key"><svg class="glyph shares" aria-hidden="true">
<rect y="{}%" width="100%" height="{}%" class="strip-{}" /></svg> {}</span>"""


def _shares(heading: str, slug: str, of: str, rows: Sequence[tuple[Any, list[int]]]) -> Section:
    def share(level: Level) -> Callable[[tuple[Any, list[int]]], str]:
        def told(row: tuple[Any, list[int]]) -> str:
            count, total = row[1].count(level), len(row[1])
            percent = Fraction(100 * count, total or 1)
            shared = {"count": notation.number(count), "percent": notation.percent_range(percent, percent)}
            # Set apart, digits alone would run from left to right, where others read the share before the count.
            return escape(_("%(count)s (%(percent)s)") % shared) if total else ""

        return told

    def head(row: tuple[Any, list[int]]) -> SafeString:
        parts = ((kind, row[1].count(level)) for level, kind in PARTS.items())
        return format_html("{}{}", row[0], draw_shares(parts, of=len(row[1])))

    columns = (
        Column(of, head),
        *(Column(LEVEL_WORDS[level], share(level), is_number=True, is_told=True) for level in Level),
        Column(_("in all"), lambda row: notation.number(len(row[1])), is_number=True, is_told=True),
    )
    return Section(heading, (table(heading, columns, rows),), slug, kind="drawn")
