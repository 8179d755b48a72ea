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


def local_date(plan: Plan, now: datetime) -> date:
    """The plan's own today at an instant: the calendar day where it is kept, and of a plan that has ended its last."""
    today = now.astimezone(ZoneInfo(plan.timezone)).date()
    return today if plan.ended is None else min(today, plan.ended)
