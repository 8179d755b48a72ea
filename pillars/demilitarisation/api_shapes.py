"""The shapes of demilitarisation in the API."""

from typing import Any

from django.db.models import Model
from rest_framework import serializers

from milestones.api.serializers.base import (
    OF_PLAN,
    AddressField,
    ExactField,
    GradeField,
    RowSerializer,
    day,
    number_of,
    reference,
    text,
)
from milestones.api.serializers.records import RECORD as CORE_RECORD
from milestones.api.serializers.records import RecordSerializer
from pillars.demilitarisation import models

PART = ("slug", "plan__slug", "name", "definition")
RECORD = (*CORE_RECORD, "plan__slug", "verification", "embargoed_until")


def _words(words: Any, help_text: str) -> serializers.ChoiceField:
    return serializers.ChoiceField(choices=words.values, read_only=True, help_text=help_text)


def _count(help_text: str) -> serializers.IntegerField:
    return number_of(help_text, allow_null=True)


def _slug_of(key: str, help_text: str) -> serializers.CharField:
    return reference(help_text, f"{key}__slug")


class DemilitarisationPartSerializer(RowSerializer):
    """A part of the plan's demilitarisation."""

    plan = text(OF_PLAN, source="plan__slug")
    slug = text("Its slug, unique in the plan.")
    name = text("What it is called.")
    definition = text("What it means.")


class ArmsCategorySerializer(DemilitarisationPartSerializer):
    """A category of arms or of infrastructure."""

    columns = (*PART, "kind", "unit")

    url = AddressField("api:demilitarisation-categories-one", plan="plan__slug", slug="slug")
    kind = _words(models.CategoryKind, "Arms or infrastructure.")
    unit = text("The unit of its counts.")


class CountingSeriesSerializer(DemilitarisationPartSerializer):
    """One way of counting."""

    columns = (*PART, "actor__slug", "decides")

    url = AddressField("api:demilitarisation-series-one", plan="plan__slug", slug="slug")
    actor = _slug_of("actor", "Who counts, by slug.")
    decides = serializers.BooleanField(read_only=True, help_text="Whether the agreement lets it decide.")


class PullbackLineSerializer(DemilitarisationPartSerializer):
    """A named line."""

    columns = PART

    url = AddressField("api:demilitarisation-lines-one", plan="plan__slug", slug="slug")


class EmbargoedSerializer(RecordSerializer):
    """A record that may be held back from the public until a day."""

    plan = text(OF_PLAN, source="plan__slug")
    verification = GradeField(read_only=True, help_text="How well it is verified.")
    embargoed_until = day("Before this day only those cleared for restricted records see it; null: all do.")


def _record_columns(model: type[Model], *keys: str) -> tuple[str, ...]:
    """The record's columns: those named, of which keys are told by their slug."""
    fields = {field.name: field for field in model._meta.concrete_fields}
    return (*RECORD, *(f"{key}__slug" if fields[key].many_to_one else key for key in keys))


class ArmsTotalSerializer(EmbargoedSerializer):
    """A statement of how many there are, or are to be handed in."""

    columns = _record_columns(
        models.ArmsTotal, "category", "basis", "claimant", "phase", "area", "low", "high"
    )

    url = AddressField("api:demilitarisation-totals-one", pk="pk")
    category = _slug_of("category", "What is counted, by slug.")
    basis = _words(models.Basis, "What it rests on.")
    claimant = _slug_of("claimant", "Who says so, by slug.")
    phase = _slug_of("phase", "The stage, by slug; null for the whole.")
    area = _slug_of("area", "The area, by slug; null for the whole.")
    low = ExactField(read_only=True, help_text="The lowest figure of the range, or the figure.")
    high = ExactField(read_only=True, help_text="The highest figure of the range, or the figure again.")


