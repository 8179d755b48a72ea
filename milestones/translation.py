"""Which texts are kept in each language: it follows from the kinds.

modeltranslation imports this module before Django is ready.
"""

from collections.abc import Iterable

from django.apps import apps
from django.db.models import TextField
from modeltranslation.translator import TranslationOptions, translator

from milestones.kinds import Kind
from milestones.kinds.core import KINDS
from milestones.pillar_app import PillarConfig
from milestones.planfile.text import LANGUAGES


def translate_kinds(kinds: Iterable[Kind]) -> None:
    """Keep the kinds' names and long texts in each language."""
    for kind in kinds:
        names = ("name", *kind.model.texts)
        columns = kind.model._meta.concrete_fields
        texts = tuple(column.name for column in columns if column.name in names or isinstance(column, TextField))
        if texts:
            # What is missing in the reader's language is shown in the first of these that has it.
            options = {"fields": texts, "fallback_languages": {"default": LANGUAGES}}
            translator.register(kind.model, type(f"{kind.model.__name__}Texts", (TranslationOptions,), options))


translate_kinds(KINDS)
for config in apps.get_app_configs():
    if isinstance(config, PillarConfig):
        translate_kinds(config.kinds)
