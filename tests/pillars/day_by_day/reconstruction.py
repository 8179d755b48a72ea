"""Reconstruction's measures, asked for one day."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from milestones.contingency.scales import Grade
from milestones.sweeps import Measured
from pillars.reconstruction.accounts import PERCENT, TOLERANCE, Difference
from pillars.reconstruction.counting import Records, Site
from pillars.reconstruction.models.choices import CLOSED, About, CountKind, Side, Stage, State, StepKind, Unit
from pillars.reconstruction.progress import ENDED, Count, Step
from pillars.reconstruction.reconciliation import Entry, Finding
from pillars.reconstruction.trail import RATE_AGE, TRUSTED, Place, Rate, Sum, Told
from tests.pillars.day_by_day import counting

Instant = dt.datetime | None


@dataclass(frozen=True, slots=True)
class Line:
    """What one side tells of a stage at a place: the sums that make it up, oldest first."""

    stage: Stage
    place: Place
    side: Side
    parts: tuple[Told, ...]

    @property
    def newest(self) -> dt.date:
        """The day of its newest sum."""
        return self.parts[-1].date


@dataclass(frozen=True, slots=True)
class Money:
    """A plan's money: what was told, the rates, each appeal's currency, and the group of each donor."""

    told: tuple[Told, ...] = ()
    rates: tuple[Rate, ...] = ()
    currencies: Mapping[str, str] = field(default_factory=dict)
    groups: Mapping[str, str] = field(default_factory=dict)

    def lines(self, on: dt.date, known_at: dt.datetime | None) -> tuple[Line, ...]:
        """Every line as each side tells it; a total replaces what was told before it, and on its own day."""
        parts: dict[tuple[Stage, Place, Side], list[Told]] = {}
        told = counting(self.told, on, known_at)
        for each in sorted(told, key=lambda told: (told.date, told.is_total)):
            line = parts.setdefault((each.stage, each.place, each.side), [])
            if each.is_total:
                line.clear()
            line.append(each)
        return tuple(Line(*key, tuple(found)) for key, found in parts.items())

    def covers(self, wide: Place, narrow: Place) -> bool:
        """Whether what is told of the wide place includes the narrow one, which is another of the same appeal."""
        return (
            wide != narrow
            and wide.appeal == narrow.appeal
            and (wide.donor is None or wide.donor in self.with_groups(narrow.donor))
            and wide.channel in (None, narrow.channel)
            and wide.project in (None, narrow.project)
        )

    def with_groups(self, donor: str | None) -> tuple[str, ...]:
        """The donor and every group that includes it."""
        found: list[str] = []
        while donor is not None and donor not in found:
            found.append(donor)
            donor = self.groups.get(donor)
        return tuple(found)

    def addable(self, lines: Iterable[Line]) -> tuple[Line, ...]:
        """Lines of one stage that may be added: the most trusted word of each place, none inside another.

        What was told of a narrow place after the wide one's newest sum is added to that, but for a pledge that was
        announced again.
        """
        found = self._apart(lines)
        again = {id(told) for told in self._again(found)}
        kept = ((line, tuple(part for part in line.parts if id(part) not in again)) for line in found)
        return tuple(Line(line.stage, line.place, line.side, parts) for line, parts in kept if parts)

    def announced_again(self, lines: Iterable[Line]) -> tuple[Told, ...]:
        """The pledges among lines of one stage that are taken for earlier ones, and not added to them."""
        return self._again(self._apart(lines))

    def _again(self, lines: Iterable[Line]) -> tuple[Told, ...]:
        """Later pledges of one donor and the same sum, at one place or inside it; references tell two apart."""
        told = [part for line in lines for part in line.parts if part.stage is Stage.PLEDGE]
        first: dict[tuple[str | None, Decimal, str], list[Told]] = {}
        found: list[Told] = []
        for part in sorted(told, key=lambda part: (part.date, part.recorded, part.key)):
            alike = first.setdefault((part.place.donor, part.amount, part.currency), [])
            if any(self._may_be_one(earlier, part) for earlier in alike):
                found.append(part)
            else:
                alike.append(part)
        return tuple(found)

    def _may_be_one(self, one: Told, other: Told) -> bool:
        places = one.place, other.place
        is_near = places[0] == places[1] or self.covers(*places) or self.covers(*reversed(places))
        return is_near and not (one.reference and other.reference and one.reference != other.reference)

    def _apart(self, lines: Iterable[Line]) -> tuple[Line, ...]:
        """The most trusted word of each place, without what a wider place's sum includes."""
        trusted: dict[Place, Line] = {}
        for line in lines:
            rival = trusted.get(line.place)
            order = TRUSTED[line.stage]
            if rival is None or order.index(line.side) < order.index(rival.side):
                trusted[line.place] = line
        found: list[Line] = []
        for line in trusted.values():
            wider = [other.newest for other in trusted.values() if self.covers(other.place, line.place)]
            parts = _after(line, max(wider)) if wider else line.parts
            if parts:
                found.append(Line(line.stage, line.place, line.side, parts))
        return tuple(found)

    def summed(self, lines: Sequence[Line], currency: str, on: dt.date, known_at: dt.datetime | None) -> Sum | None:
        """The lines' sum in the currency; None without a line, or where a sum has no rate to be converted at."""
        parts = [part for line in lines for part in line.parts]
        if not parts:
            return None
        amount = Decimal(0)
        used: dict[int, Rate] = {}
        for part in parts:
            if part.currency == currency:
                amount += part.amount
                continue
            rate = self.rate_of(part, currency, on, known_at)
            if rate is None:
                return None
            used[rate.key] = rate
            amount += part.amount * rate.rate
        return Sum(
            amount=amount,
            currency=currency,
            grade=min(each.grade for each in (*parts, *used.values())),
            newest=max(part.date for part in parts),
            learned=max(part.recorded for part in parts),
            rates=tuple(used.values()),
        )

    def rate_of(self, part: Told, currency: str, on: dt.date, known_at: dt.datetime | None) -> Rate | None:
        """The newest rate of the sum's day or at most a month before; None where none is stated."""
        fitting = [
            rate
            for rate in counting(self.rates, min(on, part.date), known_at)
            if (rate.currency, rate.into) == (part.currency, currency) and rate.date >= part.date - RATE_AGE
        ]
        return fitting[-1] if fitting else None

    def is_told_for_all(
        self, part: Stage, whole: Stage, appeal: str | None, on: dt.date, known_at: dt.datetime | None
    ) -> bool:
        """Whether the part is told of every donor whose whole is: of the donor, or of a place that includes it.

        Where it is not, the sum of the part is a lower bound, and its share of the whole is not known.
        """
        told = self._of_stage(part, appeal, on, known_at)
        return all(
            any(one.place.donor == line.place.donor or self.covers(one.place, line.place) for one in told)
            for line in self._of_stage(whole, appeal, on, known_at)
        )

    def total(self, stage: Stage, appeal: str, on: dt.date, known_at: dt.datetime | None) -> Sum | None:
        """What an appeal's money comes to at a stage, in the appeal's currency; None where nothing is told."""
        if appeal not in self.currencies:
            return None
        lines = self._of_stage(stage, appeal, on, known_at)
        return self.summed(lines, self.currencies[appeal], on, known_at)

    def _of_stage(
        self, stage: Stage, appeal: str | None, on: dt.date, known_at: dt.datetime | None
    ) -> tuple[Line, ...]:
        """The lines of an appeal at a stage that may be added."""
        lines = self.lines(on, known_at)
        return self.addable([line for line in lines if (line.stage, line.place.appeal) == (stage, appeal)])


