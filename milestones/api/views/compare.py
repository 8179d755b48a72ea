"""A plan at two points: on two days, under two readings, as known at two instants or at two of its revisions."""

from collections.abc import Iterator
from datetime import datetime
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.reverse import reverse

from milestones.api.facts import DifferingRowsSerializer, facts_told, page_of
from milestones.api.moments import Moment, evaluation_at, moved, told
from milestones.api.parameters import LIMIT, OFFSET, POINT, Parameter, whole
from milestones.api.problems import invalid
from milestones.api.serializers.base import OF_PLAN
from milestones.api.serializers.evaluation import STATUSES, MomentSerializer, RangeSerializer, ReasonSerializer
from milestones.api.views.base import ReadView, refuse_unknown
from milestones.api.views.what_if import PillarStandingSerializer
from milestones.planfile.quantities import plain_instant
from milestones.selectors.changes import Changes
from milestones.selectors.records import Viewpoint
from milestones.state import PlanState, state_of
from milestones.state.history import revisions_of

MOMENT = tuple(parameter.name for parameter in POINT)
SIDES = {"from": "first", "to": "second"}
REVISION = Parameter("revision", *whole(1), "As known at the revision of this number.")


def _of_sides() -> Iterator[Parameter]:
    for side, word in SIDES.items():
        for parameter in (*POINT, REVISION):
            text = f"Of the {word} side alone. {parameter.text}"
            yield Parameter(f"{side}_{parameter.name}", parameter.read, parameter.schema, text)


class SideSerializer(MomentSerializer):
    """One side: its day, instant, reading and revision."""

    url = serializers.CharField(help_text="Its whole evaluation, pinned: the same whenever it is asked for.")


class StoodSerializer(serializers.Serializer):
    """How a milestone stands on one side."""

    status = serializers.ChoiceField(choices=STATUSES)
    level = RangeSerializer()
    reasons = ReasonSerializer(many=True)


class FlippedSerializer(serializers.Serializer):
    """A milestone that does not stand alike on both sides."""

    milestone = serializers.CharField(help_text="By slug.")
    before = StoodSerializer(allow_null=True, help_text="On the first side; null where it was not there.")
    after = StoodSerializer(allow_null=True, help_text="On the second; null where it is not there.")


class PillarStoodSerializer(PillarStandingSerializer):
    """How a pillar stands on one side."""


class FlippedPillarSerializer(serializers.Serializer):
    """A pillar that does not stand alike on both sides."""

    pillar = serializers.CharField(help_text="By slug.")
    before = PillarStoodSerializer(allow_null=True, help_text="On the first side.")
    after = PillarStoodSerializer(allow_null=True, help_text="On the second.")


class ComparisonSerializer(DifferingRowsSerializer):
    """A plan at two points: the facts that differ, and the statuses and levels that follow from them."""

    url = serializers.CharField()
    plan = serializers.CharField(help_text=OF_PLAN)
    withheld = serializers.IntegerField(
        help_text="How many rows that were seen on the first side are restricted now, and told nothing of."
    )
    milestones = FlippedSerializer(many=True, help_text="Those of another status or level, in the plan's order.")
    pillars = FlippedPillarSerializer(many=True)

    def get_fields(self) -> dict[str, serializers.Field]:
        sides = {
            "from": SideSerializer(help_text="The first side."),
            "to": SideSerializer(help_text="The second side."),
        }
        return sides | super().get_fields()


class ComparisonView(ReadView):
    """The facts that differ between two points, and the milestones and pillars that stand otherwise, with reasons.

    What is said of neither side (`from_…`, `to_…`) nor of both is as it is now: the plan's own today, all that is
    known, its first reading. A record counts as added or removed, too, where its day or the instant at which it was
    learned lies between the two.
    """

    operation, tag, summary = "comparison", "plans", "What differs between two points"
    parameters = (*POINT, *_of_sides(), LIMIT, OFFSET)
    serializer_class = ComparisonSerializer

    @cached_property
    def states(self) -> tuple[PlanState, ...]:
        """The states of now; the sides have their own."""
        return tuple(state_of(fresh) for fresh in self.plans)

    def answer(self, request: Request, **kwargs: Any) -> dict[str, Any]:
        (fresh,), (now,) = self.plans, self.states
        sides = [self._side(side) for side in SIDES]
        before, after = (
            Viewpoint(state, moment.on or fresh.today, moment.known_at, reading=moment.reading)
            for state, moment in sides
        )
        changes = Changes(before, after)
        facts = list(facts_told(changes.facts, before.state, after.state, now, request))
        old, new = (evaluation_at(fresh, state, moment).as_dict() for state, moment in sides)
        return self.chosen(
            {
                "url": self.url,
                "plan": fresh.slug,
                **{side: self._told(*sides[place]) for place, side in enumerate(SIDES)},
                "withheld": changes.withheld,
                **page_of(facts, self.asked),
                "milestones": moved("milestone", old["milestones"], new["milestones"], ("status", "level", "reasons")),
                "pillars": moved("pillar", old["pillars"], new["pillars"], ("status", "progress")),
            }
        )

    def _side(self, side: str) -> tuple[PlanState, Moment]:
        """The plan's state on a side, and its moment."""
        own = {name: self.asked.get(f"{side}_{name}", self.asked.get(name)) for name in MOMENT}
        if f"{side}_revision" in self.asked:
            own["known_at"] = self._instant(side, self.asked[f"{side}_revision"])
        (fresh,) = self.plans
        state = state_of(fresh, own["known_at"])
        attr = f"{side}_reading" if f"{side}_reading" in self.asked else "reading"
        refuse_unknown(own["reading"], state, attr=attr)
        return state, Moment(**own)

    def _instant(self, side: str, number: int) -> datetime:
        """When a revision was made, by its number among those that the reader counts."""
        if f"{side}_known_at" in self.asked:
            message = _("A side is as known at an instant or at a revision, not both.")
            raise invalid(f"{side}_revision", message, code="two_instants")
        made = {known.own: known.at for known in revisions_of(self.states[0])}
        if number not in made:
            message = _("The plan has no revision %(number)s; its last one is %(last)s.")
            told_of = {"number": number, "last": max(made, default=0)}
            raise invalid(f"{side}_revision", message % told_of, code="unknown_revision")
        return made[number]

    def _told(self, state: PlanState, moment: Moment) -> dict[str, Any]:
        """A side's moment, with an address that keeps giving its evaluation."""
        about = told(self.plans[0], state, moment)
        known_at = moment.known_at or state.computed_at
        pinned = {
            "on": about["on"].isoformat(),
            "known_at": known_at and plain_instant(known_at),
            "reading": about["reading"],
        }
        address = reverse("api:evaluation", kwargs=self.kwargs, request=self.request)
        query = urlencode({name: value for name, value in pinned.items() if value is not None})
        return {"url": f"{address}?{query}", **about}
