"""Which texts are kept in each language, and whose history is kept.

modeltranslation imports this module before Django is ready. History is registered here, after the translations:
it copies a model's columns, and would miss those of the languages if it came first.
"""

from collections.abc import Iterable, Mapping

from django.db.models import Model, TextField
from modeltranslation.translator import TranslationOptions, translator
from simple_history import register as keep_history

from milestones.kinds import Kind
from milestones.kinds.core import KINDS
from milestones.models import GateReading, Indicator, Responsibility, ShownIndicator, Source


def keep_in_languages(model: type[Model], texts: Iterable[str]) -> None:
    """Keep the texts in each language; what is missing in the reader's is shown in the first that has it."""
    options = {"fields": tuple(texts), "fallback_languages": {"default": ("en", "ar", "he")}}
    translator.register(model, type(f"{model.__name__}Texts", (TranslationOptions,), options))


def keep_kinds(
    kinds: Iterable[Kind], *, app: str, also: Mapping[type[Model], tuple[str, ...]] | None = None
) -> None:
    """Keep an app's kinds in each language, and the history of those that are edited.

    Names and long texts are kept so, and the columns in `also`.
    """
    for kind in kinds:
        names = ("name", *(also or {}).get(kind.model, ()))
        columns = kind.model._meta.concrete_fields
        texts = [each.name for each in columns if each.name in names or isinstance(each, TextField)]
        if texts:
            keep_in_languages(kind.model, texts)
        if not kind.is_of_records:
            # What no editor sets, such as a plan's revision, which a recompute raises, is no edit.
            counted = [column.name for column in columns if not column.editable]
            keep_history(kind.model, app=app, excluded_fields=counted)


keep_kinds(KINDS, app="milestones", also={Source: ("title", "publisher"), Indicator: ("unit",)})
for link in (Responsibility, ShownIndicator, GateReading):
    keep_history(link, app="milestones")
