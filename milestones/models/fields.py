"""Fields and checks that several models share."""

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator, URLValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from milestones.limits import DECIMAL_PLACES, SIGNIFICANT_DIGITS, is_exact, plain

validate_slug = RegexValidator(
    re.compile(r"\A[a-z][a-z0-9-]*\Z"),
    _("“%(value)s” is no slug. Begin with a letter; use only a to z, 0 to 9 and hyphens."),
)
validate_web_address = URLValidator(schemes=["http", "https"])
validate_required_count = RegexValidator(
    re.compile(r"\A(all|any|[1-9][0-9]*)\Z"),
    _("“%(value)s” says not how many conditions are required. Write all, any, or a number from 1."),
)


def validate_time_zone(name: str) -> None:
    """Refuse a name that the IANA time zone database does not have."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise ValidationError(
            _("“%(value)s” is no time zone. Use a name such as Asia/Gaza."), params={"value": name}
        ) from error


def validate_exact(number: Decimal) -> None:
    """Refuse a number that a database would round."""
    if not is_exact(number):
        raise ValidationError(
            _("%(value)s cannot be kept exactly: at most %(digits)s significant digits, %(places)s decimals."),
            code="inexact",
            params={"value": number, "digits": SIGNIFICANT_DIGITS, "places": DECIMAL_PLACES},
        )


class ExactDecimalField(models.DecimalField):  # type: ignore[type-arg]  # Django's own takes none
    """A number that comes back as it went in, on every database, or is refused; read without trailing zeros."""

    default_validators = [validate_exact]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["max_digits"] = SIGNIFICANT_DIGITS + DECIMAL_PLACES
        kwargs["decimal_places"] = DECIMAL_PLACES
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> tuple[str, str, Sequence[Any], dict[str, Any]]:
        name, path, args, kwargs = super().deconstruct()
        del kwargs["max_digits"], kwargs["decimal_places"]
        return name, path, args, kwargs

    def to_python(self, value: Any) -> Decimal | None:
        number = super().to_python(value)
        return plain(number) if number is not None and is_exact(number) else number

    def get_db_prep_save(self, value: Any, connection: Any) -> Any:
        """Refuse what would be rounded here too: bulk writers do not validate."""
        if isinstance(value, float):
            raise TypeError(f"{self} takes a Decimal, an integer or a string, not the float {value!r}.")
        if not hasattr(value, "as_sql") and (number := self.to_python(value)) is not None:
            validate_exact(number)
        return super().get_db_prep_save(value, connection)

    def from_db_value(self, value: Decimal | None, expression: Any, connection: Any) -> Decimal | None:
        return None if value is None else plain(value)