def _after(line: Line, day: dt.date) -> tuple[Told, ...]:
    """The line's sums after the day; none where one of them is a total, which may reach back before it."""
    later = tuple(part for part in line.parts if part.date > day)
    return () if any(part.is_total for part in later) else later


@dataclass(frozen=True, slots=True)
class Tally:
    """Units of one kind: planned (None: not stated) and delivered (None: nothing is reported).

    `newest` is the day of its newest count, `learned` when the last of them became known.
    """

    unit: Unit
    planned: Decimal | None
    delivered: Decimal | None
    grade: Grade
    newest: dt.date
    learned: dt.datetime


@dataclass(frozen=True, slots=True)
class Course:
    """A project's dates in force, as first planned, and its last step; None where nothing is stated."""

    first_start: dt.date | None
    first_end: dt.date | None
    start: dt.date | None
    end: dt.date | None
    last: StepKind | None
    has_started: bool
    grade: Grade

    @property
    def is_over(self) -> bool:
        """Whether it is completed or cancelled."""
        return self.last in ENDED

    def is_late(self, on: dt.date) -> bool:
        """Whether a planned day has passed without its step."""
        if self.is_over:
            return False
        return (self.end is not None and on > self.end) or (
            not self.has_started and self.start is not None and on > self.start
        )


