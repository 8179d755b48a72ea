"""Which plan a reader asked for, and which day it is there."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.contrib.auth.models import AnonymousUser, User
from django.db.models import QuerySet

from milestones.models import Plan

Reader = User | AnonymousUser | None
"""Who reads; None is the public."""


def visible_plans(user: Reader = None) -> QuerySet[Plan]:
    """The plans that the reader may see, by slug."""
    return Plan.objects.visible_to(user).order_by("slug")


def calendar_day(zone: str, instant: datetime) -> date:
    """The calendar day of an instant where a plan is kept, by the name of its time zone."""
    return instant.astimezone(ZoneInfo(zone)).date()


def local_date(plan: Plan, now: datetime) -> date:
    """The plan's own today at an instant: the calendar day where it is kept, and of a plan that has ended its last."""
    today = calendar_day(plan.timezone, now)
    return today if plan.ended is None else min(today, plan.ended)
