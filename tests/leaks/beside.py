"""What stands beside a hidden row and tells of it: its review, its file, a run that failed over it, the admin's log."""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import models
from django.utils import timezone
from knox.models import AuthToken

from milestones.models import AppendOnly, RecomputeMark
from milestones.services.checking import kind_of
from tests.leaks.sentinels import Hiding

APPS = (
    "milestones",
    "admin",
    *(label for label in apps.app_configs if apps.get_app_config(label).name.startswith("pillars.")),
)
WORDS = frozenset({"task", "kind", "model", "publisher", "object_id"})
"""What is a word of the program, or says of which row it is; and a publisher, of whom the next file is read alike."""


def models_beside() -> list[type[models.Model]]:
    """Every model that holds free texts or data of its own, is of no kind, and is not written by a recompute alone."""
    return [
        model
        for model in apps.get_models()
        if model._meta.app_label in APPS
        and kind_of(model) is None
        and not issubclass(model, AppendOnly | RecomputeMark)
        and not any(
            column.one_to_one for column in model._meta.concrete_fields if column.is_relation and not column.null
        )
        and hasattr(model, "_default_manager")
        and any(map(_is_free, model._meta.concrete_fields))
    ]


def _is_free(column: Any) -> bool:
    is_text = isinstance(column, models.CharField | models.TextField | models.JSONField)
    return is_text and not column.choices and column.name not in WORDS


def beside(row: Any, plan: Any, who: Any, hiding: Hiding) -> dict[Any, Any]:
    """By model, a saved row of each such model that tells of the hidden row: with a word of its hiding in each text."""
    made = {}
    for model in models_beside():
        one = model(**dict(_values(model, row, plan, who, hiding)))
        one.save()
        made[model] = one
    return made


def _values(model: Any, row: Any, plan: Any, who: Any, hiding: Hiding) -> Iterator[tuple[str, Any]]:
    for column in model._meta.concrete_fields:
        related = {settings.AUTH_USER_MODEL: who, "milestones.Plan": plan}
        if _is_free(column):
            word = hiding.word()
            data = [word] if column.get_default() == [] else {"told": word}
            yield column.name, data if isinstance(column, models.JSONField) else word
        elif column.is_relation and column.related_model is AuthToken:
            yield column.name, AuthToken.objects.create(user=who)[0]
        elif column.is_relation and column.related_model._meta.label == "contenttypes.ContentType":
            yield column.name, apps.get_model("contenttypes.ContentType").objects.get_for_model(row)
        elif column.is_relation:
            yield column.name, related[column.related_model._meta.label]
        elif column.name in ("kind", "model"):
            yield column.name, row._meta.label_lower
        elif column.name in ("key", "object_id"):
            yield column.name, row.pk
        elif column.name == "task":
            yield column.name, "recompute_plan"
        elif isinstance(column, models.DateTimeField):
            yield column.name, timezone.now()
        elif isinstance(column, models.BinaryField):
            yield column.name, hiding.word().encode()
        elif isinstance(column, models.PositiveSmallIntegerField):
            yield column.name, 2  # a change, in the admin's log
