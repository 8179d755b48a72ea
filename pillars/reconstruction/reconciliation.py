"""The findings that follow where two accounts of the same money do not agree, and how they are dealt with; pure.

A difference is a finding whether or not an analyst has opened one for it.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from milestones.contingency.scales import Grade
from milestones.sweeps import Measured, PlainRecord, RunningState, RunningSum
from pillars.reconstruction.accounts import DeliveredAccounts, Difference, ReceivedAccounts
from pillars.reconstruction.adding import Added
from pillars.reconstruction.models.choices import CLOSED, About, Side, Stage, State
from pillars.reconstruction.money import Money
from pillars.reconstruction.progress import Count, Step
from pillars.reconstruction.trail import Place, Rate, Rates, Told

Key = tuple[About, Place]
"""Which two accounts are held together."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry(PlainRecord):
    """What was said of a finding, by its slug, or the state that it came to."""

    finding: str
    state: State | None = None


@dataclass(frozen=True, slots=True)
class Opened:
    """A finding that an analyst opened."""

    slug: str
    about: About
    place: Place

    @property
    def key(self) -> Key:
        """What it is recognised by: of a project's delivery, the project alone."""
        is_delivery = self.about is About.DELIVERED
        return self.about, Place(project=self.place.project) if is_delivery else self.place


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


@dataclass(slots=True)
class Heard:
    """What was said of one finding: the last entry with a state, and the weakest grade; None without an entry."""

    grade: Grade | None = None
    _last: Entry | None = None

    def take(self, entry: Entry) -> None:
        """Take the next entry."""
        self.grade = entry.grade if self.grade is None else min(self.grade, entry.grade)
        self._last = entry if entry.state else self._last

    def state(self, difference: Difference | None) -> State:
        """The last state that was given; open where none was, or where what it closed changed afterwards.

        It changed where a record of either account is of a later day than the closing, or became known after it.
        """
        last = self._last
        if last is None or last.state is None:
            return State.OPEN
        if last.state not in CLOSED or difference is None:
            return last.state
        changed = difference.newest > last.date or difference.learned > last.recorded
        return State.OPEN if changed else last.state


class Findings(RunningState):
    """Every finding that stands: each difference, then what was opened without one.

    A finding without a difference stands from its first entry; without one it is no finding yet. `compared` has a
    part for each two accounts that could be compared, with its grade.
    """

    def __init__(self, money: Money, projects: Iterable[str], opened: Sequence[Opened]) -> None:
        self.compared = RunningSum()
        self._money, self._rates = money, Rates()
        self._accounts: dict[Key, ReceivedAccounts | DeliveredAccounts] = {}
        for told in money.told:
            if told.stage is Stage.RECEIVED and told.side is Side.CHANNEL:
                received = ReceivedAccounts(told.place, self._added(), self._added())
                self._accounts.setdefault((About.RECEIVED, told.place), received)
        for project in sorted(projects):
            delivered = DeliveredAccounts(project, self._added(), self._added())
            self._accounts[About.DELIVERED, delivered.place] = delivered
        self._opened = {line.slug: line for line in opened}
        self._opened_of: dict[Key, list[str]] = {}
        for line in opened:
            self._opened_of.setdefault(line.key, []).append(line.slug)
        self._heard = {line.slug: Heard() for line in opened}
        self._begun: dict[Key, None] = {}
        self._changed: set[Key] = set()
        self._standing: dict[Key | str, Finding] = {}

    def _added(self) -> Added:
        return Added(self._money.wider, self._rates)

    def take(self, record: PlainRecord) -> None:
        if isinstance(record, Rate):
            self._rates.take(record)
        elif isinstance(record, Entry) and record.finding in self._heard:
            self._heard[record.finding].take(record)
            self._changed.add(self._opened[record.finding].key)
        elif isinstance(record, Told | Count | Step):
            for key in self._accounts_of(record):
                if key in self._accounts:
                    self._accounts[key].take(record)
                    self._changed.add(key)

    def _accounts_of(self, record: Told | Count | Step) -> Iterator[Key]:
        if not isinstance(record, Told):
            yield About.DELIVERED, Place(project=record.project)
        elif record.stage in (Stage.COMMITMENT, Stage.DISBURSED):
            yield About.DELIVERED, Place(project=record.place.project)
        elif record.stage is Stage.RECEIVED and record.side is Side.CHANNEL:
            self._begun.setdefault((About.RECEIVED, record.place))
            yield About.RECEIVED, record.place
        elif record.stage is Stage.RECEIVED and record.side is Side.DONOR:
            for place in (record.place, *self._money.wider(record.place)):
                yield About.RECEIVED, place

    def changed(self) -> Iterator[tuple[Key | str, Finding | None]]:
        """What may have changed since this was asked last, as it stands now; None for what stands no more.

        A difference goes by its accounts, a finding without one by its slug.
        """
        for key in self._changed:
            for name, finding in self._settled(key).items():
                if finding is None:
                    self._standing.pop(name, None)
                else:
                    self._standing[name] = finding
                yield name, finding
        self._changed.clear()

    def _settled(self, key: Key) -> dict[Key | str, Finding | None]:
        accounts, opened = self._accounts.get(key), self._opened_of.get(key, [])
        compared = accounts.compare() if accounts else None
        self.compared.put(key, Measured(Decimal(1), compared.grade) if compared else None)
        settled: dict[Key | str, Finding | None] = {key: None}
        for slug in opened:
            heard, place = self._heard[slug], self._opened[slug].place
            if heard.grade is not None:
                settled[slug] = Finding(slug, key[0], place, heard.state(None), None, heard.grade)
        if accounts and compared and accounts.is_gap(compared):
            of = opened[-1] if opened else None
            state = self._heard[of].state(compared) if of else State.OPEN
            settled |= {of: None} if of else {}
            settled[key] = Finding(of, *key, state, compared, compared.grade)
        return settled

    def standing(self) -> tuple[Finding, ...]:
        """Every finding as it stands, with the rates of its difference; those of received money come first."""
        for _changed in self.changed():
            pass
        delivered = (key for key in self._accounts if key[0] is About.DELIVERED)
        names: Iterable[Key | str] = (*self._begun, *delivered, *self._opened)
        return tuple(self._with_rates(self._standing[name]) for name in names if name in self._standing)

    def _with_rates(self, finding: Finding) -> Finding:
        if finding.difference is None:
            return finding
        rates = self._accounts[finding.difference.about, finding.difference.place].rates()
        return replace(finding, difference=replace(finding.difference, rates=rates))
