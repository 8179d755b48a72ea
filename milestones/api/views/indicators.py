"""An indicator with what it counts."""

from collections.abc import Mapping
from typing import Any

from milestones.api.serializers.indicators import IndicatorDetailSerializer
from milestones.api.views.lists import MomentView
from milestones.models import Indicator
from milestones.selectors.api_indicators import count_of, series_of
from milestones.selectors.api_moments import Moment, evaluation_at


class IndicatorView(MomentView):
    """An indicator with its value on a day, and the observations behind it."""

    operation, tag, summary = "indicator", "structure", "One indicator with its value"
    model = Indicator
    serializer_class = IndicatorDetailSerializer

    def following(self, row: Mapping[str, Any], moment: Moment) -> dict[str, Any]:
        user = self.request.user
        count = count_of(evaluation_at(self.plans[0], moment, user), row["slug"], user)
        return count | {"series": series_of(row["pk"], user)}
