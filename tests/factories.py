"""Rows for tests: published, plausible and small; a test overrides only what it is about.

The cast: the plan `accord` with the pillars governance, reconstruction and demilitarisation. Times are fixed.
"""

import datetime as dt
from decimal import Decimal
from itertools import count
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission

from milestones.contingency.scales import Grade, Level
from milestones.models import (
    Actor,
    Area,
    Assessment,
    Clause,
    Condition,
    Gate,
    GateReading,
    Indicator,
    Milestone,
    Observation,
    Phase,
    Pillar,
    Plan,
    Position,
    Publication,
    Reading,
    ScheduleRevision,
    Series,
    Source,
    Waiver,
    WaiverEnding,
    Withdrawal,
    WithdrawalEnding,
)

DAY = dt.date(2026, 3, 1)
INSTANT = dt.datetime(2026, 3, 1, tzinfo=dt.UTC)
PILLARS = ("governance", "reconstruction", "demilitarisation")

_numbers = count(1)


def _slug(word: str) -> str:
    """A slug that no other row has."""
    return f"{word}-{next(_numbers)}"


def make_plan(slug: str = "accord", *, pillars: tuple[str, ...] = PILLARS, **fields: Any) -> Plan:
    """A published plan with its pillars."""
    plan = Plan.objects.create(**{"slug": slug, "name": slug.title(), "publication": Publication.PUBLISHED} | fields)
    for rank, pillar in enumerate(pillars):
        make_pillar(plan, pillar, rank=rank)
    return plan


def _make_part(model: type, plan: Plan, slug: str, **fields: Any) -> Any:
    return model.objects.create(**{"plan": plan, "slug": slug, "name": slug.replace("-", " ")} | fields)


def make_pillar(plan: Plan, slug: str = "", **fields: Any) -> Pillar:
    return _make_part(Pillar, plan, slug or _slug("pillar"), **fields)


def make_phase(plan: Plan, slug: str = "", **fields: Any) -> Phase:
    return _make_part(Phase, plan, slug or _slug("phase"), **fields)


def make_area(plan: Plan, slug: str = "", **fields: Any) -> Area:
    return _make_part(Area, plan, slug or _slug("area"), **fields)


def north_of(plan: Plan) -> Area:
    """The plan's area `north`."""
    return plan.areas.filter(slug="north").first() or make_area(plan, "north")


def make_actor(plan: Plan, slug: str = "", **fields: Any) -> Actor:
    return _make_part(Actor, plan, slug or _slug("actor"), **{"kind": "party"} | fields)


def make_reading(plan: Plan, slug: str = "", **fields: Any) -> Reading:
    return _make_part(Reading, plan, slug or _slug("reading"), **fields)


def make_source(plan: Plan, slug: str = "", **fields: Any) -> Source:
    """A published official source."""
    slug = slug or _slug("source")
    given = {"plan": plan, "slug": slug, "title": slug, "tier": "A", "url": f"https://example.org/{slug}"}
    return Source.objects.create(**given | {"publication": Publication.PUBLISHED} | fields)


def make_clause(source: Source, number: str = "1", **fields: Any) -> Clause:
    """A place in the source, in our own words."""
    given = {"plan": source.plan, "source": source, "number": number, "text": "What it says."}
    return Clause.objects.create(**given | fields)


def make_indicator(plan: Plan, slug: str = "", *, pillar: str = "governance", **fields: Any) -> Indicator:
    """A published indicator, in the pillar of that slug."""
    given = {"pillar": plan.pillars.get(slug=pillar), "unit": "%", "publication": Publication.PUBLISHED}
    return _make_part(Indicator, plan, slug or _slug("indicator"), **given | fields)


def make_series(indicator: Indicator, slug: str = "", **fields: Any) -> Series:
    slug = slug or _slug("series")
    return Series.objects.create(**{"indicator": indicator, "slug": slug, "name": slug} | fields)


