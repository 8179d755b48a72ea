"""Rows that are added and then stay: a mistake is retracted and a change is a new row.

The refusals here are for those who use the ORM; `guards` puts the same rule into the database.
"""

from collections.abc import Callable
from typing import Any, ClassVar, Self, TypeVar

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from milestones.models.publication import Bounded, BoundedQuerySet, Row

Method = TypeVar("Method", bound=Callable[..., Any])

RETRACTION = ("retracted_at", "retraction_reason", "retraction_reason_ar", "retraction_reason_he")
"""The columns that say that a record was taken back, and why."""
SET_ONCE = (*RETRACTION, "last", "redacted_at", "redaction_reason")
"""Mutable columns that stay as they are once they say something: of a retraction, and of a kept entry's end."""


class AppendOnlyError(IntegrityError):
    """Something tried to edit or delete a row that stays as it was entered.

    An IntegrityError, as the database's own refusal is.
    """


def _alters_data(method: Method) -> Method:
    """Keep templates from calling the method."""
    method.alters_data = True  # type: ignore[attr-defined]  # the attribute is Django's
    return method


class AppendOnlyQuerySet(BoundedQuerySet[Row]):
    """Rows that nobody edits or deletes in bulk; their publication alone may be set."""

    @_alters_data
    def update(self, **values: Any) -> int:
        if values.keys() - {"publication"}:
            raise AppendOnlyError(refusal(self.model, sorted(values)))
        return super().update(**values)

    @_alters_data
    def bulk_update(self, objs: Any, fields: Any, batch_size: int | None = None) -> int:
        raise AppendOnlyError(refusal(self.model, sorted(fields)))

    @_alters_data
    def delete(self) -> tuple[int, dict[str, int]]:
        raise AppendOnlyError(deletion_refusal(self.model))

    delete.queryset_only = True  # type: ignore[attr-defined]  # Django's way to keep it from managers

    @_alters_data
    def bulk_create(self, objs: Any, *args: Any, update_conflicts: bool = False, **kwargs: Any) -> list[Any]:
        if update_conflicts:
            raise AppendOnlyError(refusal(self.model, ["update_conflicts"]))
        return super().bulk_create(objs, *args, **kwargs)


class AppendOnlyManager(models.Manager.from_queryset(AppendOnlyQuerySet)):  # type: ignore[misc]
    """The manager of such rows."""


class AppendOnly(Bounded):
    """A row that stays as it was entered, but for the columns named in `mutable`."""

    mutable: ClassVar[frozenset[str]] = frozenset()
    holds: ClassVar[tuple[str, ...] | None] = None
    """The columns that a redaction empties, and nothing else may; None: all free texts."""

    objects: ClassVar[AppendOnlyQuerySet[Self]] = AppendOnlyManager()

    class Meta:
        abstract = True

    @classmethod
    def contents(cls) -> tuple[str, ...]:
        """The columns that a redaction empties."""
        if cls.holds is not None:
            return cls.holds
        columns = cls._meta.concrete_fields
        texts: list[Any] = [column for column in columns if isinstance(column, models.CharField | models.TextField)]
        # What is held to a form, such as a slug or a currency, names a thing that is none of a person's
        return tuple(text.name for text in texts if not text.choices and not text._validators)

    def clean(self) -> None:
        super().clean()
        if not self._state.adding and (changed := self._refused_changes(self._stored())):
            raise ValidationError(refusal(type(self), changed), code="append_only")

    def save(self, **kwargs: Any) -> None:
        if self._state.adding:
            super().save(**kwargs | {"force_insert": True})
            return
        stored = self._stored()
        if changed := self._refused_changes(stored):
            raise AppendOnlyError(refusal(type(self), changed))
        # Named columns only: modeltranslation would write the bare text column anew in the reader's language.
        if edited := self._changes(stored):
            super().save(using=kwargs.get("using"), update_fields=edited)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise AppendOnlyError(deletion_refusal(type(self)))

    def _stored(self) -> Self:
        return models.QuerySet(type(self), using=self._state.db).get(pk=self.pk)

    def _changes(self, stored: Self) -> list[str]:
        """The loaded fields whose value differs from the stored row's."""
        deferred = self.get_deferred_fields()
        return [
            field.name
            for field in self._meta.concrete_fields
            if field.attname not in deferred
            and _kept(field, getattr(self, field.attname)) != _kept(field, getattr(stored, field.attname))
        ]

    def _refused_changes(self, stored: Self) -> list[str]:
        """The changed fields that may not change; what is set once stays so."""
        settled = [name for name in SET_ONCE if getattr(stored, name, None)]
        return [name for name in self._changes(stored) if name not in self.mutable or name in settled]


def _kept(field: Any, value: Any) -> Any:
    """The value as the column keeps it; a form gives "" for a translation that is missing, so both are one."""
    value = field.to_python(value)
    return None if value == "" else value


def refusal(model: type[models.Model], fields: list[str]) -> str:
    """Why these fields of the model's rows cannot be changed."""
    return _("This %(model)s stays as it was entered: %(fields)s cannot be changed. Add a new one instead.") % {
        "model": model._meta.verbose_name,
        "fields": get_text_list(fields, _("and")),
    }


def deletion_refusal(model: type[models.Model]) -> str:
    """Why rows of the model cannot be deleted."""
    return _("This %(model)s cannot be deleted: what once counted stays on record.") % {
        "model": model._meta.verbose_name
    }