def course_of(steps: Iterable[Step], on: dt.date, known_at: dt.datetime | None) -> Course | None:
    """Where one project stands; None without a step. A newer plan moves the dates that it gives."""
    known = counting(steps, on, known_at)
    if not known:
        return None
    start = end = first_start = first_end = None
    last: StepKind | None = None
    has_started = False
    for step in known:
        if step.kind is StepKind.PLANNED:
            start, end = step.planned_start or start, step.planned_end or end
            first_start, first_end = first_start or step.planned_start, first_end or step.planned_end
            continue
        last = step.kind
        has_started = has_started or step.kind is not StepKind.CANCELLED
    return Course(
        first_start=first_start,
        first_end=first_end,
        start=start,
        end=end,
        last=last,
        has_started=has_started,
        grade=min(step.grade for step in known),
    )


def tallies_of(counts: Iterable[Count], on: dt.date, known_at: dt.datetime | None) -> dict[Unit, Tally]:
    """One project's units; a newer plan replaces the older, a total replaces what was counted before it."""
    planned: dict[Unit, list[Count]] = {}
    delivered: dict[Unit, list[Count]] = {}
    for count in sorted(counting(counts, on, known_at), key=lambda count: (count.date, count.is_total)):
        kept = (planned if count.kind is CountKind.PLANNED else delivered).setdefault(count.unit, [])
        if count.is_total or count.kind is CountKind.PLANNED:
            kept.clear()
        kept.append(count)
    found = {}
    for unit in sorted({*planned, *delivered}):
        parts = [*planned.get(unit, ()), *delivered.get(unit, ())]
        found[unit] = Tally(
            unit=unit,
            planned=_quantity(planned.get(unit)),
            delivered=_quantity(delivered.get(unit)),
            grade=min(part.grade for part in parts),
            newest=max(part.date for part in parts),
            learned=max(part.recorded for part in parts),
        )
    return found


def _quantity(counts: list[Count] | None) -> Decimal | None:
    return sum((count.quantity for count in counts), Decimal(0)) if counts else None


@dataclass(frozen=True, slots=True)
class Opened:
    """A finding that an analyst opened, with its entries."""

    slug: str
    about: About
    place: Place
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Reconciled:
    """Every comparison that could be made: how many, and the differences among them."""

    compared: int
    differences: tuple[Difference, ...]
    grade: Grade = Grade.VERIFIED


def reconcile_received(money: Money, on: dt.date, known_at: dt.datetime | None) -> Reconciled:
    """What donors say they paid against what each channel says it received."""
    lines = [line for line in money.lines(on, known_at) if line.stage is Stage.RECEIVED]
    paid = [line for line in lines if line.side is Side.DONOR]
    found: list[Difference] = []
    grades: list[Grade] = []
    for line in lines:
        if line.side is not Side.CHANNEL:
            continue
        place = line.place
        inside = [each for each in paid if each.place == place or money.covers(place, each.place)]
        pair = _held(money, money.addable(inside), line, on, known_at)
        if pair is None:
            continue
        grades.append(pair.grade)
        if pair.first != pair.second:
            found.append(pair)
    return Reconciled(len(grades), tuple(found), min(grades, default=Grade.VERIFIED))


