"""The plan file's section `reconstruction`: its tables and its rules; docs/reconstruction.md tells each key."""

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal

from django.db.models import Choices

from milestones import models as core
from milestones.limits import CODE_LENGTH, NAME_LENGTH
from milestones.planfile.faults import Refused
from milestones.planfile.values import as_slug, string_of
from milestones.sections import Section, SectionTable
from milestones.sections.fields import Code, Field, Named, Words, day, flag, number, whole, word
from pillars.reconstruction.currencies import CURRENCIES
from pillars.reconstruction.models import (
    Appeal,
    Channel,
    Donor,
    Estimate,
    ExchangeRate,
    Finding,
    FindingEntry,
    NeedsAssessment,
    Project,
    ProjectStep,
    Sector,
    Territory,
    Transaction,
    UnitCount,
)
from pillars.reconstruction.models.choices import (
    About,
    ChannelKind,
    CountKind,
    Horizon,
    Measured,
    Side,
    Stage,
    State,
    StepKind,
    Unit,
)
from pillars.reconstruction.models.needs import MONTH

Entries = tuple[Mapping[str, object], ...]
Breach = tuple[str, int, str, str]


def _currency(value: object) -> str:
    if value not in CURRENCIES:
        raise Refused("unknown_currency", f'"{value}" is no currency of ISO 4217, such as USD')
    return str(value)


def _month(value: object) -> str:
    if not isinstance(value, str) or not MONTH.match(value):
        raise Refused("bad_month", f'"{value}" is no month, such as "2025-10" in quotes')
    return value


def _slug() -> Field:
    return Field(key="slug", read=as_slug, needed=True, default="-")


def _name() -> Words:
    return Words(key="name", needed=True)


def _words(
    key: str, words: type[Choices], *, default: object = None, needed: bool = False, column: str = ""
) -> Field:
    stand_in = words.values[0] if needed else default
    return word(
        key, {str(each): each for each in words.values}, default=stand_in, needed=needed, column=column
    )


def _actor(key: str) -> Named:
    return Named(key=key, model=core.Actor, kind="actor")


def _milestone() -> Named:
    return Named(key="milestone", model=core.Milestone, kind="milestone")


def _text_code(key: str, most: int = CODE_LENGTH) -> Code:
    return Code(key=key, read=string_of(most))


def _needed_currency(key: str = "currency") -> Field:
    return Field(key=key, read=_currency, needed=True, default="USD")


PLACE = (
    Named(key="appeal", model=Appeal),
    Named(key="donor", model=Donor),
    Named(key="channel", model=Channel),
    Named(key="project", model=Project),
)
"""Whose money it is, and where."""

TABLES = (
    SectionTable("sectors", Sector, (_slug(), _name(), _text_code("iati_code"))),
    SectionTable("territories", Territory, (_slug(), _name())),
    SectionTable(
        "appeals",
        Appeal,
        (
            _slug(),
            _name(),
            Words(key="summary"),
            _needed_currency(),
            flag("base_rate", column="is_base_rate"),
            _milestone(),
            _text_code("iati_identifier", NAME_LENGTH),
        ),
    ),
    SectionTable(
        "donors",
        Donor,
        (_slug(), _name(), _actor("actor"), Named(key="part_of", model=Donor), _text_code("iati_ref")),
    ),
    SectionTable(
        "channels",
        Channel,
        (
            _slug(),
            _name(),
            _words("kind", ChannelKind, needed=True),
            _actor("holder"),
            _text_code("iati_ref"),
        ),
    ),
    SectionTable(
        "needs_assessments",
        NeedsAssessment,
        (
            _slug(),
            _name(),
            _actor("actor"),
            day("published", column="published_on", needed=True),
            Code(key="covers_from", read=_month),
            Code(key="covers_until", read=_month),
            Words(key="note"),
        ),
    ),
    SectionTable(
        "projects",
        Project,
        (
            _slug(),
            _name(),
            Words(key="description"),
            Named(key="sector", model=Sector),
            Named(key="area", model=core.Area, kind="area"),
            _actor("implementer"),
            _milestone(),
            _text_code("iati_identifier", NAME_LENGTH),
        ),
    ),
    SectionTable(
        "findings",
        Finding,
        (_slug(), _name(), _words("about", About, needed=True), _actor("owner"), *PLACE),
    ),
    SectionTable(
        "estimates",
        Estimate,
        (
            Named(key="assessment", model=NeedsAssessment, needed=True),
            Named(key="sector", model=Sector),
            Named(key="territory", model=Territory),
            _words("measured", Measured, needed=True),
            _words("horizon", Horizon, default="whole"),
            whole("months"),
            number("amount", needed=True),
            _needed_currency(),
        ),
    ),
    SectionTable(
        "project_steps",
        ProjectStep,
        (
            Named(key="project", model=Project, needed=True),
            _words("kind", StepKind, needed=True),
            day("planned_start"),
            day("planned_end"),
        ),
    ),
    SectionTable(
        "unit_counts",
        UnitCount,
        (
            Named(key="project", model=Project, needed=True),
            _words("kind", CountKind, needed=True),
            _words("unit", Unit, needed=True),
            number("quantity", needed=True),
            flag("total", column="is_total"),
        ),
    ),
    SectionTable(
        "rates",
        ExchangeRate,
        (_needed_currency(), _needed_currency("into"), number("rate", needed=True)),
    ),
    SectionTable(
        "transactions",
        Transaction,
        (
            _words("stage", Stage, needed=True),
            *PLACE,
            _words("told_by", Side, default="other", column="side"),
            number("amount", needed=True),
            _needed_currency(),
            flag("total", column="is_total"),
            _text_code("reference", NAME_LENGTH),
        ),
    ),
    SectionTable(
        "finding_entries",
        FindingEntry,
        (
            Named(key="finding", model=Finding, needed=True),
            _actor("actor"),
            Words(key="claimant"),
            _words("state", State, default=""),
        ),
    ),
)


