"""The milestone's own records, all of them, and its level over time as a picture and as a table."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from milestones import notation
from milestones.contingency.days import EVER
from milestones.contingency.scales import Level
from milestones.pages.blocks import Column, Table, table
from milestones.pages.dates import NOT_IN_FORCE, WORDS, dates_of
from milestones.pages.record_lists import kinds_of, level_line
from milestones.pictures.over_time import DayMark, Stretch, draw_over_time
from milestones.selectors.milestone_page import MilestonePageFacts, MilestoneProof
from milestones.words import LEVEL_WORDS

MARGIN_DAYS = 14
"""The picture begins so long before the first day that it shows."""


def evidence_part(facts: MilestonePageFacts, proof: MilestoneProof | None, hue: int) -> Mapping[str, Any]:
    """All that is on record of the level up to the day, newest first; a picture where a record counts, and its twin."""
    kinds = kinds_of(proof.explained.evidence) if proof else {}
    records = tuple(
        level_line(note, "retracted" if note.is_retracted else kinds.get(note.row.pk, "draft"))
        for note in facts.assessments
    )
    stretches = _stretches(proof, facts.milestone.slug) if proof else []
    if proof is None or not stretches:
        return {"records": records}
    marks = list(_marks(proof, facts))
    twins = list(_twins(stretches, marks, facts.viewpoint.on))
    return {"records": records, "picture": _picture(facts, stretches, marks, hue), "twins": twins}


def _stretches(proof: MilestoneProof, slug: str) -> list[Stretch]:
    """The level range over time; before its first record the milestone stands at 0. Empty without any record."""
    timeline = proof.evaluation.facts.by_slug[slug].levels
    stretches = [
        Stretch(date.fromordinal(day), low, high)
        for day, low, high in zip(timeline.days, timeline.lows, timeline.highs, strict=True)
        if day != EVER
    ]
    if not stretches:
        return []
    begins = max(date.min.toordinal(), stretches[0].begins.toordinal() - MARGIN_DAYS)
    return [Stretch(date.fromordinal(begins), 0, 0), *stretches]


def _marks(proof: MilestoneProof, facts: MilestonePageFacts) -> Iterator[DayMark]:
    """Today, and the days on which the milestone was to start, is due, may be complete, and lapses."""
    slug, on, as_of = facts.milestone.slug, proof.evaluation.on, facts.viewpoint.plan.as_of
    planned = {
        "start": ("planned", WORDS["start"], _("start, revised")),
        "due": ("due", WORDS["due"], _("due, revised")),
    }
    for dated in dates_of(proof.evaluation.milestones[slug], on, as_of):
        if dated.planned:
            kind, first, now = planned[dated.planned]
            kind = "original" if dated.kind in NOT_IN_FORCE else kind
            yield DayMark(dated.day, kind, str(now if dated.is_revised else first))
        elif dated.kind in ("forecast", "lapses"):
            yield DayMark(dated.day, dated.kind, str(WORDS[dated.kind]))
    yield DayMark(on, "today", notation.axis_day(on))


def _twins(stretches: list[Stretch], marks: list[DayMark], on: date) -> Iterator[Table]:
    """The stretches from the first record on, newest first; and the marked days, by day."""
    ends = [stretch.begins - timedelta(days=1) for stretch in stretches[1:]] + [on]
    dated = reversed(list(zip(stretches, ends, strict=True))[1:])
    level = (
        Column(_("From"), lambda row: notation.day(row[0].begins)),
        Column(_("To"), lambda row: notation.day(row[1])),
        Column(_("Level"), lambda row: notation.level_range(row[0].low, row[0].high)),
    )
    yield table(_("Level over time"), level, dated)
    marked = (
        Column(_("Marked"), lambda mark: _("day of this page") if mark.kind == "today" else mark.words),
        Column(_("Day"), lambda mark: notation.day(mark.day)),
    )
    yield table(_("Marked"), marked, sorted(marks, key=lambda mark: mark.day))


def _picture(facts: MilestonePageFacts, stretches: list[Stretch], marks: list[DayMark], hue: int) -> SafeString:
    now = stretches[-1]
    told = {"day": notation.day(now.begins), "level": notation.level_range(now.low, now.high)}
    return draw_over_time(
        rows=[str(LEVEL_WORDS[level]) for level in reversed(Level)],
        stretches=stretches,
        marks=marks,
        until=facts.viewpoint.on,
        slug="level-history",
        hue=hue,
        title=_("Level over time: %(milestone)s") % {"milestone": facts.milestone.name},
        description=_(
            "Filled up to the level that is confirmed, hatched up to what is said; since %(day)s: %(level)s. "
            "The table below has every stretch and date."
        )
        % told,
    )
