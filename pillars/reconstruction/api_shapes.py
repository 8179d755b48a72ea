"""The shapes of reconstruction in the API."""

from typing import Any

from rest_framework import serializers

from milestones.api.serializers.base import (
    OF_PLAN,
    PUBLICATION,
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
from milestones.models import Publication
from milestones.selectors.api_rows import seen_slug
from pillars.reconstruction.models import Appeal, Project, choices

PART = ("slug", "plan__slug", "name")
RECORD = (*CORE_RECORD, "plan__slug", "verification")
CODE = "Its ISO 4217 code."
PLACE = ("appeal__slug", "donor__slug", "channel__slug", "project__slug")


def _words(chosen: Any, help_text: str, *, blank: bool = False, **options: Any) -> serializers.ChoiceField:
    listed = ["", *chosen.values] if blank else chosen.values
    return serializers.ChoiceField(choices=listed, read_only=True, help_text=help_text, **options)


def _slug_of(key: str, help_text: str) -> serializers.CharField:
    return reference(help_text, f"{key}__slug")


def _truth(help_text: str) -> serializers.BooleanField:
    return serializers.BooleanField(read_only=True, help_text=help_text)


def _publication() -> serializers.ChoiceField:
    return serializers.ChoiceField(choices=Publication.values, read_only=True, help_text=PUBLICATION)


def _address(path: str, *, of_record: bool = False) -> AddressField:
    name = f"api:reconstruction-{path}-one"
    return AddressField(name, pk="pk") if of_record else AddressField(name, plan="plan__slug", slug="slug")


class ReconstructionPartSerializer(RowSerializer):
    """A part of the plan's reconstruction."""

    plan = text(OF_PLAN, source="plan__slug")
    slug = text("Its slug, unique in the plan.")
    name = text("What it is called.")


class SectorSerializer(ReconstructionPartSerializer):
    """A sector of rebuilding."""

    columns = (*PART, "iati_code")

    url = _address("sectors")
    iati_code = text("The DAC purpose code that it stands for; empty for none.")


class TerritorySerializer(ReconstructionPartSerializer):
    """A territory that figures cover."""

    columns = PART

    url = _address("territories")


class AppealSerializer(ReconstructionPartSerializer):
    """A conference or appeal, whose money may be added up."""

    columns = (*PART, "summary", "currency", "is_base_rate", "publication")

    url = _address("appeals")
    summary = text("What the money is for, and what is counted.")
    currency = text(CODE)
    is_base_rate = _truth("Whether it is an earlier appeal, kept for comparison.")
    milestone = reference("The milestone whose gates hold the money, by slug.", "milestone_seen")
    publication = _publication()

    @classmethod
    def annotations(cls, user: Any) -> dict[str, Any]:
        return {"milestone_seen": seen_slug(Appeal, "milestone", user)}


class DonorSerializer(ReconstructionPartSerializer):
    """One who gives money, or a group whose sum alone is published."""

    columns = (*PART, "actor__slug", "part_of__slug", "iati_ref")

    url = _address("donors")
    actor = _slug_of("actor", "Who it is among the actors, by slug.")
    part_of = _slug_of("part_of", "The group whose sum includes it, by slug.")
    iati_ref = text("Its organisation identifier in IATI; empty for none.")


class ChannelSerializer(ReconstructionPartSerializer):
    """A fund, account or agency that money goes through."""

    columns = (*PART, "kind", "holder__slug", "iati_ref")

    url = _address("channels")
    kind = _words(choices.ChannelKind, "What it is.")
    holder = _slug_of("holder", "Who keeps it, by slug.")
    iati_ref = text("Its organisation identifier in IATI; empty for none.")


class NeedsAssessmentSerializer(ReconstructionPartSerializer):
    """An assessment of damage and needs."""

    columns = (*PART, "actor__slug", "published_on", "covers_from", "covers_until", "note", "publication")

    url = _address("needs-assessments")
    actor = _slug_of("actor", "Who made it, by slug.")
    published_on = day("The day of its publication.")
    covers_from = text("The first month of destruction that it covers; empty if not stated.")
    covers_until = text("The last month of destruction that it covers; empty if not stated.")
    note = text("What a reader should know of it.")
    publication = _publication()


class ProjectSerializer(ReconstructionPartSerializer):
    """A project of rebuilding."""

    columns = (
        *PART, "description", "sector__slug", "area__slug", "implementer__slug", "iati_identifier", "publication",
    )  # fmt: skip

    url = _address("projects")
    description = text("What is built.")
    sector = _slug_of("sector", "Its sector, by slug.")
    area = _slug_of("area", "Its area, by slug; null for the whole.")
    implementer = _slug_of("implementer", "Who carries it out, by slug.")
    milestone = reference("The milestone whose gates are its conditions, by slug.", "milestone_seen")
    iati_identifier = text("The identifier of its activity; empty for none of its own.")
    publication = _publication()

    @classmethod
    def annotations(cls, user: Any) -> dict[str, Any]:
        return {"milestone_seen": seen_slug(Project, "milestone", user)}


class FindingSerializer(ReconstructionPartSerializer):
    """A difference that an owner must account for."""

    columns = (*PART, "about", "owner__slug", *PLACE, "publication")

    url = _address("findings")
    about = _words(choices.About, "Which two things are held against each other.")
    owner = _slug_of("owner", "Who must account for it, by slug.")
    appeal = _slug_of("appeal", "The appeal it is about, by slug.")
    donor = _slug_of("donor", "The donor it is about, by slug.")
    channel = _slug_of("channel", "The channel it is about, by slug.")
    project = _slug_of("project", "The project it is about, by slug.")
    publication = _publication()


class ReconstructionRecordSerializer(RecordSerializer):
    """A graded record."""

    plan = text(OF_PLAN, source="plan__slug")
    verification = GradeField(read_only=True, help_text="How well it is verified.")


class EstimateSerializer(ReconstructionRecordSerializer):
    """A figure of a needs assessment."""

    columns = (
        *RECORD, "assessment__slug", "sector__slug", "territory__slug", "measured", "horizon", "months", "amount",
        "currency",
    )  # fmt: skip

    url = _address("estimates", of_record=True)
    assessment = _slug_of("assessment", "The assessment, by slug.")
    sector = _slug_of("sector", "The sector, by slug; null for all.")
    territory = _slug_of("territory", "What it covers, by slug; null if not stated.")
    measured = _words(choices.Measured, "Damage, losses or needs.")
    horizon = _words(choices.Horizon, "The whole, or a part of the time.")
    months = number_of("How many months the horizon “first” has.", allow_null=True)
    amount = ExactField(read_only=True, help_text="The figure, in whole units of its currency.")
    currency = text(CODE)


class TransactionSerializer(ReconstructionRecordSerializer):
    """A sum at one stage, as one side tells it."""

    columns = (*RECORD, "stage", *PLACE, "side", "amount", "currency", "is_total", "reference")

    url = _address("transactions", of_record=True)
    stage = _words(choices.Stage, "How far the sum has come.")
    appeal = _slug_of("appeal", "Whose money it is, by slug.")
    donor = _slug_of("donor", "Who gives it, by slug; null for all together.")
    channel = _slug_of("channel", "What it goes through, by slug; null for all together.")
    project = _slug_of("project", "What it is for, by slug.")
    told_by = _words(choices.Side, "Who says so.", source="side")
    amount = ExactField(read_only=True, help_text="The sum, in whole units of its currency.")
    currency = text(CODE)
    is_total = _truth("Whether it is the sum of all up to its date.")
    reference = text("Its number with whoever tells it.")


class ExchangeRateSerializer(ReconstructionRecordSerializer):
    """A rate of conversion."""

    columns = (*RECORD, "currency", "into", "rate")

    url = _address("rates", of_record=True)
    currency = text("What is converted: its ISO 4217 code.")
    into = text("What it is converted into.")
    rate = ExactField(read_only=True, help_text="What one unit of the first is worth in the second.")


class ProjectStepSerializer(ReconstructionRecordSerializer):
    """A step of a project."""

    columns = (*RECORD, "project__slug", "kind", "planned_start", "planned_end")

    url = _address("project-steps", of_record=True)
    project = _slug_of("project", "Whose step it is, by slug.")
    kind = _words(choices.StepKind, "What happened.")
    planned_start = day("The planned start.")
    planned_end = day("The planned end.")


class UnitCountSerializer(ReconstructionRecordSerializer):
    """A number of units, planned or delivered."""

    columns = (*RECORD, "project__slug", "kind", "unit", "quantity", "is_total")

    url = _address("unit-counts", of_record=True)
    project = _slug_of("project", "Whose units they are, by slug.")
    kind = _words(choices.CountKind, "Planned or delivered.")
    unit = _words(choices.Unit, "What is counted.")
    quantity = ExactField(read_only=True, help_text="How many.")
    is_total = _truth("Whether it is the sum of all up to its date.")


class FindingEntrySerializer(ReconstructionRecordSerializer):
    """What was said of a finding, or the state that it came to."""

    columns = (*RECORD, "finding__slug", "actor__slug", "claimant", "state")

    url = _address("finding-entries", of_record=True)
    finding = _slug_of("finding", "What it is about, by slug.")
    actor = _slug_of("actor", "Who says so, by slug.")
    claimant = text("Who says so, where it is none of the actors.")
    state = _words(choices.State, "The state that the finding came to; empty for none.", blank=True)
