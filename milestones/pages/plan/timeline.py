"""The plan's dates, planned and come: a picture with a lane a pillar and its table; a page with a row a milestone."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from milestones import notation
from milestones.contingency.evaluation import MilestoneVerdict
from milestones.contingency.plan import LIFTED
from milestones.contingency.scales import Level, Status
from milestones.pages.blocks import Column, Section, Table, Text, table
from milestones.pages.cells import first_of, listed
from milestones.pages.dates import WORDS, MilestoneDate
from milestones.pages.links import milestones_address
from milestones.pages.page import Page
from milestones.pages.scene import Scene
from milestones.pictures.axis import day_axis
from milestones.pictures.svg import Canvas
from milestones.pictures.timeline import WIDE, WIDTH, Lane, Sign, draw_timeline
from milestones.pictures.timeline_rows import EDGE, Whisker, draw_months, draw_row, keep_days
from milestones.wording.schedule import established_sentence, planned_words

MOST_NAMED, MOST_IN_SIGN = 9, 4
"""So many milestones of one day are named in the table, and in a sign of the picture; the rest is counted."""


def timeline_part(scene: Scene) -> Mapping[str, Any]:
    """The dates for a phone and for a wide screen, the key and the twin by day; nothing for a plan without any.

    `beyond` names a day of the page that lies outside the picture.
    """
    names, on = scene.names, scene.evaluation.on
    by_pillar = {pillar: list(_dates(scene, pillar)) for pillar in names.pillars}
    every_date = [dated for dates in by_pillar.values() for dated in dates]
    if not every_date:
        return {}
    is_near = _is_near(on, [dated.day for dated in every_date])
    lanes = [
        Lane(names.pillars[pillar], scene.hue(pillar), _signs(dates, scene)) for pillar, dates in by_pillar.items()
    ]
    present = {dated.kind for dated in every_date}
    return {
        "pictures": [
            draw_timeline(
                lanes,
                today=on if is_near else None,
                today_words=notation.axis_day(on),
                month_words=notation.axis_month,
                title=_("The dates of the plan, by pillar"),
                description=_description(every_date, on),
                width=width,
            )
            for width in (WIDTH, WIDE)
        ],
        "key": [(kind, words) for kind, words in WORDS.items() if kind in present],
        "twin": _twin(every_date, scene),
        "beyond": "" if is_near else notation.day(on),
    }


def timeline_page(scene: Scene) -> Page:
    """A row for each milestone that has a date or awaits one, by pillar: its dates drawn, and beside that in words."""
    names, on, members = scene.names, scene.evaluation.on, scene.evaluation.milestones
    rows: dict[str, list[MilestoneDate]] = {slug: [] for slug in members if any(_undated(scene, members[slug]))}
    for dated in (dated for pillar in names.pillars for dated in _dates(scene, pillar)):
        rows.setdefault(dated.milestone, []).append(dated)
    whiskers = {slug: _whisker(members[slug]) for slug in rows}
    days = [dated.day for dates in rows.values() for dated in dates]
    days += [whisker[1] for whisker in whiskers.values() if whisker and whisker[1]]
    today = on if days and _is_near(on, days) else None
    axis = day_axis(Canvas(100), [*days, today or min(days, default=on)], begins=EDGE, ends=100 - EDGE)
    months = format_html('<span class="visually-hidden">{}</span>{}', _("Timeline"), draw_months(axis))
    columns = (
        Column(_("Milestone"), scene.milestone),
        Column(
            months,
            lambda slug: draw_row(axis, [(one.day, one.kind) for one in rows[slug]], whiskers[slug]),
            is_drawn=True,
        ),
        Column(_("Dates"), lambda slug: listed(_told(scene, members[slug], rows[slug], whiskers[slug]))),
    )
    sections = [
        Section(
            name, (table(name, columns, slugs, kind=f"timeline-rows pillar-{scene.hue(pillar)}"),), pillar, kind="drawn"
        )
        for pillar, name in names.pillars.items()
        if (slugs := [verdict.slug for verdict in scene.members(pillar) if verdict.slug in rows])
    ]
    present = {dated.kind for dates in rows.values() for dated in dates}
    key = {kind: words for kind, words in WORDS.items() if kind in present}
    told = {"key": key, "days": keep_days(axis, today), "today": today}
    counted = {"count": notation.number(sum(map(bool, rows.values()))), "total": notation.number(len(members))}
    return Page(
        heading=_("Timeline"),
        state=_("Milestones with a date: %(count)s of %(total)s.") % counted,
        blocks=(Text(SafeString(render_to_string("milestones/timeline_key.html", told)), "note"), *sections),
        data=milestones_address(scene.viewpoint),
    )


def _whisker(verdict: MilestoneVerdict) -> Whisker | None:
    """Of what is not confirmed to be complete: from the earliest day on which it can be to that on confirmed facts."""
    forecast = verdict.forecast
    if verdict.level[0] == Level.COMPLETE or forecast.complete_earliest is None:
        return None
    return forecast.complete_earliest, forecast.complete_established


def _told(scene: Scene, verdict: MilestoneVerdict, dates: list[MilestoneDate], end: Whisker | None) -> Iterator[str]:
    """Each date in words, by day; those without one; and to when its whisker reaches."""
    for dated in sorted(dates, key=lambda dated: dated.day):
        yield f"{notation.short_day(dated.day)}{_(': ')}{WORDS[dated.kind]}"
    yield from _undated(scene, verdict)
    if end:
        yield established_sentence(end[1])


def _undated(scene: Scene, verdict: MilestoneVerdict) -> Iterator[str]:
    """Of what is pursued the planned dates without a day: lifted, or so long after what has not come yet."""
    schedule = verdict.facts.schedule
    for kind, planned in (("start", schedule.start), ("due", schedule.due)):
        if (planned.is_lifted or planned.is_open) and verdict.status is not Status.WITHDRAWN:
            yield f"{WORDS[kind]}{_(': ')}{planned_words(planned.follows or LIFTED, scene.names)}"


def _dates(scene: Scene, pillar: str) -> Iterator[MilestoneDate]:
    """The dates of what is pursued, without the end of an authority that has served."""
    for verdict in scene.members(pillar):
        if verdict.status is not Status.WITHDRAWN:
            for dated in scene.dates(verdict):
                if dated.kind != "lapses" or verdict.level[0] < Level.COMPLETE:
                    yield dated


def _is_near(on: date, days: list[date]) -> bool:
    """Whether the day of the page is drawn: one far from every date would leave the dates no room."""
    room = max(60, (max(days) - min(days)).days // 2)
    return (min(days) - on).days <= room and (on - max(days)).days <= room


def _signs(dates: Iterable[MilestoneDate], scene: Scene) -> list[Sign]:
    """The dates of one kind on one day share a sign."""
    together: dict[tuple[date, str], list[str]] = defaultdict(list)
    between = _("; ")
    for dated in dates:
        together[dated.day, dated.kind].append(scene.names.milestones[dated.milestone])
    return [
        Sign(
            day=day,
            kind=kind,
            count=len(names),
            words=_("%(day)s, %(what)s: %(milestones)s")
            % {
                "day": notation.day(day),
                "what": WORDS[kind],
                "milestones": between.join(first_of(names, MOST_IN_SIGN)),
            },
        )
        for (day, kind), names in together.items()
    ]


def _twin(dates: list[MilestoneDate], scene: Scene) -> Table:
    """A row for all dates of one kind, day and pillar, as they share a sign."""
    verdicts, pillars = scene.evaluation.milestones, scene.names.pillars
    together: dict[tuple[date, str, str], list[str]] = defaultdict(list)
    for dated in sorted(dates, key=lambda dated: dated.day):
        pillar = verdicts[dated.milestone].facts.milestone.pillar
        together[dated.day, dated.kind, pillar].append(scene.milestone(dated.milestone))
    columns = (
        Column(_("Day"), lambda row: notation.short_day(row[0])),
        Column(_("What"), lambda row: WORDS[row[1]]),
        Column(_("Milestone"), lambda row: listed(first_of(together[row], MOST_NAMED))),
        Column(_("Pillar"), lambda row: pillars[row[2]]),
    )
    return table(_("Timeline"), columns, together)


def _description(dates: list[MilestoneDate], on: date) -> str:
    return _("From %(first)s to %(last)s: %(past)s dates up to %(day)s, %(to_come)s after it.") % {
        "first": notation.day(min(dated.day for dated in dates)),
        "last": notation.day(max(dated.day for dated in dates)),
        "past": notation.number(sum(dated.day <= on for dated in dates)),
        "day": notation.day(on),
        "to_come": notation.number(sum(dated.day > on for dated in dates)),
    }
