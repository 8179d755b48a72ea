"""Derived observations: what the pillar apps' measures say now, stored beside what people observed."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal

from milestones.contingency.scales import Grade
from milestones.loading.rows import RowWriter
from milestones.measures import Counted, Derived, derive
from milestones.models import Indicator, Observation, Plan, Publication
from milestones.planfile.composed import Retraction
from milestones.planfile.vocabulary import DERIVED_SERIES
from milestones.registry import registry
from milestones.state import PlanState

Content = tuple[date, Decimal, Grade, datetime]


def store_measures(plan: Plan, state: PlanState, *, today: date, now: datetime) -> list[int]:
    """Bring the derived observations of the plan up to its pillar apps' records; the keys of the rows written.

    What a measure no longer says is retracted; nothing is changed otherwise. An indicator whose measure no app here
    has keeps the observations that it has. Raises no mark: the recompute that calls it is the answer to one.
    """
    loaded: dict[object, Counted] = {}
    written: list[int] = []
    for indicator in Indicator.objects.filter(plan=plan).exclude(measure="").select_related("area"):
        use = registry.measure(indicator.measure)
        if use is None:
            continue
        counted = loaded.get(use.measure.load)
        if counted is None:
            counted = loaded[use.measure.load] = use.measure.load(state)
        area = indicator.area.slug if indicator.area else ""
        derived = derive(use.measure, counted, today=today, argument=use.argument, area=area)
        written += _store(indicator, derived, now)
    return written


def measure_fault(state: PlanState, name: str) -> str:
    """Why the measure that an indicator names can give nothing in this plan, as a sentence; "" where it can."""
    use = registry.measure(name)
    if use is None:
        return (
            f'No app here has the measure "{name}": its indicator keeps the observations that it has '
            "and gets no new."
        )
    unknown = use.measure.unknown(state, use.argument) if use.measure.unknown else ""
    return f'The measure "{name}" {unknown}: it gives nothing until that is mended.' if unknown else ""


def _store(indicator: Indicator, derived: Iterable[Derived], now: datetime) -> list[int]:
    rows = Observation.objects.filter(indicator=indicator, series=DERIVED_SERIES)
    standing: dict[Content, list[Observation]] = {}
    for row in rows.order_by("pk"):
        content = (row.date, row.value, Grade(row.verification), row.recorded_at)
        standing.setdefault(content, []).append(row)
    added: list[Observation] = []
    retracted: dict[int, datetime] = {}
    for each in derived:
        alike = standing.get((each.date, each.value, each.grade, each.recorded))
        if alike:
            row = alike.pop(0)
            if each.retracted is not None and row.retracted_at is None:
                retracted[row.pk] = each.retracted
        else:
            added.append(_observation(indicator, each))
    retracted |= {row.pk: now for rest in standing.values() for row in rest if row.retracted_at is None}
    added = Observation.objects.bulk_create(added)
    RowWriter(user=None, at=now).retract(Observation, {key: Retraction(at) for key, at in retracted.items()})
    return [*(row.pk for row in added), *retracted]


def _observation(indicator: Indicator, derived: Derived) -> Observation:
    return Observation(
        indicator=indicator,
        series=DERIVED_SERIES,
        date=derived.date,
        value=derived.value,
        verification=derived.grade.value,
        recorded_at=derived.recorded,
        retracted_at=derived.retracted,
        publication=Publication.PUBLISHED.value,
    )
