"""What a measure gives for one day."""

import datetime as dt

from milestones.measures import Counted, Measure
from milestones.sweeps import Measured, run


def value_on(
    measure: Measure,
    counted: Counted,
    on: dt.date,
    known_at: dt.datetime | None = None,
    argument: str = "",
    area: str = "",
) -> Measured | None:
    return run(measure.begin(counted, argument, area), counted.records(), on, known_at).measured()