def _of_each(
    table: str, rule: Callable[[Mapping[str, object]], tuple[str, str] | None]
) -> Callable[[Mapping[str, Entries]], Iterable[Breach]]:
    def check(read: Mapping[str, Entries]) -> Iterable[Breach]:
        for index, entry in enumerate(read[table]):
            breach = rule(entry)
            if breach is not None:
                yield table, index, *breach

    return check


def _groups_come_first(read: Mapping[str, Entries]) -> Iterable[Breach]:
    seen: set[object] = set()
    for index, donor in enumerate(read["donors"]):
        group = donor["part_of"]
        if group is not None and group not in seen:
            yield (
                "donors",
                index,
                "part_of",
                f'the donor "{group}" must stand before those that are part of it',
            )
        seen.add(donor["slug"])


def _one_finding_a_difference(read: Mapping[str, Entries]) -> Iterable[Breach]:
    seen: set[object] = set()
    for index, entry in enumerate(read["findings"]):
        if entry["about"] == About.CONTESTED:
            continue
        named = tuple(entry[key] for key in ("about", "appeal", "donor", "channel", "project"))
        if named in seen:
            yield "findings", index, "about", "another finding is about the same difference"
        seen.add(named)


def _not_negative(key: str) -> Callable[[Mapping[str, object]], tuple[str, str] | None]:
    def rule(entry: Mapping[str, object]) -> tuple[str, str] | None:
        value = entry[key]
        assert isinstance(value, Decimal)
        return (key, f"{value} is below zero; a mistake is retracted instead") if value < 0 else None

    return rule


def _months_of_the_first(entry: Mapping[str, object]) -> tuple[str, str] | None:
    if (entry["horizon"] == Horizon.FIRST) != bool(entry["months"]):
        return "months", 'months belong to the horizon "first", and to no other'
    return None


def _planned_dates(entry: Mapping[str, object]) -> tuple[str, str] | None:
    start, end = entry["planned_start"], entry["planned_end"]
    if bool(start or end) != (entry["kind"] == StepKind.PLANNED):
        return "kind", 'a planned start or end belongs to the step "planned", and to no other'
    if start and end and end < start:  # type: ignore[operator]
        return "planned_end", f"{end} is before the planned start {start}"
    return None


def _of_appeal_or_project(entry: Mapping[str, object]) -> tuple[str, str] | None:
    return None if entry["appeal"] or entry["project"] else ("", "an appeal or a project must be named")


def _rate_is_stated(entry: Mapping[str, object]) -> tuple[str, str] | None:
    rate = entry["rate"]
    assert isinstance(rate, Decimal)
    if rate <= 0:
        return "rate", f"{rate} is not above zero"
    if entry["currency"] == entry["into"]:
        return "into", "this is the currency that is converted"
    return None if entry["source"] else ("", "a rate needs its source")


def _says_something(entry: Mapping[str, object]) -> tuple[str, str] | None:
    return None if entry["state"] or entry["note"] else ("", "neither a note nor a state is given")


def _delivered_of_project(entry: Mapping[str, object]) -> tuple[str, str] | None:
    if entry["about"] == About.DELIVERED and not entry["project"]:
        return "project", "the project must be named that was paid and what it delivered"
    return None


SECTION = Section(
    slug="reconstruction",
    tables=TABLES,
    checks=(
        _groups_come_first,
        _one_finding_a_difference,
        _of_each("findings", _delivered_of_project),
        _of_each("estimates", _not_negative("amount")),
        _of_each("estimates", _months_of_the_first),
        _of_each("project_steps", _planned_dates),
        _of_each("unit_counts", _not_negative("quantity")),
        _of_each("transactions", _not_negative("amount")),
        _of_each("transactions", _of_appeal_or_project),
        _of_each("rates", _rate_is_stated),
        _of_each("finding_entries", _says_something),
    ),
)
