"""What would follow from assumptions: asked alike by pages and by the API, and stored nowhere."""

from collections.abc import Iterable

from milestones.contingency import Evaluation, evaluate
from milestones.contingency.whatif import Assumption, assume


def evaluation_under(before: Evaluation, assumptions: Iterable[Assumption]) -> Evaluation:
    """The same day, instant and reading under the assumptions. Raises KeyError or IndexError for what is not there."""
    plan = assume(before.facts.plan, assumptions, on=before.on)
    return evaluate(plan, on=before.on, known_at=before.known_at, reading=before.reading)
