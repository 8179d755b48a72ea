"""A plan's rows as the engine's plan, in a number of queries that does not grow with the plan."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from milestones.contingency import plan as engine
from milestones.contingency.scales import Before, Force, Grade, Level
from milestones.models import (
    Assessment,
    Audience,
    Condition,
    Gate,
    GateReading,
    Indicator,
    Milestone,
    Observation,
    Pillar,
    Plan,
    Reading,
    ScheduleRevision,
    Waiver,
    WaiverEnding,
    Withdrawal,
    WithdrawalEnding,
)
from milestones.models.fields import required_of

SCHEDULE = (
    "planned_start_on",
    "planned_start_days",
    "planned_start_after__slug",
    "planned_start_reaches",
    "due_on",
    "due_days",
    "due_after__slug",
    "due_reaches",
)

Row = dict[str, Any]
ByKey = dict[int, list[Any]]


def engine_plan(plan: Plan, *, audience: Audience = Audience.PUBLIC) -> engine.Plan:
    """What counts of the plan for the audience; every `ref` is the key of the row it came from."""
    milestones = _rows(Milestone, "plan", plan, audience, "rank", "slug", "pillar__slug", "lapses",
                       "weight", "verification", *SCHEDULE)  # fmt: skip
    counted = frozenset(row["slug"] for row in milestones)
    assessments, withdrawals = _assessments(plan, audience), _withdrawals(plan, audience)
    revisions, groups = _revisions(plan, audience), _groups(plan, audience)
    return engine.Plan(
        slug=plan.slug,
        pillars=tuple(Pillar.objects.filter(plan=plan).order_by("rank", "id").values_list("slug", flat=True)),
        milestones=tuple(
            engine.Milestone(
                slug=row["slug"],
                pillar=row["pillar__slug"],
                planned_start=_planned(row, "planned_start", counted),
                due=_planned(row, "due", counted),
                lapses=row["lapses"],
                weight=row["weight"],
                verification=_grade(row["verification"]),
                withdrawals=tuple(withdrawals[row["pk"]]),
                schedule=tuple(revisions[row["pk"]]),
                assessments=tuple(assessments[row["pk"]]),
                groups=tuple(groups[row["pk"]]),
                ref=row["pk"],
            )
            for row in milestones
        ),
        indicators=tuple(_indicators(plan, audience)),
        readings=tuple(
            Reading.objects.filter(plan=plan).order_by("rank", "id").values_list("slug", flat=True)
        ),
        verification=Grade(plan.verification),
    )


def _rows(model: Any, of_plan: str, plan: Plan, audience: Audience, *columns: str) -> list[Row]:
    """The counting rows of a plan, reached by the lookup `of_plan`, in the plan's order, with their key."""
    order = [column for column in ("rank", "date", "recorded_at") if column in columns]
    rows = model.objects.filter(**{of_plan: plan}).counting_for(audience).order_by(*order, "pk")
    return list(rows.values("pk", *columns))


def _by(rows: Iterable[Row], key: str) -> dict[int, list[Row]]:
    grouped: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        grouped[row[key]].append(row)
    return grouped


def _grade(value: int | None) -> Grade | None:
    return None if value is None else Grade(value)


def _revised(row: Row, prefix: str) -> engine.RevisedDate | None:
    """A planned date as a revision gives it, which counts only where what it follows does."""
    if row[f"{prefix}_lifted"]:
        return engine.LIFTED
    return _planned(row, prefix, frozenset({row[f"{prefix}_after__slug"]}))


def _planned(row: Row, prefix: str, counted: frozenset[str]) -> engine.PlannedDate | None:
    """A planned date; none where it follows a milestone that the audience may not count."""
    after = row[f"{prefix}_after__slug"]
    if after is None:
        return row[f"{prefix}_on"]  # type: ignore[no-any-return]
    if after not in counted:
        return None
    return engine.RelativeDate(row[f"{prefix}_days"], after, Level(row[f"{prefix}_reaches"]))


def _assessments(plan: Plan, audience: Audience) -> ByKey:
    columns = ("milestone_id", "date", "level", "verification", "recorded_at", "retracted_at")
    found: ByKey = defaultdict(list)
    for row in _rows(Assessment, "milestone__plan", plan, audience, *columns):
        found[row["milestone_id"]].append(
            engine.Assessment(
                date=row["date"],
                level=Level(row["level"]),
                grade=Grade(row["verification"]),
                recorded=row["recorded_at"],
                retracted=row["retracted_at"],
                ref=row["pk"],
            )
        )
    return found


def _revisions(plan: Plan, audience: Audience) -> ByKey:
    columns = ("milestone_id", "rank", "date", "recorded_at", *SCHEDULE, "planned_start_lifted", "due_lifted")
    found: ByKey = defaultdict(list)
    for row in _rows(ScheduleRevision, "milestone__plan", plan, audience, *columns):
        found[row["milestone_id"]].append(
            engine.Revision(
                date=row["date"],
                recorded=row["recorded_at"],
                planned_start=_revised(row, "planned_start"),
                due=_revised(row, "due"),
                ref=row["pk"],
            )
        )
    return found


