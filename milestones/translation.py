"""Which texts are kept in each language, and whose history is kept.

modeltranslation imports this module before Django is ready. History is registered here, after the translations:
it copies a model's columns, and would miss those of the languages if it came first.
"""

from collections.abc import Iterable, Mapping

from django.db.models import Model, TextField
from modeltranslation.translator import TranslationOptions, translator
from simple_history import register as keep_history

from milestones.kinds import Kind
from milestones.models import (
    Actor,
    Area,
    Assessment,
    Condition,
    Gate,
    GateReading,
    Indicator,
    Milestone,
    Observation,
    Phase,
    Pillar,
    Plan,
    Position,
    Reading,
    Responsibility,
    ScheduleRevision,
    Series,
    ShownIndicator,
    Source,
    Waiver,
    Withdrawal,
)

TEXTS = {
    Plan: ("name", "summary"),
    Reading: ("name",),
    Pillar: ("name", "summary"),
    Phase: ("name",),
    Area: ("name",),
    Actor: ("name",),
    Source: ("title", "publisher"),
    Indicator: ("name", "unit", "definition"),
    Series: ("name", "definition"),
    Milestone: ("name", "description"),
    Gate: ("note",),
    Assessment: ("note",),
    Observation: ("note",),
    ScheduleRevision: ("note",),
    Withdrawal: ("note",),
    Waiver: ("note",),
    Position: ("note",),
}

# The structure, which is edited; records are never edited, and so are their own history.
EDITED = (
    Reading,
    Pillar,
    Phase,
    Area,
    Actor,
    Source,
    Indicator,
    Series,
    Milestone,
    Responsibility,
    ShownIndicator,
    Gate,
    GateReading,
    Condition,
)


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
            keep_history(kind.model, app=app)


for model, fields in TEXTS.items():
    keep_in_languages(model, fields)

keep_history(Plan, app="milestones", excluded_fields=["revision"])  # a recompute is no edit
for model in EDITED:
    keep_history(model, app="milestones")
