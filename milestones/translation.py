"""Which texts are kept in each language, and whose history is kept: both follow from the kinds.

modeltranslation imports this module before Django is ready. History is registered here, after the translations:
it copies a model's columns, and would miss those of the languages if it came first.
"""

from collections.abc import Iterable

from django.apps import apps
from django.db.models import TextField
from modeltranslation.translator import TranslationOptions, translator
from simple_history import register as keep_history

from milestones.kinds import Kind
from milestones.kinds.core import KINDS
from milestones.pillar_app import PillarConfig
from milestones.planfile.text import LANGUAGES


def keep_kinds(kinds: Iterable[Kind], *, app: str) -> None:
    """Keep the kinds' names and long texts in each language, and the history of those whose rows are edited.

    Records are never edited, and so are their own history.
    """
    for kind in kinds:
        names = ("name", *kind.model.texts)
        columns = kind.model._meta.concrete_fields
        texts = tuple(
            column.name for column in columns if column.name in names or isinstance(column, TextField)
        )
        if texts:
            # What is missing in the reader's language is shown in the first of these that has it.
            options = {"fields": texts, "fallback_languages": {"default": LANGUAGES}}
            translator.register(
                kind.model, type(f"{kind.model.__name__}Texts", (TranslationOptions,), options)
            )
        if not kind.is_of_records:
            # What no editor sets, such as a plan's revision, which a recompute raises, is no edit.
            counted = [column.name for column in columns if not column.editable]
            keep_history(kind.model, app=app, excluded_fields=counted)


keep_kinds(KINDS, app="milestones")
for config in apps.get_app_configs():
    if isinstance(config, PillarConfig):
        keep_kinds(config.kinds, app=config.name)
