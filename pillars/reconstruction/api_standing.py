"""What reconstruction comes to on a day, in the API: money by stage, findings as they stand, two figures compared."""

from collections.abc import Mapping
from functools import cached_property
from typing import Any, ClassVar

from django.utils.translation import gettext as _
from rest_framework.request import Request

from milestones.api.parameters import KNOWN_AT, ON, Parameter, whole
from milestones.api.problems import invalid
from milestones.api.views.base import ReadView
from milestones.models import Source
from milestones.selectors.plain_records import column_of
from milestones.selectors.records import Viewpoint
from pillars.reconstruction import wording
from pillars.reconstruction.api_standing_shapes import (
    SHARE,
    ComparisonSerializer,
    MoneySerializer,
    ReconciliationSerializer,
)
from pillars.reconstruction.comparing import compare
from pillars.reconstruction.measures import standing_findings
from pillars.reconstruction.models import Appeal, Estimate
from pillars.reconstruction.models import Finding as OpenedFinding
from pillars.reconstruction.models.choices import TRAIL, Stage
from pillars.reconstruction.selectors import Facts
from pillars.reconstruction.trail import Sum


class PlanDayView(ReadView):
    """What a plan's reconstruction comes to on a day."""

    tag = "reconstruction"
    parameters: ClassVar[tuple[Parameter, ...]] = (ON, KNOWN_AT)

    @cached_property
    def viewpoint(self) -> Viewpoint:
        """The plan as its reader sees it on the day and at the instant that are asked for."""
        return Viewpoint(self.states[0], self.asked.get("on") or self.plans[0].today, self.asked.get("known_at"))

    @cached_property
    def facts(self) -> Facts:
        return Facts(self.viewpoint)

    @cached_property
    def sources(self) -> Mapping[int, str]:
        return {row.pk: row.slug for row in self.viewpoint.rows(Source)}


class MoneyView(PlanDayView):
    """What each appeal's money comes to, from pledged to spent, with the rates it was converted at."""

    operation, summary = "reconstruction_money", "A plan's money by appeal and stage"
    serializer_class = MoneySerializer

    def answer(self, request: Request, **kwargs: Any) -> Any:
        self.appeals = [
            {
                "appeal": appeal.slug,
                "currency": appeal.currency,
                "is_base_rate": appeal.is_base_rate,
                "stages": self._stages(appeal.slug),
            }
            for appeal in self.viewpoint.rows(Appeal)
        ]
        return self.shaped(self)

    def _stages(self, appeal: str) -> list[dict[str, Any]]:
        stages = (Stage.PLEDGE, Stage.DUE, *TRAIL[1:])
        money, clocks = self.facts.records.money, (self.viewpoint.on, self.viewpoint.known_at)
        sums = {stage: money.total(stage, appeal, *clocks) for stage in stages}

        def share(stage: Stage, of: Stage) -> float | None:
            if stage is Stage.RECEIVED and not money.is_told_for_all(stage, of, appeal, *clocks):
                return None
            return _percent(sums[stage], sums[of])

        return [
            {
                "stage": stage,
                "sum": total,
                "percent_of_pledged": share(stage, Stage.PLEDGE),
                "percent_of_due": share(stage, Stage.DUE) if stage is not Stage.PLEDGE else None,
                "rates": total.rates if total else (),
            }
            for stage, total in sums.items()
        ]


class ReconciliationView(PlanDayView):
    """Every difference and contested matter, whether or not an analyst has opened a finding for it."""

    operation, summary = "reconstruction_reconciliation", "A plan's findings as they stand"
    serializer_class = ReconciliationSerializer

    def answer(self, request: Request, **kwargs: Any) -> Any:
        standing, _grade = standing_findings(self.facts.records, self.viewpoint.on, self.viewpoint.known_at)
        self.owners = {row.slug: column_of(row, "owner.slug") for row in self.viewpoint.rows(OpenedFinding)}
        self.findings = sorted(standing, key=lambda finding: not finding.is_open)
        self.open = sum(finding.is_open for finding in standing)
        return self.shaped(self)


class ComparisonView(PlanDayView):
    """Two figures of needs assessments: their difference, or why they must not be compared."""

    operation, summary = "reconstruction_comparison", "Two figures of needs compared"
    serializer_class = ComparisonSerializer
    parameters = (
        ON,
        KNOWN_AT,
        *(
            Parameter(name, *whole(1), f"The {which} figure, by its number among the estimates; it is required.")
            for name, which in (("one", "first"), ("other", "second"))
        ),
    )

    def answer(self, request: Request, **kwargs: Any) -> Any:
        figures = {note.row.pk: note.row for note in self.facts.counting}
        comparison = compare(self._figure("one", figures), self._figure("other", figures))
        return self.shaped(
            {
                "url": self.url,
                "plan": self.viewpoint.plan.slug,
                "one": self.asked["one"],
                "other": self.asked["other"],
                "is_comparable": not comparison.reasons,
                "reasons": [reason.value for reason in comparison.reasons],
                "difference": comparison.difference,
                "sentence": wording.compared(comparison),
            }
        )

    def _figure(self, name: str, figures: Mapping[int, Estimate]) -> Estimate:
        key = self.asked.get(name)
        if key is None:
            raise invalid(name, _("Name a figure by its number among the estimates."))
        if key not in figures:
            raise invalid(name, _("“%(value)s” is no figure of this plan that counts.") % {"value": key})
        return figures[key]


def _percent(part: Sum | None, whole: Sum | None) -> float | None:
    if part is None or whole is None or not whole.amount or part is whole:
        return None
    return float((100 * part.amount / whole.amount).quantize(SHARE))
