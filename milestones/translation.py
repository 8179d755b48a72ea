"""Which texts are kept in each language, and whose history is kept.

modeltranslation imports this module before Django is ready. History is registered here, after the translations:
it copies a model's columns, and would miss those of the languages if it came first.
"""

from modeltranslation.translator import TranslationOptions, translator
from simple_history import register as keep_history

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

for model, fields in TEXTS.items():
    # A text that is missing in the reader's language is shown in the first of these that has it.
    options = {"fields": fields, "fallback_languages": {"default": ("en", "ar", "he")}}
    translator.register(model, type(f"{model.__name__}Texts", (TranslationOptions,), options))

keep_history(Plan, app="milestones", excluded_fields=["revision"])  # a recompute is no edit
for model in EDITED:
    keep_history(model, app="milestones")
