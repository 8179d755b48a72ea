"""The shapes of what reconstruction comes to on a day."""

from typing import Any

from rest_framework import serializers

from milestones.api.serializers.base import ExactField, GradeField, as_it_is, day, number_of, reference, text
from pillars.reconstruction.comparing import Differs
from pillars.reconstruction.models.choices import About, State


class UsedRateSerializer(serializers.Serializer[Any]):
    """A rate at which a sum was converted."""

    currency = text("What is converted.")
    into = text("What it is converted into.")
    rate = ExactField(read_only=True, help_text="What one unit of the first was worth in the second.")
    date = day("The day of the rate.")
    source = reference("The rate's source, by slug.")  # type: ignore[assignment]


class StageSumSerializer(serializers.Serializer[Any]):
    """What an appeal's money comes to at one stage."""

    stage = text("The stage: pledge, due, commitment, received, disbursed or spent.")
    amount = ExactField(
        allow_null=True, help_text="The sum in the appeal's currency; null where nothing can be said."
    )
    verification = GradeField(
        allow_null=True, help_text="The weakest grade that it rests on; null for no sum."
    )
    percent_of_pledged = serializers.FloatField(allow_null=True, help_text="Of what was pledged, in percent.")
    percent_of_due = serializers.FloatField(
        allow_null=True, help_text="Of what was due by the day, in percent."
    )
    rates = UsedRateSerializer(many=True, help_text="The rates that it was converted at.")


class AppealSumsSerializer(serializers.Serializer[Any]):
    """One appeal's money by stage; the money of two appeals is never added."""

    appeal = text("The appeal, by slug.")
    currency = text("The ISO 4217 code of its currency.")
    is_base_rate = serializers.BooleanField(help_text="Whether it is an earlier appeal, kept for comparison.")
    stages = StageSumSerializer(many=True, help_text="Its stages, from pledged to spent.")


class MoneySerializer(serializers.Serializer[Any]):
    """A plan's money by appeal and stage, on a day and as known at an instant."""

    url = text("Its own address.")
    plan = text("The plan, by slug.")
    on = day("The day.")
    known_at = serializers.DateTimeField(
        allow_null=True, help_text="The instant; null for all that is known."
    )
    appeals = AppealSumsSerializer(many=True, help_text="Its appeals.")


class AccountsSerializer(serializers.Serializer[Any]):
    """Two accounts that do not agree."""

    first = ExactField(help_text="Paid by the donor's word, or disbursed in percent of what was committed.")
    second = ExactField(
        help_text="Received by the channel's word, or delivered in percent of what was planned."
    )
    unit = text("A currency's code, or %.")
    rates = UsedRateSerializer(many=True, help_text="The rates that sums were converted at.")


class StandingFindingSerializer(serializers.Serializer[Any]):
    """A finding as it stands, opened by an analyst or by the comparison alone."""

    slug = reference("The finding that an analyst opened, by slug; null where none did.")
    about = serializers.ChoiceField(
        choices=About.values, help_text="Which two things are held against each other."
    )
    state = serializers.ChoiceField(choices=State.values, help_text="How far it is dealt with.")
    is_open = serializers.BooleanField(help_text="Whether it is still to be accounted for.")
    owner = reference("Who must account for it, by slug; null while nobody is named.")
    appeal = reference("The appeal it is about, by slug.")
    donor = reference("The donor it is about, by slug.")
    channel = reference("The channel it is about, by slug.")
    project = reference("The project it is about, by slug.")
    verification = GradeField(help_text="The weakest grade that it rests on.")
    accounts = AccountsSerializer(
        allow_null=True, help_text="The two accounts; null where it is of words alone."
    )


class ReconciliationSerializer(serializers.Serializer[Any]):
    """Every finding that stands in a plan, on a day and as known at an instant."""

    url = text("Its own address.")
    plan = text("The plan, by slug.")
    on = day("The day.")
    known_at = serializers.DateTimeField(
        allow_null=True, help_text="The instant; null for all that is known."
    )
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
        {"type": "array", "items": {"type": "string", "enum": [each.value for each in Differs]}},
        help_text="What stands against it.",
    )
    difference = ExactField(
        allow_null=True, help_text="The second less the first; null where they cannot be compared."
    )
    sentence = text("The same in words.")
