"""Money as the lines of the panel and pages: the flow from pledged to spent, an appeal at a time."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

from django.utils import translation
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from milestones import notation
from pillars.reconstruction import wording
from pillars.reconstruction.models import Appeal
from pillars.reconstruction.models.choices import TRAIL, Stage
from pillars.reconstruction.pictures import Column, Part, draw_trail
from pillars.reconstruction.record_lines import (
    GRADE_WORDS,
    FactLine,
    RateLine,
    fact_line,
    is_only_reported,
    rate_lines,
)
from pillars.reconstruction.selectors import MoneyFacts, RecordNote
from pillars.reconstruction.trail import Line, Sum, Told

MISSING = "—"
TENTH = Decimal("0.1")


@dataclass(frozen=True, slots=True)
class StageLine:
    """One stage of the money; `grade` is that of the weakest record that the sum rests on."""

    label: str
    words: str
    share: str
    share_of_due: str
    grade: str


@dataclass(frozen=True, slots=True)
class Link:
    """A row of the plan by its name; the slug of its page is empty for none."""

    name: str
    slug: str


@dataclass(frozen=True, slots=True)
class DonorLine:
    """What one donor and channel come to, stage by stage; `inside`: it is in another line, and not added."""

    donor: Link
    channel: Link
    cells: tuple[str, ...]
    inside: bool


@dataclass(frozen=True, slots=True)
class MoneyPart:
    """The money of one appeal, or money of none, whose slug is empty."""

    slug: str
    name: str
    summary: str
    is_base_rate: bool
    picture: SafeString
    stages: tuple[StageLine, ...]
    lines: tuple[DonorLine, ...]
    rates: tuple[RateLine, ...]
    again: tuple[str, ...]
    unsaid: str


@dataclass(frozen=True, slots=True)
class _Added:
    """Of each stage the lines that are added, and what they come to."""

    lines: Mapping[Stage, tuple[Line, ...]]
    sums: Mapping[Stage, Sum | None]
    again: tuple[Told, ...]


def money_parts(
    facts: MoneyFacts, lines: Sequence[Line], on: dt.date, known_at: dt.datetime | None
) -> tuple[MoneyPart, ...]:
    """The lines by appeal, since money of two is never added: the plan's own appeals first, then money of none."""
    found = []
    for appeal in sorted(facts.appeals, key=lambda appeal: appeal.is_base_rate):
        mine = [line for line in lines if line.place.appeal == appeal.slug]
        if mine:
            found.append(_money_part(facts, appeal, mine, on, known_at))
    rest = [line for line in lines if line.place.appeal is None]
    if rest:
        found.append(_money_part(facts, None, rest, on, known_at))
    return tuple(found)


def _money_part(
    facts: MoneyFacts,
    appeal: Appeal | None,
    lines: Sequence[Line],
    on: dt.date,
    known_at: dt.datetime | None,
) -> MoneyPart:
    currency = appeal.currency if appeal else _own_currency(lines)
    added = _added(facts, lines, currency, on, known_at)
    name = str(appeal) if appeal else _("Money of no appeal")
    slug = appeal.slug if appeal else ""
    return MoneyPart(
        slug=slug,
        name=name,
        summary=(appeal.summary or "") if appeal else "",
        is_base_rate=appeal is not None and appeal.is_base_rate,
        picture=draw_trail(
            _columns(facts, added, currency, on, known_at),
            title=_("%(appeal)s: money from pledged to spent, in million %(currency)s")
            % {"appeal": name, "currency": currency},
            slug=f"trail-of-{slug or 'none'}",
            is_rtl=translation.get_language_bidi(),
        ),
        stages=_stage_lines(
            added.sums,
            [
                stage
                for stage in (Stage.PLEDGE, Stage.DUE)
                if not facts.records.money.is_told_for_all(Stage.RECEIVED, stage, slug or None, on, known_at)
            ],
        ),
        lines=_donor_lines(facts, lines, added),
        rates=rate_lines(
            (rate for each in added.sums.values() if each for rate in each.rates), facts.sources
        ),
        again=tuple(_announced_again(facts, told) for told in added.again),
        unsaid=_("; ").join(
            str(stage.label) for stage, mine in added.lines.items() if mine and added.sums[stage] is None
        ),
    )


def _own_currency(lines: Iterable[Line]) -> str:
    """The currency in which most of the sums are told; of two, the first by its code."""
    told = sorted(part.currency for line in lines for part in line.parts)
    return max(told, key=told.count)


def _added(
    facts: MoneyFacts, lines: Sequence[Line], currency: str, on: dt.date, known_at: dt.datetime | None
) -> _Added:
    money = facts.records.money
    stages = [
        stage
        for stage in (Stage.PLEDGE, Stage.DUE, *TRAIL[1:])
        if stage is not Stage.DUE or any(line.stage is Stage.DUE for line in lines)
    ]
    addable = {stage: money.addable([line for line in lines if line.stage is stage]) for stage in stages}
    sums = {stage: money.summed(addable[stage], currency, on, known_at) for stage in stages}
    again = money.announced_again([line for line in lines if line.stage is Stage.PLEDGE])
    return _Added(addable, sums, again)


