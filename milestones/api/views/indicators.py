"""An indicator with what it counts."""

from typing import Any

from django.http import Http404
from rest_framework.request import Request

from milestones.api.parameters import POINT
from milestones.api.serializers.indicators import IndicatorDetailSerializer
from milestones.api.views.base import ReadView
from milestones.api.views.lists import rows_seen, with_lines
from milestones.models import Indicator
from milestones.selectors.api_indicators import count_of, series_of
from milestones.selectors.api_moments import evaluation_at, readings_of, told


class IndicatorView(ReadView):
    """An indicator with its value on a day, and the observations behind it."""

    operation, tag, summary = "indicator", "structure", "One indicator with its value"
    serializer_class = IndicatorDetailSerializer
    parameters = POINT

    def answer(self, request: Request, **kwargs: Any) -> Any:
        fresh = self.plans[0]
        rows = rows_seen(Indicator, request).filter(plan=fresh.plan.pk, slug=kwargs["slug"])
        found = with_lines(IndicatorDetailSerializer, rows, request)
        if not found:
            raise Http404
        row = found[0]
        readings = readings_of(self.plans)[fresh.plan.pk]
        moment = self.moment(readings)
        row |= count_of(evaluation_at(fresh, moment, request.user), row["slug"], request.user)
        row["series"] = series_of(row["pk"], request.user)
        return self.shaped(row | told(fresh, moment, next(iter(readings), None)))
