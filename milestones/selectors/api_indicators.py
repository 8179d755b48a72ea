"""What an indicator counts on a day, series by series."""

from typing import Any

from milestones.contingency import Evaluation
from milestones.models import Series
from milestones.selectors.api_explanation import series_evidence
from milestones.selectors.plans import Reader

Row = dict[str, Any]


def count_of(evaluation: Evaluation, indicator: str, user: Reader) -> Row:
    """The indicator's value and evidence; neither for one that does not count, as a draft does not."""
    if indicator not in evaluation.facts.indicators:
        return {"value": None, "evidence": []}
    low, high = evaluation.facts.values(indicator).at(evaluation.facts.on)
    value = None if low is None else {"low": str(low), "high": str(high)}
    return {"value": value, "evidence": series_evidence(evaluation.facts.value_evidence(indicator), user)}


def series_of(indicator: int, user: Reader) -> list[Row]:
    """The series of the indicator, in order."""
    rows: Any = Series.objects.filter(indicator=indicator).visible_to(user).order_by("rank", "pk")
    return list(rows.values("slug", "name", "actor__slug", "definition"))
