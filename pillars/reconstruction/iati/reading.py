"""IATI activities as plain values, with everything named that has no place here."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from lxml import etree

from milestones.limits import NAME_LENGTH, is_exact
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


@dataclass(frozen=True, slots=True)
class Organisation:
    """An organisation by its identifier and names; the identifier may be empty."""

    reference: str
    names: tuple[tuple[str, str], ...]

    @property
    def name(self) -> str:
        """The first name, or the identifier."""
        return self.names[0][1] if self.names else self.reference


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


@dataclass(frozen=True, slots=True)
class ReadActivity:
    """One activity; dates by the standard's types."""

    identifier: str
    reporter: Organisation
    title: dict[str, str]
    description: dict[str, str]
    status: str
    dates: dict[str, dt.date]
    sector: tuple[str, str, dict[str, str]] | None
    implementer: Organisation | None
    transactions: tuple[ReadTransaction, ...]
    parents: tuple[str, ...]


@dataclass(slots=True)
class Read:
    """The activities of a file and, by what it is, how often something was left out."""

    activities: tuple[ReadActivity, ...] = ()
    lost: Counter[str] = field(default_factory=Counter)


def read_activities(tree: etree._ElementTree) -> Read:
    """The activities; raises IatiError for a file of another kind or version, or an activity without identifier."""
    root = tree.getroot()
    if root.tag != "iati-activities":
        raise IatiError(f"The file holds <{root.tag}>, not <iati-activities>.")
    if root.get("version") != codes.VERSION:
        raise IatiError(f"The file is of version {root.get('version')}; only {codes.VERSION} is read.")
    read = Read()
    activities = [_activity(each, read.lost) for each in root.iterfind("iati-activity")]
    identifiers = Counter(each.identifier for each in activities)
    for identifier, times in identifiers.items():
        if times > 1:
            raise IatiError(f"The activity {identifier} stands in the file {times} times.")
    read.activities = tuple(activities)
    return read


def _activity(activity: etree._Element, lost: Counter[str]) -> ReadActivity:
    identifier = (activity.findtext("iati-identifier") or "").strip()
    if not identifier:
        raise IatiError(f"The activity at line {activity.sourceline} has no iati-identifier.")
    if len(identifier) > NAME_LENGTH:
        place = f"The activity at line {activity.sourceline}"
        raise IatiError(f"{place} has an iati-identifier of more than {NAME_LENGTH} characters.")
    language = activity.get(codes.LANG, "en")
    for path in _paths(activity):
        if path not in TAKEN:
            lost[path] += 1
    descriptions = activity.findall("description")
    lost["description beyond the first"] += max(0, len(descriptions) - 1)
    reporter = activity.find("reporting-org")
    found = ReadActivity(
        identifier=identifier,
        reporter=_organisation(reporter, language, lost) or Organisation("", ()),
        title=_texts(activity.find("title"), language, lost),
        description=_texts(descriptions[0], language, lost) if descriptions else {},
        status=_code(activity.find("activity-status")),
        dates=_dates(activity, lost),
        sector=_sector(activity, language, lost),
        implementer=_implementer(activity, language, lost),
        transactions=tuple(_transactions(activity, language, lost)),
        parents=_parents(activity, lost),
    )
    for what in [what for what, times in lost.items() if not times]:
        del lost[what]
    return found


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


def _code(element: etree._Element | None) -> str:
    return element.get("code", "") if element is not None else ""


def _texts(element: etree._Element | None, language: str, lost: Counter[str]) -> dict[str, str]:
    """The texts by language; another language than the site's is left out, but for the only one there is."""
    found: dict[str, str] = {}
    if element is None:
        return found
    for narrative in element.iterfind("narrative"):
        text = (narrative.text or "").strip()
        spoken = (narrative.get(codes.LANG) or language).partition("-")[0]
        if not text:
            continue
        if spoken in codes.LANGUAGES and spoken not in found:
            found[spoken] = text
        else:
            lost[f'{element.tag} in the language "{spoken}"'] += 1
    return found


def _organisation(element: etree._Element | None, language: str, lost: Counter[str]) -> Organisation | None:
    if element is None:
        return None
    names = _texts(element, language, lost)
    reference = element.get("ref", "").strip()
    return Organisation(reference, tuple(names.items())) if names or reference else None


def _dates(activity: etree._Element, lost: Counter[str]) -> dict[str, dt.date]:
    found: dict[str, dt.date] = {}
    for element in activity.iterfind("activity-date"):
        day = _day(element.get("iso-date", ""))
        if day is None:
            lost["activity-date that is no date"] += 1
        else:
            found[element.get("type", "")] = day
    return found


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text.strip()[:10])
    except ValueError:
        return None


def _sector(
    activity: etree._Element, language: str, lost: Counter[str]
) -> tuple[str, str, dict[str, str]] | None:
    sectors = activity.findall("sector")
    lost["sector beyond the first"] += max(0, len(sectors) - 1)
    if not sectors:
        return None
    first = sectors[0]
    return first.get("vocabulary", codes.DAC_SECTORS), first.get("code", ""), _texts(first, language, lost)


def _implementer(activity: etree._Element, language: str, lost: Counter[str]) -> Organisation | None:
    found: Organisation | None = None
    for element in activity.iterfind("participating-org"):
        named = _organisation(element, language, lost)
        if element.get("role") == codes.IMPLEMENTING and found is None:
            found = named
        else:
            lost[f"participating-org of role {element.get('role')}"] += 1
    return found


def _parents(activity: etree._Element, lost: Counter[str]) -> tuple[str, ...]:
    """The identifiers of the activities that it is part of; other relations have no place here."""
    found = []
    for element in activity.iterfind("related-activity"):
        if element.get("type") == codes.PARENT:
            found.append(element.get("ref", ""))
        else:
            lost[f"related-activity of type {element.get('type')}"] += 1
    return tuple(found)


def _transactions(activity: etree._Element, language: str, lost: Counter[str]) -> Iterable[ReadTransaction]:
    default = activity.get("default-currency", "")
    for element in activity.iterfind("transaction"):
        kind = _code(element.find("transaction-type"))
        stage = codes.STAGE_OF.get(kind)
        if stage is None:
            lost[f"transaction of type {kind}"] += 1
            continue
        value, dated = element.find("value"), element.find("transaction-date")
        day = _day(dated.get("iso-date", "")) if dated is not None else None
        amount = _amount(value)
        currency = (value.get("currency") or default) if value is not None else ""
        if day is None or amount is None or currency not in CURRENCIES:
            lost["transaction without a date, a currency of ISO 4217, or an exact amount of 0 or more"] += 1
            continue
        yield ReadTransaction(
            stage=stage,
            date=day,
            amount=amount,
            currency=currency,
            reference=element.get("ref", ""),
            provider=_organisation(element.find("provider-org"), language, lost),
            receiver=_organisation(element.find("receiver-org"), language, lost),
            description=_texts(element.find("description"), language, lost),
        )


def _amount(value: etree._Element | None) -> Decimal | None:
    try:
        amount = Decimal((value.text or "").strip()) if value is not None else None
    except InvalidOperation:
        return None
    return amount if amount is not None and amount.is_finite() and is_exact(amount) and amount >= 0 else None
