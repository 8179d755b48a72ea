"""Money from pledged to spent, an appeal at a time, and the pages of appeals, donors and channels."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from functools import partial
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from milestones import notation
from milestones.contingency.scales import Grade
from milestones.pages.bars import BarLine, Bars, most_of
from milestones.pages.blocks import Block, Column, Fold, Group, Section, Text, table
from milestones.pages.cells import labelled, said_of
from milestones.pages.hues import hue_of
from milestones.pages.links import records_address
from milestones.pages.page import Page
from milestones.pages.record_lists import record_table
from milestones.pictures.bars import Bar
from milestones.selectors.records import RecordNote, Viewpoint
from milestones.words import GRADE_WORDS
from pillars.reconstruction import wording
from pillars.reconstruction.models import Appeal, Channel, Donor, Transaction
from pillars.reconstruction.models.choices import TRAIL, Stage
from pillars.reconstruction.pages.findings import BAR_KEY, finding_sections, held_by_gates, linked, rates_text
from pillars.reconstruction.selectors import PILLAR, Facts
from pillars.reconstruction.trail import Line, Place, Sum, Told

TENTH = Decimal("0.1")
Row = tuple[str | None, str | None]
"""A donor and a channel, by slug."""


class Trail:
    """The money of one appeal, or of none: of each stage the lines that are added, and what they come to."""

    def __init__(self, facts: Facts, appeal: Appeal | None, lines: Sequence[Line]):
        self.facts, self.appeal, self.lines = facts, appeal, lines
        self.money, self.when = facts.records.money, (facts.viewpoint.on, facts.viewpoint.known_at)
        self.currency = appeal.currency if appeal else _own_currency(lines)
        has_due = any(line.stage is Stage.DUE for line in lines)
        stages = (Stage.PLEDGE, *([Stage.DUE] if has_due else []), *TRAIL[1:])
        self.added = {stage: self.money.addable(self._at(stage)) for stage in stages}
        self.sums = {stage: self.summed(self.added[stage]) for stage in stages}
        self.again = self.money.announced_again(self._at(Stage.PLEDGE))

    def _at(self, stage: Stage) -> list[Line]:
        return [line for line in self.lines if line.stage is stage]

    def summed(self, lines: Sequence[Line]) -> Sum | None:
        """What the lines come to in the trail's currency."""
        return self.money.summed(lines, self.currency, *self.when)

    def share(self, stage: Stage, of: Stage) -> str:
        """One sum of another, to one decimal; of what was received a lower bound where not every donor's is told."""
        part, whole = self.sums[stage], self.sums.get(of)
        if stage in (Stage.PLEDGE, of) or part is None or whole is None or not whole.amount:
            return ""
        slug = self.appeal.slug if self.appeal else None
        is_bound = stage is Stage.RECEIVED and not self.money.is_told_for_all(stage, of, slug, *self.when)
        rounding = ROUND_DOWN if is_bound else ROUND_HALF_UP
        tenths = (100 * part.amount / whole.amount).quantize(TENTH, rounding=rounding)
        share = _("%(range)s%%") % {"range": notation.number(tenths, 1)}
        return _("at least %(share)s") % {"share": share} if is_bound else share


def money_sections(facts: Facts, lines: Sequence[Line], *, level: int = 2, within: str = "") -> Sequence[Block]:
    """The lines by appeal, since money of two is never added: the plan's own appeals first, then money of none.

    The appeal whose page it is, `within`, has no heading of its own there.
    """
    parts: list[Block] = []
    for appeal in (*sorted(facts.viewpoint.rows(Appeal), key=lambda appeal: appeal.is_base_rate), None):
        mine = [line for line in lines if line.place.appeal == (appeal.slug if appeal else None)]
        if mine:
            blocks = _blocks(Trail(facts, appeal, mine))
            is_page = appeal is not None and appeal.slug == within
            parts += blocks if is_page else [Section(_heading(appeal, facts), blocks, level=level, kind="appeal")]
    key = _("Outline: promised, on a scale of its own for each appeal.")
    return [Text(f"{key} {BAR_KEY}", "note"), *parts] if parts else ()