def _held(
    money: Money, paid: Sequence[Line], received: Line, on: dt.date, known_at: dt.datetime | None
) -> Difference | None:
    """The two sums in the currency in which the channel tells its own; None where they cannot be held together."""
    currency = received.parts[-1].currency
    first = money.summed(paid, currency, on, known_at)
    second = money.summed([received], currency, on, known_at)
    if first is None or second is None:
        return None
    return Difference(
        about=About.RECEIVED,
        place=received.place,
        first=first.amount,
        second=second.amount,
        unit=currency,
        newest=max(first.newest, second.newest),
        learned=max(first.learned, second.learned),
        grade=min(first.grade, second.grade),
        rates=_rates(first, second),
    )


def reconcile_delivered(
    money: Money,
    tallies: Mapping[str, Mapping[Unit, Tally]],
    courses: Mapping[str, Course],
    on: dt.date,
    known_at: dt.datetime | None,
) -> Reconciled:
    """What was disbursed to each project, of what was committed to it, against what it delivered of its plan."""
    found: list[Difference] = []
    grades: list[Grade] = []
    lines = money.lines(on, known_at)
    for project in sorted(tallies):
        measured = [tally for tally in tallies[project].values() if tally.planned]
        if not measured:
            continue
        of_project = [line for line in lines if line.place.project == project]
        paid = _share_disbursed(money, of_project, on, known_at)
        if paid is None:
            continue
        built = min(100 * (tally.delivered or Decimal(0)) / (tally.planned or 1) for tally in measured)
        share = paid.share
        grade = min(paid.grade, *(tally.grade for tally in measured))
        grades.append(grade)
        course = courses.get(project)
        is_done = course is not None and course.last is StepKind.COMPLETED
        if share - built >= TOLERANCE or (is_done and built < 100):
            found.append(
                Difference(
                    about=About.DELIVERED,
                    place=Place(project=project),
                    first=share,
                    second=built,
                    unit=PERCENT,
                    newest=max(paid.newest, *(tally.newest for tally in measured)),
                    learned=max(paid.learned, *(tally.learned for tally in measured)),
                    grade=grade,
                    rates=paid.rates,
                )
            )
    return Reconciled(len(grades), tuple(found), min(grades, default=Grade.VERIFIED))


@dataclass(frozen=True, slots=True)
class _Disbursed:
    """What was disbursed, in percent of what was committed."""

    share: Decimal
    newest: dt.date
    learned: dt.datetime
    grade: Grade
    rates: tuple[Rate, ...]


def _rates(*sums: Sum) -> tuple[Rate, ...]:
    """The rates that the sums were converted at, each once."""
    return tuple({rate.key: rate for each in sums for rate in each.rates}.values())


def _share_disbursed(
    money: Money, lines: Sequence[Line], on: dt.date, known_at: dt.datetime | None
) -> _Disbursed | None:
    committed = money.addable([line for line in lines if line.stage is Stage.COMMITMENT])
    disbursed = money.addable([line for line in lines if line.stage is Stage.DISBURSED])
    if not committed or not disbursed:
        return None
    currency = committed[0].parts[-1].currency
    whole = money.summed(committed, currency, on, known_at)
    paid = money.summed(disbursed, currency, on, known_at)
    if whole is None or paid is None or not whole.amount:
        return None
    return _Disbursed(
        share=100 * paid.amount / whole.amount,
        newest=max(whole.newest, paid.newest),
        learned=max(whole.learned, paid.learned),
        grade=min(whole.grade, paid.grade),
        rates=_rates(whole, paid),
    )


