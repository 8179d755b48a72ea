"""The milestone's own records, all of them, and its level over time as a picture and as a table."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from milestones import notation
from milestones.contingency.days import EVER, as_date
from milestones.contingency.scales import Level
from milestones.pages.milestone.records import kinds_of, level_line
from milestones.pages.records import RecordLine
from milestones.pictures.level_history import DayMark, Stretch, draw_level_history
from milestones.selectors.milestone_page import MilestonePageFacts, MilestoneProof
from milestones.selectors.records import RecordNote
from milestones.verdict_marks import LEVEL_WORDS

MARGIN_DAYS = 14
"""The picture begins so long before the first day that it shows."""


@dataclass(frozen=True, slots=True)
class StretchRow:
    """From one day to another, the level range in words."""

    begins: str
    ends: str
    level: str


@dataclass(frozen=True, slots=True)
class MarkRow:
    """A day that the picture marks."""

    words: str
    day: str


@dataclass(frozen=True, slots=True)
class EvidencePart:
    """The records, newest first; the picture (None without any record that counts) and its twin as two tables."""

    records: tuple[RecordLine, ...]
    picture: SafeString | None
    stretches: tuple[StretchRow, ...]
    marks: tuple[MarkRow, ...]


def evidence_part(
    facts: MilestonePageFacts, proof: MilestoneProof | None, *, hue: int, is_rtl: bool
) -> EvidencePart:
    """All that is on record of the milestone's level up to the day."""
    kinds = kinds_of(proof.explained.evidence) if proof else {}
    records = tuple(level_line(each, _kind(each, kinds)) for each in facts.assessments)
    if proof is None:
        return EvidencePart(records, None, (), ())
    stretches = _stretches(proof, facts.milestone.slug)
    if not stretches:
        return EvidencePart(records, None, (), ())
    marks = tuple(_marks(proof, facts.milestone.slug))
    return EvidencePart(
        records=records,
        picture=_picture(facts, proof, stretches, marks, hue=hue, is_rtl=is_rtl),
        stretches=tuple(_rows(stretches, proof.evaluation.on)),
        marks=tuple(
            MarkRow(_("day of this page") if mark.kind == "today" else mark.words, notation.day(mark.day))
            for mark in sorted(marks, key=lambda each: each.day)
        ),
    )


def _kind(record: RecordNote, kinds: Mapping[Any, str]) -> str:
    if record.is_retracted:
        return "retracted"
    return kinds.get(record.row.pk, "draft")


def _stretches(proof: MilestoneProof, slug: str) -> list[Stretch]:
    """The level range over time; before its first record the milestone stands at 0. Empty without any record."""
    timeline = proof.evaluation.facts.by_slug[slug].levels
    found = [
        Stretch(date.fromordinal(day), low, high)
        for day, low, high in zip(timeline.days, timeline.lows, timeline.highs, strict=True)
        if day != EVER
    ]
    if not found:
        return []
    begins = max(date.min.toordinal(), found[0].begins.toordinal() - MARGIN_DAYS)
    return [Stretch(date.fromordinal(begins), 0, 0), *found]


def _marks(proof: MilestoneProof, slug: str) -> Iterator[DayMark]:
    """Today, and the days on which the milestone was to start, is due, may be complete, and lapses."""
    verdict = proof.evaluation.milestones[slug]
    milestone, schedule, on = verdict.facts.milestone, verdict.facts.schedule, proof.evaluation.on
    for original, in_force, kind, first, now in (
        (milestone.planned_start, schedule.start.day, "planned", _("planned start"), _("start, revised")),
        (milestone.due, schedule.due.day, "due", _("due"), _("due, revised")),
    ):
        is_revised = isinstance(original, date) and original.toordinal() != in_force
        if isinstance(original, date):
            yield DayMark(original, "original" if is_revised else kind, first)
        day = None if in_force is None else as_date(in_force)
        if day is not None and (is_revised or not isinstance(original, date)):
            yield DayMark(day, kind, now if is_revised else first)
    forecast = verdict.forecast.complete_earliest
    if forecast is not None and forecast > on:
        yield DayMark(forecast, "forecast", _("complete at the earliest"))
    if milestone.lapses is not None:
        yield DayMark(milestone.lapses, "lapses", _("authority lapses"))
    yield DayMark(on, "today", notation.short_day(on))


def _rows(stretches: list[Stretch], on: date) -> Iterator[StretchRow]:
    """The table: the stretches from the first record on, newest first."""
    ends = [each.begins - timedelta(days=1) for each in stretches[1:]] + [on]
    for stretch, end in reversed(list(zip(stretches, ends, strict=True))[1:]):
        yield StretchRow(
            notation.day(stretch.begins), notation.day(end), notation.level_range(stretch.low, stretch.high)
        )


def _picture(
    facts: MilestonePageFacts,
    proof: MilestoneProof,
    stretches: list[Stretch],
    marks: tuple[DayMark, ...],
    *,
    hue: int,
    is_rtl: bool,
) -> SafeString:
    now = stretches[-1]
    return draw_level_history(
        stretches,
        marks,
        until=proof.evaluation.on,
        level_words=[str(LEVEL_WORDS[level]) for level in Level],
        hue=hue,
        title=_("Level over time: %(milestone)s") % {"milestone": facts.milestone.name},
        description=_(
            "Filled up to the level that is established, hatched up to what is claimed; since %(day)s: %(level)s. "
            "The table below has every stretch and date."
        )
        % {"day": notation.day(now.begins), "level": notation.level_range(now.low, now.high)},
        is_rtl=is_rtl,
    )
