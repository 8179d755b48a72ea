"""Milestones with their verdicts."""

from typing import Any

from rest_framework import serializers

from milestones.api.kinds import Resource, Special
from milestones.api.kinds.shapes import KindSerializer
from milestones.api.serializers.base import (
    LEVEL_WORDS,
    AddressField,
    as_it_is,
    lines_of,
    listed,
    number_of,
    slugs,
    text,
)
from milestones.api.serializers.evaluation import (
    OVERDUE,
    STATUSES,
    ForecastSerializer,
    GateVerdictSerializer,
    ImplementationSerializer,
    MomentSerializer,
    PublishedThenSerializer,
    RangeSerializer,
    ReasonSerializer,
)
from milestones.contingency.plan import LIFTED
from milestones.contingency.schedule import stated
from milestones.kinds.core import KIND_OF
from milestones.models import Milestone, Responsibility, ScheduleRevision, ShownIndicator
from milestones.planfile.composed import MILESTONE, Planned
from milestones.planfile.vocabulary import NONE_DESIGNATED
from milestones.state import PlanState

DRAFT = "; null where it does not count, as a draft does not."


class RelativeDateSerializer(serializers.Serializer):
    """So many days after a milestone reaches a level."""

    days = serializers.IntegerField(help_text="So many days.")
    after = serializers.CharField(help_text="After this milestone, by slug.")
    reaches = serializers.ChoiceField(choices=LEVEL_WORDS)


RULE = {"days": {"type": "integer"}, "after": {"type": "string"}, "reaches": {"type": "string"}}
ORIGINAL = {
    "oneOf": [
        {"type": "string", "format": "date"},
        {"type": "object", "properties": RULE, "required": [*RULE]},
        {"type": "null"},
    ]
}
REVISED_TEXT = "A day, a rule, `none` where it was lifted, or null."
REVISED = {"anyOf": [*ORIGINAL["oneOf"], {"type": "string", "enum": [LIFTED.value]}]}


class PlannedSerializer(serializers.Serializer):
    """One planned date: as it was promised, and as it is in force."""

    original = as_it_is(ORIGINAL, help_text="A day, a rule, or null.")
    day = serializers.DateField(allow_null=True, help_text="The day in force; null while it is open.")
    follows = RelativeDateSerializer(allow_null=True)
    lifted = serializers.BooleanField(help_text="Whether a revision said that there is none any more.")


class ScheduleSerializer(serializers.Serializer):
    """A milestone's dates."""

    planned_start = PlannedSerializer()
    due = PlannedSerializer()
    duration = serializers.IntegerField(help_text="In days.")
    lapses = serializers.DateField(allow_null=True, help_text="The last day of its authority.")


class MilestoneLines(MomentSerializer, KindSerializer):
    """What is told of a milestone beside its columns: who owes and who judges it, and its verdict."""

    columns = ("certifier__slug", "certifier_none_designated")
    lines = {"responsible": listed(Responsibility, "milestone", "actor__slug")}

    explanation = AddressField("api:explanation", "Where the proof of its status is.", plan="plan__slug", slug="slug")
    responsible = slugs("The actors who owe it.")
    certifier = serializers.SerializerMethodField(
        help_text="The actor who judges that it is complete; `none-designated` where the text names nobody."
    )
    level = as_it_is(RangeSerializer, allow_null=True, help_text=f"Its level as a range{DRAFT}")
    status = serializers.ChoiceField(
        choices=STATUSES, read_only=True, allow_null=True, help_text=f"Its contingency status{DRAFT}"
    )
    overdue = serializers.BooleanField(read_only=True, allow_null=True, help_text=OVERDUE)
    implementation = as_it_is(
        ImplementationSerializer, allow_null=True, help_text=f"Its level by the Peace Accords Matrix{DRAFT}"
    )
    reasons = as_it_is(ReasonSerializer(many=True), allow_null=True, help_text=f"Why{DRAFT}")
    schedule = as_it_is(ScheduleSerializer, allow_null=True, help_text=f"Its dates{DRAFT}")
    forecast = as_it_is(ForecastSerializer, allow_null=True, help_text=f"When it comes{DRAFT}")
    releases = number_of("How many others would have all that must come first, if it were complete.", allow_null=True)
    downstream = number_of("How many others depend on it, directly or through others.", allow_null=True)

    def get_certifier(self, row: dict[str, Any]) -> str | None:
        return NONE_DESIGNATED if row["certifier_none_designated"] else row["certifier__slug"]


IN_SCHEDULE = tuple(
    column.name
    for column in Milestone._meta.concrete_fields
    if column.name.startswith(("planned_start_", "due_", "duration")) or column.name == "lapses"
)
RESOURCE = Resource(
    KIND_OF[Milestone],
    "milestones",
    Special(base=MilestoneLines, omitted=(*IN_SCHEDULE, "certifier_none_designated", "description")),
    is_of_core=True,
)
MilestoneSerializer: Any = RESOURCE.shape


class RevisionSerializer(serializers.Serializer):
    """One change of the planned dates."""

    date = serializers.DateField()
    recorded_at = serializers.DateTimeField()
    planned_start = as_it_is(REVISED, help_text=REVISED_TEXT)
    due = as_it_is(REVISED, help_text=REVISED_TEXT)
    source = serializers.CharField(allow_null=True, source="source__slug")  # type: ignore[assignment]
    note = serializers.CharField()


DATES = (Planned(key="planned_start", liftable=True), Planned(key="due", liftable=True))
PARTS_OF_DATES = tuple(column for planned in DATES for column in (*planned.columns, f"{planned.key}_after__slug"))
REVISION = ("date", "recorded_at", "source__slug", "note", *PARTS_OF_DATES)


def _with_dates(row: dict[str, Any]) -> dict[str, Any]:
    """A row with its dates as they are published, which it keeps in several columns."""
    for planned in DATES:
        named = {row[f"{planned.key}_after_id"]: row[f"{planned.key}_after__slug"]}
        row[planned.key] = stated(planned.load(row, {MILESTONE: named}))
    return row


class RevisedDates(KindSerializer):
    """What a schedule revision says of the planned dates."""

    columns = PARTS_OF_DATES
    parts = tuple(column.removesuffix("_id") for planned in DATES for column in planned.columns)

    planned_start = as_it_is(REVISED, help_text=REVISED_TEXT)
    due = as_it_is(REVISED, help_text=REVISED_TEXT)

    @classmethod
    def told(cls, row: Any, state: PlanState) -> dict[str, Any]:
        return _with_dates(super().told(row, state))


class MilestoneDetailSerializer(MilestoneSerializer):
    """A milestone with its gates, and the moment for which its verdict speaks."""

    lines = {
        **MilestoneSerializer.lines,
        "indicators": listed(ShownIndicator, "milestone", "indicator__slug"),
        "revisions": lines_of(ScheduleRevision, "milestone", *REVISION, order="date", told=_with_dates),
    }

    description = text("What is promised, and when it counts as done.")
    indicators = slugs("The indicators shown with it.")
    revisions = RevisionSerializer(many=True, read_only=True, help_text="Changes of its dates, oldest first.")
    gates = as_it_is(GateVerdictSerializer(many=True), allow_null=True, help_text=f"Every group of the reading{DRAFT}")
    published_then = as_it_is(
        PublishedThenSerializer(),
        allow_null=True,
        help_text="What was published at `known_at`, where another method than today's answered otherwise; else null.",
    )
