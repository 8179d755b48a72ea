"""Which texts of reconstruction are kept in each language, and whose history is kept; see milestones.translation."""

from modeltranslation.translator import TranslationOptions, translator
from simple_history import register as keep_history

from pillars.reconstruction.models import (
    Appeal,
    Channel,
    Donor,
    Estimate,
    ExchangeRate,
    Finding,
    FindingEntry,
    NeedsAssessment,
    Project,
    ProjectStep,
    Sector,
    Territory,
    Transaction,
    UnitCount,
)

TEXTS = {
    Sector: ("name",),
    Territory: ("name",),
    Appeal: ("name", "summary"),
    Donor: ("name",),
    Channel: ("name",),
    NeedsAssessment: ("name", "note"),
    Project: ("name", "description"),
    Finding: ("name",),
    Estimate: ("note",),
    ProjectStep: ("note",),
    UnitCount: ("note",),
    Transaction: ("note",),
    ExchangeRate: ("note",),
    FindingEntry: ("note", "claimant"),
}
STRUCTURE = (Sector, Territory, Appeal, Donor, Channel, NeedsAssessment, Project, Finding)

for model, fields in TEXTS.items():
    options = {"fields": fields, "fallback_languages": {"default": ("en", "ar", "he")}}
    translator.register(model, type(f"{model.__name__}Texts", (TranslationOptions,), options))

for model in STRUCTURE:
    keep_history(model, app="pillars.reconstruction")
