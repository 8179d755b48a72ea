"""IATI activities as plain values, with everything named that has no place here."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from lxml import etree

from milestones.limits import NAME_LENGTH, is_exact
from milestones.planfile.text import LANGUAGES
from pillars.reconstruction.currencies import CURRENCIES
from pillars.reconstruction.iati import codes
from pillars.reconstruction.iati.xml import IatiError
from pillars.reconstruction.models.choices import Stage

TAKEN = frozenset(
    """
    @lang @default-currency
    iati-identifier reporting-org reporting-org@ref reporting-org/narrative
    title title/narrative title/narrative@lang description description/narrative description/narrative@lang
    participating-org participating-org@role participating-org/narrative
    activity-status activity-status@code activity-date activity-date@iso-date activity-date@type
    sector sector@code sector@vocabulary sector/narrative sector/narrative@lang
    related-activity related-activity@ref related-activity@type
    transaction transaction@ref transaction/transaction-type transaction/transaction-type@code
    transaction/transaction-date transaction/transaction-date@iso-date
    transaction/value transaction/value@currency
    transaction/provider-org transaction/provider-org@ref transaction/provider-org/narrative
    transaction/provider-org/narrative@lang
    transaction/receiver-org transaction/receiver-org@ref transaction/receiver-org/narrative
    transaction/receiver-org/narrative@lang transaction/description transaction/description/narrative
    transaction/description/narrative@lang
    """.split()  # noqa: SIM905 - paths are read in groups
)
"""Elements and attributes that are read; all else of an activity is told as left out."""
INEXACT = "transaction without a date, a currency of ISO 4217, or an exact amount of 0 or more"


@dataclass(frozen=True, slots=True)
class Organisation:
    """An organisation by its identifier and its names by language; the identifier may be empty."""

    reference: str = ""
    names: Mapping[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The first name, or the identifier."""
        return next(iter(self.names.values()), self.reference)


@dataclass(frozen=True, slots=True)
class ReadTransaction:
    """One transaction that has a stage here."""

    stage: Stage
    date: dt.date
    amount: Decimal
    currency: str
    reference: str
    provider: Organisation | None
    receiver: Organisation | None
    description: dict[str, str]


@dataclass(slots=True)
class Read:
    """The activities of a file and, by what it is, how often something was left out."""

    activities: tuple["ReadActivity", ...] = ()
    lost: Counter[str] = field(default_factory=Counter)


def read_activities(tree: etree._ElementTree) -> Read:
    """The activities; raises IatiError for a file of another kind or version, or an activity without identifier."""
    root = tree.getroot()
    if root.tag != "iati-activities":
        raise IatiError(f"The file holds <{root.tag}>, not <iati-activities>.")
    if root.get("version") != codes.VERSION:
        raise IatiError(f"The file is of version {root.get('version')}; only {codes.VERSION} is read.")
    lost: Counter[str] = Counter()
    activities = tuple(ReadActivity(activity, lost) for activity in root.iterfind("iati-activity"))
    for identifier, times in Counter(activity.identifier for activity in activities).items():
        if times > 1:
            raise IatiError(f"The activity {identifier} stands in the file {times} times.")
    return Read(activities, +lost)


