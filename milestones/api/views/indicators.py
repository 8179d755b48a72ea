"""An indicator with what it counts."""

from typing import Any

from milestones.api.core import RESOURCES
from milestones.api.moments import evaluation_at
from milestones.api.proofs import count_of
from milestones.api.serializers.indicators import IndicatorDetailSerializer
from milestones.api.views.lists import MomentView
from milestones.api.views.writing import Changing
from milestones.models import Indicator
from milestones.state import PlanState


class IndicatorView(Changing, MomentView):
    """An indicator with its value on a day, and the observations behind it."""

    operation, tag, summary = "indicator", "structure", "One indicator with its value"
    model = Indicator
    serializer_class = IndicatorDetailSerializer
    written_shape = RESOURCES[Indicator].shape

    def following(self, row: Any, state: PlanState) -> dict[str, Any]:
        return count_of(evaluation_at(self.plans[0], state, self.moment), row.slug, state)