def appeal_page(viewpoint: Viewpoint, slug: str) -> Page:
    """An appeal's money; raises ObjectDoesNotExist."""
    facts = Facts(viewpoint)
    appeal = viewpoint.rows(Appeal).get(slug=slug)
    return money_page(facts, "appeal", appeal, held_by_gates(appeal, facts))


def donor_page(viewpoint: Viewpoint, slug: str) -> Page:
    """What one donor gives, appeal by appeal; raises ObjectDoesNotExist."""
    facts = Facts(viewpoint)
    donor = viewpoint.rows(Donor).get(slug=slug)
    about = {
        _("Actor"): donor.actor,
        _("Part of"): linked("donor", donor.part_of, facts),
        _("IATI organisation"): donor.iati_ref,
    }
    return money_page(facts, "donor", donor, about)


def channel_page(viewpoint: Viewpoint, slug: str) -> Page:
    """What goes through one channel, appeal by appeal; raises ObjectDoesNotExist."""
    facts = Facts(viewpoint)
    channel = viewpoint.rows(Channel).get(slug=slug)
    about = {
        _("Kind"): channel.get_kind_display(),
        _("Kept by"): channel.holder,
        _("IATI organisation"): channel.iati_ref,
    }
    return money_page(facts, "channel", channel, about)


def money_page(
    facts: Facts,
    kind: str,
    row: Any,
    about: Mapping[str, object],
    *,
    above: Sequence[Block] = (),
    records: Sequence[Block] = (),
    description: str = "",
) -> Page:
    """The money at the places that name the row, with the findings about it and its transactions."""
    viewpoint = facts.viewpoint

    def names_it(place: Place) -> bool:
        return bool(getattr(place, kind) == row.slug)

    lines = [line for line in facts.records.money.lines(viewpoint.on, viewpoint.known_at) if names_it(line.place)]
    findings = finding_sections(facts, chosen=names_it)
    told = Section(_("Findings"), findings, "findings")
    return Page(
        heading=str(row),
        description=description,
        about=said_of(about),
        blocks=(
            *above,
            *money_sections(facts, lines, within=row.slug if kind == "appeal" else ""),
            *([told] if findings else []),
            *records,
            Section(_("Transactions"), (_transactions(facts.notes(Transaction, **{kind: row})),), "transactions"),
        ),
        data=records_address(viewpoint, f"{PILLAR}-transactions", **{kind: row.slug}),
    )


def _own_currency(lines: Iterable[Line]) -> str:
    """The currency in which most of the sums are told; of two, the first by its code."""
    told = sorted(part.currency for line in lines for part in line.parts)
    return max(told, key=told.count)


def _heading(appeal: Appeal | None, facts: Facts) -> SafeString | str:
    if appeal is None:
        return _("Money of no appeal")
    return labelled(
        linked("appeal", appeal, facts), _("for comparison: an earlier appeal") if appeal.is_base_rate else ""
    )


def _blocks(trail: Trail) -> Sequence[Block]:
    summary = (trail.appeal.summary or "") if trail.appeal else ""
    rates = [rate for total in trail.sums.values() if total for rate in total.rates]
    unsaid = [stage for stage, lines in trail.added.items() if lines and trail.sums[stage] is None]
    return (
        *([Text(summary)] if summary else []),
        Group((_picture(trail), _stages(trail)), "appeal-sums"),
        Fold(_("By donor and channel"), (_donors(trail),)),
        *rates_text(rates, trail.facts.viewpoint),
        *_announced_again(trail),
        *([_without_rate(unsaid)] if unsaid else []),
    )


def _picture(trail: Trail) -> Bars:
    """A bar for each stage on the appeal's own scale; what is promised is an outline, around what came of it too."""
    title = _("%(appeal)s: money from pledged to spent") % {"appeal": trail.appeal or _("Money of no appeal")}
    lines = [_line(trail, stage) for stage in trail.sums]
    ends = notation.money(most, trail.currency) if (most := most_of(lines)) else ""
    slug = f"money-{trail.appeal.slug if trail.appeal else 'of-none'}"
    return Bars(title, lines, hue=hue_of(PILLAR), ends=ends, slug=slug)


