"""Which texts of governance are kept in each language, and whose history is kept (as milestones.translation)."""

from modeltranslation.translator import TranslationOptions, translator
from simple_history import register as keep_history

from pillars.governance.models import (
    Appointment,
    Benchmark,
    BenchmarkFinding,
    Body,
    Function,
    FunctionHandover,
    Portfolio,
    Seat,
    ServedArea,
    ServiceDelivery,
    Vacancy,
)

TEXTS = {
    Body: ("name", "description"),
    Portfolio: ("name",),
    Seat: ("name",),
    Function: ("name", "description"),
    Benchmark: ("name", "description"),
    Appointment: ("note",),
    Vacancy: ("note",),
    FunctionHandover: ("note",),
    ServiceDelivery: ("note",),
    BenchmarkFinding: ("note",),
}

for model, fields in TEXTS.items():
    options = {"fields": fields, "fallback_languages": {"default": ("en", "ar", "he")}}
    translator.register(model, type(f"{model.__name__}Texts", (TranslationOptions,), options))

for model in (Body, Portfolio, Seat, Function, ServedArea, Benchmark):
    keep_history(model, app="pillars.governance")
