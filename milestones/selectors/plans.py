"""Which plan a reader asked for, which day it is there, and what an unknown address may have meant."""

from dataclasses import dataclass
from datetime import date, datetime
from difflib import get_close_matches
from zoneinfo import ZoneInfo

from django.contrib.auth.models import AnonymousUser, User
from django.db.models import QuerySet

from milestones.models import Milestone, Pillar, Plan

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


MOST = 3
LIKE = 0.5
"""How much of a word must be alike, from 0 to 1 (`difflib`)."""


@dataclass(frozen=True, slots=True)
class Near:
    """A page that may have been meant: its name, the name of its address, and the slugs in it."""

    name: str
    route: str
    slugs: tuple[str, ...]


def near(path: str, user: Reader) -> tuple[Near, ...]:
    """The visible plans, pillars and milestones nearest to the path's words; of a known plan the plan itself first."""
    words = [word for word in path.split("/") if word]
    plans = {plan.slug: plan for plan in visible_plans(user)}
    known = next((plans[word] for word in words if word in plans), None)
    if known is None:
        named = {slug: Near(plan.name, "plan-page", (slug,)) for slug, plan in plans.items()}
        return _closest(words[-1] if words else "", named)
    rows = {
        "pillar-page": Pillar.objects.filter(plan=known).order_by("rank", "id").values_list("slug", "name"),
        "milestone-page": Milestone.objects.filter(plan=known)
        .visible_to(user)
        .order_by("rank", "id")
        .values_list("slug", "name"),
    }
    parts = {slug: Near(name, route, (known.slug, slug)) for route, named in rows.items() for slug, name in named}
    return (Near(known.name, "plan-page", (known.slug,)), *_closest(words[-1], parts))


def _closest(word: str, named: dict[str, Near]) -> tuple[Near, ...]:
    return tuple(named[slug] for slug in get_close_matches(word, named, n=MOST, cutoff=LIKE))
