"""Observations that measures give, computed from a state's records: rows like any others, stored nowhere."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from milestones.measures import Counted, derive
from milestones.models import Indicator, Observation, Publication
from milestones.planfile.vocabulary import DERIVED_SERIES
from milestones.registry import MeasureUse, registry

if TYPE_CHECKING:
    from milestones.state.plan_state import PlanState

FIRST_KEY, DAYS = 2**52, 2**22
"""Their keys are above those of every stored row, one for each indicator and day, and exact where JSON's numbers are
floats."""


def derived_rows(state: "PlanState", until: date) -> Iterator[dict[str, Any]]:
    """The columns of what the measures of the state's indicators give of what counts, up to a day."""
    blank = {column.attname: column.get_default() for column in Observation._meta.concrete_fields}
    for indicator, use, area, counted in _measured(state):
        for derived in derive(
            use.measure, counted, until=until, known_at=state.known_at, argument=use.argument, area=area
        ):
            yield blank | {
                "id": FIRST_KEY + DAYS * indicator.pk + derived.date.toordinal(),
                "indicator_id": indicator.pk,
                "series": DERIVED_SERIES,
                "date": derived.date,
                "value": derived.value,
                "verification": derived.grade.value,
                "recorded_at": derived.recorded,
                "publication": Publication.PUBLISHED.value,
            }


def counted_rows(state: "PlanState") -> Mapping[int, frozenset[tuple[str, int]]]:
    """By the key of each indicator with a measure the records of which its values are made, as kinds and keys."""
    return {
        indicator.pk: frozenset(
            (record.kind_of_row, record.key)
            for record in filter(use.measure.begin(counted, use.argument, area).concerns, counted.records())
        )
        for indicator, use, area, counted in _measured(state)
    }


def _measured(state: "PlanState") -> Iterator[tuple[Indicator, MeasureUse, str, Counted]]:
    """Each indicator with a measure, its area ("" for all) and what counts; each measure's records are loaded once."""
    loaded: dict[object, Counted] = {}
    for indicator in state.rows(Indicator):
        use = registry.measure(indicator.measure) if indicator.measure else None
        if use is None:
            continue
        load = use.measure.load
        if load not in loaded:
            loaded[load] = load(state.counting)
        yield indicator, use, indicator.area.slug if indicator.area else "", loaded[load]


def measure_fault(state: "PlanState", name: str) -> str:
    """Why the measure that an indicator names can give nothing in this plan, as a sentence; "" where it can."""
    use = registry.measure(name)
    if use is None:
        return f'No app here has the measure "{name}": its indicator gets no observations from it.'
    unknown = use.measure.unknown(state, use.argument) if use.measure.unknown else ""
    return f'The measure "{name}" {unknown}: it gives nothing until that is mended.' if unknown else ""