def findings_of(
    differences: Sequence[Difference], opened: Sequence[Opened], on: dt.date, known_at: dt.datetime | None
) -> tuple[Finding, ...]:
    """Every finding that stands on a day: each difference, then what was opened without one.

    A difference is open again where a record of either account is of a later day than the closing of its finding, or
    became known after it. A finding without a difference stands from
    its first entry; without one it is no finding yet.
    """
    mine: dict[tuple[About, Place], Opened] = {
        (each.about, _key(each.about, each.place)): each for each in opened if each.about is not About.CONTESTED
    }
    found: list[Finding] = []
    taken: set[str] = set()
    for difference in differences:
        match = mine.get((difference.about, _key(difference.about, difference.place)))
        slug = match.slug if match else None
        taken |= {slug} if slug else set()
        state = _state(match, on, known_at, difference) if match else State.OPEN
        found.append(Finding(slug, difference.about, difference.place, state, difference, difference.grade))
    for each in opened:
        entries = counting(each.entries, on, known_at)
        if each.slug not in taken and entries:
            grade = min(entry.grade for entry in entries)
            found.append(Finding(each.slug, each.about, each.place, _state(each, on, known_at), None, grade))
    return tuple(found)


def _key(about: About, place: Place) -> Place:
    """What a finding is recognised by: of a project's delivery, the project alone."""
    return Place(project=place.project) if about is About.DELIVERED else place


def _state(opened: Opened, on: dt.date, known_at: dt.datetime | None, difference: Difference | None = None) -> State:
    """The last state that was given; open where none was, or where what it closed changed afterwards."""
    given = [entry for entry in counting(opened.entries, on, known_at) if entry.state]
    if not given:
        return State.OPEN
    last = given[-1]
    state = last.state or State.OPEN
    if state not in CLOSED or difference is None:
        return state
    changed = difference.newest > last.date or difference.learned > last.recorded
    return State.OPEN if changed else state


def _of(project: str, records: Iterable[Any]) -> list[Any]:
    return [each for each in records if each.project == project]


def _money_of(records: Records) -> "Money":
    money = records.money
    return Money(money.told, money.rates, money.currencies, money.groups)


def _opened(records: Records) -> tuple["Opened", ...]:
    return tuple(
        Opened(
            each.slug, each.about, each.place, tuple(entry for entry in records.entries if entry.finding == each.slug)
        )
        for each in records.findings
    )


CENT = Decimal("0.01")
SHARE = Decimal("0.0001")


def _appeal(records: Records, argument: str) -> str:
    """The appeal that the measure names; where it names none, the plan's only one, else none."""
    currencies = records.money.currencies
    return argument or (next(iter(currencies)) if len(currencies) == 1 else "")


def _money(records: Records, stage: Stage, on: dt.date, known_at: Instant, argument: str) -> Sum | None:
    return _money_of(records).total(stage, _appeal(records, argument), on, known_at)


def pledged(records: Records, on: dt.date, known_at: Instant, argument: str, area: str) -> Measured | None:
    """What was pledged, in the appeal's currency."""
    return _in_cents(_money(records, Stage.PLEDGE, on, known_at, argument))


def received(records: Records, on: dt.date, known_at: Instant, argument: str, area: str) -> Measured | None:
    """What was received, in the appeal's currency."""
    return _in_cents(_money(records, Stage.RECEIVED, on, known_at, argument))


def disbursed(records: Records, on: dt.date, known_at: Instant, argument: str, area: str) -> Measured | None:
    """What was disbursed, in the appeal's currency."""
    return _in_cents(_money(records, Stage.DISBURSED, on, known_at, argument))


def share_received_of_pledged(
    records: Records, on: dt.date, known_at: Instant, argument: str, area: str
) -> Measured | None:
    """What was received in percent of what was pledged."""
    return _share(records, Stage.PLEDGE, on, known_at, argument)


