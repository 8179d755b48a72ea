"""Asking of a row all that forms ask, as one refusal."""

from datetime import datetime

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import Model

from milestones.services.checking import breaches_of, column_of


def check_row(row: Model, *, at: datetime) -> None:
    """Raise a ValidationError, by column, for all that is wrong with the row at this instant."""
    errors: dict[str, list[ValidationError]] = {}
    try:
        row.full_clean()
    except ValidationError as error:
        errors = error.error_dict
    for breach in breaches_of(row, at=at):
        column = column_of(type(row), breach)
        if column not in errors:
            refusal = ValidationError(breach.sentence, code=breach.code, params=dict(breach.params))
            errors[column or NON_FIELD_ERRORS] = [refusal]
    if errors:
        raise ValidationError(errors)