def make_milestone(plan: Plan, slug: str = "", *, pillar: str = "governance", **fields: Any) -> Milestone:
    """A published milestone, in the pillar of that slug, without dates or gates."""
    given = {"pillar": plan.pillars.get(slug=pillar), "publication": Publication.PUBLISHED}
    return _make_part(Milestone, plan, slug or _slug("milestone"), **given | fields)


def _record(plan: Plan, fields: dict[str, Any]) -> dict[str, Any]:
    """What every record has, unless given: DAY, INSTANT, a published source, published."""
    given = {"date": DAY, "recorded_at": INSTANT, "publication": Publication.PUBLISHED} | fields
    return given if "source" in given else given | {"source": make_source(plan)}


def make_assessment(milestone: Milestone, level: Level = Level.COMPLETE, **fields: Any) -> Assessment:
    """A verified published assessment of DAY."""
    given = {"milestone": milestone, "level": level, "verification": Grade.VERIFIED}
    return Assessment.objects.create(**given | _record(milestone.plan, fields))


def make_observation(indicator: Indicator, value: Decimal | int = 1, **fields: Any) -> Observation:
    """A verified published observation of DAY."""
    given = {"indicator": indicator, "value": value, "verification": Grade.VERIFIED}
    return Observation.objects.create(**given | _record(indicator.plan, fields))


def make_schedule_revision(milestone: Milestone, **fields: Any) -> ScheduleRevision:
    return ScheduleRevision.objects.create(milestone=milestone, **_record(milestone.plan, fields))


def make_withdrawal(milestone: Milestone, **fields: Any) -> Withdrawal:
    return Withdrawal.objects.create(milestone=milestone, **_record(milestone.plan, fields))


def make_withdrawal_ending(withdrawal: Withdrawal, **fields: Any) -> WithdrawalEnding:
    given = {"date": DAY, "recorded_at": INSTANT} | fields
    return WithdrawalEnding.objects.create(withdrawal=withdrawal, **given)


def make_gate(milestone: Milestone, *, readings: tuple[Reading, ...] = (), **fields: Any) -> Gate:
    """A gate before the milestone's start; it has no conditions yet."""
    gate = Gate.objects.create(**{"milestone": milestone, "before": "start"} | fields)
    for rank, reading in enumerate(readings):
        GateReading.objects.create(gate=gate, reading=reading, rank=rank)
    return gate


def make_condition(gate: Gate, **fields: Any) -> Condition:
    """A condition of the kind that the fields give; without any, that DAY has come."""
    if "milestone" in fields:
        fields = {"reaches": Level.COMPLETE} | fields
    return Condition.objects.create(gate=gate, **fields or {"date": DAY})


def make_waiver(gate: Gate, **fields: Any) -> Waiver:
    return Waiver.objects.create(gate=gate, **_record(gate.milestone.plan, fields))


def make_waiver_ending(waiver: Waiver, **fields: Any) -> WaiverEnding:
    return WaiverEnding.objects.create(waiver=waiver, **{"date": DAY, "recorded_at": INSTANT} | fields)


def make_position(actor: Actor, stance: str = "supports", **fields: Any) -> Position:
    """A position about the plan, unless a pillar or milestone is given."""
    return Position.objects.create(actor=actor, stance=stance, **_record(actor.plan, fields))


def make_user(username: str = "", *, permissions: tuple[str, ...] = (), **fields: Any) -> Any:
    """A user with the permissions of these codenames of the core, such as `view_draft`."""
    user = get_user_model().objects.create_user(username=username or _slug("user"), **fields)
    for codename in permissions:
        user.user_permissions.add(Permission.objects.get(content_type__app_label="milestones", codename=codename))
    return user


def make_analyst(username: str = "amina") -> Any:
    """A member of staff who sees everything, drafts included."""
    return make_user(username, permissions=("view_restricted", "view_draft"), is_staff=True)


def make_restricted_reader(username: str = "noa") -> Any:
    """A reader cleared for what is restricted."""
    return make_user(username, permissions=("view_restricted",))
