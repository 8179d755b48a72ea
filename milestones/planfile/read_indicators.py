"""Readers of indicators, their series and their observations."""

from decimal import Decimal

from milestones.contingency.scales import Grade
from milestones.planfile.cursor import Cursor
from milestones.planfile.document import DERIVED_SERIES, Direction, Indicator, Observation, Series
from milestones.planfile.faults import Path
from milestones.planfile.read_entries import name, slug
from milestones.planfile.read_records import day, keys_of, publication, record_source, recorded
from milestones.planfile.templates import template_area
from milestones.planfile.values import (
    as_date,
    as_decimal,
    as_decimals,
    as_grade,
    as_instant,
    as_measure,
    as_whole_number,
    word_of,
)


def read_indicator(cursor: Cursor) -> Indicator:
    """An indicator with all it holds."""
    cursor.check_keys(keys_of(Indicator))
    indicator = Indicator(
        slug=slug(cursor),
        name=name(cursor),
        pillar=cursor.need("pillar", cursor.slug, ""),
        unit=cursor.get("unit", cursor.short_text),
        decimals=cursor.get_or("decimals", as_decimals, 0),
        direction=cursor.get_or("direction", word_of("direction", Direction), Direction.INCREASE),
        definition=cursor.get("definition", cursor.text),
        baseline=cursor.get("baseline", as_decimal),
        target=cursor.get("target", as_decimal),
        target_date=cursor.get("target_date", as_date),
        verification=cursor.get("verification", as_grade),
        official=cursor.get("official", cursor.slug),
        stale_after=cursor.get("stale_after", as_whole_number),
        measure=cursor.get("measure", as_measure),
        area=template_area(cursor),
        publication=publication(cursor),
        series=cursor.each("series", read_series),
        observations=cursor.each("observations", read_observation),
    )
    check_series(cursor, indicator)
    return indicator


def read_series(cursor: Cursor) -> Series:
    """A series."""
    cursor.check_keys(keys_of(Series))
    return Series(
        slug=slug(cursor),
        name=cursor.get("name", cursor.short_text),
        actor=cursor.refer("actor", "actor"),
        definition=cursor.get("definition", cursor.text),
    )


def read_observation(cursor: Cursor) -> Observation:
    """An observation; one that a measure computed needs no source."""
    cursor.check_keys(keys_of(Observation))
    series = cursor.get("series", lambda value: value if value == "" else cursor.slug(value)) or ""
    return Observation(
        date=day(cursor),
        value=cursor.need("value", as_decimal, Decimal(0)),
        recorded=recorded(cursor),
        verification=cursor.get_or("verification", as_grade, Grade.REPORTED),
        source=cursor.refer("source", "source") if series == DERIVED_SERIES else record_source(cursor),
        series=series,
        note=cursor.get("note", cursor.text),
        retracted=cursor.get("retracted", as_instant),
        publication=publication(cursor),
    )


def check_series(cursor: Cursor, indicator: Indicator) -> None:
    """Where an indicator declares its series, refuse every other, `""` and a measure's own aside."""
    declared = {series.slug for series in indicator.series}
    if not declared or "" in declared:
        return  # none declared, or one that could not be read
    allowed = declared | {""} | ({DERIVED_SERIES} if indicator.measure else set())
    named: list[tuple[Path, str]] = [(("official",), indicator.official or "")]
    for index, observation in enumerate(indicator.observations):
        named.append((("observations", index, "series"), observation.series))
    for steps, series in named:
        if series not in allowed:
            message = f'there is no series "{series}" of this indicator{cursor.report.hint(series, declared)}'
            cursor.report.error((*cursor.path, *steps), "unknown_series", message, slug=series)
