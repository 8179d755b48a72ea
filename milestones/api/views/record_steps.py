"""What is done to a record, which stays: it is taken back, or its grade raised by another."""

from typing import Any, ClassVar

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework.request import Request

from milestones.api.entries import refused_for
from milestones.api.problems import Refusal
from milestones.api.serializers.written import RAISE, RETRACT
from milestones.api.views.writing import Changing, sent
from milestones.contingency.scales import Grade
from milestones.kinds.rules import Breach
from milestones.services.retraction import raise_grade, retract
from milestones.services.saving import Entered


class RecordStepView(Changing):
    """One step with one record, for which the body says its keys, all of them texts."""

    http_method_names = ["post", "options"]
    right: ClassVar[str]
    keys: ClassVar[tuple[str, ...]] = ("reason",)
    words: ClassVar[Any]
    step: Any

    def post(self, request: Request, **kwargs: Any) -> HttpResponse:
        asked, body = self.begin(request), sent(request)
        given = body if isinstance(body, dict) else {}
        unknown = sorted(given.keys() - set(self.keys))
        lacking = [key for key in self.keys if not isinstance(given.get(key), str)]
        if unknown or lacking:
            code, place = ("unknown_key", unknown[0]) if unknown else ("missing", lacking[0])
            raise refused_for([Breach((place,), code, self.words)])

        def make(row: Any) -> Entered:
            if row.retracted_at is not None:
                raise Refusal(409, _("This record is retracted already."), "retracted_already")
            return self.step(row, **given)

        return self.at_row(self.right, make, given, is_dry_run=asked.get("dry_run", False))


class RetractView(RecordStepView):
    """A record that counts no more from now on, with the reason why; nothing is deleted."""

    writes = {"POST": RETRACT}
    right = "retract"
    words = gettext_lazy("A map with “reason” is wanted: what was mistaken, and how it is known.")

    def step(self, row: Any, **told: str) -> Entered:
        return retract(self.kind, [row], **told, user=self.request.user, at=timezone.now())  # type: ignore[arg-type]


class RaiseView(RecordStepView):
    """A record that is taken back and entered anew with a higher grade, by another than who entered it."""

    writes = {"POST": RAISE}
    right = "verify"
    keys = ("verification", "reason")
    words = gettext_lazy("A map with “verification” (the higher grade) and “reason” (how it is known) is wanted.")

    def step(self, row: Any, **told: str) -> Entered:
        grade = {grade.slug: grade.value for grade in Grade}.get(told["verification"])
        now = timezone.now()
        return raise_grade(self.kind, [row], grade=grade, reason=told["reason"], user=self.request.user, at=now)
