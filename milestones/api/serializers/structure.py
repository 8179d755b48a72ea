"""A plan's structure but for its milestones: the plan itself, its parts, indicators, gates and conditions."""

from collections import defaultdict
from typing import Any

from rest_framework import serializers

from milestones.api.serializers.base import (
    OF_PLAN,
    PUBLICATION,
    AddressField,
    ExactField,
    GradeField,
    LevelField,
    RowSerializer,
    as_it_is,
    day,
    number_of,
    reference,
    slugs,
    text,
)
from milestones.contingency.scales import Before, Force
from milestones.models import Condition, Gate, GateReading, Publication
from milestones.models.choices import ActorKind, Direction, Tier
from milestones.selectors.api_rows import seen_slug

REQUIRED_GRADE = "The grade that a record must have to establish anything; null for the plan's."
PART = ("slug", "plan__slug")


class ActorSerializer(RowSerializer):
    """A party, state, mediator, institution, donor or monitor."""

    columns = (*PART, "name", "kind", "url")

    url = AddressField("api:actor", plan="plan__slug", slug="slug")
    plan = text(OF_PLAN, source="plan__slug")
    slug = text("Its slug, unique in the plan.")
    name = text("What it is called.")
    kind = serializers.ChoiceField(choices=["", *ActorKind.values], read_only=True)
    address = text("Its own site; empty if unknown.", source="url")


class AreaSerializer(RowSerializer):
    """A sector or district."""

    columns = (*PART, "name", "p_code")

    url = AddressField("api:area", plan="plan__slug", slug="slug")
    plan = text(OF_PLAN, source="plan__slug")
    slug = text("Its slug, unique in the plan.")
    name = text("What it is called.")
    p_code = text("Its OCHA place code; empty if it has none.")


class SourceSerializer(RowSerializer):
    """A document that statements rest on."""

    columns = (*PART, "title", "publisher", "date", "url", "language", "tier", "publication")

    url = AddressField("api:source", plan="plan__slug", slug="slug")
    plan = text(OF_PLAN, source="plan__slug")
    slug = text("Its slug, unique in the plan.")
    title = text("Its title.")
    publisher = text("Who published it.")
    date = day("The day of its publication.")
    address = text("Where it can be read.", source="url")
    language = text("Its language, as a tag; empty if unknown.")
    tier = serializers.ChoiceField(
        choices=["", *Tier.values], read_only=True, help_text="How it was read, A to D."
    )
    publication = serializers.ChoiceField(choices=Publication.values, read_only=True, help_text=PUBLICATION)


class IndicatorSerializer(RowSerializer):
    """A quantity that is counted."""

    columns = (
        *PART, "name", "pillar__slug", "area__slug", "unit", "decimals", "direction", "definition", "baseline",
        "target", "target_date", "verification", "official", "stale_after", "measure", "publication",
    )  # fmt: skip

    url = AddressField("api:indicator", plan="plan__slug", slug="slug")
    plan = text(OF_PLAN, source="plan__slug")
    slug = text("Its slug, unique in the plan.")
    name = text("What is counted.")
    pillar = text("Its pillar, by slug.", source="pillar__slug")
    area = reference("The area it is counted in, by slug; null for the whole.", "area__slug")
    unit = text("The unit of its values.")
    decimals = number_of("How many decimals are shown.")
    direction = serializers.ChoiceField(choices=Direction.values, read_only=True)
    definition = text("The counting rule.")
    baseline = ExactField(read_only=True, allow_null=True, help_text="Its value before the first count.")
    target = ExactField(read_only=True, allow_null=True, help_text="The value that is promised.")
    target_date = day("By when the target is promised.")
    verification = GradeField(read_only=True, allow_null=True, help_text=REQUIRED_GRADE)
    official = text("The one series to read, by slug; empty if none was agreed on.")
    stale_after = serializers.IntegerField(
        read_only=True, allow_null=True, help_text="Days after which a count no longer speaks for today."
    )
    measure = text("What computes its observations; empty where they are entered.")
    publication = serializers.ChoiceField(choices=Publication.values, read_only=True, help_text=PUBLICATION)


def condition_keys(gates: list[int], user: Any) -> dict[int, list[int]]:
    """The keys of the gates' conditions, in order."""
    return _listed(Condition.objects.filter(gate__in=gates).visible_to(user), "gate_id", "pk")


def reading_slugs(gates: list[int], user: Any) -> dict[int, list[str]]:
    """The readings to which the gates are limited, in order."""
    return _listed(GateReading.objects.filter(gate__in=gates).visible_to(user), "gate_id", "reading__slug")


def _listed(rows: Any, of: str, column: str) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for key, value in rows.order_by(of, "rank", "pk").values_list(of, column):
        found[key].append(value)
    return found


class GateSerializer(RowSerializer):
    """A group of conditions before one step of a milestone."""

    columns = ("milestone__plan__slug", "milestone__slug", "before", "require", "force", "clause", "note")
    lines = {"readings": reading_slugs, "conditions": condition_keys}

    url = AddressField("api:gate", pk="pk")
    id = number_of("Its number.", source="pk")
    plan = text(OF_PLAN, source="milestone__plan__slug")
    milestone = text("The milestone before which it stands, by slug.", source="milestone__slug")
    before = serializers.ChoiceField(choices=[each.value for each in Before], read_only=True)
    require = text("How many of its conditions must be met: all, any, or a number.")
    force = serializers.ChoiceField(choices=[each.value for each in Force], read_only=True)
    readings = slugs("The readings under which it stands; none named means every one.")
    source = reference("Where the text says so, by slug.", "seen_source")
    clause = text("The place in the source.")
    note = text("What a reader should know of it.")
    conditions = as_it_is(
        serializers.ListField(child=serializers.IntegerField()), help_text="Its conditions, by number."
    )

    @classmethod
    def annotations(cls, user: Any) -> dict[str, Any]:
        return {"seen_source": seen_slug(Gate, "source", user)}


class ConditionSerializer(RowSerializer):
    """One thing that must hold; the keys of the other kinds are null."""

    columns = (
        "gate_id", "gate__milestone__plan__slug", "gate__milestone__slug", "milestone__slug", "reaches",
        "indicator__slug", "at_least", "at_most", "pillar__slug", "progress", "date", "for_days",
    )  # fmt: skip

    url = AddressField("api:condition", pk="pk")
    id = number_of("Its number.", source="pk")
    plan = text(OF_PLAN, source="gate__milestone__plan__slug")
    gate = serializers.IntegerField(read_only=True, source="gate_id", help_text="Its gate, by number.")
    waiting = text("The milestone that waits for it, by slug.", source="gate__milestone__slug")
    milestone = reference("The milestone that is waited for, by slug.", "milestone__slug")
    reaches = LevelField(read_only=True, allow_null=True, help_text="The level it must have.")
    indicator = reference("The indicator that is waited for, by slug.", "indicator__slug")
    at_least = ExactField(read_only=True, allow_null=True, help_text="The lowest value that will do.")
    at_most = ExactField(read_only=True, allow_null=True, help_text="The highest value that will do.")
    pillar = reference("The pillar that is waited for, by slug.", "pillar__slug")
    progress = ExactField(read_only=True, allow_null=True, help_text="The percentage it must have.")
    date = day("The day from which it is met.")
    for_days = number_of("For how many days it must have held; 0 for the day alone.")
