"""What a request of the API is held against: its `Idempotency-Key`, under which it writes once, and a row's version."""

import hashlib
import json
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Model, QuerySet

from milestones.kinds.kind import translated_names
from milestones.loading.rows import KEPT_COLUMNS
from milestones.models import RepeatableAnswer

KEPT = timedelta(hours=24)
Answer = Mapping[str, Any]
"""Status, headers and body, as JSON."""


class AnotherRequest(ValueError):
    """The key was sent before, with another request."""


def answered_once(who: str, key: str, request: str, make: Callable[[], Answer], *, at: datetime) -> tuple[Answer, bool]:
    """What the request is answered, and whether it had been before; in the caller's transaction.

    The key is written first, so that of two requests at once the second waits for the first to be done, and is answered
    alike; where the first is undone, the second is made. Raises AnotherRequest.
    """
    rows = RepeatableAnswer.objects.filter(who=who, key=key)
    rows.filter(at__lt=at - KEPT).delete()
    row, is_new = RepeatableAnswer.objects.get_or_create(who=who, key=key, defaults={"request": request, "at": at})
    if not is_new:
        if row.request != request:
            raise AnotherRequest
        return json.loads(row.answer["body"]), True
    answer = dict(make())
    row.answer = {"body": json.dumps(answer)}  # as text, for PostgreSQL would order the keys anew
    row.save(update_fields=["answer"])
    return answer, False


def forget_answers(*, now: datetime) -> int:
    """Delete the answers that are kept no more; how many."""
    return RepeatableAnswer.objects.filter(at__lt=now - KEPT).delete()[0]


def version_of(model: type[Model], **look_up: Any) -> str | None:
    """The version of the row that the look-up finds; None where there is none.

    A digest of its own columns, so that it stays the same when a recompute takes the row up, or what it names changes.
    """
    # Past the manager: it would read a translated column in the reader's language.
    names = sorted(
        column.attname
        for column in model._meta.concrete_fields
        if column.name not in KEPT_COLUMNS | translated_names(model)
    )
    columns = QuerySet(model).filter(**look_up).values_list(*names).first()
    if columns is None:
        return None
    return hashlib.sha256(json.dumps([model._meta.label_lower, *columns], default=str).encode()).hexdigest()[:32]
