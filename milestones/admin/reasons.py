"""Why a change is made: when a form wants to know, and where what was said is kept, the admin's log of the row."""

import json
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from django.http import HttpRequest
from django.utils.translation import gettext as _

from milestones import notation
from milestones.kinds import ValueType
from milestones.kinds.core import KIND_OF
from milestones.limits import REASON_LENGTH
from milestones.models import Condition, Gate, Indicator, Milestone, Publication, Submission, Waiver, WaiverEnding
from milestones.models.records import Record
from milestones.planfile.faults import UNPRINTABLE
from milestones.selectors.changes import place_of
from milestones.services.saving import Filled

PREVIEW, REASON = "_preview", "_reason"
"""What a form sends beside its fields: that it is only to be seen what it does, and why it is saved."""
REASONED = (ValueType.DAY, ValueType.NUMBER, ValueType.SCALE)
"""Dates, values, grades and levels."""


class Told(NamedTuple):
    """A reason that was given, when and by whom."""

    at: str
    who: str
    words: str


def reason_of(request: HttpRequest) -> str:
    """What was said, with nothing around it, and nothing in it that cannot be printed or kept."""
    return UNPRINTABLE.sub("", request.POST.get(REASON, "").replace("\r\n", "\n")).strip()[:REASON_LENGTH]


def asks_reason(row: Any) -> bool:
    """Whether the row's form has a place for one from the beginning."""
    is_new, edited = row._state.adding, Milestone | Indicator | Gate
    return isinstance(row, Record | WaiverEnding | Indicator) if is_new else isinstance(row, edited) and _is_public(row)


def is_reasoned(filled: Iterable[Filled], removed: Iterable[Model]) -> bool:
    """Whether what is saved changes a date, value, grade or level that counts, a gate, or whether one is waived."""
    return any(map(_is_reasoned, filled)) or any(isinstance(row, Condition | Gate) for row in removed)


def _is_reasoned(filled: Filled) -> bool:
    row = filled.row
    if isinstance(row, Waiver | WaiverEnding):
        return not getattr(row, "note", "") and _is_public(row)
    if isinstance(row, Condition):
        return not row.gate._state.adding and _is_public(row)
    if row._state.adding or not isinstance(row, Milestone | Indicator | Gate) or not _is_public(row):
        return False
    columns = {field.name for field in KIND_OF[type(row)].fields if field.value_type in REASONED} - {"weight"}
    return any(isinstance(row, Gate) or name in columns or name.endswith(("_days", "_after")) for name in filled.given)


def _is_public(row: Any) -> bool:
    """Whether the milestone or indicator that the row is part of is more than a draft, in a plan that is."""
    part = place_of(row).part
    return Publication.DRAFT not in (part.publication, part.plan.publication)


def with_reason(message: Any, request: HttpRequest) -> Any:
    """What the log says of a change, and why it was made."""
    reason = reason_of(request)
    return [*message, {"reason": reason}] if reason else message


def reasons_given(row: Model) -> Iterator[Told]:
    """The reasons for changes of the row, newest first, then the remarks with which it was sent back."""
    log = LogEntry.objects.filter(content_type=ContentType.objects.get_for_model(row), object_id=str(row.pk))
    for entry in log.filter(change_message__contains='"reason"').select_related("user").order_by("-pk"):
        for part in json.loads(entry.change_message):
            if "reason" in part:
                yield Told(notation.instant(entry.action_time), str(entry.user), part["reason"])
    reviews = Submission.objects.filter(kind=row._meta.label, key=row.pk).exclude(remarks="")
    for review in reviews.select_related("sent_back_by").order_by("-pk"):
        words = _("sent back") + f": {review.remarks}"
        yield Told(notation.instant(review.sent_back_at), str(review.sent_back_by), words)
