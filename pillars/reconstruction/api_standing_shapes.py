"""The shapes of what reconstruction comes to on a day."""

from decimal import Decimal
from typing import Any

from rest_framework import serializers

from milestones.api.serializers.base import ExactField, GradeField, as_it_is, day, number_of, reference, text
from pillars.reconstruction.comparing import Differs
from pillars.reconstruction.models.choices import About, Stage, State

CENT = Decimal("0.01")
SHARE = Decimal("0.0001")


class RoundedField(ExactField):
    """An exact number, rounded to the last place of `to`."""

    def __init__(self, to: Decimal, **options: Any) -> None:
        super().__init__(**options)
        self.to = to

    def to_representation(self, value: Decimal) -> str:
        return super().to_representation(value.quantize(self.to))


class SlugOf(serializers.CharField):
    """The slug of what is named otherwise, by the answer's mapping; null where the reader may not see it."""

    def __init__(self, mapping: str, **options: Any) -> None:
        super().__init__(read_only=True, allow_null=True, **options)
        self.mapping = mapping

    def to_representation(self, value: Any) -> Any:
        return getattr(self.root.instance, self.mapping).get(value)


class UsedRateSerializer(serializers.Serializer[Any]):
    """A rate at which a sum was converted."""

    currency = text("What is converted.")
    into = text("What it is converted into.")
    rate = ExactField(read_only=True, help_text="What one unit of the first was worth in the second.")
    date = day("The day of the rate.")
    source = SlugOf("sources", help_text="The rate's source, by slug.")  # type: ignore[assignment]


class StageSumSerializer(serializers.Serializer[Any]):
    """What an appeal's money comes to at one stage."""

    stage = as_it_is({"allOf": [{"type": "string", "enum": Stage.values}]}, help_text="How far the money has come.")
    amount = RoundedField(
        CENT,
        source="sum.amount",
        allow_null=True,
        help_text="The sum in the appeal's currency; null where nothing can be said.",
    )
    verification = GradeField(
        source="sum.grade", allow_null=True, help_text="The weakest grade that it rests on; null for no sum."
    )
    percent_of_pledged = serializers.FloatField(allow_null=True, help_text="Of what was pledged, in percent.")
    percent_of_due = serializers.FloatField(allow_null=True, help_text="Of what was due by the day, in percent.")
    rates = UsedRateSerializer(many=True, help_text="The rates that it was converted at.")


class AppealSumsSerializer(serializers.Serializer[Any]):
    """One appeal's money by stage; the money of two appeals is never added."""

    appeal = text("The appeal, by slug.")
    currency = text("The ISO 4217 code of its currency.")
    is_base_rate = serializers.BooleanField(help_text="Whether it is an earlier appeal, kept for comparison.")
    stages = StageSumSerializer(many=True, help_text="Its stages, from pledged to spent.")


class PlanDaySerializer(serializers.Serializer[Any]):
    """What a plan comes to on a day and as known at an instant."""

    url = text("Its own address.")
    plan = text("The plan, by slug.", source="viewpoint.plan.slug")
    on = day("The day.", source="viewpoint.on")
    known_at = serializers.DateTimeField(
        source="viewpoint.known_at", allow_null=True, help_text="The instant; null for all that is known."
    )


class MoneySerializer(PlanDaySerializer):
    """A plan's money by appeal and stage, on a day and as known at an instant."""

    appeals = AppealSumsSerializer(many=True, help_text="Its appeals.")


class AccountsSerializer(serializers.Serializer[Any]):
    """Two accounts that do not agree."""

    first = RoundedField(SHARE, help_text="Paid by the donor's word, or disbursed in percent of what was committed.")
    second = RoundedField(
        SHARE, help_text="Received by the channel's word, or delivered in percent of what was planned."
    )
    unit = text("A currency's code, or %.")
    rates = UsedRateSerializer(many=True, help_text="The rates that sums were converted at.")


class StandingFindingSerializer(serializers.Serializer[Any]):
    """A finding as it stands, opened by an analyst or by the comparison alone."""

    slug = reference("The finding that an analyst opened, by slug; null where none did.")
    about = serializers.ChoiceField(choices=About.values, help_text="Which two things are held against each other.")
    state = serializers.ChoiceField(choices=State.values, help_text="How far it is dealt with.")
    is_open = serializers.BooleanField(help_text="Whether it is still to be accounted for.")
    owner = SlugOf("owners", source="slug", help_text="Who must account for it, by slug; null while nobody is named.")
    appeal = reference("The appeal it is about, by slug.", "place.appeal")
    donor = reference("The donor it is about, by slug.", "place.donor")
    channel = reference("The channel it is about, by slug.", "place.channel")
    project = reference("The project it is about, by slug.", "place.project")
    verification = GradeField(source="grade", help_text="The weakest grade that it rests on.")
    accounts = AccountsSerializer(
        source="difference", allow_null=True, help_text="The two accounts; null where it is of words alone."
    )


class ReconciliationSerializer(PlanDaySerializer):
    """Every finding that stands in a plan, on a day and as known at an instant."""

    open = number_of("How many of them are open.")
    findings = StandingFindingSerializer(many=True, help_text="The findings, open ones first.")


class ComparisonSerializer(serializers.Serializer[Any]):
    """Two figures of needs assessments held against each other."""

    url = text("Its own address.")
    plan = text("The plan, by slug.")
    one = number_of("The first figure, by its number among the estimates.")
    other = number_of("The second.")
    is_comparable = serializers.BooleanField(help_text="Whether nothing stands against it.")
    reasons = as_it_is(
        {"type": "array", "items": {"type": "string", "enum": Differs.values}}, help_text="What stands against it."
    )
    difference = ExactField(allow_null=True, help_text="The second less the first; null where they cannot be compared.")
    sentence = text("The same in words.")