class TallySerializer(EmbargoedSerializer):
    """A count of what was collected or destroyed."""

    columns = _record_columns(
        models.Tally, "category", "series", "step", "scope", "phase", "area", *models.COUNTS, "disputed_by"
    )

    url = AddressField("api:demilitarisation-tallies-one", pk="pk")
    category = _slug_of("category", "What was counted, by slug.")
    series = _slug_of("series", "By whose count, by slug.")
    step = _words(models.Step, "What was done.")
    scope = _words(models.Scope, "What it covers.")
    phase = _slug_of("phase", "The stage, by slug; null for none.")
    area = _slug_of("area", "The area, by slug; null for the whole.")
    handed_in = _count("How many were brought; null where not published.")
    accepted = _count("How many the count accepts; null where unknown.")
    rejected = _count("How many the count rejects; null where unknown.")
    disputed = _count("How many of the accepted somebody disputes; null where unknown.")
    disputed_by = _slug_of("disputed_by", "Who disputes them, by slug.")


class InspectionSerializer(EmbargoedSerializer):
    """The outcome of an inspection or a certification."""

    columns = _record_columns(
        models.Inspection,
        "kind",
        "outcome",
        "inspector",
        "mandate",
        "witness",
        "figures_published",
        "category",
        "phase",
        "area",
    )

    url = AddressField("api:demilitarisation-inspections-one", pk="pk")
    kind = _words(models.InspectionKind, "Inspection or certification.")
    outcome = _words(models.Outcome, "What came of it.")
    inspector = _slug_of("inspector", "The body that inspected or certified, by slug.")
    mandate = text("What entitled it.")
    witness = _slug_of("witness", "The body that watched, by slug.")
    figures_published = serializers.BooleanField(
        read_only=True, help_text="Whether figures were published with it."
    )
    category = _slug_of("category", "What it was about, by slug; null for everything.")
    phase = _slug_of("phase", "The stage, by slug; null for none.")
    area = _slug_of("area", "The area, by slug; null for the whole.")


class IncidentSerializer(EmbargoedSerializer):
    """What was known on a day about an alleged violation."""

    columns = _record_columns(
        models.Incident,
        "case",
        "happened_on",
        "kind",
        "area",
        "alleged_by",
        "alleged_against",
        "denied_by",
        "investigated_by",
        "finding",
    )

    url = AddressField("api:demilitarisation-incidents-one", pk="pk")
    case = text("The violation, by slug; its newest row says how it stands.")
    happened_on = serializers.DateField(read_only=True, help_text="The day of the alleged violation.")
    kind = _words(models.IncidentKind, "What it is alleged to have been.")
    area = _slug_of("area", "Where, by slug; null where not known.")
    alleged_by = _slug_of("alleged_by", "Who alleges it, by slug.")
    alleged_against = _slug_of("alleged_against", "Who is alleged to have done it, by slug.")
    denied_by = _slug_of("denied_by", "Who denies it, by slug.")
    investigated_by = _slug_of("investigated_by", "Who looked into it, by slug.")
    finding = _words(models.Finding, "What they found.")


class LineClaimSerializer(EmbargoedSerializer):
    """A claim of how much of the territory lies behind a line."""

    columns = _record_columns(models.LineClaim, "line", "claimant", "low", "high")

    url = AddressField("api:demilitarisation-line-claims-one", pk="pk")
    line = _slug_of("line", "Which line, by slug.")
    claimant = _slug_of("claimant", "Who claims it, by slug.")
    low = ExactField(read_only=True, help_text="The lowest share, in percent.")
    high = ExactField(read_only=True, help_text="The highest share, in percent.")


class PullbackSerializer(EmbargoedSerializer):
    """A report on forces that leave, and on who takes over."""

    columns = _record_columns(
        models.Pullback, "step", "phase", "area", "line", "leaves", "takes_over", *models.FORCES
    )

    url = AddressField("api:demilitarisation-pullbacks-one", pk="pk")
    step = _words(models.PullbackStep, "How far it is.")
    phase = _slug_of("phase", "The stage, by slug; null for none.")
    area = _slug_of("area", "The area, by slug; null for the whole.")
    line = _slug_of("line", "The line pulled back to, by slug; null for none.")
    leaves = _slug_of("leaves", "Whose forces leave, by slug.")
    takes_over = _slug_of("takes_over", "To whom it is handed over, by slug.")
    soldiers = _count("How many soldiers leave; null where unknown.")
    police = _count("How many police leave; null where unknown.")
    personnel = _count("How many leave in all, where not divided; null where unknown.")
