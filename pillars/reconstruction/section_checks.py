"""The rules over reconstruction's whole section, said with the place in the file, and how its own codes are read."""

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal

from milestones.planfile.faults import Refused
from milestones.sections.tables import Check
from pillars.reconstruction.currencies import CURRENCIES, validate_currency
from pillars.reconstruction.models.choices import About, Horizon, StepKind
from pillars.reconstruction.models.needs import MONTH, validate_month

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


CODES = ((validate_currency, _currency), (validate_month, _month))
"""How a string is read that a validator of its column holds to a form."""


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


CHECKS: tuple[Check, ...] = (
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
)
