"""What an unknown address may have meant: parts of plans whose names in addresses are near to it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches

from milestones.models import Milestone, Pillar
from milestones.selectors.plans import Reader, visible_plans

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
        return tuple(_closest(words[-1:], named))
    rows = {
        "pillar-page": Pillar.objects.filter(plan=known).order_by("rank", "id").values_list("slug", "name"),
        "milestone-page": Milestone.objects.filter(plan=known)
        .visible_to(user)
        .order_by("rank", "id")
        .values_list("slug", "name"),
    }
    parts = {slug: Near(name, route, (known.slug, slug)) for route, named in rows.items() for slug, name in named}
    return (Near(known.name, "plan-page", (known.slug,)), *_closest(words[-1:], parts))


def _closest(words: Iterable[str], named: dict[str, Near]) -> Iterator[Near]:
    for word in words:
        for slug in get_close_matches(word, named, n=MOST, cutoff=LIKE):
            yield named[slug]
