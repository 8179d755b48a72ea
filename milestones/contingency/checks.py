"""What a plan may not say, and what it had better not: the structural rules of section 4.

They are asked of a plan as the engine reads it, so a plan file and a form answer to the same rules. What only
a file can get wrong (a word of no scale, an unknown key) is refused where files are parsed.
"""

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from decimal import Decimal

from milestones.contingency.conditions import PillarCondition
from milestones.contingency.findings import Place, PlanFault
from milestones.contingency.plan import Group, Indicator, Milestone, Plan, RelativeDate, RevisedDate, Revision
from milestones.contingency.scales import Force, Grade, Level
from milestones.contingency.spelling import did_you_mean

MOST_DAYS = 2**31 - 1
"""The longest a plan may count in days: what a whole number of the database holds."""

MOST_HINTS = 100
"""Looking for the word that was meant is slow: later faults go without."""


def find_faults(plan: Plan, *, series: Mapping[str, Collection[str]] | None = None) -> list[PlanFault]:
    """All faults of a plan, in its order; `series` adds declared series by indicator to those observed."""
    return list(Checker(plan, series or {}).faults())


class Checker:
    """The plan's names and weights, gathered once, and the rules that need them."""

    def __init__(self, plan: Plan, series: Mapping[str, Collection[str]]) -> None:
        self.plan = plan
        self.series = series
        self.hints_left = MOST_HINTS
        self.indicators = {indicator.slug: indicator for indicator in plan.indicators}
        self.names: Mapping[str, Collection[str]] = {
            "milestone": {milestone.slug for milestone in plan.milestones},
            "indicator": self.indicators,
            "pillar": plan.pillars,
            "reading": plan.readings,
        }
        self.weights: dict[str, Decimal] = dict.fromkeys(plan.pillars, Decimal(0))
        for milestone in plan.milestones:
            self.weights[milestone.pillar] = self.weights.get(milestone.pillar, Decimal(0)) + milestone.weight
        self.occupied = {milestone.pillar for milestone in plan.milestones}
        self.all_placed = self.occupied.issubset(plan.pillars)

    def faults(self) -> Iterator[PlanFault]:
        plan_place = Place("plan", 0, self.plan.slug)
        yield from _required_grade(self.plan.verification, plan_place)
        for index, indicator in enumerate(self.plan.indicators):
            yield from self.indicator(indicator, Place("indicators", index, indicator.slug, ref=indicator.ref))
        for index, milestone in enumerate(self.plan.milestones):
            yield from self.milestone(milestone, Place("milestones", index, milestone.slug, ref=milestone.ref))

    def indicator(self, indicator: Indicator, place: Place) -> Iterator[PlanFault]:
        yield from self.known("pillar", indicator.pillar, place.at("pillar"))
        yield from _required_grade(indicator.verification, place)
        if indicator.stale_after is not None:
            yield from self.days(indicator.stale_after, place.at("stale_after"))
        elif indicator.official is None:
            observed = {observation.series for observation in indicator.observations}
            names = sorted(observed.union(self.series.get(indicator.slug, ())))
            if len(names) > 1:
                yield PlanFault.warning("several_series", place, series=", ".join(f'"{name}"' for name in names))

    def milestone(self, milestone: Milestone, place: Place) -> Iterator[PlanFault]:
        yield from self.known("pillar", milestone.pillar, place.at("pillar"))
        yield from _required_grade(milestone.verification, place)
        if milestone.weight <= 0:
            yield PlanFault.error("weight", place.at("weight"), weight=str(milestone.weight))
        yield from self.planned_dates(milestone, place)
        if _is_before(milestone.due, milestone.planned_start):
            words = _dates(milestone.planned_start, milestone.due)
            yield PlanFault.error("due_before_start", place.at("due"), **words)
        for index, revision in enumerate(milestone.schedule):
            there = place.at("schedule", index, ref=revision.ref)
            yield from self.planned_dates(revision, there)
            if revision.planned_start is None and revision.due is None:
                yield PlanFault.error("empty_revision", there)
        yield from _revisions(milestone, place)
        for index, group in enumerate(milestone.groups):
            yield from self.group(milestone, group, place.at("groups", index, ref=group.ref))

    def planned_dates(self, holder: Milestone | Revision, place: Place) -> Iterator[PlanFault]:
        for name in ("planned_start", "due"):
            planned: RevisedDate | None = getattr(holder, name)
            if isinstance(planned, RelativeDate):
                yield from self.days(planned.days, place.at(name, "days"))
                yield from self.known("milestone", planned.after, place.at(name, "after"))
                if planned.reaches is Level.NOT_INITIATED:
                    yield PlanFault.error("not_initiated", place.at(name, "reaches"))

    def group(self, milestone: Milestone, group: Group, place: Place) -> Iterator[PlanFault]:
        if not group.conditions:
            yield PlanFault.error("empty_group", place)
        elif not 1 <= group.require <= len(group.conditions):
            count = len(group.conditions)
            yield PlanFault.error("require_range", place.at("require"), require=group.require, conditions=count)
        if group.readings is not None:
            if not group.readings:
                yield PlanFault.error("empty_readings", place.at("readings"))
            for reading in sorted(group.readings):
                yield from self.known("reading", reading, place.at("readings"))
        for index, condition in enumerate(group.conditions):
            there = place.at("conditions", index, ref=condition.ref)
            yield from condition.faults(self, milestone, group, there)
        yield from self.waits_for_own_pillar(milestone, group, place)

    def waits_for_own_pillar(self, milestone: Milestone, group: Group, place: Place) -> Iterator[PlanFault]:
        """Say so where a gate can open only once its own milestone has taken the step it stands before."""
        own = [
            (index, condition)
            for index, condition in enumerate(group.conditions)
            if isinstance(condition, PillarCondition) and condition.pillar == milestone.pillar
        ]
        if group.force is Force.INFORMS or not own:
            return
        total = self.weights[milestone.pillar]
        without = 3 * (total - milestone.weight) + (group.before.level - 1) * milestone.weight
        stuck = [(index, condition) for index, condition in own if condition.progress * 3 * total > 100 * without]
        if group.require <= len(group.conditions) - len(stuck):
            return  # enough others may open it
        for index, condition in stuck:
            words = {
                "milestone": milestone.slug,
                "before": group.before.value,
                "pillar": condition.pillar,
                "progress": str(condition.progress),
            }
            yield PlanFault.warning("waits_for_own_pillar", place.at("conditions", index, ref=condition.ref), **words)

    def known(self, kind: str, slug: str, place: Place) -> Iterator[PlanFault]:
        """Refuse a slug that no milestone, indicator, pillar or reading has; the first ones with a hint."""
        if slug not in self.names[kind]:
            self.hints_left -= 1
            hint = did_you_mean(slug, self.names[kind]) if self.hints_left >= 0 else ""
            yield PlanFault.error(f"unknown_{kind}", place, slug=slug, hint=hint)

    def is_empty(self, pillar: str) -> bool:
        """Whether the plan's pillar has no milestones; unknown, so no, while some are in pillars that it has not."""
        return self.all_placed and pillar in self.plan.pillars and pillar not in self.occupied

    def days(self, days: int, place: Place) -> Iterator[PlanFault]:
        """Refuse a number of days that cannot be counted."""
        if days < 0:
            yield PlanFault.error("negative_days", place, days=days)
        elif days > MOST_DAYS:
            yield PlanFault.error("too_many_days", place, days=days, most=MOST_DAYS)