def _suspensions(rows: list[Row], endings: Iterable[Row], key: str, of: str) -> ByKey:
    ended = {row[of]: engine.Ending(row["date"], row["recorded_at"]) for row in endings}
    found: ByKey = defaultdict(list)
    for row in rows:
        found[row[key]].append(
            engine.Suspension(row["date"], row["recorded_at"], ended.get(row["pk"]), ref=row["pk"])
        )
    return found


def _withdrawals(plan: Plan, audience: Audience) -> ByKey:
    rows = _rows(Withdrawal, "milestone__plan", plan, audience, "milestone_id", "date", "recorded_at")
    ended = _rows(
        WithdrawalEnding,
        "withdrawal__milestone__plan",
        plan,
        audience,
        "withdrawal_id",
        "date",
        "recorded_at",
    )
    return _suspensions(rows, ended, "milestone_id", "withdrawal_id")


def _waivers(plan: Plan, audience: Audience) -> ByKey:
    rows = _rows(Waiver, "gate__milestone__plan", plan, audience, "gate_id", "date", "recorded_at")
    ended = _rows(
        WaiverEnding, "waiver__gate__milestone__plan", plan, audience, "waiver_id", "date", "recorded_at"
    )
    return _suspensions(rows, ended, "gate_id", "waiver_id")


def _groups(plan: Plan, audience: Audience) -> ByKey:
    conditions = conditions_by_gate(gate__milestone__plan=plan)
    waivers = _waivers(plan, audience)
    named: Any = GateReading.objects.filter(gate__milestone__plan=plan)
    readings = _by(named.values("gate_id", "reading__slug"), "gate_id")
    rows = _rows(Gate, "milestone__plan", plan, audience, "rank", "milestone_id", "before", "require",
                 "force")  # fmt: skip
    found: ByKey = defaultdict(list)
    for row in rows:
        own = tuple(conditions[row["pk"]])
        limited = frozenset(each["reading__slug"] for each in readings[row["pk"]])
        found[row["milestone_id"]].append(
            engine.Group(
                before=Before(row["before"]),
                conditions=own,
                require=required_of(row["require"], count=len(own)),
                force=Force(row["force"]),
                readings=limited or None,
                waivers=tuple(waivers[row["pk"]]),
                ref=row["pk"],
            )
        )
    return found


def conditions_by_gate(**where: Any) -> ByKey:
    """The conditions of some gates by the gates' keys; a gate with one that is hidden is not counted at all."""
    rows = Condition.objects.filter(**where).order_by("rank", "pk")
    columns = ("gate_id", "milestone__slug", "reaches", "indicator__slug", "at_least", "at_most", "pillar__slug",
               "progress", "date", "for_days")  # fmt: skip
    found: ByKey = defaultdict(list)
    for row in rows.values("pk", *columns):
        found[row["gate_id"]].append(_condition(row))
    return found


def _condition(row: Row) -> engine.Condition:
    if row["milestone__slug"] is not None:
        reaches = Level(row["reaches"])
        return engine.MilestoneCondition(row["milestone__slug"], reaches, row["for_days"], ref=row["pk"])
    if row["indicator__slug"] is not None:
        bounds = row["at_least"], row["at_most"]
        return engine.IndicatorCondition(
            row["indicator__slug"], *bounds, for_days=row["for_days"], ref=row["pk"]
        )
    if row["pillar__slug"] is not None:
        return engine.PillarCondition(row["pillar__slug"], row["progress"], ref=row["pk"])
    return engine.DateCondition(row["date"], ref=row["pk"])


def _indicators(plan: Plan, audience: Audience) -> Iterable[engine.Indicator]:
    columns = ("indicator_id", "date", "value", "verification", "series", "recorded_at", "retracted_at")
    observations: ByKey = defaultdict(list)
    for row in _rows(Observation, "indicator__plan", plan, audience, *columns):
        observations[row["indicator_id"]].append(
            engine.Observation(
                date=row["date"],
                value=row["value"],
                grade=Grade(row["verification"]),
                recorded=row["recorded_at"],
                series=row["series"],
                retracted=row["retracted_at"],
                ref=row["pk"],
            )
        )
    of_plan = ("rank", "slug", "pillar__slug", "baseline", "target", "target_date", "verification", "official",
               "stale_after")  # fmt: skip
    for row in _rows(Indicator, "plan", plan, audience, *of_plan):
        yield engine.Indicator(
            slug=row["slug"],
            pillar=row["pillar__slug"],
            baseline=row["baseline"],
            target=row["target"],
            target_date=row["target_date"],
            verification=_grade(row["verification"]),
            official=row["official"] or None,
            stale_after=row["stale_after"],
            observations=tuple(observations[row["pk"]]),
            ref=row["pk"],
        )
