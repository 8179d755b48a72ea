"""Two accounts of the same money held against each other, and the findings that follow; pure.

What a donor says it paid is held against what the channel says it received; what was disbursed to a project against
what the project delivered. A difference is a finding whether or not an analyst has opened one for it.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from milestones.contingency.scales import Grade
from pillars.reconstruction.clocks import Loaded, counting
from pillars.reconstruction.models.choices import CLOSED, About, Side, Stage, State, StepKind, Unit
from pillars.reconstruction.progress import Course, Tally
from pillars.reconstruction.trail import Line, Money, Place, Rate, Sum

TOLERANCE = Decimal(10)
"""By how many percentage points money may run ahead of building before it is a finding."""
PERCENT = "%"


@dataclass(frozen=True, slots=True)
class Difference:
    """Two accounts that do not agree: paid and received, or disbursed and delivered as shares of what was planned.

    `unit` is a currency's code or "%"; `newest` is the day of the newest record of both accounts, `learned` when the
    last of them became known; `rates` are those at which sums in other currencies were converted.
    """

    about: About
    place: Place
    first: Decimal
    second: Decimal
    unit: str
    newest: dt.date
    learned: dt.datetime
    grade: Grade
    rates: tuple[Rate, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry(Loaded):
    """What was said of a finding, or the state that it came to."""

    state: State | None


@dataclass(frozen=True, slots=True)
class Opened:
    """A finding that an analyst opened, with its entries."""

    slug: str
    about: About
    place: Place
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """A finding as it stands: by whom it was opened (None: by the comparison alone), and its difference, if any."""

    slug: str | None
    about: About
    place: Place
    state: State
    difference: Difference | None
    grade: Grade

    @property
    def is_open(self) -> bool:
        """Whether it is still to be accounted for."""
        return self.state not in CLOSED


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
        (each.about, _key(each.about, each.place)): each
        for each in opened
        if each.about is not About.CONTESTED
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


def _state(
    opened: Opened, on: dt.date, known_at: dt.datetime | None, difference: Difference | None = None
) -> State:
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
