"""What a project went through, from its dated steps."""

import datetime as dt

from pillars.reconstruction.models.choices import StepKind
from pillars.reconstruction.progress import Step, Stretch, stretches_of

DAYS = [dt.date(2026, month, 1) for month in range(1, 6)]


def step(day: dt.date, kind: StepKind) -> Step:
    return Step(date=day, recorded=dt.datetime.combine(day, dt.time(), dt.UTC), project="wells", kind=kind)


def test_each_step_ends_the_stretch_before_it() -> None:
    kinds = (StepKind.PLANNED, StepKind.STARTED, StepKind.SUSPENDED, StepKind.RESUMED, StepKind.COMPLETED)
    steps = [step(day, kind) for day, kind in zip(DAYS, kinds, strict=True)]
    _planned, start, stop, again, end = DAYS
    worked = (Stretch(start, stop, False), Stretch(stop, again, True), Stretch(again, end, False))
    assert stretches_of(steps, end, None) == worked
    assert stretches_of(steps, stop, None) == (Stretch(start, stop, False), Stretch(stop, None, True))
