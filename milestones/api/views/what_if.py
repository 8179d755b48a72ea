"""What assumptions would change: a question with a body, which writes nothing."""

from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.exceptions import UnsupportedMediaType
from rest_framework.request import Request
from rest_framework.response import Response

from milestones.api.moments import moved
from milestones.api.parameters import POINT
from milestones.api.problems import faulty, invalid
from milestones.api.schema import JSON
from milestones.api.serializers.evaluation import (
    STATUSES,
    ForecastSerializer,
    PlanMomentSerializer,
    ProgressSerializer,
    RangeSerializer,
    ReasonSerializer,
)
from milestones.api.views.base import ReadView, as_json
from milestones.contingency import Evaluation
from milestones.contingency.whatif import evaluation_under
from milestones.planfile import PlanFileError
from milestones.planfile.requests import body_schema, read_assumptions

Told = dict[str, Any]


class StandingSerializer(serializers.Serializer):
    """How a milestone stands."""

    status = serializers.ChoiceField(choices=STATUSES)
    level = RangeSerializer()
    forecast = ForecastSerializer()
    reasons = ReasonSerializer(many=True)


class MovedSerializer(serializers.Serializer):
    """A milestone that would stand otherwise."""

    milestone = serializers.CharField(help_text="By slug.")
    before = StandingSerializer(help_text="As it stands.")
    after = StandingSerializer(help_text="As it would stand.")


class PillarStandingSerializer(serializers.Serializer):
    """How a pillar stands."""

    status = serializers.ChoiceField(choices=STATUSES, allow_null=True)
    progress = ProgressSerializer()


class MovedPillarSerializer(serializers.Serializer):
    """A pillar that would stand otherwise."""

    pillar = serializers.CharField(help_text="By slug.")
    before = PillarStandingSerializer(help_text="As it stands.")
    after = PillarStandingSerializer(help_text="As it would stand.")


class WhatIfSerializer(PlanMomentSerializer):
    """What would be otherwise under the assumptions, and nothing else."""

    milestones = MovedSerializer(
        many=True, help_text="Those whose status, level or dates would be others, in the plan's order."
    )
    pillars = MovedPillarSerializer(many=True)


class WhatIfView(ReadView):
    """Assume levels, values, dates, waivers and withdrawals, several at once; see what would be otherwise."""

    http_method_names = ["post", "options"]
    operation, tag, summary = "what_if", "plans", "What assumptions would change"
    is_conditional = False
    parameters = POINT
    serializer_class = WhatIfSerializer
    request_schema = {JSON: body_schema()}

    def post(self, request: Request, **kwargs: Any) -> HttpResponseBase:
        tag = self._find_plans(request, **kwargs)
        self._begin(request)
        return self._stamped(Response(as_json(self.answer(request, **kwargs))), tag)

    def answer(self, request: Request, **kwargs: Any) -> Told:
        try:
            assumptions = read_assumptions(body_of(request), self.evaluation.facts.plan)
        except PlanFileError as error:
            raise faulty((fault.path or "assume", fault.code, fault.message) for fault in error.faults) from error
        except RequestDataTooBig as error:
            raise invalid("assume", _("The body is too long. Send it in several."), code="too_long") from error
        after = evaluation_under(self.evaluation, assumptions)
        return self.headed(**differing(self.evaluation, after))


def body_of(request: Request) -> bytes:
    """The body, which is JSON; raises UnsupportedMediaType, and RequestDataTooBig."""
    if (request.content_type or "").partition(";")[0].strip().lower() != JSON:
        raise UnsupportedMediaType(request.content_type)
    return request._request.body


def differing(before: Evaluation, after: Evaluation) -> dict[str, list[Told]]:
    """The milestones and pillars of both evaluations that stand otherwise in the other."""
    old, new = before.as_dict(), after.as_dict()
    differences = {
        "milestones": moved("milestone", old["milestones"], new["milestones"], STANDING),
        "pillars": moved("pillar", old["pillars"], new["pillars"], ("status", "progress")),
    }
    return {name: [row for row in rows if row["before"] and row["after"]] for name, rows in differences.items()}


STANDING = ("status", "level", "forecast", "reasons")