def _line(trail: Trail, stage: Stage) -> BarLine:
    total, pledged = trail.sums[stage], trail.sums[Stage.PLEDGE]
    if total is None:
        return BarLine(stage.label, _("no record compiled here"))
    words = notation.money(total.amount, total.currency)
    if stage in (Stage.PLEDGE, Stage.DUE):
        return BarLine(stage.label, words, Bar(whole=total.amount))
    sums = [part for line in trail.added[stage] if (part := trail.summed([line]))]
    confirmed = sum((part.amount for part in sums if part.grade >= Grade.CORROBORATED), Decimal(0))
    return BarLine(stage.label, words, Bar(confirmed, total.amount, pledged.amount if pledged else None))


def _stages(trail: Trail) -> Block:
    """The stages of which there is a record; the picture names the others too."""
    totals = {stage: total for stage, total in trail.sums.items() if total}
    shares = {Stage.PLEDGE: _("Of what was pledged"), Stage.DUE: _("Of what was due")}
    columns = (
        Column(_("Stage"), lambda stage: stage.label),
        Column(_("In all"), lambda stage: notation.money(totals[stage].amount, totals[stage].currency)),
        *(
            Column(heading, partial(trail.share, of=of), none="")
            for of, heading in shares.items()
            if any(trail.share(stage, of) for stage in trail.sums)
        ),
        Column(_("Grade"), lambda stage: GRADE_WORDS[totals[stage].grade]),
    )
    return table(_("Stages of the money"), columns, totals)


def _donors(trail: Trail) -> Block:
    """A line for each donor and channel, with every word of each stage side by side."""
    counted = {(line.stage, line.place) for lines in trail.added.values() for line in lines}
    rows: dict[Row, list[Line]] = {}
    for line in trail.lines:
        rows.setdefault((line.place.donor, line.place.channel), []).append(line)

    def is_inside(row: Row) -> bool:
        return not any((line.stage, line.place) in counted for line in rows[row])

    def named(kind: str, slug: str | None) -> SafeString | str:
        return linked(kind, trail.facts.places[kind].get(slug or ""), trail.facts)

    def at(stage: Stage) -> Callable[[Row], str]:
        return lambda row: _told([line for line in rows[row] if line.stage is stage], trail.again)

    columns = (
        Column(_("Donor"), lambda row: named("donor", row[0]) or _("all donors")),
        Column(_("Channel"), lambda row: named("channel", row[1]), none=_("not stated")),
        *(Column(str(stage.label), at(stage), none=_("not reported")) for stage in trail.sums),
        Column(_("Counted"), lambda row: _("within another line") if is_inside(row) else _("yes")),
    )
    return table(_("By donor and channel"), columns, rows)


def _told(lines: Sequence[Line], again: Sequence[Told]) -> str:
    """What is told, side by side where several tell it; what was announced again, once."""
    repeated = {told.key for told in again}
    words = []
    for line in lines:
        by_currency: dict[str, Decimal] = {}
        for part in line.parts:
            if part.key not in repeated:
                by_currency[part.currency] = by_currency.get(part.currency, Decimal(0)) + part.amount
        words += [notation.money(amount, currency) for currency, amount in by_currency.items()]
    return " / ".join(words)


def _announced_again(trail: Trail) -> Sequence[Text]:
    words = [
        _("%(donor)s: %(sum)s on %(day)s")
        % {
            "donor": trail.facts.places["donor"].get(told.place.donor or "", _("all donors")),
            "sum": notation.money(told.amount, told.currency),
            "day": notation.short_day(told.date),
        }
        for told in trail.again
    ]
    told = _("Announced again, and counted once:"), _("; ").join(words)
    return [Text(" ".join(told), "note")] if words else []


def _without_rate(stages: Sequence[Stage]) -> Text:
    text = _("A sum is in another currency and no rate is stated for its day, so that no total is given: %(stages)s.")
    return Text(text % {"stages": _("; ").join(str(stage.label) for stage in stages)}, "notice")


def _transactions(notes: Sequence[RecordNote]) -> Group:
    columns = (
        Column(_("Said"), wording.transaction_words),
        Column(
            _("Of"),
            lambda row: " · ".join(str(part) for part in (row.appeal, row.donor, row.channel, row.project) if part),
        ),
        Column(_("Told by"), lambda row: row.get_side_display()),
    )
    return record_table(_("Transactions"), columns, notes, none=_("Nothing is on record."))
