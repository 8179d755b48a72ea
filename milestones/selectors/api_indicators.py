"""What an indicator counts on a day, series by series."""

from typing import Any

from milestones.contingency import Evaluation
from milestones.contingency.evidence import current_range, value_evidence
from milestones.models import Series
from milestones.selectors.api_explanation import KINDS, series_evidence
from milestones.selectors.plans import Reader

Row = dict[str, Any]


def count_of(evaluation: Evaluation, indicator: str, user: Reader) -> Row:
    """The indicator's value and evidence; neither for one that does not count, as a draft does not."""
    if indicator not in evaluation.facts.indicators:
        return {"value": None, "evidence": []}
    found = current_range(evaluation.facts, indicator)
    stated = [
        {
            "series": each.series,
            "is_read": each.is_read,
            "is_stale": each.is_stale,
            "is_claim": each.is_claim,
            "evidence": {kind: [record.ref for record in getattr(each.records, kind)] for kind in KINDS},
        }
        for each in value_evidence(evaluation.facts, indicator)
    ]
    value = None if found is None else {"low": str(found[0]), "high": str(found[1])}
    return {"value": value, "evidence": series_evidence(stated, user)}


def series_of(indicator: int, user: Reader) -> list[Row]:
    """The series of the indicator, in order."""
    rows: Any = Series.objects.filter(indicator=indicator).visible_to(user).order_by("rank", "pk")
    return list(rows.values("slug", "name", "actor__slug", "definition"))
