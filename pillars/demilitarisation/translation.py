"""Which texts are kept in each language, and whose history is kept; after the core's pattern."""

from modeltranslation.translator import TranslationOptions, translator
from simple_history import register as keep_history

from pillars.demilitarisation.models import (
    ArmsCategory,
    ArmsTotal,
    CountingSeries,
    Incident,
    Inspection,
    LineClaim,
    Pullback,
    PullbackLine,
    Tally,
)

TEXTS = {
    ArmsCategory: ("name", "unit", "definition"),
    CountingSeries: ("name", "definition"),
    PullbackLine: ("name", "definition"),
    ArmsTotal: ("note",),
    Tally: ("note",),
    Inspection: ("mandate", "note"),
    Incident: ("note",),
    LineClaim: ("note",),
    Pullback: ("note",),
}
EDITED = (ArmsCategory, CountingSeries, PullbackLine)

for model, fields in TEXTS.items():
    options = {"fields": fields, "fallback_languages": {"default": ("en", "ar", "he")}}
    translator.register(model, type(f"{model.__name__}Texts", (TranslationOptions,), options))

for model in EDITED:
    keep_history(model, app="pillars.demilitarisation")
