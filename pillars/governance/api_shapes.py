"""The shapes of governance in the API: a row is a mapping of columns to values."""

from typing import Any, ClassVar

from rest_framework import serializers

from milestones.api.serializers.base import (
    OF_PLAN,
    PUBLICATION,
    AddressField,
    ExactField,
    GradeField,
    RowSerializer,
    day,
    reference,
    text,
)
from milestones.api.serializers.records import RECORD, RecordSerializer
from milestones.models import Publication
from milestones.models.publication import Bounded
from milestones.selectors.api_rows import seen_slug
from pillars.governance import models
from pillars.governance.models import choices

PART = ("slug", "plan__slug")
NAMES = ("slug", "name_en", "name_ar", "name_he")
NOTES = ("note_en", "note_ar", "note_he")
SEEN_BY = serializers.ChoiceField(choices=Publication.values, read_only=True, help_text=PUBLICATION)


def _address(path: str) -> AddressField:
    return AddressField(f"api:governance-{path}-one", plan="plan__slug", slug="slug")


def _record_address(path: str) -> AddressField:
    return AddressField(f"api:governance-{path}-one", pk="pk")


def _word(words: list[str], help_text: str) -> serializers.ChoiceField:
    return serializers.ChoiceField(choices=words, read_only=True, help_text=help_text)


class GovernanceShape(RowSerializer):
    """A shape of one model; `hidden` are keys whose slug is told only to who may see what they point to.

    `searched` are the columns in which a search looks.
    """

    model: ClassVar[type[Bounded]]
    hidden: ClassVar[tuple[str, ...]] = ()
    searched: ClassVar[tuple[str, ...]] = NAMES

    @classmethod
    def annotations(cls, user: Any) -> dict[str, Any]:
        return {f"seen_{name}": seen_slug(cls.model, name, user) for name in cls.hidden}


class PartShape(GovernanceShape):
    """A part of the plan."""

    plan = text(OF_PLAN, source="plan__slug")
    slug = text("Its slug, unique in the plan.")


class BodySerializer(PartShape):
    """A body that governs, oversees or keeps order."""

    model = models.Body
    columns = (*PART, "name", "kind", "actor__slug", "size", "description", "clause", "publication")
    hidden = ("source",)

    url = _address("bodies")
    name = text("What it is called.")
    kind = _word(choices.BodyKind.values, "What it is.")
    actor = reference("The actor that it is, by slug.", "actor__slug")
    size = serializers.IntegerField(
        read_only=True, allow_null=True, help_text="How many seats the sources give it; null if none does."
    )
    description = text("What it is for, and what is known of it.")
    source = reference("Where it is set up or described, by slug.", "seen_source")
    clause = text("The place in the source.")
    publication = SEEN_BY


class PortfolioSerializer(PartShape):
    """A field of government of a body."""

    model = models.Portfolio
    columns = (*PART, "name", "body__slug")

    url = _address("portfolios")
    name = text("What it is called.")
    body = text("The body whose portfolio it is, by slug.", source="body__slug")


class SeatSerializer(PartShape):
    """A seat of a body, whoever holds it."""

    model = models.Seat
    columns = (*PART, "name", "body__slug", "portfolio__slug", "must_be_independent")

    url = _address("seats")
    name = text("What it is called.")
    body = text("The body it is in, by slug.", source="body__slug")
    portfolio = reference("What its holder is charged with, by slug.", "portfolio__slug")
    must_be_independent = serializers.BooleanField(
        read_only=True, help_text="Whether the text wants its holder to be independent of parties."
    )


class FunctionSerializer(PartShape):
    """A civil function or public service."""

    model = models.Function
    columns = (*PART, "name", "kind", "description", "clause", "publication")
    hidden = ("receiver", "source")

    url = _address("functions")
    name = text("What it is called.")
    kind = _word(choices.FunctionKind.values, "An affair of government or a service.")
    receiver = reference("The body that is to run it, by slug.", "seen_receiver")
    description = text("What it takes in, and what is known of it.")
    source = reference("Where the text says who is to run it, by slug.", "seen_source")
    clause = text("The place in the source.")
    publication = SEEN_BY