class ReadActivity:
    """What one activity says, its dates by the standard's types; raises IatiError without an identifier to keep.

    What of its element is left out is counted in `lost`.
    """

    def __init__(self, element: etree._Element, lost: Counter[str]) -> None:
        self._element, self._lost = element, lost
        self.identifier = (element.findtext("iati-identifier") or "").strip()
        place = f"The activity at line {element.sourceline}"
        if not self.identifier:
            raise IatiError(f"{place} has no iati-identifier.")
        if len(self.identifier) > NAME_LENGTH:
            raise IatiError(f"{place} has an iati-identifier of more than {NAME_LENGTH} characters.")
        for path in _paths(element):
            lost[path] += path not in TAKEN
        self.reporter = self._organisation(element.find("reporting-org")) or Organisation()
        self.title = self._texts(element.find("title"))
        self.description = self._texts(self._first("description"))
        self.status: str = element.xpath("string(activity-status/@code)")
        self.dates = self._dates()
        self.sector = self._sector()
        self.implementer = self._implementer()
        self.transactions = tuple(self._transactions())
        self.parents = self._parents()

    def _first(self, name: str) -> etree._Element | None:
        elements = self._element.findall(name)
        self._lost[f"{name} beyond the first"] += max(0, len(elements) - 1)
        return elements[0] if elements else None

    def _texts(self, element: etree._Element | None) -> dict[str, str]:
        """The texts by language; another language than the site's is left out, but for the only one there is."""
        texts: dict[str, str] = {}
        if element is None:
            return texts
        for narrative in element.iterfind("narrative"):
            text = (narrative.text or "").strip()
            language = narrative.get(codes.LANG) or self._element.get(codes.LANG, "en")
            spoken = language.partition("-")[0]
            if text and spoken in LANGUAGES and spoken not in texts:
                texts[spoken] = text
            elif text:
                self._lost[f'{element.tag} in the language "{spoken}"'] += 1
        return texts

    def _organisation(self, element: etree._Element | None) -> Organisation | None:
        if element is None:
            return None
        names, reference = self._texts(element), element.get("ref", "").strip()
        return Organisation(reference, names) if names or reference else None

    def _dates(self) -> dict[str, dt.date]:
        dates = self._element.iterfind("activity-date")
        days = [(date.get("type", ""), _day(date.get("iso-date", ""))) for date in dates]
        self._lost["activity-date that is no date"] += sum(day is None for _kind, day in days)
        return {kind: day for kind, day in days if day is not None}

    def _sector(self) -> tuple[str, str, dict[str, str]] | None:
        sector = self._first("sector")
        if sector is None:
            return None
        return sector.get("vocabulary", codes.DAC_SECTORS), sector.get("code", ""), self._texts(sector)

    def _implementer(self) -> Organisation | None:
        implementer: Organisation | None = None
        for element in self._element.iterfind("participating-org"):
            named = self._organisation(element)
            if element.get("role") == codes.IMPLEMENTING and implementer is None:
                implementer = named
            else:
                self._lost[f"participating-org of role {element.get('role')}"] += 1
        return implementer

    def _parents(self) -> tuple[str, ...]:
        """The identifiers of the activities that it is part of; other relations have no place here."""
        related = self._element.findall("related-activity")
        for element in related:
            kind = element.get("type")
            self._lost[f"related-activity of type {kind}"] += kind != codes.PARENT
        return tuple(relation.get("ref", "") for relation in related if relation.get("type") == codes.PARENT)

    def _transactions(self) -> Iterable[ReadTransaction]:
        for element in self._element.iterfind("transaction"):
            kind = element.xpath("string(transaction-type/@code)")
            stage = codes.STAGE_OF.get(kind)
            if stage is None:
                self._lost[f"transaction of type {kind}"] += 1
                continue
            value, day = element.find("value"), _day(element.xpath("string(transaction-date/@iso-date)"))
            amount, currency = _amount(value), self._element.get("default-currency", "")
            currency = value.get("currency") or currency if value is not None else ""
            if day is None or amount is None or currency not in CURRENCIES:
                self._lost[INEXACT] += 1
                continue
            yield ReadTransaction(
                stage=stage,
                date=day,
                amount=amount,
                currency=currency,
                reference=element.get("ref", ""),
                provider=self._organisation(element.find("provider-org")),
                receiver=self._organisation(element.find("receiver-org")),
                description=self._texts(element.find("description")),
            )


def _paths(activity: etree._Element) -> Iterable[str]:
    """Every element and attribute of the activity, by its path below it; of an element not read, only itself."""

    def walk(element: etree._Element, path: str) -> Iterable[str]:
        for name in element.attrib:
            yield f"{path}@{etree.QName(name).localname}"
        for child in element:
            below = f"{path}/{child.tag}" if path else str(child.tag)
            yield below
            if below in TAKEN:
                yield from walk(child, below)

    return walk(activity, "")


def _day(words: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(words.strip()[:10])
    except ValueError:
        return None


def _amount(value: etree._Element | None) -> Decimal | None:
    try:
        amount = Decimal((value.text or "").strip()) if value is not None else None
    except InvalidOperation:
        return None
    return amount if amount is not None and amount.is_finite() and is_exact(amount) and amount >= 0 else None
