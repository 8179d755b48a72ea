"""The version of a stored row: equal ones say the same in every column, an edit that waits for its recompute too."""

import hashlib
import json
from typing import Any

from django.db.models import Model, QuerySet

from milestones.kinds.kind import translated_names
from milestones.loading.rows import KEPT_COLUMNS


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
