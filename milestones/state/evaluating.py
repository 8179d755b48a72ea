"""What is worked out of what counts of a state, kept as long as the state stands; it is shared: do not change it."""

from collections.abc import Callable, Hashable, Sequence
from datetime import date, datetime
from operator import attrgetter

from milestones.contingency import Evaluation
from milestones.contingency.runs import Course, Run
from milestones.models import Publication
from milestones.state.keeping import Answer, Size, keeper
from milestones.state.plan_state import PlanState

BYTES_OF_A_VERDICT, BYTES_OF_A_RUN = 2100, 160
"""What the verdict of a milestone takes with the engine's plan, as measured with tracemalloc over the Gaza plan; a run
with its two days."""


def evaluation_of(
    state: PlanState, on: date, known_at: datetime | None = None, reading: str | None = None
) -> Evaluation:
    """Every verdict on the state; raises UnknownReading."""
    return _worked_out(
        state,
        ("evaluation", on, known_at, reading),
        lambda: state.counting.evaluate(on, known_at, reading),
        lambda evaluation: BYTES_OF_A_VERDICT * len(evaluation.milestones),
    )


def runs_of(
    state: PlanState, days: tuple[date, date], known_at: datetime | None, reading: str | None, most: int
) -> Sequence[Run]:
    """The runs from the first of two days to the last, ordered by the day on which they begin.

    At most so many standings are worked out, the newest: the runs may begin later than was asked.
    """

    def made() -> Sequence[Run]:
        (first, last), plan = days, state.counting.engine_plan
        course = Course(plan, first=first, last=last, known_at=known_at, reading=reading)
        most_days = max(1, most // max(1, course.milestones))
        if len(course.days) > most_days:
            first = date.fromordinal(course.days[-most_days])
            course = Course(plan, first=first, last=last, known_at=known_at, reading=reading)
        return sorted(course.runs(), key=attrgetter("first"))

    return _worked_out(state, ("runs", days, known_at, reading, most), made, lambda runs: BYTES_OF_A_RUN * len(runs))


def _worked_out(state: PlanState, question: tuple[Hashable, ...], make: Callable[[], Answer], size: Size) -> Answer:
    is_ahead = bool(state.version[1]) and Publication.DRAFT in state.seen  # of the public's, while an edit waits
    place = (state.plan_id, state.counting.seen, is_ahead, state.is_past, state.is_preview)
    return keeper.kept((*question, *place), make, size, of=(state.identity, state.today))