def _required_grade(grade: Grade | None, place: Place) -> Iterator[PlanFault]:
    if grade is Grade.DISPUTED:
        yield PlanFault.error("disputed_required", place.at("verification"))


def _is_before(due: RevisedDate | None, start: RevisedDate | None) -> bool:
    """Whether due certainly comes before planned_start: both dates, or both counted from one level."""
    if isinstance(due, RelativeDate) and isinstance(start, RelativeDate):
        return (due.after, due.reaches) == (start.after, start.reaches) and due.days < start.days
    return isinstance(due, date) and isinstance(start, date) and due < start


def _revisions(milestone: Milestone, place: Place) -> Iterator[PlanFault]:
    """Warn of each revision whose dates, with those already in force, are the wrong way round."""
    start: RevisedDate | None = milestone.planned_start
    due: RevisedDate | None = milestone.due
    for index, revision in sorted(enumerate(milestone.schedule), key=lambda entry: entry[1].date):
        start = start if revision.planned_start is None else revision.planned_start
        due = due if revision.due is None else revision.due
        if _is_before(due, start):
            there = place.at("schedule", index, ref=revision.ref)
            yield PlanFault.warning("revision_due_before_start", there, **_dates(start, due))


def _dates(start: RevisedDate | None, due: RevisedDate | None) -> dict[str, str | int]:
    return {"planned_start": _planned(start), "due": _planned(due)}


def _planned(planned: RevisedDate | None) -> str:
    if isinstance(planned, RelativeDate):
        return f"{planned.days} days after {planned.after} is {planned.reaches.slug}"
    return str(planned)
