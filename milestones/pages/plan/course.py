"""How the milestones stood over time: the strip on each day on which something changed, and the shares by level."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from math import ceil
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from milestones import notation
from milestones.contingency.runs import Course, Run
from milestones.contingency.scales import Level, Status
from milestones.models import Assessment
from milestones.pages.blocks import Block, Column, Section, Text, table
from milestones.pages.cells import first_of, link, listed, marked
from milestones.pages.changes import became
from milestones.pages.links import moment_address, query_with
from milestones.pages.page import Page, PageLink
from milestones.pages.plan.milestone_list import PAGE
from milestones.pages.plan.strip import KINDS, MOST_SQUARES, glyph_of, kind_at
from milestones.pages.scene import Scene
from milestones.pictures.bars import draw_shares
from milestones.words import LEVEL_WORDS, STATUS_MARKS

ON_A_PAGE, MOST_TOLD, MOST_STANDINGS = 12, 50, 100_000
"""So many days are shown at once and so many changes of each; a page works out so many standings, the newest."""
Standing = Mapping[str, Run]
"""The run of each milestone on a day, by slug."""


def standings(scene: Scene) -> list[tuple[date, Standing]]:
    """How the milestones stood on each day on which one came to stand otherwise, up to the page's; oldest first."""
    viewpoint = scene.viewpoint
    plan, known_at, reading = viewpoint.state.counting.engine_plan, viewpoint.known_at, viewpoint.reading
    begins = min((row.date for row in viewpoint.rows(Assessment)), default=viewpoint.on)
    first, last = min(begins, viewpoint.on), viewpoint.on
    course = Course(plan, first=first, last=last, known_at=known_at, reading=reading)
    most = max(1, MOST_STANDINGS // max(1, course.milestones))
    if len(course.days) > most:
        first = date.fromordinal(course.days[-most])
        course = Course(plan, first=first, last=last, known_at=known_at, reading=reading)
    current: dict[str, Run] = {}
    told: dict[date, Standing] = {}
    for run in sorted(course.runs(), key=lambda run: run.first):
        if run.milestone in scene.names.milestones:
            current[run.milestone] = run
            told[run.first] = dict(current)
    return list(told.items())


def film_page(scene: Scene, number: int) -> Page:
    """The strip day by day, the newest first, each with what came to stand otherwise; so many days at once."""
    days = standings(scene)
    before: list[Standing] = [{}, *(standing for _day, standing in days)]
    frames = [(day, standing, was) for (day, standing), was in zip(days, before, strict=False)][::-1]
    last = max(1, ceil(len(frames) / ON_A_PAGE))
    page = min(number, last)
    shown = frames[ON_A_PAGE * (page - 1) : ON_A_PAGE * page]
    columns = (
        Column(_("Day"), lambda frame: link(notation.short_day(frame[0]), _on(scene, frame[0]))),
        Column(_("How the milestones stand"), lambda frame: _strip(scene, frame[1])),
        Column(_("What came to stand otherwise"), lambda frame: listed(_otherwise(scene, *frame[1:]))),
    )
    kinds = {_kind(scene, run) for _day, standing, _was in shown for run in standing.values()}
    key = [(glyph_of(kind), KINDS[kind]) for kind in KINDS if kind in kinds]
    numbers = range(1, last + 1) if last > 1 else ()
    links = [(one, query_with(scene.viewpoint, **{PAGE: one})) for one in numbers]
    return Page(
        heading=_("Day by day"),
        state=_("Days on which a milestone came to stand otherwise: %(count)s.") % {"count": len(frames)},
        blocks=(Text(format_html_join(" · ", "{} {}", key), "note"), table(_("Day by day"), columns, shown)),
        beside=[PageLink(notation.number(one), query, one == page) for one, query in links],
        data=_data(scene, days),
    )


def _data(scene: Scene, days: Sequence[tuple[date, Standing]]) -> str:
    """The address of the same days as the API's runs."""
    first, last = days[0][0] if days else None, scene.viewpoint.on
    return moment_address(scene.viewpoint, "plan-series", on=None, **{"from": first, "to": last})


def _kind(scene: Scene, run: Run) -> str:
    return kind_at(run.milestone, run.status, run.high, scene.names)


def _on(scene: Scene, day: date) -> str:
    return scene.address("plan-page").partition("?")[0] + query_with(scene.viewpoint, on=day)


def _strip(scene: Scene, standing: Standing) -> SafeString:
    """A glyph a milestone, or of too many a bar of counts; with the counts for those who do not see it."""
    counts = Counter(_kind(scene, run) for run in standing.values())
    ranked = [(kind, counts[kind]) for kind in KINDS if counts[kind]]
    if len(standing) > MOST_SQUARES:
        shares = [(f"strip-{kind}", count) for kind, count in ranked]
        drawn = draw_shares(shares, of=len(standing), hatched="strip-said", hue=1)
    else:
        drawn = SafeString("".join(glyph_of(kind) * count for kind, count in ranked))
    told = format_html_join(_("; "), "{}: {}", ((KINDS[kind], notation.number(count)) for kind, count in ranked))
    return format_html('{}<span class="visually-hidden">{}</span>', drawn, told)


def _otherwise(scene: Scene, standing: Standing, before: Standing) -> list[str]:
    return first_of([*_changes(scene, standing, before)], MOST_TOLD)


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
    over_time = [(notation.short_day(day), _levels(standing)) for day, standing in reversed(days)]
    blocks: list[Block] = [
        _shares(_("By pillar"), _("Pillar"), [*now, (_("all"), every)]),
        _shares(_("Over time"), _("Day"), _changed(over_time)),
    ]
    note = _("Counted by what is confirmed; what is given up is left out.")
    done = sum(level == Level.COMPLETE for level in every)
    state = _("Complete: %(count)s of %(total)s.") % {
        "count": notation.number(done),
        "total": notation.number(len(every)),
    }
    return Page(
        heading=_("Shares by level"), state=state, blocks=(Text(note, "note"), *blocks), data=_data(scene, days)
    )


def _levels(standing: Standing) -> list[int]:
    return [run.low for run in standing.values() if run.status is not Status.WITHDRAWN]


def _changed(rows: Sequence[tuple[Any, list[int]]]) -> list[tuple[Any, list[int]]]:
    """The days, newest first, whose counts are not those of the day before."""
    pairs = zip(rows, [*rows[1:], ("", [])], strict=True)
    return [row for row, older in pairs if Counter(row[1]) != Counter(older[1])]


def _shares(heading: str, of: str, rows: Sequence[tuple[Any, list[int]]]) -> Section:
    def share(level: Level) -> Callable[[tuple[Any, list[int]]], str]:
        def told(row: tuple[Any, list[int]]) -> str:
            count, total = row[1].count(level), len(row[1])
            percent = Fraction(100 * count, total or 1)
            shared = {"count": notation.number(count), "percent": notation.percent_range(percent, percent)}
            return _("%(count)s (%(percent)s)") % shared if total else ""

        return told

    columns = (
        Column(of, lambda row: row[0]),
        *(Column(LEVEL_WORDS[level], share(level), is_number=True, is_told=True) for level in Level),
        Column(_("in all"), lambda row: notation.number(len(row[1])), is_number=True, is_told=True),
    )
    return Section(heading, (table(heading, columns, rows),))
