"""Statuses and levels over time: one call where every day would be one."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.request import Request

from milestones.api.parameters import AS_DAY, KNOWN_AT, Parameter, one_of, read_slug
from milestones.api.problems import invalid
from milestones.api.serializers.base import OF_PLAN
from milestones.api.serializers.evaluation import STATUSES, RangeSerializer
from milestones.api.views.base import refuse_unknown
from milestones.api.views.tabled import TabledView
from milestones.contingency.runs import Course, Run
from milestones.models import Reading
from milestones.tables.columns import Table

EVERY_READING = "*"
ROUND_THE_YEAR = timedelta(days=365)
MOST_STANDINGS = 1_000_000
"""How many standings one answer may work out: 10,000 milestones on 100 days that bring change."""
GRAINS = ("change", "month")
OVER_TIME = (
    Parameter("from", *AS_DAY, "The first day; a year before the last if left out."),
    Parameter("to", *AS_DAY, "The last day, counted too; the plan's own today if left out."),
    KNOWN_AT,
    Parameter(
        "reading",
        lambda value: value if value == EVERY_READING else read_slug(value),
        {"type": "string"},
        "The reading, by its slug; * for all of the plan's; its first if left out.",
    ),
    Parameter(
        "every",
        *one_of(GRAINS, default=GRAINS[0]),
        "change: every run of days, from one change to the next. month: how things stood on the first day and on the "
        "first of each month.",
    ),
)


class RunSerializer(serializers.Serializer):
    """The days, both counted, on which a milestone keeps its status and its level under a reading."""

    milestone = serializers.CharField(help_text="By slug.")
    reading = serializers.CharField(allow_null=True, help_text="The reading; null where the plan has none.")
    status = serializers.ChoiceField(choices=STATUSES)
    level = RangeSerializer()

    def get_fields(self) -> dict[str, serializers.Field]:
        return super().get_fields() | days("The first day.", "The last day.")


class RunsSerializer(serializers.Serializer):
    """A plan's statuses from day to day."""

    url = serializers.CharField()
    plan = serializers.CharField(help_text=OF_PLAN)
    known_at = serializers.DateTimeField(allow_null=True, help_text="The instant; null for all that is known.")
    readings = serializers.ListField(child=serializers.CharField(), help_text="Those asked about, by slug.")
    every = serializers.ChoiceField(choices=GRAINS)
    revision = serializers.IntegerField(help_text="The plan's revision.")
    runs = RunSerializer(many=True, help_text="By reading, then in the plan's order of milestones, then by day.")

    def get_fields(self) -> dict[str, serializers.Field]:
        return super().get_fields() | days("The first day told of.", "The last day told of.")


def days(first: str, last: str) -> dict[str, serializers.Field]:
    """The keys `from` and `to`, of which Python keeps the first for itself."""
    return {"from": serializers.DateField(help_text=first), "to": serializers.DateField(help_text=last)}


class RunsView(TabledView):
    """Every milestone's status and level over time, as runs of days; exact to the day."""

    operation, tag, summary = "plan_series", "plans", "Statuses and levels over time"
    parameters = OVER_TIME
    serializer_class = RunsSerializer

    def answer(self, request: Request, **kwargs: Any) -> dict[str, Any]:
        (fresh,), (state,) = self.plans, self.states
        last = self.asked.get("to", fresh.today)
        first = self.asked.get("from") or max(date.min + ROUND_THE_YEAR, last) - ROUND_THE_YEAR
        if last < first:
            message = _("“to”, %(last)s, is before “from”, %(first)s.")
            raise invalid("to", message % {"last": last, "first": first}, code="before_from")
        readings = self._readings()
        known_at, grain = self.asked.get("known_at"), self.asked.get("every", GRAINS[0])
        courses = [
            Course(state.counting.engine_plan, first=first, last=last, known_at=known_at, reading=reading)
            for reading in readings
        ]
        months = 12 * (last.year - first.year + 1) if grain == "month" else 0
        if sum(max(months, len(course.days)) * course.milestones for course in courses) > MOST_STANDINGS:
            message = _("From “from” to “to” too much changes for one answer. Ask for fewer days or one reading.")
            raise invalid("from", message, code="too_much")
        told = {
            "url": self.url,
            "plan": fresh.slug,
            "from": first,
            "to": last,
            "known_at": known_at,
            "readings": [reading for reading in readings if reading is not None],
            "every": grain,
            "revision": state.version[0],
            "runs": [
                row
                for course, reading in zip(courses, readings, strict=True)
                for run in course.runs()
                for row in self._rows(run, reading, first)
            ],
        }
        return self.chosen(told)

    def table(self, request: Request, **kwargs: Any) -> Table:
        return self.listed(RunSerializer().fields, lambda: self.answer(request, **kwargs)["runs"])

    def _readings(self) -> Sequence[str | None]:
        """The slugs of the readings that are asked for; None alone where the plan has none."""
        declared = [row.slug for row in self.states[0].counting.rows(Reading)]
        asked = self.asked.get("reading")
        if asked == EVERY_READING:
            return declared or [None]
        refuse_unknown(asked, self.states[0])
        return [asked] if asked else declared[:1] or [None]

    def _rows(self, run: Run, reading: str | None, first: date) -> Iterator[dict[str, Any]]:
        days = [(run.first, run.last)]
        if self.asked.get("every") == "month":
            days = [(day, day) for day in sampled(run.first, run.last, first)]
        for begins, ends in days:
            yield {
                "milestone": run.milestone,
                "reading": reading,
                "from": begins,
                "to": ends,
                "status": run.status.value,
                "level": {"low": run.low, "high": run.high},
            }


def sampled(begins: date, ends: date, first: date) -> Iterator[date]:
    """The first of each month from `begins` to `ends`, and the day `first` where it is `begins`."""
    if begins == first and begins.day > 1:
        yield begins
    for month in range(12 * begins.year + begins.month - 1, 12 * ends.year + ends.month):
        day = date(month // 12, month % 12 + 1, 1)
        if begins <= day:
            yield day
