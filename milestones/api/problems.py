"""Errors as problem details (RFC 9457): one shape, with a `type` that programs may rely on."""

from collections.abc import Collection, Iterable
from math import ceil
from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from drf_standardized_errors.formatter import ExceptionFormatter
from drf_standardized_errors.handler import ExceptionHandler
from drf_standardized_errors.types import ErrorResponse
from rest_framework.exceptions import APIException, ErrorDetail, NotAcceptable, NotFound, Throttled, ValidationError
from rest_framework.response import Response

from milestones.contingency.spelling import closest

MEDIA_TYPE = "application/problem+json"
TYPE_PREFIX = "urn:peace-plan-tracker:problem:"
SERVER_ERROR = ("server-error", _("The tracker failed to answer."))
KINDS: dict[int, tuple[str, str | Promise]] = {
    400: ("invalid-request", _("The request cannot be answered as it is.")),
    401: ("not-authenticated", _("The token or password is not valid.")),
    403: ("forbidden", _("This is not open to you.")),
    404: ("not-found", _("There is nothing at this address.")),
    405: ("method-not-allowed", _("This address does not answer this method.")),
    406: ("not-acceptable", _("The answer is not to be had in this form.")),
    409: ("conflict", _("It is not as this would have it.")),
    412: ("stale", _("It has been changed since you read it.")),
    413: ("too-large", _("The body is too long.")),
    415: ("unsupported-media-type", _("The request is in a form that is not read here.")),
    422: ("key-used", _("This Idempotency-Key was sent with another request.")),
    428: ("version-needed", _("Say in If-Match which version you change.")),
    429: ("too-many-requests", _("Too many requests have come from you.")),
}
"""By status: the end of `type`, and `title`."""


def nearest(value: str, known: Collection[str]) -> str:
    """The sentence, after a space, that offers the known word most like the value; "" where none is much like it."""
    near = closest(value, known)
    return "" if near is None else " " + gettext("Did you mean “%(near)s”?") % {"near": near}


def not_found(value: str, known: Collection[str]) -> NotFound:
    """The error that says there is none of the name and, of what the reader may see, which is nearest to it."""
    near = nearest(value, known)
    return NotFound(gettext("There is no “%(value)s” here.") % {"value": value} + near if near else None)


def faulty(faults: Iterable[tuple[str, str, str]]) -> ValidationError:
    """The error that tells faults, each by its place, code and words."""
    told: dict[str, list[ErrorDetail]] = {}
    for attr, code, detail in faults:
        told.setdefault(attr, []).append(ErrorDetail(detail, code=code))
    return ValidationError(told)


def invalid(attr: str, detail: str, code: str = "invalid") -> ValidationError:
    """The error that names a parameter."""
    return ValidationError({attr: [ErrorDetail(detail, code=code)]})


class Refusal(APIException):
    """An error of one of these statuses that concerns the request as a whole."""

    def __init__(self, status: int, detail: Any, code: str) -> None:
        self.status_code = status
        super().__init__(detail, code)


class ProblemFormatter(ExceptionFormatter):
    """Lays an error out as a problem."""

    def format_error_response(self, error_response: ErrorResponse) -> dict[str, Any]:
        status = self.exc.status_code
        slug, title = KINDS.get(status, SERVER_ERROR)
        errors = [
            {"attr": error.attr, "code": str(error.code), "detail": str(error.detail)}
            for error in error_response.errors
        ]
        request = self.context.get("request")
        return {
            "type": TYPE_PREFIX + slug,
            "title": str(title),
            "status": status,
            "detail": " ".join(str(error["detail"]) for error in errors),
            "instance": getattr(request, "path", None),
            "errors": errors,
        }


class ProblemHandler(ExceptionHandler):
    """Answers an error as a problem."""

    def convert_known_exceptions(self, exc: Exception) -> Exception:
        if isinstance(exc, PermissionDenied) and exc.args:  # it says what is not allowed
            return Refusal(403, str(exc), "permission_denied")
        if isinstance(exc, Throttled):  # the framework's own words are English
            words = gettext("Too many requests have come from you. Come back in %(seconds)s seconds.")
            exc.detail = ErrorDetail(words % {"seconds": ceil(getattr(exc, "wait", None) or 1)}, code="throttled")
        if isinstance(exc, NotAcceptable):
            forms = ", ".join(dict.fromkeys(form.media_type for form in exc.available_renderers or ()))
            words = gettext("Accept asks for another form than there is. There is: %(forms)s.")
            exc.detail = ErrorDetail(words % {"forms": forms}, code="not_acceptable")
        return super().convert_known_exceptions(exc)

    def get_response(self, exc: APIException, data: dict[str, Any]) -> Response:
        headers = self.get_headers(exc)
        return Response(data, status=exc.status_code, headers=headers, content_type=MEDIA_TYPE)