def share_received_of_due(
    records: Records, on: dt.date, known_at: Instant, argument: str, area: str
) -> Measured | None:
    """What was received in percent of what was due by the day."""
    return _share(records, Stage.DUE, on, known_at, argument)


def _in_cents(found: Sum | None) -> Measured | None:
    return None if found is None else Measured(found.amount.quantize(CENT), found.grade)


def _share(records: Records, of: Stage, on: dt.date, known_at: Instant, argument: str) -> Measured | None:
    """None also where what somebody paid who promised is not told: the share would be a lower bound."""
    money, appeal = _money_of(records), _appeal(records, argument)
    whole = money.total(of, appeal, on, known_at)
    part = money.total(Stage.RECEIVED, appeal, on, known_at)
    if whole is None or part is None or not whole.amount:
        return None
    if not money.is_told_for_all(Stage.RECEIVED, of, appeal, on, known_at):
        return None
    share = (100 * part.amount / whole.amount).quantize(SHARE)
    return Measured(share, min(whole.grade, part.grade))


def _sites(records: Records, sector: str, area: str) -> Iterable[str]:
    def fits(site: Site) -> bool:
        return sector in ("", site.sector) and area in ("", site.area)

    return (project for project, site in records.sites.items() if fits(site))


def units_rebuilt(records: Records, on: dt.date, known_at: Instant, argument: str, area: str) -> Measured | None:
    """Units delivered in a sector, all of one kind; 0 where units are planned and none is reported delivered.

    The argument is a sector's slug, a unit's word after it where the sector has several: `housing.homes`.
    """
    sector, _dot, unit = argument.partition(".")
    found = [
        tally
        for project in _sites(records, sector, area)
        for tally in tallies_of(_of(project, records.counts), on, known_at).values()
        if unit in ("", tally.unit)
    ]
    if len({tally.unit for tally in found}) != 1:
        return None
    built = sum((tally.delivered or Decimal(0) for tally in found), Decimal(0))
    return Measured(built, min(tally.grade for tally in found))


def projects_late(records: Records, on: dt.date, known_at: Instant, argument: str, area: str) -> Measured | None:
    """How many projects of a sector are late by their dates in force; None where none has dates."""
    courses = [
        course
        for project in _sites(records, argument, area)
        if (course := course_of(_of(project, records.steps), on, known_at)) and (course.start or course.end)
    ]
    if not courses:
        return None
    late = sum(course.is_late(on) for course in courses)
    return Measured(Decimal(late), min(course.grade for course in courses))


def standing_findings(records: Records, on: dt.date, known_at: Instant) -> tuple[tuple[Finding, ...], Grade | None]:
    """Every finding that stands, and the weakest grade of what was compared; None where nothing was."""
    tallies = {project: tallies_of(_of(project, records.counts), on, known_at) for project in records.sites}
    courses = {
        project: course for project in records.sites if (course := course_of(_of(project, records.steps), on, known_at))
    }
    received_ = reconcile_received(_money_of(records), on, known_at)
    delivered = reconcile_delivered(_money_of(records), tallies, courses, on, known_at)
    found = findings_of((*received_.differences, *delivered.differences), _opened(records), on, known_at)
    grade = min(received_.grade, delivered.grade) if received_.compared + delivered.compared else None
    return found, grade


def findings_open(records: Records, on: dt.date, known_at: Instant, argument: str, area: str) -> Measured | None:
    """How many findings nobody has accounted for; None where nothing could be compared and none was opened."""
    found, compared = standing_findings(records, on, known_at)
    chosen = [finding for finding in found if argument in ("", finding.place.appeal) and _is_in(records, finding, area)]
    grades = [finding.grade for finding in chosen] + ([compared] if compared is not None else [])
    if not grades:
        return None
    return Measured(Decimal(sum(finding.is_open for finding in chosen)), min(grades))


def _is_in(records: Records, finding: Finding, area: str) -> bool:
    if not area:
        return True
    site = records.sites.get(finding.place.project or "")
    return finding.about is About.DELIVERED and site is not None and site.area == area