def _columns(
    facts: MoneyFacts, added: _Added, currency: str, on: dt.date, known_at: dt.datetime | None
) -> tuple[Column, ...]:
    money = facts.records.money
    columns = []
    for stage in TRAIL:
        total = added.sums[stage]
        parts = [money.summed([line], currency, on, known_at) for line in added.lines[stage]]
        known = sorted((part for part in parts if part), key=lambda part: -part.amount)
        columns.append(
            Column(
                str(stage.label),
                tuple(Part(part.amount, is_only_reported(part.grade)) for part in known) if total else None,
                notation.plain_number(total.amount / wording.MILLION) if total else MISSING,
            )
        )
    return tuple(columns)


def _stage_lines(
    sums: Mapping[Stage, Sum | None], not_told_for_all: Sequence[Stage]
) -> tuple[StageLine, ...]:
    """A line a stage; what was received is a lower bound of the stages that are not told of every donor."""

    def share(stage: Stage, of: Stage) -> str:
        if stage is not Stage.RECEIVED or of not in not_told_for_all:
            return _percent(sums[stage], sums.get(of))
        at_least = _percent(sums[stage], sums.get(of), ROUND_DOWN)
        return _("at least %(share)s") % {"share": at_least} if at_least else ""

    return tuple(
        StageLine(
            str(stage.label),
            wording.money(total.amount, total.currency) if total else "",
            share(stage, Stage.PLEDGE) if stage is not Stage.PLEDGE else "",
            share(stage, Stage.DUE) if stage not in (Stage.PLEDGE, Stage.DUE) else "",
            str(GRADE_WORDS[total.grade]) if total else "",
        )
        for stage, total in sums.items()
    )


def _percent(part: Sum | None, whole: Sum | None, rounding: str = ROUND_HALF_UP) -> str:
    """One sum of another, to one decimal; empty where either is not told."""
    if part is None or whole is None or not whole.amount:
        return ""
    share = (100 * part.amount / whole.amount).quantize(TENTH, rounding=rounding)
    return _("%(range)s%%") % {"range": notation.number(share, 1)}


def _announced_again(facts: MoneyFacts, told: Told) -> str:
    return _("%(donor)s: %(sum)s on %(day)s") % {
        "donor": _donor(facts, told.place.donor).name,
        "sum": wording.money(told.amount, told.currency),
        "day": notation.short_day(told.date),
    }


def _donor(facts: MoneyFacts, slug: str | None) -> Link:
    return _link(facts.donors, slug) or Link(_("all donors"), "")


def _link(names: Mapping[str, str], slug: str | None) -> Link | None:
    return Link(names[slug], slug) if slug is not None and slug in names else None


def _donor_lines(facts: MoneyFacts, lines: Sequence[Line], added: _Added) -> tuple[DonorLine, ...]:
    """A line for each donor and channel, with every word of each stage side by side."""
    counted = {(line.stage, line.place) for found in added.lines.values() for line in found}
    again = {told.key for told in added.again}
    rows: dict[tuple[str | None, str | None], dict[Stage, list[Line]]] = {}
    for line in lines:
        row = rows.setdefault((line.place.donor, line.place.channel), {})
        row.setdefault(line.stage, []).append(line)
    return tuple(
        DonorLine(
            _donor(facts, donor),
            _link(facts.channels, channel) or Link(MISSING, ""),
            tuple(_cell(row.get(stage, ()), again) for stage in added.sums),
            not any((line.stage, line.place) in counted for found in row.values() for line in found),
        )
        for (donor, channel), row in rows.items()
    )


def _cell(lines: Sequence[Line], again: set[int]) -> str:
    """What is told, side by side where several tell it; what was announced again, once."""
    told = []
    for line in lines:
        by_currency: dict[str, Decimal] = {}
        for part in line.parts:
            if part.key not in again:
                by_currency[part.currency] = by_currency.get(part.currency, Decimal(0)) + part.amount
        told += [wording.money(amount, currency) for currency, amount in by_currency.items()]
    return " / ".join(told) or MISSING


def transaction_line(note: RecordNote, facts: MoneyFacts) -> FactLine:
    """One transaction, as a record."""
    row = note.row
    said = f"{row.get_stage_display()}: {wording.money(row.amount, row.currency)}"
    if row.is_total:
        said = _("%(said)s in all by that day") % {"said": said}
    of = " · ".join(str(each) for each in (row.appeal, row.donor, row.channel, row.project) if each)
    return fact_line(note, said, facts.sources, of=of, by=str(row.get_side_display()))
