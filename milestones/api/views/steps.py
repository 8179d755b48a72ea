"""What is done to a row: its draft is reviewed; a record is taken back, or its grade raised by another, and stays."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework.request import Request

from milestones.api.entries import refused_for
from milestones.api.problems import Refusal
from milestones.api.serializers.written import PUBLISH, RAISE, RETRACT, SEND_BACK, SUBMIT, Write
from milestones.api.views.writing import Changing, sent, versions_in
from milestones.contingency.scales import Grade
from milestones.kinds import Kind
from milestones.kinds.rules import Breach
from milestones.models import GradedRecord, Publication
from milestones.services.publication import set_publication
from milestones.services.raising import raise_grade
from milestones.services.retraction import retract
from milestones.services.review import NO_DRAFT, send_back, submit
from milestones.services.saving import Entered


@dataclass(frozen=True)
class Step:
    """One step with one row: how it is written, the right to it, what takes it, and the kinds that have it."""

    write: Write
    right: str
    take: Callable[..., Entered]
    is_of: Callable[[Kind], bool] = lambda kind: kind.is_published


def _raise(kind: Kind, row: Any, *, verification: str, **told: Any) -> Entered:
    grade = {grade.slug: grade.value for grade in Grade}.get(verification)
    return raise_grade(kind, [row], grade=grade, **told)


def _publish(kind: Kind, row: Any, **told: Any) -> Entered:
    if row.publication != Publication.DRAFT:
        return Entered(faults=(NO_DRAFT,))
    return set_publication([row], Publication.PUBLISHED, **told)


STEPS: Mapping[str, Step] = {
    "retract": Step(
        RETRACT, "retract", lambda kind, row, **told: retract(kind, [row], **told), lambda kind: kind.is_retractable
    ),
    "raise": Step(RAISE, "verify", _raise, lambda kind: issubclass(kind.model, GradedRecord)),
    "submit": Step(SUBMIT, "submit", lambda kind, row, **told: submit([row], **told)),
    "publish": Step(PUBLISH, "publish", _publish),
    "send-back": Step(SEND_BACK, "publish", lambda kind, row, **told: send_back([row], **told)),
}
"""By what their addresses end with."""


class StepView(Changing):
    """One step with one row, for which the body says its keys, all of them texts."""

    http_method_names = ["post", "options"]
    step: ClassVar[Step]

    def post(self, request: Request, **kwargs: Any) -> HttpResponse:
        self.begin(request)
        versions, body = versions_in(request), sent(request)
        if versions - {"*"} and self.kind.is_of_records:
            raise Refusal(412, _("A record has no version, for it does not change. Leave If-Match out."), "no_version")
        keys = self.step.write.body(self.kind).get("required", ())
        given = body if isinstance(body, dict) else {}
        unknown = sorted(given.keys() - set(keys))
        lacking = [key for key in keys if not isinstance(given.get(key), str)]
        if unknown or lacking or given is not body:
            code = "unknown_key" if unknown else "missing" if lacking else "wrong_type"
            words = _("A map is wanted, with these keys alone: %(keys)s.")
            raise refused_for([Breach((*unknown, *lacking)[:1], code, words, {"keys": ", ".join(keys) or "{}"})])

        def make(row: Any) -> Entered:
            self.refuse_stale(row, versions)
            if self.step.write is not PUBLISH and getattr(row, "retracted_at", None) is not None:
                raise Refusal(409, _("This record is retracted already."), "retracted_already")
            outcome = self.step.take(self.kind, row, user=request.user, at=timezone.now(), **given)
            for fault in outcome.faults:
                if len(fault.pointer) < 2 and not set(fault.pointer) & given.keys():  # of the record as it stands
                    raise Refusal(409, fault.message, fault.code)
            return outcome

        return self.at_row(self.step.right, make, given)
