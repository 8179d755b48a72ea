"""Plans, with the parts that name their coordinates."""

from collections import defaultdict
from typing import Any

from rest_framework import serializers

from milestones.api.serializers.base import (
    OF_PLAN,
    PUBLICATION,
    AddressField,
    GradeField,
    Lines,
    RowSerializer,
    day,
    number_of,
    reference,
    text,
)
from milestones.api.serializers.structure import ActorSerializer, AreaSerializer
from milestones.models import Actor, Area, Phase, Pillar, Publication, Reading

PART = ("slug", "plan__slug")


class PillarSerializer(RowSerializer):
    """A track of a plan."""

    columns = (*PART, "name", "summary")

    url = AddressField("api:pillar", plan="plan__slug", slug="slug")
    plan = text(OF_PLAN, source="plan__slug")
    slug = text("Its slug, unique in the plan.")
    name = text("What it is called.")
    summary = text("What it is about.")


class PhaseSerializer(RowSerializer):
    """A stretch of the plan's own calendar."""

    columns = (*PART, "name", "start", "end")

    url = AddressField("api:phase", plan="plan__slug", slug="slug")
    plan = text(OF_PLAN, source="plan__slug")
    slug = text("Its slug, unique in the plan.")
    name = text("What it is called.")
    start = day("Its first day.")
    end = day("Its last day; null while it is open.")


class ReadingSerializer(RowSerializer):
    """One way to read the plan's text; the first is the default."""

    columns = (*PART, "name", "actor__slug")

    url = AddressField("api:reading", plan="plan__slug", slug="slug")
    plan = text(OF_PLAN, source="plan__slug")
    slug = text("Its slug, unique in the plan.")
    name = text("What it is called.")
    actor = reference("Whose reading it is, by slug.", "actor__slug")


def _parts(model: Any, serializer: type[RowSerializer]) -> Lines:
    def load(plans: list[int], user: Any) -> dict[int, list[Any]]:
        found: dict[int, list[Any]] = defaultdict(list)
        rows = model.objects.filter(plan__in=plans).visible_to(user).order_by("rank", "pk")
        for row in rows.values("pk", "plan_id", *serializer.columns):
            found[row["plan_id"]].append(row)
        return found

    return load


class PlanSerializer(RowSerializer):
    """A peace plan that is followed."""

    columns = ("slug", "name", "summary", "verification", "timezone", "as_of", "publication", "revision")
    lines = {
        "pillars": _parts(Pillar, PillarSerializer),
        "phases": _parts(Phase, PhaseSerializer),
        "areas": _parts(Area, AreaSerializer),
        "readings": _parts(Reading, ReadingSerializer),
        "actors": _parts(Actor, ActorSerializer),
    }

    url = AddressField("api:plan", plan="slug")
    slug = text("Its slug.")
    name = text("What it is called.")
    summary = text("What it is, in a paragraph.")
    verification = GradeField(
        read_only=True, help_text="The grade that a record must have, unless a part says otherwise."
    )
    timezone = text("Whose calendar its today is, by IANA name.")
    today = serializers.DateField(read_only=True, help_text="The day it is there.")
    as_of = day("Up to which day its records were compiled.")
    publication = serializers.ChoiceField(choices=Publication.values, read_only=True, help_text=PUBLICATION)
    revision = number_of("Raised by every recompute.")
    computed_at = serializers.DateTimeField(
        read_only=True, allow_null=True, help_text="When its stored evaluation was last made."
    )
    stale = serializers.BooleanField(
        read_only=True, help_text="Whether an edit or a new day still waits for its recompute."
    )
    evaluation = AddressField("api:evaluation", plan="slug")
    changes = AddressField("api:changes", plan="slug")
    pillars = PillarSerializer(many=True, read_only=True)
    phases = PhaseSerializer(many=True, read_only=True)
    areas = AreaSerializer(many=True, read_only=True)
    readings = ReadingSerializer(many=True, read_only=True)
    actors = ActorSerializer(many=True, read_only=True)
