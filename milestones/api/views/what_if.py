"""What assumptions would change: a question with a body, which writes nothing."""

from typing import Any, NoReturn

from django.core.exceptions import RequestDataTooBig
from django.http.response import HttpResponseBase
from rest_framework.exceptions import ErrorDetail, UnsupportedMediaType, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from milestones.api.moments import evaluation_at, moved
from milestones.api.parameters import POINT
from milestones.api.problems import invalid
from milestones.api.serializers.what_if import WhatIfSerializer
from milestones.api.views.base import ReadView, as_json
from milestones.contingency import Evaluation
from milestones.planfile import PlanFileError
from milestones.planfile.assumptions import body_schema, read_assumptions
from milestones.selectors.what_if import evaluation_under

JSON = "application/json"
Told = dict[str, Any]


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
        self._read(request)
        self.refuse_unknown_plan()
        return self._stamped(Response(as_json(self.answer(request, **kwargs))), tag)

    def answer(self, request: Request, **kwargs: Any) -> Told:
        (fresh,), (state,) = self.plans, self.states
        before = evaluation_at(fresh, state, self.moment)
        try:
            assumptions = read_assumptions(body_of(request), before.facts.plan)
        except PlanFileError as error:
            _refuse(error)
        except RequestDataTooBig as error:
            raise invalid("assume", str(error), code="too_long") from error
        after = evaluation_under(before, assumptions)
        return self.headed("what-if", **differing(before, after))


def body_of(request: Request) -> bytes:
    """The body, which is JSON; raises UnsupportedMediaType, and RequestDataTooBig."""
    if (request.content_type or "").partition(";")[0].strip().lower() != JSON:
        raise UnsupportedMediaType(request.content_type)
    return request._request.body


def _refuse(error: PlanFileError) -> NoReturn:
    """Say every fault of the body at its place, in the plan file's codes."""
    faults: dict[str, list[ErrorDetail]] = {}
    for fault in error.faults:
        faults.setdefault(fault.path or "assume", []).append(ErrorDetail(fault.message, code=fault.code))
    raise ValidationError(faults)


def differing(before: Evaluation, after: Evaluation) -> dict[str, list[Told]]:
    """The milestones and pillars of both evaluations that stand otherwise in the other."""
    old, new = before.as_dict(), after.as_dict()
    differences = {
        "milestones": moved("milestone", old["milestones"], new["milestones"], STANDING),
        "pillars": moved("pillar", old["pillars"], new["pillars"], ("status", "progress")),
    }
    return {name: [row for row in rows if row["before"] and row["after"]] for name, rows in differences.items()}


STANDING = ("status", "level", "forecast", "reasons")
