"""The columns that models share, each told once; every text that a call gives is the label and the help of its column.

A column's own words stay with its model. Any other field of Django's does as well.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar, overload

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from milestones.contingency.scales import Grade
from milestones.limits import CODE_LENGTH, NAME_LENGTH, SLUG_LENGTH, URL_LENGTH
from milestones.models.choices import GRADES, REACHABLE_LEVELS, REQUIRED_GRADES
from milestones.models.fields import ExactDecimalField, validate_slug, validate_web_address

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

Text: TypeAlias = "str | _StrPromise"
Row = TypeVar("Row", bound=models.Model)


def name(help_text: Text) -> models.CharField[str, str]:
    """What something is called."""
    return models.CharField(_("name"), max_length=NAME_LENGTH, help_text=help_text)


def slug(help_text: Text, *, unique: bool = False) -> models.CharField[str, str]:
    """What something is called in addresses and plan files."""
    return models.CharField(
        _("slug"), max_length=SLUG_LENGTH, unique=unique, validators=[validate_slug], help_text=help_text
    )


def optional_slug(label: Text, help_text: Text) -> models.CharField[str, str]:
    """The slug of something that has no row of its own, which may be empty."""
    return line(label, help_text, length=SLUG_LENGTH, validators=[validate_slug])


def line(
    label: Text, help_text: Text, *, length: int = NAME_LENGTH, validators: Sequence[Callable[[Any], None]] = ()
) -> models.CharField[str, str]:
    """A line of text, which may be empty."""
    return models.CharField(
        label, max_length=length, blank=True, default="", validators=validators, help_text=help_text
    )


def code(label: Text, help_text: Text) -> models.CharField[str, str]:
    """A short code, which may be empty."""
    return line(label, help_text, length=CODE_LENGTH)


def clause() -> models.CharField[str, str]:
    """The place in the row's source."""
    return code(_("clause"), _("The place in the source."))


def web_address(help_text: Text, label: Text = "") -> models.CharField[str, str]:
    """Where something is on the web; may be empty."""
    return line(label or _("address"), help_text, length=URL_LENGTH, validators=[validate_web_address])


def word(
    label: Text, words: Sequence[tuple[str, Any]], help_text: Text, *, length: int = 10, **options: Any
) -> models.CharField[str, str]:
    """One word of a closed list (`Words.choices`)."""
    return models.CharField(label, max_length=length, choices=words, help_text=help_text, **options)


def optional_word(
    label: Text, words: Sequence[tuple[str, Any]], help_text: Text, *, length: int = 10
) -> models.CharField[str, str]:
    """One word of a closed list, or none."""
    return word(label, words, help_text, length=length, blank=True, default="")


def long_text(label: Text, help_text: Text) -> models.TextField[str, str]:
    """Text of any length, which may be empty."""
    return models.TextField(label, blank=True, default="", help_text=help_text)


def note() -> models.TextField[str, str]:
    """What a reader should know of the row."""
    return long_text(_("note"), _("What a reader should know of it."))


def optional_day(label: Text, help_text: Text) -> models.DateField[date | None, date | None]:
    """A calendar day, or none."""
    return models.DateField(label, null=True, blank=True, help_text=help_text)


def optional_instant(label: Text, help_text: Text) -> models.DateTimeField[datetime | None, datetime | None]:
    """An instant, or none."""
    return models.DateTimeField(label, null=True, blank=True, help_text=help_text)


def count(label: Text, help_text: Text, **options: Any) -> models.PositiveIntegerField[int, int]:
    """A whole number from 0."""
    return models.PositiveIntegerField(label, help_text=help_text, **options)


def optional_count(label: Text, help_text: Text) -> models.PositiveIntegerField[int | None, int | None]:
    """A whole number from 0, or none."""
    return models.PositiveIntegerField(label, null=True, blank=True, help_text=help_text)


def large(label: Text, help_text: Text, **options: Any) -> models.PositiveBigIntegerField[Any, Any]:
    """A whole number from 0 that may grow large, such as a key."""
    return models.PositiveBigIntegerField(label, help_text=help_text, **options)


def number(label: Text, help_text: Text, **options: Any) -> ExactDecimalField:
    """An exact number."""
    return ExactDecimalField(label, help_text=help_text, **options)


def optional_number(label: Text, help_text: Text) -> ExactDecimalField:
    """An exact number, or none."""
    return number(label, help_text, null=True, blank=True)


def flag(label: Text, help_text: Text) -> models.BooleanField[bool, bool]:
    """Something that is so, or (unless somebody says that it is) is not."""
    return models.BooleanField(label, default=False, help_text=help_text)


def grade(help_text: Text = "") -> models.PositiveSmallIntegerField[int, int]:
    """How well a record is verified."""
    return models.PositiveSmallIntegerField(
        _("verification"),
        choices=GRADES,
        default=Grade.REPORTED.value,
        help_text=help_text or _("How well it is verified."),
    )


def required_grade(help_text: Text) -> models.PositiveSmallIntegerField[int | None, int | None]:
    """How well a record must be verified to count, if more or less than elsewhere in the plan."""
    return models.PositiveSmallIntegerField(
        _("required grade"), choices=REQUIRED_GRADES, null=True, blank=True, help_text=help_text
    )


def optional_reached_level(label: Text, help_text: Text) -> models.PositiveSmallIntegerField[int | None, int | None]:
    """A level that can be waited for, or none."""
    return models.PositiveSmallIntegerField(label, choices=REACHABLE_LEVELS, null=True, blank=True, help_text=help_text)


def data(label: Text, help_text: Text, *, default: Callable[[], Any] = dict) -> models.JSONField[Any, Any]:
    """Data as JSON, with days and exact numbers in it."""
    return models.JSONField(label, default=default, encoder=DjangoJSONEncoder, help_text=help_text)


@overload
def part(
    to: type[Row], label: Text, help_text: Text, related_name: str | None = ..., **options: Any
) -> models.ForeignKey[Row, Row]: ...
@overload
def part(
    to: str, label: Text, help_text: Text, related_name: str | None = ..., **options: Any
) -> models.ForeignKey[Any, Any]: ...
def part(to: Any, label: Text, help_text: Text, related_name: str | None = "+", **options: Any) -> Any:
    """A row that this one names; it cannot be deleted while it is named, unless `on_delete` says otherwise."""
    return models.ForeignKey(
        to,
        **{"on_delete": models.PROTECT} | options,
        related_name=related_name,
        verbose_name=label,
        help_text=help_text,
    )


@overload
def optional_part(
    to: type[Row], label: Text, help_text: Text, related_name: str | None = ..., **options: Any
) -> models.ForeignKey[Row | None, Row | None]: ...
@overload
def optional_part(
    to: str, label: Text, help_text: Text, related_name: str | None = ..., **options: Any
) -> models.ForeignKey[Any, Any]: ...
def optional_part(to: Any, label: Text, help_text: Text, related_name: str | None = "+", **options: Any) -> Any:
    """A row that this one may name."""
    return part(to, label, help_text, related_name, null=True, blank=True, **options)


def only_part(
    to: type[Row], label: Text, help_text: Text, related_name: str, **options: Any
) -> models.OneToOneField[Row, Row]:
    """A row that this one names, and no other of its kind does."""
    return models.OneToOneField(
        to,
        **{"on_delete": models.PROTECT} | options,
        related_name=related_name,
        verbose_name=label,
        help_text=help_text,
    )
