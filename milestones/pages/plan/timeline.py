"""The plan's dates, planned and come, as a picture with a lane a pillar, and as a table."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from milestones import notation
from milestones.contingency.scales import Level, Status
from milestones.pages.blocks import Column, Table, table
from milestones.pages.cells import first_of, listed
from milestones.pages.dates import WORDS, MilestoneDate
from milestones.pages.scene import Scene
from milestones.pictures.timeline import WIDE, WIDTH, Lane, Sign, draw_timeline

MOST_NAMED, MOST_IN_SIGN = 9, 7
"""So many milestones of one day are named in the table, and in a sign of the picture; the rest is counted."""


@dataclass(frozen=True, slots=True)
class TimelinePart:
    """The picture for a phone and for a wide screen, its key (kinds with their words) and its twin by day.

    `beyond` names a day of the page that lies outside the picture.
    """

    pictures: tuple[SafeString, ...]
    key: tuple[tuple[str, str | Promise], ...]
    twin: Table
    beyond: str


def timeline_part(scene: Scene) -> TimelinePart | None:
    """The dates; None for a plan without any."""
    names, on = scene.names, scene.evaluation.on
    by_pillar = {pillar: list(_dates(scene, pillar)) for pillar in names.pillars}
    every_date = [dated for dates in by_pillar.values() for dated in dates]
    if not every_date:
        return None
    is_near = _is_near(on, [dated.day for dated in every_date])
    lanes = [
        Lane(names.pillars[pillar], scene.hue(pillar), _signs(dates, scene)) for pillar, dates in by_pillar.items()
    ]
    present = {dated.kind for dated in every_date}
    return TimelinePart(
        pictures=tuple(
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
        ),
        key=tuple((kind, words) for kind, words in WORDS.items() if kind in present),
        twin=_twin(every_date, scene),
        beyond="" if is_near else notation.day(on),
    )


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
        "past": sum(dated.day <= on for dated in dates),
        "day": notation.day(on),
        "to_come": sum(dated.day > on for dated in dates),
    }