class ServedAreaSerializer(PartShape):
    """An area with its weight in what is told of functions and services."""

    model = models.ServedArea
    columns = (*PART, "area__slug", "weight")
    hidden = ("source",)
    searched = ("slug", "area__name_en", "area__name_ar", "area__name_he")

    url = _address("served-areas")
    area = text("The place, by slug.", source="area__slug")
    weight = ExactField(read_only=True, help_text="What it weighs against the others.")
    source = reference("Where the weight is from, by slug.", "seen_source")


class BenchmarkSerializer(PartShape):
    """A benchmark of oversight or reform."""

    model = models.Benchmark
    columns = (
        *PART, "name", "kind", "judge__slug", "judge_none_designated", "due", "description", "clause", "publication",
    )  # fmt: skip
    hidden = ("milestone", "source")

    url = _address("benchmarks")
    name = text("What is to be reached.")
    kind = _word(choices.BenchmarkKind.values, "What it is for.")
    judge = reference("Who says whether it is met, by slug.", "judge__slug")
    judge_none_designated = serializers.BooleanField(
        read_only=True, help_text="Whether the text names nobody who says so."
    )
    due = day("The day by which it is promised.")
    milestone = reference("The milestone that it is part of, by slug.", "seen_milestone")
    description = text("What the text says of it.")
    source = reference("Where the text sets it, by slug.", "seen_source")
    clause = text("The place in the source.")
    publication = SEEN_BY


class RecordShape(RecordSerializer, GovernanceShape):
    """A record."""

    searched = NOTES
    verification = GradeField(read_only=True, help_text="How well it is verified.")


SEAT_RECORD = (*RECORD, "seat__plan__slug", "seat__slug", "seat__body__slug", "verification")
FUNCTION_RECORD = (*RECORD, "function__plan__slug", "function__slug", "area__slug", "verification")


class VacancySerializer(RecordShape):
    """A record that nobody holds a seat."""

    model = models.Vacancy
    columns = SEAT_RECORD

    url = _record_address("vacancies")
    plan = text(OF_PLAN, source="seat__plan__slug")
    body = text("The seat's body, by slug.", source="seat__body__slug")
    seat = text("The seat, by slug.", source="seat__slug")


class AppointmentSerializer(VacancySerializer):
    """A record that a seat is held."""

    model = models.Appointment
    columns = (*SEAT_RECORD, "holder", "vetting", "vetted_by__slug", "until")
    searched = ("holder", *NOTES)

    url = _record_address("appointments")
    holder = text("The holder's name as the source prints it; empty where it was not made public.")
    vetting = _word(choices.Vetting.values, "What came of the vetting.")
    vetted_by = reference("Whose vetting it was, by slug.", "vetted_by__slug")
    until = day("The last day in the seat, where it was stated.")


class FunctionRecordShape(RecordShape):
    """A record about a function."""

    plan = text(OF_PLAN, source="function__plan__slug")
    function = text("The function, by slug.", source="function__slug")
    area = reference("The place it speaks of, by slug; null for all.", "area__slug")


class HandoverSerializer(FunctionRecordShape):
    """A record of how far the handover of a function has come."""

    model = models.FunctionHandover
    columns = (*FUNCTION_RECORD, "stage", "run_by")

    url = _record_address("handovers")
    stage = _word(choices.Stage.values, "How far it has come.")
    run_by = _word(["", *choices.RunBy.values], "Who runs the function; empty where it is not said.")


class DeliverySerializer(FunctionRecordShape):
    """A record of whether a service reaches people."""

    model = models.ServiceDelivery
    columns = (*FUNCTION_RECORD, "status")

    url = _record_address("deliveries")
    status = _word(choices.Delivering.values, "Whether it reaches people.")


class FindingSerializer(RecordShape):
    """A record of whether a benchmark is met."""

    model = models.BenchmarkFinding
    columns = (
        *RECORD, "benchmark__plan__slug", "benchmark__slug", "outcome", "found_by__slug", "verification",
    )  # fmt: skip

    url = _record_address("findings")
    plan = text(OF_PLAN, source="benchmark__plan__slug")
    benchmark = text("The benchmark, by slug.", source="benchmark__slug")
    outcome = _word(choices.Outcome.values, "What was found.")
    found_by = reference("Who found it, by slug; null for the tracker's reading.", "found_by__slug")
